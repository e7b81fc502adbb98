/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "weft-test-peer.h"


#include <glib/gstdio.h>
#include <string.h>

#include "store/weft-fold.h"
#include "modules/weft-modules.h"
#include "store/weft-migration.h"
#include "store/weft-plan.h"

WeftRegistry *
weft_test_registry (void)
{
  return weft_registry_new (weft_modules);
}

static void
on_send (const char *frame, gsize length, gpointer user_data)
{
  WeftTestPeer *self = user_data;
  g_autoptr (GError) error = NULL;
  WeftFrame *parsed = weft_frame_parse (frame, length, &error);

  g_assert_no_error (error);
  g_assert_cmpint (parsed->type, !=, WEFT_FRAME_NONE);
  g_ptr_array_add (self->sent, parsed);
}

static void
on_changed (WeftChanges *changes, gpointer user_data)
{
  WeftTestPeer *self = user_data;

  g_ptr_array_add (self->changes, weft_changes_ref (changes));
}

static void
on_latest (const char *stream, const char *name, const char *person, gint64 value, JsonNode *extra, gpointer user_data)
{
  WeftTestPeer *self = user_data;

  self->n_latest++;
}

static void
on_presence (const char *person, const char *state, gint64 seen, gpointer user_data)
{
}

static void
on_revoked (const char *stream, const char *title, gpointer user_data)
{
  WeftTestPeer *self = user_data;

  g_ptr_array_add (self->revoked, g_strdup (title));
}

static void
on_settled (const char *id, const GError *error, gpointer user_data)
{
  WeftTestPeer *self = user_data;

  g_ptr_array_add (self->settled, error == NULL ? g_strdup (id) : g_strconcat (id, " ", weft_error_to_wire (error->code), NULL));
}

static void
on_updated (gpointer user_data)
{
}

static void
on_reconnect (gpointer user_data)
{
  WeftTestPeer *self = user_data;

  self->n_reconnects++;
}

static const WeftClientSessionEvents events = {
  .send = on_send,
  .changed = on_changed,
  .latest = on_latest,
  .presence = on_presence,
  .revoked = on_revoked,
  .settled = on_settled,
  .updated = on_updated,
  .reconnect = on_reconnect,
};

static void
start (WeftTestPeer *self)
{
  g_autoptr (GError) error = NULL;

  self->copy = weft_copy_open (self->registry, self->directory, WEFT_CLOCK (self->clock), &error);
  g_assert_no_error (error);
  self->copy->strict = TRUE;
  self->session = weft_client_session_new (self->copy, &events, self);
}

static void
stop (WeftTestPeer *self)
{
  g_clear_pointer (&self->session, weft_client_session_free);
  g_clear_pointer (&self->copy, weft_copy_free);
}

WeftTestPeer *
weft_test_peer_new (void)
{
  WeftTestPeer *self = g_new0 (WeftTestPeer, 1);
  g_autoptr (GError) error = NULL;

  self->registry = weft_test_registry ();
  self->clock = weft_manual_clock_new (G_GINT64_CONSTANT (1700000000000));
  self->directory = g_dir_make_tmp ("weft-sync-XXXXXX", &error);
  g_assert_no_error (error);
  self->sent = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_frame_free);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_changes_unref);
  self->settled = g_ptr_array_new_with_free_func (g_free);
  self->revoked = g_ptr_array_new_with_free_func (g_free);
  self->logs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->results = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->epoch = 7;
  self->next_n = 1;

  self->database = weft_sqlite_open (":memory:", WEFT_SQLITE_WRITE, &error);
  g_assert_no_error (error);
  weft_migrate_modules (self->database, self->registry, &error);
  g_assert_no_error (error);

  weft_test_peer_log (self, "workspace", "system", &weft_people_workspace_founded_event, &(WeftPeopleWorkspaceFounded) { .name = "Loom" });
  weft_test_peer_log (self, "workspace", "system", &weft_people_person_joined_event,
                      &(WeftPeoplePersonJoined) { .person = ME, .name = "Mai Đặng", .login = "mai", .role = "member" });
  weft_test_peer_log (self, USER, "system", &weft_people_membership_added_event,
                      &(WeftPeopleMembershipAdded) { .target = ROOM, .role = "member" });
  weft_test_peer_log (self, ROOM, HA, &weft_chat_room_created_event,
                      &(WeftChatRoomCreated) { .kind = "room", .name = "general", .topic = "" });
  weft_test_peer_log (self, ROOM, HA, &weft_people_member_added_event, &(WeftPeopleMemberAdded) { .person = HA, .role = "admin" });
  weft_test_peer_log (self, ROOM, HA, &weft_people_member_added_event, &(WeftPeopleMemberAdded) { .person = ME, .role = "member" });
  start (self);

  return self;
}

static void
remove_directory (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      g_remove (child);
    }
  g_rmdir (path);
}

void
weft_test_peer_free (WeftTestPeer *self)
{
  stop (self);
  remove_directory (self->directory);
  g_free (self->directory);
  g_object_unref (self->database);
  g_object_unref (self->clock);
  g_object_unref (self->registry);
  g_ptr_array_unref (self->sent);
  g_ptr_array_unref (self->changes);
  g_ptr_array_unref (self->settled);
  g_ptr_array_unref (self->revoked);
  g_hash_table_unref (self->logs);
  g_hash_table_unref (self->results);
  g_free (self);
}

void
weft_test_peer_restart (WeftTestPeer *self)
{
  stop (self);
  g_ptr_array_set_size (self->sent, 0);
  start (self);
}

void
weft_test_peer_tick (WeftTestPeer *self)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; weft_client_session_get_due (self->session) <= weft_clock_monotonic (WEFT_CLOCK (self->clock)); i++)
    {
      g_assert_cmpuint (i, <, 1000);
      weft_client_session_tick (self->session, &error);
      g_assert_no_error (error);
    }
}

void
weft_test_peer_advance (WeftTestPeer *self, guint ms)
{
  weft_manual_clock_advance (self->clock, ms);
  weft_test_peer_tick (self);
}

static GPtrArray *
get_log (WeftTestPeer *self, const char *stream)
{
  GPtrArray *log = g_hash_table_lookup (self->logs, stream);

  if (log == NULL)
    {
      log = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->logs, g_strdup (stream), log);
    }

  return log;
}

static gint64
log_body (WeftTestPeer *self, const char *stream, const char *by, const WeftEvent *event, const char *body)
{
  GPtrArray *log = get_log (self, stream);
  g_autoptr (GString) stored = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  WeftFold fold = {
    .database = self->database,
    .stream = stream,
    .by = by,
    .seq = log->len + 1,
    .at = weft_clock_now (WEFT_CLOCK (self->clock)) + 5,
    .registry = self->registry,
  };

  node = weft_json_parse (body, strlen (body), &error);
  g_assert_no_error (error);
  weft_fold_apply (&fold, event, json_node_get_object (node), &error);
  g_assert_no_error (error);
  weft_frame_write_event (stored, fold.seq, fold.at, by, event->name, event->version, body);
  g_ptr_array_add (log, g_strdup (stored->str));

  return fold.seq;
}

gint64
weft_test_peer_log (WeftTestPeer *self, const char *stream, const char *by, const WeftEvent *event, gconstpointer args)
{
  g_autoptr (GString) body = g_string_new (NULL);

  event->write (args, body);

  return log_body (self, stream, by, event, body->str);
}

gint64
weft_test_peer_say (WeftTestPeer *self, const char *stream, const char *by, const char *id, const char *text)
{
  return weft_test_peer_log (self, stream, by, &weft_thread_message_sent_event, &(WeftThreadMessageSent) { .id = id, .text = text });
}

WeftPosition
weft_test_peer_get_position (WeftTestPeer *self, const char *stream, gint64 seq)
{
  WeftPosition position = { .epoch = self->epoch, .seq = seq };

  /* Any function of the log up to here will do as a mark. */
  for (gint64 i = 0; i < seq && i < get_log (self, stream)->len; i++)
    position.mark[i % WEFT_MARK_SIZE] ^= g_str_hash (get_log (self, stream)->pdata[i]);

  return position;
}

void
weft_test_peer_send (WeftTestPeer *self, const char *frame)
{
  g_autoptr (GError) error = NULL;
  WeftFrame *parsed = weft_frame_parse (frame, strlen (frame), &error);

  g_assert_no_error (error);
  weft_client_session_receive (self->session, parsed);
}

void
weft_test_peer_welcome (WeftTestPeer *self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) results = g_hash_table_get_values_as_ptr_array (self->results);

  weft_frame_begin_welcome (out, ME, WORKSPACE, weft_clock_now (WEFT_CLOCK (self->clock)), self->next_n);
  weft_frame_end_welcome (out, results, NULL, 0);
  weft_test_peer_send (self, out->str);
}

void
weft_test_peer_send_events (WeftTestPeer *self, const char *stream, gint64 first, gint64 last)
{
  g_autoptr (GString) out = g_string_new (NULL);
  WeftPosition position = weft_test_peer_get_position (self, stream, last);
  GPtrArray *log = get_log (self, stream);

  weft_frame_begin_events (out, stream, &position);
  for (gint64 i = first; i <= last; i++)
    weft_frame_add_event (out, log->pdata[i - 1], -1);
  weft_frame_end_events (out);
  weft_test_peer_send (self, out->str);
}

static void
add_rows (WeftTestPeer *self, GString *out, const WeftTable *table, WeftStatement *statement)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < table->n_columns; i++)
    g_ptr_array_add (columns, (gpointer) table->columns[i].name);
  g_ptr_array_add (columns, NULL);

  weft_frame_begin_rows (out, table->name, (const char *const *) columns->pdata);
  while (weft_statement_step (statement, &error) > 0)
    {
      g_autoptr (GString) row = g_string_new (NULL);

      weft_rows_write (table, statement, row);
      weft_frame_add_row (out, row->str);
    }
  g_assert_no_error (error);
  weft_frame_end_rows (out);
}

void
weft_test_peer_send_snapshot (WeftTestPeer *self, const char *stream, guint window)
{
  g_autoptr (GString) out = g_string_new (NULL);
  WeftPosition position = weft_test_peer_get_position (self, stream, get_log (self, stream)->len);
  const WeftTable *const *tables;
  guint n_tables;

  tables = weft_registry_get_tables (self->registry, &n_tables);
  weft_frame_begin_snapshot (out, stream, &position, 0, TRUE);
  for (guint i = 0; i < n_tables; i++)
    {
      WeftStatement *statement;

      statement = tables[i]->window < 0
                    ? weft_database_query (self->database, NULL, weft_rows_select (tables[i]), "t", stream)
                    : weft_database_query (self->database, NULL, weft_rows_select_page (tables[i]), "tii", stream, G_MAXINT64,
                                           (gint64) window);
      add_rows (self, out, tables[i], statement);
    }
  weft_frame_end_snapshot (out);
  weft_test_peer_send (self, out->str);
}

void
weft_test_peer_send_page (WeftTestPeer *self, gint64 request, const char *stream, gint64 before, guint limit, gint64 seq)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const WeftTable *table = &weft_thread_message_table;
  gint64 below;

  weft_database_get_value (self->database, &below, 0, &error, "SELECT count (*) FROM message WHERE stream = ?1 AND ordinal < ?2",
                           "ti", stream, before);
  g_assert_no_error (error);
  weft_frame_begin_page_rows (out, request, stream, seq != 0 ? seq : get_log (self, stream)->len, below > limit);
  add_rows (self, out, table,
            weft_database_query (self->database, NULL, weft_rows_select_page (table), "tii", stream, before, (gint64) limit));
  weft_frame_end_page_rows (out);
  weft_test_peer_send (self, out->str);
}

char *
weft_test_peer_run (WeftTestPeer *self, const WeftFrame *frame)
{
  g_autoptr (GPtrArray) steps = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  WeftFrameHead head = { .stream = frame->stream };
  const char *known = g_hash_table_lookup (self->results, GINT_TO_POINTER (frame->n));

  if (known != NULL && strstr (known, frame->id) != NULL)
    return g_strdup (known);
  if (frame->n < self->next_n)
    {
      error = g_error_new_literal (WEFT_ERROR, known != NULL ? WEFT_ERROR_FORKED : WEFT_ERROR_DONE, "n: used before");
      weft_frame_write_result (out, frame->n, frame->id, NULL, 0, error);
      return g_strdup (out->str);
    }
  g_assert_cmpint (frame->n, ==, self->next_n);
  self->next_n++;

  steps = weft_steps_new (self->registry, frame->op, frame->args, &error);
  for (guint k = 0; steps != NULL && k < steps->len && error == NULL; k++)
    {
      WeftStep *step = steps->pdata[k];
      g_autoptr (WeftPlan) plan = weft_plan_new (self->database, frame->stream, ME, WEFT_ROLE_MEMBER,
                                                 weft_clock_now (WEFT_CLOCK (self->clock)) + 5);
      gconstpointer args = weft_step_settle (step, self->database, frame->stream, ME, NULL, &error);

      if (args == NULL || !step->operation->plan (plan, args, &error))
        break;
      for (guint i = 0; i < weft_plan_get_n_events (plan); i++)
        {
          const WeftPlannedEvent *planned = weft_plan_get_event (plan, i);

          head.seq = log_body (self, frame->stream, ME, planned->event, planned->body);
        }
    }

  weft_frame_write_result (out, frame->n, frame->id, &head, error == NULL ? 1 : 0, error);
  g_hash_table_insert (self->results, GINT_TO_POINTER (frame->n), g_strdup (out->str));

  return g_strdup (out->str);
}

WeftFrame *
weft_test_peer_take (WeftTestPeer *self, WeftFrameType type)
{
  while (self->sent->len > 0)
    {
      WeftFrame *frame = g_ptr_array_steal_index (self->sent, 0);

      if (frame->type == type)
        return frame;
      weft_frame_free (frame);
    }

  return NULL;
}

void
weft_test_peer_connect (WeftTestPeer *self)
{
  g_autoptr (WeftFrame) hello = NULL;
  g_autoptr (WeftFrame) subscribe = NULL;

  weft_client_session_connect (self->session, "test");
  hello = weft_test_peer_take (self, WEFT_FRAME_HELLO);
  g_assert_nonnull (hello);
  weft_test_peer_welcome (self);
  weft_test_peer_tick (self);
  subscribe = weft_test_peer_take (self, WEFT_FRAME_SUBSCRIBE);
  g_assert_nonnull (subscribe);
  g_assert_true (subscribe->mine);

  if (subscribe->positions->len == 0)
    {
      weft_test_peer_send_snapshot (self, USER, 50);
      weft_test_peer_send_snapshot (self, "workspace", 50);
      weft_test_peer_send_snapshot (self, ROOM, 50);
      weft_test_peer_tick (self);
    }
  g_ptr_array_set_size (self->changes, 0);
}

char *
weft_test_peer_submit_send (WeftTestPeer *self, const char *stream, const char *message, const char *text)
{
  g_autoptr (GString) args = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftSubmission submission = { .stream = stream, .op = "thread.send" };

  weft_thread_send_operation.write (&(WeftThreadSend) { .id = message, .text = text }, args);
  submission.args = args->str;
  weft_client_session_submit (self->session, &submission, 1, &error);
  g_assert_no_error (error);
  g_assert_no_error (submission.error);

  return submission.id;
}

void
weft_test_peer_assert_equal (WeftTestPeer *self, const char *stream)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *mine = weft_rows_digest (self->copy->database, self->registry, stream, FALSE, &error);
  g_autofree char *theirs = weft_rows_digest (self->database, self->registry, stream, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (mine, ==, theirs);
}

gint64
weft_test_peer_query (WeftDatabase *database, const char *sql)
{
  gint64 value = 0;
  g_autoptr (GError) error = NULL;

  weft_database_get_value (database, &value, -1, &error, g_intern_string (sql), "");
  g_assert_no_error (error);

  return value;
}

char *
weft_test_message_id (guint i)
{
  return g_strdup_printf ("0190a000-0000-7000-8000-0001%08x", i);
}
