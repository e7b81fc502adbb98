/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#include <string.h>

#include "parts/conflict/shared/weft-conflict-module.h"
#include "modules/weft-modules.h"
#include "features/chat/shared/weft-chat-module.h"
#include "parts/moderation/shared/weft-moderation-module.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "parts/notices/shared/weft-notices-module.h"
#include "store/weft-fold.h"
#include "store/weft-migration.h"
#include "store/weft-rows.h"
#include "test-database.h"

static DeskEvent *
desk_event_copy (const DeskEvent *event)
{
  DeskEvent *copy = g_memdup2 (event, sizeof *event);

  copy->stream = g_strdup (event->stream);
  copy->by = g_strdup (event->by);
  copy->body = g_strdup (event->body);
  return copy;
}

static void
desk_event_free (gpointer data)
{
  DeskEvent *event = data;

  g_free (event->stream);
  g_free (event->by);
  g_free (event->body);
  g_free (event);
}

/* Making tables takes longer than anything that is done with them: a program makes a few sets, and desks leave
 * theirs empty for the next one. */
static GQueue idle = G_QUEUE_INIT; /* of WeftDatabase */

static void
leave_database (Desk *self)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const WeftTable *const *tables;
  guint n;

  tables = weft_registry_get_tables (self->registry, &n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (sql, "DELETE FROM %s;", tables[i]->name);
  weft_database_execute (self->database, sql->str, &error);
  g_assert_no_error (error);
  g_queue_push_tail (&idle, g_steal_pointer (&self->database));
}

Desk *
desk_new (void)
{
  Desk *self = g_new0 (Desk, 1);
  g_autoptr (GError) error = NULL;

  self->registry = weft_registry_new (weft_modules);
  self->database = g_queue_pop_head (&idle);
  if (self->database == NULL)
    {
      self->database = test_database_open_memory ();
      weft_migrate_modules (self->database, self->registry, &error);
      g_assert_no_error (error);
    }
  self->log = g_ptr_array_new_with_free_func (desk_event_free);
  self->losses = weft_losses_new ();
  self->heads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

void
desk_free (Desk *self)
{
  g_ptr_array_unref (self->log);
  g_ptr_array_unref (self->losses);
  g_hash_table_unref (self->heads);
  leave_database (self);
  g_object_unref (self->registry);
  g_free (self);
}

char *
desk_quote (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

gint64
desk_get_at (Desk *self)
{
  return DESK_START + (gint64) self->log->len * 1000;
}

static WeftRole
query_role (Desk *self, const char *sql, const char *stream, const char *person)
{
  g_autoptr (GError) error = NULL;
  WeftStatement *statement = weft_database_query (self->database, &error, sql, "tt", stream, person);
  WeftRole role = WEFT_ROLE_NONE;

  g_assert_no_error (error);
  if (weft_statement_step (statement, &error) > 0)
    role = weft_role_from_wire (weft_statement_get_text (statement, 0));
  g_assert_no_error (error);
  weft_statement_reset (statement);

  return role;
}

static WeftRole
get_workspace_role (Desk *self, const char *person)
{
  return query_role (self, "SELECT role FROM person WHERE stream = ?1 AND id = ?2 AND suspended = 0",
                     WEFT_STREAM_WORKSPACE, person);
}

WeftRole
desk_get_role (Desk *self, const char *stream, const char *person)
{
  WeftRole role;

  if (strcmp (person, "system") == 0)
    return WEFT_ROLE_SYSTEM;

  role = get_workspace_role (self, person);
  if (role == WEFT_ROLE_NONE)
    return WEFT_ROLE_NONE;
  if (strcmp (stream, WEFT_STREAM_WORKSPACE) == 0)
    return role >= WEFT_ROLE_MEMBER ? role : WEFT_ROLE_NONE;
  if (strcmp (weft_stream_get_kind (stream), "user") == 0)
    return strcmp (weft_stream_get_id (stream), person) == 0 ? WEFT_ROLE_MEMBER : WEFT_ROLE_NONE;

  return query_role (self, "SELECT role FROM member WHERE stream = ?1 AND person = ?2", stream, person);
}

WeftPlan *
desk_plan (
    Desk *self, const char *stream, const char *author, const char *op, const char *args, GError **error)
{
  const WeftOperation *operation = weft_registry_find_operation (self->registry, op);
  g_autofree char *json = desk_quote (args);
  g_autoptr (WeftPlan) plan = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (WeftStep) step = NULL;
  gconstpointer parsed;
  WeftRole role;

  g_assert_nonnull (operation);
  g_assert_true (weft_registry_allows (self->registry, operation, stream));

  role = desk_get_role (self, stream, author);
  if (operation->creates && role == WEFT_ROLE_NONE)
    role = get_workspace_role (self, author);
  if (!weft_operation_check_role (operation, role, error))
    return NULL;

  node = weft_json_parse (json, strlen (json), error);
  if (node == NULL || (step = weft_step_new (operation, json_node_get_object (node), error)) == NULL)
    return NULL;
  parsed = weft_step_settle (step, self->database, stream, author, self->losses, error);
  if (parsed == NULL)
    return NULL;

  plan = weft_plan_new (self->database, stream, author, role, desk_get_at (self));

  return operation->plan (plan, parsed, error) ? g_steal_pointer (&plan) : NULL;
}

gboolean
desk_fold (Desk *self, const DeskEvent *event, GError **error)
{
  g_autoptr (JsonNode) node = weft_json_parse (event->body, strlen (event->body), error);
  WeftFold fold = {
    .database = self->database,
    .stream = event->stream,
    .by = event->by,
    .seq = event->seq,
    .at = event->at,
    .registry = self->registry,
  };

  return node != NULL && weft_fold_apply (&fold, event->event, json_node_get_object (node), error);
}

static void
append (Desk *self, const char *stream, const char *by, const WeftEvent *event, const char *body)
{
  DeskEvent *entry = g_new0 (DeskEvent, 1);
  g_autoptr (GError) error = NULL;

  entry->stream = g_strdup (stream);
  entry->by = g_strdup (by);
  entry->seq = GPOINTER_TO_INT (g_hash_table_lookup (self->heads, stream)) + 1;
  entry->at = desk_get_at (self);
  entry->event = event;
  entry->body = g_strdup (body);
  g_hash_table_insert (self->heads, g_strdup (stream), GINT_TO_POINTER ((int) entry->seq));
  g_ptr_array_add (self->log, entry);

  desk_fold (self, entry, &error);
  g_assert_no_error (error);
}

/* What the people part's server half does, with its own hands: so the two are written twice and compared by
 * the engine's tests. */
static void
append_membership (Desk *self, const char *stream, const char *by, const WeftPlannedEvent *planned)
{
  const WeftEvent *event = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *own = NULL;
  g_autofree char *body = NULL;
  JsonObject *object;

  if (g_str_equal (planned->event->name, "people.member-added")
      || g_str_equal (planned->event->name, "people.member-role-changed"))
    event = &weft_people_membership_added_event;
  else if (g_str_equal (planned->event->name, "people.member-removed"))
    event = &weft_people_membership_removed_event;
  if (event == NULL)
    return;

  node = weft_json_parse (planned->body, strlen (planned->body), NULL);
  object = json_node_get_object (node);
  own = g_strconcat ("user/", json_object_get_string_member (object, "person"), NULL);
  if (event == &weft_people_membership_added_event)
    body = g_strdup_printf ("{\"target\":\"%s\",\"role\":\"%s\"}", stream,
                            json_object_get_string_member (object, "role"));
  else
    body = g_strdup_printf ("{\"target\":\"%s\"}", stream);

  append (self, own, by, event, body);
}

void
desk_keep (Desk *self, const char *stream, const char *author, WeftPlan *plan)
{
  g_autoptr (GError) error = NULL;

  weft_database_begin (self->database, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < weft_plan_get_n_events (plan); i++)
    {
      const WeftPlannedEvent *planned = weft_plan_get_event (plan, i);

      append (self, stream, author, planned->event, planned->body);
      append_membership (self, stream, author, planned);
    }
  weft_database_commit (self->database, &error);
  g_assert_no_error (error);
}

gboolean
desk_do (Desk *self, const char *stream, const char *author, const char *op, const char *args, GError **error)
{
  g_autoptr (WeftPlan) plan = desk_plan (self, stream, author, op, args, error);

  if (plan == NULL)
    return FALSE;

  desk_keep (self, stream, author, plan);
  return TRUE;
}

static void
must_do (Desk *self, const char *stream, const char *author, const char *op, const char *args)
{
  g_autoptr (GError) error = NULL;

  desk_do (self, stream, author, op, args, &error);
  g_assert_no_error (error);
}

static void
let_in (Desk *self, const char *person, const char *name, const char *role, const char *invitation)
{
  g_autofree char *invite = NULL;
  g_autofree char *join = NULL;

  invite = g_strdup_printf ("{'id':'%s','secret_hash':'" HASH "','role':'%s','streams':[],'uses':1,"
                            "'expires_at':1800000000000}",
                            invitation, role);
  join = g_strdup_printf ("{'person':'%s','name':'%s','login':'%s','role':'%s','invitation':'%s'}", person,
                          name, name, role, invitation);
  must_do (self, WEFT_STREAM_WORKSPACE, ADA, "people.invite", invite);
  must_do (self, WEFT_STREAM_WORKSPACE, "system", "people.join", join);
}

/* What the server's half says on the administrators' stream. */
static void
file_report (Desk *self, const char *reporter, const char *id, const char *message, const char *author, const char *text)
{
  g_autofree char *own = g_strconcat ("user/", reporter, NULL);
  g_autofree char *args = g_strdup_printf ("{'id':'%s','target':'" ROOM "','message':'%s','reason':'abuse'}", id, message);
  g_autofree char *opened = g_strdup_printf (
      "{\"id\":\"%s\",\"target\":\"" ROOM "\",\"message\":\"%s\",\"author\":\"%s\",\"said_at\":5}", id, message, author);
  g_autofree char *copied = g_strdup_printf (
      "{\"id\":\"%s\",\"author\":\"%s\",\"speaker\":\"\",\"text\":\"%s\"}", id, author, text);
  g_autofree char *filed
      = g_strdup_printf ("{\"id\":\"%s\",\"case_id\":\"%s\",\"reason\":\"abuse\",\"note\":\"Look\"}", id, id);

  must_do (self, own, reporter, "moderation.report", args);
  append (self, REPORTS, reporter, &weft_moderation_case_opened_event, opened);
  append (self, REPORTS, reporter, &weft_moderation_message_copied_event, copied);
  append (self, REPORTS, reporter, &weft_moderation_report_filed_event, filed);
}

static void
furnish_project (Desk *self)
{
  static const struct
  {
    const char *author;
    const char *op;
    const char *args;
  } steps[] = {
    { ADA, "board.create-project", "{'name':'Mill race','code':'MILL','members':['" BEN "']}" },
    { ADA, "people.add-member", "{'person':'" CLEO "','role':'guest'}" },
    { ADA, "board.add-status", "{'id':'" TODO_STATUS "','name':'To do','category':'todo'}" },
    { ADA, "board.add-status", "{'id':'" DOING_STATUS "','name':'Doing','category':'doing','after':'" TODO_STATUS "'}" },
    { ADA, "board.add-status", "{'id':'" DONE_STATUS "','name':'Done','category':'done','after':'" DOING_STATUS "'}" },
    { ADA, "board.add-status", "{'id':'" EMPTY_STATUS "','name':'Ideas','category':'todo','after':'" DONE_STATUS "'}" },
    { ADA, "board.add-status", "{'id':'" GONE_STATUS "','name':'Later','category':'todo','after':'" DONE_STATUS "'}" },
    { ADA, "board.remove-status", "{'id':'" GONE_STATUS "'}" },
    { ADA, "board.set-status", "{'id':'" DOING_STATUS "','name':'Doing','category':'doing','wip':1,'hard':true}" },
    { BEN, "board.save-view", "{'id':'" MILL_VIEW "','target':'" PROJECT "','name':'Late','text':'is:overdue','sort':'due','layout':'list'}" },
    { ADA, "board.allow", "{'id':'" EMPTY_STATUS "','other':'" TODO_STATUS "','on':true}" },
    { ADA, "board.set-lane-limit", "{'id':'" EMPTY_STATUS "','per_lane':true}" },
    { ADA, "board.set-needs", "{'id':'" EMPTY_STATUS "','needs':'both'}" },
    { BEN, "board.add-label", "{'id':'" WOOD_LABEL "','name':'Wood','yarn':'moss'}" },
    { BEN, "board.add-label", "{'id':'" GONE_LABEL "','name':'Iron'}" },
    { BEN, "board.remove-label", "{'id':'" GONE_LABEL "'}" },
    { ADA, "board.create", "{'id':'" WHEEL_TASK "','title':'Mend the wheel','about':'Oak\\nNails','status':'" TODO_STATUS "','due_at':1750032000000,"
      "'priority':'high','estimate':2.5,'assignees':['" BEN "'],'labels':['" WOOD_LABEL "']}" },
    { BEN, "board.create", "{'id':'" OAK_TASK "','title':'Buy oak','status':'" TODO_STATUS "','after':'" WHEEL_TASK "','assignees':[],'labels':[]}" },
    { BEN, "board.create", "{'id':'" TURN_TASK "','title':'Turn it','status':'" DOING_STATUS "','parent':'" WHEEL_TASK "','assignees':[],'labels':[]}" },
    { BEN, "board.create", "{'id':'" LOOK_TASK "','title':'Look at it','status':'" DONE_STATUS "','assignees':[],'labels':[]}" },
    { BEN, "board.create", "{'id':'" GONE_TASK "','title':'Sing','status':'" TODO_STATUS "','after':'" OAK_TASK "','assignees':[],'labels':[]}" },
    { BEN, "board.delete", "{'id':'" GONE_TASK "'}" },
    { ADA, "board.add-field", "{'id':'" SIZE_FIELD "','name':'Size','kind':'number'}" },
    { ADA, "board.add-field", "{'id':'" GRADE_FIELD "','name':'Grade','kind':'select'}" },
    { ADA, "board.set-option", "{'id':'" GRADE_FIELD "','option':'" FINE_OPTION "','name':'Fine'}" },
    { ADA, "board.add-field", "{'id':'" BUYER_FIELD "','name':'Buyer','kind':'person'}" },
    { ADA, "board.add-field", "{'id':'" DAY_FIELD "','name':'Day','kind':'date'}" },
    { ADA, "board.add-field", "{'id':'" GONE_FIELD "','name':'Colour','kind':'text'}" },
    { ADA, "board.remove-field", "{'id':'" GONE_FIELD "'}" },
    { BEN, "board.set-value", "{'id':'" WHEEL_TASK "','field':'" SIZE_FIELD "','value':'3.5'}" },
    { BEN, "board.set-value", "{'id':'" OAK_TASK "','field':'" GRADE_FIELD "','value':'" FINE_OPTION "'}" },
    { BEN, "board.block", "{'ids':['" WHEEL_TASK "'],'other':'" OAK_TASK "','on':true}" },
    { BEN, "board.relate", "{'ids':['" OAK_TASK "'],'other':'" WHEEL_TASK "','on':true}" },
    { BEN, "board.add-item", "{'id':'" HUB_LINE "','parent':'" WHEEL_TASK "','title':'Hub'}" },
    { BEN, "board.add-item", "{'id':'" SPOKE_LINE "','parent':'" HUB_LINE "','title':'Spokes','done':true}" },
    { BEN, "board.add-item", "{'id':'" RIM_LINE "','parent':'" WHEEL_TASK "','title':'Rim','after':'" HUB_LINE "','assignee':'" BEN "','due_at':86400000}" },
    { BEN, "board.add-item", "{'id':'" GONE_LINE "','parent':'" WHEEL_TASK "','title':'Paint','after':'" RIM_LINE "'}" },
    { BEN, "board.remove-item", "{'id':'" GONE_LINE "'}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    must_do (self, PROJECT, steps[i].author, steps[i].op, steps[i].args);
}

static void
furnish (Desk *self)
{
  static const char far[] = "'expires_at':1800000000000}";
  g_autofree char *body = NULL;

  must_do (self, WEFT_STREAM_WORKSPACE, "system", "people.found-workspace",
           "{'name':'Mill','person':'" ADA "','person_name':'Ada','login':'ada'}");
  let_in (self, BEN, "ben", "member", ID ("31"));
  let_in (self, CLEO, "cleo", "guest", ID ("32"));
  let_in (self, DAN, "dan", "member", ID ("33"));
  let_in (self, EVE, "eve", "member", ID ("34"));

  must_do (self, WEFT_STREAM_WORKSPACE, ADA, "people.add-group", "{'id':'" A_GROUP "','handle':'warehouse','about':'Who packs'}");
  must_do (self, WEFT_STREAM_WORKSPACE, ADA, "people.add-to-group", "{'id':'" A_GROUP "','person':'" BEN "'}");
  must_do (self, WEFT_STREAM_WORKSPACE, ADA, "people.add-to-group", "{'id':'" A_GROUP "','person':'" EVE "'}");
  must_do (self, WEFT_STREAM_WORKSPACE, ADA, "people.add-group", "{'id':'" GONE_GROUP "','handle':'dyers'}");
  must_do (self, WEFT_STREAM_WORKSPACE, ADA, "people.add-to-group", "{'id':'" GONE_GROUP "','person':'" BEN "'}");
  must_do (self, WEFT_STREAM_WORKSPACE, ADA, "people.remove-group", "{'id':'" GONE_GROUP "'}");

  for (guint i = 0; i < 4; i++)
    {
      static const char *const who[] = { ADA, BEN, ADA, DAN };
      static const char *const what[] = {
        "{'id':'" ADAS_INVITATION "','secret_hash':'" HASH "','role':'member','streams':[],'uses':1,",
        "{'id':'" BENS_INVITATION "','secret_hash':'" HASH "','role':'guest','streams':[],'uses':2,",
        "{'id':'" REVOKED_INVITATION "','secret_hash':'" HASH "','role':'member','streams':[],'uses':1,",
        "{'id':'" DANS_INVITATION "','secret_hash':'" HASH "','role':'member','streams':[],'uses':1,",
      };
      g_autofree char *args = g_strconcat (what[i], far, NULL);

      must_do (self, WEFT_STREAM_WORKSPACE, who[i], "people.invite", args);
    }
  must_do (self, WEFT_STREAM_WORKSPACE, ADA, "people.revoke-invitation", "{'id':'" REVOKED_INVITATION "'}");
  must_do (self, WEFT_STREAM_WORKSPACE, ADA, "people.suspend", "{'person':'" DAN "','suspended':true}");

  must_do (self, ROOM, ADA, "chat.create-room",
           "{'kind':'room','name':'Looms','topic':'Warp and weft','members':['" BEN "']}");
  must_do (self, ROOM, ADA, "people.add-member", "{'person':'" CLEO "','role':'guest'}");
  must_do (self, DIRECT, ADA, "chat.create-room", "{'kind':'direct','name':'','members':['" BEN "']}");
  must_do (self, ROOM, ADA, "thread.send", "{'id':'" ADAS_MESSAGE "','text':'Good morning'}");
  must_do (self, ROOM, BEN, "thread.send",
           "{'id':'" BENS_MESSAGE "','text':'Morning','reply_to':'" ADAS_MESSAGE "'}");
  must_do (self, ROOM, BEN, "thread.send", "{'id':'" GONE_MESSAGE "','text':'Oops'}");
  must_do (self, ROOM, BEN, "thread.delete", "{'id':'" GONE_MESSAGE "'}");
  must_do (self, ROOM, ADA, "files.attach",
           "{'id':'" ADAS_FILE "','target':'" ADAS_MESSAGE "','hash':'" HASH "','name':'loom.png',"
           "'media_type':'image/png','size':4,'width':2,'height':1}");
  must_do (self, ROOM, BEN, "thread.reply", "{'id':'" BENS_REPLY "','root':'" ADAS_MESSAGE "','text':'It is'}");
  must_do (self, ROOM, CLEO, "thread.reply",
           "{'id':'" SHOWN_REPLY "','root':'" ADAS_MESSAGE "','text':'Rainy here','also':'" SHOWN "'}");
  g_clear_pointer (&body, g_free);
  body = desk_quote ("{'id':'" SHOWN "','address':'http://warp.example/','title':'Warps','excerpt':'','site':'','size':0,'width':0,'height':0}");
  append (self, ROOM, "system", &weft_thread_message_previewed_event, body);
  g_clear_pointer (&body, g_free);
  must_do (self, ROOM, CLEO, "thread.react", "{'id':'" BENS_MESSAGE "','emoji':'❤️'}");
  must_do (self, USER (BEN), BEN, "thread.follow-thread",
           "{'target':'" ROOM "','root':'" ADAS_MESSAGE "','follows':true}");
  must_do (self, USER (BEN), BEN, "thread.schedule",
           "{'id':'" BENS_SCHEDULED "','target':'" ROOM "','at':1700000900000,'text':'Tea'}");
  must_do (self, ROOM, ADA, "thread.pin", "{'id':'" PINNED_MESSAGE "'}");
  must_do (self, USER (BEN), BEN, "thread.save", "{'id':'" PINNED_MESSAGE "','target':'" ROOM "','ordinal':2}");
  must_do (self, USER (CLEO), CLEO, "thread.hide", "{'id':'" PINNED_MESSAGE "','target':'" ROOM "','ordinal':2}");
  must_do (self, USER (ADA), ADA, "thread.save-draft", "{'target':'" ROOM "','text':'Not yet sent'}");

  must_do (self, NOTEBOOK, ADA, "note.create-notebook", "{'name':'Recipes','members':['" BEN "','" EVE "']}");
  must_do (self, NOTEBOOK, ADA, "note.create",
           "{'id':'" A_NOTE "','title':'Bread','text':'Flour\\nWater\\nSalt'}");
  must_do (self, NOTEBOOK, BEN, "note.create",
           "{'id':'" GONE_NOTE "','title':'Stones','after':'" A_NOTE "'}");
  must_do (self, NOTEBOOK, BEN, "note.create", "{'id':'" B_NOTE "','title':'Soup','after':'" GONE_NOTE "'}");
  must_do (self, NOTEBOOK, BEN, "note.delete", "{'id':'" GONE_NOTE "'}");

  must_do (self, NOTEBOOK, ADA, "thread.bring",
           "{'id':'" A_BROUGHT "','author':'" BEN "','written_at':1500000000000,'text':'Rye?','reactions':'\\n👍 " EVE "'}");
  must_do (self, NOTEBOOK, ADA, "thread.bring",
           "{'id':'" BROUGHT_REPLY "','author':'" FAY "','speaker':'Fay','written_at':1500000001000,'text':'Rye','root':'" A_BROUGHT "'}");

  must_do (self, LIST, EVE, "shopping.create-list", "{'name':'Market','members':[]}");
  must_do (self, LIST, EVE, "people.add-member", "{'person':'" CLEO "','role':'guest'}");
  must_do (self, LIST, EVE, "shopping.add", "{'id':'" AN_ITEM "','text':'Wool','amount':'2 kg'}");
  must_do (self, LIST, EVE, "shopping.add", "{'id':'" GONE_ITEM "','text':'Soap'}");
  must_do (self, LIST, EVE, "shopping.remove", "{'id':'" GONE_ITEM "'}");

  body = desk_quote ("{'id':'" ADAS_CONFLICT "','target':'" NOTEBOOK "','op':'note.set','object':'" A_NOTE
                     "','field':'text','mine':'Mine','theirs':'Theirs','person':'" BEN "'}");
  append (self, USER (ADA), ADA, &weft_conflict_found_event, body);
  must_do (self, USER (ADA), ADA, "reminders.set",
           "{'id':'" ADAS_REMINDER "','at':1750000000000,'text':'Oil the loom'}");
  must_do (self, ROOM, BEN, "reminders.set",
           "{'id':'" BENS_REMINDER "','at':1750000000000,'text':'Answer Ada','target':'" ROOM
           "','object':'" ADAS_MESSAGE "'}");
  must_do (self, ROOM, CLEO, "reminders.set",
           "{'id':'" CLEOS_REMINDER "','at':1600000000000,'text':'Breakfast'}");
  must_do (self, ROOM, "system", "reminders.fire", "{'id':'" CLEOS_REMINDER "','at':1600000000000}");

  must_do (self, LIST, EVE, "thread.stick", "{'id':'" EVES_STICKER "','text':'Hello','sticker':'weft/hello'}");
  must_do (self, USER (BEN), BEN, "phrases.keep", "{'id':'" BENS_PHRASE "','name':'thanks','text':'Thank you!'}");
  must_do (self, USER (BEN), BEN, "phrases.keep", "{'id':'" OTHER_PHRASE "','name':'Đang-tới','text':'On my way'}");
  must_do (self, USER (BEN), BEN, "board.save-view", "{'id':'" BENS_VIEW "','target':'" PROJECT "','name':'Mine','text':'is:mine'}");
  must_do (self, WEFT_STREAM_WORKSPACE, ADA, "phrases.keep", "{'id':'" TEAM_PHRASE "','name':'hours','text':'Nine to five'}");

  must_do (self, WEFT_STREAM_WORKSPACE, BEN, "pictures.add-emoji", "{'id':'" BENS_EMOJI "','name':'shuttle','picture':'" HASH "','size':4,'width':32,'height':16}");
  must_do (self, WEFT_STREAM_WORKSPACE, BEN, "pictures.add-pack", "{'id':'" BENS_PACK "','name':'Looms','maker':'Ben'}");
  must_do (self, WEFT_STREAM_WORKSPACE, BEN, "pictures.add-sticker",
           "{'id':'" BENS_STICKER "','pack':'" BENS_PACK "','text':'Shuttle','picture':'" HASH "','size':4,'width':300,'height':200}");
  must_do (self, WEFT_STREAM_WORKSPACE, BEN, "pictures.arrange-pack", "{'id':'" BENS_PACK "','arranged':'" BENS_STICKER "'}");
  must_do (self, WEFT_STREAM_WORKSPACE, BEN, "pictures.add-pack", "{'id':'" GONE_PACK "','name':'Mules'}");
  must_do (self, WEFT_STREAM_WORKSPACE, BEN, "pictures.remove-pack", "{'id':'" GONE_PACK "'}");

  /* From the server alone. */
  append (self, USER (CLEO), "system", &weft_people_person_known_event,
          "{\"person\":\"" EVE "\",\"name\":\"Eve\",\"login\":\"\",\"title\":\"\",\"status\":\"\",\"picture\":\"\",\"size\":0,"
          "\"role\":\"member\",\"suspended\":false,\"joined_at\":3,\"until\":0}");
  append (self, USER (CLEO), "system", &weft_people_person_known_event,
          "{\"person\":\"" CLEO "\",\"name\":\"Cleo\",\"login\":\"cleo\",\"title\":\"\",\"status\":\"\",\"picture\":\"\",\"size\":0,"
          "\"role\":\"guest\",\"suspended\":false,\"joined_at\":3,\"until\":0}");
  append (self, USER (ADA), BEN, &weft_notices_noticed_event,
          "{\"id\":\"" ADAS_NOTICE
          "\",\"event\":\"thread.message-sent\",\"kind\":\"mention\",\"severity\":\"info\","
          "\"fields\":\"{}\",\"link\":\"" ROOM "\",\"author\":\"" BEN "\"}");
  must_do (self, ROOM, ADA, "chat.set-access", "{'access':'ask'}");
  /* What the server's half says on other streams. */
  append (self, WEFT_STREAM_WORKSPACE, ADA, &weft_chat_room_listed_event,
          "{\"room\":\"" ROOM "\",\"name\":\"Looms\",\"topic\":\"Warp and weft\",\"access\":\"ask\"}");
  append (self, ROOM, EVE, &weft_chat_join_asked_event, "{\"person\":\"" EVE "\"}");
  append (self, USER (EVE), EVE, &weft_chat_room_asked_event, "{\"target\":\"" ROOM "\",\"waiting\":true}");
  must_do (self, USER (BEN), BEN, "chat.set-folder", "{'id':'" BENS_FOLDER "','name':'Mill'}");
  must_do (self, USER (BEN), BEN, "chat.file-room", "{'target':'" ROOM "','folder':'" BENS_FOLDER "'}");
  must_do (self, USER (BEN), BEN, "chat.pin-room", "{'target':'" ROOM "','pinned':true}");
  must_do (self, USER (BEN), BEN, "notices.mute", "{'target':'" ROOM "','muted':true}");
  must_do (self, USER (BEN), BEN, "people.show-seen", "{'on':false}");
  must_do (self, USER (BEN), BEN, "thread.send-receipts", "{'on':false}");
  must_do (self, USER (BEN), BEN, "notices.set-level", "{'target':'" DIRECT "','level':'nothing'}");
  must_do (self, USER (BEN), BEN, "notices.set-defaults", "{'rooms':'all','direct':'mentions'}");
  must_do (self, USER (BEN), BEN, "notices.add-keyword", "{'id':'" BENS_KEYWORD "','word':'Đơn hàng'}");
  must_do (self, WEFT_STREAM_WORKSPACE, ADA, "notices.add-rule",
           "{'id':'" A_RULE "','kind':'mention','target':'" ROOM "','op':'thread.send','template':'{}'}");

  must_do (self, DIRECT, ADA, "hooks.add", "{'id':'" A_HOOK "','name':'Builds','face':'🔨','secret_hash':'" HASH "'}");
  must_do (self, DIRECT, "system", "hooks.post",
           "{'hook':'" A_HOOK "','id':'" HOOKS_MESSAGE "','text':'Broken','alert':'" HASH "'}");
  must_do (self, DIRECT, ADA, "hooks.add-teller",
           "{'id':'" A_TELLER "','name':'Mirror','address':'https://mirror.example.org/x','key':'12345678901234567890123456789012'}");

  must_do (self, DIRECT, ADA, "thread.ask",
           "{'id':'" A_QUESTION "','text':'The mill is on fire','severity':'urgent','people':['" BEN "']}");
  must_do (self, DIRECT, BEN, "thread.acknowledge", "{'id':'" A_QUESTION "'}");
  must_do (self, DIRECT, BEN, "thread.ask",
           "{'id':'" BENS_QUESTION "','text':'Out?','severity':'urgent','everyone':true,'people':[]}");

  must_do (self, DIRECT, ADA, "thread.limit-editing", "{'seconds':0}");
  must_do (self, DIRECT, ADA, "thread.open-poll", "{'id':'" A_POLL "','text':'What to drink?\\nTea\\nCoffee\\nWater'}");
  must_do (self, DIRECT, BEN, "thread.vote", "{'id':'" A_POLL "','option':2,'chosen':true}");
  must_do (self, DIRECT, BEN, "thread.open-poll",
           "{'id':'" A_SECRET_POLL "','text':'When?\\nMonday\\nFriday','several':true,'secret':true}");
  must_do (self, USER (ADA), ADA, "thread.vote-secretly",
           "{'target':'" DIRECT "','poll':'" A_SECRET_POLL "','option':1,'chosen':true,'only':false}");

  must_do (self, NOTEBOOK, ADA, "ranks.place", "{'id':'" A_NOTE "','list':'best'}");
  must_do (self, NOTEBOOK, BEN, "ranks.place", "{'id':'" B_NOTE "','list':'best','after':'" A_NOTE "'}");
  must_do (self, NOTEBOOK, BEN, "ranks.place", "{'id':'" GONE_NOTE "','list':'worst'}");

  must_do (self, REPORTS, "system", "moderation.open", "{'members':['" ADA "']}");
  file_report (self, CLEO, A_CASE, BENS_MESSAGE, BEN, "Morning");
  file_report (self, BEN, OLD_CASE, SHOWN, CLEO, "Rainy here");
  must_do (self, REPORTS, ADA, "moderation.decide", "{'id':'" OLD_CASE "','deletes':true}");
  append (self, REPORTS, ADA, &weft_moderation_case_carried_out_event,
          "{\"id\":\"" OLD_CASE "\",\"deleted\":true,\"removed_as\":\"none\",\"suspended\":false}");
  must_do (self, USER (BEN), "system", "moderation.settle", "{'id':'" OLD_CASE "'}");

  furnish_project (self);
}

static void
copy_table (Desk *from, Desk *to, const WeftTable *table)
{
  g_autofree const char **columns = g_new0 (const char *, table->n_columns + 1);
  g_autofree char *sql = NULL;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftStatement *statement;

  for (guint i = 0; i < table->n_columns; i++)
    {
      columns[i] = table->columns[i].name;
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", columns[i]);
    }

  sql = g_strdup_printf ("SELECT %s FROM %s", names->str, table->name);
  statement = weft_database_prepare (from->database, g_intern_string (sql), &error);
  g_assert_no_error (error);
  while (weft_statement_step (statement, &error) > 0)
    {
      g_autoptr (GString) wrapped = g_string_new ("{\"row\":");
      g_autofree char *stream = weft_statement_dup_text (statement, 0);
      g_autoptr (JsonNode) node = NULL;

      weft_rows_write (table, statement, wrapped);
      g_string_append_c (wrapped, '}');
      node = weft_json_parse (wrapped->str, wrapped->len, &error);
      g_assert_no_error (error);
      weft_rows_insert (to->database, table, stream, columns,
                        json_object_get_array_member (json_node_get_object (node), "row"), &error);
      g_assert_no_error (error);
    }
  g_assert_no_error (error);
}

static void
copy_rows (Desk *self, Desk *copy)
{
  const WeftTable *const *tables;
  guint n;

  tables = weft_registry_get_tables (self->registry, &n);
  for (guint i = 0; i < n; i++)
    copy_table (self, copy, tables[i]);
}

Desk *
desk_copy (Desk *self)
{
  Desk *copy = desk_new ();

  copy_rows (self, copy);
  return copy;
}

/* Done once a program, and copied from then on. */
void
desk_furnish (Desk *self)
{
  static Desk *furnished = NULL;
  GHashTableIter iter;
  gpointer stream, head;

  if (furnished == NULL)
    {
      furnished = desk_new ();
      furnish (furnished);
    }

  copy_rows (furnished, self);
  for (guint i = 0; i < furnished->log->len; i++)
    g_ptr_array_add (self->log, desk_event_copy (furnished->log->pdata[i]));
  g_hash_table_iter_init (&iter, furnished->heads);
  while (g_hash_table_iter_next (&iter, &stream, &head))
    g_hash_table_insert (self->heads, g_strdup (stream), head);
}

char *
desk_digest (Desk *self, gboolean skip_meta)
{
  g_autoptr (GError) error = NULL;
  char *digest = weft_rows_digest (self->database, self->registry, NULL, skip_meta, &error);

  g_assert_no_error (error);
  return digest;
}

char *
desk_digest_stream (Desk *self, const char *stream)
{
  g_autoptr (GError) error = NULL;
  char *digest = weft_rows_digest (self->database, self->registry, stream, FALSE, &error);

  g_assert_no_error (error);
  return digest;
}

char *
desk_select (Desk *self, const char *sql)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftStatement *statement = weft_database_prepare (self->database, g_intern_string (sql), &error);

  g_assert_no_error (error);
  while (weft_statement_step (statement, &error) > 0)
    {
      if (out->len > 0)
        g_string_append_c (out, '\n');
      for (int i = 0; i < weft_statement_get_n_columns (statement); i++)
        {
          const char *text = weft_statement_get_text (statement, i);

          g_string_append_printf (out, "%s%s", i > 0 ? "|" : "", text != NULL ? text : "-");
        }
    }
  g_assert_no_error (error);

  return g_string_free_and_steal (g_steal_pointer (&out));
}
