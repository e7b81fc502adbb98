/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-fixture.h"

/* Groups of people on a whole server: how many there may be, who is called like one, and who is no more. */

static char *
add_group (ServeFixture *fixture, const char *id, const char *handle)
{
  g_autofree char *result = serve_run (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.add-group",
                                       "{\"id\":\"%s\",\"handle\":\"%s\"}", serve_id (id), handle);

  return serve_error_of (result);
}

static char *
put (ServeFixture *fixture, const char *group, const char *who)
{
  g_autofree char *result = serve_run (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.add-to-group",
                                       "{\"id\":\"%s\",\"person\":\"%s\"}", serve_id (group), serve_id (who));

  return serve_error_of (result);
}

static void
change (ServeFixture *fixture, const char *op, const char *group)
{
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, op, "{\"id\":\"%s\"}", serve_id (group));
}

static void
test_groups_bound (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autofree char *more = NULL;
  g_autofree char *instead = NULL;
  g_autofree char *back = NULL;

  serve_found (fixture);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *word = g_strdup_printf ("group-%u", i);
      g_autofree char *refusal = add_group (fixture, word, word);

      g_assert_null (refusal);
    }
  more = add_group (fixture, "more", "more");
  g_assert_cmpstr (more, ==, "too-large: id: 100 groups are there, the most a workspace may have");
  /* One that is removed makes room, and does not come back when there is none. */
  change (fixture, "people.remove-group", "group-7");
  instead = add_group (fixture, "more", "more");
  g_assert_null (instead);
  {
    g_autofree char *result = serve_run (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.restore-group",
                                         "{\"id\":\"%s\"}", serve_id ("group-7"));

    back = serve_error_of (result);
  }
  g_assert_cmpstr (back, ==, "too-large: id: 100 groups are there, the most a workspace may have");
}

static void
test_people_bound (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autofree char *made = NULL;

  serve_found (fixture);
  made = add_group (fixture, "crowd", "crowd");
  g_assert_null (made);
  for (guint i = 0; i <= 256; i++)
    {
      g_autofree char *word = g_strdup_printf ("weaver%u", i);
      g_autofree char *refusal = NULL;

      serve_join (fixture, word, "member");
      refusal = put (fixture, "crowd", word);
      g_assert_cmpstr (refusal, ==, i < 256 ? NULL : "too-large: person: 256 people are in the group, the most it may have");
    }
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.remove-from-group", "{\"id\":\"%s\",\"person\":\"%s\"}",
                serve_id ("crowd"), serve_id ("weaver0"));
  {
    g_autofree char *refusal = put (fixture, "crowd", "weaver256");

    g_assert_null (refusal);
  }
}

/* A handle is nobody's name when it is chosen. Who comes to be called like it later is in nobody's way: then both are meant. */
static void
test_called_alike (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autofree char *alike = NULL;
  g_autofree char *made = NULL;
  g_autofree char *put_in = NULL;
  const char *room;

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  serve_join (fixture, "carl", "member");
  serve_run_ok (fixture, serve_id ("bert"), WEFT_STREAM_WORKSPACE, "people.set-profile", "{\"name\":\"Bert Đặng\"}");
  alike = add_group (fixture, "dyers", "dang");
  g_assert_cmpstr (alike, ==, "exists: handle: somebody here is called that");
  made = add_group (fixture, "dyers", "dyers");
  put_in = put (fixture, "dyers", "carl");
  g_assert_null (made);
  g_assert_null (put_in);

  serve_run_ok (fixture, serve_id ("bert"), WEFT_STREAM_WORKSPACE, "people.set-profile", "{\"name\":\"Bert dyers\"}");
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.set-group", "{\"id\":\"%s\",\"handle\":\"dyers\",\"about\":\"Blue\"}",
                serve_id ("dyers"));
  room = serve_room (fixture, serve_id ("anna"), "lobby", "bert,carl");
  serve_message (fixture, serve_id ("anna"), room, "@dyers");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM notice WHERE kind = 'mention'"), ==, 2);

  /* A name that went to another group meanwhile: the old one stays away. */
  change (fixture, "people.remove-group", "dyers");
  {
    g_autofree char *other = NULL;
    g_autofree char *result = NULL;
    g_autofree char *refusal = NULL;

    serve_run_ok (fixture, serve_id ("bert"), WEFT_STREAM_WORKSPACE, "people.set-profile", "{\"name\":\"Bert\"}");
    other = add_group (fixture, "others", "dyérs");
    g_assert_null (other);
    result = serve_run (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.restore-group", "{\"id\":\"%s\"}", serve_id ("dyers"));
    refusal = serve_error_of (result);
    g_assert_cmpstr (refusal, ==, "exists: handle: another group is called that");
  }
}

/* Who is erased is in no group any more, also in none that could come back; others stay. */
static void
test_erased (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  serve_join (fixture, "carl", "member");
  g_free (add_group (fixture, "dyers", "dyers"));
  g_free (add_group (fixture, "packers", "packers"));
  g_free (put (fixture, "dyers", "bert"));
  g_free (put (fixture, "dyers", "carl"));
  g_free (put (fixture, "packers", "bert"));
  change (fixture, "people.remove-group", "packers");
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.suspend", "{\"person\":\"%s\",\"suspended\":true}", serve_id ("bert"));
  /* Whoever is let in again is where they were. */
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM person_in_group"), ==, 3);
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "content.erase-person", "{\"person\":\"%s\"}", serve_id ("bert"));
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM person_in_group"), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM person_in_group WHERE person = '%s'", serve_id ("carl")), ==, 1);
  serve_assert_whole (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/groups/bound", test_groups_bound);
  g_test_add_func ("/parts/groups/people-bound", test_people_bound);
  g_test_add_func ("/parts/groups/called-alike", test_called_alike);
  g_test_add_func ("/parts/groups/erased", test_erased);

  return g_test_run ();
}
