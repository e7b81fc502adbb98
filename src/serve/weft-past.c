/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-past.h"

#include <string.h>

#include "serve/weft-baseline.h"
#include "serve/weft-stored-event.h"
#include "store/weft-erase.h"
#include "store/weft-rows.h"

#define SLICE 2000 /* events folded between two looks at the cancellable */

/* Versions */

static gboolean
read_time (WeftDatabase *database,
           WeftRegistry *registry,
           const char *stream,
           gint64 seq,
           gint64 *at,
           GError **error)
{
  WeftPosition position;
  g_autoptr (GPtrArray) events = weft_log_read (database, stream, seq - 1, seq, 1, &position, error);
  g_auto (WeftStoredEvent) event = { 0 };
  gsize length;
  const char *data;

  if (events == NULL)
    return FALSE;
  *at = G_MAXINT64;
  if (events->len == 0)
    return TRUE;
  data = g_bytes_get_data (g_ptr_array_index (events, 0), &length);
  if (!weft_stored_event_parse (&event, registry, stream, data, length, error))
    return FALSE;
  *at = event.at;

  return TRUE;
}

gboolean
weft_past_find (WeftDatabase *database,
                WeftRegistry *registry,
                const char *stream,
                const WeftHead *head,
                gint64 before,
                gint64 *seq,
                GError **error)
{
  gint64 low = head->floor;
  gint64 high = head->head;

  while (low < high)
    {
      gint64 middle = low + (high - low + 1) / 2;
      gint64 at;

      if (!read_time (database, registry, stream, middle, &at, error))
        return FALSE;
      if (at < before)
        low = middle;
      else
        high = middle - 1;
    }
  *seq = low;

  return TRUE;
}

static gboolean
check_size (WeftDatabase *database, const char *stream, const WeftHead *head, gint64 seq, GError **error)
{
  gint64 n_bytes, n_rows;

  if (seq < head->floor || seq > head->head)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "to: %" G_GINT64_FORMAT ", but what is kept goes from %" G_GINT64_FORMAT
                   " to %" G_GINT64_FORMAT,
                   seq, head->floor, head->head);
      return FALSE;
    }
  if (seq - head->floor > WEFT_PAST_EVENTS_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE,
                   "to: %" G_GINT64_FORMAT " events to fold, at most %d", seq - head->floor,
                   WEFT_PAST_EVENTS_MAX);
      return FALSE;
    }
  if (!weft_database_get_value (database, &n_rows, 0, error,
                                "SELECT coalesce(sum(length(cells)), 0) FROM baseline WHERE stream = ?1", "t",
                                stream)
      || !weft_database_get_value (
          database, &n_bytes, 0, error,
          "SELECT coalesce(sum(length(stored)), 0) FROM event WHERE stream = ?1 AND seq <= ?2", "ti", stream,
          seq))
    return FALSE;
  if (n_rows + n_bytes > WEFT_PAST_BYTES_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE,
                   "to: %" G_GINT64_FORMAT " bytes to read, at most %d", n_rows + n_bytes,
                   WEFT_PAST_BYTES_MAX);
      return FALSE;
    }

  return TRUE;
}

WeftDatabase *
weft_past_open (WeftDatabase *database,
                WeftRegistry *registry,
                const char *stream,
                const WeftHead *head,
                gint64 seq,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (WeftDatabase) rows = NULL;

  if (!check_size (database, stream, head, seq, error))
    return NULL;
  rows = weft_baseline_new_scratch (registry, error);
  if (rows == NULL || !weft_baseline_load (database, rows, registry, stream, error))
    return NULL;
  for (gint64 after = head->floor; after < seq; after += SLICE)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !weft_baseline_fold (database, rows, registry, stream, after, MIN (after + SLICE, seq), error))
      return NULL;

  return g_steal_pointer (&rows);
}

/* Pages */

void
weft_past_page_clear (WeftPastPage *self)
{
  g_clear_pointer (&self->items, g_ptr_array_unref);
}

typedef struct
{
  WeftPastPage *page;
  gint64 cursor; /* items to leave out */
  gint64 n_seen;
  guint limit;
  gsize max_bytes;
  gsize n_bytes;
} Pager;

static void
pager_init (Pager *self, WeftPastPage *page, gint64 cursor, guint limit, gsize max_bytes)
{
  page->items = g_ptr_array_new_with_free_func (g_free);
  page->next = -1;
  *self = (Pager) { .page = page, .cursor = MAX (cursor, 0), .limit = limit, .max_bytes = max_bytes };
}

static gboolean
pager_is_full (Pager *self, gsize n_more)
{
  return self->page->items->len >= self->limit
         || (self->page->items->len > 0 && self->n_bytes + n_more + 1 > self->max_bytes);
}

/* FALSE: the page is full, and goes on here. */
static gboolean
pager_add (Pager *self, GString *item)
{
  if (self->n_seen >= self->cursor)
    {
      if (pager_is_full (self, item->len))
        {
          self->page->next = self->n_seen;
          return FALSE;
        }
      self->n_bytes += item->len + 1;
      g_ptr_array_add (self->page->items, g_strdup (item->str));
    }
  self->n_seen++;

  return TRUE;
}

/* Rows */

/* The cells of a row, each as JSON. */
static GPtrArray *
read_cells (const WeftTable *table, WeftStatement *statement)
{
  g_autoptr (GString) row = g_string_new ("{\"row\":");
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JsonNode) root = NULL;
  JsonArray *array;

  weft_rows_write (table, statement, row);
  g_string_append_c (row, '}');
  root = weft_json_parse (row->str, row->len, NULL);
  g_assert (root != NULL);
  array = json_object_get_array_member (json_node_get_object (root), "row");
  for (guint i = 0; i < table->n_columns; i++)
    {
      GString *cell = g_string_new (NULL);

      weft_json_node (cell, NULL, json_array_get_element (array, i));
      g_ptr_array_add (cells, g_string_free_and_steal (cell));
    }

  return g_steal_pointer (&cells);
}

gboolean
weft_past_list_rows (WeftDatabase *rows,
                     WeftRegistry *registry,
                     const char *stream,
                     gint64 cursor,
                     guint limit,
                     gsize max_bytes,
                     WeftPastPage *page,
                     GError **error)
{
  const WeftTable *const *tables;
  guint n_tables;
  Pager pager;

  pager_init (&pager, page, cursor, limit, max_bytes);
  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    {
      WeftStatement *statement = weft_database_query (rows, error, weft_rows_select (tables[i]), "t", stream);
      int step = -1;

      while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
        {
          g_autoptr (GPtrArray) cells = read_cells (tables[i], statement);
          g_autoptr (GString) item = g_string_new (NULL);

          weft_json_begin (item, NULL);
          weft_json_string (item, "table", tables[i]->name);
          weft_json_begin (item, "cells");
          for (guint k = 1; k < tables[i]->n_columns; k++)
            weft_json_raw (item, tables[i]->columns[k].name, g_ptr_array_index (cells, k), -1);
          weft_json_end (item);
          weft_json_end (item);
          if (!pager_add (&pager, item))
            {
              weft_statement_reset (statement);
              return TRUE;
            }
        }
      if (step < 0)
        return FALSE;
    }

  return TRUE;
}

/* Changes */

static GHashTable *
load_table (WeftDatabase *rows, const WeftTable *table, const char *stream, GPtrArray *order, GError **error)
{
  g_autoptr (GHashTable) loaded
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  WeftStatement *statement = weft_database_query (rows, error, weft_rows_select (table), "t", stream);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      char *row = weft_erase_dup_row (table, statement);

      g_hash_table_insert (loaded, row, read_cells (table, statement));
      g_ptr_array_add (order, row);
    }

  return step == 0 ? g_steal_pointer (&loaded) : NULL;
}

static gboolean
cells_equal (GPtrArray *a, GPtrArray *b)
{
  for (guint i = 0; i < a->len; i++)
    if (!g_str_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;

  return TRUE;
}

static GString *
write_change (const WeftTable *table, GPtrArray *before, GPtrArray *after)
{
  GPtrArray *any = after != NULL ? after : before;
  GString *item = g_string_new (NULL);

  weft_json_begin (item, NULL);
  weft_json_string (item, "table", table->name);
  weft_json_begin_array (item, "key");
  for (guint i = 1; i < table->n_columns; i++)
    if (table->columns[i].key)
      weft_json_raw (item, NULL, g_ptr_array_index (any, i), -1);
  weft_json_end_array (item);
  weft_json_string (item, "change", before == NULL ? "insert" : after == NULL ? "delete" : "update");
  weft_json_begin (item, "cells");
  for (guint i = 1; i < table->n_columns; i++)
    {
      const char *old = before != NULL ? g_ptr_array_index (before, i) : "null";
      const char *new = after != NULL ? g_ptr_array_index (after, i) : "null";

      if (table->columns[i].key || g_str_equal (old, new))
        continue;
      weft_json_begin_array (item, table->columns[i].name);
      weft_json_raw (item, NULL, old, -1);
      weft_json_raw (item, NULL, new, -1);
      weft_json_end_array (item);
    }
  weft_json_end (item);
  weft_json_end (item);

  return item;
}

gboolean
weft_past_list_changes (WeftDatabase *before,
                        WeftDatabase *after,
                        WeftRegistry *registry,
                        const char *stream,
                        gint64 cursor,
                        guint limit,
                        gsize max_bytes,
                        WeftPastPage *page,
                        GError **error)
{
  const WeftTable *const *tables;
  guint n_tables;
  Pager pager;

  pager_init (&pager, page, cursor, limit, max_bytes);
  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    {
      g_autoptr (GPtrArray) names = g_ptr_array_new ();
      g_autoptr (GHashTable) old = load_table (before, tables[i], stream, names, error);
      g_autoptr (GHashTable) new = old != NULL ? load_table (after, tables[i], stream, names, error) : NULL;

      if (new == NULL)
        return FALSE;
      g_ptr_array_sort_values (names, (GCompareFunc) (void (*) (void)) strcmp);
      for (guint k = 0; k < names->len; k++)
        {
          const char *name = g_ptr_array_index (names, k);
          GPtrArray *was = g_hash_table_lookup (old, name);
          GPtrArray *is = g_hash_table_lookup (new, name);
          g_autoptr (GString) item = NULL;

          if ((k > 0 && g_str_equal (name, g_ptr_array_index (names, k - 1)))
              || (was != NULL && is != NULL && cells_equal (was, is)))
            continue;
          item = write_change (tables[i], was, is);
          if (!pager_add (&pager, item))
            return TRUE;
        }
    }

  return TRUE;
}

/* Activity */

static void
write_fields (GString *item, const WeftStoredEvent *event)
{
  g_auto (GStrv) parts = g_strsplit (event->event->says, "{", -1);

  weft_json_begin (item, "fields");
  for (guint i = 1; parts[i] != NULL; i++)
    {
      g_autofree char *name = g_strndup (parts[i], strcspn (parts[i], "}"));

      if (!g_str_equal (name, "by") && json_object_has_member (event->body, name))
        weft_json_node (item, name, json_object_get_member (event->body, name));
    }
  weft_json_end (item);
}

gboolean
weft_past_list_activity (WeftDatabase *database,
                         WeftRegistry *registry,
                         const char *stream,
                         gint64 cursor,
                         guint limit,
                         gsize max_bytes,
                         WeftPastPage *page,
                         GError **error)
{
  WeftStatement *statement;
  Pager pager;
  int step;

  pager_init (&pager, page, 0, limit, max_bytes);
  statement = weft_database_query (database, error,
                                   "SELECT stored, row, erased FROM event WHERE stream = ?1 AND seq < ?2"
                                   " ORDER BY seq DESC LIMIT ?3",
                                   "tii", stream, cursor, (gint64) limit + 1);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      const char *stored = weft_statement_get_text (statement, 0);
      const char *row = weft_statement_get_text (statement, 1);
      g_auto (WeftStoredEvent) event = { 0 };
      g_autoptr (GString) item = g_string_new (NULL);

      if (!weft_stored_event_parse (&event, registry, stream, stored, strlen (stored), error))
        {
          weft_statement_reset (statement);
          return FALSE;
        }
      weft_json_begin (item, NULL);
      weft_json_int (item, "seq", event.seq);
      weft_json_int (item, "at", event.at);
      weft_json_string (item, "by", event.by);
      weft_json_string (item, "name", event.event->name);
      weft_json_int (item, "version", event.event->version);
      if (row != NULL)
        weft_json_string (item, "row", row);
      if (weft_statement_get_int (statement, 2) == 1)
        weft_json_bool (item, "erased", TRUE);
      if (event.event->says != NULL)
        {
          weft_json_string (item, "says", event.event->says);
          write_fields (item, &event);
        }
      weft_json_end (item);
      if (!pager_add (&pager, item))
        {
          page->next = event.seq + 1;
          weft_statement_reset (statement);
          return TRUE;
        }
    }

  return step == 0;
}
