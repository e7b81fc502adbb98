/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "serve-fixture.h"

#include "serve/weft-audit.h"

/* What the audit says, of whom and how; what is asked of it; and that nobody changes it unnoticed. */

typedef struct
{
  WeftAuditFilter filter;
  gint64 cursor;
  guint limit;
} Question;

/* The actions, newest first, joined by commas. */
static char *
list (ServeFixture *fixture, const Question *question)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (WeftPastPage) page = { 0 };
  WeftDatabase *database = weft_engine_acquire_reader (fixture->engine, &error);

  weft_audit_list (database, &question->filter, question->cursor, question->limit, 60000, &page, &error);
  g_assert_no_error (error);
  weft_engine_release_reader (fixture->engine, database);
  for (guint i = 0; i < page.items->len; i++)
    {
      g_autoptr (JsonNode) item = weft_json_parse (page.items->pdata[i], strlen (page.items->pdata[i]), &error);

      g_assert_no_error (error);
      g_string_append_printf (out, "%s%s", i > 0 ? "," : "", json_object_get_string_member (json_node_get_object (item), "action"));
    }
  if (page.next >= 0)
    g_string_append_printf (out, "…%" G_GINT64_FORMAT, page.next);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
assert_list (ServeFixture *fixture, const char *person, const char *kind, gint64 from, gint64 to, const char *expected)
{
  const Question question = { { (char *) person, (char *) kind, from, to }, -1, 200 };
  g_autofree char *found = list (fixture, &question);

  g_assert_cmpstr (found, ==, expected);
}

static gint64
find_wrong (ServeFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (fixture->engine, &error);
  gint64 wrong = -1;

  weft_audit_check (database, &wrong, &error);
  g_assert_no_error (error);
  weft_engine_release_reader (fixture->engine, database);
  return wrong;
}

static gboolean
run_sql (WeftDatabase *database, gpointer user_data, GError **error)
{
  return weft_database_execute (database, user_data, error);
}

static void
execute (ServeFixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;

  weft_engine_call (fixture->engine, run_sql, (gpointer) sql, &error);
  g_assert_no_error (error);
}

/* How it was asked for is kept, and with which client; no secret and nothing that people write is. */
static void
test_detail (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new_with (weft_server_modules, NULL, NULL);
  const char *room;

  serve_found (fixture);
  serve_join (fixture, "ben", "member");
  room = serve_room (fixture, serve_id ("anna"), "wombat-den", NULL);
  serve_run_ok (fixture, serve_id ("anna"), "workspace", "people.set-role", "{\"person\":\"%s\",\"role\":\"admin\"}", serve_id ("ben"));
  serve_run_ok (fixture, serve_id ("anna"), room, "hooks.add",
                "{\"id\":\"%s\",\"name\":\"quokka\",\"secret_hash\":\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"}", serve_id ("h"));
  serve_run_ok (fixture, serve_id ("anna"), room, "content.set-retention", "{\"content_days\":30}");
  serve_run_ok (fixture, serve_id ("ben"), "workspace", "people.set-status", "{\"text\":\"numbat\"}");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM audit WHERE action = 'people.set-role' AND detail = '{\"role\":\"admin\"}'"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM audit WHERE action = 'content.set-retention' AND detail LIKE '%\"content_days\":30%'"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM audit WHERE action = 'hooks.add' AND detail LIKE '{\"id\":%'"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM audit WHERE action = 'people.set-role' AND length (device) = 36"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM audit WHERE coalesce (detail, '') LIKE '%quokka%' OR coalesce (detail, '') LIKE '%9f86%'"
                                         " OR coalesce (detail, '') LIKE '%numbat%' OR coalesce (detail, '') LIKE '%wombat%'"),
                   ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM audit WHERE action = 'people.set-status'"), ==, 0);
  g_assert_cmpint (find_wrong (fixture), ==, 0);
}

static void
test_filters (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new_with (weft_server_modules, NULL, NULL);
  const char *ben = serve_id ("ben");
  const Question first = { { NULL, NULL, -1, -1 }, -1, 2 };
  g_autofree char *page = NULL;
  g_autofree char *second = NULL;
  gint64 then;

  serve_found (fixture);
  serve_join (fixture, "ben", "member");
  execute (fixture, "DELETE FROM audit");
  serve_run_ok (fixture, serve_id ("anna"), "workspace", "people.set-role", "{\"person\":\"%s\",\"role\":\"admin\"}", ben);
  weft_manual_clock_advance (fixture->clock, 10000);
  then = weft_clock_now (WEFT_CLOCK (fixture->clock));
  serve_run_ok (fixture, ben, "workspace", "people.rename-workspace", "{\"name\":\"Mill\"}");
  serve_run_ok (fixture, serve_id ("anna"), "workspace", "content.set-retention", "{}");
  weft_audit_post (fixture->engine, "", "locked-out", "ben", "192.0.2.1");
  weft_audit_post (fixture->engine, "", "export", NULL, "local");
  serve_run_ok (fixture, serve_id ("anna"), "workspace", "people.rename-workspace", "{\"name\":\"Loom\"}");

  assert_list (fixture, NULL, NULL, -1, -1, "people.rename-workspace,export,locked-out,content.set-retention,people.rename-workspace,people.set-role");
  assert_list (fixture, ben, NULL, -1, -1, "people.rename-workspace,people.set-role");
  assert_list (fixture, ben, "content", -1, -1, "");
  assert_list (fixture, NULL, "people", -1, -1, "people.rename-workspace,people.rename-workspace,people.set-role");
  assert_list (fixture, NULL, "account", -1, -1, "locked-out");
  assert_list (fixture, NULL, "data", -1, -1, "export");
  assert_list (fixture, NULL, "people", then, -1, "people.rename-workspace,people.rename-workspace");
  assert_list (fixture, NULL, NULL, -1, then, "people.set-role");
  page = list (fixture, &first);
  g_assert_cmpstr (page, ==, "people.rename-workspace,export…5");
  second = list (fixture, &(Question) { { NULL, NULL, -1, -1 }, 5, 2 });
  g_assert_cmpstr (second, ==, "locked-out,content.set-retention…3");
}

static void
assert_row (const char *row, const char *person, const char *kind)
{
  g_auto (WeftAuditFilter) filter = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean fine = weft_audit_filter_parse (&filter, row, -1, -1, &error);

  if (person == NULL && kind == NULL && row != NULL && !g_str_equal (row, "audit:\t"))
    {
      g_assert_false (fine);
      g_assert_cmpstr (error->message, ==, "row: expected audit:PERSON and a kind, parted by a tab");
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpstr (filter.person, ==, person);
  g_assert_cmpstr (filter.kind, ==, kind);
}

static void
test_rows (void)
{
  assert_row (NULL, NULL, NULL);
  assert_row ("audit:\t", NULL, NULL);
  assert_row ("audit:0192f0c1-0000-7000-8000-0000000000a1\tpeople", "0192f0c1-0000-7000-8000-0000000000a1", "people");
  assert_row ("audit:\tdata", NULL, "data");
  assert_row ("audit:", NULL, NULL);
  assert_row ("message:x\ty", NULL, NULL);
  assert_row ("audit:%\t", NULL, NULL);
  assert_row ("audit:\tpeople' OR '1", NULL, NULL);
  assert_row ("audit:\t%", NULL, NULL);
  assert_row ("audit:\ta\tb", NULL, NULL);
}

/* What older programs wrote is as good as it was, and nothing of an entry can be changed by hand. */
static void
test_chain (void)
{
  static const char *const tampered[] = { "at = at + 1", "actor = 'x'", "action = 'x'", "target = 'x'", "address = 'x'", "device = 'x'", "detail = 'x'" };
  g_autoptr (ServeFixture) fixture = serve_fixture_new_with (weft_server_modules, NULL, NULL);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *old = NULL;
  guint8 zero[32] = { 0 };
  static const char text[] = "[1,1000,\"system\",\"sign-in\",\"mai\",\"local\"]";

  serve_found (fixture);
  g_checksum_update (checksum, zero, sizeof zero);
  g_checksum_update (checksum, (const guchar *) text, strlen (text));
  old = g_strdup_printf ("DELETE FROM audit; INSERT INTO audit (n, at, actor, action, target, address, erased, hash)"
                         " VALUES (1, 1000, 'system', 'sign-in', 'mai', 'local', 0, %s%s%s)",
                         fixture->url != NULL ? "decode('" : "X'", g_checksum_get_string (checksum), fixture->url != NULL ? "', 'hex')" : "'");
  execute (fixture, old);
  g_assert_cmpint (find_wrong (fixture), ==, 0);
  serve_run_ok (fixture, serve_id ("anna"), "workspace", "people.rename-workspace", "{\"name\":\"Mill\"}");
  serve_run_ok (fixture, serve_id ("anna"), "workspace", "content.set-retention", "{\"log_days\":9}");
  g_assert_cmpint (find_wrong (fixture), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (tampered); i++)
    {
      g_autofree char *change = g_strdup_printf ("CREATE TABLE kept AS SELECT * FROM audit; UPDATE audit SET %s WHERE n = 3", tampered[i]);

      execute (fixture, change);
      g_assert_cmpint (find_wrong (fixture), ==, 3);
      execute (fixture, "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept; DROP TABLE kept");
      g_assert_cmpint (find_wrong (fixture), ==, 0);
    }
  execute (fixture, "DELETE FROM audit WHERE n = 2");
  g_assert_cmpint (find_wrong (fixture), ==, 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/serve/audit/detail", test_detail);
  g_test_add_func ("/serve/audit/filters", test_filters);
  g_test_add_func ("/serve/audit/rows", test_rows);
  g_test_add_func ("/serve/audit/chain", test_chain);
  return g_test_run ();
}
