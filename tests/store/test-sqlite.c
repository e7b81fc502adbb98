/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "store/weft-sqlite-private.h"

typedef struct
{
  char *directory;
  char *path;
  WeftDatabase *database;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("weft-store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->directory, "test.db", NULL);
  fixture->database = weft_sqlite_open (fixture->path, WEFT_SQLITE_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (weft_database_execute (
      fixture->database,
      "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, value ANY, size REAL, data BLOB) STRICT", &error));
  g_assert_no_error (error);
}

static void
remove_directory (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      g_assert_no_errno (g_unlink (path));
    }
  g_assert_no_errno (g_rmdir (directory));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->database);
  remove_directory (fixture->directory);
  g_free (fixture->path);
  g_free (fixture->directory);
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
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_strnfill (100000, 'x');

  run (fixture->database, "INSERT INTO t (id, name) VALUES (1, 'kept'); PRAGMA max_page_count = 20");

  g_assert_true (weft_database_begin (fixture->database, &error));
  g_assert_true (weft_database_run (fixture->database, &error, "INSERT INTO t (id) VALUES (2)", ""));
  g_assert_false (
      weft_database_run (fixture->database, &error, "INSERT INTO t (name) VALUES (?1)", "t", large));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_FULL);
  g_clear_error (&error);
  weft_database_rollback (fixture->database);

  g_assert_cmpint (value_of (fixture->database, "SELECT count(*) FROM t"), ==, 1);
  run (fixture->database, "PRAGMA max_page_count = 10000");
  g_assert_true (
      weft_database_run (fixture->database, &error, "INSERT INTO t (name) VALUES (?1)", "t", large));
}

static void
write_at (const char *path, gsize offset, const char *bytes, gsize length)
{
  FILE *file = g_fopen (path, "r+b");

  g_assert_nonnull (file);
  g_assert_no_errno (fseek (file, offset, SEEK_SET));
  g_assert_cmpuint (fwrite (bytes, 1, length, file), ==, length);
  g_assert_no_errno (fclose (file));
}

static void
test_corrupt (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *garbage = g_strnfill (4096, '\xa5');
  gint64 value;
  gsize length;
  g_autofree char *contents = NULL;

  run (fixture->database,
       "WITH RECURSIVE r (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 5000) "
       "INSERT INTO t (name) SELECT 'name ' || n FROM r; PRAGMA wal_checkpoint (TRUNCATE)");
  g_clear_object (&fixture->database);
  g_assert_true (g_file_get_contents (fixture->path, &contents, &length, NULL));
  for (gsize offset = 8192; offset + 4096 <= length; offset += 4096)
    write_at (fixture->path, offset, garbage, 4096);

  fixture->database = weft_sqlite_open (fixture->path, WEFT_SQLITE_WRITE, &error);
  g_assert_no_error (error);
  g_assert_false (
      weft_database_get_value (fixture->database, &value, 0, &error, "SELECT sum(length(name)) FROM t", ""));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT);
}

static void
test_not_ours (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "short", "This is no database, but a text that somebody put there." };
  g_autofree char *path = g_build_filename (fixture->directory, "other", NULL);
  g_autofree char *missing = g_build_filename (fixture->directory, "no", "such", "directory", NULL);
  g_autofree char *long_text = g_strnfill (10000, 'z');
  g_autoptr (GError) error = NULL;
  sqlite3 *other;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize length_before, length_after;

  for (guint i = 0; i < 3; i++)
    {
      const char *text = i < 2 ? texts[i] : long_text;
      g_autofree char *contents = NULL;

      g_assert_true (g_file_set_contents (path, text, -1, NULL));
      g_assert_null (weft_sqlite_open (path, WEFT_SQLITE_WRITE, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT);
      g_clear_error (&error);
      g_assert_null (weft_sqlite_open (path, WEFT_SQLITE_READ_ONLY, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT);
      g_clear_error (&error);
      g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
      g_assert_cmpstr (contents, ==, text);
    }
  g_unlink (path);

  /* Another program's database stays as it is, to the byte. */
  g_assert_cmpint (sqlite3_open (path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "CREATE TABLE moz_places (id INTEGER PRIMARY KEY)", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (other);
  g_assert_true (g_file_get_contents (path, &before, &length_before, NULL));
  g_assert_null (weft_sqlite_open (path, WEFT_SQLITE_WRITE, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, "another program"));
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (path, &after, &length_after, NULL));
  g_assert_cmpmem (before, length_before, after, length_after);

  g_assert_null (weft_sqlite_open (missing, WEFT_SQLITE_WRITE, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  g_assert_null (weft_sqlite_open (missing, WEFT_SQLITE_READ_ONLY, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
}

/* A statement nobody steps to its end does not hold the WAL back once its transaction is over. */
static void
test_abandoned_statement (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  WeftStatement *statement;

  run (fixture->database, "INSERT INTO t (id) VALUES (1), (2)");
  g_assert_true (weft_database_begin (fixture->database, &error));
  statement = weft_database_query (fixture->database, &error, "SELECT id FROM t", "");
  g_assert_cmpint (weft_statement_step (statement, &error), ==, 1);
  g_assert_true (weft_database_commit (fixture->database, &error));
  g_assert_no_error (error);
  run (fixture->database, "PRAGMA wal_checkpoint(TRUNCATE)");
}

/* A second writer waits for a while, and then is told. */
static gint64
count (WeftDatabase *database)
{
  WeftStatement *statement = weft_database_query (database, NULL, "SELECT count(*) FROM t", "");
  gint64 n;

  g_assert_cmpint (weft_statement_step (statement, NULL), ==, 1);
  n = weft_statement_get_int (statement, 0);
  weft_statement_reset (statement);
  return n;
}

/* SQLite rolls back by itself, as it does when a page cannot be read: what comes behind is not kept. */
static void
test_rolled_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  run (fixture->database, "INSERT INTO t (id) VALUES (1)");
  g_assert_true (weft_database_begin (fixture->database, &error));
  g_assert_true (weft_database_savepoint (fixture->database, "work", &error));
  g_assert_true (weft_database_run (fixture->database, &error, "INSERT INTO t (id) VALUES (2)", ""));
  g_assert_false (weft_database_run (fixture->database, NULL, "INSERT OR ROLLBACK INTO t (id) VALUES (1)", ""));

  g_assert_false (weft_database_run (fixture->database, &error, "INSERT INTO t (id) VALUES (3)", ""));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL);
  g_clear_error (&error);
  g_assert_false (weft_database_execute (fixture->database, "INSERT INTO t (id) VALUES (4)", &error));
  g_clear_error (&error);
  g_assert_false (weft_database_savepoint (fixture->database, "within", &error));
  g_clear_error (&error);
  g_assert_false (weft_database_release (fixture->database, "work", &error));
  g_clear_error (&error);
  g_assert_false (weft_database_commit (fixture->database, &error));
  g_clear_error (&error);

  /* It is known by now. */
  g_assert_true (weft_database_begin (fixture->database, &error));
  g_assert_true (weft_database_run (fixture->database, &error, "INSERT INTO t (id) VALUES (5)", ""));
  g_assert_true (weft_database_commit (fixture->database, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count (fixture->database), ==, 2);
}

static void
test_two_writers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDatabase) writer = weft_sqlite_open (fixture->path, WEFT_SQLITE_WRITE, &error);

  g_assert_no_error (error);
  sqlite3_busy_timeout (_weft_sqlite_get_handle (WEFT_SQLITE (writer)), 1);
  g_assert_true (weft_database_begin (fixture->database, &error));
  g_assert_false (weft_database_begin (writer, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
  weft_database_rollback (fixture->database);
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  WeftStatement *statement = weft_database_query (fixture->database, &error, "PRAGMA journal_mode", "");

  g_assert_cmpint (weft_statement_step (statement, &error), ==, 1);
  g_assert_cmpstr (weft_statement_get_text (statement, 0), ==, "wal");
  weft_statement_reset (statement);

  g_assert_cmpint (value_of (fixture->database, "PRAGMA synchronous"), ==, 1);
  g_assert_true (weft_sqlite_set_durable (WEFT_SQLITE (fixture->database), TRUE, &error));
  g_assert_cmpint (value_of (fixture->database, "PRAGMA synchronous"), ==, 2);
  g_assert_true (weft_sqlite_set_durable (WEFT_SQLITE (fixture->database), TRUE, &error));
  g_assert_true (weft_sqlite_set_durable (WEFT_SQLITE (fixture->database), FALSE, &error));
  g_assert_cmpint (value_of (fixture->database, "PRAGMA synchronous"), ==, 1);
  g_assert_cmpint (value_of (fixture->database, "PRAGMA foreign_keys"), ==, 0);
}

static int
lacks_session (const char *option)
{
  return strstr (option, "SESSION") == NULL;
}

static void
test_options (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (_weft_sqlite_check_options (sqlite3_compileoption_used, &error));
  g_assert_no_error (error);
  g_assert_false (_weft_sqlite_check_options (lacks_session, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL);
  g_assert_nonnull (strstr (error->message, "SQLITE_ENABLE_SESSION"));
}

#define ADD(name, func) g_test_add ("/store/sqlite/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("full-disk", test_full_disk);
  ADD ("corrupt", test_corrupt);
  ADD ("not-ours", test_not_ours);
  ADD ("abandoned-statement", test_abandoned_statement);
  ADD ("rolled-back", test_rolled_back);
  ADD ("two-writers", test_two_writers);
  ADD ("settings", test_settings);
  g_test_add_func ("/store/sqlite/options", test_options);

  return g_test_run ();
}
