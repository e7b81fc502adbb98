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

  return g_test_run ();
}
