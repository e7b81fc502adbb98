/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-baseline.h"

#include <string.h>

#include "proto/weft-frame.h"
#include "serve/weft-log.h"
#include "store/weft-fold.h"
#include "store/weft-migration.h"
#include "store/weft-rows.h"
#include "store/weft-sqlite.h"

#define READ_BYTES (1024 * 1024) /* of events at once */

static gboolean
load_row (WeftDatabase *target,
          WeftRegistry *registry,
          const char *stream,
          const char *table_name,
          const char *row,
          GError **error)
{
  const WeftTable *table = weft_registry_find_table (registry, table_name);
  g_autofree const char **columns = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *wrapped = g_strconcat ("{\"row\":", row, "}", NULL);

  if (table == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT,
                   "%s: its baseline has a table %s, which nobody knows", stream, table_name);
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
                             "SELECT table_name, row FROM baseline WHERE stream = ?1 ORDER BY k", "t",
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
  g_autoptr (JsonNode) root = weft_json_parse (data, length, error);
  const char *name;
  JsonObject *object;
  JsonObject *body;
  const WeftEvent *event;
  WeftFold fold = { .database = target, .stream = stream };
  gint64 version;

  if (root == NULL)
    return FALSE;
  object = json_node_get_object (root);
  if (!weft_json_get_string (object, "by", &fold.by, error)
      || !weft_json_get_int (object, "seq", &fold.seq, error)
      || !weft_json_get_int (object, "at", &fold.at, error)
      || !weft_json_get_string (object, "name", &name, error)
      || !weft_json_get_int (object, "version", &version, error)
      || !weft_json_get_object (object, "body", &body, error))
    return FALSE;

  event = weft_registry_find_event (registry, name, (int) version);
  if (event == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UPDATE_NEEDED,
                   "%s: its log has %s version %d, which nobody knows", stream, name, (int) version);
      return FALSE;
    }

  return weft_fold_apply (&fold, event, body, error);
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
weft_baseline_store (
    WeftDatabase *database, WeftDatabase *rows, WeftRegistry *registry, const char *stream, GError **error)
{
  g_autoptr (GString) row = g_string_new (NULL);
  const WeftTable *const *tables;
  gint64 k = 0;
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
          g_string_truncate (row, 0);
          weft_rows_write (tables[i], statement, row);
          k++;
          if (!weft_database_run (database, error,
                                  "INSERT INTO baseline (stream, k, table_name, row) VALUES (?1, ?2, ?3, ?4)",
                                  "titt", stream, k, tables[i]->name, row->str))
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

gboolean
weft_baseline_raise (
    WeftDatabase *database, WeftRegistry *registry, const char *stream, gint64 floor, GError **error)
{
  g_autoptr (WeftDatabase) rows = NULL;
  WeftHead head;

  if (!weft_log_read_head (database, stream, &head, error))
    return FALSE;
  floor = MIN (floor, head.head);
  if (!head.exists || floor <= head.floor)
    return TRUE;

  rows = weft_sqlite_open (":memory:", WEFT_SQLITE_WRITE, error);
  return rows != NULL && weft_migrate_modules (rows, registry, error)
         && weft_baseline_load (database, rows, registry, stream, error)
         && weft_baseline_fold (database, rows, registry, stream, head.floor, floor, error)
         && weft_baseline_store (database, rows, registry, stream, error)
         && weft_log_raise_floor (database, stream, floor, error);
}
