/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-fixture.h"

#include "parts/conflict/server/weft-conflict-server.h"
#include "parts/people/server/weft-people-server.h"
#include "features/chat/server/weft-chat-server.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "serve/weft-baseline.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-history.h"
#include "serve/weft-log.h"
#include "serve/weft-snapshots.h"
#include "store/weft-rows.h"
#include "store/weft-sqlite.h"

#include "test-database.h"

/* The log and what it adds up to; commits of many operations; disks that fail. */

/* A handler which stumbles as long as it is told to. */
static gint stumbling;

static gboolean
stumble (WeftHandling *handling, gconstpointer args, GError **error)
{
  if (g_atomic_int_get (&stumbling) == 0)
    return weft_handling_plan (handling, error);

  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "stumbled");
  return FALSE;
}

static const WeftServerHandler stumbling_handlers[] = { { "thread.delete", stumble }, { NULL } };
static const WeftServerModule stumbling_module
    = { .module = &weft_thread_module, .handlers = stumbling_handlers };
static const WeftServerModule *const stumbling_modules[] = {
  &weft_people_server_module, &weft_conflict_server_module, &stumbling_module, &weft_chat_server_module, NULL,
};

typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean entered;
  gboolean open;
} Gate;

static gboolean
wait_at_gate (WeftDatabase *database, gpointer user_data, GError **error)
{
  Gate *gate = user_data;

  g_mutex_lock (&gate->mutex);
  gate->entered = TRUE;
  g_cond_broadcast (&gate->cond);
  while (!gate->open)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);

  return TRUE;
}

static void
gate_passed (gpointer user_data, const GError *error)
{
  g_assert_no_error (error);
}

/* Whatever is sent from here on queues behind one job. */
static void
close_gate (ServeFixture *fixture, Gate *gate)
{
  g_autoptr (GError) error = NULL;

  _weft_engine_post (fixture->engine, wait_at_gate, gate, gate_passed, &error);
  g_assert_no_error (error);
  g_mutex_lock (&gate->mutex);
  while (!gate->entered)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
}

static void
open_gate (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  gate->open = TRUE;
  g_cond_broadcast (&gate->cond);
  g_mutex_unlock (&gate->mutex);
}

typedef struct
{
  GMutex mutex;
  GCond cond;
  GPtrArray *results;
} Answers;

static void
take_answer (GBytes *result, gpointer user_data)
{
  Answers *answers = user_data;

  g_mutex_lock (&answers->mutex);
  g_ptr_array_add (answers->results, g_strndup (g_bytes_get_data (result, NULL), g_bytes_get_size (result)));
  g_cond_signal (&answers->cond);
  g_mutex_unlock (&answers->mutex);
}

static void
await_answers (Answers *answers, guint n)
{
  g_mutex_lock (&answers->mutex);
  while (answers->results->len < n)
    g_cond_wait (&answers->cond, &answers->mutex);
  g_mutex_unlock (&answers->mutex);
}

/* Five operations in one commit, the third of which meets a fault. */
static void
test_group (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new_with (stumbling_modules, NULL, NULL);
  Answers answers = { .results = g_ptr_array_new_with_free_func (g_free) };
  Gate gate = { .open = FALSE };
  g_autoptr (GError) error = NULL;
  g_autofree char *delete = g_strdup_printf ("{\"id\":\"%s\"}", serve_id ("first"));
  g_autofree char *again = NULL;
  g_autofree char *after = NULL;
  WeftEngineStatistics before;
  WeftEngineStatistics now;
  const char *room;
  static const struct
  {
    const char *client;
    gint64 n;
    const char *answer;
  } plan[] = {
    { "phone", 1, NULL },  { "laptop", 1, NULL },           { "phone", 2, "internal: " },
    { "laptop", 2, NULL }, { "phone", 3, "unavailable: " },
  };

  serve_found (fixture);
  room = serve_room (fixture, serve_id ("anna"), "lobby", NULL);
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"x\"}",
                serve_id ("first"));
  g_atomic_int_set (&stumbling, 1);
  _weft_engine_get_statistics (fixture->engine, &before);

  close_gate (fixture, &gate);
  for (guint i = 0; i < G_N_ELEMENTS (plan); i++)
    {
      g_autofree char *word = g_strdup_printf ("message %u", i);
      g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"x\"}", serve_id (word));
      const WeftRequest request = {
        serve_id (plan[i].client),
        serve_id ("anna"),
        plan[i].n,
        serve_id (word),
        room,
        i == 2 ? "thread.delete" : "thread.send",
        i == 2 ? delete : args,
      };

      weft_engine_submit (fixture->engine, &request, take_answer, &answers, &error);
      g_assert_no_error (error);
    }
  open_gate (&gate);
  await_answers (&answers, G_N_ELEMENTS (plan));
  for (guint i = 0; i < G_N_ELEMENTS (plan); i++)
    {
      g_autofree char *refusal = serve_error_of (g_ptr_array_index (answers.results, i));

      if (plan[i].answer == NULL)
        g_assert_cmpstr (refusal, ==, NULL);
      else
        g_assert_true (g_str_has_prefix (refusal, plan[i].answer));
    }
  _weft_engine_get_statistics (fixture->engine, &now);
  g_assert_cmpuint (now.n_failed - before.n_failed, ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message"), ==, 4);

  /* Nothing of it was kept, its number neither. */
  g_atomic_int_set (&stumbling, 0);
  again = serve_send (fixture, serve_id ("phone"), serve_id ("anna"), 2, serve_id ("message 2"), room,
                      "thread.delete", delete);
  g_assert_null (serve_error_of (again));
  after = serve_send (fixture, serve_id ("phone"), serve_id ("anna"), 3, serve_id ("message 4"), room,
                      "thread.send", "{\"id\":\"0192f000-0000-7000-8000-000000000004\",\"text\":\"x\"}");
  g_assert_null (serve_error_of (after));
  g_ptr_array_unref (answers.results);
}

/* Heads that are not where their log ends, by number or by hash. */
static const char wrong_heads[]
    = "SELECT count(*) FROM stream s WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.stream = s.stream AND "
      "e.seq = s.head AND e.mark = s.hash) OR EXISTS (SELECT 1 FROM event e WHERE e.stream = s.stream AND "
      "e.seq > s.head)";

static gboolean
look_in_between (WeftDatabase *database, gpointer user_data, GError **error)
{
  gint64 *seen = user_data;

  return weft_database_get_value (database, &seen[0], -1, error, wrong_heads, "")
         && weft_database_get_value (database, &seen[1], -1, error,
                                     "SELECT highest FROM client WHERE client = ?1", "t",
                                     serve_id ("tablet"));
}

/* In one commit: a new client, refusals, repetitions, strangers, and a job which reads what came before. */
static void
test_one_commit (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  Answers answers = { .results = g_ptr_array_new_with_free_func (g_free) };
  Gate gate = { .open = FALSE };
  g_autoptr (GError) error = NULL;
  gint64 seen[2] = { -1, -1 };
  g_autofree char *highest
      = g_strdup_printf ("SELECT highest FROM client WHERE client = '%s'", serve_id ("tablet"));
  WeftEngineStatistics before;
  WeftEngineStatistics now;
  const char *room;
  static const struct
  {
    const char *person;
    gint64 n;
    const char *id;
    const char *message;
    const char *answer;
  } plan[] = {
    { "anna", 1, "one", "one", NULL },
    { "anna", 2, "two", NULL, "invalid: " },
    { "anna", 2, "two", NULL, "invalid: " },
    { "anna", 1, "one", "one", NULL },
    { "anna", 2, "another", "another", "forked: " },
    { "anna", 4, "four", "four", "unavailable: " },
    { "bert", 3, "three", "three", "forked: " },
    { NULL }, /* the job */
    { "anna", 3, "three", "three", NULL },
    { "anna", 4, "four", "one", "exists: " },
    { "anna", 5, "five", "five", NULL },
  };

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  room = serve_room (fixture, serve_id ("anna"), "lobby", "bert");
  close_gate (fixture, &gate);
  _weft_engine_get_statistics (fixture->engine, &before);
  for (guint i = 0; i < G_N_ELEMENTS (plan); i++)
    {
      g_autofree char *args
          = plan[i].person == NULL
                ? NULL
                : g_strdup_printf ("{\"id\":\"%s\",\"text\":\"x\"}",
                                   plan[i].message != NULL ? serve_id (plan[i].message) : "no");

      if (args == NULL)
        _weft_engine_post (fixture->engine, look_in_between, seen, gate_passed, &error);
      else
        weft_engine_submit (fixture->engine,
                            &(WeftRequest) { serve_id ("tablet"), serve_id (plan[i].person), plan[i].n,
                                             serve_id (plan[i].id), room, "thread.send", args },
                            take_answer, &answers, &error);
      g_assert_no_error (error);
    }
  open_gate (&gate);
  await_answers (&answers, G_N_ELEMENTS (plan) - 1);

  for (guint i = 0, n = 0; i < G_N_ELEMENTS (plan); i++)
    {
      g_autofree char *refusal = NULL;

      if (plan[i].person == NULL)
        continue;
      refusal = serve_error_of (g_ptr_array_index (answers.results, n++));
      if (plan[i].answer == NULL ? refusal != NULL : !g_str_has_prefix (refusal, plan[i].answer))
        g_error ("operation %u was answered “%s”", i, refusal);
    }
  g_assert_cmpstr (answers.results->pdata[0], ==, answers.results->pdata[3]);
  g_assert_cmpstr (answers.results->pdata[1], ==, answers.results->pdata[2]);
  _weft_engine_get_statistics (fixture->engine, &now);
  g_assert_cmpuint (now.n_commits - before.n_commits, <=, 2); /* the gate's, and theirs */
  g_assert_cmpint (seen[0], ==, 0);
  g_assert_cmpint (seen[1], ==, 2);
  g_assert_cmpint (serve_count (fixture, wrong_heads), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message"), ==, 3);
  g_assert_cmpint (serve_count (fixture, highest), ==, 5);
  g_ptr_array_unref (answers.results);
}

static gboolean
limit_pages (WeftDatabase *database, gpointer user_data, GError **error)
{
  gint64 n_pages;
  gint64 more = *(gint64 *) user_data;
  g_autofree char *sql = NULL;
  WeftStatement *statement;

  if (!weft_database_get_value (database, &n_pages, 0, error, "PRAGMA page_count", ""))
    return FALSE;
  sql = g_strdup_printf ("PRAGMA max_page_count = %" G_GINT64_FORMAT,
                         more > 0 ? n_pages + more : G_GINT64_CONSTANT (1000000));
  statement = weft_database_query (database, error, g_intern_string (sql), "");
  return statement != NULL && weft_statement_run (statement, error);
}

static void
limit_disk (ServeFixture *fixture, gint64 more)
{
  g_autoptr (GError) error = NULL;

  if (test_database_is_postgresql ())
    test_cluster_run (fixture->url,
                      more > 0 ? "CREATE TABLE filler (data TEXT);"
                                 "ALTER TABLE filler ALTER data SET STORAGE EXTERNAL;"
                                 "DO $$ BEGIN LOOP BEGIN INSERT INTO filler SELECT repeat ('x', 7000);"
                                 " EXCEPTION WHEN disk_full THEN EXIT; END; END LOOP; END $$"
                               : "DROP TABLE filler");
  else
    weft_engine_call (fixture->engine, limit_pages, &more, &error);
  g_assert_no_error (error);
}

/* A disk that is full: the operation is not lost and its number not used up, and reading goes on. */
static void
test_full (void)
{
  g_autoptr (ServeFixture) fixture = NULL;
  g_autofree char *big = g_strnfill (15000, 'x');
  g_autofree char *refusal = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *result = NULL;
  const char *room;
  gint64 n = 0;
  gint64 n_messages;

  if (test_database_is_postgresql ())
    {
      if (!test_cluster_has_small ())
        {
          g_test_skip ("no user namespaces here: no small disk for PostgreSQL");
          return;
        }
      test_cluster_use_small (TRUE);
    }
  fixture = serve_fixture_new ();
  test_cluster_use_small (FALSE);
  serve_found (fixture);
  room = serve_room (fixture, serve_id ("anna"), "lobby", NULL);
  limit_disk (fixture, 2);

  while (refusal == NULL)
    {
      g_autofree char *id = weft_id_random ();
      g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"%s\"}", id, big);

      g_free (result);
      result
          = serve_send (fixture, serve_id ("phone"), serve_id ("anna"), ++n, id, room, "thread.send", args);
      refusal = serve_error_of (result);
      g_assert_cmpint (n, <, 1000);
    }
  g_assert_true (g_str_has_prefix (refusal, "full: "));
  n_messages = serve_count (fixture, "SELECT count(*) FROM message");
  g_assert_cmpint (n_messages, ==, n - 1);

  limit_disk (fixture, 0);
  {
    g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"%s\"}", serve_id ("late"), big);
    g_autofree char *good = serve_send (fixture, serve_id ("phone"), serve_id ("anna"), n, serve_id ("late"),
                                        room, "thread.send", args);

    refused = serve_error_of (good);
    g_assert_cmpstr (refused, ==, NULL);
  }
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message"), ==, n_messages + 1);
}

/* Some of everything. */
static const char *
make_history (ServeFixture *fixture, guint seed)
{
  const char *const people[] = { serve_id ("anna"), serve_id ("bert"), serve_id ("carl") };
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  const char *room;

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  serve_join (fixture, "carl", "guest");
  room = serve_room (fixture, people[0], "lobby", "bert,carl");
  serve_run_ok (fixture, people[0], room, "people.set-member-role", "{\"person\":\"%s\",\"role\":\"admin\"}",
                people[1]);
  serve_run_ok (fixture, people[1], room, "chat.set-room", "{\"name\":\"hall\",\"topic\":\"đơn hàng\"}");
  serve_run_ok (fixture, people[1], WEFT_STREAM_WORKSPACE, "people.set-profile",
                "{\"name\":\"Bert\",\"title\":\"Weaver\",\"status\":\"\"}");
  serve_run_ok (fixture, people[0], serve_stream ("user", "anna"), "thread.save-draft",
                "{\"target\":\"%s\",\"text\":\"not yet\"}", room);
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *word = g_strdup_printf ("m%u", i);
      g_autofree char *target = g_strdup_printf ("m%d", g_rand_int_range (random, 0, (gint32) i + 1));
      const char *author = people[g_rand_int_range (random, 0, 3)];

      serve_run_ok (fixture, author, room, "thread.send", "{\"id\":\"%s\",\"text\":\"%s \\\"a\\\" \\n ß\"}",
                    serve_id (word), word);
      weft_manual_clock_advance (fixture->clock, g_rand_int_range (random, 1, 100000));
      if (i % 5 == 4)
        g_free (serve_run (fixture, author, room, "thread.edit", "{\"id\":\"%s\",\"text\":\"edited\"}",
                           serve_id (target)));
      if (i % 7 == 6)
        g_free (serve_run (fixture, people[0], room, "thread.delete", "{\"id\":\"%s\"}", serve_id (target)));
    }
  serve_run_ok (fixture, people[2], room, "people.leave", "{}");

  return room;
}

static void
fold_events (
    ServeFixture *fixture, WeftDatabase *source, WeftDatabase *target, const char *stream, gint64 after)
{
  g_autoptr (GError) error = NULL;

  weft_baseline_fold (source, target, fixture->registry, stream, after, G_MAXINT64, &error);
  g_assert_no_error (error);
}

static char **
list_streams (WeftDatabase *database)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  WeftStatement *statement
      = weft_database_query (database, NULL, "SELECT stream FROM stream ORDER BY stream", "");

  while (weft_statement_step (statement, NULL) > 0)
    g_strv_builder_add (builder, weft_statement_get_text (statement, 0));

  return g_strv_builder_end (builder);
}

static WeftDatabase *
make_rows_database (ServeFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_sqlite_open (":memory:", WEFT_SQLITE_WRITE, &error);

  g_assert_no_error (error);
  weft_migrate_modules (database, fixture->registry, &error);
  g_assert_no_error (error);

  return database;
}

/* The whole log folded into nothing gives the rows. */
static void
test_replay (void)
{
  for (guint seed = 1; seed <= 5; seed++)
    {
      g_autoptr (ServeFixture) fixture = serve_fixture_new ();
      g_autoptr (WeftDatabase) fresh = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *expected = NULL;
      g_autofree char *got = NULL;
      g_auto (GStrv) streams = NULL;
      WeftDatabase *database;

      make_history (fixture, seed);
      database = weft_engine_acquire_reader (fixture->engine, &error);
      fresh = make_rows_database (fixture);
      streams = list_streams (database);
      for (guint i = 0; streams[i] != NULL; i++)
        fold_events (fixture, database, fresh, streams[i], 0);

      expected = weft_rows_digest (database, fixture->registry, NULL, FALSE, &error);
      got = weft_rows_digest (fresh, fixture->registry, NULL, FALSE, &error);
      g_assert_cmpstr (got, ==, expected);
      weft_engine_release_reader (fixture->engine, database);
    }
}

static gboolean
load_frame (ServeFixture *fixture, WeftDatabase *target, GBytes *text, WeftPosition *position)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  g_autoptr (WeftFrame) frame = weft_frame_parse (data, length, &error);

  g_assert_no_error (error);
  g_assert_cmpint (frame->type, ==, WEFT_FRAME_SNAPSHOT);
  g_assert_cmpuint (length, <=, WEFT_FRAME_MAX);
  *position = frame->position;
  for (guint i = 0; i < frame->tables->len; i++)
    {
      WeftFrameRows *rows = &g_array_index (frame->tables, WeftFrameRows, i);
      const WeftTable *table = weft_registry_find_table (fixture->registry, rows->table);

      g_ptr_array_add (rows->columns, NULL);
      for (guint j = 0; j < json_array_get_length (rows->rows); j++)
        {
          weft_rows_insert (target, table, frame->stream, (const char *const *) rows->columns->pdata,
                            json_array_get_array_element (rows->rows, j), &error);
          g_assert_no_error (error);
        }
      g_ptr_array_set_size (rows->columns, (int) rows->columns->len - 1);
    }

  return frame->last;
}

static WeftPosition
load_snapshot (
    ServeFixture *fixture, WeftDatabase *source, WeftDatabase *target, const char *stream, guint *n_frames)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftSnapshot) snapshot = NULL;
  WeftPosition position = { 0 };
  gboolean last = FALSE;
  GBytes *text;

  snapshot = weft_snapshots_open (_weft_engine_get_snapshots (fixture->engine), source, stream, &error);
  g_assert_no_error (error);
  *n_frames = 0;
  while ((text = weft_snapshot_next (snapshot, &error)) != NULL)
    {
      g_assert_false (last);
      last = load_frame (fixture, target, text, &position);
      g_bytes_unref (text);
      (*n_frames)++;
    }
  g_assert_no_error (error);
  g_assert_true (last);
  g_assert_cmpint (position.seq, ==, weft_snapshot_get_position (snapshot)->seq);

  return position;
}

/* A snapshot and the log after it give the rows, whenever it was written; one file serves all. */
static void
test_snapshot (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  WeftSnapshots *snapshots = _weft_engine_get_snapshots (fixture->engine);
  const char *room = make_history (fixture, 7);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) streams = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (fixture->engine, &error);
  guint64 n_written;

  streams = list_streams (database);
  /* Written now, … */
  for (guint i = 0; streams[i] != NULL; i++)
    {
      g_autoptr (WeftDatabase) fresh = make_rows_database (fixture);
      guint n;

      load_snapshot (fixture, database, fresh, streams[i], &n);
    }
  n_written = weft_snapshots_get_n_written (snapshots);
  g_assert_cmpuint (n_written, ==, g_strv_length (streams));

  /* … and read after more has happened. */
  for (guint i = 0; i < 5; i++)
    serve_message (fixture, serve_id ("anna"), room, "later");
  serve_run_ok (fixture, serve_id ("anna"), room, "people.remove-member", "{\"person\":\"%s\"}",
                serve_id ("bert"));
  for (guint i = 0; streams[i] != NULL; i++)
    {
      g_autoptr (WeftDatabase) fresh = make_rows_database (fixture);
      g_autofree char *expected = NULL;
      g_autofree char *got = NULL;
      WeftPosition position;
      guint n;

      position = load_snapshot (fixture, database, fresh, streams[i], &n);
      fold_events (fixture, database, fresh, streams[i], position.seq);
      expected = weft_rows_digest (database, fixture->registry, streams[i], FALSE, &error);
      got = weft_rows_digest (fresh, fixture->registry, streams[i], FALSE, &error);
      g_assert_cmpstr (got, ==, expected);
    }
  g_assert_cmpuint (weft_snapshots_get_n_written (snapshots), ==, n_written);

  /* Nobody asked for minutes: gone, and the next is new. */
  g_assert_cmpint (weft_snapshots_get_floor (snapshots, room), <, G_MAXINT64);
  weft_manual_clock_advance (fixture->clock, WEFT_SNAPSHOT_KEEP + 1000);
  weft_snapshots_expire (snapshots);
  g_assert_cmpint (weft_snapshots_get_floor (snapshots, room), ==, G_MAXINT64);
  weft_engine_release_reader (fixture->engine, database);
}

/* A windowed table sends its newest rows, and long ones are cut into frames. */
static void
test_snapshot_window (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autoptr (WeftDatabase) fresh = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *long_text = g_strnfill (15000, 'x');
  WeftDatabase *database;
  gint64 lowest;
  gint64 n;
  guint n_frames;
  const char *room;

  serve_found (fixture);
  room = serve_room (fixture, serve_id ("anna"), "lobby", NULL);
  for (guint i = 0; i < 120; i++)
    serve_message (fixture, serve_id ("anna"), room, long_text);

  database = weft_engine_acquire_reader (fixture->engine, &error);
  fresh = make_rows_database (fixture);
  load_snapshot (fixture, database, fresh, room, &n_frames);
  g_assert_cmpuint (n_frames, >, 10);
  weft_database_get_value (fresh, &n, 0, &error, "SELECT count(*) FROM message", "");
  weft_database_get_value (fresh, &lowest, 0, &error, "SELECT min(ordinal) FROM message", "");
  g_assert_cmpint (n, ==, WEFT_SNAPSHOT_WINDOW);
  g_assert_cmpint (lowest, ==, 120 - WEFT_SNAPSHOT_WINDOW + 1);
  weft_engine_release_reader (fixture->engine, database);
}

/* The floor goes up, and the baseline with it: with the log it is still the rows. */
static void
test_trim (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = make_history (fixture, 11);
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (fixture->engine, &error);
  g_autoptr (WeftSnapshot) snapshot = NULL;
  gint64 reached = 0;

  for (gint64 floor = 5; floor <= 40; floor += 7)
    {
      g_autoptr (WeftDatabase) fresh = make_rows_database (fixture);
      g_autofree char *expected = NULL;
      g_autofree char *got = NULL;

      weft_engine_trim (fixture->engine, room, floor, &reached, &error);
      g_assert_no_error (error);
      g_assert_cmpint (reached, ==, floor);
      weft_baseline_load (database, fresh, fixture->registry, room, &error);
      g_assert_no_error (error);
      fold_events (fixture, database, fresh, room, floor);
      expected = weft_rows_digest (database, fixture->registry, room, FALSE, &error);
      got = weft_rows_digest (fresh, fixture->registry, room, FALSE, &error);
      g_assert_cmpstr (got, ==, expected);
    }

  /* Not back, and not beyond what a reader of a snapshot still needs. */
  weft_engine_trim (fixture->engine, room, 3, &reached, &error);
  g_assert_no_error (error);
  g_assert_cmpint (reached, ==, 40);
  snapshot = weft_snapshots_open (_weft_engine_get_snapshots (fixture->engine), database, room, &error);
  g_assert_no_error (error);
  serve_message (fixture, serve_id ("anna"), room, "later");
  weft_engine_trim (fixture->engine, room, G_MAXINT64, &reached, &error);
  g_assert_no_error (error);
  g_assert_cmpint (reached, ==, weft_snapshot_get_position (snapshot)->seq);
  weft_manual_clock_advance (fixture->clock, WEFT_SNAPSHOT_KEEP + 1000);
  weft_snapshots_expire (_weft_engine_get_snapshots (fixture->engine));
  weft_engine_trim (fixture->engine, room, G_MAXINT64, &reached, &error);
  g_assert_no_error (error);
  g_assert_cmpint (reached, >, weft_snapshot_get_position (snapshot)->seq);

  weft_engine_trim (fixture->engine, serve_stream ("room", "nowhere"), 1, &reached, &error);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  weft_engine_release_reader (fixture->engine, database);
}

static gboolean
renew (WeftDatabase *database, gpointer user_data, GError **error)
{
  return weft_log_renew (database, user_data, error);
}

static const char *
check (WeftDatabase *database, const char *stream, const WeftPosition *position)
{
  g_autoptr (GError) error = NULL;
  const char *reason;
  WeftHead head;

  weft_log_read_head (database, stream, &head, &error);
  g_assert_no_error (error);
  weft_log_check (database, stream, &head, position, &reason, &error);
  g_assert_no_error (error);

  return reason;
}

/* Every position of a log can be resumed from, and nothing else. */
static void
test_positions (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = make_history (fixture, 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (WeftPosition));
  WeftDatabase *database = weft_engine_acquire_reader (fixture->engine, &error);
  WeftPosition position = { 0 };
  WeftHead head;

  weft_log_read_head (database, room, &head, &error);
  position.epoch = head.epoch;
  g_array_append_val (positions, position);
  while (position.seq < head.head)
    {
      g_autoptr (GPtrArray) one
          = weft_log_read (database, room, position.seq, position.seq + 1, 1, &position, &error);

      g_assert_no_error (error);
      g_assert_cmpint (one->len, ==, 1);
      g_array_append_val (positions, position);
    }

  for (guint i = 0; i < positions->len; i++)
    {
      WeftPosition good = g_array_index (positions, WeftPosition, i);
      WeftPosition bad = good;

      g_assert_cmpstr (check (database, room, &good), ==, NULL);
      bad.mark[7] ^= 0x80;
      g_assert_cmpstr (check (database, room, &bad), ==, "mark");
      bad = good;
      bad.epoch ^= 1;
      g_assert_cmpstr (check (database, room, &bad), ==, "epoch");
      bad = good;
      bad.seq += head.head + 1;
      g_assert_cmpstr (check (database, room, &bad), ==, "ahead");
    }

  weft_engine_trim (fixture->engine, room, 10, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < positions->len; i++)
    g_assert_cmpstr (check (database, room, &g_array_index (positions, WeftPosition, i)), ==,
                     i < 10 ? "floor" : NULL);

  /* A restored log has another epoch: nobody resumes. */
  weft_engine_call (fixture->engine, renew, (gpointer) room, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < positions->len; i++)
    g_assert_cmpstr (check (database, room, &g_array_index (positions, WeftPosition, i)), ==, "epoch");
  weft_engine_release_reader (fixture->engine, database);
}

/* A frame which can be filled to the last byte is; and nothing is ever too large for the one it was read for. */
static void
test_history_frames (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = make_history (fixture, 3);
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = NULL;
  gint64 first = serve_count_of (fixture, "SELECT head FROM stream WHERE stream = '%s'", room);
  WeftPosition position;
  GBytes *frame;

  /* Small ones are counted and not weighed: each of these is weighed. */
  for (guint i = 0; i < 160; i++)
    {
      g_autofree char *text = g_strnfill (400, 'a');

      serve_message (fixture, serve_id ("anna"), room, text);
    }
  database = weft_engine_acquire_reader (fixture->engine, &error);
  g_assert_no_error (error);
  /* The last of the frame is of every length there is room for. */
  for (guint length = 1; length < 700; length++)
    {
      g_autoptr (GPtrArray) stored = NULL;
      gsize n_bytes = 0;

      stored = weft_log_read (database, room, first, first + 200, 10000 + length, &position, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < stored->len; i++)
        n_bytes += g_bytes_get_size (stored->pdata[i]) + 1;
      g_assert_cmpuint (n_bytes, <=, 10000 + length);
      g_assert_cmpuint (n_bytes + g_bytes_get_size (stored->pdata[stored->len - 1]) + 20, >, 10000 + length);
    }
  frame = weft_history_read (database, room, 1, first, first + 160, &position, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (frame), <=, WEFT_FRAME_MAX);
  g_bytes_unref (frame);
  weft_engine_release_reader (fixture->engine, database);
}

/* What subscribers hear: whom a stream is taken from hears no more of it, even within one commit. */
static GString *heard;
static GMutex hearing;

static void
hear_events (
    const char *stream, gint64 first, GPtrArray *stored, const WeftPosition *position, gpointer user_data)
{
  g_mutex_lock (&hearing);
  if (g_str_has_prefix (stream, "room/"))
    g_string_append_printf (heard, "%d-%d ", (int) first, (int) position->seq);
  g_assert_cmpint (first + stored->len - 1, ==, position->seq);
  g_mutex_unlock (&hearing);
}

static void
hear_members (const char *stream, const char *person, WeftRole role, gpointer user_data)
{
  g_mutex_lock (&hearing);
  if (g_str_has_prefix (stream, "room/") && g_str_equal (person, serve_id ("bert")))
    g_string_append_printf (heard, "bert:%s ", weft_role_to_wire (role));
  g_mutex_unlock (&hearing);
}

static void
hear_sessions (const char *person, gpointer user_data)
{
  g_mutex_lock (&hearing);
  g_string_append_printf (heard, "ended:%s ", g_str_equal (person, serve_id ("bert")) ? "bert" : "other");
  g_mutex_unlock (&hearing);
}

static void
ignore_answer (GBytes *result, gpointer user_data)
{
}

static void
test_told (void)
{
  static const WeftSubscriber subscriber = { hear_events, hear_members, hear_sessions };
  g_autoptr (ServeFixture) fixture = NULL;
  g_autofree char *target = g_strdup_printf ("{\"person\":\"%s\"}", serve_id ("bert"));
  Gate gate = { .open = FALSE };
  const char *room;

  heard = g_string_new (NULL);
  fixture = serve_fixture_new_with (weft_server_modules, &subscriber, NULL);
  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  room = serve_room (fixture, serve_id ("anna"), "lobby", "bert");
  g_string_truncate (heard, 0);

  _weft_engine_post (fixture->engine, wait_at_gate, &gate, gate_passed, NULL);
  g_mutex_lock (&gate.mutex);
  while (!gate.entered)
    g_cond_wait (&gate.cond, &gate.mutex);
  g_mutex_unlock (&gate.mutex);
  for (gint64 n = 1; n <= 6; n++)
    {
      g_autofree char *id = weft_id_random ();
      g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"x\"}", id);
      const WeftRequest request = {
        serve_id ("phone"),
        serve_id ("anna"),
        n,
        id,
        room,
        n == 3   ? "people.remove-member"
        : n == 5 ? "people.add-member"
                 : "thread.send",
        n == 3 || n == 5 ? target : args,
      };

      weft_engine_submit (fixture->engine, &request, ignore_answer, NULL, NULL);
    }
  g_mutex_lock (&gate.mutex);
  gate.open = TRUE;
  g_cond_broadcast (&gate.cond);
  g_mutex_unlock (&gate.mutex);
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.suspend",
                "{\"person\":\"%s\",\"suspended\":true}", serve_id ("bert"));
  g_mutex_lock (&hearing);
  g_assert_cmpstr (heard->str, ==, "4-6 bert:none 7-8 bert:member 9-9 ended:bert ");
  g_mutex_unlock (&hearing);
  g_clear_pointer (&fixture, serve_fixture_free);
  g_string_free (heard, TRUE);
}

static void
test_lock (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autoptr (WeftEngine) second
      = weft_engine_new (fixture->registry, weft_server_modules, fixture->directory, NULL);
  g_autoptr (GError) error = NULL;

  weft_engine_set_database (second, fixture->url);
  g_assert_false (weft_engine_open (second, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  weft_engine_close (fixture->engine);
  g_assert_true (weft_engine_open (second, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* Faults are what some of these are about. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);

  g_test_add_func ("/serve/engine/group", test_group);
  g_test_add_func ("/serve/engine/one-commit", test_one_commit);
  g_test_add_func ("/serve/engine/full", test_full);
  g_test_add_func ("/serve/engine/replay", test_replay);
  g_test_add_func ("/serve/engine/snapshot", test_snapshot);
  g_test_add_func ("/serve/engine/snapshot-window", test_snapshot_window);
  g_test_add_func ("/serve/engine/positions", test_positions);
  g_test_add_func ("/serve/engine/history-frames", test_history_frames);
  g_test_add_func ("/serve/engine/trim", test_trim);
  g_test_add_func ("/serve/engine/told", test_told);
  g_test_add_func ("/serve/engine/lock", test_lock);

  return g_test_run ();
}
