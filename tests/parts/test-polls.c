/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-fixture.h"


/* Polls in a whole engine: votes which meet, what is secret and stays so, and closing. */

#define START G_GINT64_CONSTANT (1800000000000)
#define MINUTE 60000

static ServeFixture *
make_fixture (const char **room)
{
  ServeFixture *fixture = serve_fixture_new_with (weft_server_modules, NULL, NULL);

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  serve_join (fixture, "carl", "member");
  serve_join (fixture, "dora", "member");
  *room = serve_room (fixture, serve_id ("anna"), "lobby", "bert,carl");

  return fixture;
}

static void
open_poll (ServeFixture *fixture, const char *room, const char *word, const char *more)
{
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.open-poll", "{\"id\":\"%s\",\"text\":\"Drink?\\nTea\\nCoffee\\nWater\"%s}", serve_id (word), more);
}

static void
vote (ServeFixture *fixture, const char *person, const char *room, const char *word, int option, gboolean chosen)
{
  serve_run_ok (fixture, serve_id (person), room, "thread.vote", "{\"id\":\"%s\",\"option\":%d,\"chosen\":%s}", serve_id (word), option, chosen ? "true" : "false");
}

static char *
vote_secretly (ServeFixture *fixture, const char *person, const char *room, const char *word, int option, gboolean only)
{
  g_autofree char *result = serve_run (fixture, serve_id (person), serve_stream ("user", person), "thread.vote-secretly",
                                       "{\"target\":\"%s\",\"poll\":\"%s\",\"option\":%d,\"chosen\":true,\"only\":%s}", room, serve_id (word), option,
                                       only ? "true" : "false");

  return serve_error_of (result);
}

static void
assert_votes (ServeFixture *fixture, const char *word, const char *votes)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM message WHERE id = '%s' AND coalesce (votes, '') = '%s'", serve_id (word), votes);

  g_assert_cmpint (serve_count (fixture, sql), ==, 1);
}

static void
refuse (char *refusal, const char *expected)
{
  g_autofree char *text = refusal;

  g_assert_cmpstr (text, ==, expected);
}

/* Two of one's devices which were away: of one answer the later stays, of several both; the other way round the row is the same. */
static void
test_devices (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autofree char *both = NULL;

  open_poll (fixture, room, "one", "");
  vote (fixture, "bert", room, "one", 1, TRUE);
  vote (fixture, "bert", room, "one", 3, TRUE);
  both = g_strdup_printf ("\n\n%s", serve_id ("bert"));
  assert_votes (fixture, "one", both);

  for (guint i = 0; i < 2; i++)
    {
      const char *word = i == 0 ? "many" : "other";
      g_autofree char *expected = g_strdup_printf ("%s\n%s", serve_id ("bert"), serve_id ("bert"));

      open_poll (fixture, room, word, ",\"several\":true");
      vote (fixture, "bert", room, word, i == 0 ? 1 : 2, TRUE);
      vote (fixture, "bert", room, word, i == 0 ? 2 : 1, TRUE);
      vote (fixture, "bert", room, word, 1, TRUE);
      assert_votes (fixture, word, expected);
    }
  serve_assert_whole (fixture);
}

/* Nobody but who voted finds a trace of it: no event, row, notice or job elsewhere names them; figures come together, as nobody's. */
static void
test_secret (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autofree char *traces = NULL;

  open_poll (fixture, room, "poll", ",\"secret\":true");
  serve_pass (fixture, 10);
  g_assert_null (vote_secretly (fixture, "bert", room, "poll", 2, TRUE));
  g_assert_null (vote_secretly (fixture, "carl", room, "poll", 2, TRUE));
  g_assert_null (vote_secretly (fixture, "anna", room, "poll", 1, TRUE));
  g_assert_null (vote_secretly (fixture, "carl", room, "poll", 3, TRUE));
  assert_votes (fixture, "poll", "");
  serve_pass (fixture, 3000);
  assert_votes (fixture, "poll", "1\n1\n1");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%thread.votes-counted%' AND stored LIKE '%\"system\"%'"), ==, 1);
  traces = g_strdup_printf ("SELECT count(*) FROM event WHERE stream = '%s' AND stored LIKE '%%voted%%'", room);
  g_assert_cmpint (serve_count (fixture, traces), ==, 0);
  g_free (traces);
  traces = g_strdup_printf ("SELECT count(*) FROM message WHERE votes LIKE '%%%s%%'", serve_id ("bert"));
  g_assert_cmpint (serve_count (fixture, traces), ==, 0);
  g_free (traces);
  traces = g_strdup_printf ("SELECT count(*) FROM job WHERE args LIKE '%%%s%%' OR author LIKE '%%%s%%'", serve_id ("bert"), serve_id ("bert"));
  g_assert_cmpint (serve_count (fixture, traces), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM secret_vote WHERE stream NOT LIKE 'user/%'"), ==, 0);

  refuse (vote_secretly (fixture, "dora", room, "poll", 1, TRUE), "not-found: target: no such stream");
  refuse (vote_secretly (fixture, "bert", room, "poll", 4, TRUE), "invalid: option: there are 3");
  refuse (vote_secretly (fixture, "bert", room, "poll", 1, FALSE), "invalid: only: this poll takes one answer");
  refuse (vote_secretly (fixture, "bert", room, "none", 1, TRUE), "not-found: poll: no such poll here");
  open_poll (fixture, room, "open", "");
  refuse (vote_secretly (fixture, "bert", room, "open", 1, TRUE), "invalid: poll: votes in this poll are not secret");
  serve_assert_whole (fixture);
}

/* At a time, across a restart; by hand, and open again; a vote that comes too late is refused. */
static void
test_closing (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autofree char *at = g_strdup_printf (",\"closes_at\":%" G_GINT64_FORMAT, START + 10 * MINUTE);
  g_autofree char *result = NULL;

  open_poll (fixture, room, "poll", at);
  open_poll (fixture, room, "secret", ",\"secret\":true");
  vote (fixture, "bert", room, "poll", 1, TRUE);
  serve_fixture_reopen (fixture);
  serve_pass (fixture, 10 * MINUTE);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE closed = 1"), ==, 1);
  result = serve_run (fixture, serve_id ("carl"), room, "thread.vote", "{\"id\":\"%s\",\"option\":1,\"chosen\":true}", serve_id ("poll"));
  refuse (serve_error_of (result), "conflict: id: the poll is closed");

  serve_run_ok (fixture, serve_id ("anna"), room, "thread.close-poll", "{\"id\":\"%s\",\"closed\":false}", serve_id ("poll"));
  vote (fixture, "carl", room, "poll", 1, TRUE);
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.close-poll", "{\"id\":\"%s\",\"closed\":true}", serve_id ("secret"));
  refuse (vote_secretly (fixture, "bert", room, "secret", 1, TRUE), "conflict: poll: the poll is closed");
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.delete", "{\"id\":\"%s\"}", serve_id ("poll"));
  g_free (result);
  result = serve_run (fixture, serve_id ("carl"), room, "thread.vote", "{\"id\":\"%s\",\"option\":2,\"chosen\":true}", serve_id ("poll"));
  refuse (serve_error_of (result), "conflict: id: the poll was deleted");
  serve_assert_whole (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/polls/devices", test_devices);
  g_test_add_func ("/parts/polls/secret", test_secret);
  g_test_add_func ("/parts/polls/closing", test_closing);

  return g_test_run ();
}
