/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-named-files.h"

GHashTable *
weft_named_files_read (WeftDatabase *database, WeftRegistry *registry, GError **error)
{
  g_autoptr (GHashTable) named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const WeftTable *const *tables;
  guint n_tables;

  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    for (guint c = 0; c < tables[i]->n_columns; c++)
      {
        g_autofree char *sql
            = g_strdup_printf ("SELECT DISTINCT %1$s FROM %2$s WHERE %1$s IS NOT NULL", tables[i]->columns[c].name, tables[i]->name);
        WeftStatement *statement;
        int step;

        if (!tables[i]->columns[c].file)
          continue;
        statement = weft_database_query (database, error, g_intern_string (sql), "");
        if (statement == NULL)
          return NULL;
        while ((step = weft_statement_step (statement, error)) > 0)
          g_hash_table_add (named, weft_statement_dup_text (statement, 0));
        if (step < 0)
          return NULL;
      }

  return g_steal_pointer (&named);
}
