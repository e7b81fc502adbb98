/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-row-link.h"

#include "proto/weft-link.h"

/* Whether an id alone names a row of @table in its stream. */
static gboolean
goes_by_id (const WeftTable *table)
{
  return table->n_columns > 1 && table->columns[1].key && table->columns[1].type == WEFT_COLUMN_TEXT
         && !(table->n_columns > 2 && table->columns[2].key);
}

static gboolean
holds (WeftDatabase *database,
       const WeftTable *table,
       const char *stream,
       const char *object,
       gboolean *yes,
       GError **error)
{
  g_autofree char *sql = object != NULL
                             ? g_strdup_printf ("SELECT 1 FROM %s WHERE stream = ?1 AND %s = ?2", table->name,
                                                table->columns[1].name)
                             : g_strdup_printf ("SELECT 1 FROM %s WHERE stream = ?1 LIMIT 1", table->name);
  gint64 found;

  /* The names are the program's own constants. */
  if (!weft_database_get_value (database, &found, 0, error, g_intern_string (sql),
                                object != NULL ? "tt" : "t", stream, object))
    return FALSE;
  *yes = found != 0;

  return TRUE;
}

char *
weft_row_link_new (const char *stream, const char *table, const char *object)
{
  g_autoptr (WeftLink) link = NULL;

  g_return_val_if_fail (stream != NULL, NULL);

  link = weft_link_new (stream, object != NULL ? table : NULL, table != NULL ? object : NULL, -1);

  return weft_link_to_string (link);
}

char *
weft_row_link_find (
    WeftDatabase *database, WeftRegistry *registry, const char *stream, const char *object, GError **error)
{
  const WeftTable *const *tables;
  const char *found = NULL;
  guint n;

  g_return_val_if_fail (stream != NULL, NULL);

  tables = weft_registry_get_tables (registry, &n);
  /* First where it is, then where it may be. */
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < n && object != NULL && found == NULL; i++)
      {
        gboolean yes;

        if (!goes_by_id (tables[i]) || (round > 0 && tables[i]->window < 0))
          continue;
        if (!holds (database, tables[i], stream, round == 0 ? object : NULL, &yes, error))
          return NULL;
        if (yes)
          found = tables[i]->name;
      }

  return weft_row_link_new (stream, found, object);
}
