/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search-private.h"

#include <string.h>

#include "proto/weft-position.h"
#include "store/weft-sqlite-private.h"
#include "store/weft-words.h"

static gboolean
is_searched (const WeftTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].search)
      return TRUE;

  return FALSE;
}

static gboolean
has_meta_integer (const WeftTable *table, const char *name)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].meta && table->columns[i].type == WEFT_COLUMN_INTEGER
        && g_str_equal (table->columns[i].name, name))
      return TRUE;

  return FALSE;
}

/* "text, title"; @format has one %s */
static char *
list_searched (const WeftTable *table, const char *format_before, const char *format_after)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].search)
      g_string_append_printf (list, "%s%s%s%s", list->len > 0 ? ", " : "", format_before,
                              table->columns[i].name, format_after);

  return g_string_free_and_steal (list);
}

gboolean
_weft_search_drop (WeftDatabase *database, const WeftTable *table, GError **error)
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
create_for_table (WeftDatabase *database, const WeftTable *table, GError **error)
{
  g_autofree char *columns = list_searched (table, "", "");
  g_autofree char *sql = NULL;
  gint64 has_same;

  if (!weft_database_get_value (database, &has_same, 0, error,
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

  return _weft_search_drop (database, table, error) && weft_database_execute (database, sql, error)
         && weft_database_run (database, error,
                               "INSERT INTO search_state (table_name, columns, watermark) VALUES (?1, ?2, 0)",
                               "tt", table->name, columns);
}

gboolean
_weft_search_create (WeftDatabase *database, WeftRegistry *registry, GError **error)
{
  guint n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (registry, &n_tables);

  if (!WEFT_IS_SQLITE (database))
    return TRUE;

  if (!weft_database_execute (database,
                              "CREATE TABLE IF NOT EXISTS search_state (table_name TEXT NOT NULL PRIMARY "
                              "KEY, columns TEXT NOT NULL, "
                              "watermark INTEGER NOT NULL) STRICT",
                              error))
    return FALSE;

  for (guint i = 0; i < n_tables; i++)
    if (is_searched (tables[i]) && !create_for_table (database, tables[i], error))
      return FALSE;

  return TRUE;
}

void
_weft_search_watch (WeftDatabase *database, WeftRegistry *registry)
{
  g_autoptr (GPtrArray) searched = g_ptr_array_new ();
  guint n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (registry, &n_tables);

  if (!WEFT_IS_SQLITE (database))
    return;

  for (guint i = 0; i < n_tables; i++)
    if (is_searched (tables[i]))
      g_ptr_array_add (searched, (gpointer) tables[i]);

  _weft_sqlite_watch (WEFT_SQLITE (database), (const WeftTable *const *) searched->pdata, searched->len);
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

static const char *intern_printf (const char *format, ...) G_GNUC_PRINTF (1, 2);

static const char *
intern_printf (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  return g_intern_string (text);
}

static void
indexer_init (Indexer *self, WeftDatabase *database, const WeftTable *table)
{
  g_autofree char *columns = list_searched (table, "", "");
  g_autofree char *folded = list_searched (table, "weft_fold(t.", ")");
  const char *name = table->name;
  const char *seq = has_meta_integer (table, "seq") ? "t.seq" : "0";
  GString *parameters = g_string_new (NULL);

  for (guint i = 0, n = 0; i < table->n_columns; i++)
    if (table->columns[i].search)
      g_string_append_printf (parameters, ", ?%u", ++n + 1);

  self->database = database;
  self->table = table;
  self->select_changed = intern_printf (
      "SELECT c.row, %s, t.rowid, %s FROM search_changed_%s c LEFT JOIN %s t ON t.rowid = c.row "
      "WHERE c.parked = 0 ORDER BY c.row LIMIT ?1",
      seq, folded, name, name);
  self->select_new = intern_printf (
      "SELECT t.rowid, %s, t.rowid, %s FROM %s t WHERE t.rowid > ?2 ORDER BY t.rowid LIMIT ?1", seq, folded,
      name);
  self->insert
      = intern_printf ("INSERT INTO search_%s (rowid, %s) VALUES (?1%s)", name, columns, parameters->str);
  self->remove = intern_printf ("DELETE FROM search_%s WHERE rowid = ?1", name);
  self->settle = intern_printf ("DELETE FROM search_changed_%s WHERE row = ?1", name);
  self->park = intern_printf (
      "INSERT INTO search_changed_%s (row, parked) VALUES (?1, 1) ON CONFLICT (row) DO UPDATE SET parked = 1",
      name);
  self->count = intern_printf ("SELECT count(*) FROM search_changed_%s WHERE parked = 0", name);
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
                                    intern_printf ("SELECT max(rowid) - ?1 FROM %s", self->table->name), "i",
                                    watermark))
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
index_tables (WeftDatabase *database, WeftRegistry *registry, guint limit, gint64 *n_left, GError **error)
{
  guint n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (registry, &n_tables);
  guint budget = limit;

  *n_left = 0;
  for (guint i = 0; i < n_tables; i++)
    {
      Indexer indexer;
      gint64 n_changed, n_new = 0;

      if (!is_searched (tables[i]))
        continue;

      indexer_init (&indexer, database, tables[i]);
      if (!index_changed (&indexer, &budget, error) || !index_new (&indexer, &budget, &n_new, error)
          || !weft_database_get_value (database, &n_changed, 0, error, indexer.count, ""))
        return FALSE;
      *n_left += n_changed + n_new;
    }

  return TRUE;
}

gboolean
weft_search_index (WeftDatabase *database, WeftRegistry *registry, guint limit, guint *n_left, GError **error)
{
  gint64 left;

  g_return_val_if_fail (WEFT_IS_DATABASE (database), FALSE);
  g_return_val_if_fail (WEFT_IS_REGISTRY (registry), FALSE);
  g_return_val_if_fail (limit > 0, FALSE);

  if (n_left != NULL)
    *n_left = 0;
  if (!WEFT_IS_SQLITE (database))
    return TRUE;

  if (!weft_database_begin (database, error))
    return FALSE;

  if (!index_tables (database, registry, limit, &left, error))
    {
      weft_database_rollback (database);
      return FALSE;
    }
  if (n_left != NULL)
    *n_left = MIN (left, G_MAXUINT);

  return weft_database_commit (database, error);
}

/* ── asking ────────────────────────────────────────────────────────────────────────────────────────── */

void
weft_search_hit_free (WeftSearchHit *self)
{
  if (self == NULL)
    return;

  g_free (self->stream);
  g_free (self->key);
  g_free (self);
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const WeftSearchHit *first = *(const WeftSearchHit *const *) a;
  const WeftSearchHit *second = *(const WeftSearchHit *const *) b;
  int result;

  if (first->at != second->at)
    return first->at > second->at ? -1 : 1;
  if (first->window != second->window)
    return first->window > second->window ? -1 : 1;
  if ((result = strcmp (first->table->name, second->table->name)) != 0)
    return result;
  if ((result = strcmp (first->stream, second->stream)) != 0)
    return result;

  return strcmp (first->key, second->key);
}

/* One statement, so that rows, watermark and index are of one moment: what the index finds and is still true,
 * the changed rows, and the rows it has not come by. CROSS JOIN and the plus keep SQLite from walking all
 * rows, or all of a stream, to fold each. */
static const char *
make_query (const WeftTable *table, gboolean all_streams)
{
  g_autofree char *folded = list_searched (table, "weft_fold(t.", ")");
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
                          has_meta_integer (table, "at") ? "t.at" : "0");

  return intern_printf (
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
query_table (WeftDatabase *database,
             const WeftTable *table,
             const char *words,
             const char *match,
             const char *streams,
             guint limit,
             GPtrArray *hits,
             GError **error)
{
  WeftStatement *statement = weft_database_prepare (database, make_query (table, streams == NULL), error);
  int result;

  if (statement == NULL)
    return FALSE;

  weft_statement_bind (statement, streams != NULL ? "ttit" : "tti", match, words, (gint64) limit, streams);
  while ((result = weft_statement_step (statement, error)) > 0)
    {
      WeftSearchHit *hit = g_new0 (WeftSearchHit, 1);

      hit->table = table;
      hit->stream = weft_statement_dup_text (statement, 0);
      hit->key = weft_statement_dup_text (statement, 1);
      hit->window = weft_statement_get_int (statement, 2);
      hit->at = weft_statement_get_int (statement, 3);
      g_ptr_array_add (hits, hit);
    }

  return result == 0;
}

GPtrArray *
weft_search_query (WeftDatabase *database,
                   WeftRegistry *registry,
                   const char *words,
                   const char *const *streams,
                   guint limit,
                   GError **error)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_search_hit_free);
  g_autoptr (WeftWords) parsed = NULL;
  g_autofree char *match = NULL;
  g_autofree char *list = NULL;
  const WeftTable *const *tables;
  guint n_tables;

  g_return_val_if_fail (WEFT_IS_DATABASE (database), NULL);
  g_return_val_if_fail (WEFT_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (words != NULL, NULL);

  parsed = weft_words_new (words);
  if (weft_words_is_empty (parsed) || limit == 0 || !WEFT_IS_SQLITE (database))
    return g_steal_pointer (&hits);

  match = weft_words_to_fts5 (parsed);
  list = streams != NULL ? list_streams (streams) : NULL;
  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    if (is_searched (tables[i]) && !query_table (database, tables[i], words, match, list, limit, hits, error))
      return NULL;

  g_ptr_array_sort (hits, compare_hits);
  if (hits->len > limit)
    g_ptr_array_set_size (hits, limit);

  return g_steal_pointer (&hits);
}
