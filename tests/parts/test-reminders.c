/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-fixture.h"


/* Reminders with the server's clock: each comes once, when it is set for at last. */

#define START G_GINT64_CONSTANT (1800000000000)
#define MINUTE 60000

static void
set (ServeFixture *fixture, const char *person, const char *stream, const char *word, gint64 at)
{
  serve_run_ok (fixture, serve_id (person), stream, "reminders.set",
                "{\"id\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"text\":\"%s\"}", serve_id (word), at, word);
}

static void
snooze (ServeFixture *fixture, const char *person, const char *stream, const char *word, gint64 at)
{
  serve_run_ok (fixture, serve_id (person), stream, "reminders.snooze",
                "{\"id\":\"%s\",\"at\":%" G_GINT64_FORMAT "}", serve_id (word), at);
}

static gint64
count_fired (ServeFixture *fixture, const char *word)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT count(*) FROM event WHERE stored NOT LIKE '%%notices.noticed%%' AND stored "
                         "LIKE '%%reminders.fired%%\"text\":\"%s\"%%'",
                         word);

  return serve_count (fixture, sql);
}

static void
test_life (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *own = serve_stream ("user", "anna");
  const char *room;

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  room = serve_room (fixture, serve_id ("anna"), "lobby", "bert");

  set (fixture, "anna", own, "mine", START + 5 * MINUTE);
  set (fixture, "bert", room, "ours", START + 5 * MINUTE);
  set (fixture, "anna", own, "dismissed", START + 5 * MINUTE);
  set (fixture, "anna", own, "past", START - MINUTE * 60);
  serve_run_ok (fixture, serve_id ("anna"), own, "reminders.dismiss", "{\"id\":\"%s\"}",
                serve_id ("dismissed"));
  serve_pass (fixture, 0);
  g_assert_cmpint (count_fired (fixture, "past"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%\"late\":true%'"),
                   ==, 1);

  snooze (fixture, "anna", room, "ours", START + 10 * MINUTE);
  serve_pass (fixture, 5 * MINUTE);
  g_assert_cmpint (count_fired (fixture, "mine"), ==, 1);
  g_assert_cmpint (count_fired (fixture, "ours"), ==, 0);
  serve_pass (fixture, 5 * MINUTE);
  g_assert_cmpint (count_fired (fixture, "ours"), ==, 1);
  g_assert_cmpint (count_fired (fixture, "dismissed"), ==, 0);

  /* Once more, after a restart. */
  snooze (fixture, "anna", own, "mine", START + 20 * MINUTE);
  serve_fixture_reopen (fixture);
  serve_pass (fixture, 60 * MINUTE);
  g_assert_cmpint (count_fired (fixture, "mine"), ==, 2);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM reminder WHERE state = 'fired'"), ==, 3);
}

static void
test_many (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autofree char *refusal = NULL;
  g_autofree char *result = NULL;
  const char *own = serve_stream ("user", "anna");

  serve_found (fixture);
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *word = g_strdup_printf ("reminder %u", i);

      set (fixture, "anna", own, word, START + i);
    }
  result = serve_run (fixture, serve_id ("anna"), own, "reminders.set",
                      "{\"id\":\"%s\",\"at\":5,\"text\":\"one more\"}", serve_id ("more"));
  refusal = serve_error_of (result);
  g_assert_cmpstr (refusal, ==,
                   "too-large: id: there are 500 reminders here, the most there may be; dismiss some");
  serve_pass (fixture, MINUTE);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%reminders.fired%' "
                                         "AND stored NOT LIKE '%notices.noticed%'"),
                   ==, 500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/reminders/life", test_life);
  g_test_add_func ("/parts/reminders/many", test_many);

  return g_test_run ();
}
