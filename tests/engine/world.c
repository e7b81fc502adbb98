/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <string.h>

#include "serve/weft-access.h"
#include "serve/weft-history.h"
#include "serve/weft-log.h"
#include "serve/weft-results.h"
#include "store/weft-rows.h"

#define WINDOW 50

typedef struct
{
  char *frame;
  guint delay; /* steps */
} Late;

guint
world_pick (World *world, guint n)
{
  return g_rand_int_range (world->random, 0, n);
}

/* ── the client's side ──────────────────────────────────────────────────────────────────────────────── */

static void
on_send (const char *frame, gsize length, gpointer user_data)
{
  WorldClient *client = user_data;

  if (client->connected)
    g_queue_push_tail (&client->up, g_strndup (frame, length));
}

static void
on_changed (WeftChanges *changes, gpointer user_data)
{
}

static void
on_latest (const char *stream,
           const char *name,
           const char *person,
           gint64 value,
           JsonNode *extra,
           gpointer user_data)
{
}

static void
on_presence (const char *person, const char *state, gint64 seen, gpointer user_data)
{
}

static void
on_revoked (const char *stream, const char *title, gpointer user_data)
{
}

static void
on_settled (const char *id, const GError *error, gpointer user_data)
{
}

static void
on_updated (gpointer user_data)
{
}

static void
on_reconnect (gpointer user_data)
{
  WorldClient *client = user_data;

  /* Not from inside the session: the next step connects it again. */
  client->connected = FALSE;
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
clear_queue (GQueue *queue)
{
  char *frame;

  while ((frame = g_queue_pop_head (queue)) != NULL)
    g_free (frame);
}

static void
clear_late (WorldClient *client)
{
  Late *late;

  while ((late = g_queue_pop_head (&client->late)) != NULL)
    {
      g_free (late->frame);
      g_free (late);
    }
}

void
world_client_start (WorldClient *client)
{
  g_autoptr (GError) error = NULL;

  client->copy = weft_copy_open (client->world->fixture->registry, client->directory,
                                 WEFT_CLOCK (client->world->fixture->clock), &error);
  g_assert_no_error (error);
  client->copy->strict = TRUE;
  client->session = weft_client_session_new (client->copy, &events, client);
}

void
world_client_end (WorldClient *client)
{
  if (client->session == NULL)
    return;

  world_client_disconnect (client);
  g_clear_pointer (&client->session, weft_client_session_free);
  g_clear_pointer (&client->copy, weft_copy_free);
}

void
world_client_tick (WorldClient *client)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; weft_client_session_get_due (client->session)
                    <= weft_clock_monotonic (WEFT_CLOCK (client->world->fixture->clock));
       i++)
    {
      g_assert_cmpuint (i, <, 1000);
      weft_client_session_tick (client->session, &error);
      g_assert_no_error (error);
    }
}

void
world_client_connect (WorldClient *client)
{
  world_client_disconnect (client);
  client->connected = TRUE;
  weft_client_session_connect (client->session, "test");
}

void
world_client_disconnect (WorldClient *client)
{
  client->connected = FALSE;
  clear_queue (&client->up);
  clear_queue (&client->down);
  clear_late (client);
  client->mine = FALSE;
  g_clear_pointer (&client->client, g_free);
  g_hash_table_remove_all (client->subscribed);
  weft_client_session_disconnect (client->session);
}

char *
world_query (WeftDatabase *database, const char *sql, const char *types, const char *a, const char *b)
{
  g_autoptr (GError) error = NULL;
  WeftStatement *statement = weft_database_query (database, &error, sql, types, a, b);
  char *text = NULL;

  g_assert_no_error (error);
  if (weft_statement_step (statement, &error) > 0)
    {
      text = weft_statement_dup_text (statement, 0);
      weft_statement_reset (statement);
    }
  g_assert_no_error (error);

  return text;
}

/* One of the first column of @sql, by the seed. */
char *
world_pick_text (
    World *world, WeftDatabase *database, const char *sql, const char *types, const char *a, const char *b)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  WeftStatement *statement = weft_database_query (database, &error, sql, types, a, b);

  g_assert_no_error (error);
  while (weft_statement_step (statement, &error) > 0)
    g_ptr_array_add (all, weft_statement_dup_text (statement, 0));
  g_assert_no_error (error);

  return all->len > 0 ? g_strdup (all->pdata[world_pick (world, all->len)]) : NULL;
}

/* ── the server's side ──────────────────────────────────────────────────────────────────────────────── */

static void
push_down (WorldClient *client, const char *frame)
{
  g_queue_push_tail (&client->down, g_strdup (frame));
}

static void
push_bytes (WorldClient *client, GBytes *bytes)
{
  g_queue_push_tail (&client->down, g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
}

static void
add_rows (WeftDatabase *database, GString *out, const WeftTable *table, const char *stream)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  WeftStatement *statement;

  for (guint i = 0; i < table->n_columns; i++)
    g_ptr_array_add (columns, (gpointer) table->columns[i].name);
  g_ptr_array_add (columns, NULL);

  statement = table->window < 0
                  ? weft_database_query (database, &error, weft_rows_select (table), "t", stream)
                  : weft_database_query (database, &error, weft_rows_select_page (table), "tii", stream,
                                         G_MAXINT64, (gint64) WINDOW);
  g_assert_no_error (error);
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

static void
set_subscribed (WorldClient *client, const char *stream, gint64 seq)
{
  g_hash_table_insert (client->subscribed, g_strdup (stream), g_memdup2 (&seq, sizeof seq));
}

static void
send_snapshot (WorldClient *client, WeftDatabase *database, const char *stream)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const WeftTable *const *tables;
  guint n_tables;
  WeftPosition position;
  WeftHead head;

  weft_log_read_head (database, stream, &head, &error);
  g_assert_no_error (error);
  weft_head_get_position (&head, &position);
  tables = weft_registry_get_tables (client->world->fixture->registry, &n_tables);

  /* In two pages, one of which may get lost with the connection. */
  for (guint page = 0; page < 2; page++)
    {
      g_string_truncate (out, 0);
      weft_frame_begin_snapshot (out, stream, &position, page, page == 1);
      for (guint i = page; i < n_tables; i += 2)
        add_rows (database, out, tables[i], stream);
      weft_frame_end_snapshot (out);
      push_down (client, out->str);
    }
  set_subscribed (client, stream, head.head);
}

static void
send_events (WorldClient *client, WeftDatabase *database, const char *stream, gint64 after)
{
  g_autoptr (GError) error = NULL;
  WeftHead head;

  weft_log_read_head (database, stream, &head, &error);
  g_assert_no_error (error);
  while (after < head.head)
    {
      WeftPosition position;
      g_autoptr (GBytes) frame
          = weft_history_read (database, stream, head.epoch, after, head.head, &position, &error);

      g_assert_no_error (error);
      g_assert_nonnull (frame);
      push_bytes (client, frame);
      after = position.seq;
    }
  set_subscribed (client, stream, after);
}

void
world_fan_out (World *world)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (world->fixture->engine, &error);

  g_assert_no_error (error);
  weft_database_begin_read (database, &error);
  for (guint i = 0; i < world->clients->len; i++)
    {
      WorldClient *client = world->clients->pdata[i];
      g_auto (GStrv) streams = NULL;
      GHashTableIter iter;
      gpointer stream;

      if (!client->connected || !client->mine)
        continue;

      streams = weft_access_get_streams (database, client->person, &error);
      g_assert_no_error (error);
      for (char **s = streams; *s != NULL; s++)
        {
          gint64 *seq = g_hash_table_lookup (client->subscribed, *s);

          if (seq == NULL)
            send_snapshot (client, database, *s);
          else
            send_events (client, database, *s, *seq);
        }

      g_hash_table_iter_init (&iter, client->subscribed);
      while (g_hash_table_iter_next (&iter, &stream, NULL))
        if (!g_strv_contains ((const char *const *) streams, stream))
          {
            g_autoptr (GString) out = g_string_new (NULL);

            weft_frame_write_revoked (out, stream);
            push_down (client, out->str);
            g_hash_table_iter_remove (&iter);
          }
    }
  weft_database_rollback (database);
  weft_engine_release_reader (world->fixture->engine, database);
}

typedef struct
{
  WorldClient *client;
  gint64 acknowledged;
  gint64 next;
  GPtrArray *results;
} Greeting;

static gboolean
greet (WeftDatabase *database, gpointer user_data, GError **error)
{
  Greeting *greeting = user_data;

  return weft_results_greet (database, greeting->client->client, greeting->client->person,
                             serve_id ("holder"), greeting->acknowledged, &greeting->next, &greeting->results,
                             error);
}

static gboolean
forget (WeftDatabase *database, gpointer user_data, GError **error)
{
  Greeting *greeting = user_data;

  return weft_results_acknowledge (database, greeting->client->client, greeting->client->person,
                                   greeting->acknowledged, error);
}

static void
take_subscribe (WorldClient *client, const WeftFrame *frame)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (client->world->fixture->engine, &error);

  g_assert_no_error (error);
  weft_database_begin_read (database, &error);
  for (guint i = 0; i < frame->positions->len; i++)
    {
      const WeftFramePosition *asked = &g_array_index (frame->positions, WeftFramePosition, i);
      const char *reason = NULL;
      WeftHead head;

      if (weft_access_get_role (database, asked->stream, client->person, &error) == WEFT_ROLE_NONE)
        {
          g_autoptr (GString) out = g_string_new (NULL);

          weft_frame_write_revoked (out, asked->stream);
          push_down (client, out->str);
          continue;
        }
      weft_log_read_head (database, asked->stream, &head, &error);
      if (!asked->fresh)
        weft_log_check (database, asked->stream, &head, &asked->position, &reason, &error);
      g_assert_no_error (error);
      if (asked->fresh || reason != NULL)
        {
          g_autoptr (GString) out = g_string_new (NULL);

          weft_frame_write_reset (out, asked->stream, reason != NULL ? reason : "epoch");
          push_down (client, out->str);
          send_snapshot (client, database, asked->stream);
        }
      else
        {
          send_events (client, database, asked->stream, asked->position.seq);
        }
    }
  weft_database_rollback (database);
  weft_engine_release_reader (client->world->fixture->engine, database);
  client->mine = client->mine || frame->mine;
}

static void
take_page (WorldClient *client, const WeftFrame *frame)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (client->world->fixture->engine, &error);
  gint64 *seq = g_hash_table_lookup (client->subscribed, frame->stream);

  g_assert_no_error (error);
  weft_database_begin_read (database, &error);
  if (seq != NULL)
    {
      g_autoptr (GBytes) page = NULL;
      WeftHead head;

      /* In the stream's order: what came before the rows is sent before them. */
      send_events (client, database, frame->stream, *seq);
      weft_log_read_head (database, frame->stream, &head, &error);
      page = weft_history_page (database, client->world->fixture->registry, frame->request, frame->stream,
                                frame->table, frame->before, frame->limit, head.head, &error);
      g_assert_no_error (error);
      push_bytes (client, page);
    }
  weft_database_rollback (database);
  weft_engine_release_reader (client->world->fixture->engine, database);
}

static void
take_operation (WorldClient *client, const char *text, const WeftFrame *frame)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  g_autofree char *args
      = json_to_string (json_object_get_member (json_node_get_object (root), "args"), FALSE);
  WeftRequest request = {
    .client = client->client,
    .person = client->person,
    .n = frame->n,
    .id = frame->id,
    .stream = frame->stream,
    .op = frame->op,
    .args = args,
  };
  g_autoptr (GBytes) result = weft_engine_run_now (client->world->fixture->engine, &request, &error);

  g_assert_no_error (error);

  /* The answer before the events, or after them: both happen. */
  if (world_pick (client->world, 2) == 0)
    {
      push_bytes (client, result);
      world_fan_out (client->world);
    }
  else
    {
      world_fan_out (client->world);
      push_bytes (client, result);
    }
}

void
world_client_take_up (WorldClient *client)
{
  g_autofree char *text = g_queue_pop_head (&client->up);
  g_autoptr (WeftFrame) frame = NULL;
  g_autoptr (GError) error = NULL;
  Greeting greeting = { .client = client };

  if (text == NULL)
    return;

  frame = weft_frame_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  greeting.acknowledged = frame->type == WEFT_FRAME_ACKNOWLEDGE ? frame->n : frame->acknowledged;

  switch (frame->type)
    {
    case WEFT_FRAME_HELLO:
      {
        g_autoptr (GString) out = g_string_new (NULL);

        g_set_str (&client->client, frame->client);
        weft_engine_call (client->world->fixture->engine, greet, &greeting, &error);
        g_assert_no_error (error);
        weft_frame_begin_welcome (out, client->person,
                                  weft_engine_get_workspace (client->world->fixture->engine),
                                  weft_clock_now (WEFT_CLOCK (client->world->fixture->clock)), greeting.next);
        weft_frame_end_welcome (out, greeting.results, NULL, 0);
        push_down (client, out->str);
        g_ptr_array_unref (greeting.results);
      }
      break;
    case WEFT_FRAME_SUBSCRIBE:
      take_subscribe (client, frame);
      world_fan_out (client->world);
      break;
    case WEFT_FRAME_OPERATION:
      take_operation (client, text, frame);
      break;
    case WEFT_FRAME_ACKNOWLEDGE:
      weft_engine_call (client->world->fixture->engine, forget, &greeting, &error);
      g_assert_no_error (error);
      break;
    case WEFT_FRAME_PAGE:
      take_page (client, frame);
      break;
    default:
      break;
    }
}

static void
receive (WorldClient *client, const char *text)
{
  g_autoptr (GError) error = NULL;
  WeftFrame *frame = weft_frame_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  weft_client_session_receive (client->session, frame);
}

/* One frame comes down; when the network is bad, events may be lost, come again, or come again much later. */
void
world_client_take_down (WorldClient *client, gboolean bad)
{
  g_autofree char *text = g_queue_pop_head (&client->down);

  if (text == NULL)
    return;

  if (bad && g_str_has_prefix (text, "{\"type\":\"events\""))
    {
      switch (world_pick (client->world, 12))
        {
        case 0:
          return;
        case 1:
          receive (client, text);
          break;
        case 2:
          {
            Late *late = g_new0 (Late, 1);

            late->frame = g_strdup (text);
            late->delay = world_pick (client->world, 40);
            g_queue_push_tail (&client->late, late);
          }
          break;
        default:
          break;
        }
    }
  receive (client, text);
}

void
world_client_take_late (WorldClient *client)
{
  for (GList *l = client->late.head; l != NULL;)
    {
      Late *late = l->data;
      GList *next = l->next;

      if (late->delay-- == 0)
        {
          receive (client, late->frame);
          g_free (late->frame);
          g_free (late);
          g_queue_delete_link (&client->late, l);
        }
      l = next;
    }
}

/* The beat: where the streams stand. */
void
world_client_send_heads (WorldClient *client)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (client->world->fixture->engine, &error);
  g_autoptr (GArray) heads = g_array_new (FALSE, FALSE, sizeof (WeftFrameHead));
  g_autoptr (GString) out = g_string_new (NULL);
  GHashTableIter iter;
  gpointer stream;

  weft_database_begin_read (database, &error);
  g_hash_table_iter_init (&iter, client->subscribed);
  while (g_hash_table_iter_next (&iter, &stream, NULL))
    {
      WeftFrameHead frame_head = { .stream = stream };
      WeftHead head;

      weft_log_read_head (database, stream, &head, &error);
      frame_head.seq = head.head;
      g_array_append_val (heads, frame_head);
    }
  weft_database_rollback (database);
  weft_engine_release_reader (client->world->fixture->engine, database);
  weft_frame_write_heartbeat (out, weft_clock_now (WEFT_CLOCK (client->world->fixture->clock)), TRUE,
                              (WeftFrameHead *) heads->data, heads->len);
  push_down (client, out->str);
}

/* ── all of it ──────────────────────────────────────────────────────────────────────────────────────── */

static void
client_free (gpointer data)
{
  WorldClient *client = data;

  world_client_end (client);
  g_hash_table_unref (client->subscribed);
  serve_remove_directory (client->directory);
  g_free (client->directory);
  g_free (client);
}

static void
on_page (gboolean more, const GError *error, gpointer user_data)
{
  int *answer = user_data;

  *answer = error != NULL ? -1 : more;
}

void
world_exchange (World *world)
{
  world_fan_out (world);
  for (guint i = 0; i < world->clients->len; i++)
    {
      WorldClient *client = world->clients->pdata[i];

      if (!client->connected)
        world_client_connect (client);
      while (client->connected && client->up.length + client->down.length > 0)
        {
          world_client_take_up (client);
          world_client_take_down (client, FALSE);
          world_client_tick (client);
        }
      world_client_tick (client);
    }
}

static void
load_all (WorldClient *client, const char *stream, const char *table)
{
  int answer = TRUE;

  for (guint tries = 0; answer == TRUE; tries++)
    {
      answer = 2;
      g_assert_cmpuint (tries, <, 20);
      weft_client_session_load_page (client->session, stream, table, G_MAXINT64, 100000, on_page, &answer);
      for (guint round = 0; round < 20 && answer == 2; round++)
        world_exchange (client->world);
    }
}

void
world_calm_down (World *world)
{
  const WeftTable *const *tables;
  guint n_tables;

  tables = weft_registry_get_tables (world->fixture->registry, &n_tables);
  for (guint i = 0; i < world->clients->len; i++)
    {
      WorldClient *client = world->clients->pdata[i];

      clear_late (client);
      world_client_connect (client);
    }
  for (guint round = 0; round < 40; round++)
    {
      world_exchange (world);
      weft_manual_clock_advance (world->fixture->clock, 1000);
      if (round % 8 == 7)
        for (guint i = 0; i < world->clients->len; i++)
          world_client_send_heads (world->clients->pdata[i]);
    }

  /* And all history. */
  for (guint i = 0; i < world->clients->len; i++)
    {
      WorldClient *client = world->clients->pdata[i];
      g_auto (GStrv) streams = NULL;
      g_autoptr (GError) error = NULL;
      WeftDatabase *database = weft_engine_acquire_reader (world->fixture->engine, &error);

      streams = weft_access_get_streams (database, client->person, &error);
      weft_engine_release_reader (world->fixture->engine, database);
      for (char **stream = streams; *stream != NULL; stream++)
        for (guint t = 0; t < n_tables; t++)
          if (tables[t]->window >= 0)
            load_all (client, *stream, tables[t]->name);
    }
}

/* ── coming and going ───────────────────────────────────────────────────────────────────────────────── */

static void
on_members (const char *stream, const char *person, WeftRole role, gpointer user_data)
{
}

static void
on_sessions (const char *person, gpointer user_data)
{
}

static void
on_stored (
    const char *stream, gint64 first, GPtrArray *stored, const WeftPosition *position, gpointer user_data)
{
  World *world = user_data;

  if (world->on_event == NULL)
    return;
  for (guint i = 0; i < stored->len; i++)
    {
      gsize length;
      const char *data = g_bytes_get_data (stored->pdata[i], &length);
      g_auto (WeftStoredEvent) event = { 0 };
      g_autoptr (GError) error = NULL;

      weft_stored_event_parse (&event, world->registry, stream, data, length, &error);
      g_assert_no_error (error);
      world->on_event (stream, &event, world->user_data);
    }
}

World *
world_new (guint seed, WorldEventFunc on_event, gpointer user_data)
{
  static const WeftSubscriber subscriber = { on_stored, on_members, on_sessions };
  World *self = g_new0 (World, 1);

  self->random = g_rand_new_with_seed (seed);
  self->clients = g_ptr_array_new_with_free_func (client_free);
  self->registry = weft_registry_new (weft_modules);
  self->on_event = on_event;
  self->user_data = user_data;
  self->fixture = serve_fixture_new_with (weft_server_modules, &subscriber, self);
  self->jobs = weft_job_runner_new (self->fixture->engine);

  return self;
}

void
world_close (World *self)
{
  g_clear_pointer (&self->jobs, weft_job_runner_free);
  g_clear_object (&self->fixture->engine);
}

void
world_free (World *self)
{
  g_ptr_array_unref (self->clients);
  world_close (self);
  g_clear_pointer (&self->fixture, serve_fixture_free);
  g_clear_object (&self->registry);
  g_rand_free (self->random);
  g_free (self);
}

WorldClient *
world_add_client (World *world, const char *word)
{
  WorldClient *client = g_new0 (WorldClient, 1);
  g_autoptr (GError) error = NULL;

  client->world = world;
  client->index = world->clients->len;
  client->person = serve_id (word);
  client->directory = g_dir_make_tmp ("weft-engine-XXXXXX", &error);
  g_assert_no_error (error);
  client->subscribed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_ptr_array_add (world->clients, client);
  world_client_start (client);

  return client;
}
