/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search-index.h"

#include <string.h>

#include "base/weft-text.h"
#include "proto/weft-position.h"
#include "store/weft-search-notice.h"
#include "store/weft-search.h"
#include "store/weft-sqlite-private.h"
#include "store/weft-words.h"

#define FORMAT 2    /* of what is stored; with another one the index begins again */
#define CHUNK_MIN 4 /* words read at once */
#define CHUNK_MAX 1024
#define LETTERS_END "\xf4\x8f\xbf\xbf" /* U+10FFFF: after every word */

gboolean
_weft_search_is_searched (const WeftTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].search)
      return TRUE;

  return FALSE;
}

const char *
_weft_search_author_column (const WeftTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].author)
      return table->columns[i].name;

  return NULL;
}

const char *
_weft_search_time_column (const WeftTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].time)
      return table->columns[i].name;

  return NULL;
}

const char *
_weft_search_hangs_on_column (const WeftTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].hangs_on)
      return table->columns[i].name;

  return NULL;
}

const char *
_weft_search_intern (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  return g_intern_string (text);
}

/* ── making ────────────────────────────────────────────────────────────────────────────────────────── */

gboolean
_weft_search_drop (WeftDatabase *database, const WeftTable *table, GError **error)
{
  g_autofree char *old = g_strdup_printf ("search_%s", table->name);
  g_autofree char *sql
      = g_strdup_printf ("DROP TABLE IF EXISTS search_words_%s;"
                         "DROP TABLE IF EXISTS search_block_%s;"
                         "DROP TABLE IF EXISTS search_changed_%s;"
                         "CREATE TABLE IF NOT EXISTS search_state (table_name TEXT NOT NULL "
                         "PRIMARY KEY, columns TEXT NOT NULL, watermark INTEGER NOT NULL) STRICT",
                         table->name, table->name, table->name);

  return (!WEFT_IS_SQLITE (database) || _weft_sqlite_drop_fts5 (WEFT_SQLITE (database), old, error))
         && weft_database_execute (database, sql, error) && _weft_search_notice_drop (database, table, error)
         && weft_database_run (database, error, "DELETE FROM search_state WHERE table_name = ?1", "t",
                               table->name);
}

/* What the index was made of: with anything else it begins again. */
static char *
describe_columns (const WeftTable *table)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%d", FORMAT);
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].search || table->columns[i].author || table->columns[i].time)
      g_string_append_printf (text, " %s%s", table->columns[i].name,
                              table->columns[i].author ? ":author"
                              : table->columns[i].time ? ":time"
                                                       : "");

  return g_string_free_and_steal (text);
}

static gboolean
create_for_table (WeftDatabase *database, const WeftTable *table, GError **error)
{
  g_autofree char *columns = describe_columns (table);
  g_autofree char *sql = NULL;
  const char *name = table->name;
  gint64 has_same;

  if (!weft_database_get_value (database, &has_same, 0, error,
                                "SELECT count(*) FROM search_state WHERE table_name = ?1 AND columns = ?2",
                                "tt", name, columns))
    return FALSE;
  if (has_same)
    return TRUE;

  sql = g_strdup_printf (
      "CREATE TABLE search_words_%s (block INTEGER NOT NULL, word TEXT NOT NULL, rows BLOB NOT NULL,"
      " PRIMARY KEY (block, word)) STRICT, WITHOUT ROWID;"
      "CREATE TABLE search_block_%s (block INTEGER NOT NULL PRIMARY KEY, newest INTEGER NOT NULL,"
      " oldest INTEGER NOT NULL, sorted INTEGER NOT NULL) STRICT;"
      "CREATE TABLE search_changed_%s (row INTEGER NOT NULL PRIMARY KEY, parked INTEGER NOT NULL) STRICT",
      name, name, name);

  return _weft_search_drop (database, table, error) && weft_database_execute (database, sql, error)
         && _weft_search_notice_create (database, table, error)
         && weft_database_run (database, error,
                               "INSERT INTO search_state (table_name, columns, watermark) VALUES (?1, ?2, 0)",
                               "tt", name, columns);
}

gboolean
_weft_search_create (WeftDatabase *database, WeftRegistry *registry, GError **error)
{
  guint n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (registry, &n_tables);

  if (!weft_database_execute (database,
                              "CREATE TABLE IF NOT EXISTS search_state (table_name TEXT NOT NULL PRIMARY "
                              "KEY, columns TEXT NOT NULL, watermark INTEGER NOT NULL) STRICT",
                              error))
    return FALSE;

  for (guint i = 0; i < n_tables; i++)
    if (_weft_search_is_searched (tables[i]) && !create_for_table (database, tables[i], error))
      return FALSE;

  return TRUE;
}

/* ── indexing ──────────────────────────────────────────────────────────────────────────────────────── */

/* Of one table, made once and kept for ever, as the tables are. */
typedef struct
{
  const char *select_changed;
  const char *select_new;
  const char *select_times;
  const char *get_block;
  const char *put_block;
  const char *get_words;
  const char *get_words_from;
  const char *put_word;
  const char *remove_word;
  const char *settle;
  const char *park;
  const char *count;
} IndexerSql;

typedef struct
{
  WeftDatabase *database;
  const WeftTable *table;
  GHashTable *words;   /* char* → WeftRowSet*: of one block, not written yet */
  gint64 block;        /* of the words; -1: none */
  WeftSearchBlock now; /* what the block will be */
  gboolean known;      /* the block has been written before */
  const IndexerSql *sql;
} Indexer;

static IndexerSql *
indexer_sql_new (const WeftTable *table)
{
  IndexerSql *self = g_new0 (IndexerSql, 1);
  const char *name = table->name;
  const char *author = _weft_search_author_column (table);
  const char *time = _weft_search_time_column (table);
  g_autoptr (GString) columns = g_string_new (NULL);
  gboolean predicted = FALSE;

  for (guint i = 0; i < table->n_columns; i++)
    predicted |= table->columns[i].meta && g_str_equal (table->columns[i].name, "seq");
  g_string_append_printf (columns, "t.rowid, %s, %s%s, t.stream, %s%s", predicted ? "t.seq" : "0",
                          time != NULL ? "t." : "", time != NULL ? time : "0", author != NULL ? "t." : "",
                          author != NULL ? author : "''");
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].search)
      g_string_append_printf (columns, ", t.%s", table->columns[i].name);

  self->select_changed
      = _weft_search_intern ("SELECT c.row, %s FROM search_changed_%s c LEFT JOIN %s t ON t.rowid = c.row "
                             "WHERE c.parked = 0 ORDER BY c.row LIMIT ?1",
                             columns->str, name, name);
  self->select_new
      = _weft_search_intern ("SELECT t.rowid, %s FROM %s t WHERE t.rowid > ?2 ORDER BY t.rowid LIMIT ?1",
                             columns->str, name);
  self->select_times = _weft_search_intern (
      "SELECT %s FROM %s t WHERE t.rowid >= ?1 AND t.rowid < ?2 AND t.rowid <= (SELECT watermark FROM "
      "search_state WHERE table_name = '%s') ORDER BY t.rowid",
      time != NULL ? time : "0", name, name);
  self->get_block
      = _weft_search_intern ("SELECT newest, oldest, sorted FROM search_block_%s WHERE block = ?1", name);
  self->put_block = _weft_search_intern (
      "INSERT INTO search_block_%s (block, newest, oldest, sorted) VALUES (?1, ?2, ?3, ?4) ON CONFLICT "
      "(block) DO "
      "UPDATE SET newest = excluded.newest, oldest = excluded.oldest, sorted = excluded.sorted",
      name);
  self->get_words = _weft_search_intern ("SELECT word, rows FROM search_words_%s WHERE block = ?1", name);
  self->get_words_from = _weft_search_intern ("SELECT word, rows FROM search_words_%s WHERE block = ?1 AND "
                                              "word >= ?2 ORDER BY word LIMIT ?3",
                                              name);
  self->put_word = _weft_search_intern (
      "INSERT INTO search_words_%s (block, word, rows) VALUES (?1, ?2, ?3) ON CONFLICT "
      "(block, word) DO UPDATE SET rows = excluded.rows",
      name);
  self->remove_word
      = _weft_search_intern ("DELETE FROM search_words_%s WHERE block = ?1 AND word = ?2", name);
  self->settle = _weft_search_intern ("DELETE FROM search_changed_%s WHERE row = ?1", name);
  self->park = _weft_search_intern (
      "INSERT INTO search_changed_%s (row, parked) VALUES (?1, 1) ON CONFLICT (row) DO UPDATE SET parked = 1",
      name);
  self->count = _weft_search_intern ("SELECT count(*) FROM search_changed_%s WHERE parked = 0", name);

  return self;
}

static const IndexerSql *
get_indexer_sql (const WeftTable *table)
{
  static GMutex mutex;
  static GHashTable *all; /* const WeftTable * → IndexerSql */
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  IndexerSql *sql;

  if (all == NULL)
    all = g_hash_table_new (NULL, NULL);
  sql = g_hash_table_lookup (all, table);
  if (sql == NULL)
    g_hash_table_insert (all, (gpointer) table, sql = indexer_sql_new (table));

  return sql;
}

static void
indexer_init (Indexer *self, WeftDatabase *database, const WeftTable *table)
{
  self->database = database;
  self->table = table;
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->block = -1;
  self->sql = get_indexer_sql (table);
}

static void
indexer_clear (Indexer *self)
{
  g_hash_table_unref (self->words);
}

static void
add_word (Indexer *self, const char *word, guint row)
{
  WeftRowSet *rows = g_hash_table_lookup (self->words, word);

  if (rows == NULL)
    g_hash_table_insert (self->words, g_strdup (word), rows = g_new0 (WeftRowSet, 1));
  weft_row_set_add (rows, row);
}

typedef struct
{
  Indexer *indexer;
  guint row;
} RowWords;

static gboolean
add_row_word (const char *word, gsize length, gsize offset, gpointer user_data)
{
  RowWords *row = user_data;
  char text[WEFT_WORD_MAX + 1];

  memcpy (text, word, length);
  text[length] = '\0';
  add_word (row->indexer, text, row->row);

  return TRUE;
}

/* The row under @rows: number, seq, time, stream, author, texts, from column 1 on. */
static void
add_row (Indexer *self, WeftStatement *rows)
{
  guint row = weft_statement_get_int (rows, 1) % WEFT_BLOCK_ROWS;
  int n_columns = weft_statement_get_n_columns (rows);
  const char *author = weft_statement_get_text (rows, 5);
  RowWords words = { self, row };
  gboolean has_text = FALSE;

  for (int i = 6; i < n_columns; i++)
    {
      const char *text = weft_statement_get_text (rows, i);
      g_autofree char *folded = NULL;

      if (text == NULL || *text == '\0')
        continue;
      has_text = TRUE;
      folded = weft_text_fold (text, -1);
      weft_words_split (folded, strlen (folded), add_row_word, &words);
    }

  /* A row without text is never found. */
  if (has_text)
    {
      g_autofree char *stream
          = g_strconcat (WEFT_SEARCH_STREAM_MARK, weft_statement_get_text (rows, 4), NULL);

      add_word (self, stream, row);
      if (author != NULL && *author != '\0')
        {
          g_autofree char *marked = g_strconcat (WEFT_SEARCH_AUTHOR_MARK, author, NULL);

          add_word (self, marked, row);
        }
    }
}

static gboolean
load_rows (Indexer *self, WeftStatement *statement, int column, WeftRowSet *rows, GError **error)
{
  gsize length;
  gconstpointer data = weft_statement_get_blob (statement, column, &length);

  if (weft_row_set_load (rows, data, length))
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT,
               "search_words_%s: a set of rows of %" G_GSIZE_FORMAT " bytes", self->table->name, length);
  weft_statement_reset (statement);

  return FALSE;
}

static gboolean
write_word (Indexer *self, const char *word, const WeftRowSet *rows, GError **error)
{
  guint8 data[sizeof (WeftRowSet)];
  gsize length = weft_row_set_store (rows, data);
  WeftStatement *statement;

  if (length == 0)
    return weft_database_run (self->database, error, self->sql->remove_word, "it", self->block, word);

  statement = weft_database_query (self->database, error, self->sql->put_word, "it", self->block, word);
  if (statement == NULL)
    return FALSE;
  weft_statement_bind_blob (statement, 3, data, length);

  return weft_statement_run (statement, error);
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Adds the rows which the block has had for @words, in their order, before. What it holds is read along with
 * them, in chunks that grow while many of the words are among it: to look up each by itself costs several
 * times as much. */
static gboolean
add_known_rows (Indexer *self, GPtrArray *words, GError **error)
{
  guint limit = CHUNK_MIN;

  for (guint at = 0; at < words->len;)
    {
      guint n = 0, n_found = 0;
      WeftStatement *statement = weft_database_query (self->database, error, self->sql->get_words_from, "iti",
                                                      self->block, words->pdata[at], (gint64) limit);
      int result;

      if (statement == NULL)
        return FALSE;
      while ((result = weft_statement_step (statement, error)) > 0)
        {
          const char *known = weft_statement_get_text (statement, 0);
          int order = 1;

          n++;
          while (at < words->len && (order = strcmp (words->pdata[at], known)) < 0)
            at++;
          if (order != 0)
            continue;
          if (!load_rows (self, statement, 1, g_hash_table_lookup (self->words, words->pdata[at]), error))
            return FALSE;
          n_found++;
          at++;
        }
      if (result < 0)
        return FALSE;
      if (n < limit)
        return TRUE;

      limit = 4 * n_found >= n ? MIN (2 * limit, CHUNK_MAX) : MAX (limit / 2, CHUNK_MIN);
    }

  return TRUE;
}

/* Writes the words collected, in their order, so that the tree grows at one place. */
static gboolean
flush_words (Indexer *self, GError **error)
{
  g_autoptr (GPtrArray) words = g_hash_table_get_keys_as_ptr_array (self->words);

  g_ptr_array_sort (words, compare_words);
  if (self->known && !add_known_rows (self, words, error))
    return FALSE;
  for (guint i = 0; i < words->len; i++)
    if (!write_word (self, words->pdata[i], g_hash_table_lookup (self->words, words->pdata[i]), error))
      return FALSE;
  g_hash_table_remove_all (self->words);

  return TRUE;
}

static gboolean
flush_block (Indexer *self, GError **error)
{
  if (self->block < 0)
    return TRUE;

  if (!flush_words (self, error)
      || !weft_database_run (self->database, error, self->sql->put_block, "iiii", self->block,
                             self->now.newest, self->now.oldest, (gint64) self->now.sorted))
    return FALSE;

  self->block = -1;

  return TRUE;
}

static gboolean
begin_block (Indexer *self, gint64 block, GError **error)
{
  WeftStatement *statement;
  int result;

  if (self->block == block)
    return TRUE;
  if (!flush_block (self, error))
    return FALSE;

  statement = weft_database_query (self->database, error, self->sql->get_block, "i", block);
  if (statement == NULL || (result = weft_statement_step (statement, error)) < 0)
    return FALSE;

  self->block = block;
  self->known = result > 0;
  self->now = (WeftSearchBlock) { block, G_MININT64, G_MAXINT64, TRUE };
  if (self->known)
    {
      self->now.newest = weft_statement_get_int (statement, 0);
      self->now.oldest = weft_statement_get_int (statement, 1);
      self->now.sorted = weft_statement_get_int (statement, 2) != 0;
      weft_statement_reset (statement);
    }

  return TRUE;
}

static void
add_time (WeftSearchBlock *block, gint64 time)
{
  block->sorted &= time >= block->newest;
  block->newest = MAX (block->newest, time);
  block->oldest = MIN (block->oldest, time);
}

/* Takes @gone out of the words of the block, and looks at the times of its rows again. */
static gboolean
forget_rows (Indexer *self, const WeftRowSet *gone, GError **error)
{
  g_autoptr (GHashTable) fewer = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  WeftStatement *statement
      = weft_database_query (self->database, error, self->sql->get_words, "i", self->block);
  GHashTableIter iter;
  gpointer word, rows;
  int result;

  if (statement == NULL)
    return FALSE;
  while ((result = weft_statement_step (statement, error)) > 0)
    {
      WeftRowSet before = { 0 };
      WeftRowSet after;

      if (!load_rows (self, statement, 1, &before, error))
        return FALSE;
      after = before;
      weft_row_set_subtract (&after, gone);
      if (memcmp (&before, &after, sizeof before) != 0)
        g_hash_table_insert (fewer, weft_statement_dup_text (statement, 0), g_memdup2 (&after, sizeof after));
    }
  if (result < 0)
    return FALSE;

  g_hash_table_iter_init (&iter, fewer);
  while (g_hash_table_iter_next (&iter, &word, &rows))
    if (!write_word (self, word, rows, error))
      return FALSE;

  self->now = (WeftSearchBlock) { self->block, G_MININT64, G_MAXINT64, TRUE };
  statement = weft_database_query (self->database, error, self->sql->select_times, "ii",
                                   self->block * WEFT_BLOCK_ROWS, (self->block + 1) * WEFT_BLOCK_ROWS);
  if (statement == NULL)
    return FALSE;
  while ((result = weft_statement_step (statement, error)) > 0)
    add_time (&self->now, weft_statement_get_int (statement, 0));

  return result == 0;
}

static gboolean
index_changed (Indexer *self, guint *budget, GError **error)
{
  g_autoptr (GArray) settled = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  WeftStatement *rows;
  int result;

  rows = weft_database_query (self->database, error, self->sql->select_changed, "i", (gint64) *budget);
  if (rows == NULL)
    return FALSE;

  /* Read first, then written: the words of each block apart. */
  while ((result = weft_statement_step (rows, error)) > 0)
    {
      gint64 row = weft_statement_get_int (rows, 0);
      gint64 block = row / WEFT_BLOCK_ROWS;
      gboolean is_gone = weft_statement_get_column_type (rows, 1) == -1;
      gboolean predicted = !is_gone && weft_statement_get_int (rows, 2) >= WEFT_SEQ_PREDICTED;

      if (blocks->len == 0 || g_array_index (blocks, gint64, blocks->len - 1) != block)
        {
          g_array_append_val (blocks, block);
          g_ptr_array_add (gone, g_new0 (WeftRowSet, 1));
          g_ptr_array_add (words, self->words);
          self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
        }
      weft_row_set_add (gone->pdata[gone->len - 1], row % WEFT_BLOCK_ROWS);
      if (!is_gone && !predicted)
        {
          GHashTable *empty = self->words;

          self->words = words->pdata[words->len - 1];
          add_row (self, rows);
          self->words = empty;
        }

      row = predicted ? -row : row;
      g_array_append_val (settled, row);
    }
  if (result < 0)
    return FALSE;

  for (guint i = 0; i < blocks->len; i++)
    {
      GHashTable *empty = self->words;

      if (!begin_block (self, g_array_index (blocks, gint64, i), error)
          || !forget_rows (self, gone->pdata[i], error))
        return FALSE;
      self->known = TRUE;
      self->words = words->pdata[i];
      result = flush_block (self, error);
      self->words = empty;
      if (!result)
        return FALSE;
    }

  for (guint i = 0; i < settled->len; i++)
    {
      gint64 row = g_array_index (settled, gint64, i);

      if (!weft_database_run (self->database, error, row < 0 ? self->sql->park : self->sql->settle, "i",
                              ABS (row)))
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
  rows = weft_database_query (self->database, error, self->sql->select_new, "ii", (gint64) *budget, before);
  if (rows == NULL)
    return FALSE;

  while ((result = weft_statement_step (rows, error)) > 0)
    {
      highest = weft_statement_get_int (rows, 0);
      n++;
      if (weft_statement_get_int (rows, 2) >= WEFT_SEQ_PREDICTED)
        {
          g_array_append_val (predicted, highest);
          continue;
        }
      if (!begin_block (self, highest / WEFT_BLOCK_ROWS, error))
        {
          weft_statement_reset (rows);
          return FALSE;
        }
      add_row (self, rows);
      add_time (&self->now, weft_statement_get_int (rows, 3));
      watermark = highest;
    }
  if (result < 0 || !flush_block (self, error))
    return FALSE;

  /* Predictions mostly are the last rows. There the watermark waits below them, so that taking them back and
   * making them again costs nothing. */
  *n_left = 0;
  if (n == *budget)
    {
      watermark = highest;
      if (!weft_database_get_value (self->database, n_left, 0, error,
                                    _weft_search_intern ("SELECT max(rowid) - ?1 FROM %s", self->table->name),
                                    "i", watermark))
        return FALSE;
    }
  for (guint i = 0; i < predicted->len && g_array_index (predicted, gint64, i) <= watermark; i++)
    if (!weft_database_run (self->database, error, self->sql->park, "i",
                            g_array_index (predicted, gint64, i)))
      return FALSE;

  *budget -= n;

  return watermark == before
         || weft_database_run (self->database, error,
                               "UPDATE search_state SET watermark = ?2 WHERE table_name = ?1", "ti",
                               self->table->name, watermark);
}

gboolean
_weft_search_index_tables (
    WeftDatabase *database, WeftRegistry *registry, guint limit, gint64 *n_left, GError **error)
{
  guint n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (registry, &n_tables);
  guint budget = limit;

  *n_left = 0;
  for (guint i = 0; i < n_tables; i++)
    {
      Indexer indexer;
      gint64 n_changed, n_new = 0;
      gboolean done;

      if (!_weft_search_is_searched (tables[i]))
        continue;

      indexer_init (&indexer, database, tables[i]);
      done = index_changed (&indexer, &budget, error) && index_new (&indexer, &budget, &n_new, error)
             && weft_database_get_value (database, &n_changed, 0, error, indexer.sql->count, "");
      indexer_clear (&indexer);
      if (!done)
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
  if (!weft_database_begin (database, error))
    return FALSE;

  if (!_weft_search_notice_wait (database, error)
      || !_weft_search_index_tables (database, registry, limit, &left, error))
    {
      weft_database_rollback (database);
      return FALSE;
    }
  if (n_left != NULL)
    *n_left = MIN (left, G_MAXUINT);

  return weft_database_commit (database, error);
}

/* ── reading ───────────────────────────────────────────────────────────────────────────────────────── */

static gboolean
read_changed (WeftSearchIndex *self, GError **error)
{
  WeftStatement *statement
      = weft_database_query (self->database, error,
                             _weft_search_intern ("SELECT row FROM search_changed_%s WHERE row <= ?1",
                                                  self->table->name),
                             "i", self->watermark);
  int result;

  if (statement == NULL)
    return FALSE;
  while ((result = weft_statement_step (statement, error)) > 0)
    {
      gint64 row = weft_statement_get_int (statement, 0);
      gint64 block = row / WEFT_BLOCK_ROWS;
      WeftRowSet *rows = g_hash_table_lookup (self->changed, &block);

      if (rows == NULL)
        g_hash_table_insert (self->changed, g_memdup2 (&block, sizeof block), rows = g_new0 (WeftRowSet, 1));
      weft_row_set_add (rows, row % WEFT_BLOCK_ROWS);
    }

  return result == 0;
}

static gboolean
read_blocks (WeftSearchIndex *self, GError **error)
{
  WeftStatement *statement = weft_database_query (
      self->database, error,
      _weft_search_intern (
          "SELECT block, newest, oldest, sorted FROM search_block_%s ORDER BY newest DESC, block DESC",
          self->table->name),
      "");
  int result;

  if (statement == NULL)
    return FALSE;
  while ((result = weft_statement_step (statement, error)) > 0)
    {
      WeftSearchBlock block
          = { weft_statement_get_int (statement, 0), weft_statement_get_int (statement, 1),
              weft_statement_get_int (statement, 2), weft_statement_get_int (statement, 3) != 0 };

      g_array_append_val (self->blocks, block);
    }

  return result == 0;
}

WeftSearchIndex *
weft_search_index_open (WeftDatabase *database, const WeftTable *table, GError **error)
{
  g_autoptr (WeftSearchIndex) self = g_new0 (WeftSearchIndex, 1);

  self->database = database;
  self->table = table;
  self->blocks = g_array_new (FALSE, FALSE, sizeof (WeftSearchBlock));
  self->changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->select_word
      = _weft_search_intern ("SELECT rows FROM search_words_%s WHERE block = ?1 AND word = ?2", table->name);
  self->select_range = _weft_search_intern (
      "SELECT rows, word FROM search_words_%s WHERE block = ?1 AND word >= ?2 AND word < ?3", table->name);

  if (!weft_database_get_value (database, &self->watermark, 0, error,
                                "SELECT watermark FROM search_state WHERE table_name = ?1", "t", table->name)
      || !read_changed (self, error) || !read_blocks (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
weft_search_index_close (WeftSearchIndex *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->blocks);
  g_hash_table_unref (self->changed);
  g_free (self);
}

static gboolean
add_rows (WeftSearchIndex *self, WeftStatement *statement, WeftRowSet *rows, GError **error)
{
  gsize length;
  gconstpointer data = weft_statement_get_blob (statement, 0, &length);

  if (weft_row_set_load (rows, data, length))
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT,
               "search_words_%s: a set of rows of %" G_GSIZE_FORMAT " bytes", self->table->name, length);
  weft_statement_reset (statement);

  return FALSE;
}

gboolean
weft_search_index_add_word (
    WeftSearchIndex *self, gint64 block, const char *word, gboolean prefix, WeftRowSet *rows, GError **error)
{
  g_autofree char *end = prefix ? g_strconcat (word, LETTERS_END, NULL) : NULL;
  WeftStatement *statement
      = weft_database_query (self->database, error, prefix ? self->select_range : self->select_word,
                             prefix ? "itt" : "it", block, word, end);
  int result;

  if (statement == NULL)
    return FALSE;
  while ((result = weft_statement_step (statement, error)) > 0)
    if (!add_rows (self, statement, rows, error))
      return FALSE;

  return result == 0;
}

gboolean
weft_search_index_add_any (
    WeftSearchIndex *self, gint64 block, const char *mark, GHashTable *set, WeftRowSet *rows, GError **error)
{
  g_autofree char *end = NULL;
  WeftStatement *statement;
  int result;

  if (g_hash_table_size (set) <= 8)
    {
      GHashTableIter iter;
      gpointer key;

      g_hash_table_iter_init (&iter, set);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        {
          g_autofree char *word = g_strconcat (mark, key, NULL);

          if (!weft_search_index_add_word (self, block, word, FALSE, rows, error))
            return FALSE;
        }
      return TRUE;
    }

  /* Many: all there are in the block are looked at, which are not more than its rows. */
  end = g_strconcat (mark, LETTERS_END, NULL);
  statement = weft_database_query (self->database, error, self->select_range, "itt", block, mark, end);
  if (statement == NULL)
    return FALSE;
  while ((result = weft_statement_step (statement, error)) > 0)
    if (g_hash_table_contains (set, weft_statement_get_text (statement, 1) + strlen (mark))
        && !add_rows (self, statement, rows, error))
      return FALSE;

  return result == 0;
}
