/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search-names.h"

#include "base/weft-text.h"
#include "store/weft-search-schema.h"

#define NAMES_MAX 8 /* columns of a table that hold names */

/* SELECT stream, id, names …; (nullable): the table names nobody. */
static const char *
make_select (const WeftTable *table, gboolean people)
{
  g_autoptr (GString) names = g_string_new (NULL);
  const char *id = "stream";
  guint n = 0;

  for (guint i = 0; i < table->n_columns; i++)
    {
      const WeftColumn *column = &table->columns[i];

      if (people && column->key)
        id = column->name;
      if ((people ? column->person_name : column->stream_name) && n++ < NAMES_MAX)
        g_string_append_printf (names, ", %s", column->name);
    }

  return n > 0 ? _weft_search_intern ("SELECT stream, %s%s FROM %s", id, names->str, table->name) : NULL;
}

static gboolean
find_in (WeftDatabase *database,
         const char *sql,
         const WeftSearchTerm *term,
         GHashTable *streams,
         GHashTable *found,
         GError **error)
{
  WeftStatement *statement = weft_database_query (database, error, sql, "");
  int result;

  if (statement == NULL)
    return FALSE;

  while ((result = weft_statement_step (statement, error)) > 0)
    {
      char *folded[NAMES_MAX] = { NULL };
      guint n = MIN (weft_statement_get_n_columns (statement) - 2, NAMES_MAX);

      if (streams != NULL && !g_hash_table_contains (streams, weft_statement_get_text (statement, 0)))
        continue;

      for (guint i = 0; i < n; i++)
        {
          const char *name = weft_statement_get_text (statement, 2 + i);

          folded[i] = weft_text_fold (name != NULL ? name : "", -1);
        }
      if (weft_search_query_match_name (term, (const char *const *) folded, n))
        g_hash_table_add (found, weft_statement_dup_text (statement, 1));
      for (guint i = 0; i < n; i++)
        g_free (folded[i]);
    }

  return result == 0;
}

static GHashTable *
find (WeftDatabase *database,
      WeftRegistry *registry,
      const WeftSearchTerm *term,
      GHashTable *streams,
      gboolean people,
      GError **error)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (registry, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    {
      const char *sql = make_select (tables[i], people);

      if (sql != NULL && !find_in (database, sql, term, streams, found, error))
        return NULL;
    }

  return g_steal_pointer (&found);
}

GHashTable *
weft_search_find_people (WeftDatabase *database,
                         WeftRegistry *registry,
                         const WeftSearchTerm *term,
                         GHashTable *streams,
                         const char *me,
                         GError **error)
{
  GHashTable *found;

  if (g_ascii_strcasecmp (term->value, "me") == 0 && me != NULL)
    {
      found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_add (found, g_strdup (me));

      return found;
    }

  return find (database, registry, term, streams, TRUE, error);
}

GHashTable *
weft_search_find_streams (WeftDatabase *database,
                          WeftRegistry *registry,
                          const WeftSearchTerm *term,
                          GHashTable *streams,
                          GError **error)
{
  if (weft_stream_is_valid (term->value))
    {
      GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      if (streams == NULL || g_hash_table_contains (streams, term->value))
        g_hash_table_add (found, g_strdup (term->value));

      return found;
    }

  return find (database, registry, term, streams, FALSE, error);
}
