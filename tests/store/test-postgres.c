/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "store/weft-postgres-private.h"

#include "test-database.h"

/* What PostgreSQL alone does: another SQL, a pipeline, a connection which can be lost, and other servers
 * beside ours. */

typedef struct
{
  TestDatabase *kept;
  WeftDatabase *database;
} Fixture;

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
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->kept = test_database_new ();
  fixture->database = test_database_open (fixture->kept, FALSE);
  run (fixture->database, "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, name TEXT) STRICT");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->database);
  g_clear_pointer (&fixture->kept, test_database_free);
}

static gboolean
insert (WeftDatabase *database, gint64 id, GError **error)
{
  return weft_database_run (database, error, "INSERT INTO t (id, name) VALUES (?1, 'x')", "i", id);
}

static void
test_translate (void)
{
  static const struct
  {
    const char *ours;
    const char *theirs;
  } cases[] = {
    { "SELECT a FROM t WHERE b = ?1 AND c = ?12", "SELECT a FROM t WHERE b = $1 AND c = $12" },
    { "SELECT '?1 it''s TEXT', \"INTEGER ?\" -- ?1 STRICT\n, ?1 /* ? BLOB */",
      "SELECT '?1 it''s TEXT', \"INTEGER ?\" -- ?1 STRICT\n, $1 /* ? BLOB */" },
    { "SELECT x'00ff', x'', xx'a'", "SELECT '\\x00ff'::bytea, '\\x'::bytea, xx'a'" },
    { "CREATE TABLE a (text TEXT NOT NULL, real REAL, blob BLOB, k INTEGER, PRIMARY KEY (k, text)) STRICT, "
      "WITHOUT ROWID; SELECT ?1, ?2",
      "CREATE TABLE a (text text COLLATE \"C\" NOT NULL, real double precision, blob bytea, k bigint, "
      "PRIMARY KEY (k, text))   ; "
      "SELECT $1, $2" },
    { "ALTER TABLE a ADD COLUMN b TEXT", "ALTER TABLE a ADD COLUMN b text COLLATE \"C\"" },
    { "SELECT CAST (?1 AS INTEGER), CAST (?2 AS TEXT)", "SELECT CAST ($1 AS bigint), CAST ($2 AS text)" },
    { "SELECT 'open", "SELECT 'open" },
    { "SELECT INTEGERS, MY_TEXT, ROWID_", "SELECT INTEGERS, MY_TEXT, ROWID_" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *theirs = _weft_postgres_translate (cases[i].ours);

      g_assert_cmpstr (theirs, ==, cases[i].theirs);
    }
}

/* More rows than come at once, while other statements run, and given up in the middle. */
static void
test_parts (Fixture *fixture, gconstpointer data)
{
  static const char select[] = "SELECT id FROM t WHERE id >= ?1 ORDER BY id";
  WeftDatabase *database = fixture->database;
  g_autoptr (GError) error = NULL;
  static const gint64 sizes[] = { 0, 1, 255, 256, 257, 511, 512, 513, 2000 };

  run (database, "INSERT INTO t SELECT n, 'row' FROM generate_series (0, 1999) AS n");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint disturbed = 0; disturbed < 2; disturbed++)
      {
        WeftStatement *rows = weft_database_query (database, &error, select, "i", 2000 - sizes[i]);
        gint64 n = 0;
        int step;

        while ((step = weft_statement_step (rows, &error)) > 0)
          {
            g_assert_cmpint (weft_statement_get_int (rows, 0), ==, 2000 - sizes[i] + n);
            n++;
            if (disturbed != 0 && n % 100 == 1)
              g_assert_cmpint (value_of (database, "SELECT count(*) FROM t"), ==, 2000);
          }
        g_assert_no_error (error);
        g_assert_cmpint (n, ==, sizes[i]);
      }

  for (guint after = 1; after < 600; after += 128)
    {
      WeftStatement *rows = weft_database_query (database, &error, select, "i", G_GINT64_CONSTANT (0));

      for (guint i = 0; i < after; i++)
        g_assert_cmpint (weft_statement_step (rows, &error), ==, 1);
      weft_statement_reset (rows);
      g_assert_cmpint (value_of (database, "SELECT count(*) FROM t"), ==, 2000);
    }
}

/* A statement without rows fails where somebody waits for it, and what its savepoint did is gone. */
static void
test_pipeline (Fixture *fixture, gconstpointer data)
{
  WeftDatabase *database = fixture->database;
  g_autoptr (GError) error = NULL;
  gint64 n;

  g_assert_true (weft_database_begin (database, &error));
  g_assert_true (insert (database, 1, &error));
  g_assert_true (weft_database_settle (database, &error));
  g_assert_true (weft_database_savepoint (database, "work", &error));
  g_assert_true (insert (database, 2, &error));
  g_assert_true (insert (database, 1, &error));
  g_assert_true (insert (database, 3, &error));
  g_assert_false (weft_database_get_value (database, &n, 0, &error, "SELECT count(*) FROM t", ""));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS);
  g_clear_error (&error);

  /* Until somebody rolls back, that is the answer to everything. */
  g_assert_false (insert (database, 4, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (weft_database_release (database, "work", &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS);
  g_clear_error (&error);
  weft_database_rollback_to (database, "work");
  g_assert_true (insert (database, 5, &error));
  g_assert_true (weft_database_release (database, "work", &error));
  g_assert_true (weft_database_commit (database, &error));
  g_assert_no_error (error);
  g_assert_cmpint (value_of (database, "SELECT sum(id) FROM t"), ==, 6);

  /* Nobody asked until the commit. */
  g_assert_true (weft_database_begin (database, &error));
  g_assert_true (insert (database, 7, &error));
  g_assert_true (insert (database, 1, &error));
  g_assert_false (weft_database_commit (database, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_cmpint (value_of (database, "SELECT sum(id) FROM t"), ==, 6);

  /* Rolled back before anybody asked: the failure is nobody's. */
  g_assert_true (weft_database_begin (database, &error));
  g_assert_true (weft_database_savepoint (database, "work", &error));
  g_assert_true (insert (database, 1, &error));
  weft_database_rollback_to (database, "work");
  g_assert_true (insert (database, 8, &error));
  g_assert_cmpint (weft_database_get_changes (database), ==, 1);
  g_assert_true (weft_database_commit (database, &error));
  g_assert_no_error (error);
  g_assert_cmpint (value_of (database, "SELECT sum(id) FROM t"), ==, 14);

  /* Far more than are sent at once. */
  g_assert_true (weft_database_begin (database, &error));
  for (gint64 i = 100; i < 1100; i++)
    g_assert_true (insert (database, i, &error));
  g_assert_true (weft_database_commit (database, &error));
  g_assert_no_error (error);
  g_assert_cmpint (value_of (database, "SELECT count(*) FROM t"), ==, 1003);
}

static void
kill_backends (Fixture *fixture)
{
  g_autofree char *pids = test_cluster_get (
      NULL, "SELECT string_agg (pid::text, ' ') FROM pg_stat_activity WHERE application_name = 'weftd'");
  g_auto (GStrv) words = g_strsplit (pids, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    kill ((pid_t) g_ascii_strtoll (words[i], NULL, 10), SIGTERM);
  g_usleep (100000);
}

static void
test_lost (Fixture *fixture, gconstpointer data)
{
  g_autoptr (WeftDatabase) reader = test_database_open (fixture->kept, TRUE);
  WeftDatabase *database = fixture->database;
  g_autoptr (GError) error = NULL;
  WeftStatement *rows;
  gint64 n;

  run (database, "INSERT INTO t SELECT n, 'row' FROM generate_series (1, 1000) AS n");
  g_assert_cmpint (value_of (reader, "SELECT count(*) FROM t"), ==, 1000);

  /* In the middle of a transaction: nothing of it is kept, and the next one works. */
  g_assert_true (weft_database_begin (database, &error));
  g_assert_true (insert (database, 2000, &error));
  g_assert_true (weft_database_settle (database, &error));
  kill_backends (fixture);
  g_assert_false (weft_database_get_value (database, &n, 0, &error, "SELECT count(*) FROM t", ""));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  g_assert_true (weft_database_is_lost (database));
  g_assert_false (weft_database_commit (database, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  g_assert_true (weft_database_begin (database, &error));
  g_assert_no_error (error);
  g_assert_false (weft_database_is_lost (database));
  g_assert_true (insert (database, 2001, &error));
  g_assert_true (weft_database_commit (database, &error));
  g_assert_no_error (error);

  /* A reader does not even notice, in or before a transaction, with statements prepared before. */
  g_assert_cmpint (value_of (reader, "SELECT count(*) FROM t"), ==, 1001);
  kill_backends (fixture);
  g_assert_true (weft_database_begin_read (reader, &error));
  g_assert_cmpint (value_of (reader, "SELECT count(*) FROM t"), ==, 1001);
  weft_database_rollback (reader);

  /* In the middle of rows: an error, and then it works again. */
  rows = weft_database_query (reader, &error, "SELECT a.id FROM t a, t b ORDER BY a.id + b.id", "");
  g_assert_cmpint (weft_statement_step (rows, &error), ==, 1);
  kill_backends (fixture);
  while (weft_statement_step (rows, &error) > 0)
    ;
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  g_assert_cmpint (value_of (reader, "SELECT count(*) FROM t"), ==, 1001);
}

static void
test_restart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (WeftDatabase) reader = test_database_open (fixture->kept, TRUE);
  WeftDatabase *database = fixture->database;
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_database_begin (database, &error));
  g_assert_true (insert (database, 1, &error));
  g_assert_true (weft_database_commit (database, &error));
  test_cluster_stop (SIGQUIT);
  for (guint i = 0; i < 3; i++)
    {
      gint64 start = g_get_monotonic_time ();

      g_assert_false (weft_database_begin (database, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
      g_clear_error (&error);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
    }
  test_cluster_start ();
  while (!weft_database_begin (database, NULL))
    g_usleep (20000);
  g_assert_true (insert (database, 2, &error));
  g_assert_true (weft_database_commit (database, &error));
  g_assert_no_error (error);
  g_assert_cmpint (value_of (reader, "SELECT sum(id) FROM t"), ==, 3);
}

typedef struct
{
  WeftDatabase *database;
  gint64 first, second;
  GError *error;
} Locker;

static gpointer
lock_both (gpointer data)
{
  Locker *self = data;

  if (weft_database_begin (self->database, &self->error)
      && weft_database_run (self->database, &self->error, "UPDATE t SET name = 'a' WHERE id = ?1", "i",
                            self->first)
      && weft_database_settle (self->database, &self->error))
    {
      g_usleep (200000);
      if (weft_database_run (self->database, &self->error, "UPDATE t SET name = 'b' WHERE id = ?1", "i",
                             self->second)
          && weft_database_commit (self->database, &self->error))
        return NULL;
    }
  weft_database_rollback (self->database);

  return NULL;
}

/* Two servers wait for each other: one of them is told, and may try again. */
static void
test_deadlock (Fixture *fixture, gconstpointer data)
{
  g_autoptr (WeftDatabase) other = test_database_open (fixture->kept, FALSE);
  Locker lockers[] = { { fixture->database, 1, 2 }, { other, 2, 1 } };
  GThread *threads[2];

  run (fixture->database, "INSERT INTO t VALUES (1, ''), (2, '')");
  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("locker", lock_both, &lockers[i]);
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);

  g_assert_true ((lockers[0].error == NULL) != (lockers[1].error == NULL));
  for (guint i = 0; i < 2; i++)
    if (lockers[i].error != NULL)
      {
        g_assert_error (lockers[i].error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
        g_assert_false (weft_database_is_lost (lockers[i].database));
        g_clear_error (&lockers[i].error);
        lock_both (&lockers[i]);
        g_assert_no_error (lockers[i].error);
      }
}

/* A full disk answers with a SQLSTATE of its own; a limit on a file's size is one that a test can set. */
static void
test_errors (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *state;
    WeftError error;
  } cases[] = {
    { "53100", WEFT_ERROR_FULL },        { "40001", WEFT_ERROR_UNAVAILABLE },
    { "40P01", WEFT_ERROR_UNAVAILABLE }, { "55P03", WEFT_ERROR_UNAVAILABLE },
    { "57P01", WEFT_ERROR_UNAVAILABLE }, { "08006", WEFT_ERROR_UNAVAILABLE },
    { "23505", WEFT_ERROR_EXISTS },      { "23502", WEFT_ERROR_INVALID },
    { "22P02", WEFT_ERROR_INVALID },     { "XX001", WEFT_ERROR_CORRUPT },
    { "42P01", WEFT_ERROR_INTERNAL },    { "53300", WEFT_ERROR_UNAVAILABLE },
    { "58030", WEFT_ERROR_INTERNAL },    { "99999", WEFT_ERROR_INTERNAL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sql = g_strdup_printf ("DO $$ BEGIN RAISE SQLSTATE '%s'; END $$", cases[i].state);
      g_autoptr (GError) error = NULL;

      g_assert_false (weft_database_execute (fixture->database, sql, &error));
      g_assert_error (error, WEFT_ERROR, (int) cases[i].error);
      g_assert_nonnull (strstr (error->message, cases[i].state));
    }
}

/* No error holds a password. */
static void
test_secrets (void)
{
  static const char *const urls[] = {
    "postgresql://weft:hush-hush@localhost:1/nowhere",
    "postgresql://weft:hush-hush@[::1/nowhere",
    "postgres:hush-hush",
    "postgresql://weft:hush-hush@/nowhere?host=/nonexistent",
    "postgresql://weft:hush-hush@localhost:hush-hush/nowhere",
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (weft_postgres_open (urls[i], WEFT_POSTGRES_WRITE, &error));
      g_assert_nonnull (error);
      g_assert_null (strstr (error->message, "hush"));
    }
}

#define ADD(name, func) g_test_add ("/store/postgres/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/postgres/translate", test_translate);
  g_test_add_func ("/store/postgres/secrets", test_secrets);
  ADD ("parts", test_parts);
  ADD ("pipeline", test_pipeline);
  ADD ("errors", test_errors);
  ADD ("lost", test_lost);
  ADD ("restart", test_restart);
  ADD ("deadlock", test_deadlock);

  return g_test_run ();
}
