/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search-schema.h"

#include "store/weft-search-notice.h"
#include "store/weft-sqlite-private.h"

#define FORMAT 3 /* of what is stored; with another one the index begins again */

gboolean
_weft_search_is_searched (const WeftTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].search)
      return TRUE;

  return FALSE;
}

const char *
_weft_search_author_column (const WeftTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].author)
      return table->columns[i].name;

  return NULL;
}

const char *
_weft_search_time_column (const WeftTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].time)
      return table->columns[i].name;

  return NULL;
}

const char *
_weft_search_hangs_on_column (const WeftTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].hangs_on)
      return table->columns[i].name;

  return NULL;
}

const char *
_weft_search_intern (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  return g_intern_string (text);
}

/* ── making ────────────────────────────────────────────────────────────────────────────────────────── */

/* Before the third format it had fewer columns. */
static gboolean
create_state (WeftDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) columns = NULL;

  if (!weft_database_execute (database,
                              "CREATE TABLE IF NOT EXISTS search_state (table_name TEXT NOT NULL PRIMARY KEY,"
                              " columns TEXT NOT NULL, watermark INTEGER NOT NULL,"
                              " claimed INTEGER NOT NULL DEFAULT 0, build INTEGER NOT NULL DEFAULT 0) STRICT",
                              error)
      || (columns = weft_database_list_columns (database, "search_state", error)) == NULL)
    return FALSE;

  return g_ptr_array_find_with_equal_func (columns, "build", g_str_equal, NULL)
         || weft_database_execute (database,
                                   "ALTER TABLE search_state ADD COLUMN claimed INTEGER NOT NULL DEFAULT 0;"
                                   "ALTER TABLE search_state ADD COLUMN build INTEGER NOT NULL DEFAULT 0",
                                   error);
}

gboolean
_weft_search_drop (WeftDatabase *database, const WeftTable *table, GError **error)
{
  g_autofree char *old = g_strdup_printf ("search_%s", table->name);
  g_autofree char *sql = g_strdup_printf ("DROP TABLE IF EXISTS search_words_%s;"
                                          "DROP TABLE IF EXISTS search_block_%s;"
                                          "DROP TABLE IF EXISTS search_changed_%s",
                                          table->name, table->name, table->name);

  return create_state (database, error)
         && (!WEFT_IS_SQLITE (database) || _weft_sqlite_drop_fts5 (WEFT_SQLITE (database), old, error))
         && weft_database_execute (database, sql, error) && _weft_search_notice_drop (database, table, error)
         && weft_database_run (database, error, "DELETE FROM search_state WHERE table_name = ?1", "t",
                               table->name);
}

/* What the index was made of: with anything else it begins again. */
static char *
describe_columns (const WeftTable *table)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%d", FORMAT);
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].search || table->columns[i].author || table->columns[i].time)
      g_string_append_printf (text, " %s%s", table->columns[i].name,
                              table->columns[i].author ? ":author"
                              : table->columns[i].time ? ":time"
                                                       : "");

  return g_string_free_and_steal (text);
}

static gboolean
create_for_table (WeftDatabase *database, const WeftTable *table, GError **error)
{
  g_autofree char *columns = describe_columns (table);
  g_autofree char *sql = NULL;
  const char *name = table->name;
  gint64 has_same;

  if (!weft_database_get_value (database, &has_same, 0, error,
                                "SELECT count(*) FROM search_state WHERE table_name = ?1 AND columns = ?2",
                                "tt", name, columns))
    return FALSE;
  if (has_same)
    return TRUE;

  sql = g_strdup_printf (
      "CREATE TABLE search_words_%s (block INTEGER NOT NULL, first TEXT NOT NULL, words BLOB NOT NULL,"
      " PRIMARY KEY (block, first)) STRICT;"
      "CREATE TABLE search_block_%s (block INTEGER NOT NULL PRIMARY KEY, newest INTEGER NOT NULL,"
      " oldest INTEGER NOT NULL, sorted INTEGER NOT NULL) STRICT;"
      "CREATE TABLE search_changed_%s (row INTEGER NOT NULL PRIMARY KEY, build INTEGER NOT NULL) STRICT",
      name, name, name);

  return _weft_search_drop (database, table, error) && weft_database_execute (database, sql, error)
         && _weft_search_notice_create (database, table, error)
         && weft_database_run (database, error,
                               "INSERT INTO search_state (table_name, columns, watermark) VALUES (?1, ?2, 0)",
                               "tt", name, columns);
}

gboolean
_weft_search_create (WeftDatabase *database, WeftRegistry *registry, GError **error)
{
  guint n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (registry, &n_tables);

  if (!create_state (database, error))
    return FALSE;

  for (guint i = 0; i < n_tables; i++)
    if (_weft_search_is_searched (tables[i]) && !create_for_table (database, tables[i], error))
      return FALSE;

  return TRUE;
}
