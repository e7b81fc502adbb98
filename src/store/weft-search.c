/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search.h"

#include "store/weft-search-conditions.h"
#include "store/weft-search-index.h"
#include "store/weft-search-schema.h"

#define SCAN_CHECK 256 /* rows between two looks at the clock */

/* ── one search ────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  WeftDatabase *database;
  WeftRegistry *registry;
  WeftSearchQuery *query;
  WeftSearchConditions wanted;
  WeftSearchPlace after;
  gboolean has_after;
  gint64 deadline;
  guint limit;
  GPtrArray *hits; /* of WeftSearchHit, in order, at most @limit */
  gint64 through;  /* rows up to this time have not all been looked at */
  gboolean indexing;
} Search;

static void
insert_hit (Search *self, WeftSearchHit *hit)
{
  guint low = 0;
  guint high = self->hits->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (weft_search_hit_compare (self->hits->pdata[middle], hit) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  g_ptr_array_insert (self->hits, low, hit);
  if (self->hits->len > self->limit)
    g_ptr_array_set_size (self->hits, self->limit);
}

/* Keeps the row, with what was found in those that hang on it. */
static void
keep (Search *self, const WeftSearchPlace *place, const WeftSearchRow *row, const WeftSearchRow *hanging)
{
  WeftSearchHit *hit = g_new0 (WeftSearchHit, 1);
  const char *author = weft_statement_get_text (row->row, 4);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  hit->table = row->rows->table;
  hit->stream = g_strdup (place->stream);
  hit->author = g_strdup (author != NULL ? author : "");
  hit->key = g_strdup (place->key);
  hit->window = place->window;
  hit->at = place->at;
  weft_search_row_add_texts (texts, row->rows, row->row);
  if (hanging != NULL)
    weft_search_row_add_texts (texts, hanging->rows, hanging->row);
  g_ptr_array_add (texts, NULL);
  hit->texts = (char **) g_ptr_array_free (g_steal_pointer (&texts), FALSE);
  insert_hit (self, hit);
}

static gboolean
is_beyond (Search *self, const WeftSearchPlace *place)
{
  return (self->has_after && weft_search_place_compare (place, &self->after) <= 0)
         || (self->hits->len == self->limit
             && place->at < ((WeftSearchHit *) self->hits->pdata[self->limit - 1])->at);
}

/* ── what hangs on a row ───────────────────────────────────────────────────────────────────────────── */

/* A file is found, but what people see is the message it hangs on: that is the hit, once, in the place of the
 * newest of its files which were found, and only if it is not found itself. */

/* The row which @row hangs on, to be reset; NULL without @error: it is not here. */
static gboolean
find_carrier (
    Search *self, const WeftSearchRows *rows, WeftStatement *row, WeftSearchRow *carrier, GError **error)
{
  const char *target = weft_statement_get_text (row, rows->hangs_on);

  *carrier = (WeftSearchRow) { 0 };
  for (guint i = 0; i < rows->carriers->len; i++)
    {
      const WeftSearchRows *among = &g_array_index (rows->carriers, WeftSearchRows, i);
      WeftStatement *found = weft_database_query (self->database, error, among->get_by_key, "tt",
                                                  weft_statement_get_text (row, 1), target);
      int result;

      if (found == NULL || (result = weft_statement_step (found, error)) < 0)
        return FALSE;
      if (result > 0)
        {
          *carrier = (WeftSearchRow) { among, found };
          return TRUE;
        }
    }

  return TRUE;
}

/* Whether of all that hang on one row and are wanted @row is the first. */
static int
is_first_hanging (Search *self, const WeftSearchRows *rows, WeftStatement *row, GError **error)
{
  g_autofree char *key = weft_search_row_join_keys (rows, row);
  WeftSearchPlace place = weft_search_row_get_place (rows, row, key);
  WeftStatement *other
      = weft_database_query (self->database, error, rows->get_hanging, "tt", weft_statement_get_text (row, 1),
                             weft_statement_get_text (row, rows->hangs_on));
  int result;

  if (other == NULL)
    return -1;
  while ((result = weft_statement_step (other, error)) > 0)
    {
      g_autofree char *other_key = weft_search_row_join_keys (rows, other);
      WeftSearchPlace other_place = weft_search_row_get_place (rows, other, other_key);

      if (weft_search_place_compare (&other_place, &place) < 0
          && weft_search_conditions_match (&self->wanted, rows, other, TRUE))
        {
          weft_statement_reset (other);
          return 0;
        }
    }

  return result < 0 ? -1 : 1;
}

/* 1: kept or left, as it should be; 0: it hangs on nothing, and is a hit of its own. */
static int
take_hanging (Search *self, const WeftSearchRows *rows, WeftStatement *row, GError **error)
{
  WeftSearchRow carrier, both[2];
  g_autofree char *key = NULL;
  WeftSearchPlace place;
  int passes = 1;

  if (weft_statement_get_text (row, rows->hangs_on) == NULL)
    return 0;
  if (!find_carrier (self, rows, row, &carrier, error))
    return -1;
  if (carrier.row == NULL)
    return 1;

  key = weft_search_row_join_keys (carrier.rows, carrier.row);
  place = weft_search_row_get_place (carrier.rows, carrier.row, key);
  place.at = weft_statement_get_int (row, 3);
  both[0] = carrier;
  both[1] = (WeftSearchRow) { rows, row };
  if (!is_beyond (self, &place)
      && (!self->wanted.has_negated || weft_search_conditions_match_words (&self->wanted, both, 2))
      && (weft_search_conditions_ask_hanging (&self->wanted, carrier.rows->table)
          || !weft_search_conditions_match (&self->wanted, carrier.rows, carrier.row, TRUE))
      && (passes = is_first_hanging (self, rows, row, error)) > 0
      && (passes = weft_search_conditions_pass_filters (&self->wanted, carrier.rows,
                                                        weft_statement_get_int (carrier.row, 0), error))
             > 0)
    keep (self, &place, &carrier, &both[1]);
  weft_statement_reset (carrier.row);

  return passes < 0 ? -1 : 1;
}

/* Where somebody asks for what hangs on it, a row is told with it. */
static gboolean
keep_with_hanging (Search *self, const WeftSearchPlace *place, const WeftSearchRow *row, GError **error)
{
  for (guint i = 0; row->rows->n_keys == 1 && i < self->wanted.n_terms; i++)
    {
      const WeftTable *table;
      WeftStatement *found;
      WeftSearchRows rows;
      int result;

      if (self->wanted.terms[i].kind != WEFT_SEARCH_FILTER || self->wanted.terms[i].negated
          || (table = weft_search_conditions_find_hanging (&self->wanted, row->rows->table,
                                                           self->wanted.terms[i].value))
                 == NULL)
        continue;

      weft_search_rows_init (&rows, table);
      found = weft_database_query (self->database, error, rows.get_hanging, "tt", place->stream, place->key);
      if (found == NULL || (result = weft_statement_step (found, error)) < 0)
        return FALSE;
      if (result == 0)
        continue;
      keep (self, place, row, &(WeftSearchRow) { &rows, found });
      weft_statement_reset (found);
      return TRUE;
    }
  keep (self, place, row, NULL);

  return TRUE;
}

/* Looks at the row under @row, and keeps it if it is a hit. @scanned: nothing is known of its words. */
static gboolean
take_row (Search *self, const WeftSearchRows *rows, WeftStatement *row, gboolean scanned, GError **error)
{
  g_autofree char *key = NULL;
  WeftSearchPlace place = weft_search_row_get_place (rows, row, "");
  int result;

  if (self->hits->len == self->limit && place.at < ((WeftSearchHit *) self->hits->pdata[self->limit - 1])->at)
    return TRUE;
  if (!weft_search_conditions_match (&self->wanted, rows, row, FALSE))
    return TRUE;

  place.key = key = weft_search_row_join_keys (rows, row);
  if (rows->hangs_on < 0 && is_beyond (self, &place))
    return TRUE;
  if ((scanned || self->wanted.check_text)
      && !weft_search_conditions_match_words (&self->wanted, &(WeftSearchRow) { rows, row }, 1))
    return TRUE;
  if (rows->hangs_on >= 0 && (result = take_hanging (self, rows, row, error)) != 0)
    return result > 0;
  if (is_beyond (self, &place))
    return TRUE;
  if ((result
       = weft_search_conditions_pass_filters (&self->wanted, rows, weft_statement_get_int (row, 0), error))
      <= 0)
    return result == 0;

  return keep_with_hanging (self, &place, &(WeftSearchRow) { rows, row }, error);
}

/* ── by the index ──────────────────────────────────────────────────────────────────────────────────── */

/* The rows of a block that may be hits. */
static gboolean
find_rows (Search *self, WeftSearchIndex *index, gint64 block, WeftRowSet *rows, GError **error)
{
  WeftRowSet *changed = g_hash_table_lookup (index->changed, &block);

  weft_row_set_fill (rows);
  for (guint i = 0; i < self->wanted.n_terms; i++)
    {
      const WeftSearchTerm *term = &self->wanted.terms[i];

      if (term->kind != WEFT_SEARCH_WORDS || term->negated)
        continue;
      for (guint j = 0; term->words[j] != NULL; j++)
        {
          WeftRowSet with = { 0 };

          if (!weft_search_index_add_word (index, block, term->words[j],
                                           term->prefix && term->words[j + 1] == NULL, &with, error))
            return FALSE;
          weft_row_set_intersect (rows, &with);
          if (weft_row_set_is_empty (rows))
            return TRUE;
        }
    }

  for (guint i = 0; i < self->wanted.authors->len + (self->wanted.streams != NULL); i++)
    {
      gboolean by_author = i < self->wanted.authors->len;
      WeftRowSet with = { 0 };

      if (!weft_search_index_add_any (index, block,
                                      by_author ? WEFT_SEARCH_AUTHOR_MARK : WEFT_SEARCH_STREAM_MARK,
                                      by_author ? self->wanted.authors->pdata[i] : self->wanted.streams,
                                      &with, error))
        return FALSE;
      weft_row_set_intersect (rows, &with);
      if (weft_row_set_is_empty (rows))
        return TRUE;
    }
  if (changed != NULL)
    weft_row_set_subtract (rows, changed);

  return TRUE;
}

static gboolean
search_block (Search *self,
              const WeftSearchRows *rows,
              WeftSearchIndex *index,
              const WeftSearchBlock *block,
              GError **error)
{
  WeftRowSet found;
  int result;

  if (!find_rows (self, index, block->block, &found, error))
    return FALSE;

  for (int i = weft_row_set_previous (&found, WEFT_BLOCK_ROWS); i >= 0; i = weft_row_set_previous (&found, i))
    {
      gint64 number = block->block * WEFT_BLOCK_ROWS + i;
      WeftStatement *row;
      gboolean is_too_old;

      if (number > index->watermark)
        continue;

      row = weft_database_query (self->database, error, rows->get_row, "i", number);
      if (row == NULL || (result = weft_statement_step (row, error)) < 0)
        return FALSE;
      if (result == 0)
        continue;
      if (!take_row (self, rows, row, FALSE, error))
        {
          weft_statement_reset (row);
          return FALSE;
        }
      is_too_old
          = self->hits->len == self->limit
            && weft_statement_get_int (row, 3) < ((WeftSearchHit *) self->hits->pdata[self->limit - 1])->at;
      weft_statement_reset (row);

      /* The rows before it are older still. */
      if (block->sorted && is_too_old)
        break;
    }

  return TRUE;
}

static gboolean
search_index (Search *self, const WeftSearchRows *rows, WeftSearchIndex *index, GError **error)
{
  gint64 latest = self->has_after ? self->after.at : G_MAXINT64;

  for (guint i = 0; i < index->blocks->len; i++)
    {
      const WeftSearchBlock *block = &g_array_index (index->blocks, WeftSearchBlock, i);

      /* Newest first: what follows is older than what has been found. */
      if (block->newest < self->wanted.from
          || (self->hits->len == self->limit
              && block->newest < ((WeftSearchHit *) self->hits->pdata[self->limit - 1])->at))
        break;
      if (block->oldest > latest || block->oldest >= self->wanted.to)
        continue;

      /* Time is up: what is newer than this block is certain. It must be some way on, or the next page would
       * end here too. */
      if (self->deadline != 0 && block->newest < latest && g_get_monotonic_time () > self->deadline)
        {
          self->through = MAX (self->through, block->newest);
          break;
        }
      if (!search_block (self, rows, index, block, error))
        return FALSE;
    }

  return TRUE;
}

/* ── without the index ─────────────────────────────────────────────────────────────────────────────── */

static gboolean
scan (Search *self, const WeftSearchRows *rows, const char *sql, gint64 watermark, GError **error)
{
  WeftStatement *row = weft_database_query (self->database, error, sql, "i", watermark);
  guint n = 0;
  int result;

  if (row == NULL)
    return FALSE;
  while ((result = weft_statement_step (row, error)) > 0)
    {
      if (!take_row (self, rows, row, TRUE, error))
        {
          weft_statement_reset (row);
          return FALSE;
        }
      if (++n % SCAN_CHECK == 0 && self->deadline != 0 && g_get_monotonic_time () > self->deadline)
        {
          self->indexing = TRUE;
          weft_statement_reset (row);
          return TRUE;
        }
    }

  return result == 0;
}

/* What rows that hang may hang on: whatever is found by an id. */
static void
find_carriers (Search *self, WeftSearchRows *rows)
{
  guint n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (self->registry, &n_tables);

  rows->carriers = g_array_new (FALSE, FALSE, sizeof (WeftSearchRows));
  for (guint i = 0; i < n_tables; i++)
    {
      WeftSearchRows carrier;

      if (tables[i] == rows->table || !_weft_search_is_searched (tables[i]))
        continue;
      weft_search_rows_init (&carrier, tables[i]);
      if (carrier.get_by_key != NULL && carrier.hangs_on < 0)
        g_array_append_val (rows->carriers, carrier);
    }
}

static gboolean
search_table (Search *self, const WeftTable *table, GError **error)
{
  g_autoptr (WeftSearchIndex) index = NULL;
  WeftSearchRows rows;
  gboolean done;

  if ((self->wanted.authors->len > 0 && _weft_search_author_column (table) == NULL)
      || weft_search_conditions_ask_hanging (&self->wanted, table))
    return TRUE;

  weft_search_rows_init (&rows, table);
  if (rows.hangs_on >= 0)
    find_carriers (self, &rows);
  index = weft_search_index_open (self->database, table, error);

  done = index != NULL
         && scan (self, &rows,
                  /* CROSS keeps SQLite from walking all rows. */
                  _weft_search_intern (
                      "SELECT %s FROM search_changed_%s c %sJOIN %s t ON t.rowid = c.row WHERE c.row <= ?1",
                      rows.columns, table->name,
                      g_str_equal (weft_database_get_dialect (self->database), "sqlite") ? "CROSS " : "",
                      table->name),
                  index->watermark, error)
         && scan (self, &rows,
                  _weft_search_intern ("SELECT %s FROM %s t WHERE t.rowid > ?1 ORDER BY t.rowid DESC",
                                       rows.columns, table->name),
                  index->watermark, error)
         && search_index (self, &rows, index, error);
  weft_search_rows_clear (&rows);

  return done;
}

/* ── asking ────────────────────────────────────────────────────────────────────────────────────────── */

static WeftSearchResult *
finish (Search *self)
{
  WeftSearchResult *result = g_new0 (WeftSearchResult, 1);
  guint n = 0;

  /* What may have newer ones before it that nobody has looked at comes with the next page. */
  while (n < self->hits->len && ((WeftSearchHit *) self->hits->pdata[n])->at > self->through)
    n++;
  if (n < self->limit && self->through != G_MININT64)
    {
      WeftSearchPlace place = { self->through, G_MAXINT64, "-", "-", "-" };

      result->cursor = weft_search_place_write (&place);
    }
  else if (n == self->limit)
    {
      WeftSearchPlace place = weft_search_hit_get_place (self->hits->pdata[--n - 1]);

      result->cursor = weft_search_place_write (&place);
    }
  g_ptr_array_set_size (self->hits, n);

  for (guint i = 0; i < n; i++)
    {
      WeftSearchHit *hit = self->hits->pdata[i];

      for (guint j = 0; hit->texts[j] != NULL; j++)
        {
          char *excerpt = weft_search_query_excerpt (self->query, hit->texts[j], WEFT_SEARCH_EXCERPT_MAX);

          g_free (hit->texts[j]);
          hit->texts[j] = excerpt;
        }
    }
  result->hits = g_steal_pointer (&self->hits);
  result->indexing = self->indexing;

  return result;
}

WeftSearchResult *
weft_search_run (WeftDatabase *database,
                 WeftRegistry *registry,
                 WeftSearchQuery *query,
                 const WeftSearchScope *scope,
                 GError **error)
{
  Search search = { .database = database, .registry = registry, .query = query, .through = G_MININT64 };
  WeftSearchResult *result = NULL;
  g_auto (GStrv) parts = NULL;
  gboolean done, searches;
  const WeftTable *const *tables;
  guint n_tables;

  g_return_val_if_fail (WEFT_IS_DATABASE (database), NULL);
  g_return_val_if_fail (WEFT_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (query != NULL && scope != NULL && scope->limit > 0, NULL);

  if (scope->cursor != NULL)
    {
      if (!weft_search_place_read (scope->cursor, &parts, &search.after, error))
        return NULL;
      search.has_after = TRUE;
    }

  /* One more than wanted: whether there is another page. */
  search.limit = scope->limit + 1;
  search.deadline = scope->budget > 0 ? g_get_monotonic_time () + scope->budget : 0;
  done = weft_search_conditions_init (&search.wanted, database, registry, query, scope->streams,
                                      scope->person, error);
  search.hits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_search_hit_free);
  searches = !weft_search_query_is_empty (query) && search.wanted.from < search.wanted.to;

  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; done && searches && i < n_tables; i++)
    if (_weft_search_is_searched (tables[i]))
      done = search_table (&search, tables[i], error);
  if (done)
    result = finish (&search);
  weft_search_conditions_clear (&search.wanted);
  g_clear_pointer (&search.hits, g_ptr_array_unref);

  return result;
}
