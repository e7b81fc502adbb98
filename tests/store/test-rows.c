/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "store/weft-rows.h"

#include "test-database.h"
#include "test-module.h"

typedef struct
{
  WeftRegistry *registry;
  WeftDatabase *database;
} Fixture;

static WeftDatabase *
open_database (WeftRegistry *registry)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = test_database_open_memory ();

  g_assert_true (weft_migrate_modules (database, registry, &error));
  g_assert_no_error (error);

  return database;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->registry = test_registry_new ();
  fixture->database = open_database (fixture->registry);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->database);
  g_clear_object (&fixture->registry);
}

static void
run (WeftDatabase *database, const char *sql)
{
  g_autoptr (GError) error = NULL;

  weft_database_execute (database, sql, &error);
  g_assert_no_error (error);
}

static char *
digest (WeftDatabase *database, WeftRegistry *registry, const char *stream, gboolean skip_meta)
{
  g_autoptr (GError) error = NULL;
  char *result = weft_rows_digest (database, registry, stream, skip_meta, &error);

  g_assert_no_error (error);

  return result;
}

#define INSERT_THINGS                                                                                        \
  "INSERT INTO thing VALUES ('" STREAM_A                                                                     \
  "', 9223372036854775807, 'max', -9223372036854775808, 0.1, 'Đơn \"x\"\n', x'00ff10', 1),"                  \
  " ('" STREAM_A "', -9223372036854775808, 'min', 9223372036854775807, 9e999, '', x'', NULL),"               \
  " ('" STREAM_A "', 0, '', NULL, NULL, NULL, NULL, NULL), ('" STREAM_A                                      \
  "', 1, 'r', 4611686018427387905, -9e999, '\\', NULL, 3),"                                                  \
  " ('" STREAM_A "', 2, 'r', 0, 3.0, 'a', x'61', 3), ('" STREAM_B                                            \
  "', 2, 'r', 0, 1.7976931348623157e308, 'a', x'61', 3)"

/* PostgreSQL takes no number beyond a double's. */
static void
insert_things (WeftDatabase *database)
{
  g_autoptr (GString) sql = g_string_new (INSERT_THINGS);

  if (test_database_is_postgresql ())
    {
      g_string_replace (sql, "-9e999", "'-inf'", 0);
      g_string_replace (sql, "9e999", "'inf'", 0);
    }
  run (database, sql->str);
}

static void
copy_stream (WeftDatabase *from, WeftDatabase *to, const WeftTable *table, const char *stream)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  WeftStatement *statement = weft_database_query (from, &error, weft_rows_select (table), "t", stream);

  for (guint i = 0; i < table->n_columns; i++)
    g_ptr_array_add (columns, (gpointer) table->columns[i].name);
  g_ptr_array_add (columns, NULL);

  while (weft_statement_step (statement, &error) > 0)
    {
      g_autoptr (GString) row = g_string_new ("{\"row\":");
      g_autoptr (JsonNode) node = NULL;

      weft_rows_write (table, statement, row);
      g_string_append_c (row, '}');
      node = weft_json_parse (row->str, row->len, &error);
      g_assert_no_error (error);
      g_assert_true (weft_rows_insert (to, table, stream, (const char *const *) columns->pdata,
                                       json_object_get_array_member (json_node_get_object (node), "row"),
                                       &error));
      g_assert_no_error (error);
    }
  g_assert_no_error (error);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (WeftDatabase) copy = open_database (fixture->registry);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  insert_things (fixture->database);
  /* Twice: the second time every row replaces itself. */
  for (guint i = 0; i < 2; i++)
    {
      copy_stream (fixture->database, copy, &thing_table, STREAM_A);
      copy_stream (fixture->database, copy, &thing_table, STREAM_B);
    }
  before = digest (fixture->database, fixture->registry, NULL, FALSE);
  after = digest (copy, fixture->registry, NULL, FALSE);
  g_assert_cmpstr (before, ==, after);
}

static gboolean
insert (WeftDatabase *database, const WeftTable *table, const char *columns, const char *json, GError **error)
{
  g_auto (GStrv) names = g_strsplit (columns, " ", -1);
  g_autofree char *text = g_strconcat ("{\"row\":", json, "}", NULL);
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (JsonNode) node = weft_json_parse (text, strlen (text), &parse_error);

  g_assert_no_error (parse_error);

  return weft_rows_insert (database, table, STREAM_A, (const char *const *) names,
                           json_object_get_array_member (json_node_get_object (node), "row"), error);
}

static void
test_insert (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *columns;
    const char *row;
    const char *message; /* NULL: taken */
  } cases[] = {
    { "stream number name", "[\"" STREAM_A "\",1,\"x\"]", NULL },
    { "name later stream number blob", "[\"x\",{\"any\":[]},\"" STREAM_A "\",2,{\"blob\":\"AP8=\"}]", NULL },
    { "stream number name real", "[\"" STREAM_A "\",3,\"x\",7]", NULL },
    { "stream number name whole", "[\"" STREAM_A "\",4,\"x\",null]", NULL },
    { "stream number name whole", "[\"" STREAM_A "\",4,\"x\"]", NULL },
    { "stream number name", "[\"" STREAM_B "\",1,\"x\"]", "thing.stream" },
    { "number name", "[1,\"x\"]", "thing.stream" },
    { "stream name", "[\"" STREAM_A "\",\"x\"]", "thing.number: missing" },
    { "stream number name", "[\"" STREAM_A "\",null,\"x\"]", "thing.number: missing" },
    { "stream number name", "[\"" STREAM_A "\",\"1\",\"x\"]",
      "thing.number: expected an integer, got a string" },
    { "stream number name", "[\"" STREAM_A "\",1.5,\"x\"]",
      "thing.number: expected an integer, got a number" },
    { "stream number name", "[\"" STREAM_A "\",1,{}]", "thing.name: expected a string, got an object" },
    { "stream number name blob", "[\"" STREAM_A "\",1,\"x\",\"AP8=\"]",
      "thing.blob: expected a blob, got a string" },
    { "stream number name blob", "[\"" STREAM_A "\",1,\"x\",{\"blob\":3}]",
      "thing.blob: expected a blob, got an object" },
    { "stream number name real", "[\"" STREAM_A "\",1,\"x\",true]",
      "thing.real: expected a number, got a boolean" },
    { "stream number name real", "[\"" STREAM_A "\",1,\"x\",{\"real\":\"nan\"}]",
      "thing.real: expected a number, got an object" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      if (cases[i].message == NULL)
        {
          g_assert_true (insert (fixture->database, &thing_table, cases[i].columns, cases[i].row, &error));
          g_assert_no_error (error);
          continue;
        }
      g_assert_false (insert (fixture->database, &thing_table, cases[i].columns, cases[i].row, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      if (strstr (error->message, cases[i].message) == NULL)
        g_error ("case %u: %s", i, error->message);
    }

  {
    g_autoptr (GError) error = NULL;
    gint64 n;

    g_assert_true (
        weft_database_get_value (fixture->database, &n, 0, &error, "SELECT count(*) FROM thing", ""));
    g_assert_cmpint (n, ==, 4);
    g_assert_true (weft_database_get_value (fixture->database, &n, 0, &error,
                                            "SELECT count(*) FROM thing WHERE blob = x'00ff'", ""));
    g_assert_cmpint (n, ==, 1);
  }
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  WeftStatement *statement;
  guint n = 0;

  for (gint64 i = 1; i <= 10; i++)
    g_assert_true (weft_database_run (fixture->database, &error,
                                      "INSERT INTO note (stream, id, ordinal, author, text, seq, at) VALUES "
                                      "(?1, CAST (CAST (?2 AS INTEGER) AS TEXT), ?2, 'an', '', 1, 1)",
                                      "ti", i % 2 == 0 ? STREAM_A : STREAM_B, i));

  statement = weft_database_query (fixture->database, &error, weft_rows_select_page (&note_table), "tii",
                                   STREAM_A, G_GINT64_CONSTANT (8), G_GINT64_CONSTANT (2));
  while (weft_statement_step (statement, &error) > 0)
    g_assert_cmpint (weft_statement_get_int (statement, 2), ==, 6 - 2 * n++);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2);

  g_assert_true (weft_rows_delete (fixture->database, &note_table, STREAM_A, &error));
  g_assert_cmpint (weft_database_get_changes (fixture->database), ==, 5);
  g_assert_true (weft_rows_select (&note_table) == weft_rows_select (&note_table));
}

static void
test_digest (Fixture *fixture, gconstpointer data)
{
  static const char *const different[] = {
    "UPDATE thing SET whole = 1 WHERE number = 2",
    "UPDATE thing SET text = 'b' WHERE number = 2",
    "UPDATE thing SET blob = NULL WHERE number = 2",
    "UPDATE thing SET blob = x'6100' WHERE number = 2",
    "DELETE FROM thing WHERE number = 0",
    "UPDATE thing SET name = 's' WHERE number = 2",
    "INSERT INTO board VALUES ('" STREAM_A "', 1, 1)",
    "UPDATE thing SET real = -0.0 WHERE number = 2",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDatabase) other = open_database (fixture->registry);
  g_autofree char *all = NULL;
  g_autofree char *one = NULL;
  g_autofree char *same = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *plain_after = NULL;

  insert_things (fixture->database);
  all = digest (fixture->database, fixture->registry, NULL, FALSE);
  one = digest (fixture->database, fixture->registry, STREAM_A, FALSE);
  g_assert_cmpstr (all, !=, one);

  /* Written in another order. */
  copy_stream (fixture->database, other, &thing_table, STREAM_B);
  copy_stream (fixture->database, other, &thing_table, STREAM_A);
  same = digest (other, fixture->registry, NULL, FALSE);
  g_assert_cmpstr (all, ==, same);

  for (guint i = 0; i < G_N_ELEMENTS (different); i++)
    {
      g_autofree char *changed = NULL;

      g_assert_true (weft_database_begin (fixture->database, &error));
      run (fixture->database, different[i]);
      changed = digest (fixture->database, fixture->registry, NULL, FALSE);
      g_assert_cmpstr (changed, !=, all);
      weft_database_rollback (fixture->database);
    }

  plain = digest (fixture->database, fixture->registry, NULL, TRUE);
  run (fixture->database, "UPDATE thing SET changed_at = 99");
  plain_after = digest (fixture->database, fixture->registry, NULL, TRUE);
  g_assert_cmpstr (plain, ==, plain_after);
  g_free (same);
  same = digest (fixture->database, fixture->registry, NULL, FALSE);
  g_assert_cmpstr (all, !=, same);
}

#define ADD(name, func) g_test_add ("/store/rows/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("round-trip", test_round_trip);
  ADD ("insert", test_insert);
  ADD ("pages", test_pages);
  ADD ("digest", test_digest);

  return g_test_run ();
}
