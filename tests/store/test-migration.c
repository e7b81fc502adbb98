/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/weft-rows.h"
#include "store/weft-search.h"
#include "store/weft-search-work.h"

#include "test-database.h"
#include "test-module.h"

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

static const char *
count_tables (void)
{
  return test_database_is_postgresql ()
             ? "SELECT count(*) FROM pg_class WHERE relnamespace = CAST (current_schema AS regnamespace)"
             : "SELECT count(*) FROM sqlite_schema";
}

static void
test_owner (void)
{
  static const WeftMigration first[] = { { 1, "CREATE TABLE a (x INTEGER)" }, { 0 } };
  static const WeftMigration third[] = {
    { 1, "CREATE TABLE a (x INTEGER)" },
    { 2, "ALTER TABLE a ADD COLUMN y INTEGER; INSERT INTO a VALUES (1, 2)" },
    { 3, "UPDATE a SET y = y + 1" },
    { 0 },
  };
  static const WeftMigration broken[] = {
    { 1, "CREATE TABLE a (x INTEGER)" },   { 2, "" }, { 3, "" }, { 4, "DROP TABLE a" },
    { 5, "UPDATE nowhere SET y = y + 1" }, { 0 },
  };
  g_autoptr (WeftDatabase) database = test_database_open_memory ();
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_migrate (database, "sync", first, &error));
  g_assert_true (weft_migrate (database, "sync", first, &error));
  g_assert_true (weft_migrate (database, "sync", third, &error));
  g_assert_true (weft_migrate (database, "sync", third, &error));
  g_assert_no_error (error);
  g_assert_cmpint (value_of (database, "SELECT sum(y) FROM a"), ==, 3);
  g_assert_cmpint (value_of (database, "SELECT version FROM schema_version WHERE owner = 'sync'"), ==, 3);

  /* A step that fails leaves everything as it was. */
  g_assert_false (weft_migrate (database, "sync", broken, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL);
  g_assert_nonnull (strstr (error->message, "“sync” to version 5"));
  g_clear_error (&error);
  g_assert_cmpint (value_of (database, "SELECT sum(y) FROM a"), ==, 3);
  g_assert_cmpint (value_of (database, "SELECT version FROM schema_version WHERE owner = 'sync'"), ==, 3);

  /* Newer than the program. */
  g_assert_false (weft_migrate (database, "sync", first, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UPDATE_NEEDED);
  g_assert_cmpint (value_of (database, "SELECT sum(y) FROM a"), ==, 3);
}

static void
test_modules (void)
{
  g_autoptr (WeftDatabase) database = test_database_open_memory ();
  g_autoptr (WeftRegistry) registry = test_registry_new ();
  g_autoptr (GError) error = NULL;
  gboolean needed = TRUE;
  gint64 before;

  g_assert_true (weft_migration_is_needed (database, registry, &needed, &error));
  g_assert_false (needed);
  g_assert_true (weft_migrate_modules (database, registry, &error));
  g_assert_true (weft_migrate_modules (database, registry, &error));
  g_assert_no_error (error);
  run (database, "INSERT INTO board VALUES ('" STREAM_A "', 1, 1)");

  run (database, "UPDATE schema_version SET version = 2 WHERE owner = 'board'");
  before = value_of (database, count_tables ());
  g_assert_false (weft_migration_is_needed (database, registry, &needed, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UPDATE_NEEDED);
  g_clear_error (&error);
  g_assert_false (weft_migrate_modules (database, registry, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UPDATE_NEEDED);
  g_assert_cmpint (value_of (database, count_tables ()), ==, before);
  g_assert_cmpint (value_of (database, "SELECT count(*) FROM board"), ==, 1);
}

/* Version 2: boards know when they last changed, notes have titles (in the middle, so the table is made
 * anew), and there are things. */
static const WeftMigration board_migrations[] = {
  { 2, "ALTER TABLE board ADD COLUMN last_at INTEGER NOT NULL DEFAULT 0;"
       "UPDATE board SET last_at = (SELECT max(at) FROM note WHERE note.stream = board.stream);"
       "CREATE TABLE note_2 (stream TEXT NOT NULL, id TEXT NOT NULL, ordinal INTEGER NOT NULL, author TEXT "
       "NOT NULL, title TEXT,"
       " text TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (stream, id)) STRICT;"
       "INSERT INTO note_2 (stream, id, ordinal, author, text, seq, at) SELECT stream, id, ordinal, author, "
       "text, seq, at FROM note ORDER BY text;"
       "DROP TABLE note; ALTER TABLE note_2 RENAME TO note; CREATE INDEX note_by_ordinal ON note (stream, "
       "ordinal);"
       "CREATE TABLE thing (stream TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, whole "
       "INTEGER, real REAL, text TEXT,"
       " blob BLOB, changed_at INTEGER, PRIMARY KEY (stream, number, name)) STRICT" },
  { 0 },
};

static WeftRegistry *
registry_with (int version, const WeftMigration *migrations, WeftModule *module)
{
  const WeftModule *const modules[] = { module, NULL };

  *module = test_module;
  module->version = version;
  module->migrations = migrations;

  return weft_registry_new (modules);
}

static void
load_fixture (WeftDatabase *database, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *sql = NULL;

  g_assert_true (g_file_get_contents (path, &sql, NULL, &error));
  g_assert_no_error (error);
  run (database, sql);
}

static guint
n_hits (WeftDatabase *database, WeftRegistry *registry, const char *words)
{
  g_autoptr (WeftSearchResult) result
      = test_search (database, registry, words, &(WeftSearchScope) { .limit = 1000 });

  return result->hits->len;
}

/* migrate (rows) = new fold (log) */
static void
test_old_version (void)
{
  WeftModule module;
  g_autoptr (WeftRegistry) registry = registry_with (2, board_migrations, &module);
  g_autoptr (WeftDatabase) old = test_database_open_memory ();
  g_autoptr (WeftDatabase) fresh = test_database_open_memory ();
  g_autoptr (GError) error = NULL;
  g_autofree char *migrated = NULL;
  g_autofree char *folded = NULL;
  WeftStatement *events;
  gboolean needed = FALSE;
  guint n_events = 0;
  gint64 expected;

  load_fixture (old, "board-1.sql");
  g_assert_true (weft_migration_is_needed (old, registry, &needed, &error));
  g_assert_true (needed);
  g_assert_true (weft_migrate_modules (old, registry, &error));
  g_assert_no_error (error);
  g_assert_true (weft_migration_is_needed (old, registry, &needed, &error));
  g_assert_false (needed);

  g_assert_true (weft_migrate_modules (fresh, registry, &error));
  g_assert_no_error (error);
  events
      = weft_database_query (old, &error, "SELECT stream, seq, at, \"by\", body FROM event ORDER BY at", "");
  while (weft_statement_step (events, &error) > 0)
    {
      g_autofree char *body = weft_statement_dup_text (events, 4);
      g_autoptr (JsonNode) node = weft_json_parse (body, strlen (body), &error);
      WeftFold fold = {
        .database = fresh,
        .stream = weft_statement_get_text (events, 0),
        .by = weft_statement_get_text (events, 3),
        .seq = weft_statement_get_int (events, 1),
        .at = weft_statement_get_int (events, 2),
      };

      g_assert_no_error (error);
      g_assert_true (weft_fold_apply (&fold, &note_written_event, json_node_get_object (node), &error));
      g_assert_no_error (error);
      n_events++;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n_events, ==, 60);

  migrated = weft_rows_digest (old, registry, NULL, FALSE, &error);
  folded = weft_rows_digest (fresh, registry, NULL, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (migrated, ==, folded);

  /* Old rows are found as new ones are. */
  expected = value_of (old, "SELECT count(*) FROM note WHERE text LIKE '%trưa%'");
  g_assert_cmpint (expected, >, 0);
  g_assert_cmpuint (n_hits (old, registry, "TRUA"), ==, expected);
  g_assert_true (weft_search_index (old, registry, NULL, &error));
  g_assert_cmpuint (n_hits (old, registry, "TRUA"), ==, expected);
}

/* The rows of a table made anew have other row ids: an index of before would find the wrong ones. */
static void
test_index_of_old_version (void)
{
  static const WeftMigration shuffle[] = {
    { 2, "CREATE TABLE note_2 (stream TEXT NOT NULL, id TEXT NOT NULL, ordinal INTEGER NOT NULL, author TEXT "
         "NOT NULL, title TEXT,"
         " text TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (stream, id)) STRICT;"
         "INSERT INTO note_2 SELECT stream, id, ordinal, author, title, text, seq, at FROM note ORDER BY id "
         "DESC; DROP TABLE note; ALTER TABLE note_2 RENAME "
         "TO note" },
    { 0 },
  };
  WeftModule first_module, second_module;
  g_autoptr (WeftRegistry) first = registry_with (1, NULL, &first_module);
  g_autoptr (WeftRegistry) second = registry_with (2, shuffle, &second_module);
  g_autoptr (WeftDatabase) database = test_database_open_memory ();
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_migrate_modules (database, first, &error));
  run (database, "INSERT INTO note VALUES ('" STREAM_A "', 'a', 1, 'an', NULL, 'apple', 1, 1), ('" STREAM_A
                 "', 'b', 2, 'an', NULL, 'pear', 2, 2)");
  g_assert_true (weft_search_index (database, first, NULL, &error));
  g_assert_true (weft_migrate_modules (database, second, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (WeftSearchResult) result
          = test_search (database, second, "apple", &(WeftSearchScope) { .limit = 10 });

      g_assert_cmpuint (result->hits->len, ==, 1);
      g_assert_cmpstr (((WeftSearchHit *) g_ptr_array_index (result->hits, 0))->key, ==, "a");
      g_assert_true (weft_search_index (database, second, NULL, &error));
    }
}

static gint64
count_columns (WeftDatabase *database, const char *table)
{
  g_autoptr (GError) error = NULL;
  gint64 n;

  weft_database_get_value (database, &n, 0, &error,
                           test_database_is_postgresql ()
                               ? "SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass (?1) AND "
                                 "attnum > 0 AND NOT attisdropped AND attname <> 'rowid'"
                               : "SELECT count(*) FROM pragma_table_info (?1)",
                           "t", table);
  g_assert_no_error (error);

  return n;
}

static void
test_mistakes (void)
{
  static const WeftMigration other_order[] = {
    { 2, "ALTER TABLE note DROP COLUMN title; ALTER TABLE note ADD COLUMN title TEXT" },
    { 0 },
  };
  static const WeftMigration forgotten[] = { { 2, "ALTER TABLE board DROP COLUMN last_at" }, { 0 } };
  WeftModule first_module, second_module;
  g_autoptr (WeftRegistry) first = registry_with (1, NULL, &first_module);
  const WeftMigration *const mistakes[] = { other_order, forgotten, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autoptr (WeftRegistry) second = registry_with (2, mistakes[i], &second_module);
      g_autoptr (WeftDatabase) database = test_database_open_memory ();
      g_autoptr (GError) error = NULL;

      g_assert_true (weft_migrate_modules (database, first, &error));
      g_assert_no_error (error);
      g_assert_false (weft_migrate_modules (database, second, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL);
      g_assert_cmpint (value_of (database, "SELECT version FROM schema_version WHERE owner = 'board'"), ==,
                       1);
      g_assert_cmpint (count_columns (database, "note"), ==, 8);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/migration/owner", test_owner);
  g_test_add_func ("/store/migration/modules", test_modules);
  g_test_add_func ("/store/migration/old-version", test_old_version);
  g_test_add_func ("/store/migration/index-of-old-version", test_index_of_old_version);
  g_test_add_func ("/store/migration/mistakes", test_mistakes);

  return g_test_run ();
}
