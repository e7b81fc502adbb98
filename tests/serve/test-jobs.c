/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-daemon.h"
#include "serve-fixture.h"
#include "test-database.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "features/chat/server/weft-chat-server.h"
#include "features/chat/shared/weft-chat-module.h"
#include "parts/conflict/server/weft-conflict-server.h"
#include "parts/people/server/weft-people-server.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-job-runner.h"

/* Operations at a time: once each, whatever happens to the clock, the server, or a second one. */

#define SECOND G_GINT64_CONSTANT (1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define START G_GINT64_CONSTANT (1800000000000) /* where the fixture's clock starts */

static const char *program;

/* A module whose handlers schedule, stumble and look at what time it is. */

static gint stumbling;
static gint64 seen_due = -1;

static gboolean
schedule_by_text (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftThreadSend *args = data;
  const WeftThreadSend later = { .id = args->id, .text = "later" };
  const WeftJobOrder order = {
    .id = "test/later",
    .due_at = weft_handling_get_at (handling) + HOUR,
    .author = weft_handling_get_author (handling),
    .stream = weft_handling_get_stream (handling),
    .operation = &weft_thread_send_operation,
    .args = &later,
  };

  if (g_str_equal (args->text, "schedule"))
    {
      if (!weft_handling_schedule (handling, &order, error))
        return FALSE;
      weft_plan_emit (weft_handling_get_plan (handling), &weft_thread_draft_saved_event,
                      &(WeftThreadDraftSaved) { .target = weft_handling_get_stream (handling),
                                                .text = "scheduled" });
      return TRUE;
    }
  if (g_str_equal (args->text, "schedule and fail"))
    return weft_handling_schedule (handling, &order, error)
           && weft_plan_refuse (error, WEFT_ERROR_INVALID, "text: no");
  if (g_str_equal (args->text, "cancel"))
    return weft_handling_cancel (handling, "test/later", error) && weft_handling_plan (handling, error);

  seen_due = weft_handling_get_due (handling);
  if (g_atomic_int_get (&stumbling) > 0)
    {
      g_atomic_int_dec_and_test (&stumbling);
      return weft_plan_refuse (error, WEFT_ERROR_UNAVAILABLE, "stumbled");
    }
  return weft_handling_plan (handling, error);
}

static const WeftServerHandler handlers[] = { { "thread.send", schedule_by_text }, { NULL } };
static const WeftServerJob module_jobs[] = {
  { "test/nightly", "daily 03:00 UTC", WEFT_STREAM_WORKSPACE, "people.rename-workspace",
    "{\"name\":\"Nightly\"}" },
  { NULL },
};
static const WeftServerModule thread_server_module = { .module = &weft_thread_module, .handlers = handlers };
static const WeftServerModule nightly_server_module = { .module = &weft_thread_module, .jobs = module_jobs };
static const WeftServerModule *const modules[] = { &weft_people_server_module, &weft_conflict_server_module,
                                                   &thread_server_module, &weft_chat_server_module, NULL };
static const WeftServerModule *const nightly_modules[]
    = { &weft_people_server_module, &weft_conflict_server_module, &nightly_server_module,
        &weft_chat_server_module, NULL };

/* Jobs of the tests rename a room, so that each run is an event. */

typedef struct
{
  const char *id;
  const char *stream;
  gint64 due_at;
  const char *schedule;
  gint64 now;
} Order;

static gboolean
put (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Order *order = user_data;
  g_autofree char *args = g_strdup_printf ("{\"name\":\"%s\"}", order->id);
  const WeftJob job = {
    .id = (char *) order->id,
    .author = (char *) "system",
    .stream = (char *) order->stream,
    .op = (char *) "chat.set-room",
    .args = args,
    .schedule = (char *) order->schedule,
    .due_at = order->due_at,
  };

  return weft_jobs_put (database, &job, order->now, error);
}

static void
order (ServeFixture *fixture, const char *id, const char *stream, gint64 due_at, const char *schedule)
{
  Order order = { id, stream, due_at, schedule, weft_clock_now (WEFT_CLOCK (fixture->clock)) };
  g_autoptr (GError) error = NULL;

  weft_engine_call (fixture->engine, put, &order, &error);
  g_assert_no_error (error);
}

static gboolean
cancel (WeftDatabase *database, gpointer user_data, GError **error)
{
  return weft_jobs_cancel (database, user_data, error);
}

static gint64
count_runs (ServeFixture *fixture, const char *id)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT count(*) FROM event WHERE stored LIKE '%%room-changed%%\"name\":\"%s\"%%'",
                         id);

  return serve_count (fixture, sql);
}

static guint
run_due (ServeFixture *fixture)
{
  g_autoptr (WeftJobRunner) runner = weft_job_runner_new (fixture->engine);

  return weft_job_runner_run_due (runner);
}

static gint64
get_column (ServeFixture *fixture, const char *column, const char *id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM job WHERE id = '%s'", column, id);

  return serve_count (fixture, sql);
}

static ServeFixture *
make_fixture (const char **room)
{
  ServeFixture *fixture = serve_fixture_new_with (modules, NULL, NULL);

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  *room = serve_room (fixture, serve_id ("anna"), "lobby", "bert");

  return fixture;
}

static void
test_once (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);

  order (fixture, "one", room, START + MINUTE, "");
  g_assert_cmpuint (run_due (fixture), ==, 0);
  weft_manual_clock_advance (fixture->clock, MINUTE);
  g_assert_cmpuint (run_due (fixture), ==, 1);
  g_assert_cmpuint (run_due (fixture), ==, 0);
  g_assert_cmpint (count_runs (fixture, "one"), ==, 1);
  g_assert_cmpint (get_column (fixture, "late", "one"), ==, 0);
  g_assert_cmpint (get_column (fixture, "state = 'done'", "one"), ==, 1);

  /* Back, and it is not due again; the same name is free for another one. */
  weft_manual_clock_jump (fixture->clock, -2 * DAY);
  weft_manual_clock_advance (fixture->clock, 3 * DAY);
  g_assert_cmpuint (run_due (fixture), ==, 0);
  order (fixture, "one", room, START + MINUTE, "");
  g_assert_cmpuint (run_due (fixture), ==, 1);
  g_assert_cmpint (count_runs (fixture, "one"), ==, 2);
}

static void
test_late (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  gint64 past = START + 5 * DAY + HOUR;

  order (fixture, "once", room, START + HOUR, "");
  order (fixture, "hourly", room, START + HOUR, "every 3600000");
  order (fixture, "skipping", room, START + HOUR, "every 3600000 skip");
  order (fixture, "daily", room, START + HOUR, "daily 09:00 Asia/Ho_Chi_Minh");
  weft_manual_clock_advance (fixture->clock, past - START + 2 * MINUTE);
  serve_fixture_reopen (fixture);
  run_due (fixture);

  g_assert_cmpint (count_runs (fixture, "once"), ==, 1);
  g_assert_cmpint (get_column (fixture, "late", "once"), ==, 5 * DAY + 2 * MINUTE);
  g_assert_cmpint (count_runs (fixture, "hourly"), ==, 1);
  g_assert_cmpint (get_column (fixture, "due_at", "hourly"), ==, past + HOUR);
  g_assert_cmpint (count_runs (fixture, "skipping"), ==, 0);
  g_assert_cmpint (get_column (fixture, "due_at", "skipping"), ==, past + HOUR);
  g_assert_cmpint (count_runs (fixture, "daily"), ==, 1);

  weft_manual_clock_advance (fixture->clock, HOUR);
  run_due (fixture);
  g_assert_cmpint (count_runs (fixture, "hourly"), ==, 2);
  weft_manual_clock_jump (fixture->clock, -MINUTE);
  weft_manual_clock_advance (fixture->clock, HOUR);
  run_due (fixture);
  g_assert_cmpint (count_runs (fixture, "skipping"), ==, 1);
}

static void
test_refused (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);

  order (fixture, "nowhere", serve_stream ("room", "nowhere"), START, "");
  order (fixture, "again", serve_stream ("room", "nowhere"), START, "every 60000");
  g_assert_cmpuint (run_due (fixture), ==, 2);
  g_assert_cmpuint (run_due (fixture), ==, 0);
  g_assert_cmpint (get_column (fixture, "state = 'refused' AND error = 'stream: no such stream'", "nowhere"),
                   ==, 1);
  /* A refusal now need not be one the next time. */
  g_assert_cmpint (get_column (fixture, "state = 'waiting' AND error = 'stream: no such stream'", "again"),
                   ==, 1);
  weft_manual_clock_advance (fixture->clock, MINUTE);
  g_assert_cmpuint (run_due (fixture), ==, 1);
}

static void
test_handler (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autofree char *refused = NULL;

  serve_message (fixture, serve_id ("bert"), room, "schedule");
  g_assert_cmpint (get_column (fixture, "due_at", "test/later"), ==, START + HOUR);
  weft_manual_clock_advance (fixture->clock, HOUR);
  g_assert_cmpuint (run_due (fixture), ==, 1);
  g_assert_cmpint (seen_due, ==, START + HOUR);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE text = 'later'"), ==, 1);
  /* As the person it was ordered for, by the client "system". */
  g_assert_cmpint (
      serve_count (fixture, "SELECT count(*) FROM result WHERE client = 'system' AND stored LIKE '%room%'"),
      >, 0);

  serve_message (fixture, serve_id ("bert"), room, "now");
  g_assert_cmpint (seen_due, ==, 0);

  /* What is refused schedules nothing. */
  refused = serve_run (fixture, serve_id ("bert"), room, "thread.send",
                       "{\"id\":\"%s\",\"text\":\"schedule and fail\"}", serve_id ("x"));
  g_assert_cmpint (get_column (fixture, "state = 'done'", "test/later"), ==, 1);

  serve_message (fixture, serve_id ("bert"), room, "schedule");
  serve_message (fixture, serve_id ("bert"), room, "cancel");
  weft_manual_clock_advance (fixture->clock, HOUR);
  g_assert_cmpuint (run_due (fixture), ==, 0);

  /* Rights are those of when it runs. */
  serve_message (fixture, serve_id ("bert"), room, "schedule");
  serve_run_ok (fixture, serve_id ("anna"), room, "people.remove-member", "{\"person\":\"%s\"}",
                serve_id ("bert"));
  weft_manual_clock_advance (fixture->clock, HOUR);
  g_assert_cmpuint (run_due (fixture), ==, 1);
  g_assert_cmpint (get_column (fixture, "state = 'refused'", "test/later"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE text = 'later'"), ==, 1);
}

static void
test_fault (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);

  serve_message (fixture, serve_id ("bert"), room, "schedule");
  weft_manual_clock_advance (fixture->clock, HOUR);
  g_atomic_int_set (&stumbling, 3);
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL); /* it warns of each */
  for (guint i = 0; i < 3; i++)
    {
      gint64 wait = (i == 0 ? 1 : i == 1 ? 2 : 4) * SECOND;

      g_assert_cmpuint (run_due (fixture), ==, 1);
      g_assert_cmpint (get_column (fixture, "attempts", "test/later"), ==, i + 1);
      g_assert_cmpint (get_column (fixture, "error LIKE '%database%'", "test/later"), ==, 1);
      weft_manual_clock_advance (fixture->clock, wait / 2 - 1);
      g_assert_cmpuint (run_due (fixture), ==, 0);
      weft_manual_clock_advance (fixture->clock, wait / 2 + 1);
    }
  g_assert_cmpuint (run_due (fixture), ==, 1);
  g_assert_cmpint (get_column (fixture, "state = 'done' AND attempts = 0 AND error IS NULL", "test/later"),
                   ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE text = 'later'"), ==, 1);
}

/* What a module brings along is there, stays where it is, and follows what the program says. */
static void
test_module (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new_with (nightly_modules, NULL, NULL);
  gint64 due = get_column (fixture, "due_at", "test/nightly");

  serve_found (fixture);
  g_assert_cmpint (due, >, START);
  g_assert_cmpint (due % DAY, ==, 3 * HOUR);
  weft_manual_clock_advance (fixture->clock, due - START);
  g_assert_cmpuint (run_due (fixture), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM workspace WHERE name = 'Nightly'"), ==, 1);
  g_assert_cmpint (get_column (fixture, "due_at", "test/nightly"), ==, due + DAY);
}

/* By itself, as weftd runs it. */
static void
test_thread (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autoptr (WeftJobRunner) runner = weft_job_runner_new (fixture->engine);

  weft_job_runner_start (runner);
  serve_message (fixture, serve_id ("bert"), room, "schedule");
  order (fixture, "hourly", room, START + HOUR, "every 3600000");
  weft_manual_clock_advance (fixture->clock, HOUR);
  while (serve_count (fixture, "SELECT count(*) FROM message WHERE text = 'later'") == 0
         || count_runs (fixture, "hourly") == 0)
    g_usleep (1000);
  weft_manual_clock_jump (fixture->clock, 2 * HOUR);
  while (count_runs (fixture, "hourly") < 2)
    g_usleep (1000);
}

/* On the machine's own clock. */
static void
test_timer (void)
{
  g_autofree char *directory = g_dir_make_tmp ("weft-jobs-XXXXXX", NULL);
  g_autofree char *url = serve_directory_url (directory);
  g_autoptr (WeftRegistry) registry = weft_registry_new (weft_modules);
  g_autoptr (WeftEngine) engine = weft_engine_new (registry, modules, directory, NULL);
  g_autoptr (WeftJobRunner) runner = NULL;
  g_autoptr (GError) error = NULL;
  ServeFixture fixture = { .directory = directory, .registry = registry, .engine = engine };
  gint64 now = weft_clock_now (weft_clock_get_system ());
  Order order = { "soon", WEFT_STREAM_WORKSPACE, now + 300, "", now };

  weft_engine_set_database (engine, url);
  g_assert_true (weft_engine_open (engine, &error));
  weft_engine_call (engine, put, &order, &error);
  g_assert_no_error (error);
  runner = weft_job_runner_new (engine);
  weft_job_runner_start (runner);
  while (serve_count (&fixture, "SELECT count(*) FROM job WHERE id = 'soon' AND state <> 'waiting'") == 0)
    g_usleep (5000);
  g_assert_cmpint (get_column (&fixture, "ran_at >= due_at", "soon"), ==, 1);

  g_clear_pointer (&runner, weft_job_runner_free);
  weft_engine_close (engine);
  serve_remove_directory (directory);
}

/* Two that look at once, in two servers where those can share a database, and one which comes with an old
 * list. */

static WeftEngine *
open_second (ServeFixture *fixture, const char *directory)
{
  g_autoptr (WeftEngine) engine
      = weft_engine_new (fixture->registry, modules, directory, WEFT_CLOCK (fixture->clock));
  g_autoptr (GError) error = NULL;

  weft_engine_set_database (engine, fixture->url);
  weft_engine_open (engine, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&engine);
}

static gpointer
race (gpointer data)
{
  WeftJobRunner *runner = data;

  for (guint i = 0; i < 5; i++)
    weft_job_runner_run_due (runner);

  return NULL;
}

static void
test_two (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autofree char *directory = g_dir_make_tmp ("weft-jobs-XXXXXX", NULL);
  g_autoptr (WeftEngine) other
      = fixture->url != NULL ? open_second (fixture, directory) : g_object_ref (fixture->engine);
  g_autoptr (WeftJobRunner) one = weft_job_runner_new (fixture->engine);
  g_autoptr (WeftJobRunner) two = weft_job_runner_new (other);
  g_autoptr (GPtrArray) old = NULL;
  g_autoptr (GError) error = NULL;
  WeftDatabase *reader;
  GThread *thread;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *id = g_strdup_printf ("job-%03u", i);

      order (fixture, id, room, START + i, i % 3 == 0 ? "every 86400000" : "");
    }
  weft_manual_clock_advance (fixture->clock, HOUR);
  reader = weft_engine_acquire_reader (fixture->engine, &error);
  old = weft_jobs_list_due (reader, START + HOUR, 1000, &error);
  weft_engine_release_reader (fixture->engine, reader);
  g_assert_cmpuint (old->len, ==, 300);

  thread = g_thread_new ("two", race, two);
  race (one);
  g_thread_join (thread);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%room-changed%'"), ==,
                   300);

  g_clear_pointer (&one, weft_job_runner_free);
  g_clear_pointer (&two, weft_job_runner_free);
  g_clear_object (&other);
  serve_remove_directory (directory);
  serve_fixture_reopen (fixture);
  for (guint i = 0; i < old->len; i++)
    {
      const WeftJob *job = g_ptr_array_index (old, i);
      g_autofree char *id = weft_job_dup_operation_id (job);
      const WeftRequest request = { "system", "system", 0, id, job->stream, job->op, job->args };
      /* As a node would which knows nothing of jobs: the stored result stands in the way. */
      g_autoptr (GBytes) result = weft_engine_run_now (fixture->engine, &request, &error);

      g_assert_no_error (error);
    }
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%room-changed%'"), ==,
                   300);
}

/* Random clocks and restarts against a model of what should have run. */

typedef struct
{
  char id[24];
  WeftSchedule *schedule; /* NULL: once */
  gint64 due_at;
  gint64 n_runs;
  gboolean ran;
  gboolean waiting;
} Model;

static void
model_settle (Model *jobs, guint n, gint64 now)
{
  for (guint i = 0; i < n; i++)
    {
      gint64 interval = jobs[i].schedule != NULL ? weft_schedule_get_interval (jobs[i].schedule) : 0;

      if (interval > 0 && jobs[i].ran && jobs[i].due_at > now + interval)
        jobs[i].due_at = now + interval;
    }
}

static void
model_run (Model *jobs, guint n, gint64 now)
{
  for (guint i = 0; i < n; i++)
    {
      Model *job = &jobs[i];

      if (!job->waiting || job->due_at > now)
        continue;
      if (job->schedule == NULL)
        job->waiting = FALSE;
      if (job->schedule == NULL || !weft_schedule_get_skips (job->schedule)
          || now - job->due_at <= WEFT_SCHEDULE_LATE)
        {
          job->n_runs++;
          job->ran = TRUE;
        }
      if (job->schedule != NULL)
        job->due_at = weft_schedule_next (job->schedule, job->due_at, now);
    }
}

static void
random_run (guint32 seed)
{
  static const char *const schedules[] = { "",
                                           "",
                                           "every 60000",
                                           "every 5400000",
                                           "every 86400000 skip",
                                           "daily 02:30 Europe/Berlin",
                                           "daily 09:00 Asia/Ho_Chi_Minh skip",
                                           "weekly mon,thu 23:59 America/New_York" };
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (WeftJobRunner) runner = weft_job_runner_new (fixture->engine);
  Model jobs[12] = { 0 };
  guint n = 0;
  gint64 last = G_MAXINT64;

  g_test_message ("seed %u", seed);
  for (guint step = 0; step < 60; step++)
    {
      gint64 now = weft_clock_now (WEFT_CLOCK (fixture->clock));
      guint dice = (guint) g_rand_int_range (random, 0, 10);

      if (n < G_N_ELEMENTS (jobs) && (dice < 3 || n == 0))
        {
          const char *schedule = schedules[g_rand_int_range (random, 0, G_N_ELEMENTS (schedules))];
          Model *job = &jobs[n];

          g_snprintf (job->id, sizeof job->id, "job-%02u", n++);
          job->schedule = schedule[0] != '\0' ? weft_schedule_parse (schedule, NULL) : NULL;
          job->due_at = now + (gint64) (g_rand_double_range (random, -0.5, 3) * DAY);
          job->waiting = TRUE;
          order (fixture, job->id, room, job->due_at, schedule);
        }
      else if (dice == 3)
        {
          Model *job = &jobs[g_rand_int_range (random, 0, (gint32) n)];

          job->waiting = FALSE;
          g_assert_true (weft_engine_call (fixture->engine, cancel, job->id, NULL));
        }
      else if (dice == 4)
        {
          g_clear_pointer (&runner, weft_job_runner_free);
          serve_fixture_reopen (fixture);
          runner = weft_job_runner_new (fixture->engine);
          last = G_MAXINT64;
        }
      else if (dice == 5)
        weft_manual_clock_jump (fixture->clock, (gint64) (g_rand_double_range (random, -4, 4) * DAY));
      else
        weft_manual_clock_advance (
            fixture->clock,
            (gint64) (g_rand_double_range (random, 0, g_rand_boolean (random) ? 0.01 : 1) * DAY));

      if (g_rand_boolean (random))
        {
          now = weft_clock_now (WEFT_CLOCK (fixture->clock));
          if (now < last)
            model_settle (jobs, n, now);
          last = now;
          model_run (jobs, n, now);
          weft_job_runner_run_due (runner);
          for (guint i = 0; i < n; i++)
            if (count_runs (fixture, jobs[i].id) != jobs[i].n_runs)
              g_error ("seed %u, step %u: %s ran %" G_GINT64_FORMAT " times, by the model %" G_GINT64_FORMAT,
                       seed, step, jobs[i].id, count_runs (fixture, jobs[i].id), jobs[i].n_runs);
        }
    }
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&jobs[i].schedule, weft_schedule_free);
}

static void
test_random (void)
{
  for (guint i = 0; i < (test_database_is_postgresql () ? 3 : 12); i++)
    random_run ((guint32) g_test_rand_int ());
}

/* Killed in the middle: a child runs what is due in a directory which it leaves as it is. */

static int
run_child (const char *directory)
{
  g_autoptr (WeftRegistry) registry = weft_registry_new (weft_modules);
  g_autofree char *url = serve_directory_url (directory);
  g_autoptr (WeftManualClock) clock = weft_manual_clock_new (START + DAY);
  g_autoptr (WeftEngine) engine = weft_engine_new (registry, modules, directory, WEFT_CLOCK (clock));
  g_autoptr (WeftJobRunner) runner = NULL;
  g_autoptr (GError) error = NULL;

  weft_engine_set_database (engine, url);
  if (!weft_engine_open (engine, &error))
    return 1;
  puts ("open");
  fflush (stdout);
  runner = weft_job_runner_new (engine);
  weft_job_runner_run_due (runner);
  g_usleep (10 * G_USEC_PER_SEC); /* until it is killed */

  return 0;
}

static void
test_killed (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  guint n_interrupted = 0;

  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *id = g_strdup_printf ("job-%03u", i);

      order (fixture, id, room, START + i, i % 5 == 0 ? "daily 09:00 UTC" : "");
    }
  for (guint round = 0; round < 5; round++)
    {
      g_autoptr (GSubprocess) child = NULL;
      g_autoptr (GError) error = NULL;
      char byte;
      gint64 ran;

      weft_engine_close (fixture->engine);
      child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--child",
                                fixture->directory, NULL);
      g_assert_no_error (error);
      g_input_stream_read (g_subprocess_get_stdout_pipe (child), &byte, 1, NULL, &error);
      g_assert_no_error (error);
      g_usleep ((gulong) g_rand_int_range (random, 0, 30000));
      g_subprocess_send_signal (child, SIGKILL);
      g_subprocess_wait (child, NULL, NULL);
      serve_fixture_reopen (fixture);

      /* What ran is noted, and what is noted ran. */
      ran = serve_count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%room-changed%'");
      g_assert_cmpint (ran, ==, serve_count (fixture, "SELECT count(*) FROM job WHERE ran_at IS NOT NULL"));
      n_interrupted += ran > 0 && ran < 400;
      g_test_message ("after round %u: %d of 400", round, (int) ran);
    }

  weft_manual_clock_advance (fixture->clock, DAY);
  run_due (fixture);
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *id = g_strdup_printf ("job-%03u", i);

      g_assert_cmpint (count_runs (fixture, id), ==, 1);
    }
}

static void
test_expired (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftDatabase *reader;

  order (fixture, "one", room, START, "");
  order (fixture, "two", serve_stream ("room", "nowhere"), START, "");
  order (fixture, "three", room, START + 40 * DAY, "");
  run_due (fixture);

  reader = weft_engine_acquire_reader (fixture->engine, &error);
  weft_json_begin (out, NULL);
  g_assert_true (weft_jobs_write (reader, room, 10, out, &error));
  weft_json_end (out);
  g_assert_nonnull (strstr (out->str, "\"jobs\":[{\"id\":\"three\""));
  g_assert_nonnull (strstr (out->str, "{\"id\":\"one\""));
  g_assert_null (strstr (out->str, "{\"id\":\"two\""));
  weft_engine_release_reader (fixture->engine, reader);
}

/* Whom the server tells of them. */
static void
test_asked (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autofree char *bert = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *refusal = NULL;
  guint status;

  serve_daemon_found (daemon);
  bert = serve_daemon_join (daemon, "bert", "member", NULL, NULL, NULL);

  answer = serve_daemon_request (daemon, "unix", "POST", "/v1/jobs", daemon->anna,
                                 "{\"stream\":\"workspace\"}", &status);
  g_assert_cmpuint (status, ==, 200);
  g_assert_true (g_str_has_prefix (answer, "{\"jobs\":["));
  refusal = serve_daemon_request (daemon, "unix", "POST", "/v1/jobs", bert, "{}", &status);
  g_assert_cmpuint (status, ==, 403);
  g_clear_pointer (&refusal, g_free);
  refusal = serve_daemon_request (daemon, "unix", "POST", "/v1/jobs", NULL, "{}", &status);
  g_assert_cmpuint (status, ==, 401);
  g_clear_pointer (&refusal, g_free);
  refusal = serve_daemon_request (daemon, "unix", "GET", "/metrics", NULL, NULL, &status);
  g_assert_nonnull (strstr (refusal, "\nweft_jobs_waiting "));
  g_assert_nonnull (strstr (refusal, "\nweft_jobs_late_total 0\n"));
}

/* Which of the jobs that are due a server gets. */
static gboolean
lease_in_order (WeftDatabase *database, gpointer user_data, GError **error)
{
  const gint64 now = START;
  const WeftJob orders[] = {
    { .id = "lane/a/2", .author = "system", .stream = "workspace", .op = "o", .args = "{}", .schedule = "", .due_at = now - 2 },
    { .id = "lane/a/1", .author = "system", .stream = "workspace", .op = "o", .args = "{}", .schedule = "", .due_at = now - 1 },
    { .id = "lane/a/0", .author = "system", .stream = "workspace", .op = "o", .args = "{}", .schedule = "", .due_at = now + HOUR },
    { .id = "lane/b/3", .author = "system", .stream = "workspace", .op = "o", .args = "{}", .schedule = "", .due_at = now - 1 },
  };
  g_autoptr (GPtrArray) due = NULL;
  WeftJob *first, *second, *other;
  gint64 attempt, late, next;

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    g_assert_true (weft_jobs_put (database, &orders[i], now, error));
  due = weft_jobs_list_due (database, now, 10, error);
  g_assert_cmpuint (due->len, ==, 3);
  first = g_ptr_array_index (due, 0);
  second = g_ptr_array_index (due, 1);
  other = g_ptr_array_index (due, 2);
  g_assert_cmpstr (first->id, ==, "lane/a/2");
  g_assert_cmpstr (second->id, ==, "lane/a/1");

  g_assert_true (weft_jobs_lease (database, second, now, now + MINUTE, &attempt, error));
  g_assert_cmpint (attempt, ==, -1); /* behind the first */
  g_assert_true (weft_jobs_lease (database, first, now, now + MINUTE, &attempt, error));
  g_assert_cmpint (attempt, ==, 0);
  g_assert_true (weft_jobs_lease (database, first, now, now + MINUTE, &attempt, error));
  g_assert_cmpint (attempt, ==, -1); /* once */
  g_assert_true (weft_jobs_lease (database, other, now, now + MINUTE, &attempt, error));
  g_assert_cmpint (attempt, ==, 0); /* another lane waits for nobody */

  /* The second is due in the transaction that ends the first, and is nobody's yet; what is to come later is not. */
  g_assert_true (weft_jobs_finish (database, first, now, NULL, &late, error));
  g_assert_true (weft_database_get_value (database, &next, 0, error, "SELECT try_at FROM job WHERE id = 'lane/a/1'", ""));
  g_assert_cmpint (next, ==, now);
  g_assert_true (weft_jobs_lease (database, second, now, now + MINUTE, &attempt, error));
  g_assert_cmpint (attempt, ==, 0);
  g_assert_true (weft_jobs_finish (database, other, now, NULL, &late, error));
  g_assert_true (weft_database_get_value (database, &next, 0, error, "SELECT try_at FROM job WHERE id = 'lane/a/1'", ""));
  g_assert_cmpint (next, ==, now + MINUTE); /* a lease holds, whoever ends in the meantime */
  g_assert_true (weft_jobs_finish (database, second, now, NULL, &late, error));
  g_assert_true (weft_database_get_value (database, &next, 0, error, "SELECT try_at FROM job WHERE id = 'lane/a/0'", ""));
  g_assert_cmpint (next, ==, now + HOUR);

  return TRUE;
}

static void
test_lanes (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autoptr (GError) error = NULL;

  weft_engine_call (fixture->engine, lease_in_order, NULL, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/serve/jobs/once", test_once);
  g_test_add_func ("/serve/jobs/late", test_late);
  g_test_add_func ("/serve/jobs/refused", test_refused);
  g_test_add_func ("/serve/jobs/handler", test_handler);
  g_test_add_func ("/serve/jobs/fault", test_fault);
  g_test_add_func ("/serve/jobs/module", test_module);
  g_test_add_func ("/serve/jobs/thread", test_thread);
  g_test_add_func ("/serve/jobs/timer", test_timer);
  g_test_add_func ("/serve/jobs/two", test_two);
  g_test_add_func ("/serve/jobs/random", test_random);
  g_test_add_func ("/serve/jobs/killed", test_killed);
  g_test_add_func ("/serve/jobs/expired", test_expired);
  g_test_add_func ("/serve/jobs/lanes", test_lanes);
  g_test_add_func ("/serve/jobs/asked", test_asked);

  return g_test_run ();
}
