/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-fixture.h"

#include "serve/weft-engine-private.h"
#include "serve/weft-results.h"

/* Each operation of a client runs once: DESIGN.md, "Operations". */

static char *
message_args (const char *text)
{
  return g_strdup_printf ("{\"id\":\"%s\",\"text\":\"%s\"}", serve_id (text), text);
}

static char *
send_n (ServeFixture *fixture,
        const char *client,
        const char *person,
        gint64 n,
        const char *word,
        const char *stream)
{
  g_autofree char *args = message_args (word);

  return serve_send (fixture, serve_id (client), serve_id (person), n, serve_id (word), stream, "thread.send",
                     args);
}

static void
assert_code (const char *result, const char *code)
{
  g_autofree char *error = serve_error_of (result);

  g_assert_nonnull (error);
  if (!g_str_has_prefix (error, code) || error[strlen (code)] != ':')
    g_error ("expected %s, got %s", code, error);
}

static void
test_repeat (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room;
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autofree char *restarted = NULL;

  serve_found (fixture);
  room = serve_room (fixture, serve_id ("anna"), "lobby", NULL);

  first = send_n (fixture, "phone", "anna", 1, "hello", room);
  g_assert_null (serve_error_of (first));
  again = send_n (fixture, "phone", "anna", 1, "hello", room);
  g_assert_cmpstr (first, ==, again);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message"), ==, 1);

  serve_fixture_reopen (fixture);
  restarted = send_n (fixture, "phone", "anna", 1, "hello", room);
  g_assert_cmpstr (first, ==, restarted);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message"), ==, 1);
}

static void
test_forked (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room;
  g_autofree char *first = NULL;
  g_autofree char *other = NULL;
  g_autofree char *stolen = NULL;

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  room = serve_room (fixture, serve_id ("anna"), "lobby", "bert");

  first = send_n (fixture, "phone", "anna", 1, "hello", room);
  other = send_n (fixture, "phone", "anna", 1, "something else", room);
  assert_code (other, "forked");
  stolen = send_n (fixture, "phone", "bert", 2, "from bert", room);
  assert_code (stolen, "forked");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message"), ==, 1);
}

static void
test_refusal_consumes (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autofree char *refused = NULL;
  g_autofree char *again = NULL;
  g_autofree char *next = NULL;
  const char *room;

  serve_found (fixture);
  room = serve_room (fixture, serve_id ("anna"), "lobby", NULL);

  refused = serve_send (fixture, serve_id ("phone"), serve_id ("anna"), 1, serve_id ("bad"), room,
                        "thread.send", "{\"id\":\"nonsense\",\"text\":\"x\"}");
  assert_code (refused, "invalid");
  again = serve_send (fixture, serve_id ("phone"), serve_id ("anna"), 1, serve_id ("bad"), room,
                      "thread.send", "{\"id\":\"nonsense\",\"text\":\"x\"}");
  g_assert_cmpstr (refused, ==, again);
  next = send_n (fixture, "phone", "anna", 2, "good", room);
  g_assert_null (serve_error_of (next));
}

static void
test_gap (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autofree char *ahead = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  const char *room;

  serve_found (fixture);
  room = serve_room (fixture, serve_id ("anna"), "lobby", NULL);

  ahead = send_n (fixture, "phone", "anna", 2, "two", room);
  assert_code (ahead, "unavailable");
  first = send_n (fixture, "phone", "anna", 1, "one", room);
  g_assert_null (serve_error_of (first));
  second = send_n (fixture, "phone", "anna", 2, "two", room);
  g_assert_null (serve_error_of (second));
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message"), ==, 2);
}

typedef struct
{
  const char *person;
  gint64 acknowledged;
  gint64 next;
  GPtrArray *results;
} Greeting;

static gboolean
greet (WeftDatabase *database, gpointer user_data, GError **error)
{
  Greeting *greeting = user_data;

  return weft_results_greet (database, serve_id ("phone"), serve_id (greeting->person), serve_id ("holder"),
                             greeting->acknowledged, &greeting->next, &greeting->results, error);
}

static gboolean
expire (WeftDatabase *database, gpointer user_data, GError **error)
{
  return weft_results_expire (database, weft_clock_now (user_data) + WEFT_RESULTS_KEEP + 1, error);
}

static void
test_acknowledged (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autoptr (GError) error = NULL;
  Greeting greeting = { .person = "anna" };
  g_autofree char *first = NULL;
  g_autofree char *third = NULL;
  g_autofree char *again = NULL;
  g_autofree char *copied = NULL;
  g_autofree char *done = NULL;
  const char *room;

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  room = serve_room (fixture, serve_id ("anna"), "lobby", NULL);
  first = send_n (fixture, "phone", "anna", 1, "one", room);
  g_free (send_n (fixture, "phone", "anna", 2, "two", room));
  third = send_n (fixture, "phone", "anna", 3, "three", room);

  weft_engine_call (fixture->engine, greet, &greeting, &error);
  g_assert_no_error (error);
  g_assert_cmpint (greeting.next, ==, 4);
  g_assert_cmpint (greeting.results->len, ==, 3);
  g_clear_pointer (&greeting.results, g_ptr_array_unref);

  greeting.acknowledged = 2;
  weft_engine_call (fixture->engine, greet, &greeting, &error);
  g_assert_no_error (error);
  g_assert_cmpint (greeting.next, ==, 4);
  g_assert_cmpint (greeting.results->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (greeting.results, 0), ==, third);
  g_clear_pointer (&greeting.results, g_ptr_array_unref);

  /* Another operation of that number comes from a copied store, and must not be lost: what was acknowledged is not forgotten. */
  again = send_n (fixture, "phone", "anna", 1, "one", room);
  g_assert_cmpstr (again, ==, first);
  copied = send_n (fixture, "phone", "anna", 1, "of the copy", room);
  assert_code (copied, "forked");

  weft_engine_call (fixture->engine, expire, fixture->clock, &error);
  g_assert_no_error (error);
  done = send_n (fixture, "phone", "anna", 1, "one", room);
  assert_code (done, "done");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message"), ==, 3);

  greeting.person = "bert";
  g_assert_false (weft_engine_call (fixture->engine, greet, &greeting, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_FORKED);
}

static void
test_system (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autofree char *text = NULL;
  const char *room;

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  room = serve_room (fixture, serve_id ("anna"), "lobby", NULL);
  text = g_strdup_printf ("{\"person\":\"%s\"}", serve_id ("bert"));

  first = serve_send (fixture, "system", "system", 0, serve_id ("job"), room, "people.add-member", text);
  g_assert_null (serve_error_of (first));
  again = serve_send (fixture, "system", "system", 0, serve_id ("job"), room, "people.add-member", text);
  g_assert_cmpstr (first, ==, again);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM member"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/serve/results/repeat", test_repeat);
  g_test_add_func ("/serve/results/forked", test_forked);
  g_test_add_func ("/serve/results/refusal-consumes", test_refusal_consumes);
  g_test_add_func ("/serve/results/gap", test_gap);
  g_test_add_func ("/serve/results/acknowledged", test_acknowledged);
  g_test_add_func ("/serve/results/system", test_system);

  return g_test_run ();
}
