/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-migration.h"

#include "store/weft-scrub.h"
#include "store/weft-search-notice.h"
#include "store/weft-search-schema.h"

/* Several servers on one database may start at once: one of them makes the tables, the others wait. */
static gboolean
begin_alone (WeftDatabase *database, GError **error)
{
  WeftStatement *lock;

  if (!weft_database_begin (database, error))
    return FALSE;
  if (g_str_equal (weft_database_get_dialect (database), "sqlite"))
    return TRUE;

  /* The number is any that no other program of this database takes: "Weft". */
  lock = weft_database_query (database, error, "SELECT pg_advisory_xact_lock (1466262132)", "");
  if (lock != NULL && weft_statement_run (lock, error))
    return TRUE;
  weft_database_rollback (database);

  return FALSE;
}

/* 0: no tables yet */
static gboolean
get_version (WeftDatabase *database, const char *owner, int newest, gint64 *version, GError **error)
{
  gboolean has;

  *version = 0;
  if (!weft_database_has_table (database, "schema_version", &has, error))
    return FALSE;
  if (has
      && !weft_database_get_value (database, version, 0, error,
                                   "SELECT version FROM schema_version WHERE owner = ?1", "t", owner))
    return FALSE;

  if (*version > newest)
    {
      g_set_error (
          error, WEFT_ERROR, WEFT_ERROR_UPDATE_NEEDED,
          "the database was written by a newer Weft: its tables of “%s” have version %" G_GINT64_FORMAT
          ", this program knows %d; "
          "update Weft",
          owner, *version, newest);
      return FALSE;
    }

  return TRUE;
}

static gboolean
set_version (WeftDatabase *database, const char *owner, gint64 version, GError **error)
{
  return weft_database_execute (database,
                                "CREATE TABLE IF NOT EXISTS schema_version "
                                "(owner TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL) STRICT",
                                error)
         && weft_database_run (database, error,
                               "INSERT INTO schema_version (owner, version) VALUES (?1, ?2) "
                               "ON CONFLICT (owner) DO UPDATE SET version = excluded.version",
                               "ti", owner, version);
}

static gboolean
run_steps (WeftDatabase *database,
           const char *owner,
           const WeftMigration *steps,
           gint64 version,
           int newest,
           GError **error)
{
  for (guint i = 0; steps[i].version != 0; i++)
    if (steps[i].version > version && !weft_database_execute (database, steps[i].sql, error))
      {
        g_prefix_error (error, "bringing the tables of “%s” to version %d: ", owner, steps[i].version);
        return FALSE;
      }

  return set_version (database, owner, newest, error);
}

gboolean
weft_migrate (WeftDatabase *database, const char *owner, const WeftMigration *steps, GError **error)
{
  gint64 version;
  int newest = 0;

  g_return_val_if_fail (WEFT_IS_DATABASE (database), FALSE);
  g_return_val_if_fail (owner != NULL, FALSE);
  g_return_val_if_fail (steps != NULL, FALSE);

  for (guint i = 0; steps[i].version != 0; i++)
    {
      g_return_val_if_fail (steps[i].version == newest + 1, FALSE);
      newest = steps[i].version;
    }

  if (!get_version (database, owner, newest, &version, error))
    return FALSE;
  if (version == newest)
    return TRUE;

  if (!begin_alone (database, error))
    return FALSE;

  /* Again, now that nobody else can write: another program may have been faster. */
  if (!get_version (database, owner, newest, &version, error)
      || (version < newest && !run_steps (database, owner, steps, version, newest, error)))
    {
      weft_database_rollback (database);
      return FALSE;
    }

  return weft_database_commit (database, error);
}

static gboolean
migrate_module (WeftDatabase *database, const WeftModule *module, gboolean *changed, GError **error)
{
  gint64 version;

  *changed = FALSE;
  if (!get_version (database, module->name, module->version, &version, error))
    return FALSE;
  if (version == module->version)
    return TRUE;

  *changed = version > 0;
  if (version == 0)
    {
      if (module->tables_sql != NULL && !weft_database_execute (database, module->tables_sql, error))
        {
          g_prefix_error (error, "making the tables of “%s”: ", module->name);
          return FALSE;
        }
      return set_version (database, module->name, module->version, error);
    }

  if (module->migrations == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL,
                   "the tables of “%s” have version %" G_GINT64_FORMAT " and no migration leads to %d",
                   module->name, version, module->version);
      return FALSE;
    }

  return run_steps (database, module->name, module->migrations, version, module->version, error);
}

static const char columns_of_sqlite[]
    = "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1) ORDER BY cid";
static const char columns_of_postgresql[]
    = "SELECT attname, CASE atttypid WHEN CAST ('int8' AS regtype) THEN 'INTEGER' WHEN CAST ('float8' AS "
      "regtype) THEN 'REAL'"
      " WHEN CAST ('text' AS regtype) THEN CASE WHEN attcollation = CAST ('\"C\"' AS regcollation) THEN "
      "'TEXT' ELSE 'text of another"
      " order' END WHEN CAST ('bytea' AS regtype) THEN 'BLOB' ELSE format_type (atttypid, atttypmod) END, "
      "attnotnull,"
      " COALESCE (attnum = ANY (indkey), FALSE)"
      " FROM pg_attribute LEFT JOIN pg_index ON indrelid = attrelid AND indisprimary"
      " WHERE attrelid = to_regclass (?1) AND attnum > 0 AND NOT attisdropped AND attname <> 'rowid' ORDER BY attnum";

/* Change sets and snapshots name columns by their place: a table that was brought up to date must look like
 * one made now. */
static gboolean
check_table (WeftDatabase *database, const WeftTable *table, GError **error)
{
  static const char *const types[] = { "INTEGER", "REAL", "TEXT", "BLOB" };
  WeftStatement *columns;
  guint n = 0;
  int result;

  columns = weft_database_query (database, error,
                                 g_str_equal (weft_database_get_dialect (database), "sqlite")
                                     ? columns_of_sqlite
                                     : columns_of_postgresql,
                                 "t", table->name);
  if (columns == NULL)
    return FALSE;

  while ((result = weft_statement_step (columns, error)) > 0)
    {
      const char *name = weft_statement_get_text (columns, 0);
      const WeftColumn *column = n < table->n_columns ? &table->columns[n] : NULL;

      if (column == NULL || !g_str_equal (column->name, name)
          || !g_str_equal (types[column->type], weft_statement_get_text (columns, 1))
          || column->nullable == (weft_statement_get_int (columns, 2) != 0)
          || column->key != (weft_statement_get_int (columns, 3) != 0))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL,
                       "the table “%s” has “%s” as its column %u, where the program has “%s”", table->name,
                       name, n + 1, column != NULL ? column->name : "none");
          weft_statement_reset (columns);
          return FALSE;
        }
      n++;
    }
  if (result < 0)
    return FALSE;

  if (n != table->n_columns)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL,
                   "the table “%s” has %u columns, where the program has %u", table->name, n,
                   table->n_columns);
      return FALSE;
    }

  return TRUE;
}

static gboolean
migrate_all (WeftDatabase *database, WeftRegistry *registry, GError **error)
{
  guint n_modules;
  const WeftModule *const *modules = weft_registry_get_modules (registry, &n_modules);

  for (guint i = 0; i < n_modules; i++)
    {
      gboolean changed;

      if (!migrate_module (database, modules[i], &changed, error))
        return FALSE;
      for (guint j = 0; j < modules[i]->n_tables; j++)
        if (!check_table (database, modules[i]->tables[j], error))
          return FALSE;

      /* A table made anew numbers its rows anew: its index begins again. */
      for (guint j = 0; changed && j < modules[i]->n_tables; j++)
        if (!_weft_search_drop (database, modules[i]->tables[j], error))
          return FALSE;
    }

  return weft_scrub_create (database, error) && _weft_search_create (database, registry, error);
}

gboolean
weft_migrate_modules (WeftDatabase *database, WeftRegistry *registry, GError **error)
{
  gboolean needed;

  g_return_val_if_fail (WEFT_IS_DATABASE (database), FALSE);
  g_return_val_if_fail (WEFT_IS_REGISTRY (registry), FALSE);

  /* Before anything is written: a newer database is left alone. */
  if (!weft_migration_is_needed (database, registry, &needed, error) || !begin_alone (database, error))
    return FALSE;

  if (!migrate_all (database, registry, error))
    {
      weft_database_rollback (database);
      return FALSE;
    }

  if (!weft_database_commit (database, error))
    return FALSE;

  _weft_search_notice_watch (database, registry);

  return TRUE;
}

gboolean
weft_migration_is_needed (WeftDatabase *database, WeftRegistry *registry, gboolean *needed, GError **error)
{
  guint n_modules;
  const WeftModule *const *modules = weft_registry_get_modules (registry, &n_modules);

  g_return_val_if_fail (needed != NULL, FALSE);

  *needed = FALSE;
  for (guint i = 0; i < n_modules; i++)
    {
      gint64 version;

      if (!get_version (database, modules[i]->name, modules[i]->version, &version, error))
        return FALSE;
      *needed |= version > 0 && version < modules[i]->version;
    }

  return TRUE;
}
