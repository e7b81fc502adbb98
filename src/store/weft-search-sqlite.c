/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search-index.h"

#include <string.h>

#include "base/weft-json.h"
#include "proto/weft-position.h"
#include "store/weft-sqlite-private.h"

/* For each searched table, say `message`:
 *   search_message (FTS5)            the index; rowid is that of the row, the text itself is not kept again
 *   search_changed_message (row, parked)   rows below the watermark whose entry in the index is out of date;
 *                                    parked: a prediction, not to be indexed until it changes again
 * and in search_state (table_name, columns, watermark): rows with a greater rowid have not been looked at
 * yet. */

static gboolean
drop (WeftDatabase *database, const WeftTable *table, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("DROP TABLE IF EXISTS search_%s; DROP TABLE IF EXISTS search_changed_%s",
                         table->name, table->name);
  gint64 has_state;

  return weft_database_execute (database, sql, error)
         && weft_database_get_value (database, &has_state, 0, error,
                                     "SELECT count(*) FROM sqlite_schema WHERE name = 'search_state'", "")
         && (has_state == 0
             || weft_database_run (database, error, "DELETE FROM search_state WHERE table_name = ?1", "t",
                                   table->name));
}

static gboolean
create (WeftDatabase *database, const WeftTable *table, GError **error)
{
  g_autofree char *columns = _weft_search_list (table, "", "");
  g_autofree char *sql = NULL;
  gint64 has_same;

  if (!weft_database_execute (database,
                              "CREATE TABLE IF NOT EXISTS search_state (table_name TEXT NOT NULL PRIMARY "
                              "KEY, columns TEXT NOT NULL, "
                              "watermark INTEGER NOT NULL) STRICT",
                              error)
      || !weft_database_get_value (database, &has_same, 0, error,
                                   "SELECT count(*) FROM search_state WHERE table_name = ?1 AND columns = ?2",
                                   "tt", table->name, columns))
    return FALSE;
  if (has_same)
    return TRUE;

  /* The text is not kept a second time (contentless), nor where in it a word stands (detail=none): words are
   * joined by AND only. */
  sql = g_strdup_printf (
      "CREATE VIRTUAL TABLE search_%s USING fts5 (%s, tokenize = 'weft', content = '', contentless_delete = "
      "1, "
      "detail = 'none');"
      "CREATE TABLE search_changed_%s (row INTEGER PRIMARY KEY, parked INTEGER NOT NULL) STRICT",
      table->name, columns, table->name);

  return drop (database, table, error) && weft_database_execute (database, sql, error)
         && weft_database_run (database, error,
                               "INSERT INTO search_state (table_name, columns, watermark) VALUES (?1, ?2, 0)",
                               "tt", table->name, columns);
}

static void
watch (WeftDatabase *database, const WeftTable *const *tables, guint n_tables)
{
  _weft_sqlite_watch (WEFT_SQLITE (database), tables, n_tables);
}

/* ── indexing ──────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  WeftDatabase *database;
  const WeftTable *table;
  gboolean predicted; /* the table tells predictions apart, by `seq` */
  const char *select_changed;
  const char *select_new;
  const char *insert;
  const char *remove;
  const char *settle;
  const char *park;
  const char *count;
} Indexer;

static void
indexer_init (Indexer *self, WeftDatabase *database, const WeftTable *table)
{
  g_autofree char *columns = _weft_search_list (table, "", "");
  g_autofree char *folded = _weft_search_list (table, "weft_fold(t.", ")");
  const char *name = table->name;
  const char *seq = _weft_search_has_meta (table, "seq") ? "t.seq" : "0";
  GString *parameters = g_string_new (NULL);

  for (guint i = 0, n = 0; i < table->n_columns; i++)
    if (table->columns[i].search)
      g_string_append_printf (parameters, ", ?%u", ++n + 1);

  self->database = database;
  self->table = table;
  self->select_changed = _weft_search_printf (
      "SELECT c.row, %s, t.rowid, %s FROM search_changed_%s c LEFT JOIN %s t ON t.rowid = c.row "
      "WHERE c.parked = 0 ORDER BY c.row LIMIT ?1",
      seq, folded, name, name);
  self->select_new = _weft_search_printf (
      "SELECT t.rowid, %s, t.rowid, %s FROM %s t WHERE t.rowid > ?2 ORDER BY t.rowid LIMIT ?1", seq, folded,
      name);
  self->insert = _weft_search_printf ("INSERT INTO search_%s (rowid, %s) VALUES (?1%s)", name, columns,
                                      parameters->str);
  self->remove = _weft_search_printf ("DELETE FROM search_%s WHERE rowid = ?1", name);
  self->settle = _weft_search_printf ("DELETE FROM search_changed_%s WHERE row = ?1", name);
  self->park = _weft_search_printf (
      "INSERT INTO search_changed_%s (row, parked) VALUES (?1, 1) ON CONFLICT (row) DO UPDATE SET parked = 1",
      name);
  self->count = _weft_search_printf ("SELECT count(*) FROM search_changed_%s WHERE parked = 0", name);
  g_string_free (parameters, TRUE);
}

/* Puts the row under @rows into the index: row id, seq, row id or NULL if it is gone, folded texts. */
static gboolean
index_row (Indexer *self, WeftStatement *rows, GError **error)
{
  WeftStatement *insert = weft_database_prepare (self->database, self->insert, error);
  int n_columns = weft_statement_get_n_columns (rows);

  if (insert == NULL)
    return FALSE;

  weft_statement_bind_int (insert, 1, weft_statement_get_int (rows, 0));
  for (int i = 3; i < n_columns; i++)
    weft_statement_bind_text (insert, i - 1, weft_statement_get_text (rows, i));

  return weft_statement_run (insert, error);
}

static gboolean
index_changed (Indexer *self, guint *budget, GError **error)
{
  g_autoptr (GArray) settled = g_array_new (FALSE, FALSE, sizeof (gint64));
  WeftStatement *rows
      = weft_database_query (self->database, error, self->select_changed, "i", (gint64) *budget);
  int result;

  if (rows == NULL)
    return FALSE;

  while ((result = weft_statement_step (rows, error)) > 0)
    {
      gint64 row = weft_statement_get_int (rows, 0);
      gboolean gone = weft_statement_get_column_type (rows, 2) == -1;
      gboolean predicted = !gone && weft_statement_get_int (rows, 1) >= WEFT_SEQ_PREDICTED;

      if (!weft_database_run (self->database, error, self->remove, "i", row)
          || (!gone && !predicted && !index_row (self, rows, error)))
        {
          weft_statement_reset (rows);
          return FALSE;
        }

      /* Sign: predicted. The table being read is not written meanwhile. */
      row = predicted ? -row : row;
      g_array_append_val (settled, row);
    }
  if (result < 0)
    return FALSE;

  for (guint i = 0; i < settled->len; i++)
    {
      gint64 row = g_array_index (settled, gint64, i);

      if (!weft_database_run (self->database, error, row < 0 ? self->park : self->settle, "i", ABS (row)))
        return FALSE;
    }
  *budget -= settled->len;

  return TRUE;
}

/* Returns the rows left above the watermark in @n_left: an upper bound, but 0 only if there are none. */
static gboolean
index_new (Indexer *self, guint *budget, gint64 *n_left, GError **error)
{
  g_autoptr (GArray) predicted = g_array_new (FALSE, FALSE, sizeof (gint64));
  WeftStatement *rows;
  gint64 watermark, before, highest;
  guint n = 0;
  int result;

  if (!weft_database_get_value (self->database, &before, 0, error,
                                "SELECT watermark FROM search_state WHERE table_name = ?1", "t",
                                self->table->name))
    return FALSE;

  watermark = highest = before;
  rows = weft_database_query (self->database, error, self->select_new, "ii", (gint64) *budget, before);
  if (rows == NULL)
    return FALSE;

  while ((result = weft_statement_step (rows, error)) > 0)
    {
      highest = weft_statement_get_int (rows, 0);
      n++;
      if (weft_statement_get_int (rows, 1) >= WEFT_SEQ_PREDICTED)
        g_array_append_val (predicted, highest);
      else if (index_row (self, rows, error))
        watermark = highest;
      else
        {
          weft_statement_reset (rows);
          return FALSE;
        }
    }
  if (result < 0)
    return FALSE;

  /* Predictions mostly are the last rows. There the watermark waits below them, so that taking them back and
   * making them again costs nothing. */
  *n_left = 0;
  if (n == *budget)
    {
      watermark = highest;
      if (!weft_database_get_value (self->database, n_left, 0, error,
                                    _weft_search_printf ("SELECT max(rowid) - ?1 FROM %s", self->table->name),
                                    "i", watermark))
        return FALSE;
    }
  for (guint i = 0; i < predicted->len && g_array_index (predicted, gint64, i) <= watermark; i++)
    if (!weft_database_run (self->database, error, self->park, "i", g_array_index (predicted, gint64, i)))
      return FALSE;

  *budget -= n;

  return watermark == before
         || weft_database_run (self->database, error,
                               "UPDATE search_state SET watermark = ?2 WHERE table_name = ?1", "ti",
                               self->table->name, watermark);
}
static gboolean
index_table (WeftDatabase *database, const WeftTable *table, guint *budget, gint64 *n_left, GError **error)
{
  Indexer indexer;
  gint64 n_changed, n_new = 0;

  indexer_init (&indexer, database, table);
  if (!index_changed (&indexer, budget, error) || !index_new (&indexer, budget, &n_new, error)
      || !weft_database_get_value (database, &n_changed, 0, error, indexer.count, ""))
    return FALSE;

  *n_left = n_changed + n_new;
  return TRUE;
}

/* ── asking ────────────────────────────────────────────────────────────────────────────────────────── */

/* One statement, so that rows, watermark and index are of one moment: what the index finds and is still true,
 * the changed rows, and the rows it has not come by. CROSS JOIN and the plus keep SQLite from walking all
 * rows, or all of a stream, to fold each. */
static const char *
make_query (const WeftTable *table, gboolean all_streams)
{
  g_autofree char *folded = _weft_search_list (table, "weft_fold(t.", ")");
  const char *in_streams = all_streams ? "" : " AND +t.stream IN (SELECT value FROM json_each(?4))";
  const char *name = table->name;
  g_autoptr (GString) columns = g_string_new ("t.stream AS hit_stream, ");
  gboolean first = TRUE;

  for (guint i = 1; i < table->n_columns; i++)
    if (table->columns[i].key)
      {
        g_string_append_printf (columns, "%s%s", first ? "" : " || char(31) || ", first ? "t." : "t.");
        g_string_append (columns, table->columns[i].name);
        first = FALSE;
      }
  g_string_append_printf (columns, "%s AS hit_key, %s%s AS hit_window, %s AS hit_at", first ? "''" : "",
                          table->window >= 0 ? "t." : "",
                          table->window >= 0 ? table->columns[table->window].name : "0",
                          _weft_search_has_meta (table, "at") ? "t.at" : "0");

  return _weft_search_printf (
      "SELECT %s FROM search_%s f CROSS JOIN %s t ON t.rowid = f.rowid WHERE search_%s MATCH ?1 "
      "AND f.rowid <= (SELECT watermark FROM search_state WHERE table_name = '%s') "
      "AND f.rowid NOT IN (SELECT row FROM search_changed_%s)%s "
      "UNION ALL SELECT %s FROM search_changed_%s c CROSS JOIN %s t ON t.rowid = c.row "
      "WHERE c.row <= (SELECT watermark FROM search_state WHERE table_name = '%s')%s AND weft_match(?2, %s) "
      "UNION ALL SELECT %s FROM %s t WHERE t.rowid > (SELECT watermark FROM search_state WHERE table_name = "
      "'%s')%s "
      "AND weft_match(?2, %s) "
      "ORDER BY hit_at DESC, hit_window DESC, hit_stream, hit_key LIMIT ?3",
      columns->str, name, name, name, name, name, in_streams, columns->str, name, name, name, in_streams,
      folded, columns->str, name, name, in_streams, folded);
}

static char *
list_streams (const char *const *streams)
{
  GString *list = g_string_new (NULL);

  weft_json_begin_array (list, NULL);
  for (guint i = 0; streams[i] != NULL; i++)
    weft_json_string (list, NULL, streams[i]);
  weft_json_end_array (list);

  return g_string_free_and_steal (list);
}

static gboolean
query (WeftDatabase *database,
       const WeftTable *table,
       WeftWords *words,
       const char *const *streams,
       guint limit,
       GPtrArray *hits,
       GError **error)
{
  g_autofree char *match = weft_words_to_fts5 (words);
  g_autofree char *list = streams != NULL ? list_streams (streams) : NULL;
  WeftStatement *statement = weft_database_prepare (database, make_query (table, streams == NULL), error);
  int result;

  if (statement == NULL)
    return FALSE;

  weft_statement_bind (statement, streams != NULL ? "ttit" : "tti", match, weft_words_get_text (words),
                       (gint64) limit, list);
  while ((result = weft_statement_step (statement, error)) > 0)
    _weft_search_add_hit (table, statement, hits);

  return result == 0;
}

const WeftSearchIndex _weft_search_sqlite = {
  .create = create,
  .drop = drop,
  .watch = watch,
  .index = index_table,
  .query = query,
};
