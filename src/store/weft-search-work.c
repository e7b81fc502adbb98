/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search-work.h"

#include <string.h>

#include "base/weft-text.h"
#include "proto/weft-position.h"
#include "store/weft-search-notice.h"
#include "store/weft-search-pages.h"
#include "store/weft-search-schema.h"
#include "store/weft-words.h"

struct _WeftSearchWork
{
  const WeftTable *table;
  gint64 low;     /* first row of the block */
  gint64 through; /* last row to be taken in */
  gint64 build;   /* a change noted with this or a later one came after the claim */

  /* What was prepared. */
  GPtrArray *pages;  /* of WeftSearchPage; NULL: nothing yet */
  GArray *predicted; /* of gint64: rows to be parked */
  guint n_rows;      /* that are taken in */
  gint64 newest;
  gint64 oldest;
  gboolean sorted;
};

void
weft_search_work_free (WeftSearchWork *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_array_unref (self->predicted);
  g_free (self);
}

/* ── statements ────────────────────────────────────────────────────────────────────────────────────── */

/* Of one table, made once and kept for ever, as the tables are. */
typedef struct
{
  const char *count_waiting;
  const char *last;
  const char *last_confirmed;
  const char *first_changed;
  const char *first_new;
  const char *rows;
  const char *changed_since;
  const char *insert_page;
  const char *delete_pages;
  const char *delete_block;
  const char *insert_block;
  const char *park;
  const char *settle;
} Sql;

/* By which predictions are known; where there are none, what is as small. */
static const char *
get_seq_column (const WeftTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].meta && g_str_equal (table->columns[i].name, "seq"))
      return "t.seq";

  return "t.rowid";
}

static Sql *
sql_new (const WeftTable *table)
{
  const char *name = table->name;
  const char *author = _weft_search_author_column (table);
  const char *time = _weft_search_time_column (table);
  const char *seq = get_seq_column (table);
  g_autoptr (GString) texts = g_string_new (NULL);
  Sql *self = g_new0 (Sql, 1);

  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].search)
      g_string_append_printf (texts, ", t.%s", table->columns[i].name);

  self->count_waiting = _weft_search_intern (
      "SELECT (SELECT count(*) FROM (SELECT 1 FROM search_changed_%1$s WHERE build >= 0 AND row <= "
      "watermark LIMIT ?1) c), (SELECT count(*) FROM (SELECT 1 FROM %1$s WHERE rowid > watermark LIMIT ?1) "
      "n) "
      "FROM search_state WHERE table_name = '%1$s'",
      name);
  self->last = _weft_search_intern ("SELECT rowid FROM %s ORDER BY rowid DESC LIMIT 1", name);
  self->last_confirmed = _weft_search_intern (
      "SELECT t.rowid FROM %s t WHERE t.rowid >= ?1 AND %s < ?2 ORDER BY t.rowid DESC LIMIT 1", name, seq);
  self->first_changed = _weft_search_intern ("SELECT row FROM search_changed_%s WHERE build >= 0 AND row <= "
                                             "?1 ORDER BY row LIMIT 1",
                                             name);
  self->first_new
      = _weft_search_intern ("SELECT rowid FROM %s WHERE rowid > ?1 ORDER BY rowid LIMIT 1", name);
  self->rows
      = _weft_search_intern ("SELECT t.rowid, %s, %s%s, t.stream, %s%s%s FROM %s t WHERE t.rowid >= ?1 AND "
                             "t.rowid <= ?2 ORDER BY t.rowid",
                             seq, time != NULL ? "t." : "", time != NULL ? time : "0",
                             author != NULL ? "t." : "", author != NULL ? author : "''", texts->str, name);
  self->changed_since = _weft_search_intern (
      "SELECT 1 FROM search_changed_%s WHERE row >= ?1 AND row <= ?2 AND build >= ?3 LIMIT 1", name);
  self->insert_page
      = _weft_search_intern ("INSERT INTO search_words_%s (block, first, words) VALUES (?1, ?2, ?3)", name);
  self->delete_pages = _weft_search_intern ("DELETE FROM search_words_%s WHERE block = ?1", name);
  self->delete_block = _weft_search_intern ("DELETE FROM search_block_%s WHERE block = ?1", name);
  self->insert_block = _weft_search_intern (
      "INSERT INTO search_block_%s (block, newest, oldest, sorted) VALUES (?1, ?2, ?3, ?4)", name);
  self->park = _weft_search_intern ("INSERT INTO search_changed_%s (row, build) VALUES (?1, ?2)", name);
  self->settle = _weft_search_intern ("DELETE FROM search_changed_%s WHERE row >= ?1 AND row <= ?2", name);

  return self;
}

static const Sql *
get_sql (const WeftTable *table)
{
  static GMutex mutex;
  static GHashTable *all; /* const WeftTable * → Sql */
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  Sql *sql;

  if (all == NULL)
    all = g_hash_table_new (NULL, NULL);
  sql = g_hash_table_lookup (all, table);
  if (sql == NULL)
    g_hash_table_insert (all, (gpointer) table, sql = sql_new (table));

  return sql;
}

/* What search_state says of a table. */
typedef struct
{
  gint64 watermark;
  gint64 claimed;
  gint64 build;
} State;

static gboolean
read_state (WeftDatabase *database, const WeftTable *table, State *state, GError **error)
{
  WeftStatement *statement
      = weft_database_query (database, error,
                             "SELECT watermark, claimed, build FROM search_state WHERE table_name = ?1", "t",
                             table->name);
  int result;

  *state = (State) { 0 };
  if (statement == NULL || (result = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (result > 0)
    {
      state->watermark = weft_statement_get_int (statement, 0);
      state->claimed = weft_statement_get_int (statement, 1);
      state->build = weft_statement_get_int (statement, 2);
      weft_statement_reset (statement);
    }

  return TRUE;
}

static gboolean
write_state (WeftDatabase *database, const WeftTable *table, const State *state, GError **error)
{
  return weft_database_run (
      database, error,
      "UPDATE search_state SET watermark = ?2, claimed = ?3, build = ?4 WHERE table_name = ?1", "tiii",
      table->name, state->watermark, state->claimed, state->build);
}

/* ── claiming ──────────────────────────────────────────────────────────────────────────────────────── */

/* Rows that a query has to look at one by one, up to @least of each kind. */
static gboolean
count_waiting (WeftDatabase *database,
               const WeftTable *table,
               guint least,
               gint64 *n_changed,
               gint64 *n_new,
               GError **error)
{
  WeftStatement *statement
      = weft_database_query (database, error, get_sql (table)->count_waiting, "i", (gint64) least);
  int result;

  *n_changed = *n_new = 0;
  if (statement == NULL || (result = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (result > 0)
    {
      *n_changed = weft_statement_get_int (statement, 0);
      *n_new = weft_statement_get_int (statement, 1);
      weft_statement_reset (statement);
    }

  return TRUE;
}

/* The block to which @row belongs. Predictions mostly are the last rows: there the block ends below them for
 * now, so that taking them back and making them again costs nothing. */
static WeftSearchWork *
claim_block (WeftDatabase *database, const WeftTable *table, State *state, gint64 row, GError **error)
{
  const gint64 low = row / WEFT_BLOCK_ROWS * WEFT_BLOCK_ROWS;
  const gint64 high = low + WEFT_BLOCK_ROWS - 1;
  gint64 last, through = high;
  WeftSearchWork *work;

  if (!weft_database_get_value (database, &last, -1, error, get_sql (table)->last, ""))
    return NULL;
  if (last <= high
      && !weft_database_get_value (database, &through, -1, error, get_sql (table)->last_confirmed, "ii", low,
                                   WEFT_SEQ_PREDICTED))
    return NULL;

  /* What was in the index stays looked after though its last rows are gone. */
  through = MAX (through, MIN (state->watermark, high));
  if (through < row)
    return NULL;

  state->claimed = MAX (state->claimed, through);
  state->build++;
  if (!write_state (database, table, state, error))
    return NULL;

  work = g_new0 (WeftSearchWork, 1);
  work->table = table;
  work->low = low;
  work->through = through;
  work->build = state->build;
  work->predicted = g_array_new (FALSE, FALSE, sizeof (gint64));

  return work;
}

static WeftSearchWork *
claim_of_table (
    WeftDatabase *database, const WeftTable *table, gint64 n_changed, gint64 n_new, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  WeftSearchWork *work = NULL;
  State state;

  if (!_weft_search_notice_wait (database, error) || !read_state (database, table, &state, error))
    return NULL;

  /* Where both wait they take turns: each block is begun and written, which makes two. */
  for (guint i = 0; i < 2 && work == NULL && local_error == NULL; i++)
    {
      gboolean changed = (state.build / 2 + i) % 2 == 0;
      gint64 row = -1;

      if ((changed ? n_changed : n_new) == 0)
        continue;
      if (weft_database_get_value (database, &row, -1, &local_error,
                                   changed ? get_sql (table)->first_changed : get_sql (table)->first_new, "i",
                                   state.watermark)
          && row >= 0)
        work = claim_block (database, table, &state, row, &local_error);
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return work;
}

WeftSearchWork *
weft_search_claim (WeftDatabase *database, WeftRegistry *registry, guint least, GError **error)
{
  guint n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (registry, &n_tables);

  g_return_val_if_fail (WEFT_IS_DATABASE (database), NULL);
  g_return_val_if_fail (least > 0, NULL);

  for (guint i = 0; i < n_tables; i++)
    {
      g_autoptr (GError) local_error = NULL;
      gint64 n_changed, n_new;
      WeftSearchWork *work;

      if (!_weft_search_is_searched (tables[i]))
        continue;
      if (!count_waiting (database, tables[i], least, &n_changed, &n_new, error))
        return NULL;
      if (n_changed + n_new < least)
        continue;

      work = claim_of_table (database, tables[i], n_changed, n_new, &local_error);
      if (work != NULL)
        return work;
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }

  return NULL;
}

/* ── preparing ─────────────────────────────────────────────────────────────────────────────────────── */

/* A row whose words are collected. */
typedef struct
{
  WeftSearchPages *pages;
  guint row;
} RowWords;

static gboolean
add_word (const char *word, gsize length, gsize offset, gpointer user_data)
{
  RowWords *row = user_data;
  char text[WEFT_WORD_MAX + 1];

  memcpy (text, word, length);
  text[length] = '\0';
  weft_search_pages_add (row->pages, text, row->row);

  return TRUE;
}

static void
add_marked (RowWords *row, const char *mark, const char *text)
{
  g_autofree char *word = NULL;

  if (text == NULL || *text == '\0')
    return;
  word = g_strconcat (mark, text, NULL);
  weft_search_pages_add (row->pages, word, row->row);
}

/* The row under @row: number, seq, time, stream, author, texts. */
static void
add_row (WeftSearchWork *self, WeftSearchPages *pages, WeftStatement *row)
{
  RowWords words = { pages, weft_statement_get_int (row, 0) % WEFT_BLOCK_ROWS };
  int n_columns = weft_statement_get_n_columns (row);
  gint64 time = weft_statement_get_int (row, 2);
  gboolean has_text = FALSE;

  for (int i = 5; i < n_columns; i++)
    {
      const char *text = weft_statement_get_text (row, i);
      g_autofree char *folded = NULL;

      if (text == NULL || *text == '\0')
        continue;
      has_text = TRUE;
      folded = weft_text_fold (text, -1);
      weft_words_split (folded, strlen (folded), add_word, &words);
    }

  /* A row without text is never found. */
  if (has_text)
    {
      add_marked (&words, WEFT_SEARCH_STREAM_MARK, weft_statement_get_text (row, 3));
      add_marked (&words, WEFT_SEARCH_AUTHOR_MARK, weft_statement_get_text (row, 4));
    }

  self->sorted &= self->n_rows == 0 || time >= self->newest;
  self->newest = self->n_rows == 0 ? time : MAX (self->newest, time);
  self->oldest = self->n_rows == 0 ? time : MIN (self->oldest, time);
  self->n_rows++;
}

gboolean
weft_search_prepare (WeftDatabase *database, WeftSearchWork *self, GError **error)
{
  g_autoptr (WeftSearchPages) pages = weft_search_pages_new ();
  WeftStatement *rows;
  int result;

  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_array_set_size (self->predicted, 0);
  self->n_rows = 0;
  self->sorted = TRUE;

  rows = weft_database_query (database, error, get_sql (self->table)->rows, "ii", self->low, self->through);
  if (rows == NULL)
    return FALSE;
  while ((result = weft_statement_step (rows, error)) > 0)
    {
      gint64 row = weft_statement_get_int (rows, 0);

      if (weft_statement_get_int (rows, 1) >= WEFT_SEQ_PREDICTED)
        g_array_append_val (self->predicted, row);
      else
        add_row (self, pages, rows);
    }
  if (result < 0)
    return FALSE;
  self->pages = weft_search_pages_finish (pages);

  return TRUE;
}

/* ── writing ───────────────────────────────────────────────────────────────────────────────────────── */

/* Whether what was prepared is what would be prepared now. */
static gboolean
check_fresh (
    WeftDatabase *database, WeftSearchWork *self, const State *state, gboolean *fresh, GError **error)
{
  gint64 changed;

  *fresh = FALSE;
  if (self->pages == NULL || state->build != self->build)
    return TRUE;
  if (!weft_database_get_value (database, &changed, 0, error, get_sql (self->table)->changed_since, "iii",
                                self->low, self->through, self->build))
    return FALSE;
  *fresh = !changed;

  return TRUE;
}

static gboolean
write_pages (WeftDatabase *database, WeftSearchWork *self, GError **error)
{
  const gint64 block = self->low / WEFT_BLOCK_ROWS;
  const char *insert = get_sql (self->table)->insert_page;

  if (!weft_database_run (database, error, get_sql (self->table)->delete_pages, "i", block)
      || !weft_database_run (database, error, get_sql (self->table)->delete_block, "i", block))
    return FALSE;
  for (guint i = 0; i < self->pages->len; i++)
    {
      const WeftSearchPage *page = self->pages->pdata[i];
      WeftStatement *statement = weft_database_query (database, error, insert, "it", block, page->first);

      if (statement == NULL)
        return FALSE;
      weft_statement_bind_blob (statement, 3, page->words->data, page->words->len);
      if (!weft_statement_run (statement, error))
        return FALSE;
    }

  return self->n_rows == 0
         || weft_database_run (database, error, get_sql (self->table)->insert_block, "iiii", block,
                               self->newest, self->oldest, (gint64) self->sorted);
}

/* All that was noted of its rows is in it now, but for the predictions. */
static gboolean
settle_changes (WeftDatabase *database, WeftSearchWork *self, GError **error)
{
  const char *park = get_sql (self->table)->park;

  if (!weft_database_run (database, error, get_sql (self->table)->settle, "ii", self->low, self->through))
    return FALSE;
  for (guint i = 0; i < self->predicted->len; i++)
    if (!weft_database_run (database, error, park, "ii", g_array_index (self->predicted, gint64, i),
                            WEFT_SEARCH_PARKED))
      return FALSE;

  return TRUE;
}

/* Others may have come further in the block. */
static gboolean
prepare_again (WeftDatabase *database, WeftSearchWork *self, const State *state, GError **error)
{
  self->through = MAX (self->through, MIN (state->watermark, self->low + WEFT_BLOCK_ROWS - 1));

  return weft_search_prepare (database, self, error);
}

gboolean
weft_search_write (WeftDatabase *database, WeftSearchWork *self, GError **error)
{
  gboolean fresh;
  State state;

  if (!_weft_search_notice_wait (database, error) || !read_state (database, self->table, &state, error)
      || !check_fresh (database, self, &state, &fresh, error)
      || (!fresh && !prepare_again (database, self, &state, error)) || !write_pages (database, self, error)
      || !settle_changes (database, self, error))
    return FALSE;

  state.watermark = MAX (state.watermark, self->through);
  state.build++;

  return write_state (database, self->table, &state, error);
}

/* ── all at once ───────────────────────────────────────────────────────────────────────────────────── */

gboolean
weft_search_next (WeftDatabase *database, WeftRegistry *registry, gboolean *done, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (WeftSearchWork) work = weft_search_claim (database, registry, 1, &local_error);

  *done = work == NULL && local_error == NULL;
  if (work != NULL && weft_search_write (database, work, error))
    return TRUE;
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return *done;
}

gboolean
weft_search_index (WeftDatabase *database, WeftRegistry *registry, gboolean *done, GError **error)
{
  gboolean nothing;

  g_return_val_if_fail (WEFT_IS_DATABASE (database), FALSE);
  g_return_val_if_fail (WEFT_IS_REGISTRY (registry), FALSE);

  if (!weft_database_begin (database, error))
    return FALSE;
  if (!weft_search_next (database, registry, &nothing, error))
    {
      weft_database_rollback (database);
      return FALSE;
    }
  if (done != NULL)
    *done = nothing;

  return weft_database_commit (database, error);
}
