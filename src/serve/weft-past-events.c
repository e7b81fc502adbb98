/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-past.h"

#include <string.h>

#include "base/weft-id.h"
#include "base/weft-json.h"
#include "serve/weft-stored-event.h"
#include "store/weft-erase.h"

/* FALSE: the page is full. */
static gboolean
add (WeftPastPage *page, const char *item, guint limit, gsize max_bytes, gsize *n_bytes)
{
  gsize length = strlen (item);

  if (page->items->len >= limit || (page->items->len > 0 && *n_bytes + length + 1 > max_bytes))
    return FALSE;
  *n_bytes += length + 1;
  g_ptr_array_add (page->items, g_strdup (item));

  return TRUE;
}

/* Events */

static gboolean
holds (JsonNode *node, const char *id)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (holds (json_array_get_element (array, i), id))
          return TRUE;
      return FALSE;
    }

  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
         && g_str_equal (json_node_get_string (node), id);
}

/* An id that somebody wrote into a text names nothing. */
static gboolean
names (WeftRegistry *registry, const char *stream, const char *stored, const char *id, gboolean *names_it, GError **error)
{
  g_auto (WeftStoredEvent) event = { 0 };
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  *names_it = FALSE;
  if (!weft_stored_event_parse (&event, registry, stream, stored, strlen (stored), error))
    return FALSE;
  json_object_iter_init (&iter, event.body);
  while (!*names_it && json_object_iter_next (&iter, &name, &node))
    *names_it = holds (node, id) && !(event.event->erase != NULL && g_strv_contains (event.event->erase, name));

  return TRUE;
}

/* @pattern: (nullable): what the text of an event is like which may name @key */
static gboolean
read_events (WeftDatabase *database,
             WeftRegistry *registry,
             const char *stream,
             const char *row,
             const char *key,
             const char *pattern,
             gint64 after,
             gint64 cursor,
             guint limit,
             gsize max_bytes,
             WeftPastPage *page,
             GError **error)
{
  WeftStatement *statement;
  gsize n_bytes = 0;
  int step = -1;

  if (row == NULL)
    statement = weft_database_query (
        database, error,
        "SELECT seq, stored, 1 FROM event WHERE stream = ?1 AND seq > ?2 AND seq < ?3 ORDER BY seq DESC LIMIT ?4", "tiii",
        stream, after, cursor, (gint64) limit + 1);
  else
    statement = weft_database_query (database, error,
                                     "SELECT seq, stored, CASE WHEN row = ?4 THEN 1 ELSE 0 END FROM event"
                                     " WHERE stream = ?1 AND seq > ?2 AND seq < ?3 AND (row = ?4 OR stored LIKE ?5)"
                                     " ORDER BY seq DESC",
                                     "tiitt", stream, after, cursor, row, pattern);
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      gint64 seq = weft_statement_get_int (statement, 0);
      const char *stored = weft_statement_get_text (statement, 1);
      gboolean wanted = weft_statement_get_int (statement, 2) != 0;

      if (!wanted && !names (registry, stream, stored, key, &wanted, error))
        {
          weft_statement_reset (statement);
          return FALSE;
        }
      if (wanted && !add (page, stored, limit, max_bytes, &n_bytes))
        {
          page->next = seq + 1;
          weft_statement_reset (statement);
          return TRUE;
        }
    }

  return step == 0;
}

gboolean
weft_past_list_events (WeftDatabase *database,
                       WeftRegistry *registry,
                       const char *stream,
                       const char *row,
                       gint64 after,
                       gint64 cursor,
                       guint limit,
                       gsize max_bytes,
                       WeftPastPage *page,
                       GError **error)
{
  g_autofree char *pattern = NULL;
  const char *key = NULL;
  WeftHead head;
  gint64 from;

  page->items = g_ptr_array_new_with_free_func (g_free);
  page->next = -1;
  if (!weft_log_read_head (database, stream, &head, error))
    return FALSE;
  cursor = MIN (cursor, head.head + 1);
  from = after = MAX (after, head.floor);
  if (row != NULL)
    {
      if (weft_erase_find_table (registry, row, &key) == NULL)
        {
          g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "row: no table here has such a row");
          return FALSE;
        }
      /* Of other keys than ids nobody could tell a name from a word. */
      if (weft_id_is_valid (key))
        pattern = g_strconcat ("%", key, "%", NULL);
      from = MAX (after, cursor - 1 - WEFT_PAST_EVENTS_MAX);
    }

  if (!read_events (database, registry, stream, row, key, pattern, from, cursor, limit, max_bytes, page, error))
    return FALSE;
  if (page->next < 0 && from > after)
    page->next = from + 1;

  return TRUE;
}

/* What was before them */

/* (nullable): with @error */
static GString *
write_row (const WeftTable *table, const char *cells, GError **error)
{
  g_autofree char *wrapped = g_strconcat ("{\"row\":", cells, "}", NULL);
  g_autoptr (JsonNode) root = weft_json_parse (wrapped, strlen (wrapped), error);
  GString *item;
  JsonArray *row;

  if (root == NULL)
    return NULL;

  row = json_object_get_array_member (json_node_get_object (root), "row");
  item = g_string_new (NULL);
  weft_json_begin (item, NULL);
  weft_json_string (item, "table", table->name);
  weft_json_begin (item, "cells");
  for (guint i = 1; i < table->n_columns && i < json_array_get_length (row); i++)
    weft_json_node (item, table->columns[i].name, json_array_get_element (row, i));
  weft_json_end (item);
  weft_json_end (item);

  return item;
}

gboolean
weft_past_list_baseline (WeftDatabase *database,
                         WeftRegistry *registry,
                         const char *stream,
                         gint64 cursor,
                         guint limit,
                         gsize max_bytes,
                         WeftPastPage *page,
                         GError **error)
{
  WeftStatement *statement = weft_database_query (
      database, error, "SELECT row, cells FROM baseline WHERE stream = ?1 ORDER BY row LIMIT ?2 OFFSET ?3", "tii", stream,
      (gint64) limit + 1, MAX (cursor, 0));
  gsize n_bytes = 0;
  int step = -1;

  page->items = g_ptr_array_new_with_free_func (g_free);
  page->next = -1;
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      const char *row = weft_statement_get_text (statement, 0);
      const WeftTable *table = weft_erase_find_table (registry, row, NULL);
      g_autoptr (GString) item = NULL;

      if (table != NULL)
        item = write_row (table, weft_statement_get_text (statement, 1), error);
      else
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "%s: its baseline has a row %.80s, of a table which nobody knows",
                     stream, row);
      if (item == NULL)
        {
          weft_statement_reset (statement);
          return FALSE;
        }
      if (!add (page, item->str, limit, max_bytes, &n_bytes))
        {
          page->next = MAX (cursor, 0) + page->items->len;
          weft_statement_reset (statement);
          return TRUE;
        }
    }

  return step == 0;
}
