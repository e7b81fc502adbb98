/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-past.h"

#include <string.h>

#include "serve/weft-baseline.h"
#include "serve/weft-stored-event.h"
#include "store/weft-erase.h"

typedef struct
{
  WeftPastPage *page;
  GPtrArray *told; /* of const char*: columns whose past may be told */
  guint limit;
  gsize max_bytes;
  gsize n_bytes;
} Versions;

/* What a row holds no more is nobody's to read in its past. */
static gboolean
find_told (Versions *self,
           WeftDatabase *database,
           const WeftTable *table,
           const char *stream,
           const char *key,
           GError **error)
{
  for (guint i = 1; i < table->n_columns; i++)
    {
      g_autofree char *value = NULL;

      if (!table->columns[i].erase)
        continue;
      if (!weft_erase_read (database, table, stream, key, table->columns[i].name, &value, error))
        return FALSE;
      if (value != NULL && *value != '\0')
        g_ptr_array_add (self->told, (gpointer) table->columns[i].name);
    }

  return TRUE;
}

/* FALSE: the page is full. */
static gboolean
add (Versions *self, GString *item)
{
  if (self->page->items->len >= self->limit
      || (self->page->items->len > 0 && self->n_bytes + item->len + 1 > self->max_bytes))
    return FALSE;
  self->n_bytes += item->len + 1;
  g_ptr_array_add (self->page->items, g_strdup (item->str));

  return TRUE;
}

/* (nullable): where it says nothing of what may be told */
static GString *
write_event (Versions *self, const WeftStoredEvent *event)
{
  g_autoptr (GString) item = g_string_new (NULL);
  gboolean says = FALSE;

  weft_json_begin (item, NULL);
  weft_json_int (item, "seq", event->seq);
  weft_json_int (item, "at", event->at);
  weft_json_string (item, "by", event->by);
  weft_json_string (item, "name", event->event->name);
  weft_json_int (item, "version", event->event->version);
  weft_json_begin (item, "cells");
  for (guint i = 0; i < self->told->len; i++)
    {
      const char *name = g_ptr_array_index (self->told, i);
      const char *text = json_object_get_string_member_with_default (event->body, name, NULL);

      if (text == NULL || *text == '\0')
        continue;
      weft_json_string (item, name, text);
      says = TRUE;
    }
  weft_json_end (item);
  weft_json_end (item);

  return says ? g_steal_pointer (&item) : NULL;
}

static gboolean
read_events (Versions *self,
             WeftDatabase *database,
             WeftRegistry *registry,
             const char *stream,
             const char *row,
             gint64 cursor,
             GError **error)
{
  WeftStatement *statement = weft_database_query (
      database, error,
      "SELECT stored FROM event WHERE stream = ?1 AND row = ?2 AND seq < ?3 AND erased = 0 ORDER BY seq DESC",
      "tti", stream, row, cursor);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      const char *stored = weft_statement_get_text (statement, 0);
      g_auto (WeftStoredEvent) event = { 0 };
      g_autoptr (GString) item = NULL;

      if (!weft_stored_event_parse (&event, registry, stream, stored, strlen (stored), error))
        {
          weft_statement_reset (statement);
          return FALSE;
        }
      item = write_event (self, &event);
      if (item != NULL && !add (self, item))
        {
          self->page->next = event.seq + 1;
          weft_statement_reset (statement);
          return TRUE;
        }
    }

  return step == 0;
}

/* What the log does not hold any more. */
static gboolean
read_baseline (Versions *self,
               WeftDatabase *database,
               const WeftTable *table,
               const char *stream,
               const char *row,
               gint64 floor,
               GError **error)
{
  g_autoptr (JsonArray) cells = NULL;
  g_autoptr (GString) item = NULL;
  gboolean says = FALSE;

  if (!weft_baseline_get_row (database, stream, row, &cells, error))
    return FALSE;
  if (cells == NULL)
    return TRUE;

  item = g_string_new (NULL);
  weft_json_begin (item, NULL);
  weft_json_int (item, "seq", floor);
  weft_json_begin (item, "cells");
  for (guint i = 1; i < table->n_columns && i < json_array_get_length (cells); i++)
    {
      JsonNode *cell = json_array_get_element (cells, i);
      const char *text = JSON_NODE_HOLDS_VALUE (cell) ? json_node_get_string (cell) : NULL;

      if (text == NULL || *text == '\0'
          || !g_ptr_array_find_with_equal_func (self->told, table->columns[i].name, g_str_equal, NULL))
        continue;
      weft_json_string (item, table->columns[i].name, text);
      says = TRUE;
    }
  weft_json_end (item);
  weft_json_end (item);
  if (says && !add (self, item))
    self->page->next = floor + 1;

  return TRUE;
}

gboolean
weft_past_list_versions (WeftDatabase *database,
                         WeftRegistry *registry,
                         const char *stream,
                         const char *row,
                         gint64 cursor,
                         guint limit,
                         gsize max_bytes,
                         WeftPastPage *page,
                         GError **error)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new ();
  Versions self = { .page = page, .told = told, .limit = limit, .max_bytes = max_bytes };
  const char *key;
  const WeftTable *table = weft_erase_find_table (registry, row, &key);
  WeftHead head;

  page->items = g_ptr_array_new_with_free_func (g_free);
  page->next = -1;
  if (table == NULL || table->erase_rows)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           "row: no table here has such a row with content");
      return FALSE;
    }

  return find_told (&self, database, table, stream, key, error)
         && (told->len == 0
             || (weft_log_read_head (database, stream, &head, error)
                 && read_events (&self, database, registry, stream, row, cursor >= 0 ? cursor : G_MAXINT64,
                                 error)
                 && (page->next >= 0
                     || read_baseline (&self, database, table, stream, row, head.floor, error))));
}
