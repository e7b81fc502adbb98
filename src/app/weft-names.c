/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-names.h"

#include <string.h>

#include "proto/weft-registry.h"
#include "sync/weft-people-stream.h"

typedef struct
{
  WeftRegistry *registry;
  char *me;          /* (nullable) */
  GHashTable *named; /* ids and streams */
} Naming;

static void
naming_free (gpointer data)
{
  Naming *naming = data;

  g_object_unref (naming->registry);
  g_free (naming->me);
  g_hash_table_unref (naming->named);
  g_free (naming);
}

/* @name: (out) (nullable): all that @sql finds, in one. */
static gboolean
query_name (WeftDatabase *database, const char *sql, const char *a, const char *b, char **name, GError **error)
{
  WeftStatement *statement
      = b != NULL ? weft_database_query (database, error, sql, "tt", a, b) : weft_database_query (database, error, sql, "t", a);
  g_autoptr (GString) all = g_string_new (NULL);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_string_append_printf (all, "%s%s", all->len > 0 ? ", " : "", weft_statement_get_text (statement, 0));
  *name = all->len > 0 ? g_strdup (all->str) : NULL;

  return step == 0;
}

/* The title of @stream; what has none, a conversation, goes by the other people in it. */
static gboolean
name_stream (WeftDatabase *database, Naming *naming, const char *stream, char **name, GError **error)
{
  const WeftTable *const *tables;
  guint n;

  *name = NULL;
  tables = weft_registry_get_tables (naming->registry, &n);
  for (guint i = 0; i < n; i++)
    for (guint c = 0; c < tables[i]->n_columns && *name == NULL; c++)
      {
        g_autofree char *sql = NULL;

        if (!tables[i]->columns[c].stream_name)
          continue;
        /* The names are the program's own constants. */
        sql = g_strdup_printf ("SELECT %1$s FROM %2$s WHERE stream = ?1 AND %1$s <> ''", tables[i]->columns[c].name,
                               tables[i]->name);
        if (!query_name (database, g_intern_string (sql), stream, NULL, name, error))
          return FALSE;
      }

  return *name != NULL
         || query_name (database,
                        "SELECT p.name FROM member m JOIN person p ON p.stream = " WEFT_PEOPLE_STREAM " AND p.id = m.person"
                        " WHERE m.stream = ?1 AND m.person <> ?2 ORDER BY p.name LIMIT 3",
                        stream, naming->me != NULL ? naming->me : "", name, error);
}

/* On a reader's thread: the names of those which are somebody's, or a place's. */
static gpointer
read_names (WeftDatabase *database, gpointer user_data, GError **error)
{
  Naming *naming = user_data;
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, naming->named);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const char *person = g_str_has_prefix (key, "user/") ? weft_stream_get_id (key) : key;
      char *name;

      if (strchr (person, '/') != NULL
              ? !name_stream (database, naming, person, &name, error)
              : !query_name (database,
                             "SELECT name FROM person WHERE stream = " WEFT_PEOPLE_STREAM " AND id = ?1 AND name <> ''", person,
                             NULL, &name, error))
        return NULL;
      if (name != NULL)
        g_hash_table_insert (names, g_strdup (key), name);
    }

  return g_steal_pointer (&names);
}

DexFuture *
weft_names_load (WeftSync *sync, GHashTable *named)
{
  Naming *naming;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (named != NULL, NULL);

  naming = g_new0 (Naming, 1);
  naming->registry = g_object_ref (weft_sync_get_registry (sync));
  naming->me = g_strdup (weft_sync_get_person (sync));
  naming->named = named;

  return weft_sync_read (sync, read_names, G_TYPE_HASH_TABLE, naming, naming_free);
}
