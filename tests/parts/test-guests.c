/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What guests know of others, in a whole engine: Anna and Ben are members, Gus is a guest. */

#include "serve-fixture.h"

static ServeFixture *
furnish (const char **room)
{
  ServeFixture *fixture = serve_fixture_new ();

  serve_found (fixture);
  serve_join (fixture, "ben", "member");
  serve_join (fixture, "gus", "guest");
  *room = serve_room (fixture, serve_id ("anna"), "lobby", "gus");
  return fixture;
}

static gint64
count_known (ServeFixture *fixture, const char *guest, const char *where)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM person WHERE stream = '%s' AND %s",
                                          serve_stream ("user", guest), where);

  return serve_count (fixture, sql);
}

static gint64
count_events (ServeFixture *fixture, const char *guest)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count(*) FROM event WHERE stream = '%s' AND stored LIKE '%%people.person-%%'",
      serve_stream ("user", guest));

  return serve_count (fixture, sql);
}

static gboolean
knows (ServeFixture *fixture, const char *guest, const char *person)
{
  g_autofree char *where = g_strdup_printf ("id = '%s'", serve_id (person));

  return count_known (fixture, guest, where) == 1;
}

static void
test_known (void)
{
  const char *room, *other;
  g_autoptr (ServeFixture) fixture = furnish (&room);
  gint64 n_events;

  serve_pass (fixture, 0);
  g_assert_true (knows (fixture, "gus", "gus"));
  g_assert_true (knows (fixture, "gus", "anna"));
  g_assert_false (knows (fixture, "gus", "ben"));
  g_assert_cmpint (count_known (fixture, "ben", "1 = 1"), ==, 0);

  /* Asked for again, there is nothing to tell; what happened is done after a restart. */
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.set-profile",
                "{\"name\":\"anna\"}");
  serve_pass (fixture, 0);
  n_events = count_events (fixture, "gus");
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.set-profile",
                "{\"name\":\"anna\"}");
  serve_pass (fixture, 0);
  g_assert_cmpint (count_events (fixture, "gus"), ==, n_events);
  serve_run_ok (fixture, serve_id ("anna"), room, "people.add-member", "{\"person\":\"%s\"}",
                serve_id ("ben"));
  serve_run_ok (fixture, serve_id ("ben"), WEFT_STREAM_WORKSPACE, "people.set-profile",
                "{\"name\":\"Ben B.\"}");
  serve_fixture_reopen (fixture);
  serve_pass (fixture, 0);
  g_assert_cmpint (count_known (fixture, "gus", "name = 'Ben B.' AND role = 'member' AND login = ''"), ==, 1);
  g_assert_cmpint (count_events (fixture, "gus"), ==, n_events + 1);

  /* Known by another place, too. */
  other = serve_room (fixture, serve_id ("ben"), "looms", "gus");
  serve_pass (fixture, 0);
  serve_run_ok (fixture, serve_id ("ben"), room, "people.leave", "{}");
  serve_pass (fixture, 0);
  g_assert_true (knows (fixture, "gus", "ben"));
  serve_run_ok (fixture, serve_id ("gus"), other, "people.leave", "{}");
  serve_pass (fixture, 0);
  g_assert_false (knows (fixture, "gus", "ben"));

  /* Shut out, and known as that. */
  serve_run_ok (fixture, serve_id ("anna"), room, "people.add-member", "{\"person\":\"%s\"}",
                serve_id ("ben"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.suspend",
                "{\"person\":\"%s\",\"suspended\":true}", serve_id ("ben"));
  serve_pass (fixture, 0);
  g_assert_cmpint (count_known (fixture, "gus", "name = 'Ben B.' AND suspended = 1"), ==, 1);
}

/* Erasing a person takes along what guests were told. */
static void
test_erased (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = furnish (&room);

  serve_run_ok (fixture, serve_id ("anna"), room, "people.add-member", "{\"person\":\"%s\"}",
                serve_id ("ben"));
  serve_pass (fixture, 0);
  serve_run_ok (fixture, serve_id ("ben"), WEFT_STREAM_WORKSPACE, "people.set-profile",
                "{\"name\":\"Benjamin\",\"title\":\"Weaver\"}");
  serve_pass (fixture, 0);
  g_assert_cmpint (count_known (fixture, "gus", "name = 'Benjamin'"), ==, 1);
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.suspend",
                "{\"person\":\"%s\",\"suspended\":true}", serve_id ("ben"));
  serve_pass (fixture, 0);
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "content.erase-person",
                "{\"person\":\"%s\"}", serve_id ("ben"));
  serve_pass (fixture, 0);
  g_assert_true (knows (fixture, "gus", "ben"));
  g_assert_cmpint (count_known (fixture, "gus", "name = 'Benjamin' OR title <> ''"), ==, 0);
  g_assert_cmpint (
      serve_count (fixture,
                   "SELECT count(*) FROM event WHERE stream LIKE 'user/%' AND stored LIKE '%Benjamin%'"),
      ==, 0);
  g_assert_cmpint (
      serve_count (fixture,
                   "SELECT count(*) FROM event WHERE stream LIKE 'user/%' AND stored LIKE '%Weaver%'"),
      ==, 0);
}

static void
test_roles (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = furnish (&room);

  serve_pass (fixture, 0);
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.set-role",
                "{\"person\":\"%s\",\"role\":\"member\"}", serve_id ("gus"));
  serve_pass (fixture, 0);
  g_assert_cmpint (count_known (fixture, "gus", "1 = 1"), ==, 0);
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.set-role",
                "{\"person\":\"%s\",\"role\":\"guest\"}", serve_id ("gus"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.set-role",
                "{\"person\":\"%s\",\"role\":\"guest\"}", serve_id ("ben"));
  serve_pass (fixture, 0);
  g_assert_cmpint (count_known (fixture, "gus", "1 = 1"), ==, 2);
  g_assert_cmpint (count_known (fixture, "ben", "1 = 1"), ==, 1); /* himself: he is in no room */
}

static gint64
is_shut_out (ServeFixture *fixture, const char *person)
{
  g_autofree char *sql = g_strdup_printf ("SELECT suspended FROM person WHERE stream = 'workspace' AND id = '%s'", serve_id (person));

  return serve_count (fixture, sql);
}

#define DAY G_GINT64_CONSTANT (86400000)

/* A guest's time is over: the server says so by itself, once, also if it was not there at the time. */
static void
test_end (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = furnish (&room);
  gint64 now = weft_clock_now (WEFT_CLOCK (fixture->clock));
  g_autofree char *refused = NULL;
  g_autofree char *refusal = NULL;

  serve_pass (fixture, 0);
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.limit-guest",
                "{\"person\":\"%s\",\"guest_until\":%" G_GINT64_FORMAT "}", serve_id ("gus"), now + 2 * DAY);
  serve_pass (fixture, 0);
  /* They are told of their own. */
  g_assert_cmpint (count_known (fixture, "gus", "guest_until IS NOT NULL"), ==, 1);
  serve_pass (fixture, DAY);
  g_assert_cmpint (is_shut_out (fixture, "gus"), ==, 0);
  serve_run_ok (fixture, serve_id ("gus"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"x\"}", serve_id ("early"));

  /* Longer. */
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.limit-guest",
                "{\"person\":\"%s\",\"guest_until\":%" G_GINT64_FORMAT "}", serve_id ("gus"), now + 3 * DAY);
  serve_pass (fixture, DAY + 1000);
  g_assert_cmpint (is_shut_out (fixture, "gus"), ==, 0);
  weft_manual_clock_advance (fixture->clock, DAY);
  serve_fixture_reopen (fixture);
  serve_pass (fixture, 0);
  g_assert_cmpint (is_shut_out (fixture, "gus"), ==, 1);
  refused = serve_run (fixture, serve_id ("gus"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"x\"}", serve_id ("late"));
  refusal = serve_error_of (refused);
  g_assert_cmpstr (refusal, ==, "not-found: stream: no such stream");

  /* Let in again they stay, and a member is no guest whose time runs. */
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.suspend", "{\"person\":\"%s\",\"suspended\":false}", serve_id ("gus"));
  serve_pass (fixture, 10 * DAY);
  g_assert_cmpint (is_shut_out (fixture, "gus"), ==, 0);
  now = weft_clock_now (WEFT_CLOCK (fixture->clock));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.limit-guest",
                "{\"person\":\"%s\",\"guest_until\":%" G_GINT64_FORMAT "}", serve_id ("gus"), now + DAY);
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.set-role", "{\"person\":\"%s\",\"role\":\"member\"}", serve_id ("gus"));
  serve_pass (fixture, 2 * DAY);
  g_assert_cmpint (is_shut_out (fixture, "gus"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM person WHERE guest_until IS NOT NULL"), ==, 0);
}

static void
invite (ServeFixture *fixture, const char *word, gint64 until)
{
  g_autofree char *hash = weft_secret_hash ("secret");

  serve_run_ok (fixture, serve_id ("ben"), WEFT_STREAM_WORKSPACE, "people.invite",
                "{\"id\":\"%s\",\"secret_hash\":\"%s\",\"role\":\"guest\",\"streams\":[],\"uses\":9,\"expires_at\":1900000000000,"
                "\"guest_until\":%" G_GINT64_FORMAT "}",
                serve_id (word), hash, until);
}

static char *
come (ServeFixture *fixture, const char *word, const char *invitation)
{
  g_autofree char *result = serve_run (fixture, "system", WEFT_STREAM_WORKSPACE, "people.join",
                                       "{\"person\":\"%s\",\"name\":\"%s\",\"login\":\"%s\",\"role\":\"guest\",\"invitation\":\"%s\"}",
                                       serve_id (word), word, word, serve_id (invitation));

  return serve_error_of (result);
}

/* The invitation says when their time is over: for each who comes by it, and for nobody who comes too late. */
static void
test_promised_end (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = furnish (&room);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  invite (fixture, "for a while", weft_clock_now (WEFT_CLOCK (fixture->clock)) + 2 * DAY);
  g_assert_null ((first = come (fixture, "hugo", "for a while")));
  serve_pass (fixture, DAY);
  g_assert_null ((second = come (fixture, "ines", "for a while")));
  serve_pass (fixture, 0);
  g_assert_cmpint (is_shut_out (fixture, "hugo") + is_shut_out (fixture, "ines"), ==, 0);
  g_assert_cmpint (count_known (fixture, "hugo", "guest_until IS NOT NULL"), ==, 1);

  weft_manual_clock_advance (fixture->clock, DAY + 1000);
  serve_fixture_reopen (fixture);
  serve_pass (fixture, 0);
  g_assert_cmpint (is_shut_out (fixture, "hugo"), ==, 1);
  g_assert_cmpint (is_shut_out (fixture, "ines"), ==, 1);
  third = come (fixture, "jana", "for a while");
  g_assert_cmpstr (third, ==, "denied: invitation: the time of its guests is over; ask for a new one");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM person WHERE login = 'jana'"), ==, 0);
}

/* More people than one operation tells of. */
static void
test_many (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = furnish (&room);
  const guint n = 600;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *word = g_strdup_printf ("p%u", i);

      serve_join (fixture, word, "member");
      serve_run_ok (fixture, serve_id ("anna"), room, "people.add-member", "{\"person\":\"%s\"}",
                    serve_id (word));
    }
  serve_pass (fixture, 0);
  g_assert_cmpint (count_known (fixture, "gus", "1 = 1"), ==, n + 2);
  serve_run_ok (fixture, serve_id ("anna"), room, "people.remove-member", "{\"person\":\"%s\"}",
                serve_id ("gus"));
  serve_pass (fixture, 0);
  g_assert_cmpint (count_known (fixture, "gus", "1 = 1"), ==, 1);
  g_assert_true (knows (fixture, "gus", "gus"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/guests/known", test_known);
  g_test_add_func ("/parts/guests/erased", test_erased);
  g_test_add_func ("/parts/guests/roles", test_roles);
  g_test_add_func ("/parts/guests/end", test_end);
  g_test_add_func ("/parts/guests/promised-end", test_promised_end);
  g_test_add_func ("/parts/guests/many", test_many);

  return g_test_run ();
}
