/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <string.h>

#include "app/weft-activity-page.h"
#include "base/weft-json.h"
#include "proto/weft-registry.h"

#define PAGE_ITEMS 50

G_DEFINE_BOXED_TYPE (WeftActivityPage, weft_activity_page, weft_activity_page_ref, weft_activity_page_unref)

WeftActivityPage *
weft_activity_page_ref (WeftActivityPage *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  WeftActivityPage *self = data;

  g_ptr_array_unref (self->items);
}

void
weft_activity_page_unref (WeftActivityPage *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

WeftActivityPage *
weft_activity_page_parse (
    JsonObject *answer, const char *stream, GHashTable *names, const char *me, GError **error)
{
  g_autoptr (WeftActivityPage) self = g_atomic_rc_box_new0 (WeftActivityPage);
  JsonArray *items = NULL;

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->cursor = -1;
  if (!weft_json_get_array (answer, "items", &items, error)
      || (weft_json_has (answer, "cursor") && !weft_json_get_int (answer, "cursor", &self->cursor, error)))
    return NULL;

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_array_get_element (items, i);
      WeftActivityItem *item;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "items: not all are objects");
          return NULL;
        }
      item = weft_activity_item_parse (json_node_get_object (node), stream, names, me, error);
      if (item == NULL)
        return NULL;
      g_ptr_array_add (self->items, item);
    }

  return g_steal_pointer (&self);
}

typedef struct
{
  WeftSync *sync;
  char *stream;
  JsonNode *answer;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_object_unref (load->sync);
  g_free (load->stream);
  g_clear_pointer (&load->answer, json_node_unref);
  g_free (load);
}

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
                        "SELECT p.name FROM member m JOIN person p ON p.stream = 'workspace' AND p.id = m.person"
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
                             "SELECT name FROM person WHERE stream = 'workspace' AND id = ?1 AND name <> ''", person,
                             NULL, &name, error))
        return NULL;
      if (name != NULL)
        g_hash_table_insert (names, g_strdup (key), name);
    }

  return g_steal_pointer (&names);
}

static DexFuture *
on_names (DexFuture *future, gpointer user_data)
{
  Load *load = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  WeftActivityPage *page
      = value != NULL
            ? weft_activity_page_parse (json_node_get_object (load->answer), load->stream,
                                        g_value_get_boxed (value), weft_sync_get_person (load->sync), &error)
            : NULL;

  return page != NULL ? dex_future_new_take_boxed (WEFT_TYPE_ACTIVITY_PAGE, page)
                      : dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
on_answer (DexFuture *future, gpointer user_data)
{
  Load *load = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  const char *text = value != NULL ? g_value_get_string (value) : NULL;
  JsonArray *items = NULL;
  Naming *naming;

  load->answer = text != NULL ? weft_json_parse (text, strlen (text), &error) : NULL;
  if (load->answer == NULL
      || !weft_json_get_array (json_node_get_object (load->answer), "items", &items, &error))
    {
      load_free (load);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }
  naming = g_new0 (Naming, 1);
  naming->registry = g_object_ref (weft_sync_get_registry (load->sync));
  naming->me = g_strdup (weft_sync_get_person (load->sync));
  naming->named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < json_array_get_length (items); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (items, i)))
      weft_activity_item_collect_names (json_array_get_object_element (items, i), naming->named);

  return dex_future_then (weft_sync_read (load->sync, read_names, G_TYPE_HASH_TABLE, naming, naming_free), on_names,
                          load, load_free);
}

DexFuture *
weft_activity_page_load (WeftSync *sync, const char *stream, gint64 cursor)
{
  WeftQuestion question = {
    .stream = stream,
    .what = "activity",
    .from = -1,
    .to = -1,
    .at = -1,
    .cursor = cursor,
    .limit = PAGE_ITEMS,
  };
  Load *load;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (stream != NULL, NULL);

  load = g_new0 (Load, 1);
  load->sync = g_object_ref (sync);
  load->stream = g_strdup (stream);

  return dex_future_finally (weft_sync_ask (sync, &question), on_answer, load, NULL);
}
