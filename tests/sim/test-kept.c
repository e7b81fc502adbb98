/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is read from a store after a restart stays, whatever happens to the machine: somebody may have been
 * told of it. */

#include "sim-disk.h"
#include "sim-time.h"
#include "store/weft-sqlite.h"

static void
run (WeftDatabase *database, const char *sql)
{
  g_autoptr (GError) error = NULL;

  weft_database_execute (database, sql, &error);
  g_assert_no_error (error);
}

static WeftDatabase *
open_store (void)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_sqlite_open ("/kept/store.db", WEFT_SQLITE_WRITE, &error);

  g_assert_no_error (error);

  return database;
}

static gint64
count_rows (WeftDatabase *database)
{
  g_autoptr (GError) error = NULL;
  gint64 count;

  weft_database_get_value (database, &count, 0, &error, "SELECT count(*) FROM thing", "");
  g_assert_no_error (error);

  return count;
}

/* A program was killed before what it had committed was on disk. */
static void
test_killed (void)
{
  SimDisk *disk = sim_disk_new ("/kept");
  WeftDatabase *database = open_store ();

  run (database, "CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT");
  run (database, "PRAGMA wal_checkpoint (TRUNCATE)");
  run (database, "INSERT INTO thing VALUES (1)");
  sim_disk_kill (disk);
  g_object_unref (database);

  sim_disk_restart (disk);
  database = open_store ();
  g_assert_cmpint (count_rows (database), ==, 1);
  sim_disk_cut_power (disk);
  g_object_unref (database);

  sim_disk_restart (disk);
  database = open_store ();
  g_assert_cmpint (count_rows (database), ==, 1);
  g_object_unref (database);
  sim_disk_free (disk);
}

/* A store whose last words cannot be kept is not opened. */
static void
test_disk_fails (void)
{
  SimDisk *disk = sim_disk_new ("/kept");
  WeftDatabase *database = open_store ();
  g_autoptr (GError) error = NULL;

  run (database, "CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT");
  sim_disk_kill (disk);
  g_object_unref (database);

  sim_disk_restart (disk);
  sim_disk_get_faults (disk)->failing = 1000;
  g_assert_null (weft_sqlite_open ("/kept/store.db", WEFT_SQLITE_WRITE, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL);
  sim_disk_free (disk);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  sim_disk_set_keeps_durable (TRUE);
  sim_disk_install ();
  sim_begin (1);
  g_test_add_func ("/sim/kept/killed", test_killed);
  g_test_add_func ("/sim/kept/disk-fails", test_disk_fails);

  return g_test_run ();
}
