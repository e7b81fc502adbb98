/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages which are sent at a time, with the server's clock: each goes once, or its author is told why not.
 */

#include <string.h>

#include "serve-fixture.h"
#include "serve/weft-job-runner.h"

#define START G_GINT64_CONSTANT (1800000000000)
#define MINUTE 60000

static const char *room;
static const char *own;

static ServeFixture *
furnish (void)
{
  ServeFixture *fixture = serve_fixture_new ();

  serve_found (fixture);
  serve_join (fixture, "ben", "member");
  room = serve_room (fixture, serve_id ("anna"), "lobby", "ben");
  own = serve_stream ("user", "ben");
  return fixture;
}

static void
schedule (ServeFixture *fixture, const char *word, gint64 at)
{
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.schedule",
                "{\"id\":\"%s\",\"target\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"text\":\"%s\"}",
                serve_id (word), room, at, word);
}

static void
pass (ServeFixture *fixture, gint64 time)
{
  g_autoptr (WeftJobRunner) runner = weft_job_runner_new (fixture->engine);

  weft_manual_clock_advance (fixture->clock, time);
  weft_job_runner_run_due (runner);
}

static gint64
count_sent (ServeFixture *fixture, const char *word)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM message WHERE text = '%s' AND author = '%s'",
                                          word, serve_id ("ben"));

  return serve_count (fixture, sql);
}

static gint64
count_waiting (ServeFixture *fixture)
{
  return serve_count (fixture, "SELECT count(*) FROM job WHERE id LIKE 'thread/%' AND state = 'waiting'");
}

static void
assert_refused (ServeFixture *fixture, const char *word, const char *why)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT count(*) FROM scheduled_message WHERE text = '%s' AND refusal LIKE '%s'",
                         word, why);

  g_assert_cmpint (serve_count (fixture, sql), ==, 1);
  g_assert_cmpint (count_sent (fixture, word), ==, 0);
}

static void
test_sent (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();

  schedule (fixture, "quokka", START + 5 * MINUTE);
  schedule (fixture, "moved", START + 5 * MINUTE);
  schedule (fixture, "taken-back", START + 5 * MINUTE);
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.set-scheduled",
                "{\"id\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"text\":\"moved\"}", serve_id ("moved"),
                START + 10 * MINUTE);
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.unschedule", "{\"id\":\"%s\"}",
                serve_id ("taken-back"));
  pass (fixture, 4 * MINUTE);
  g_assert_cmpint (count_sent (fixture, "quokka"), ==, 0);
  pass (fixture, MINUTE);
  pass (fixture, MINUTE / 2);
  g_assert_cmpint (count_sent (fixture, "quokka"), ==, 1);
  g_assert_cmpint (count_sent (fixture, "moved"), ==, 0);
  serve_fixture_reopen (fixture);
  pass (fixture, 5 * MINUTE);
  g_assert_cmpint (count_sent (fixture, "moved"), ==, 1);
  g_assert_cmpint (count_sent (fixture, "quokka"), ==, 1);
  g_assert_cmpint (count_sent (fixture, "taken-back"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE due_at IS NOT NULL"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM scheduled_message"), ==, 0);
  g_assert_cmpint (count_waiting (fixture), ==, 0);

  /* The words of what was erased are in no log, its author's neither. */
  serve_run_ok (fixture, serve_id ("ben"), room, "content.erase", "{\"rows\":\"message:%s\"}",
                serve_id ("quokka"));
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%quokka%'"), ==, 0);
}

/* The server was down when the time came: once, and marked. */
static void
test_late (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();
  g_autofree char *sql
      = g_strdup_printf ("SELECT count(*) FROM message WHERE text = 'late' AND due_at = %" G_GINT64_FORMAT,
                         START + MINUTE);

  schedule (fixture, "late", START + MINUTE);
  serve_fixture_reopen (fixture);
  pass (fixture, 26 * 60 * MINUTE);
  pass (fixture, MINUTE);
  serve_fixture_reopen (fixture);
  pass (fixture, MINUTE);
  g_assert_cmpint (count_sent (fixture, "late"), ==, 1);
  g_assert_cmpint (serve_count (fixture, sql), ==, 1);

  /* Said without a connection, and its time has come by now. */
  schedule (fixture, "offline", START - 60 * MINUTE);
  pass (fixture, 0);
  g_assert_cmpint (count_sent (fixture, "offline"), ==, 1);
}

/* Numbered as any reply, shown in the room where that was said; whoever began the thread hears of it; not under what never was here. */
static void
test_thread (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();
  g_autofree char *sql = NULL;

  serve_run_ok (fixture, serve_id ("anna"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"root\"}", serve_id ("root"));
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.reply", "{\"id\":\"%s\",\"root\":\"%s\",\"text\":\"first\"}", serve_id ("first"),
                serve_id ("root"));
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.schedule",
                "{\"id\":\"%s\",\"target\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"text\":\"below\",\"root\":\"%s\",\"also\":\"%s\"}", serve_id ("below"),
                room, START + 5 * MINUTE, serve_id ("root"), serve_id ("shown"));
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.schedule",
                "{\"id\":\"%s\",\"target\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"text\":\"nowhere\",\"root\":\"%s\"}", serve_id ("nowhere"), room,
                START + 5 * MINUTE, serve_id ("nobody"));
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.schedule",
                "{\"id\":\"%s\",\"target\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"text\":\"deeper\",\"root\":\"%s\"}", serve_id ("deeper"), room,
                START + 5 * MINUTE, serve_id ("first"));
  pass (fixture, 4 * MINUTE);
  g_assert_cmpint (count_sent (fixture, "below"), ==, 0);
  serve_fixture_reopen (fixture);
  pass (fixture, MINUTE);
  pass (fixture, MINUTE);
  g_assert_cmpint (count_sent (fixture, "below"), ==, 2);
  sql = g_strdup_printf ("SELECT ordinal FROM message WHERE id = '%s'", serve_id ("below"));
  g_assert_cmpint (serve_count (fixture, sql), ==, -(1 << 20) + 2);
  g_clear_pointer (&sql, g_free);
  sql = g_strdup_printf ("SELECT ordinal FROM message WHERE id = '%s' AND twin = '%s'", serve_id ("shown"), serve_id ("below"));
  g_assert_cmpint (serve_count (fixture, sql), ==, 2);
  g_clear_pointer (&sql, g_free);
  sql = g_strdup_printf ("SELECT count(*) FROM notice WHERE stream = 'user/%s' AND event = 'thread.replied'", serve_id ("anna"));
  g_assert_cmpint (serve_count (fixture, sql), ==, 1);
  g_clear_pointer (&sql, g_free);
  sql = g_strdup_printf ("SELECT count(*) FROM followed_thread WHERE stream = '%s' AND follows = 1", own);
  g_assert_cmpint (serve_count (fixture, sql), ==, 1);
  assert_refused (fixture, "nowhere", "%root: no such message here%");
  assert_refused (fixture, "deeper", "%root: is a reply itself%");
  g_assert_cmpint (count_waiting (fixture), ==, 0);
}

/* As its author, with their rights of that moment. */
static void
test_not_sent (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();

  schedule (fixture, "forbidden", START + MINUTE);
  schedule (fixture, "outside", START + 5 * MINUTE);
  schedule (fixture, "suspended", START + 10 * MINUTE);
  serve_run_ok (fixture, serve_id ("anna"), room, "chat.set-permissions",
                "{\"post\":\"admin\",\"invite\":\"member\",\"pin\":\"member\"}");
  pass (fixture, 2 * MINUTE);
  assert_refused (fixture, "forbidden", "%in this room it takes the role admin%");
  serve_run_ok (fixture, serve_id ("anna"), room, "people.remove-member", "{\"person\":\"%s\"}",
                serve_id ("ben"));
  pass (fixture, 5 * MINUTE);
  assert_refused (fixture, "outside", "left");
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.suspend",
                "{\"person\":\"%s\",\"suspended\":true}", serve_id ("ben"));
  pass (fixture, 5 * MINUTE);
  assert_refused (fixture, "suspended", "suspended");
  g_assert_cmpint (count_waiting (fixture), ==, 0);

  /* Back again, it goes when its author says so; nothing went by itself. */
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.suspend",
                "{\"person\":\"%s\",\"suspended\":false}", serve_id ("ben"));
  serve_run_ok (fixture, serve_id ("anna"), room, "people.add-member",
                "{\"person\":\"%s\",\"role\":\"admin\"}", serve_id ("ben"));
  pass (fixture, MINUTE);
  g_assert_cmpint (count_sent (fixture, "outside"), ==, 0);
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.send-scheduled",
                "{\"id\":\"%s\",\"at\":%" G_GINT64_FORMAT "}", serve_id ("outside"), START + 5 * MINUTE);
  g_assert_cmpint (count_sent (fixture, "outside"), ==, 1);
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.set-scheduled",
                "{\"id\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"text\":\"forbidden\"}", serve_id ("forbidden"),
                START + 30 * MINUTE);
  pass (fixture, 30 * MINUTE);
  g_assert_cmpint (count_sent (fixture, "forbidden"), ==, 1);
}

/* Before its time: then never again, and not late. */
static void
test_now (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();
  g_autofree char *args
      = g_strdup_printf ("{\"id\":\"%s\",\"at\":%" G_GINT64_FORMAT "}", serve_id ("now"), START + 5 * MINUTE);
  g_autofree char *result = NULL;
  g_autofree char *again = NULL;

  schedule (fixture, "now", START + 5 * MINUTE);
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.send-scheduled", "%s", args);
  result = serve_run (fixture, serve_id ("ben"), own, "thread.send-scheduled", "%s", args);
  again = serve_error_of (result);
  g_assert_cmpstr (again, ==, "not-found: id: no such message is scheduled");
  pass (fixture, 60 * MINUTE);
  g_assert_cmpint (count_sent (fixture, "now"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE due_at IS NOT NULL"), ==, 0);
  g_assert_cmpint (count_waiting (fixture), ==, 0);
}

static void
test_bound (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();
  g_autofree char *result = NULL;
  g_autofree char *refused = NULL;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *word = g_strdup_printf ("n%u", i);

      schedule (fixture, word, START + 5 * MINUTE);
    }
  result = serve_run (fixture, serve_id ("ben"), own, "thread.schedule",
                      "{\"id\":\"%s\",\"target\":\"%s\",\"at\":1,\"text\":\"x\"}", serve_id ("x"), room);
  refused = serve_error_of (result);
  g_assert_cmpstr (refused, ==, "too-large: id: 100 messages are scheduled, the most there may be");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parts/scheduled/sent", test_sent);
  g_test_add_func ("/parts/scheduled/late", test_late);
  g_test_add_func ("/parts/scheduled/thread", test_thread);
  g_test_add_func ("/parts/scheduled/not-sent", test_not_sent);
  g_test_add_func ("/parts/scheduled/now", test_now);
  g_test_add_func ("/parts/scheduled/bound", test_bound);
  return g_test_run ();
}
