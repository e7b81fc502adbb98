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
  { "pictures.remove-pack", "workspace", BEN, "{'id':'" BENS_PACK "'}" },
  { "pictures.restore-pack", "workspace", BEN, "{'id':'" GONE_PACK "'}" },
  { "pictures.add-sticker", "workspace", BEN, "{'id':'" NEW_STICKER "','pack':'" BENS_PACK "','text':'Warp','picture':'" HASH "','size':4,'width':2,'height':3}" },
  { "pictures.remove-sticker", "workspace", BEN, "{'id':'" BENS_STICKER "'}" },
  { "reminders.set", USER (BEN), BEN, "{'id':'" NEW_REMINDER "','at':5,'text':'Tea','target':'" ROOM "','object':'" ADAS_MESSAGE "'}" },
  { "reminders.snooze", USER (ADA), ADA, "{'id':'" ADAS_REMINDER "','at':7}" },
  { "reminders.dismiss", USER (ADA), ADA, "{'id':'" ADAS_REMINDER "'}" },
  { "reminders.dismiss", ROOM, BEN, "{'id':'" BENS_REMINDER "'}" },
  { "moderation.report", USER (BEN), BEN, "{'id':'" NEW_REPORT "','target':'" ROOM "','message':'" ADAS_MESSAGE "','reason':'spam'}", TRUE },
  { "moderation.decide", REPORTS, ADA, "{'id':'" A_CASE "','removes':true}" },
  { "chat.set-room", ROOM, ADA, "{'name':'Mules','topic':'Spinning'}" },
  { "note.create", NOTEBOOK, BEN, "{'id':'" NEW_NOTE "','title':'Cake','text':'Eggs','after':'" A_NOTE "'}", TRUE },
  { "note.set", NOTEBOOK, BEN, "{'id':'" A_NOTE "','title':'Rye bread','text':'Rye'}" },
  { "note.set", NOTEBOOK, BEN, "{'id':'" A_NOTE "','text':''}" },
  { "note.set-tags", NOTEBOOK, BEN, "{'id':'" A_NOTE "','tags':['" TAG "']}" },
  { "note.set-due", NOTEBOOK, BEN, "{'id':'" A_NOTE "','due':5}" },
  { "note.move", NOTEBOOK, BEN, "{'id':'" B_NOTE "'}" },
  { "note.move", NOTEBOOK, BEN, "{'id':'" A_NOTE "','after':'" B_NOTE "'}" },
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
  return desk_select (desk, "SELECT id FROM note ORDER BY place, id");
}

/* Does @op and returns what takes it back: {"op", "args"}. */
static char *
do_and_note (Desk *desk, const Case *c, const char *op, const char *args)
{
  const WeftOperation *operation = weft_registry_find_operation (desk->registry, op);
  g_autofree char *json = desk_quote (args);
  g_autoptr (WeftUndoing) undoing = weft_undoing_new (desk->registry, c->stream, c->author, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = weft_json_parse (json, strlen (json), &error);
  g_autoptr (WeftStep) step = NULL;

  g_assert_no_error (error);
  step = weft_step_new (operation, json_node_get_object (node), &error);
  g_assert_no_error (error);
  weft_undoing_begin (undoing, step, desk->database, &error);
  g_assert_no_error (error);
  desk_do (desk, c->stream, c->author, op, args, &error);
  if (error != NULL)
    g_error ("%s %s: %s", op, args, error->message);
  weft_undoing_end (undoing, desk->database, &error);
  g_assert_no_error (error);

  return g_strdup (weft_undoing_get_step (undoing, 0));
}

static char *
take_back (Desk *desk, const Case *c, const char *step)
{
  g_autoptr (JsonNode) node = weft_json_parse (step, strlen (step), NULL);
  JsonObject *object = json_node_get_object (node);
  g_autoptr (GString) args = g_string_new (NULL);

  weft_json_node (args, NULL, json_object_get_member (object, "args"));
  return do_and_note (desk, c, json_object_get_string_member (object, "op"), args->str);
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
      guint from;

      g_test_message ("%s %s", c->op, c->args);
      desk_furnish (desk);
      predicted = desk_copy (desk);
      from = desk->log->len;
      before = digest (desk);
      order = read_order (desk);
      undo = do_and_note (desk, c, c->op, c->args);
      after = digest (desk);
      g_assert_cmpstr (before, !=, after);

      redo = take_back (desk, c, undo);
      undone = digest (desk);
      undone_order = read_order (desk);
      if (g_str_equal (c->op, "note.move"))
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
      if (!g_str_equal (c->op, "note.move"))
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
  g_test_add_func ("/parts/undo/all-are-tried", test_all_are_tried);

  return g_test_run ();
}
