/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-fixture.h"

#include "serve/weft-access.h"

/* Every operation is tried by every role, on a stream of theirs and on one that is not. */

#define HASH "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

/* What is good enough to be parsed. A new operation needs a line here. */
static char *
make_args (const char *op)
{
  const char *victim = serve_id ("victim");
  const char *message = serve_id ("message");
  const char *any = serve_id ("anything");
  static const struct
  {
    const char *op;
    const char *args;
  } samples[] = {
    { "people.found-workspace", "{'name':'W','person':'ANY','person_name':'P','login':'p'}" },
    { "people.rename-workspace", "{'name':'W'}" },
    { "people.join", "{'person':'ANY','name':'P','login':'p','role':'member','invitation':'ANY'}" },
    { "people.set-profile", "{'name':'P','title':'','status':''}" },
    { "people.set-picture", "{}" },
    { "people.set-status", "{'emoji':'','text':'T'}" },
    { "people.set-quiet", "{'until':1900000000000}" },
    { "people.set-role", "{'person':'VICTIM','role':'member'}" },
    { "people.suspend", "{'person':'VICTIM','suspended':true}" },
    { "people.invite", "{'id':'ANY','secret_hash':'" HASH
                       "','role':'guest','streams':[],'uses':1,'expires_at':1900000000000}" },
    { "people.revoke-invitation", "{'id':'ANY'}" },
    { "people.add-member", "{'person':'ANY','role':'guest'}" },
    { "people.remove-member", "{'person':'VICTIM'}" },
    { "people.leave", "{}" },
    { "people.set-member-role", "{'person':'VICTIM','role':'member'}" },
    { "people.limit-guest", "{'person':'VICTIM'}" },
    { "people.add-group", "{'id':'ANY','handle':'packers'}" },
    { "people.set-group", "{'id':'ANY','handle':'packers'}" },
    { "people.remove-group", "{'id':'ANY'}" },
    { "people.restore-group", "{'id':'ANY'}" },
    { "people.add-to-group", "{'id':'ANY','person':'VICTIM'}" },
    { "people.remove-from-group", "{'id':'ANY','person':'VICTIM'}" },
    { "people.introduce", "{}" },
    { "thread.send", "{'id':'ANY','text':'hello'}" },
    { "thread.edit", "{'id':'MESSAGE','text':'hello'}" },
    { "thread.reply", "{'id':'ANY','root':'MESSAGE','text':'hello'}" },
    { "thread.open-poll", "{'id':'ANY','text':'Rain?\\nYes\\nNo'}" },
    { "thread.vote", "{'id':'MESSAGE','option':1,'chosen':true}" },
    { "thread.vote-secretly", "{'target':'room/ANY','poll':'MESSAGE','option':1,'chosen':true,'only':true}" },
    { "thread.close-poll", "{'id':'MESSAGE','closed':true}" },
    { "thread.count-votes", "{'id':'MESSAGE'}" },
    { "thread.ask", "{'id':'ANY','text':'hello','severity':'urgent','people':[]}" },
    { "thread.acknowledge", "{'id':'MESSAGE'}" },
    { "thread.take-back", "{'id':'MESSAGE'}" },
    { "thread.ask-again", "{'id':'MESSAGE','round':1}" },
    { "thread.name-thread", "{'id':'MESSAGE','title':'hello'}" },
    { "thread.resolve-thread", "{'id':'MESSAGE','resolved':true}" },
    { "thread.preview", "{'id':'MESSAGE'}" },
    { "thread.set-preview", "{'id':'MESSAGE','bare':true}" },
    { "thread.allow-previews", "{'allowed':false}" },
    { "thread.bring", "{'id':'ANY','author':'ANY','speaker':'S','written_at':1,'text':'hello'}" },
    { "thread.react", "{'id':'MESSAGE','emoji':'👍'}" },
    { "thread.follow-thread", "{'target':'room/ANY','root':'MESSAGE','follows':true}" },
    { "content.erase", "{'rows':'message:MESSAGE'}" },
    { "content.erase-person", "{'person':'VICTIM'}" },
    { "content.set-retention", "{'log_days':30}" },
    { "thread.schedule", "{'id':'ANY','target':'room/ANY','at':1700000000000,'text':'hello'}" },
    { "thread.set-scheduled", "{'id':'ANY','at':1700000000000,'text':'hello'}" },
    { "thread.unschedule", "{'id':'ANY'}" },
    { "thread.send-scheduled", "{'id':'ANY','at':1700000000000}" },
    { "thread.refuse-scheduled", "{'id':'ANY','at':1700000000000}" },
    { "thread.pin", "{'id':'MESSAGE'}" },
    { "thread.unpin", "{'id':'MESSAGE'}" },
    { "thread.save", "{'id':'MESSAGE','target':'room/ANY','ordinal':1}" },
    { "thread.unsave", "{'id':'MESSAGE'}" },
    { "thread.hide", "{'id':'MESSAGE','target':'room/ANY','ordinal':1}" },
    { "thread.show", "{'id':'MESSAGE'}" },
    { "thread.delete", "{'id':'MESSAGE'}" },
    { "thread.restore", "{'id':'MESSAGE','text':'hello'}" },
    { "thread.save-draft", "{'target':'room/ANY','text':'hel'}" },
    { "files.attach", "{'id':'ANY','hash':'9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08','name':'a','size':1}" },
    { "files.remove", "{'id':'ANY'}" },
    { "files.let-go", "{'ids':['ANY']}" },
    { "conflict.dismiss", "{'id':'ANY'}" },
    { "conflict.forget", "{'id':'ANY'}" },
    { "chat.create-room", "{'kind':'room','name':'R','topic':'','members':[]}" },
    { "chat.set-room", "{'name':'R','topic':''}" },
    { "chat.convert-room", "{'name':'R'}" },
    { "chat.set-access", "{'access':'public'}" },
    { "chat.describe-room", "{'about':'A'}" },
    { "chat.set-picture", "{}" },
    { "chat.set-permissions", "{'post':'admin','invite':'admin','pin':'admin'}" },
    { "chat.join-room", "{'room':'room/ANY'}" },
    { "chat.answer-join", "{'person':'ANY','accepted':true}" },
    { "chat.pin-room", "{'target':'room/ANY','pinned':true}" },
    { "chat.archive-room", "{'target':'room/ANY','archived':true}" },
    { "chat.clear-room", "{'target':'room/ANY','ordinal':1}" },
    { "chat.mark-unread", "{'target':'room/ANY','ordinal':1}" },
    { "chat.file-room", "{'target':'room/ANY'}" },
    { "chat.set-folder", "{'id':'ANY','name':'F'}" },
    { "chat.remove-folder", "{'id':'ANY'}" },
    { "board.create-project", "{'name':'P','code':'P','members':[]}" },
    { "board.set-project", "{'name':'P','code':'P'}" },
    { "board.archive-project", "{'archived':true}" },
    { "board.add-status", "{'id':'ANY','name':'S','category':'todo'}" },
    { "board.set-status", "{'id':'ANY','name':'S','category':'todo'}" },
    { "board.place-status", "{'id':'ANY'}" },
    { "board.allow", "{'id':'ANY','other':'ANY','on':true}" },
    { "board.set-lane-limit", "{'id':'ANY','per_lane':true}" },
    { "board.set-needs", "{'id':'ANY','needs':'both'}" },
    { "board.remove-status", "{'id':'ANY'}" },
    { "board.restore-status", "{'id':'ANY'}" },
    { "board.add-label", "{'id':'ANY','name':'L'}" },
    { "board.set-label", "{'id':'ANY','name':'L','yarn':'rose'}" },
    { "board.remove-label", "{'id':'ANY'}" },
    { "board.restore-label", "{'id':'ANY'}" },
    { "board.add-field", "{'id':'ANY','name':'F','kind':'text'}" },
    { "board.set-field", "{'id':'ANY','name':'F','shown':true}" },
    { "board.remove-field", "{'id':'ANY'}" },
    { "board.restore-field", "{'id':'ANY'}" },
    { "board.set-option", "{'id':'ANY','option':'ANY','name':'O'}" },
    { "board.set-value", "{'id':'ANY','field':'ANY','value':'V'}" },
    { "board.save-view", "{'id':'ANY','target':'project/ANY','name':'V'}" },
    { "board.set-view", "{'id':'ANY','target':'project/ANY','name':'V'}" },
    { "board.drop-view", "{'id':'ANY'}" },
    { "board.create", "{'id':'ANY','title':'T','status':'ANY','assignees':[],'labels':[]}" },
    { "board.edit", "{'id':'ANY','title':'T'}" },
    { "board.delete", "{'id':'ANY'}" },
    { "board.restore", "{'id':'ANY'}" },
    { "board.move", "{'ids':['ANY'],'status':'ANY'}" },
    { "board.set-priority", "{'ids':['ANY'],'priority':'low'}" },
    { "board.set-estimate", "{'ids':['ANY'],'estimate':1}" },
    { "board.set-dates", "{'ids':['ANY'],'due_at':1}" },
    { "board.set-recurrence", "{'ids':['ANY']}" },
    { "board.withdraw", "{'id':'ANY','next':'ANY','seen':'0000000000000000000000000000000000000000000000000000000000000000','past':0}" },
    { "board.set-parent", "{'ids':['ANY']}" },
    { "board.set-duplicate", "{'ids':['ANY']}" },
    { "board.archive", "{'ids':['ANY'],'archived':true}" },
    { "board.set-template", "{'ids':['ANY'],'template':true}" },
    { "board.assign", "{'ids':['ANY'],'person':'VICTIM','on':true}" },
    { "board.label", "{'ids':['ANY'],'label':'ANY','on':true}" },
    { "board.block", "{'ids':['ANY'],'other':'ANY','on':true}" },
    { "board.relate", "{'ids':['ANY'],'other':'ANY','on':true}" },
    { "board.add-item", "{'id':'ANY','parent':'ANY','title':'T'}" },
    { "board.set-item", "{'id':'ANY','title':'T'}" },
    { "board.set-item-due", "{'id':'ANY','due_at':1}" },
    { "board.assign-item", "{'id':'ANY','assignee':'VICTIM'}" },
    { "board.tick-item", "{'id':'ANY','done':true}" },
    { "board.place-item", "{'id':'ANY','parent':'ANY'}" },
    { "board.remove-item", "{'id':'ANY'}" },
    { "board.restore-item", "{'id':'ANY'}" },
    { "note.create-notebook", "{'name':'N','members':[]}" },
    { "note.create", "{'id':'ANY','title':'T'}" },
    { "note.set", "{'id':'MESSAGE','title':'T'}" },
    { "note.set-tags", "{'id':'MESSAGE','tags':['ANY']}" },
    { "note.set-due", "{'id':'MESSAGE','due':1}" },
    { "note.move", "{'id':'MESSAGE'}" },
    { "note.delete", "{'id':'MESSAGE'}" },
    { "note.restore", "{'id':'MESSAGE'}" },
    { "note.gather", "{'ids':['MESSAGE'],'list':'best'}" },
    { "note.flag", "{'ids':['MESSAGE'],'person':'VICTIM','on':true}" },
    { "hooks.add", "{'id':'ANY','name':'H','secret_hash':'" HASH "'}" },
    { "hooks.set", "{'id':'MESSAGE','name':'H'}" },
    { "hooks.remove", "{'id':'MESSAGE'}" },
    { "hooks.add-teller", "{'id':'ANY','name':'H','address':'https://example.org/','key':'12345678901234567890123456789012'}" },
    { "hooks.set-teller", "{'id':'MESSAGE','working':true}" },
    { "hooks.remove-teller", "{'id':'MESSAGE'}" },
    { "hooks.tell", "{'teller':'MESSAGE','message':'MESSAGE'}" },
    { "hooks.post", "{'hook':'MESSAGE','id':'ANY','text':'T'}" },
    { "thread.stick", "{'id':'ANY','text':'T','sticker':'weft/hello'}" },
    { "phrases.keep", "{'id':'ANY','name':'n','text':'T'}" },
    { "phrases.set", "{'id':'MESSAGE','name':'n','text':'T'}" },
    { "phrases.drop", "{'id':'MESSAGE'}" },
    { "pictures.add-emoji", "{'id':'ANY','name':'n','picture':'" HASH "','size':1,'width':1,'height':1}" },
    { "pictures.remove-emoji", "{'id':'MESSAGE'}" },
    { "pictures.set-policy", "{'who':'member'}" },
    { "pictures.add-pack", "{'id':'ANY','name':'n'}" },
    { "pictures.set-pack", "{'id':'MESSAGE','name':'n'}" },
    { "pictures.arrange-pack", "{'id':'MESSAGE','arranged':'MESSAGE'}" },
    { "pictures.remove-pack", "{'id':'MESSAGE'}" },
    { "pictures.restore-pack", "{'id':'MESSAGE'}" },
    { "pictures.add-sticker", "{'id':'ANY','pack':'MESSAGE','text':'T','picture':'" HASH "','size':1,'width':1,'height':1}" },
    { "pictures.set-sticker", "{'id':'MESSAGE','text':'T'}" },
    { "pictures.remove-sticker", "{'id':'MESSAGE'}" },
    { "reminders.set", "{'id':'ANY','at':1,'text':'T'}" },
    { "reminders.snooze", "{'id':'MESSAGE','at':1}" },
    { "reminders.dismiss", "{'id':'MESSAGE'}" },
    { "reminders.fire", "{'id':'MESSAGE','at':1900000000000}" },
    { "ranks.place", "{'id':'MESSAGE','list':'L'}" },
    { "ranks.remove", "{'id':'MESSAGE'}" },
    { "ranks.spread", "{'list':'L'}" },
    { "moderation.report", "{'id':'ANY','target':'room/ANY','message':'MESSAGE','reason':'spam'}" },
    { "moderation.withdraw", "{'id':'ANY'}" },
    { "moderation.open", "{'members':['ANY']}" },
    { "moderation.decide", "{'id':'ANY','deletes':true}" },
    { "moderation.reopen", "{'id':'ANY'}" },
    { "moderation.settle", "{'id':'ANY'}" },
    { "moderation.forget", "{'id':'ANY'}" },
    { "notices.see", "{'ids':['MESSAGE']}" },
    { "notices.see-all", "{}" },
    { "notices.add-rule", "{'id':'ANY','kind':'mention','target':'workspace','op':'people.rename-workspace','template':'{\\'name\\':\\'x\\'}'}" },
    { "notices.remove-rule", "{'id':'MESSAGE'}" },
    { "notices.let-through", "{'urgent':true}" },
    { "people.show-seen", "{'on':false}" },
    { "thread.set-receipts", "{'on':false}" },
    { "thread.limit-editing", "{'seconds':300}" },
    { "thread.send-receipts", "{'on':false}" },
    { "notices.set-level", "{'target':'room/ANY','level':'all'}" },
    { "notices.set-defaults", "{'rooms':'all','direct':'all'}" },
    { "notices.add-keyword", "{'id':'ANY','word':'loom'}" },
    { "notices.remove-keyword", "{'id':'ANY'}" },
    { "notices.mute", "{'target':'room/ANY','muted':true}" },
    { "shopping.create-list", "{'name':'L','members':[]}" },
    { "shopping.add", "{'id':'ANY','text':'T'}" },
    { "shopping.change", "{'id':'MESSAGE','text':'T'}" },
    { "shopping.buy", "{'id':'MESSAGE','bought':true}" },
    { "shopping.remove", "{'id':'MESSAGE'}" },
    { "shopping.put-back", "{'id':'MESSAGE'}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    if (g_str_equal (samples[i].op, op))
      {
        g_autoptr (GString) args = g_string_new (samples[i].args);

        g_string_replace (args, "'", "\"", 0);
        g_string_replace (args, "VICTIM", victim, 0);
        g_string_replace (args, "MESSAGE", message, 0);
        g_string_replace (args, "ANY", any, 0);
        return g_string_free (g_steal_pointer (&args), FALSE);
      }

  g_error ("%s has no sample of its arguments here", op);
}

static const char *const people[]
    = { "anna", "room-admin", "room-member", "room-guest", "stranger", "guest", "suspended", "nobody" };

static ServeFixture *
make_fixture (const char **room)
{
  ServeFixture *fixture = serve_fixture_new ();
  const char *anna = serve_id ("anna");
  const char *notebook = serve_stream ("notebook", "notebook");
  const char *list = serve_stream ("shopping", "list");

  serve_found (fixture);
  for (guint i = 1; i < G_N_ELEMENTS (people) - 1; i++)
    serve_join (fixture, people[i], g_str_has_suffix (people[i], "guest") ? "guest" : "member");
  serve_join (fixture, "victim", "member");
  *room = serve_room (fixture, serve_id ("room-admin"), "lobby", "room-member,room-guest,victim");
  serve_run_ok (fixture, serve_id ("room-admin"), *room, "people.set-member-role",
                "{\"person\":\"%s\",\"role\":\"guest\"}", serve_id ("room-guest"));
  serve_run_ok (fixture, serve_id ("victim"), *room, "thread.send", "{\"id\":\"%s\",\"text\":\"x\"}",
                serve_id ("message"));
  serve_run_ok (fixture, serve_id ("room-admin"), notebook, "note.create-notebook",
                "{\"name\":\"N\",\"members\":[\"%s\",\"%s\"]}", serve_id ("room-member"), serve_id ("victim"));
  serve_run_ok (fixture, serve_id ("room-admin"), notebook, "people.add-member",
                "{\"person\":\"%s\",\"role\":\"guest\"}", serve_id ("room-guest"));
  serve_run_ok (fixture, serve_id ("victim"), notebook, "note.create", "{\"id\":\"%s\",\"title\":\"x\"}",
                serve_id ("message"));
  serve_run_ok (fixture, serve_id ("room-admin"), list, "shopping.create-list",
                "{\"name\":\"L\",\"members\":[\"%s\",\"%s\"]}", serve_id ("room-member"), serve_id ("victim"));
  serve_run_ok (fixture, serve_id ("room-admin"), list, "people.add-member",
                "{\"person\":\"%s\",\"role\":\"guest\"}", serve_id ("room-guest"));
  serve_run_ok (fixture, serve_id ("victim"), list, "shopping.add", "{\"id\":\"%s\",\"text\":\"x\"}",
                serve_id ("message"));
  for (guint i = 0; i < 3; i++)
    {
      const char *const streams[] = { *room, notebook, serve_stream ("user", "victim") };

      serve_run_ok (fixture, serve_id ("victim"), streams[i], "reminders.set",
                    "{\"id\":\"%s\",\"at\":1900000000000,\"text\":\"x\"}", serve_id ("message"));
      if (i > 0)
        serve_run_ok (fixture, serve_id ("victim"), streams[i], "ranks.place", "{\"id\":\"%s\",\"list\":\"L\"}",
                      serve_id ("message"));
    }
  serve_run_ok (fixture, anna, WEFT_STREAM_WORKSPACE, "people.suspend",
                "{\"person\":\"%s\",\"suspended\":true}", serve_id ("suspended"));

  return fixture;
}

static WeftRole
get_role (ServeFixture *fixture, const char *stream, const char *person)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (fixture->engine, &error);
  WeftRole role = weft_engine_get_role (database, stream, person, &error);

  g_assert_no_error (error);
  weft_engine_release_reader (fixture->engine, database);
  return role;
}

static void
try_operation (gconstpointer data)
{
  const WeftOperation *operation = data;
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autofree char *args = make_args (operation->name);
  const char *streams[] = { room, WEFT_STREAM_WORKSPACE, serve_stream ("user", "victim"),
                            serve_stream ("notebook", "notebook"), serve_stream ("shopping", "list"), NULL };

  for (guint i = 0; streams[i] != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (people); j++)
      {
        const char *stream = streams[i];
        const char *person = serve_id (people[j]);
        WeftRole role = get_role (fixture, stream, person);
        g_autofree char *client = g_strconcat (people[j], " on ", stream, NULL);
        g_autofree char *elsewhere = g_strconcat (client, " elsewhere", NULL);
        g_autofree char *result = NULL;
        g_autofree char *refusal = NULL;

        if (!weft_registry_allows (fixture->registry, operation, stream))
          continue;

        result = serve_send (fixture, serve_id (client), person, 1, serve_id ("operation"), stream,
                             operation->name, args);
        refusal = serve_error_of (result);
        g_test_message ("%s by %s on %s: %s", operation->name, people[j], stream,
                        refusal != NULL ? refusal : "done");

        if (role == WEFT_ROLE_NONE && !operation->creates)
          {
            g_autofree char *kind = g_strdup (weft_stream_get_kind (stream));
            g_autofree char *nowhere = NULL;

            g_assert_cmpstr (refusal, ==, "not-found: stream: no such stream");
            /* The very bytes of a stream that is not there. */
            if (!g_str_equal (kind, WEFT_STREAM_WORKSPACE))
              {
                nowhere = serve_send (fixture, serve_id (elsewhere), person, 1, serve_id ("operation"),
                                      serve_stream (kind, "nowhere"), operation->name, args);
                g_assert_cmpstr (result, ==, nowhere);
              }
          }
        else if (role < operation->role)
          {
            g_assert_nonnull (refusal);
            if (!operation->creates)
              g_assert_true (g_str_has_prefix (refusal, "denied: "));
          }
        else if (refusal != NULL)
          g_assert_cmpstr (refusal, !=, "not-found: stream: no such stream");
      }
}

/* Nobody makes a stream of their own kind of name, or on an id that is taken, and nobody learns whose it is.
 */
static void
test_create (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autofree char *args = make_args ("chat.create-room");
  static const struct
  {
    const char *person;
    const char *answer;
  } expected[] = {
    { "stranger", "invalid: stream: take another id" },
    { "room-member", "exists: " },
    { "guest", "denied: " },
    { "suspended", "not-found: " },
    { "nobody", "not-found: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const char *person = serve_id (expected[i].person);
      const char *stream = i < 2 ? room : serve_stream ("room", "new");
      g_autofree char *result = serve_send (fixture, serve_id (expected[i].person), person, 1, serve_id ("o"),
                                            stream, "chat.create-room", args);
      g_autofree char *refusal = serve_error_of (result);

      g_test_message ("%s: %s", expected[i].person, refusal);
      g_assert_nonnull (refusal);
      if (i < 3)
        g_assert_true (g_str_has_prefix (refusal, expected[i].answer));
      if (i >= 2)
        {
          g_autofree char *taken = serve_send (fixture, serve_id (expected[i - 2].answer), person, 1,
                                               serve_id ("o"), room, "chat.create-room", args);

          g_assert_cmpstr (taken, ==, result);
        }
    }
}

static void
test_streams (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autofree char *other = serve_run (fixture, serve_id ("anna"), serve_stream ("user", "victim"),
                                      "thread.save-draft", "{\"target\":\"%s\",\"text\":\"x\"}", room);
  g_autofree char *unknown
      = serve_run (fixture, serve_id ("anna"), serve_stream ("kite", "x"), "thread.send", "{}");
  g_autofree char *wrong
      = serve_run (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "chat.set-room", "{}");
  g_autofree char *no_op = serve_run (fixture, serve_id ("anna"), room, "chat.explode", "{}");
  g_autofree char *refused = NULL;
  g_autofree char *fifth = NULL;
  g_autofree char *first = serve_error_of (other);
  g_autofree char *second = serve_error_of (unknown);
  g_autofree char *third = serve_error_of (wrong);
  g_autofree char *fourth = serve_error_of (no_op);

  g_assert_cmpstr (first, ==, "not-found: stream: no such stream");
  g_assert_true (g_str_has_prefix (second, "invalid: stream: "));
  g_assert_true (g_str_has_prefix (third, "invalid: op: "));
  g_assert_cmpstr (fourth, ==, "invalid: op: no operation is called “chat.explode”");

  /* An administrator of the workspace is a member nowhere by that. */
  g_assert_cmpint (get_role (fixture, room, serve_id ("anna")), ==, WEFT_ROLE_NONE);
  g_assert_cmpint (get_role (fixture, room, serve_id ("room-guest")), ==, WEFT_ROLE_GUEST);
  g_assert_cmpint (get_role (fixture, WEFT_STREAM_WORKSPACE, serve_id ("room-guest")), ==, WEFT_ROLE_NONE);
  /* A guest is one everywhere, whatever they are made. */
  serve_run_ok (fixture, serve_id ("room-admin"), room, "people.set-member-role", "{\"person\":\"%s\",\"role\":\"admin\"}",
                serve_id ("room-guest"));
  g_assert_cmpint (get_role (fixture, room, serve_id ("room-guest")), ==, WEFT_ROLE_GUEST);
  refused = serve_run (fixture, serve_id ("room-guest"), room, "people.remove-member", "{\"person\":\"%s\"}", serve_id ("victim"));
  fifth = serve_error_of (refused);
  g_assert_cmpstr (fifth, ==, "denied: op: people.remove-member takes the role admin or higher, yours is guest");
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.set-role", "{\"person\":\"%s\",\"role\":\"member\"}",
                serve_id ("room-guest"));
  g_assert_cmpint (get_role (fixture, room, serve_id ("room-guest")), ==, WEFT_ROLE_ADMIN);
  g_assert_cmpint (get_role (fixture, serve_stream ("user", "guest"), serve_id ("guest")), ==,
                   WEFT_ROLE_MEMBER);
  g_assert_cmpint (get_role (fixture, serve_stream ("user", "guest"), serve_id ("anna")), ==, WEFT_ROLE_NONE);
}

/* Members know of everybody; guests only of those who share a stream with them; nobody of the suspended. */
static void
test_see (void)
{
  static const struct
  {
    const char *person;
    const char *other;
    gboolean sees;
  } expected[] = {
    { "anna", "guest", TRUE },
    { "stranger", "room-guest", TRUE },
    { "room-guest", "room-member", TRUE },
    { "room-guest", "stranger", FALSE },
    { "guest", "anna", FALSE },
    { "guest", "guest", TRUE },
    { "anna", "suspended", FALSE },
    { "suspended", "anna", FALSE },
    { "anna", "nobody", FALSE },
    { "nobody", "anna", FALSE },
  };
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (fixture->engine, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_test_message ("%s, %s", expected[i].person, expected[i].other);
      g_assert_cmpint (weft_access_may_see (database, serve_id (expected[i].person),
                                            serve_id (expected[i].other)),
                       ==, expected[i].sees);
    }
  weft_engine_release_reader (fixture->engine, database);
}

int
main (int argc, char **argv)
{
  g_autoptr (WeftRegistry) registry = NULL;
  const WeftModule *const *modules;
  guint n_modules;

  g_test_init (&argc, &argv, NULL);

  registry = weft_registry_new (weft_modules);
  modules = weft_registry_get_modules (registry, &n_modules);
  for (guint i = 0; i < n_modules; i++)
    for (guint j = 0; j < modules[i]->n_operations; j++)
      {
        g_autofree char *path = g_strconcat ("/serve/roles/", modules[i]->operations[j]->name, NULL);

        g_test_add_data_func (path, modules[i]->operations[j], try_operation);
      }
  g_test_add_func ("/serve/roles/create", test_create);
  g_test_add_func ("/serve/roles/streams", test_streams);
  g_test_add_func ("/serve/roles/see", test_see);

  return g_test_run ();
}
