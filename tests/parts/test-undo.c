/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "desk.h"

#include "sync/weft-undo.h"

/* For every operation with an inverse: the operation and its undo give the rows from before, undo and redo
 * those from after, but for what is meta; and the server, folding the same events on a snapshot, ends there
 * too. */

typedef struct
{
  const char *op;
  const char *stream;
  const char *author;
  const char *args;
  gboolean makes; /* it makes an object, which undo leaves as deleted */
} Case;

/* clang-format off */
static const Case cases[] = {
  { "people.rename-workspace", "workspace", ADA, "{'name':'Loom'}" },
  { "chat.set-picture", ROOM, ADA, "{'picture':'" HASH "','picture_size':4}" },
  { "people.set-picture", "workspace", BEN, "{'picture':'" HASH "','picture_size':4}" },
  { "people.set-profile", "workspace", BEN, "{'name':'Benjamin','title':'Weaver','status':'x'}" },
  { "people.set-picture", USER (CLEO), CLEO, "{'picture':'" HASH "','picture_size':4}" },
  { "people.set-profile", USER (CLEO), CLEO, "{'name':'Cleopatra','title':'Dyer','status':'x'}" },
  { "people.set-role", "workspace", ADA, "{'person':'" BEN "','role':'admin'}" },
  { "people.suspend", "workspace", ADA, "{'person':'" BEN "','suspended':true}" },
  { "people.invite", "workspace", ADA, "{'id':'" NEW_INVITATION "','secret_hash':'" HASH "','role':'member','streams':[],"
    "'uses':1,'expires_at':1800000000000}", TRUE },
  { "people.add-member", ROOM, ADA, "{'person':'" EVE "','role':'guest'}" },
  { "people.remove-member", ROOM, ADA, "{'person':'" CLEO "'}" },
  { "people.limit-guest", "workspace", ADA, "{'person':'" CLEO "','guest_until':1900000000000}" },
  { "people.add-group", "workspace", ADA, "{'id':'" NEW_GROUP "','handle':'packers','about':'At night'}", TRUE },
  { "people.set-group", "workspace", ADA, "{'id':'" A_GROUP "','handle':'packers','about':''}" },
  { "people.remove-group", "workspace", ADA, "{'id':'" A_GROUP "'}" },
  { "people.restore-group", "workspace", ADA, "{'id':'" GONE_GROUP "'}" },
  { "people.add-to-group", "workspace", ADA, "{'id':'" A_GROUP "','person':'" ADA "'}" },
  { "people.remove-from-group", "workspace", ADA, "{'id':'" A_GROUP "','person':'" EVE "'}" },
  { "people.set-member-role", ROOM, ADA, "{'person':'" BEN "','role':'guest'}" },
  { "thread.send", ROOM, BEN, "{'id':'" NEW_MESSAGE "','text':'Hello'}", TRUE },
  { "thread.edit", ROOM, BEN, "{'id':'" BENS_MESSAGE "','text':'Good evening'}" },
  { "thread.delete", ROOM, BEN, "{'id':'" BENS_MESSAGE "'}" },
  { "thread.reply", ROOM, BEN, "{'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','text':'Hello'}", TRUE },
  { "thread.reply", ROOM, BEN, "{'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','text':'Hello','also':'" NEW_MESSAGE "'}", TRUE },
  { "thread.edit", ROOM, CLEO, "{'id':'" SHOWN "','text':'Dry'}" },
  { "thread.delete", ROOM, CLEO, "{'id':'" SHOWN_REPLY "'}" },
  { "thread.open-poll", ROOM, BEN, "{'id':'" NEW_MESSAGE "','text':'Rain?\\nYes\\nNo'}", TRUE },
  { "thread.close-poll", DIRECT, ADA, "{'id':'" A_POLL "','closed':true}" },
  { "thread.ask", ROOM, BEN, "{'id':'" NEW_MESSAGE "','text':'Fire','severity':'urgent','everyone':true,'people':[]}", TRUE },
  { "thread.ask", ROOM, BEN, "{'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','text':'Fire','severity':'urgent','everyone':true,'people':[]}", TRUE },
  { "thread.take-back", DIRECT, BEN, "{'id':'" A_QUESTION "'}" },
  { "thread.acknowledge", DIRECT, ADA, "{'id':'" BENS_QUESTION "'}" },
  { "thread.name-thread", ROOM, BEN, "{'id':'" ADAS_MESSAGE "','title':'Weather'}" },
  { "thread.resolve-thread", ROOM, BEN, "{'id':'" ADAS_MESSAGE "','resolved':true}" },
  { "thread.set-preview", ROOM, CLEO, "{'id':'" SHOWN "','bare':true}" },
  { "thread.delete", ROOM, ADA, "{'id':'" BENS_MESSAGE "'}" },
  { "thread.pin", ROOM, CLEO, "{'id':'" ADAS_MESSAGE "'}" },
  { "thread.schedule", USER (BEN), BEN, "{'id':'" NEW_SCHEDULED "','target':'" ROOM "','at':1700000900000,'text':'Later'}" },
  { "thread.set-scheduled", USER (BEN), BEN, "{'id':'" BENS_SCHEDULED "','at':1700000800000,'text':'Coffee'}" },
  { "thread.unschedule", USER (BEN), BEN, "{'id':'" BENS_SCHEDULED "'}" },
  { "thread.unpin", ROOM, ADA, "{'id':'" PINNED_MESSAGE "'}" },
  { "thread.save", USER (BEN), BEN, "{'id':'" ADAS_MESSAGE "','target':'" ROOM "','ordinal':1}" },
  { "thread.unsave", USER (BEN), BEN, "{'id':'" PINNED_MESSAGE "'}" },
  { "thread.hide", USER (BEN), BEN, "{'id':'" ADAS_MESSAGE "','target':'" ROOM "','ordinal':1}" },
  { "thread.show", USER (CLEO), CLEO, "{'id':'" PINNED_MESSAGE "'}" },
  { "thread.restore", ROOM, BEN, "{'id':'" GONE_MESSAGE "','text':'Oops'}" },
  { "files.attach", ROOM, ADA, "{'id':'" NEW_FILE "','hash':'" HASH "','name':'a','size':1}" },
  { "files.attach", ROOM, ADA, "{'id':'" NEW_FILE "','hash':'" HASH "','name':'a.ogg','media_type':'audio/ogg','size':1,'duration':9,'peaks':'9v'}" },
  { "files.remove", ROOM, ADA, "{'id':'" ADAS_FILE "'}" },
  { "hooks.set-teller", DIRECT, ADA, "{'id':'" A_TELLER "','working':false}" },
  { "hooks.set", DIRECT, ADA, "{'id':'" A_HOOK "','name':'Nightly','face':''}" },
  { "thread.stick", ROOM, CLEO, "{'id':'" NEW_MESSAGE "','text':'Hello','sticker':'weft/hello'}", TRUE },
  { "phrases.keep", USER (BEN), BEN, "{'id':'" NEW_PHRASE "','name':'bye','text':'See you'}" },
  { "phrases.set", USER (BEN), BEN, "{'id':'" BENS_PHRASE "','name':'thx','text':'Ta'}" },
  { "phrases.drop", USER (BEN), BEN, "{'id':'" BENS_PHRASE "'}" },
  { "phrases.keep", "workspace", ADA, "{'id':'" NEW_PHRASE "','name':'bye','text':'See you'}" },
  { "phrases.set", "workspace", ADA, "{'id':'" TEAM_PHRASE "','name':'open','text':'Nine to six'}" },
  { "phrases.drop", "workspace", ADA, "{'id':'" TEAM_PHRASE "'}" },
  { "pictures.add-emoji", "workspace", BEN, "{'id':'" NEW_EMOJI "','name':'warp','picture':'" HASH "','size':4,'width':2,'height':3}" },
  { "pictures.remove-emoji", "workspace", BEN, "{'id':'" BENS_EMOJI "'}" },
  { "pictures.add-pack", "workspace", BEN, "{'id':'" NEW_PACK "','name':'Yarns','maker':'Ben'}", TRUE },
  { "pictures.set-pack", "workspace", BEN, "{'id':'" BENS_PACK "','name':'Mules','maker':'Cleo'}" },
  { "pictures.arrange-pack", "workspace", BEN, "{'id':'" BENS_PACK "','arranged':'" NO_ID " " BENS_STICKER "'}" },
  { "pictures.arrange-pack", "workspace", BEN, "{'id':'" BENS_PACK "'}" },
  { "pictures.remove-pack", "workspace", BEN, "{'id':'" BENS_PACK "'}" },
  { "pictures.restore-pack", "workspace", BEN, "{'id':'" GONE_PACK "'}" },
  { "pictures.add-sticker", "workspace", BEN, "{'id':'" NEW_STICKER "','pack':'" BENS_PACK "','text':'Warp','picture':'" HASH "','size':4,'width':2,'height':3}" },
  { "pictures.set-sticker", "workspace", BEN, "{'id':'" BENS_STICKER "','text':'Bobbin'}" },
  { "pictures.remove-sticker", "workspace", BEN, "{'id':'" BENS_STICKER "'}" },
  { "reminders.set", USER (BEN), BEN, "{'id':'" NEW_REMINDER "','at':5,'text':'Tea','target':'" ROOM "','object':'" ADAS_MESSAGE "'}" },
  { "reminders.snooze", USER (ADA), ADA, "{'id':'" ADAS_REMINDER "','at':7}" },
  { "reminders.dismiss", USER (ADA), ADA, "{'id':'" ADAS_REMINDER "'}" },
  { "reminders.dismiss", ROOM, BEN, "{'id':'" BENS_REMINDER "'}" },
  { "moderation.report", USER (BEN), BEN, "{'id':'" NEW_REPORT "','target':'" ROOM "','message':'" ADAS_MESSAGE "','reason':'spam'}", TRUE },
  { "moderation.decide", REPORTS, ADA, "{'id':'" A_CASE "','removes':true}" },
  { "chat.set-room", ROOM, ADA, "{'name':'Mules','topic':'Spinning'}" },
  { "board.set-project", PROJECT, ADA, "{'name':'Weir','code':'WEIR','about':'Water'}" },
  { "board.archive-project", PROJECT, ADA, "{'archived':true}" },
  { "board.add-status", PROJECT, ADA, "{'id':'" NEW_STATUS "','name':'Review','category':'doing','after':'" DOING_STATUS "'}", TRUE },
  { "board.set-status", PROJECT, ADA, "{'id':'" DOING_STATUS "','name':'At it','category':'todo'}" },
  { "board.place-status", PROJECT, ADA, "{'id':'" DONE_STATUS "'}" },
  { "board.allow", PROJECT, ADA, "{'id':'" DONE_STATUS "','other':'" DOING_STATUS "','on':true}" },
  { "board.allow", PROJECT, ADA, "{'id':'" EMPTY_STATUS "','other':'" TODO_STATUS "','on':false}" },
  { "board.set-lane-limit", PROJECT, ADA, "{'id':'" DOING_STATUS "','per_lane':true}" },
  { "board.set-lane-limit", PROJECT, ADA, "{'id':'" EMPTY_STATUS "','per_lane':false}" },
  { "board.set-needs", PROJECT, ADA, "{'id':'" DONE_STATUS "','needs':'assignee'}" },
  { "board.set-needs", PROJECT, ADA, "{'id':'" EMPTY_STATUS "'}" },
  { "board.remove-status", PROJECT, ADA, "{'id':'" EMPTY_STATUS "'}" },
  { "board.restore-status", PROJECT, ADA, "{'id':'" GONE_STATUS "'}" },
  { "board.add-label", PROJECT, BEN, "{'id':'" NEW_LABEL "','name':'Water','yarn':'indigo'}", TRUE },
  { "board.set-label", PROJECT, BEN, "{'id':'" WOOD_LABEL "','name':'Oak','yarn':'rose'}" },
  { "board.remove-label", PROJECT, BEN, "{'id':'" WOOD_LABEL "'}" },
  { "board.restore-label", PROJECT, BEN, "{'id':'" GONE_LABEL "'}" },
  { "board.add-field", PROJECT, ADA, "{'id':'" NEW_FIELD "','name':'Client','kind':'text'}", TRUE },
  { "board.set-field", PROJECT, ADA, "{'id':'" SIZE_FIELD "','name':'Width','shown':false}" },
  { "board.remove-field", PROJECT, ADA, "{'id':'" SIZE_FIELD "'}" },
  { "board.restore-field", PROJECT, ADA, "{'id':'" GONE_FIELD "'}" },
  { "board.set-option", PROJECT, ADA, "{'id':'" GRADE_FIELD "','option':'" NEW_OPTION "','name':'Coarse'}" },
  { "board.set-option", PROJECT, ADA, "{'id':'" GRADE_FIELD "','option':'" FINE_OPTION "','name':'Finest'}" },
  { "board.set-option", PROJECT, ADA, "{'id':'" GRADE_FIELD "','option':'" FINE_OPTION "'}" },
  { "board.set-value", PROJECT, BEN, "{'id':'" WHEEL_TASK "','field':'" SIZE_FIELD "','value':'4'}" },
  { "board.set-value", PROJECT, BEN, "{'id':'" WHEEL_TASK "','field':'" SIZE_FIELD "'}" },
  { "board.set-value", PROJECT, BEN, "{'id':'" OAK_TASK "','field':'" SIZE_FIELD "','value':'4'}" },
  { "board.save-view", PROJECT, BEN, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'Wood','text':'label:wood','sort':'due','descending':true,'grouping':'label','layout':'list'}" },
  { "board.set-view", PROJECT, BEN, "{'id':'" MILL_VIEW "','target':'" PROJECT "','name':'Wood','text':'label:wood','sort':'due','descending':true,'grouping':'label','layout':'list'}" },
  { "board.set-view", PROJECT, BEN, "{'id':'" MILL_VIEW "','target':'" PROJECT "','name':'Wood','sort':'created','grouping':'field:" SIZE_FIELD "'}" },
  { "board.drop-view", PROJECT, BEN, "{'id':'" MILL_VIEW "'}" },
  { "board.save-view", USER (BEN), BEN, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'Wood','text':'label:wood','sort':'due','descending':true,'grouping':'label','layout':'list'}" },
  { "board.set-view", USER (BEN), BEN, "{'id':'" BENS_VIEW "','target':'" PROJECT "','name':'Wood','text':'label:wood','sort':'due','descending':true,'grouping':'label','layout':'list'}" },
  { "board.drop-view", USER (BEN), BEN, "{'id':'" BENS_VIEW "'}" },
  { "board.create", PROJECT, BEN, "{'id':'" NEW_TASK "','title':'Grease it','status':'" TODO_STATUS "','after':'" WHEEL_TASK "','assignees':[],'labels':[]}", TRUE },
  { "board.edit", PROJECT, BEN, "{'id':'" WHEEL_TASK "','title':'Mend it','about':'Elm'}" },
  { "board.delete", PROJECT, BEN, "{'id':'" WHEEL_TASK "'}" },
  { "board.restore", PROJECT, BEN, "{'id':'" GONE_TASK "'}" },
  { "board.move", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'status':'" DONE_STATUS "','after':'" LOOK_TASK "'}" },
  { "board.set-priority", PROJECT, BEN, "{'ids':['" WHEEL_TASK "'],'priority':'low'}" },
  { "board.set-estimate", PROJECT, BEN, "{'ids':['" WHEEL_TASK "'],'estimate':7.25}" },
  { "board.set-dates", PROJECT, BEN, "{'ids':['" WHEEL_TASK "'],'start_at':86400000}" },
  { "board.set-recurrence", PROJECT, BEN, "{'ids':['" WHEEL_TASK "','" OAK_TASK "'],'recurrence':'schedule FREQ=DAILY UTC 0'}" },
  { "board.set-parent", PROJECT, BEN, "{'ids':['" TURN_TASK "']}" },
  { "board.set-parent", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'parent':'" TURN_TASK "'}" },
  { "board.set-duplicate", PROJECT, BEN, "{'ids':['" OAK_TASK "','" TURN_TASK "'],'duplicate_of':'" LOOK_TASK "'}" },
  { "board.archive", PROJECT, BEN, "{'ids':['" LOOK_TASK "'],'archived':true}" },
  { "board.set-template", PROJECT, BEN, "{'ids':['" LOOK_TASK "','" OAK_TASK "'],'template':true}" },
  { "board.assign", PROJECT, BEN, "{'ids':['" WHEEL_TASK "'],'person':'" BEN "','on':false}" },
  { "board.assign", PROJECT, BEN, "{'ids':['" OAK_TASK "','" TURN_TASK "'],'person':'" CLEO "','on':true}" },
  { "board.label", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'label':'" WOOD_LABEL "','on':true}" },
  { "board.block", PROJECT, BEN, "{'ids':['" WHEEL_TASK "'],'other':'" OAK_TASK "','on':false}" },
  { "board.relate", PROJECT, BEN, "{'ids':['" TURN_TASK "'],'other':'" OAK_TASK "','on':true}" },
  { "board.add-item", PROJECT, BEN, "{'id':'" NEW_LINE "','parent':'" HUB_LINE "','title':'Oil it','after':'" SPOKE_LINE "'}", TRUE },
  { "board.set-item", PROJECT, BEN, "{'id':'" RIM_LINE "','title':'Felloe'}" },
  { "board.set-item-due", PROJECT, BEN, "{'id':'" RIM_LINE "'}" },
  { "board.assign-item", PROJECT, BEN, "{'id':'" RIM_LINE "'}" },
  { "board.assign-item", PROJECT, BEN, "{'id':'" SPOKE_LINE "','assignee':'" ADA "'}" },
  { "board.tick-item", PROJECT, BEN, "{'id':'" RIM_LINE "','done':true}" },
  { "board.place-item", PROJECT, BEN, "{'id':'" SPOKE_LINE "','parent':'" WHEEL_TASK "','after':'" RIM_LINE "'}" },
  { "board.remove-item", PROJECT, BEN, "{'id':'" HUB_LINE "'}" },
  { "board.restore-item", PROJECT, BEN, "{'id':'" GONE_LINE "'}" },
  { "note.create", NOTEBOOK, BEN, "{'id':'" NEW_NOTE "','title':'Cake','text':'Eggs','after':'" A_NOTE "'}", TRUE },
  { "note.set", NOTEBOOK, BEN, "{'id':'" A_NOTE "','title':'Rye bread','text':'Rye'}" },
  { "note.set", NOTEBOOK, BEN, "{'id':'" A_NOTE "','text':''}" },
  { "note.set-tags", NOTEBOOK, BEN, "{'id':'" A_NOTE "','tags':['" TAG "']}" },
  { "note.set-due", NOTEBOOK, BEN, "{'id':'" A_NOTE "','due':5}" },
  { "note.move", NOTEBOOK, BEN, "{'id':'" B_NOTE "'}" },
  { "note.move", NOTEBOOK, BEN, "{'id':'" A_NOTE "','after':'" B_NOTE "'}" },
  { "note.gather", NOTEBOOK, BEN, "{'ids':['" B_NOTE "','" A_NOTE "'],'list':'worst'}" },
  { "note.flag", NOTEBOOK, BEN, "{'ids':['" A_NOTE "','" B_NOTE "'],'person':'" EVE "','on':true}" },
  { "note.delete", NOTEBOOK, BEN, "{'id':'" A_NOTE "'}" },
  { "note.restore", NOTEBOOK, BEN, "{'id':'" GONE_NOTE "'}" },
  { "shopping.add", LIST, EVE, "{'id':'" NEW_ITEM "','text':'Indigo'}", TRUE },
  { "shopping.change", LIST, EVE, "{'id':'" AN_ITEM "','text':'Fine wool','amount':'3 kg'}" },
  { "shopping.change", LIST, EVE, "{'id':'" AN_ITEM "','amount':''}" },
  { "shopping.buy", LIST, CLEO, "{'id':'" AN_ITEM "','bought':true}" },
  { "shopping.remove", LIST, EVE, "{'id':'" AN_ITEM "'}" },
  { "shopping.put-back", LIST, EVE, "{'id':'" GONE_ITEM "'}" },
};
/* clang-format on */

static char *
digest (Desk *desk)
{
  g_autoptr (Desk) copy = desk_copy (desk);
  g_autoptr (GError) error = NULL;

  /* Who changed something last is another one after every change, and a rank need not be the same to be the
   * same place. */
  weft_database_execute (copy->database, "DELETE FROM field_version", &error);
  g_assert_no_error (error);
  return desk_digest (copy, TRUE);
}

static char *
read_order (Desk *desk)
{
  g_autofree char *notes = desk_select (desk, "SELECT id FROM note ORDER BY place, id");
  g_autofree char *piles = desk_select (desk, "SELECT list, id FROM entry ORDER BY list, rank, id");

  return g_strconcat (notes, "\n", piles, NULL);
}

static gboolean
is_move (const Case *c)
{
  static const char *const moves[] = { "note.move", "note.gather", "board.move", "board.place-status", NULL };

  return g_strv_contains (moves, c->op);
}

/* What a program makes of @args: from the fields of C, with every default said. */
static char *
write_as_client (const WeftOperation *operation, const char *args)
{
  g_autofree char *json = desk_quote (args);
  g_autofree gpointer parsed = g_malloc0 (MAX (operation->args_size, 1));
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = weft_json_parse (json, strlen (json), &error);

  g_assert_no_error (error);
  if (!operation->parse (json_node_get_object (node), parsed, &error))
    g_error ("%s %s: %s", operation->name, args, error->message);
  operation->write (parsed, out);
  operation->clear (parsed);
  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* Does @op and returns what takes it back: of char*, {"op", "args"}. */
static GPtrArray *
do_and_note_all (Desk *desk, const Case *c, const char *op, const char *args)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func (g_free);
  const WeftOperation *operation = weft_registry_find_operation (desk->registry, op);
  g_autofree char *json = desk_quote (args);
  g_autoptr (WeftUndoing) undoing = weft_undoing_new (desk->registry, c->stream, c->author, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = weft_json_parse (json, strlen (json), &error);
  g_autoptr (WeftStep) step = NULL;
  g_autoptr (WeftPlan) plan = NULL;

  g_assert_no_error (error);
  step = weft_step_new (operation, json_node_get_object (node), &error);
  g_assert_no_error (error);
  weft_undoing_begin (undoing, step, desk->database, &error);
  g_assert_no_error (error);
  plan = desk_plan (desk, c->stream, c->author, op, args, &error);
  if (error != NULL)
    g_error ("%s %s: %s", op, args, error->message);
  weft_undoing_plan (undoing, plan);
  desk_keep (desk, c->stream, c->author, plan);
  weft_undoing_end (undoing, desk->database, &error);
  g_assert_no_error (error);

  for (guint i = 0; weft_undoing_get_step (undoing, i) != NULL; i++)
    g_ptr_array_add (steps, g_strdup (weft_undoing_get_step (undoing, i)));
  return steps;
}

static char *
do_and_note (Desk *desk, const Case *c, const char *op, const char *args)
{
  g_autoptr (GPtrArray) steps = do_and_note_all (desk, c, op, args);

  return steps->len > 0 ? g_strdup (steps->pdata[0]) : NULL;
}

static char *
get_args (const char *step)
{
  g_autoptr (JsonNode) node = weft_json_parse (step, strlen (step), NULL);
  GString *args = g_string_new (NULL);

  weft_json_node (args, NULL, json_object_get_member (json_node_get_object (node), "args"));
  return g_string_free_and_steal (args);
}

static char *
take_back (Desk *desk, const Case *c, const char *step)
{
  g_autoptr (JsonNode) node = weft_json_parse (step, strlen (step), NULL);
  g_autofree char *args = get_args (step);

  return do_and_note (desk, c, json_object_get_string_member (json_node_get_object (node), "op"), args);
}

static void
test_there_and_back (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (Desk) desk = desk_new ();
      g_autoptr (Desk) predicted = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *before = NULL;
      g_autofree char *order = NULL;
      g_autofree char *after = NULL;
      g_autofree char *undone = NULL;
      g_autofree char *undone_order = NULL;
      g_autofree char *again = NULL;
      g_autofree char *confirmed = NULL;
      g_autofree char *undo = NULL;
      g_autofree char *redo = NULL;
      g_autofree char *last = NULL;
      g_autofree char *args = NULL;
      guint from;

      g_test_message ("%s %s", c->op, c->args);
      desk_furnish (desk);
      predicted = desk_copy (desk);
      from = desk->log->len;
      before = digest (desk);
      order = read_order (desk);
      args = write_as_client (weft_registry_find_operation (desk->registry, c->op), c->args);
      undo = do_and_note (desk, c, c->op, args);
      after = digest (desk);
      g_assert_cmpstr (before, !=, after);

      redo = take_back (desk, c, undo);
      undone = digest (desk);
      undone_order = read_order (desk);
      if (is_move (c))
        g_assert_cmpstr (undone_order, ==, order);
      else if (!c->makes)
        g_assert_cmpstr (undone, ==, before);
      else
        g_assert_cmpstr (undone, !=, after);

      /* What never comes back says so. */
      if (g_str_equal (c->op, "people.invite") || g_str_has_prefix (c->op, "moderation."))
        continue;
      last = take_back (desk, c, redo);
      again = digest (desk);
      if (!is_move (c))
        g_assert_cmpstr (again, ==, after);

      /* Predicted with other numbers and another time: the same but for meta. */
      for (guint k = from; k < desk->log->len; k++)
        {
          DeskEvent event = *(DeskEvent *) desk->log->pdata[k];

          event.seq += WEFT_SEQ_PREDICTED;
          event.at -= 12345;
          desk_fold (predicted, &event, &error);
          g_assert_no_error (error);
        }
      confirmed = digest (predicted);
      g_assert_cmpstr (confirmed, ==, again);
    }
}

#define N_GATHERED 30
#define N_LEAVES 3

static char *
make_leaf (guint i)
{
  return g_strdup_printf ("0192f0c1-0000-7000-8000-0000000%05u", 80000 + i);
}

/* Some of the notes, in any order. */
static char *
choose (GRand *random, guint *n)
{
  g_autoptr (GString) ids = g_string_new ("[");
  gboolean taken[N_GATHERED] = { FALSE };
  guint want = (guint) g_rand_int_range (random, 1, N_GATHERED);

  for (*n = 0; *n < want; (*n)++)
    {
      g_autofree char *id = NULL;
      guint i;

      do
        i = (guint) g_rand_int_range (random, 0, N_GATHERED);
      while (taken[i]);
      taken[i] = TRUE;
      id = make_leaf (i);
      g_string_append_printf (ids, "%s'%s'", *n > 0 ? "," : "", id);
    }
  g_string_append_c (ids, ']');

  return g_string_free_and_steal (g_steal_pointer (&ids));
}

/* Many at once, from several piles and places: whatever they were is taken back, by fewer steps where they stood together. */
static void
test_many (void)
{
  static const char *const piles[] = { "best", "worst", "else" };
  const Case c = { "note.gather", NOTEBOOK, BEN, NULL, FALSE };
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *all = NULL;
  guint n_all = 0;

  g_test_message ("seed %u", seed);
  desk_furnish (desk);
  for (guint i = 0; i < N_GATHERED; i++)
    {
      g_autofree char *id = make_leaf (i);
      g_autofree char *create = g_strdup_printf ("{'id':'%s','title':'x'}", id);
      g_autofree char *place = g_strdup_printf ("{'id':'%s','list':'%s'}", id, piles[i % N_LEAVES]);

      desk_do (desk, NOTEBOOK, BEN, "note.create", create, &error);
      g_assert_no_error (error);
      desk_do (desk, NOTEBOOK, BEN, "ranks.place", place, &error);
      g_assert_no_error (error);
    }

  for (guint round = 0; round < 60; round++)
    {
      g_autofree char *before = read_order (desk);
      g_autofree char *undone = NULL;
      guint n;
      g_autofree char *ids = choose (random, &n);
      g_autofree char *args = g_strdup_printf ("{'ids':%s,'list':'%s','after':'%s'}", ids, piles[g_rand_int_range (random, 0, N_LEAVES)],
                                               g_rand_boolean (random) ? A_NOTE : NO_ID);
      g_autoptr (GPtrArray) steps = do_and_note_all (desk, &c, c.op, args);

      g_assert_cmpuint (steps->len, >, 0);
      g_assert_cmpuint (steps->len, <=, n);
      if (round % 3 == 2)
        continue; /* and so the next begins elsewhere */
      for (guint i = steps->len; i > 0; i--)
        g_free (take_back (desk, &c, steps->pdata[i - 1]));
      undone = read_order (desk);
      g_assert_cmpstr (undone, ==, before);
    }

  /* All of a pile at once is one step back. */
  for (guint i = 0; i < N_GATHERED; i++)
    {
      g_autofree char *id = make_leaf (i);
      g_autofree char *more = g_strdup_printf ("%s%s'%s'", all != NULL ? all : "[", all != NULL ? "," : "", id);

      g_set_str (&all, more);
      n_all++;
    }
  {
    g_autofree char *there = g_strdup_printf ("{'ids':%s],'list':'one'}", all);
    g_autofree char *on = g_strdup_printf ("{'ids':%s],'list':'two'}", all);
    g_autoptr (GPtrArray) steps = NULL;

    desk_do (desk, NOTEBOOK, BEN, "note.gather", there, &error);
    g_assert_no_error (error);
    steps = do_and_note_all (desk, &c, c.op, on);
    g_assert_cmpuint (steps->len, ==, 1);
  }
}

/* One of many was moved by somebody else since: nothing is taken back, and the person is told. */
static void
test_many_refused (void)
{
  const Case c = { "note.gather", NOTEBOOK, BEN, NULL, FALSE };
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GPtrArray) steps = NULL;
  g_autofree char *args = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  desk_furnish (desk);
  steps = do_and_note_all (desk, &c, c.op, "{'ids':['" A_NOTE "','" B_NOTE "'],'list':'worst'}");
  g_assert_cmpuint (steps->len, ==, 1);
  desk_do (desk, NOTEBOOK, ADA, c.op, "{'ids':['" B_NOTE "'],'list':'else'}", &error);
  g_assert_no_error (error);

  before = read_order (desk);
  args = get_args (steps->pdata[0]);
  desk_do (desk, NOTEBOOK, BEN, c.op, args, &error);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CONFLICT);
  g_assert_cmpstr (error->message, ==, "list: changed by somebody else since");
  after = read_order (desk);
  g_assert_cmpstr (after, ==, before);
}

/* Of what was so before, undo says so too: each is again as it was. */
static void
test_many_unlike (void)
{
  const Case c = { "note.flag", NOTEBOOK, BEN, NULL, FALSE };
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GPtrArray) steps = NULL;
  g_autofree char *flags = NULL;
  g_autoptr (GError) error = NULL;

  desk_furnish (desk);
  desk_do (desk, NOTEBOOK, ADA, c.op, "{'ids':['" B_NOTE "'],'person':'" EVE "','on':true}", &error);
  g_assert_no_error (error);
  steps = do_and_note_all (desk, &c, c.op, "{'ids':['" A_NOTE "','" B_NOTE "'],'person':'" EVE "','on':true}");
  g_assert_cmpuint (steps->len, ==, 2);
  for (guint i = steps->len; i > 0; i--)
    g_free (take_back (desk, &c, steps->pdata[i - 1]));
  flags = desk_select (desk, "SELECT id, flags FROM note WHERE flags IS NOT NULL");
  g_assert_cmpstr (flags, ==, B_NOTE "|" EVE);
}

/* Every operation says how it is undone, and each that can be is among the cases. */
static void
test_all_are_tried (void)
{
  g_autoptr (Desk) desk = desk_new ();
  const WeftModule *const *modules;
  guint n;

  modules = weft_registry_get_modules (desk->registry, &n);
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < modules[i]->n_operations; j++)
      {
        const WeftOperation *operation = modules[i]->operations[j];
        gboolean tried = FALSE;

        for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
          tried = tried || g_str_equal (cases[k].op, operation->name);
        if (operation->undo != NULL && !tried)
          g_error ("nobody undoes %s", operation->name);
        if (operation->undo != NULL)
          g_assert_nonnull (weft_registry_find_operation (desk->registry, operation->undo));
        if (operation->never != NULL)
          g_assert_cmpuint (strlen (operation->never), >, 5);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/undo/there-and-back", test_there_and_back);
  g_test_add_func ("/parts/undo/many", test_many);
  g_test_add_func ("/parts/undo/many-refused", test_many_refused);
  g_test_add_func ("/parts/undo/many-unlike", test_many_unlike);
  g_test_add_func ("/parts/undo/all-are-tried", test_all_are_tried);

  return g_test_run ();
}
