/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-fixture.h"

#include <string.h>

/* Concurrent changes in a whole engine: what is merged, whose list what is lost goes to, and groups. */

typedef struct
{
  ServeFixture *fixture;
  const char *notebook;
  const char *note;
} World;

static World
make_world (void)
{
  World world = { serve_fixture_new (), serve_stream ("notebook", "notebook"), serve_id ("note") };

  serve_found (world.fixture);
  serve_join (world.fixture, "ben", "member");
  serve_run_ok (world.fixture, serve_id ("anna"), world.notebook, "note.create-notebook",
                "{\"name\":\"Recipes\",\"members\":[\"%s\"]}", serve_id ("ben"));
  serve_run_ok (world.fixture, serve_id ("anna"), world.notebook, "note.create",
                "{\"id\":\"%s\",\"title\":\"Bread\",\"text\":\"Flour\\nWater\"}", world.note);

  return world;
}

static char *
select_text (ServeFixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (fixture->engine, &error);
  WeftStatement *statement = weft_database_query (database, &error, sql, "");
  char *text = NULL;

  g_assert_no_error (error);
  if (weft_statement_step (statement, &error) > 0)
    text = weft_statement_dup_text (statement, 0);
  weft_statement_reset (statement);
  weft_engine_release_reader (fixture->engine, database);

  return text;
}

static void
test_list (void)
{
  World world = make_world ();
  ServeFixture *fixture = world.fixture;
  g_autofree char *result = NULL;
  g_autofree char *text = NULL;
  g_autofree char *lost = NULL;
  g_autofree char *id = NULL;
  g_autofree char *refusal = NULL;
  g_autofree char *own = NULL;

  serve_run_ok (fixture, serve_id ("anna"), world.notebook, "note.set",
                "{\"id\":\"%s\",\"text\":\"Rye\\nWater\"}", world.note);
  result = serve_run (
      fixture, serve_id ("ben"), world.notebook, "note.set",
      "{\"id\":\"%s\",\"text\":\"Spelt\\nMilk\",\"base\":{\"values\":{\"text\":\"Flour\\nWater\"}}}",
      world.note);
  g_assert_null (serve_error_of (result));
  text = select_text (fixture, "SELECT text FROM note");
  g_assert_cmpstr (text, ==, "Rye\nMilk");

  /* Both streams are in the result, so that the client waits for both. */
  own = g_strconcat ("[\"user/", serve_id ("ben"), "\",", NULL);
  g_assert_nonnull (strstr (result, world.notebook));
  g_assert_nonnull (strstr (result, own));
  lost = select_text (
      fixture, "SELECT mine || '|' || theirs || '|' || base || '|' || op || '|' || field FROM conflict");
  g_assert_cmpstr (lost, ==, "Spelt\nMilk|Rye\nWater|Flour\nWater|note.set|text");
  g_free (lost);
  lost = select_text (fixture, "SELECT stream || ' ' || person FROM conflict");
  g_assert_true (g_str_has_prefix (lost, "user/"));
  g_assert_nonnull (strstr (lost, serve_id ("ben")));
  g_assert_true (g_str_has_suffix (lost, serve_id ("anna")));

  /* It is Ben's alone. */
  id = select_text (fixture, "SELECT id FROM conflict");
  g_clear_pointer (&result, g_free);
  result = serve_run (fixture, serve_id ("anna"), serve_stream ("user", "ben"), "conflict.dismiss",
                      "{\"id\":\"%s\"}", id);
  refusal = serve_error_of (result);
  g_assert_cmpstr (refusal, ==, "not-found: stream: no such stream");
  serve_run_ok (fixture, serve_id ("ben"), serve_stream ("user", "ben"), "conflict.dismiss",
                "{\"id\":\"%s\"}", id);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM conflict"), ==, 0);

  serve_fixture_free (fixture);
}

static void
test_named (void)
{
  World world = make_world ();
  g_autofree char *result = NULL;
  g_autofree char *refusal = NULL;

  serve_run_ok (world.fixture, serve_id ("ben"), world.notebook, "note.set-due", "{\"id\":\"%s\",\"due\":5}",
                world.note);
  result = serve_run (world.fixture, serve_id ("anna"), world.notebook, "note.set-due",
                      "{\"id\":\"%s\",\"due\":7,\"base\":{\"values\":{\"due\":0}}}", world.note);
  refusal = serve_error_of (result);
  g_assert_cmpstr (refusal, ==, "conflict: due: changed by ben since");

  serve_fixture_free (world.fixture);
}

static void
test_group (void)
{
  World world = make_world ();
  ServeFixture *fixture = world.fixture;
  g_autofree char *result = NULL;
  g_autofree char *refusal = NULL;
  gint64 before;

  serve_run_ok (fixture, serve_id ("ben"), world.notebook, "weft.group",
                "{\"operations\":[{\"op\":\"note.create\",\"args\":{\"id\":\"%s\",\"title\":\"Soup\"}},"
                "{\"op\":\"note.move\",\"args\":{\"id\":\"%s\",\"after\":\"%s\"}}]}",
                serve_id ("soup"), world.note, serve_id ("soup"));
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM note"), ==, 2);

  before = serve_count (fixture, "SELECT count(*) FROM event");
  result = serve_run (fixture, serve_id ("ben"), world.notebook, "weft.group",
                      "{\"operations\":[{\"op\":\"note.set\",\"args\":{\"id\":\"%s\",\"title\":\"x\"}},"
                      "{\"op\":\"note.delete\",\"args\":{\"id\":\"%s\"}}]}",
                      world.note, serve_id ("nothing"));
  refusal = serve_error_of (result);
  g_assert_cmpstr (refusal, ==, "not-found: operations[1].id: no such note here");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event"), ==, before);

  serve_fixture_free (fixture);
}

static void
test_hostile_groups (void)
{
  static const struct
  {
    const char *args;
    const char *refusal;
  } cases[] = {
    { "{}", "invalid: operations: expected an array, got nothing" },
    { "{\"operations\":[]}", "invalid: operations: 0 elements, at least 1" },
    { "{\"operations\":[7]}", "invalid: operations[0]: expected an object, got an integer" },
    { "{\"operations\":[{\"op\":\"note.set\"}]}",
      "invalid: operations[0].args: expected an object, got nothing" },
    { "{\"operations\":[{\"op\":\"note.fly\",\"args\":{}}]}",
      "invalid: operations[0].op: no operation is called “note.fly”" },
    { "{\"operations\":[{\"op\":\"weft.group\",\"args\":{\"operations\":[]}}]}",
      "invalid: operations[0].op: no operation is called “weft.group”" },
    { "{\"operations\":[{\"op\":\"note.create-notebook\",\"args\":{\"name\":\"x\",\"members\":[]}}]}",
      "invalid: operations[0].op: note.create-notebook makes a stream, which no group does" },
    { "{\"operations\":[{\"op\":\"chat.set-room\",\"args\":{\"name\":\"x\"}}]}",
      "invalid: operations[0].op: chat.set-room does not run on a notebook" },
    { "{\"operations\":[{\"op\":\"note.set\",\"args\":{}}],\"more\":1}",
      "invalid: more: weft.group has no such field" },
  };
  World world = make_world ();
  g_autoptr (GString) many = g_string_new ("{\"operations\":[");
  g_autofree char *result = NULL;
  g_autofree char *refusal = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer
          = serve_run (world.fixture, serve_id ("anna"), world.notebook, "weft.group", "%s", cases[i].args);
      g_autofree char *told = serve_error_of (answer);

      g_assert_cmpstr (told, ==, cases[i].refusal);
    }

  for (guint i = 0; i < 1001; i++)
    g_string_append_printf (many, "%s{\"op\":\"note.move\",\"args\":{}}", i > 0 ? "," : "");
  g_string_append (many, "]}");
  result = serve_run (world.fixture, serve_id ("anna"), world.notebook, "weft.group", "%s", many->str);
  refusal = serve_error_of (result);
  g_assert_cmpstr (refusal, ==, "too-large: operations: 1001 elements, at most 1000");

  serve_fixture_free (world.fixture);
}

#define HOUR (60 * 60 * 1000)

static void
save_draft (ServeFixture *fixture, const char *text, const char *seen)
{
  serve_run_ok (fixture, serve_id ("ben"), serve_stream ("user", "ben"), "thread.save-draft",
                "{\"target\":\"%s\",\"text\":\"%s\",\"base\":{\"values\":{\"text\":\"%s\"}}}",
                serve_stream ("notebook", "notebook"), text, seen);
}

/* Who comes last wins; what they overwrote and had not seen is theirs for a day, and then nowhere. */
static void
test_overwritten (void)
{
  World world = make_world ();
  ServeFixture *fixture = world.fixture;
  g_autofree char *text = NULL;
  g_autofree char *lost = NULL;
  g_autofree char *id = NULL;

  save_draft (fixture, "written on the desk", "");
  save_draft (fixture, "written on the way", "");
  text = select_text (fixture, "SELECT text FROM draft");
  g_assert_cmpstr (text, ==, "written on the way");
  lost = select_text (fixture, "SELECT mine || '|' || theirs || '|' || op || '|' || field FROM conflict");
  g_assert_cmpstr (lost, ==, "written on the desk|written on the way|thread.save-draft|text");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM conflict WHERE stream = 'user/' || person"), ==, 1);

  /* What was seen is not lost, what the new one still says neither, nor what was nothing. */
  save_draft (fixture, "quite another", "written on the way");
  save_draft (fixture, "not quite another", "");
  save_draft (fixture, "", "not quite another");
  save_draft (fixture, "anew", "long ago");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM conflict"), ==, 1);
  save_draft (fixture, "settled", "long ago");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM conflict"), ==, 2);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM job WHERE id LIKE 'conflict/%' AND state = 'waiting'"), ==, 2);

  /* One that was taken off the list is not looked for any more. */
  id = select_text (fixture, "SELECT id FROM conflict WHERE mine = 'anew'");
  serve_run_ok (fixture, serve_id ("ben"), serve_stream ("user", "ben"), "conflict.dismiss", "{\"id\":\"%s\"}", id);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM job WHERE id LIKE 'conflict/%' AND state = 'waiting'"), ==, 1);

  serve_pass (fixture, 23 * HOUR);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM conflict"), ==, 1);
  serve_fixture_reopen (fixture);
  serve_pass (fixture, 2 * HOUR);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM conflict"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM job WHERE id LIKE 'conflict/%' AND state <> 'done'"), ==, 0);
  serve_fixture_free (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/serve/conflict/list", test_list);
  g_test_add_func ("/serve/conflict/overwritten", test_overwritten);
  g_test_add_func ("/serve/conflict/named", test_named);
  g_test_add_func ("/serve/conflict/group", test_group);
  g_test_add_func ("/serve/conflict/hostile-groups", test_hostile_groups);

  return g_test_run ();
}
