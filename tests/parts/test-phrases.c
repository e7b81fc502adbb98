/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-fixture.h"

/* Quick replies on a whole server: how many one may have, and that erasing a person takes them along. */

static char *
keep (ServeFixture *fixture, const char *person, const char *id, const char *name)
{
  return serve_run (fixture, serve_id (person), serve_stream ("user", person), "phrases.keep",
                    "{\"id\":\"%s\",\"name\":\"%s\",\"text\":\"Thank you, %s\"}", serve_id (id), name, name);
}

static void
check_refused (ServeFixture *fixture, const char *id, const char *name, const char *expected)
{
  g_autofree char *result = keep (fixture, "bert", id, name);
  g_autofree char *refusal = serve_error_of (result);

  g_assert_cmpstr (refusal, ==, expected);
}

static void
test_bounds (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *word = g_strdup_printf ("phrase-%u", i);
      g_autofree char *result = keep (fixture, "bert", word, word);
      g_autofree char *refusal = serve_error_of (result);

      g_assert_null (refusal);
    }
  check_refused (fixture, "more", "more", "too-large: id: 50 quick replies are kept, the most one may have");
  check_refused (fixture, "more", "PHRASE-7", "exists: name: another quick reply is called that");
  /* Somebody else's are no concern. */
  {
    g_autofree char *result = keep (fixture, "anna", "annas", "phrase-7");
    g_autofree char *refusal = serve_error_of (result);

    g_assert_null (refusal);
  }
  serve_run_ok (fixture, serve_id ("bert"), serve_stream ("user", "bert"), "phrases.drop", "{\"id\":\"%s\"}", serve_id ("phrase-7"));
  {
    g_autofree char *result = keep (fixture, "bert", "more", "phrase-7");
    g_autofree char *refusal = serve_error_of (result);

    g_assert_null (refusal);
  }
}

static char *
keep_for_team (ServeFixture *fixture, const char *person, const char *id, const char *name)
{
  return serve_run (fixture, serve_id (person), WEFT_STREAM_WORKSPACE, "phrases.keep",
                    "{\"id\":\"%s\",\"name\":\"%s\",\"text\":\"We thank you, %s\"}", serve_id (id), name, name);
}

/* The team's: more of them, and of the same names as people's own. */
static void
test_team (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  serve_join (fixture, "gina", "guest");
  for (guint i = 0; i <= 100; i++)
    {
      g_autofree char *word = g_strdup_printf ("phrase-%u", i);
      g_autofree char *result = keep_for_team (fixture, "anna", word, word);
      g_autofree char *refusal = serve_error_of (result);

      g_assert_cmpstr (refusal, ==, i < 100 ? NULL : "too-large: id: 100 quick replies are kept, the most a team may have");
    }
  {
    g_autofree char *result = keep (fixture, "bert", "berts", "phrase-7");
    g_autofree char *denied = keep_for_team (fixture, "bert", "more", "more");
    g_autofree char *hidden = keep_for_team (fixture, "gina", "more", "more");
    g_autofree char *refusal = serve_error_of (result);
    g_autofree char *denial = serve_error_of (denied);
    g_autofree char *hiding = serve_error_of (hidden);

    g_assert_null (refusal);
    g_assert_cmpstr (denial, ==, "denied: stream: the team's quick replies are written by administrators");
    /* Guests do not read the workspace. */
    g_assert_true (g_str_has_prefix (hiding, "not-found: "));
  }
}

/* Of somebody who is erased the team's go which nobody else has changed. */
static void
test_team_erased (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autoptr (GError) error = NULL;

  serve_found (fixture);
  serve_join (fixture, "bert", "admin");
  g_free (keep_for_team (fixture, "bert", "alone", "alone"));
  g_free (keep_for_team (fixture, "bert", "shared", "shared"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "phrases.set", "{\"id\":\"%s\",\"name\":\"shared\",\"text\":\"Ours\"}",
                serve_id ("shared"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.suspend", "{\"person\":\"%s\",\"suspended\":true}", serve_id ("bert"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "content.erase-person", "{\"person\":\"%s\"}", serve_id ("bert"));
  weft_engine_tidy (fixture->engine, &error);
  g_assert_no_error (error);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM phrase"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM phrase WHERE text = 'Ours'"), ==, 1);
}

static void
test_erased (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *result = NULL;

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  result = keep (fixture, "bert", "phrase", "secret");
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.suspend", "{\"person\":\"%s\",\"suspended\":true}", serve_id ("bert"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "content.erase-person", "{\"person\":\"%s\"}", serve_id ("bert"));
  weft_engine_tidy (fixture->engine, &error);
  g_assert_no_error (error);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM phrase"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%Thank you%'"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/phrases/bounds", test_bounds);
  g_test_add_func ("/parts/phrases/erased", test_erased);
  g_test_add_func ("/parts/phrases/team", test_team);
  g_test_add_func ("/parts/phrases/team-erased", test_team_erased);

  return g_test_run ();
}
