/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "parts/moderation/shared/weft-moderation.h"
#include "serve-fixture.h"
#include "serve/weft-engine-private.h"

/* Every operation is tried by everybody, in a whole engine. Who may not learns no more than of a stream which
 * is not there. What is done is taken back, and what is refused changes nothing: all of it finds the same workspace. */

static ServeFixture *workspace;

typedef enum
{
  NOBODY,    /* an id which is no person's */
  SUSPENDED, /* was a member of the workspace and the room */
  STRANGER,  /* guest of the workspace, not in the room */
  OUTSIDER,  /* member of the workspace, not in the room */
  GUEST,     /* of the workspace and the room */
  MEMBER,    /* of both */
  OWNER,     /* member of the workspace, administrator of the room */
  CHIEF,     /* administrator of the workspace, not in the room */
  SYSTEM,
  N_WHO
} Who;

static const char *const words[N_WHO]
    = { "nobody", "suspended", "stranger", "outsider", "guest", "member", "owner", "chief", "system" };

/* One letter a person, in the order of Who: + done, - denied, . hidden (not-found, word by word
 * as for a stream that is not there), ? refused for another reason. */
typedef struct
{
  const char *op;
  const char *stream; /* "workspace", "room", "new", "notebook", "newbook", "list", "newlist", "project", "newproject" or "own" (the user stream of the member) */
  const char *args;   /* with @word for the id of a word */
  const char *rights;
  gboolean idle; /* whoever may has nothing to do here */
} Case;

#define INVITATION                                                                                           \
  "'secret_hash':'9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08','role':'guest',"         \
  "'streams':[],'uses':1,'expires_at':1900000000000"

#define FILE_HASH "486ea46224d1bb4fb680f34f7c9ad96a8f24ec88be73ea8e5a6c65260e9cb8a7"

/* clang-format off */
static const Case cases[] = {
  /*                                                                                 nsxoGMOCS */
  { "people.found-workspace", "workspace",
    "{'name':'W','person':'@new','person_name':'N','login':'new'}",                 "--?-?---?" },
  { "people.rename-workspace", "workspace", "{'name':'Mill'}",                      "...-.--++" },
  { "people.join", "workspace",
    "{'person':'@new','name':'N','login':'new','role':'guest','invitation':'@open'}", "...-.---+" },
  { "people.set-profile", "workspace", "{'name':'Me'}",                             "...+.+++?" },
  { "people.set-profile", "guest's", "{'name':'Me'}",                               "....+...?" },
  { "people.set-profile", "own", "{'name':'Me'}",                                   ".....?..?" },
  { "people.set-picture", "workspace", "{}",                                        "...+.+++?" },
  { "people.set-picture", "guest's", "{}",                                          "....+...?" },
  { "people.set-status", "workspace", "{'text':'Away'}",                            "...+.+++?" },
  { "people.set-quiet", "workspace", "{'until':1800000000000}",                     "...+.+++?" },
  { "people.set-role", "workspace", "{'person':'@outsider','role':'guest'}",        "...-.--++" },
  { "people.suspend", "workspace", "{'person':'@other','suspended':true}",          "...-.--++" },
  { "people.invite", "workspace", "{'id':'@fresh'," INVITATION "}",                 "...+.++++" },
  { "people.revoke-invitation", "workspace", "{'id':'@open'}",                      "...-.--++" },
  { "people.add-member", "room", "{'person':'@other','role':'guest'}",              "....-++.+" },
  { "people.remove-member", "room", "{'person':'@extra'}",                          "....--+.+" },
  { "people.leave", "room", "{}",                                                   "....+++.?" },
  { "people.set-member-role", "room", "{'person':'@extra','role':'guest'}",         "....--+.+" },
  { "people.limit-guest", "workspace", "{'person':'@stranger','guest_until':1900000000000}", "...-.--++" },
  { "people.add-group", "workspace", "{'id':'@fresh','handle':'packers'}",          "...-.--++" },
  { "people.set-group", "workspace", "{'id':'@group','handle':'packers'}",          "...-.--++" },
  { "people.remove-group", "workspace", "{'id':'@group'}",                          "...-.--++" },
  { "people.restore-group", "workspace", "{'id':'@gonegroup'}",                     "...-.--++" },
  { "people.add-to-group", "workspace", "{'id':'@group','person':'@outsider'}",     "...-.--++" },
  { "people.remove-from-group", "workspace", "{'id':'@group','person':'@member'}",  "...-.--++" },
  { "people.introduce", "guest's", "{}",                                            "....-...+" },
  { "content.erase", "room", "{'rows':'message:@message'}",                         "....--+.+" },
  { "content.erase-person", "workspace", "{'person':'@suspended'}",                 "...-.--++" },
  { "content.set-retention", "room", "{'content_days':30}",                         "....--+.+" },
  { "thread.send", "room", "{'id':'@fresh','text':'Hello'}",                        "....+++.+" },
  { "thread.reply", "room", "{'id':'@fresh','root':'@message','text':'Hello'}",     "....+++.+" },
  { "thread.open-poll", "room", "{'id':'@fresh','text':'Rain?\\nYes\\nNo'}",        "....+++.+" },
  { "thread.vote", "room", "{'id':'@poll','option':1,'chosen':true}",               "....+++.-" },
  { "thread.vote-secretly", "own", "{'target':'@room','poll':'@secret','option':1,'chosen':true,'only':true}", ".....+..." },
  { "thread.close-poll", "room", "{'id':'@poll','closed':true}",                    "....--+.+" },
  { "thread.count-votes", "room", "{'id':'@poll'}",                                 "....---.?" }, /* done in test-polls.c */
  { "thread.ask", "room", "{'id':'@fresh','text':'Fire','severity':'urgent','everyone':true,'people':[]}", "....+++.+" },
  { "thread.acknowledge", "room", "{'id':'@question'}",                             "....+++.-" },
  { "thread.take-back", "room", "{'id':'@answered'}",                               "....+++.-" },
  { "thread.ask-again", "room", "{'id':'@question','round':1}",                     "....---.+" },
  { "thread.name-thread", "room", "{'id':'@begun','title':'Looms'}",                "....+++.+" },
  { "thread.resolve-thread", "room", "{'id':'@begun','resolved':true}",             "....+++.+" },
  { "thread.preview", "room", "{'id':'@fresh'}",                                 "....---.?" }, /* done in hooks/test_previews.py */
  { "thread.set-preview", "room", "{'id':'@message','bare':true}",              "....--?.?" }, /* done in hooks/test_previews.py */
  { "thread.allow-previews", "workspace", "{'allowed':false}",                     "...-.--++" },
  { "thread.bring", "notebook", "{'id':'@fresh','author':'@new','speaker':'N','written_at':1,'text':'Hello'}", "....---.+" },
  { "thread.react", "room", "{'id':'@message','emoji':'👍'}",                       "....+++.+" },
  { "thread.follow-thread", "own", "{'target':'@room','root':'@begun','follows':true}", ".....+..." },
  { "thread.pin", "room", "{'id':'@message'}",                                      "....-++.+" },
  { "thread.unpin", "room", "{'id':'@begun'}",                                      "....-++.+" },
  { "thread.save", "own", "{'id':'@message','target':'@room','ordinal':1}",         ".....+..." },
  { "thread.unsave", "own", "{'id':'@begun'}",                                       ".....+..." },
  { "thread.hide", "own", "{'id':'@message','target':'@room','ordinal':1}",         ".....+..." },
  { "thread.show", "own", "{'id':'@begun'}",                                         ".....+..." },
  { "thread.schedule", "own", "{'id':'@fresh','target':'@room','at':1700000000000,'text':'Later'}", ".....+..." },
  { "thread.set-scheduled", "own", "{'id':'@planned','at':1700000000000,'text':'Sooner'}", ".....+..." },
  { "thread.unschedule", "own", "{'id':'@planned'}",                                ".....+..." },
  { "thread.send-scheduled", "own", "{'id':'@planned','at':1900000000000}",         ".....?..." }, /* another time: done in test-scheduled.c */
  { "thread.refuse-scheduled", "own", "{'id':'@planned','at':1900000000000}",       ".....-..?" },
  { "people.show-seen", "own", "{'on':false}",                                      ".....+..." },
  { "thread.limit-editing", "room", "{'seconds':300}",                              "....--+.+" },
  { "thread.set-receipts", "room", "{'on':false}",                                  "....--+.+" },
  { "thread.send-receipts", "own", "{'on':false}",                                  ".....+..." },
  { "thread.edit", "room", "{'id':'@message','text':'Changed'}",                    "....---.-" },
  { "thread.delete", "room", "{'id':'@message'}",                                   "....--+.+" },
  { "thread.restore", "room", "{'id':'@message','text':'Hello'}",                   "....--?.?" }, /* done in test-restore.c */
  { "thread.save-draft", "own", "{'target':'@room','text':'Half'}",                 ".....+..." },
  { "files.attach", "room", "{'id':'@fresh','hash':'" FILE_HASH "','name':'a','size':5}", "....+++.+" },
  { "files.attach", "own", "{'id':'@fresh','hash':'" FILE_HASH "','name':'a','size':5}", ".....+..+" },
  { "files.remove", "room", "{'id':'@file'}",                                       "....--+.+" },
  { "files.let-go", "own", "{'ids':['@ownfile']}",                                  ".....+..." },
  { "conflict.forget", "own", "{'id':'@conflict'}",                                 ".....-..?" },
  { "conflict.dismiss", "own", "{'id':'@conflict'}",                                ".....?..." }, /* done in test-conflict.c */
  { "moderation.report", "own", "{'id':'@fresh','target':'@room','message':'@message','reason':'spam'}", ".....+..." },
  { "moderation.withdraw", "own", "{'id':'@flagged'}",                               ".....+..." },
  { "moderation.open", "reports", "{'members':['@chief']}",                          "--------?" },
  { "moderation.decide", "reports", "{'id':'@flagged','deletes':true}",              ".......++" },
  { "moderation.reopen", "reports", "{'id':'@decided'}",                             ".......++" },
  { "moderation.settle", "own", "{'id':'@flagged'}",                                 ".....-..+" },
  { "moderation.forget", "reports", "{'id':'@decided'}",                             ".......-+" },
  { "chat.create-room", "new", "{'kind':'room','name':'New','members':['@other']}", "---+-++++" },
  { "chat.set-room", "room", "{'name':'Other'}",                                    "....--+.+" },
  { "chat.convert-room", "room", "{'name':'Two'}",                                 "....--?.?" },
  { "chat.set-access", "room", "{'access':'public'}",                              "....--+.+" },
  { "chat.describe-room", "room", "{'about':'Looms.'}",                            "....--+.+" },
  { "chat.set-picture", "room", "{}",                                              "....--+.+" },
  { "chat.set-permissions", "room", "{'post':'admin','invite':'admin','pin':'admin'}","....--+.+" },
  { "chat.join-room", "workspace", "{'room':'room/@lounge'}",                      "...+.+++?" },
  { "chat.answer-join", "room", "{'person':'@asker','accepted':true}",             "....--+.+" },
  { "chat.pin-room", "own", "{'target':'@room','pinned':true}",                    ".....+..." },
  { "chat.archive-room", "own", "{'target':'@room','archived':true}",              ".....+..." },
  { "chat.clear-room", "own", "{'target':'@room','ordinal':1}",                    ".....+..." },
  { "chat.mark-unread", "own", "{'target':'@room','ordinal':1}",                   ".....+..." },
  { "chat.file-room", "own", "{'target':'@room','folder':'@folder'}",              ".....+..." },
  { "chat.set-folder", "own", "{'id':'@fresh','name':'Trips'}",                     ".....+..." },
  { "chat.remove-folder", "own", "{'id':'@folder'}",                                ".....+..." },
  { "board.create-project", "newproject", "{'name':'New','code':'NEW','members':['@other']}", "---+-++++" },
  { "board.set-project", "project", "{'name':'Other','code':'OTHER'}",              "....--+.+" },
  { "board.archive-project", "project", "{'archived':true}",                        "....--+.+" },
  { "board.add-status", "project", "{'id':'@fresh','name':'New','category':'todo'}", "....--+.+" },
  { "board.set-status", "project", "{'id':'@todo','name':'Other','category':'todo'}", "....--+.+" },
  { "board.place-status", "project", "{'id':'@done'}",                              "....--+.+" },
  { "board.allow", "project", "{'id':'@done','other':'@todo','on':true}",            "....--+.+" },
  { "board.set-lane-limit", "project", "{'id':'@done','per_lane':true}",             "....--+.+" },
  { "board.set-needs", "project", "{'id':'@done','needs':'checklist'}",              "....--+.+" },
  { "board.remove-status", "project", "{'id':'@done'}",                             "....--+.+" },
  { "board.restore-status", "project", "{'id':'@gonestatus'}",                      "....--+.+" },
  { "board.add-label", "project", "{'id':'@fresh','name':'New'}",                   "....-++.+" },
  { "board.set-label", "project", "{'id':'@label','name':'Other','yarn':'rose'}",   "....-++.+" },
  { "board.remove-label", "project", "{'id':'@label'}",                             "....-++.+" },
  { "board.restore-label", "project", "{'id':'@gonelabel'}",                        "....-++.+" },
  { "board.add-field", "project", "{'id':'@fresh','name':'New','kind':'text'}",     "....--+.+" },
  { "board.set-field", "project", "{'id':'@field','name':'Other','shown':false}",   "....--+.+" },
  { "board.remove-field", "project", "{'id':'@field'}",                             "....--+.+" },
  { "board.restore-field", "project", "{'id':'@gonefield'}",                        "....--+.+" },
  { "board.set-option", "project", "{'id':'@field','option':'@fresh','name':'New'}", "....--+.+" },
  { "board.set-value", "project", "{'id':'@task','field':'@gradefield','value':'New'}", "....-++.+" },
  { "board.save-view", "project", "{'id':'@fresh','target':'project/@project','name':'New'}", "....-++.+" },
  { "board.save-view", "own", "{'id':'@fresh','target':'project/@project','name':'New'}", ".....+..." },
  { "board.set-view", "project", "{'id':'@view','target':'project/@project','name':'New'}", "....-++.+" },
  { "board.set-view", "own", "{'id':'@ownview','target':'project/@project','name':'New'}", ".....+..." },
  { "board.drop-view", "project", "{'id':'@view'}", "....-++.+" },
  { "board.drop-view", "own", "{'id':'@ownview'}", ".....+..." },
  { "board.create", "project", "{'id':'@fresh','title':'New','status':'@todo','assignees':[],'labels':[]}", "....-++.+" },
  { "board.edit", "project", "{'id':'@task','title':'Other'}",                      "....-++.+" },
  { "board.delete", "project", "{'id':'@task'}",                                    "....-++.+" },
  { "board.restore", "project", "{'id':'@gone'}",                                   "....-++.+" },
  { "board.move", "project", "{'ids':['@task'],'status':'@done'}",                  "....-++.+" },
  { "board.set-priority", "project", "{'ids':['@task'],'priority':'low'}",          "....-++.+" },
  { "board.set-estimate", "project", "{'ids':['@task'],'estimate':1}",              "....-++.+" },
  { "board.set-dates", "project", "{'ids':['@task'],'due_at':1}",                   "....-++.+" },
  { "board.set-recurrence", "project", "{'ids':['@task'],'recurrence':'schedule FREQ=DAILY UTC 0'}", "....-++.+" },
  { "board.withdraw", "project", "{'id':'@task','next':'@second','seen':'0000000000000000000000000000000000000000000000000000000000000000','past':0}",
    "....-++.+", TRUE },
  { "board.set-parent", "project", "{'ids':['@task'],'parent':'@second'}",          "....-++.+" },
  { "board.set-duplicate", "project", "{'ids':['@task'],'duplicate_of':'@second'}", "....-++.+" },
  { "board.archive", "project", "{'ids':['@task'],'archived':true}",                "....-++.+" },
  { "board.set-template", "project", "{'ids':['@task'],'template':true}",           "....-++.+" },
  { "board.assign", "project", "{'ids':['@task'],'person':'@member','on':true}",    "....-++.+" },
  { "board.label", "project", "{'ids':['@task'],'label':'@label','on':true}",       "....-++.+" },
  { "board.block", "project", "{'ids':['@task'],'other':'@second','on':true}",      "....-++.+" },
  { "board.relate", "project", "{'ids':['@task'],'other':'@second','on':true}",     "....-++.+" },
  { "board.add-item", "project", "{'id':'@fresh','parent':'@task','title':'New'}",  "....-++.+" },
  { "board.set-item", "project", "{'id':'@line','title':'Other'}",                  "....-++.+" },
  { "board.set-item-due", "project", "{'id':'@line','due_at':1}",                   "....-++.+" },
  { "board.assign-item", "project", "{'id':'@line','assignee':'@member'}",          "....-++.+" },
  { "board.tick-item", "project", "{'id':'@line','done':true}",                     "....-++.+" },
  { "board.place-item", "project", "{'id':'@line','parent':'@task'}",               "....-++.+" },
  { "board.remove-item", "project", "{'id':'@line'}",                               "....-++.+" },
  { "board.restore-item", "project", "{'id':'@goneline'}",                          "....-++.+" },
  { "note.create-notebook", "newbook", "{'name':'New','members':['@other']}",       "---+-++++" },
  { "note.create", "notebook", "{'id':'@fresh','title':'New'}",                     "....-++.+" },
  { "note.set", "notebook", "{'id':'@note','title':'Other'}",                       "....-++.+" },
  { "note.set-tags", "notebook", "{'id':'@note','tags':['@tag']}",                  "....-++.+" },
  { "note.set-due", "notebook", "{'id':'@note','due':1}",                           "....-++.+" },
  { "note.move", "notebook", "{'id':'@note'}",                                      "....-++.+" },
  { "note.gather", "notebook", "{'ids':['@note'],'list':'a'}",                      "....-++.+" },
  { "note.flag", "notebook", "{'ids':['@note'],'person':'@other','on':true}",       "....-++.+" },
  { "note.delete", "notebook", "{'id':'@note'}",                                    "....-++.+" },
  { "note.restore", "notebook", "{'id':'@gone'}",                                   "....-++.+" },
  { "hooks.add", "room", "{'id':'@fresh','name':'H','secret_hash':'9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a09'}", "....--+.+" },
  { "hooks.set", "room", "{'id':'@hook','name':'H'}",                               "....--+.+" },
  { "hooks.remove", "room", "{'id':'@hook'}",                                       "....--+.+" },
  { "hooks.add-teller", "room", "{'id':'@fresh','name':'T','address':'https://example.org/',"
    "'key':'12345678901234567890123456789012'}",                                    "....--+.+" },
  { "hooks.set-teller", "room", "{'id':'@teller','working':false}",                 "....--+.+" },
  { "hooks.remove-teller", "room", "{'id':'@teller'}",                              "....--+.+" },
  { "hooks.tell", "room", "{'teller':'@fresh','message':'@message'}",               "....---.?" }, /* done in hooks/test_teller.py */
  { "hooks.post", "room", "{'hook':'@hook','id':'@fresh','text':'Hello'}",          "....---.+" },
  { "thread.stick", "room", "{'id':'@fresh','text':'Hello','sticker':'weft/hello'}", "....+++.+" },
  { "phrases.keep", "own", "{'id':'@fresh','name':'thanks','text':'Thank you'}",    ".....+..." },
  { "phrases.keep", "workspace", "{'id':'@fresh','name':'thanks','text':'Thank you'}", "...-.--++" },
  { "phrases.set", "own", "{'id':'@phrase','name':'thx','text':'Ta'}",              ".....+..." },
  { "phrases.set", "workspace", "{'id':'@teamphrase','name':'thx','text':'Ta'}",    "...-.--++" },
  { "phrases.drop", "own", "{'id':'@phrase'}",                                      ".....+..." },
  { "phrases.drop", "workspace", "{'id':'@teamphrase'}",                            "...-.--++" },
  { "pictures.add-emoji", "workspace", "{'id':'@fresh','name':'fresh','picture':'" FILE_HASH "','size':5,'width':1,'height':1}", "...+.++++" },
  { "pictures.remove-emoji", "workspace", "{'id':'@emoji'}",                         "...-.--++" },
  { "pictures.set-policy", "workspace", "{'who':'member'}",                         "...-.--++" },
  { "pictures.add-pack", "workspace", "{'id':'@fresh','name':'Yarns'}",             "...+.++++" },
  { "pictures.set-pack", "workspace", "{'id':'@pack','name':'Mules'}",              "...-.--++" },
  { "pictures.arrange-pack", "workspace", "{'id':'@pack','arranged':'@sticker'}",   "...-.--++" },
  { "pictures.remove-pack", "workspace", "{'id':'@pack'}",                          "...-.--++" },
  { "pictures.restore-pack", "workspace", "{'id':'@gonepack'}",                     "...-.--++" },
  { "pictures.add-sticker", "workspace", "{'id':'@fresh','pack':'@pack','text':'Warp','picture':'" FILE_HASH "','size':5,'width':1,'height':1}", "...-.--++" },
  { "pictures.set-sticker", "workspace", "{'id':'@sticker','text':'Bobbin'}",       "...-.--++" },
  { "pictures.remove-sticker", "workspace", "{'id':'@sticker'}",                    "...-.--++" },
  { "reminders.set", "room", "{'id':'@fresh','at':1,'text':'Tea'}",                 "....+++.+" },
  { "reminders.snooze", "room", "{'id':'@reminder','at':1}",                        "....-++.+" },
  { "reminders.dismiss", "room", "{'id':'@reminder'}",                              "....--+.+" },
  { "reminders.fire", "room", "{'id':'@reminder','at':1900000000000}",              "....---.+" },
  { "ranks.place", "notebook", "{'id':'@note','list':'best'}",                      "....-++.+" },
  { "ranks.remove", "notebook", "{'id':'@placed'}",                                 "....-++.+" },
  { "notices.see", "own", "{'ids':['@fresh']}",                                     ".....+..." },
  { "notices.see-all", "own", "{}",                                                 ".....+..." },
  { "notices.add-rule", "workspace",
    "{'id':'@fresh','kind':'mention','target':'workspace','op':'people.set-profile','template':'{}'}", "...-.--??" },
  { "notices.remove-rule", "workspace", "{'id':'@rule'}",                           "...-.--++" },
  { "notices.let-through", "own", "{'urgent':true}",                                ".....+..." },
  { "notices.set-level", "own", "{'target':'@room','level':'all'}",                 ".....+..." },
  { "notices.set-defaults", "own", "{'rooms':'all','direct':'nothing'}",            ".....+..." },
  { "notices.add-keyword", "own", "{'id':'@fresh','word':'loom'}",                  ".....+..." },
  { "notices.remove-keyword", "own", "{'id':'@fresh'}",                             ".....+..." },
  { "notices.mute", "own", "{'target':'@room','muted':true}",                       ".....+..." },
  { "ranks.spread", "notebook", "{'list':'best'}",                                  "....---.+" },
  { "shopping.create-list", "newlist", "{'name':'New','members':['@other']}",       "---+-++++" },
  { "shopping.add", "list", "{'id':'@fresh','text':'Salt'}",                        "....-++.+" },
  { "shopping.change", "list", "{'id':'@item','amount':'2'}",                       "....-++.+" },
  { "shopping.buy", "list", "{'id':'@item','bought':true}",                         "....+++.+" },
  { "shopping.remove", "list", "{'id':'@item'}",                                    "....-++.+" },
  { "shopping.put-back", "list", "{'id':'@gone'}",                                  "....-++.+" },
};
/* clang-format on */

static const char *
id_of (Who who)
{
  return who == SYSTEM ? "system" : serve_id (words[who]);
}

/* As if everybody had uploaded the file. */
static gboolean
bring_file (WeftDatabase *database, gpointer user_data, GError **error)
{
  for (Who who = 0; who < SYSTEM; who++)
    if (!weft_database_run (database, error,
                            "INSERT INTO blob_owner (hash, person, size, at) VALUES (?1, ?2, 5, 0)", "tt",
                            FILE_HASH, serve_id (words[who])))
      return FALSE;

  return weft_database_run (database, error,
                            "INSERT INTO blob (hash, size, place, at, loose_at) VALUES (?1, 5, 'none', 0, 1)",
                            "t", FILE_HASH)
         && weft_database_run (database, error,
                               "INSERT INTO blob_owner (hash, person, size, at) VALUES (?1, ?2, 5, 0)", "tt",
                               FILE_HASH, serve_id ("extra"));
}

/* One of two statuses is empty, one of three tasks deleted. */
static void
make_project (ServeFixture *fixture)
{
  static const char *const statuses[] = { "todo", "done", "gonestatus" };
  static const char *const fields[] = { "field", "gonefield", "gradefield" };
  static const char *const labels[] = { "label", "gonelabel" };
  static const char *const tasks[] = { "task", "second", "gone" };
  static const char *const lines[] = { "line", "goneline" };
  const char *project = serve_stream ("project", "project");

  serve_run_ok (fixture, serve_id ("owner"), project, "board.create-project",
                "{\"name\":\"Mill\",\"code\":\"MILL\",\"members\":[\"%s\",\"%s\",\"%s\"]}", serve_id ("suspended"),
                serve_id ("member"), serve_id ("extra"));
  serve_run_ok (fixture, serve_id ("owner"), project, "people.add-member", "{\"person\":\"%s\",\"role\":\"guest\"}",
                serve_id ("guest"));
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    serve_run_ok (fixture, serve_id ("owner"), project, "board.add-status", "{\"id\":\"%s\",\"name\":\"%s\",\"category\":\"doing\"}",
                  serve_id (statuses[i]), statuses[i]);
  serve_run_ok (fixture, serve_id ("owner"), project, "board.remove-status", "{\"id\":\"%s\"}", serve_id ("gonestatus"));
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    serve_run_ok (fixture, serve_id ("extra"), project, "board.add-label", "{\"id\":\"%s\",\"name\":\"%s\"}", serve_id (labels[i]),
                  labels[i]);
  serve_run_ok (fixture, serve_id ("extra"), project, "board.save-view", "{\"id\":\"%s\",\"target\":\"%s\",\"name\":\"Late\"}", serve_id ("view"),
                project);
  serve_run_ok (fixture, serve_id ("member"), serve_stream ("user", "member"), "board.save-view",
                "{\"id\":\"%s\",\"target\":\"%s\",\"name\":\"Late\"}", serve_id ("ownview"), project);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    serve_run_ok (fixture, serve_id ("owner"), project, "board.add-field", "{\"id\":\"%s\",\"name\":\"%s\",\"kind\":\"%s\"}",
                  serve_id (fields[i]), fields[i], i == 0 ? "select" : "text");
  serve_run_ok (fixture, serve_id ("owner"), project, "board.remove-field", "{\"id\":\"%s\"}", serve_id ("gonefield"));
  serve_run_ok (fixture, serve_id ("extra"), project, "board.remove-label", "{\"id\":\"%s\"}", serve_id ("gonelabel"));
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    serve_run_ok (fixture, serve_id ("extra"), project, "board.create",
                  "{\"id\":\"%s\",\"title\":\"%s\",\"status\":\"%s\",\"assignees\":[],\"labels\":[]}", serve_id (tasks[i]), tasks[i],
                  serve_id ("todo"));
  serve_run_ok (fixture, serve_id ("extra"), project, "board.delete", "{\"id\":\"%s\"}", serve_id ("gone"));
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    serve_run_ok (fixture, serve_id ("extra"), project, "board.add-item", "{\"id\":\"%s\",\"parent\":\"%s\",\"title\":\"%s\"}",
                  serve_id (lines[i]), serve_id ("task"), lines[i]);
  serve_run_ok (fixture, serve_id ("extra"), project, "board.remove-item", "{\"id\":\"%s\"}", serve_id ("goneline"));
}

static ServeFixture *
make_workspace (void)
{
  g_autoptr (GError) error = NULL;
  ServeFixture *fixture = serve_fixture_new ();
  const char *room;
  const char *notebook;
  const char *list;

  serve_found (fixture);
  serve_join (fixture, "suspended", "member");
  serve_join (fixture, "stranger", "guest");
  serve_join (fixture, "outsider", "member");
  serve_join (fixture, "guest", "guest");
  serve_join (fixture, "member", "member");
  serve_join (fixture, "owner", "member");
  serve_join (fixture, "chief", "admin");
  serve_join (fixture, "other", "member");
  serve_join (fixture, "extra", "member");

  room = serve_room (fixture, serve_id ("owner"), "room", "suspended,member,extra");
  serve_run_ok (fixture, serve_id ("owner"), room, "people.add-member",
                "{\"person\":\"%s\",\"role\":\"guest\"}", serve_id ("guest"));
  serve_run_ok (fixture, serve_id ("owner"), room, "people.set-member-role",
                "{\"person\":\"%s\",\"role\":\"admin\"}", serve_id ("extra"));
  /* What the guest knows of is told; and then there is something to tell again. */
  serve_run_ok (fixture, "system", serve_stream ("user", "guest"), "people.introduce", "{}");
  serve_run_ok (fixture, serve_id ("extra"), WEFT_STREAM_WORKSPACE, "people.set-profile", "{\"name\":\"Extra\"}");
  serve_run_ok (fixture, serve_id ("extra"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"Hello\"}",
                serve_id ("message"));
  serve_run_ok (fixture, serve_id ("extra"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"Well?\"}",
                serve_id ("begun"));
  serve_run_ok (fixture, serve_id ("extra"), room, "thread.open-poll", "{\"id\":\"%s\",\"text\":\"Rain?\\nYes\\nNo\"}", serve_id ("poll"));
  serve_run_ok (fixture, serve_id ("extra"), room, "thread.open-poll", "{\"id\":\"%s\",\"text\":\"Rain?\\nYes\\nNo\",\"secret\":true}",
                serve_id ("secret"));
  serve_run_ok (fixture, serve_id ("extra"), room, "thread.ask",
                "{\"id\":\"%s\",\"text\":\"Fire\",\"severity\":\"urgent\",\"everyone\":true,\"people\":[]}", serve_id ("question"));
  serve_run_ok (fixture, serve_id ("extra"), room, "thread.ask",
                "{\"id\":\"%s\",\"text\":\"Out?\",\"everyone\":true,\"people\":[]}", serve_id ("answered"));
  serve_run_ok (fixture, serve_id ("guest"), room, "thread.acknowledge", "{\"id\":\"%s\"}", serve_id ("answered"));
  serve_run_ok (fixture, serve_id ("member"), room, "thread.acknowledge", "{\"id\":\"%s\"}", serve_id ("answered"));
  serve_run_ok (fixture, serve_id ("owner"), room, "thread.acknowledge", "{\"id\":\"%s\"}", serve_id ("answered"));
  serve_run_ok (fixture, serve_id ("extra"), room, "thread.reply",
                "{\"id\":\"%s\",\"root\":\"%s\",\"text\":\"Well\"}", serve_id ("reply"), serve_id ("begun"));
  serve_run_ok (fixture, serve_id ("member"), serve_stream ("user", "member"), "thread.schedule",
                "{\"id\":\"%s\",\"target\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"text\":\"Later\"}", serve_id ("planned"), room,
                weft_clock_now (WEFT_CLOCK (fixture->clock)) + 3600000);
  serve_run_ok (fixture, serve_id ("extra"), room, "thread.pin", "{\"id\":\"%s\"}", serve_id ("begun"));
  serve_run_ok (fixture, serve_id ("member"), serve_stream ("user", "member"), "thread.save",
                "{\"id\":\"%s\",\"target\":\"%s\",\"ordinal\":2}", serve_id ("begun"), room);
  serve_run_ok (fixture, serve_id ("member"), serve_stream ("user", "member"), "thread.hide",
                "{\"id\":\"%s\",\"target\":\"%s\",\"ordinal\":2}", serve_id ("begun"), room);

  for (guint i = 0; i < 2; i++)
    serve_run_ok (fixture, serve_id ("member"), serve_stream ("user", "member"), "moderation.report",
                  "{\"id\":\"%s\",\"target\":\"%s\",\"message\":\"%s\",\"reason\":\"other\"}",
                  serve_id (i == 0 ? "flagged" : "decided"), room, serve_id (i == 0 ? "begun" : "question"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_MODERATION_STREAM, "moderation.decide", "{\"id\":\"%s\"}", serve_id ("decided"));

  serve_join (fixture, "asker", "member");
  serve_run_ok (fixture, serve_id ("owner"), room, "chat.set-access", "{\"access\":\"ask\"}");
  serve_run_ok (fixture, serve_id ("asker"), WEFT_STREAM_WORKSPACE, "chat.join-room", "{\"room\":\"%s\"}", room);
  serve_run_ok (fixture, serve_id ("asker"), serve_stream ("room", "lounge"), "chat.create-room",
                "{\"kind\":\"room\",\"name\":\"Lounge\",\"members\":[],\"access\":\"public\"}");
  serve_run_ok (fixture, serve_id ("member"), serve_stream ("user", "member"), "chat.set-folder", "{\"id\":\"%s\",\"name\":\"Mill\"}",
                serve_id ("folder"));
  serve_run_ok (fixture, serve_id ("member"), serve_stream ("user", "member"), "phrases.keep", "{\"id\":\"%s\",\"name\":\"ok\",\"text\":\"Fine\"}",
                serve_id ("phrase"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "phrases.keep", "{\"id\":\"%s\",\"name\":\"ok\",\"text\":\"Fine\"}",
                serve_id ("teamphrase"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.add-group", "{\"id\":\"%s\",\"handle\":\"warehouse\"}", serve_id ("group"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.add-to-group", "{\"id\":\"%s\",\"person\":\"%s\"}",
                serve_id ("group"), serve_id ("member"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.add-group", "{\"id\":\"%s\",\"handle\":\"dyers\"}", serve_id ("gonegroup"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.remove-group", "{\"id\":\"%s\"}", serve_id ("gonegroup"));
  notebook = serve_stream ("notebook", "notebook");
  serve_run_ok (fixture, serve_id ("owner"), notebook, "note.create-notebook",
                "{\"name\":\"Notes\",\"members\":[\"%s\",\"%s\",\"%s\"]}", serve_id ("suspended"),
                serve_id ("member"), serve_id ("extra"));
  serve_run_ok (fixture, serve_id ("owner"), notebook, "people.add-member",
                "{\"person\":\"%s\",\"role\":\"guest\"}", serve_id ("guest"));
  serve_run_ok (fixture, serve_id ("extra"), notebook, "note.create", "{\"id\":\"%s\",\"title\":\"Kept\"}",
                serve_id ("note"));
  serve_run_ok (fixture, serve_id ("extra"), notebook, "note.create", "{\"id\":\"%s\",\"title\":\"Gone\"}",
                serve_id ("gone"));
  serve_run_ok (fixture, serve_id ("extra"), notebook, "note.delete", "{\"id\":\"%s\"}", serve_id ("gone"));

  make_project (fixture);

  list = serve_stream ("shopping", "list");
  serve_run_ok (fixture, serve_id ("owner"), list, "shopping.create-list",
                "{\"name\":\"Market\",\"members\":[\"%s\",\"%s\",\"%s\"]}", serve_id ("suspended"),
                serve_id ("member"), serve_id ("extra"));
  serve_run_ok (fixture, serve_id ("owner"), list, "people.add-member",
                "{\"person\":\"%s\",\"role\":\"guest\"}", serve_id ("guest"));
  serve_run_ok (fixture, serve_id ("extra"), list, "shopping.add", "{\"id\":\"%s\",\"text\":\"Wool\"}",
                serve_id ("item"));
  serve_run_ok (fixture, serve_id ("extra"), list, "shopping.add", "{\"id\":\"%s\",\"text\":\"Soap\"}",
                serve_id ("gone"));
  serve_run_ok (fixture, serve_id ("extra"), list, "shopping.remove", "{\"id\":\"%s\"}", serve_id ("gone"));

  weft_engine_call (fixture->engine, bring_file, NULL, &error);
  g_assert_no_error (error);
  serve_run_ok (fixture, serve_id ("extra"), WEFT_STREAM_WORKSPACE, "pictures.add-emoji",
                "{\"id\":\"%s\",\"name\":\"warp\",\"picture\":\"" FILE_HASH "\",\"size\":5,\"width\":1,\"height\":1}", serve_id ("emoji"));
  serve_run_ok (fixture, serve_id ("extra"), WEFT_STREAM_WORKSPACE, "pictures.add-pack", "{\"id\":\"%s\",\"name\":\"Looms\"}", serve_id ("pack"));
  serve_run_ok (fixture, serve_id ("extra"), WEFT_STREAM_WORKSPACE, "pictures.add-sticker",
                "{\"id\":\"%s\",\"pack\":\"%s\",\"text\":\"Warp\",\"picture\":\"" FILE_HASH "\",\"size\":5,\"width\":1,\"height\":1}", serve_id ("sticker"),
                serve_id ("pack"));
  serve_run_ok (fixture, serve_id ("extra"), WEFT_STREAM_WORKSPACE, "pictures.add-pack", "{\"id\":\"%s\",\"name\":\"Mules\"}", serve_id ("gonepack"));
  serve_run_ok (fixture, serve_id ("extra"), WEFT_STREAM_WORKSPACE, "pictures.remove-pack", "{\"id\":\"%s\"}", serve_id ("gonepack"));
  serve_run_ok (fixture, serve_id ("extra"), room, "files.attach",
                "{\"id\":\"%s\",\"hash\":\"" FILE_HASH "\",\"name\":\"a\",\"size\":5}", serve_id ("file"));
  serve_run_ok (fixture, serve_id ("member"), serve_stream ("user", "member"), "files.attach",
                "{\"id\":\"%s\",\"hash\":\"" FILE_HASH "\",\"name\":\"a\",\"size\":5}", serve_id ("ownfile"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "notices.add-rule",
                "{\"id\":\"%s\",\"kind\":\"mention\",\"target\":\"workspace\",\"op\":\"people.rename-workspace\","
                "\"template\":\"{\\\"name\\\":\\\"{text}\\\"}\"}",
                serve_id ("rule"));
  serve_run_ok (fixture, serve_id ("extra"), room, "hooks.add",
                "{\"id\":\"%s\",\"name\":\"H\",\"secret_hash\":\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"}",
                serve_id ("hook"));
  serve_run_ok (fixture, serve_id ("extra"), room, "hooks.add-teller",
                "{\"id\":\"%s\",\"name\":\"T\",\"address\":\"https://example.org/\",\"key\":\"12345678901234567890123456789012\"}",
                serve_id ("teller"));
  serve_run_ok (fixture, serve_id ("extra"), room, "reminders.set", "{\"id\":\"%s\",\"at\":1900000000000,\"text\":\"Tea\"}",
                serve_id ("reminder"));
  serve_run_ok (fixture, serve_id ("extra"), notebook, "ranks.place", "{\"id\":\"%s\",\"list\":\"best\"}", serve_id ("placed"));

  serve_run_ok (
      fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.invite",
      "{\"id\":\"%s\",\"secret_hash\":\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\","
      "\"role\":\"guest\",\"streams\":[],\"uses\":1,\"expires_at\":1900000000000}",
      serve_id ("open"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.suspend",
                "{\"person\":\"%s\",\"suspended\":true}", serve_id ("suspended"));

  return fixture;
}

/* Puts ids where @words stand. */
static char *
fill_in (const char *args)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = args; *p != '\0'; p++)
    {
      if (*p == '@')
        {
          gsize length = strspn (p + 1, "abcdefghijklmnopqrstuvwxyz");
          g_autofree char *word = g_strndup (p + 1, length);

          if (g_str_equal (word, "room"))
            g_string_append (out, serve_stream ("room", "room"));
          else
            g_string_append (out, serve_id (word));
          p += length;
        }
      else
        g_string_append_c (out, *p == '\'' ? '"' : *p);
    }

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static const char *
stream_of (const Case *c)
{
  if (g_str_equal (c->stream, "workspace"))
    return WEFT_STREAM_WORKSPACE;
  if (g_str_equal (c->stream, "own"))
    return serve_stream ("user", "member");
  if (g_str_equal (c->stream, "guest's"))
    return serve_stream ("user", "guest");
  if (g_str_equal (c->stream, "reports"))
    return WEFT_MODERATION_STREAM;
  if (g_str_has_suffix (c->stream, "book"))
    return serve_stream ("notebook", c->stream);
  if (g_str_has_suffix (c->stream, "project"))
    return serve_stream ("project", c->stream);
  if (g_str_has_suffix (c->stream, "list"))
    return serve_stream ("shopping", c->stream);
  return serve_stream ("room", c->stream);
}

#define COUNT_EVENTS "SELECT count(*) FROM event"

typedef struct
{
  const Case *c;
  const char *person;
  gint64 before;
  GError *refusal;
} Try;

/* Runs the operation and has the engine take it back. */
static gboolean
do_and_refuse (WeftDatabase *database, gpointer user_data, GError **error)
{
  Try *try = user_data;
  g_autofree char *args = fill_in (try->c->args);
  gint64 after;

  g_clear_error (&try->refusal);
  if (!weft_database_get_value (database, &try->before, 0, error, COUNT_EVENTS, ""))
    return FALSE;
  if (_weft_engine_execute (workspace->engine, try->person, stream_of (try->c), try->c->op, args, &try->refusal))
    {
      if (!weft_database_get_value (database, &after, 0, error, COUNT_EVENTS, ""))
        return FALSE;
      g_assert_true (after > try->before || try->c->idle);
    }
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "taken back");

  return FALSE;
}

static void
try_done (const Case *c, Who who)
{
  Try try = { c, id_of (who) };
  g_autoptr (GError) error = NULL;

  weft_engine_call (workspace->engine, do_and_refuse, &try, &error);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "taken back");
  if (try.refusal != NULL)
    g_error ("%s by %s: %s", c->op, words[who], try.refusal->message);
  g_assert_cmpint (serve_count (workspace, COUNT_EVENTS), ==, try.before);
}

static char *
attempt (Who who, const char *stream, const Case *c)
{
  g_autofree char *args = fill_in (c->args);
  g_autofree char *result = serve_run (workspace, id_of (who), stream, c->op, "%s", args);

  return serve_error_of (result);
}

static void
try_refused (const Case *c, Who who)
{
  gint64 before = serve_count (workspace, COUNT_EVENTS);
  g_autofree char *refusal = attempt (who, stream_of (c), c);

  switch (c->rights[who])
    {
    case '-':
      if (refusal == NULL || !g_str_has_prefix (refusal, "denied: "))
        g_error ("%s by %s: %s instead of a denial", c->op, words[who], refusal != NULL ? refusal : "done");
      break;

    case '.':
      if (g_strcmp0 (refusal, "not-found: stream: no such stream") != 0)
        g_error ("%s by %s: %s instead of not-found", c->op, words[who], refusal != NULL ? refusal : "done");
      /* And a stream that is really not there answers the same. */
      if (g_str_equal (c->stream, "room"))
        {
          g_autofree char *nowhere = attempt (who, serve_stream ("room", "nowhere"), c);

          g_assert_cmpstr (nowhere, ==, refusal);
        }
      break;

    default: /* refused for another reason: the workspace is founded, the system is no member */
      if (refusal == NULL)
        g_error ("%s by %s is done", c->op, words[who]);
    }

  g_assert_cmpint (serve_count (workspace, COUNT_EVENTS), ==, before);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;

  g_assert_cmpuint (strlen (c->rights), ==, N_WHO);
  for (Who who = 0; who < N_WHO; who++)
    if (c->rights[who] == '+')
      try_done (c, who);
    else
      try_refused (c, who);
}

static void
test_all_are_tried (void)
{
  g_autoptr (WeftRegistry) registry = weft_registry_new (weft_modules);
  const WeftModule *const *modules;
  guint n;

  modules = weft_registry_get_modules (registry, &n);
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < modules[i]->n_operations; j++)
      {
        gboolean tried = FALSE;

        for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
          tried = tried || g_str_equal (cases[k].op, modules[i]->operations[j]->name);
        if (!tried)
          g_error ("nobody tries %s", modules[i]->operations[j]->name);
      }
}

/* A room's id which somebody else has taken tells nothing either. */
static void
test_taken_id (void)
{
  const Case again = { "chat.create-room", "room", "{'kind':'room','name':'Mine','members':[]}", "" };
  g_autofree char *outsider = attempt (OUTSIDER, serve_stream ("room", "room"), &again);
  g_autofree char *member = attempt (MEMBER, serve_stream ("room", "room"), &again);

  g_assert_nonnull (outsider);
  g_assert_nonnull (member);
  g_assert_null (strstr (outsider, "there"));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      /* Some are tried in two places, which stand next to each other. */
      gboolean again = i > 0 && g_str_equal (cases[i].op, cases[i - 1].op);
      g_autofree char *path = g_strdup_printf ("/parts/rights/%s%s%s", cases[i].op, again ? " " : "", again ? cases[i].stream : "");

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/parts/rights/all-are-tried", test_all_are_tried);
  g_test_add_func ("/parts/rights/taken-id", test_taken_id);

  workspace = make_workspace ();
  status = g_test_run ();
  serve_fixture_free (workspace);

  return status;
}
