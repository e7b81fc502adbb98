/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-baseline.h"

#include <string.h>

#include "serve/weft-log.h"
#include "serve/weft-stored-event.h"
#include "store/weft-erase.h"
#include "store/weft-fold.h"
#include "store/weft-migration.h"
#include "store/weft-rows.h"
#include "store/weft-sqlite.h"

#define READ_BYTES (1024 * 1024) /* of events at once */

static gboolean
load_row (WeftDatabase *target,
          WeftRegistry *registry,
          const char *stream,
          const char *row,
          const char *cells,
          GError **error)
{
  const WeftTable *table = weft_erase_find_table (registry, row, NULL);
  g_autofree const char **columns = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *wrapped = g_strconcat ("{\"row\":", cells, "}", NULL);

  if (table == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT,
                   "%s: its baseline has a row %.80s, of a table which nobody knows", stream, row);
      return FALSE;
    }
  root = weft_json_parse (wrapped, strlen (wrapped), error);
  if (root == NULL)
    return FALSE;

  columns = g_new0 (const char *, table->n_columns + 1);
  for (guint i = 0; i < table->n_columns; i++)
    columns[i] = table->columns[i].name;

  return weft_rows_insert (target, table, stream, columns,
                           json_object_get_array_member (json_node_get_object (root), "row"), error);
}

gboolean
weft_baseline_load (
    WeftDatabase *source, WeftDatabase *target, WeftRegistry *registry, const char *stream, GError **error)
{
  WeftStatement *statement
      = weft_database_query (source, error,
                             "SELECT row, cells FROM baseline WHERE stream = ?1 ORDER BY row", "t",
                             stream);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    if (!load_row (target, registry, stream, weft_statement_get_text (statement, 0),
                   weft_statement_get_text (statement, 1), error))
      {
        weft_statement_reset (statement);
        return FALSE;
      }

  return step == 0;
}

static gboolean
fold_event (WeftDatabase *target, WeftRegistry *registry, const char *stream, GBytes *stored, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (stored, &length);
  g_auto (WeftStoredEvent) event = { 0 };
  WeftFold fold = { .database = target, .stream = stream, .registry = registry };

  if (!weft_stored_event_parse (&event, registry, stream, data, length, error))
    return FALSE;
  fold.by = event.by;
  fold.seq = event.seq;
  fold.at = event.at;

  return weft_fold_apply (&fold, event.event, event.body, error);
}

gboolean
weft_baseline_fold (WeftDatabase *source,
                    WeftDatabase *target,
                    WeftRegistry *registry,
                    const char *stream,
                    gint64 after,
                    gint64 until,
                    GError **error)
{
  WeftPosition position = { .seq = after };

  while (position.seq < until)
    {
      g_autoptr (GPtrArray) events
          = weft_log_read (source, stream, position.seq, until, READ_BYTES, &position, error);

      if (events == NULL)
        return FALSE;
      if (events->len == 0)
        break;
      for (guint i = 0; i < events->len; i++)
        if (!fold_event (target, registry, stream, g_ptr_array_index (events, i), error))
          return FALSE;
    }

  return TRUE;
}

gboolean
weft_baseline_get_row (WeftDatabase *database, const char *stream, const char *row, JsonArray **cells, GError **error)
{
  g_autofree char *object = NULL;
  g_autoptr (JsonNode) root = NULL;
  WeftStatement *statement;
  int step;

  *cells = NULL;
  statement
      = weft_database_query (database, error, "SELECT cells FROM baseline WHERE stream = ?1 AND row = ?2",
                             "tt", stream, row);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  /* The parser takes objects only. */
  if (step > 0)
    object = g_strconcat ("{\"row\":", weft_statement_get_text (statement, 0), "}", NULL);
  weft_statement_reset (statement);
  if (object == NULL)
    return TRUE;

  root = weft_json_parse (object, strlen (object), error);
  if (root == NULL)
    return FALSE;
  *cells = json_array_ref (json_object_get_array_member (json_node_get_object (root), "row"));

  return TRUE;
}

gboolean
weft_baseline_set_row (
    WeftDatabase *database, const char *stream, const char *row, const char *cells, GError **error)
{
  if (cells == NULL)
    return weft_database_run (database, error, "DELETE FROM baseline WHERE stream = ?1 AND row = ?2", "tt",
                              stream, row);

  return weft_database_run (database, error,
                            "INSERT INTO baseline (stream, row, cells) VALUES (?1, ?2, ?3)"
                            " ON CONFLICT (stream, row) DO UPDATE SET cells = excluded.cells",
                            "ttt", stream, row, cells);
}

gboolean
weft_baseline_store (
    WeftDatabase *database, WeftDatabase *rows, WeftRegistry *registry, const char *stream, GError **error)
{
  g_autoptr (GString) cells = g_string_new (NULL);
  const WeftTable *const *tables;
  guint n_tables;

  if (!weft_database_run (database, error, "DELETE FROM baseline WHERE stream = ?1", "t", stream))
    return FALSE;

  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    {
      WeftStatement *statement = weft_database_query (rows, error, weft_rows_select (tables[i]), "t", stream);
      int step = -1;

      while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
        {
          g_autofree char *row = weft_erase_dup_row (tables[i], statement);

          g_string_truncate (cells, 0);
          weft_rows_write (tables[i], statement, cells);
          if (!weft_baseline_set_row (database, stream, row, cells->str, error))
            {
              weft_statement_reset (statement);
              return FALSE;
            }
        }
      if (step < 0)
        return FALSE;
    }

  return TRUE;
}

WeftDatabase *
weft_baseline_new_scratch (WeftRegistry *registry, GError **error)
{
  g_autoptr (WeftDatabase) scratch = weft_sqlite_open (":memory:", WEFT_SQLITE_WRITE, error);

  return scratch != NULL && weft_migrate_modules (scratch, registry, error) ? g_steal_pointer (&scratch) : NULL;
}
