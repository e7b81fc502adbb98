/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Clients write at random, online and offline; frames are delayed, doubled and lost, connections break, programs end.
 * When it has calmed down, every client holds the server's rows, and every message is there once. A failing seed prints itself:
 * WEFT_SEED=n runs only that one, WEFT_SEEDS=n so many. */

#include "serve-fixture.h"

#include <stdlib.h>
#include <string.h>

#include "parts/thread/shared/weft-thread-module.h"
#include "serve/weft-access.h"
#include "serve/weft-history.h"
#include "serve/weft-log.h"
#include "serve/weft-results.h"
#include "store/weft-rows.h"
#include "sync/weft-client-session.h"

#define STEPS 260
#define WINDOW 50

typedef struct
{
  char *frame;
  guint delay;           /* steps */
} Late;

/* One store, and what the server knows of its connection. */
typedef struct
{
  struct _World *world;
  guint index;
  const char *person;
  char *directory;
  WeftCopy *copy;
  WeftClientSession *session;

  gboolean connected;
  GQueue up;             /* of char*: frames to the server */
  GQueue down;           /* of char*: frames from it */
  GQueue late;           /* of Late: doubles that come again */
  char *client;          /* as it said hello */
  gboolean mine;
  GHashTable *subscribed; /* stream → gint64*: last event sent */
} Client;

typedef struct _World
{
  ServeFixture *fixture;
  GRand *random;
  GPtrArray *clients;    /* of Client */
  GHashTable *sent;      /* set of message ids that were put into an outbox */
  GHashTable *discarded; /* of those */
} World;

static guint
pick (World *world, guint n)
{
  return g_rand_int_range (world->random, 0, n);
}

/* ── the client's side ──────────────────────────────────────────────────────────────────────────────── */

static void
on_send (const char *frame, gsize length, gpointer user_data)
{
  Client *client = user_data;

  if (client->connected)
    g_queue_push_tail (&client->up, g_strndup (frame, length));
}

static void
on_changed (WeftChanges *changes, gpointer user_data)
{
}

static void
on_latest (const char *stream, const char *name, const char *person, gint64 value, JsonNode *extra, gpointer user_data)
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

static void disconnect (Client *client);

static void
on_reconnect (gpointer user_data)
{
  Client *client = user_data;

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
clear_late (Client *client)
{
  Late *late;

  while ((late = g_queue_pop_head (&client->late)) != NULL)
    {
      g_free (late->frame);
      g_free (late);
    }
}

static void
start_program (Client *client)
{
  g_autoptr (GError) error = NULL;

  client->copy = weft_copy_open (client->world->fixture->registry, client->directory, WEFT_CLOCK (client->world->fixture->clock), &error);
  g_assert_no_error (error);
  client->copy->strict = TRUE;
  client->session = weft_client_session_new (client->copy, &events, client);
}

static void
end_program (Client *client)
{
  client->connected = FALSE;
  g_clear_pointer (&client->session, weft_client_session_free);
  g_clear_pointer (&client->copy, weft_copy_free);
}

static void
tick (Client *client)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; weft_client_session_get_due (client->session) <= weft_clock_monotonic (WEFT_CLOCK (client->world->fixture->clock)); i++)
    {
      g_assert_cmpuint (i, <, 1000);
      weft_client_session_tick (client->session, &error);
      g_assert_no_error (error);
    }
}

static void
connect_client (Client *client)
{
  disconnect (client);
  client->connected = TRUE;
  weft_client_session_connect (client->session, "test");
}

static void
disconnect (Client *client)
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

static char *
query_text (WeftDatabase *database, const char *sql, const char *types, const char *a, const char *b)
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
static char *
pick_text (World *world, WeftDatabase *database, const char *sql, const char *types, const char *a, const char *b)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  WeftStatement *statement = weft_database_query (database, &error, sql, types, a, b);

  g_assert_no_error (error);
  while (weft_statement_step (statement, &error) > 0)
    g_ptr_array_add (all, weft_statement_dup_text (statement, 0));
  g_assert_no_error (error);

  return all->len > 0 ? g_strdup (all->pdata[pick (world, all->len)]) : NULL;
}

/* Something that a person might do; what makes no sense is refused here or there, which is part of the test. */
static void
write_something (Client *client)
{
  World *world = client->world;
  WeftClock *clock = WEFT_CLOCK (world->fixture->clock);
  WeftDatabase *database = client->copy->database;
  g_autofree char *room = pick_text (world, database, "SELECT stream FROM room ORDER BY created_at, name", "", NULL, NULL);
  g_autofree char *message = NULL;
  g_autofree char *id = weft_id_new (clock);
  g_autofree char *args = NULL;
  g_autofree char *stream = NULL;
  g_autofree char *own = NULL;
  WeftSubmission submission = { 0 };
  g_autoptr (GError) error = NULL;
  guint what = pick (world, 100);

  if (room == NULL || what < 4)
    {
      stream = g_strconcat ("room/", id, NULL);
      args = g_strdup_printf ("{\"kind\":\"room\",\"name\":\"Room %u\",\"topic\":\"\",\"members\":[\"%s\"]}", pick (world, 1000),
                              ((Client *) world->clients->pdata[pick (world, world->clients->len)])->person);
      submission = (WeftSubmission) { .stream = stream, .op = "chat.create-room", .args = args };
    }
  else if (what < 64)
    {
      args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"text %u\"}", id, pick (world, 100000));
      submission = (WeftSubmission) { .stream = room, .op = "thread.send", .args = args };
    }
  else if (what < 84)
    {
      message = pick_text (world, database, "SELECT id FROM message WHERE stream = ?1 AND author = ?2 ORDER BY ordinal", "tt", room, client->person);
      if (message == NULL)
        return;
      if (what < 78)
        args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"edited %u\"}", message, pick (world, 100000));
      else
        args = g_strdup_printf ("{\"id\":\"%s\"}", message);
      submission = (WeftSubmission) { .stream = room, .op = what < 78 ? "thread.edit" : "thread.delete", .args = args };
    }
  else if (what < 90)
    {
      own = g_strconcat ("user/", client->person, NULL);
      args = g_strdup_printf ("{\"target\":\"%s\",\"text\":\"%s\"}", room, what < 87 ? "a draft" : "");
      submission = (WeftSubmission) { .stream = own, .op = "thread.save-draft", .args = args };
    }
  else if (what < 97)
    {
      args = g_strdup_printf ("{\"person\":\"%s\"%s}", ((Client *) world->clients->pdata[pick (world, world->clients->len)])->person,
                              what < 95 ? ",\"role\":\"member\"" : "");
      submission = (WeftSubmission) { .stream = room, .op = what < 95 ? "people.add-member" : "people.remove-member", .args = args };
    }
  else
    {
      args = g_strdup_printf ("{\"name\":\"Renamed %u\",\"topic\":\"\"}", pick (world, 1000));
      submission = (WeftSubmission) { .stream = room, .op = "chat.set-room", .args = args };
    }

  weft_client_session_submit (client->session, &submission, 1, &error);
  g_assert_no_error (error);
  g_assert_no_error (submission.error);
  if (g_str_equal (submission.op, "thread.send"))
    g_hash_table_add (world->sent, g_strdup (id));
  g_free (submission.id);
}

/* ── the server's side ──────────────────────────────────────────────────────────────────────────────── */

static void
push_down (Client *client, const char *frame)
{
  g_queue_push_tail (&client->down, g_strdup (frame));
}

static void
push_bytes (Client *client, GBytes *bytes)
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

  statement = table->window < 0 ? weft_database_query (database, &error, weft_rows_select (table), "t", stream)
                                : weft_database_query (database, &error, weft_rows_select_page (table), "tii", stream, G_MAXINT64, (gint64) WINDOW);
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
set_subscribed (Client *client, const char *stream, gint64 seq)
{
  g_hash_table_insert (client->subscribed, g_strdup (stream), g_memdup2 (&seq, sizeof seq));
}

static void
send_snapshot (Client *client, WeftDatabase *database, const char *stream)
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
send_events (Client *client, WeftDatabase *database, const char *stream, gint64 after)
{
  g_autoptr (GError) error = NULL;
  WeftHead head;

  weft_log_read_head (database, stream, &head, &error);
  g_assert_no_error (error);
  while (after < head.head)
    {
      WeftPosition position;
      g_autoptr (GBytes) frame = weft_history_read (database, stream, head.epoch, after, head.head, &position, &error);

      g_assert_no_error (error);
      g_assert_nonnull (frame);
      push_bytes (client, frame);
      after = position.seq;
    }
  set_subscribed (client, stream, after);
}

/* What every connected client of `mine` should hear of now. */
static void
fan_out (World *world)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (world->fixture->engine, &error);

  g_assert_no_error (error);
  weft_database_begin_read (database, &error);
  for (guint i = 0; i < world->clients->len; i++)
    {
      Client *client = world->clients->pdata[i];
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
  Client *client;
  gint64 acknowledged;
  gint64 next;
  GPtrArray *results;
} Greeting;

static gboolean
greet (WeftDatabase *database, gpointer user_data, GError **error)
{
  Greeting *greeting = user_data;

  return weft_results_greet (database, greeting->client->client, greeting->client->person, serve_id ("holder"), greeting->acknowledged, &greeting->next,
                             &greeting->results, error);
}

static gboolean
forget (WeftDatabase *database, gpointer user_data, GError **error)
{
  Greeting *greeting = user_data;

  return weft_results_acknowledge (database, greeting->client->client, greeting->client->person, greeting->acknowledged, error);
}

static void
take_subscribe (Client *client, const WeftFrame *frame)
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
take_page (Client *client, const WeftFrame *frame)
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
      page = weft_history_page (database, client->world->fixture->registry, frame->request, frame->stream, frame->table, frame->before,
                                frame->limit, head.head, &error);
      g_assert_no_error (error);
      push_bytes (client, page);
    }
  weft_database_rollback (database);
  weft_engine_release_reader (client->world->fixture->engine, database);
}

static void
take_operation (Client *client, const char *text, const WeftFrame *frame)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  g_autofree char *args = json_to_string (json_object_get_member (json_node_get_object (root), "args"), FALSE);
  WeftRequest request = {
    .client = client->client, .person = client->person, .n = frame->n, .id = frame->id,
    .stream = frame->stream, .op = frame->op, .args = args,
  };
  g_autoptr (GBytes) result = weft_engine_run_now (client->world->fixture->engine, &request, &error);

  g_assert_no_error (error);

  /* The answer before the events, or after them: both happen. */
  if (pick (client->world, 2) == 0)
    {
      push_bytes (client, result);
      fan_out (client->world);
    }
  else
    {
      fan_out (client->world);
      push_bytes (client, result);
    }
}

static void
take_up (Client *client)
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
        weft_frame_begin_welcome (out, client->person, weft_engine_get_workspace (client->world->fixture->engine),
                                  weft_clock_now (WEFT_CLOCK (client->world->fixture->clock)), greeting.next);
        weft_frame_end_welcome (out, greeting.results, NULL, 0);
        push_down (client, out->str);
        g_ptr_array_unref (greeting.results);
      }
      break;
    case WEFT_FRAME_SUBSCRIBE:
      take_subscribe (client, frame);
      fan_out (client->world);
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
receive (Client *client, const char *text)
{
  g_autoptr (GError) error = NULL;
  WeftFrame *frame = weft_frame_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  weft_client_session_receive (client->session, frame);
}

/* One frame comes down; when the network is bad, events may be lost, come again, or come again much later. */
static void
take_down (Client *client, gboolean bad)
{
  g_autofree char *text = g_queue_pop_head (&client->down);

  if (text == NULL)
    return;

  if (bad && g_str_has_prefix (text, "{\"type\":\"events\""))
    {
      switch (pick (client->world, 12))
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
            late->delay = pick (client->world, 40);
            g_queue_push_tail (&client->late, late);
          }
          break;
        default:
          break;
        }
    }
  receive (client, text);
}

static void
take_late (Client *client)
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
static void
send_heads (Client *client)
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
  weft_frame_write_heartbeat (out, weft_clock_now (WEFT_CLOCK (client->world->fixture->clock)), (WeftFrameHead *) heads->data, heads->len);
  push_down (client, out->str);
}

/* ── the test ───────────────────────────────────────────────────────────────────────────────────────── */

static void
add_client (World *world, const char *word)
{
  Client *client = g_new0 (Client, 1);
  g_autoptr (GError) error = NULL;

  client->world = world;
  client->index = world->clients->len;
  client->person = serve_id (word);
  client->directory = g_dir_make_tmp ("weft-engine-XXXXXX", &error);
  g_assert_no_error (error);
  client->subscribed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_ptr_array_add (world->clients, client);
  start_program (client);
}

static void
client_free (gpointer data)
{
  Client *client = data;

  disconnect (client);
  end_program (client);
  g_hash_table_unref (client->subscribed);
  serve_remove_directory (client->directory);
  g_free (client->directory);
  g_free (client);
}

static void
step (World *world)
{
  Client *client = world->clients->pdata[pick (world, world->clients->len)];
  guint what = pick (world, 100);

  weft_manual_clock_advance (world->fixture->clock, pick (world, 60));
  if (what < 30)
    write_something (client);
  else if (what < 34)
    connect_client (client);
  else if (what < 37)
    disconnect (client);
  else if (what < 40)
    {
      end_program (client);
      g_hash_table_remove_all (client->subscribed);
      start_program (client);
      disconnect (client);
    }
  else if (what < 42 && client->connected)
    send_heads (client);
  else
    for (guint i = 0; i < 6; i++)
      {
        if (client->connected)
          take_up (client);
        if (client->connected)
          take_down (client, TRUE);
      }

  if (client->connected)
    take_late (client);
  tick (client);
}

static void
on_page (gboolean more, const GError *error, gpointer user_data)
{
  int *answer = user_data;

  *answer = error != NULL ? -1 : more;
}

static void
exchange (World *world)
{
  for (guint i = 0; i < world->clients->len; i++)
    {
      Client *client = world->clients->pdata[i];

      if (!client->connected)
        connect_client (client);
      while (client->connected && client->up.length + client->down.length > 0)
        {
          take_up (client);
          take_down (client, FALSE);
          tick (client);
        }
      tick (client);
    }
}

/* The network is good again: everything gets where it belongs. */
static void
calm_down (World *world)
{
  for (guint i = 0; i < world->clients->len; i++)
    {
      Client *client = world->clients->pdata[i];

      clear_late (client);
      connect_client (client);
    }
  for (guint round = 0; round < 40; round++)
    {
      exchange (world);
      weft_manual_clock_advance (world->fixture->clock, 1000);
      if (round % 8 == 7)
        for (guint i = 0; i < world->clients->len; i++)
          send_heads (world->clients->pdata[i]);
    }

  /* And all history. */
  for (guint i = 0; i < world->clients->len; i++)
    {
      Client *client = world->clients->pdata[i];
      g_auto (GStrv) streams = NULL;
      g_autoptr (GError) error = NULL;
      WeftDatabase *database = weft_engine_acquire_reader (world->fixture->engine, &error);

      streams = weft_access_get_streams (database, client->person, &error);
      weft_engine_release_reader (world->fixture->engine, database);
      for (char **stream = streams; *stream != NULL; stream++)
        for (guint tries = 0; g_str_has_prefix (*stream, "room/"); tries++)
          {
            int answer = 2;

            g_assert_cmpuint (tries, <, 20);
            weft_client_session_load_page (client->session, *stream, "message", G_MAXINT64, 100000, on_page, &answer);
            for (guint round = 0; round < 20 && answer == 2; round++)
              exchange (world);
            if (answer == FALSE)
              break;
          }
    }
}

static void
check (World *world)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (world->fixture->engine, &error);
  GHashTableIter iter;
  gpointer id;

  g_assert_no_error (error);
  for (guint i = 0; i < world->clients->len; i++)
    {
      Client *client = world->clients->pdata[i];
      g_auto (GStrv) streams = weft_access_get_streams (database, client->person, &error);
      g_autofree char *pending = NULL;
      g_autofree char *rooms = NULL;

      /* What is left was refused. */
      pending = query_text (client->copy->database, "SELECT op || ' ' || state FROM outbox WHERE state <> 3", "", NULL, NULL);
      g_assert_cmpstr (pending, ==, NULL);

      for (char **stream = streams; *stream != NULL; stream++)
        {
          g_autofree char *mine = weft_rows_digest (client->copy->database, world->fixture->registry, *stream, FALSE, &error);
          g_autofree char *theirs = weft_rows_digest (database, world->fixture->registry, *stream, FALSE, &error);

          g_assert_no_error (error);
          if (g_strcmp0 (mine, theirs) != 0)
            g_test_message ("client %u differs in %s", client->index, *stream);
          g_assert_cmpstr (mine, ==, theirs);
        }

      /* Nothing of what is not theirs. */
      rooms = query_text (client->copy->database,
                          "SELECT stream FROM message WHERE NOT EXISTS (SELECT 1 FROM member WHERE member.stream = message.stream AND person = ?1)",
                          "t", client->person, NULL);
      g_assert_cmpstr (rooms, ==, NULL);
    }

  /* Every message that somebody wrote is with the server, or was refused and is still with its author. */
  g_hash_table_iter_init (&iter, world->sent);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autofree char *text = query_text (database, "SELECT text FROM message WHERE id = ?1", "t", id, NULL);

      for (guint i = 0; i < world->clients->len && text == NULL; i++)
        {
          Client *client = world->clients->pdata[i];
          g_autofree char *like = g_strdup_printf ("%%%s%%", (const char *) id);

          text = query_text (client->copy->database, "SELECT args FROM outbox WHERE state = 3 AND args LIKE ?1", "t", like, NULL);
        }
      g_assert_nonnull (text);
    }

  weft_engine_release_reader (world->fixture->engine, database);
}

static void
run_seed (guint seed)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  World world = { .fixture = fixture };

  g_test_message ("WEFT_SEED=%u", seed);
  world.random = g_rand_new_with_seed (seed);
  world.clients = g_ptr_array_new_with_free_func (client_free);
  world.sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  serve_found (fixture);
  serve_join (fixture, "ben", "member");
  serve_join (fixture, "cleo", "member");
  serve_room (fixture, serve_id ("anna"), "lobby", "ben,cleo");
  add_client (&world, "anna");
  add_client (&world, "ben");
  add_client (&world, "cleo");
  add_client (&world, "anna"); /* her other computer */

  for (guint i = 0; i < world.clients->len; i++)
    connect_client (world.clients->pdata[i]);
  exchange (&world);
  for (guint i = 0; i < STEPS; i++)
    step (&world);
  calm_down (&world);
  check (&world);

  g_ptr_array_unref (world.clients);
  g_hash_table_unref (world.sent);
  g_rand_free (world.random);
}

static void
test_seeds (void)
{
  const char *one = g_getenv ("WEFT_SEED");
  const char *many = g_getenv ("WEFT_SEEDS");
  guint n = many != NULL ? atoi (many) : 12;

  if (one != NULL)
    {
      run_seed (atoi (one));
      return;
    }
  for (guint seed = 1; seed <= n; seed++)
    run_seed (seed);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/convergence", test_seeds);

  return g_test_run ();
}
