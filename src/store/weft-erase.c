/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-erase.h"

#include <string.h>

#include "store/weft-rows.h"
#include "store/weft-scrub.h"

gboolean
weft_erase_can (const WeftTable *table)
{
  if (table->erase_rows)
    return TRUE;
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].erase)
      return TRUE;

  return FALSE;
}

static guint
count_keys (const WeftTable *table)
{
  guint n = 0;

  for (guint i = 1; i < table->n_columns; i++)
    n += table->columns[i].key;

  return n;
}

/* Whether @key has as many parts as @table's, and numbers where numbers are. */
static gboolean
key_fits (const WeftTable *table, const char *key)
{
  g_auto (GStrv) parts = g_strsplit (key, (const char[]) { WEFT_KEY_SEPARATOR, '\0' }, -1);
  guint n_keys = count_keys (table);
  guint n = 0;

  if (n_keys == 0)
    return key[0] == '\0';
  if (g_strv_length (parts) != n_keys)
    return FALSE;

  for (guint i = 1; i < table->n_columns; i++)
    {
      const WeftColumn *column = &table->columns[i];
      gint64 number;

      if (!column->key)
        continue;
      if (column->type != WEFT_COLUMN_TEXT && column->type != WEFT_COLUMN_INTEGER)
        return FALSE;
      if (column->type == WEFT_COLUMN_INTEGER
          && !g_ascii_string_to_signed (parts[n], 10, G_MININT64, G_MAXINT64, &number, NULL))
        return FALSE;
      n++;
    }

  return TRUE;
}

const WeftTable *
weft_erase_find_table (WeftRegistry *registry, const char *row, const char **key)
{
  const char *colon = strchr (row, ':');
  g_autofree char *name = NULL;
  const WeftTable *table;

  if (colon == NULL)
    return NULL;

  name = g_strndup (row, colon - row);
  table = weft_registry_find_table (registry, name);
  if (table == NULL || !key_fits (table, colon + 1))
    return NULL;
  if (key != NULL)
    *key = colon + 1;

  return table;
}

char **
weft_erase_parse (WeftRegistry *registry, const char *rows, GError **error)
{
  g_auto (GStrv) list = g_strsplit (rows, "\n", WEFT_ERASE_MAX + 1);

  if (g_strv_length (list) > WEFT_ERASE_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "rows: more than %d at once", WEFT_ERASE_MAX);
      return NULL;
    }
  for (guint i = 0; list[i] != NULL; i++)
    {
      const WeftTable *table = weft_erase_find_table (registry, list[i], NULL);

      if (table == NULL || !weft_erase_can (table))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       "rows: “%.80s” names no row whose content can be erased", list[i]);
          return NULL;
        }
    }

  return g_steal_pointer (&list);
}

/* "stream = ?1 AND id = ?2 …" */
static void
append_condition (GString *sql, const WeftTable *table)
{
  guint n = 1;

  g_string_append (sql, " WHERE stream = ?1");
  for (guint i = 1; i < table->n_columns; i++)
    if (table->columns[i].key)
      g_string_append_printf (sql, " AND %s = ?%u", table->columns[i].name, ++n);
}

/* @parts owns what is bound. */
static void
bind_key (WeftStatement *statement, const WeftTable *table, const char *stream, char **parts)
{
  guint n = 0;

  weft_statement_bind_text (statement, 1, stream);
  for (guint i = 1; i < table->n_columns; i++)
    {
      if (!table->columns[i].key)
        continue;
      if (table->columns[i].type == WEFT_COLUMN_INTEGER)
        weft_statement_bind_int (statement, n + 2, g_ascii_strtoll (parts[n], NULL, 10));
      else
        weft_statement_bind_text (statement, n + 2, parts[n]);
      n++;
    }
}

static char **
split_key (const char *key)
{
  return g_strsplit (key, (const char[]) { WEFT_KEY_SEPARATOR, '\0' }, -1);
}

gboolean
weft_erase_read (WeftDatabase *database,
                 const WeftTable *table,
                 const char *stream,
                 const char *key,
                 const char *column,
                 char **value,
                 GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_auto (GStrv) parts = split_key (key);
  WeftStatement *statement;
  int step;

  *value = NULL;
  if (column != NULL)
    g_string_append (sql, column);
  else
    for (guint i = 0; i < table->n_columns; i++)
      g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", table->columns[i].name);
  g_string_append_printf (sql, " FROM %s", table->name);
  append_condition (sql, table);

  statement = weft_database_prepare (database, g_intern_string (sql->str), error);
  if (statement == NULL)
    return FALSE;
  bind_key (statement, table, stream, parts);
  step = weft_statement_step (statement, error);
  if (step > 0 && column != NULL)
    *value = weft_statement_dup_text (statement, 0);
  else if (step > 0)
    {
      g_autoptr (GString) row = g_string_new (NULL);

      weft_rows_write (table, statement, row);
      *value = g_string_free_and_steal (g_steal_pointer (&row));
    }
  weft_statement_reset (statement);

  return step >= 0;
}

gboolean
weft_erase_is_empty (WeftDatabase *database,
                     WeftRegistry *registry,
                     const char *stream,
                     const char *row,
                     gboolean *empty,
                     GError **error)
{
  const char *key;
  const WeftTable *table = weft_erase_find_table (registry, row, &key);

  g_return_val_if_fail (table != NULL, FALSE);

  *empty = TRUE;
  /* A row of which nothing can be erased is all there as long as it is there. */
  if (table->erase_rows || !weft_erase_can (table))
    {
      g_autofree char *cells = NULL;

      if (!weft_erase_read (database, table, stream, key, NULL, &cells, error))
        return FALSE;
      *empty = cells == NULL;
      return TRUE;
    }
  for (guint i = 1; i < table->n_columns && *empty; i++)
    {
      g_autofree char *text = NULL;

      if (!table->columns[i].erase)
        continue;
      if (!weft_erase_read (database, table, stream, key, table->columns[i].name, &text, error))
        return FALSE;
      *empty = text == NULL || text[0] == '\0';
    }

  return TRUE;
}

char *
weft_erase_dup_row (const WeftTable *table, WeftStatement *statement)
{
  GString *row = g_string_new (table->name);
  char separator = ':';

  for (guint i = 1; i < table->n_columns; i++)
    {
      if (!table->columns[i].key)
        continue;
      g_string_append_c (row, separator);
      if (table->columns[i].type == WEFT_COLUMN_INTEGER)
        g_string_append_printf (row, "%" G_GINT64_FORMAT, weft_statement_get_int (statement, i));
      else
        g_string_append (row, weft_statement_get_text (statement, i));
      separator = WEFT_KEY_SEPARATOR;
    }
  if (separator == ':')
    g_string_append_c (row, ':');

  return g_string_free_and_steal (row);
}

static const char *
make_update (const WeftTable *table)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  gboolean first = TRUE;

  if (table->erase_rows)
    g_string_printf (sql, "DELETE FROM %s", table->name);
  else
    {
      g_string_printf (sql, "UPDATE %s SET ", table->name);
      for (guint i = 1; i < table->n_columns; i++)
        if (table->columns[i].erase)
          {
            g_string_append_printf (sql, "%s%s = %s", first ? "" : ", ", table->columns[i].name,
                                    table->columns[i].nullable ? "NULL" : "''");
            first = FALSE;
          }
    }
  append_condition (sql, table);

  return g_intern_string (sql->str);
}

gboolean
weft_erase_rows (
    WeftDatabase *database, WeftRegistry *registry, const char *stream, const char *rows, GError **error)
{
  g_auto (GStrv) list = NULL;

  g_return_val_if_fail (WEFT_IS_DATABASE (database), FALSE);
  g_return_val_if_fail (WEFT_IS_REGISTRY (registry), FALSE);

  list = weft_erase_parse (registry, rows, error);
  if (list == NULL)
    return FALSE;

  for (guint i = 0; list[i] != NULL; i++)
    {
      const char *key;
      const WeftTable *table = weft_erase_find_table (registry, list[i], &key);
      g_auto (GStrv) parts = split_key (key);
      WeftStatement *statement = weft_database_prepare (database, make_update (table), error);

      if (statement == NULL)
        return FALSE;
      bind_key (statement, table, stream, parts);
      if (!weft_statement_run (statement, error))
        return FALSE;
    }

  return weft_scrub_want (database, error);
}
