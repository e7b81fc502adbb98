/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "test-database.h"

typedef struct
{
  TestDatabase *kept;
  WeftDatabase *database;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->kept = test_database_new ();
  fixture->database = test_database_open (fixture->kept, FALSE);
  g_assert_true (weft_database_execute (
      fixture->database,
      "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, value INTEGER, size REAL, data BLOB) STRICT",
      &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->database);
  g_clear_pointer (&fixture->kept, test_database_free);
}

static void
run (WeftDatabase *database, const char *sql)
{
  g_autoptr (GError) error = NULL;

  weft_database_execute (database, sql, &error);
  g_assert_no_error (error);
}

static gint64
value_of (WeftDatabase *database, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value;

  g_assert_true (weft_database_get_value (database, &value, -1, &error, sql, ""));
  g_assert_no_error (error);

  return value;
}

static void
test_values (Fixture *fixture, gconstpointer data)
{
  static const gint64 integers[]
      = { 0, 1, -1, G_MAXINT64, G_MININT64, G_GINT64_CONSTANT (1) << 53, (G_GINT64_CONSTANT (1) << 62) + 1 };
  g_autoptr (GBytes) blob = g_bytes_new_static ("\0a\0\xff", 4);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = NULL;
  WeftStatement *statement;
  gsize length;

  for (guint i = 0; i < G_N_ELEMENTS (integers); i++)
    {
      gint64 value;

      g_assert_true (weft_database_run (
          fixture->database, &error,
          "INSERT INTO t (id, value) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET value = excluded.value",
          "i", integers[i]));
      g_assert_true (weft_database_get_value (fixture->database, &value, 7, &error,
                                              "SELECT value FROM t WHERE id = ?1", "i",
                                              G_GINT64_CONSTANT (1)));
      g_assert_cmpint (value, ==, integers[i]);
    }

  g_assert_true (weft_database_run (fixture->database, &error,
                                    "INSERT INTO t (id, name, value, size, data) VALUES (?1, ?2, ?3, ?4, ?5)",
                                    "itnrb", G_GINT64_CONSTANT (2), "Đơn hàng", 0.1, blob));
  g_assert_no_error (error);
  g_assert_cmpint (weft_database_get_changes (fixture->database), ==, 1);

  statement = weft_database_query (fixture->database, &error,
                                   "SELECT id, name, value, size, data FROM t WHERE id = ?1", "i",
                                   G_GINT64_CONSTANT (2));
  g_assert_nonnull (statement);
  g_assert_cmpint (weft_statement_get_n_columns (statement), ==, 5);
  g_assert_cmpint (weft_statement_step (statement, &error), ==, 1);
  g_assert_cmpint (weft_statement_get_column_type (statement, 0), ==, 0);
  g_assert_cmpint (weft_statement_get_column_type (statement, 1), ==, 2);
  g_assert_cmpint (weft_statement_get_column_type (statement, 2), ==, -1);
  g_assert_cmpint (weft_statement_get_column_type (statement, 3), ==, 1);
  g_assert_cmpint (weft_statement_get_column_type (statement, 4), ==, 3);
  copy = weft_statement_dup_text (statement, 1);
  g_assert_cmpstr (copy, ==, "Đơn hàng");
  g_assert_null (weft_statement_get_text (statement, 2));
  g_assert_cmpfloat (weft_statement_get_double (statement, 3), ==, 0.1);
  g_assert_cmpmem (weft_statement_get_blob (statement, 4, &length), 4, "\0a\0\xff", 4);
  g_assert_cmpuint (length, ==, 4);
  g_assert_cmpint (weft_statement_step (statement, &error), ==, 0);
  g_assert_no_error (error);

  /* An empty blob is a blob, no blob is NULL, no text is NULL. */
  g_assert_true (weft_database_run (fixture->database, &error,
                                    "INSERT INTO t (id, name, data) VALUES (3, ?1, ?2)", "tb", NULL, empty));
  g_assert_true (weft_database_run (fixture->database, &error,
                                    "INSERT INTO t (id, name, data) VALUES (4, ?1, ?2)", "tb", "", NULL));
  g_assert_cmpint (value_of (fixture->database,
                             "SELECT count(*) FROM t WHERE id = 3 AND name IS NULL AND data = x''"),
                   ==, 1);
  g_assert_cmpint (value_of (fixture->database,
                             "SELECT count(*) FROM t WHERE id = 4 AND name = '' AND data IS NULL"),
                   ==, 1);
  g_assert_cmpint (value_of (fixture->database, "SELECT id FROM t WHERE id = 99"), ==, -1);
  g_assert_cmpstr (weft_database_get_dialect (fixture->database), ==,
                   test_database_is_postgresql () ? "postgresql" : "sqlite");
}

/* What was bound before must not come back. */
static void
test_unbound (Fixture *fixture, gconstpointer data)
{
  static const char insert[] = "INSERT INTO t (id, name, value) VALUES (?1, ?2, ?3)";
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_database_run (fixture->database, &error, insert, "iti", G_GINT64_CONSTANT (1), "one",
                                    G_GINT64_CONSTANT (1)));
  g_assert_true (weft_database_run (fixture->database, &error, insert, "it", G_GINT64_CONSTANT (2), "two"));
  g_assert_cmpint (value_of (fixture->database,
                             "SELECT count(*) FROM t WHERE name = 'two' AND value IS NULL"),
                   ==, 1);
}

static void
test_reuse_while_stepping (Fixture *fixture, gconstpointer data)
{
  static const char select[] = "SELECT id FROM t WHERE id > ?1 ORDER BY id";
  g_autoptr (GError) error = NULL;
  WeftStatement *outer, *again;
  guint n = 0;

  run (fixture->database, "INSERT INTO t (id) VALUES (1), (2), (3), (4)");
  outer = weft_database_query (fixture->database, &error, select, "i", G_GINT64_CONSTANT (0));
  while (weft_statement_step (outer, &error) > 0)
    {
      gint64 id = weft_statement_get_int (outer, 0);
      WeftStatement *inner = weft_database_query (fixture->database, &error, select, "i", id);

      g_assert_true (inner != outer);
      while (weft_statement_step (inner, &error) > 0)
        {
          g_assert_cmpint (weft_statement_get_int (inner, 0), >, id);
          n++;
        }
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 6);

  /* Free again: the same one, and found by its text as well. */
  again = weft_database_prepare (fixture->database, select, &error);
  g_assert_true (again == outer);
  g_assert_true (weft_database_prepare (fixture->database, g_intern_string (select), &error) == outer);
}

static void
test_transactions (Fixture *fixture, gconstpointer data)
{
  WeftDatabase *database = fixture->database;
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_database_begin (database, &error));
  run (database, "INSERT INTO t (id) VALUES (1)");
  g_assert_true (weft_database_savepoint (database, "operation", &error));
  run (database, "INSERT INTO t (id) VALUES (2)");
  g_assert_true (weft_database_savepoint (database, "inner", &error));
  run (database, "INSERT INTO t (id) VALUES (3)");
  weft_database_rollback_to (database, "inner");
  g_assert_true (weft_database_release (database, "inner", &error));
  g_assert_true (weft_database_release (database, "operation", &error));
  g_assert_true (weft_database_savepoint (database, "operation", &error));
  run (database, "INSERT INTO t (id) VALUES (4)");
  weft_database_rollback_to (database, "operation");
  g_assert_true (weft_database_release (database, "operation", &error));
  g_assert_true (weft_database_commit (database, &error));
  g_assert_no_error (error);
  g_assert_cmpint (value_of (database, "SELECT sum(id) FROM t"), ==, 3);

  g_assert_true (weft_database_begin (database, &error));
  run (database, "DELETE FROM t");
  weft_database_rollback (database);
  weft_database_rollback (database);
  weft_database_rollback_to (database, "nothing");
  g_assert_cmpint (value_of (database, "SELECT sum(id) FROM t"), ==, 3);

  g_assert_false (weft_database_commit (database, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL);
}

/* A statement that nobody steps to its end holds an old view; it must not outlive the transaction. */
static void
test_abandoned_statement (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  WeftStatement *statement;

  run (fixture->database, "INSERT INTO t (id) VALUES (1), (2)");
  g_assert_true (weft_database_begin (fixture->database, &error));
  statement = weft_database_query (fixture->database, &error, "SELECT id FROM t", "");
  g_assert_cmpint (weft_statement_step (statement, &error), ==, 1);
  statement = weft_database_query (fixture->database, &error,
                                   "INSERT INTO t (id) VALUES (7), (8) RETURNING id", "");
  g_assert_cmpint (weft_statement_step (statement, &error), ==, 1);
  g_assert_true (weft_database_commit (fixture->database, &error));
  g_assert_no_error (error);
  g_assert_cmpint (value_of (fixture->database, "SELECT count(*) FROM t"), ==, 4);

  /* Who goes on all the same is told, instead of reading from the first row again. */
  g_assert_cmpint (weft_statement_step (statement, &error), ==, -1);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL);
}

static void
test_two_connections (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDatabase) reader = test_database_open (fixture->kept, TRUE);
  g_autoptr (WeftDatabase) writer = test_database_open (fixture->kept, FALSE);

  /* A reader sees nothing of what is not committed, keeps its view, and stops nobody. */
  g_assert_true (weft_database_begin (fixture->database, &error));
  run (fixture->database, "INSERT INTO t (id) VALUES (1)");
  g_assert_cmpint (value_of (reader, "SELECT count(*) FROM t"), ==, 0);

  g_assert_true (weft_database_begin_read (reader, &error));
  g_assert_cmpint (value_of (reader, "SELECT count(*) FROM t"), ==, 0);
  g_assert_true (weft_database_commit (fixture->database, &error));
  g_assert_cmpint (value_of (reader, "SELECT count(*) FROM t"), ==, 0);
  g_assert_true (weft_database_commit (reader, &error));
  g_assert_cmpint (value_of (reader, "SELECT count(*) FROM t"), ==, 1);

  g_assert_true (weft_database_begin (writer, &error));
  run (writer, "INSERT INTO t (id) VALUES (2)");
  g_assert_true (weft_database_commit (writer, &error));
  g_assert_no_error (error);
  g_assert_cmpint (value_of (fixture->database, "SELECT count(*) FROM t"), ==, 2);

  g_assert_false (weft_database_execute (reader, "DELETE FROM t", &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL);
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  WeftDatabase *database = fixture->database;
  g_autoptr (GError) error = NULL;

  run (database, "INSERT INTO t (id) VALUES (1); CREATE TABLE strict (a TEXT NOT NULL, PRIMARY KEY (a)) "
                 "STRICT; INSERT INTO strict VALUES ('x')");

  g_assert_false (weft_database_run (database, &error, "INSERT INTO t (id) VALUES (1)", ""));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, test_database_is_postgresql () ? "t_pkey" : "t.id"));
  g_clear_error (&error);
  g_assert_false (weft_database_run (database, &error, "INSERT INTO strict (a) VALUES (?1)", "t", "x"));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (weft_database_run (database, &error, "INSERT INTO strict (a) VALUES (?1)", "t", NULL));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (
      weft_database_run (database, &error, "INSERT INTO t (id, size) VALUES (5, ?1)", "t", "wide"));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (weft_database_prepare (database, "SELECT a FROM nowhere", &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL);
  g_assert_nonnull (strstr (error->message, "nowhere"));
  g_clear_error (&error);
  /* No string by mistake: a name in double quotes must be a column. */
  g_assert_null (weft_database_prepare (database, "SELECT \"unknown\" FROM t", &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL);
}

#define ADD(name, func) g_test_add ("/store/database/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("values", test_values);
  ADD ("unbound", test_unbound);
  ADD ("reuse-while-stepping", test_reuse_while_stepping);
  ADD ("transactions", test_transactions);
  ADD ("abandoned-statement", test_abandoned_statement);
  ADD ("two-connections", test_two_connections);
  ADD ("errors", test_errors);

  return g_test_run ();
}
