/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search.h"

#include <string.h>

#include "base/weft-text.h"
#include "store/weft-search-index.h"
#include "store/weft-search-names.h"
#include "store/weft-search-schema.h"

#define TEXTS_MAX 16   /* searched columns of a table */
#define SCAN_CHECK 256 /* rows between two looks at the clock */

/* ── hits ──────────────────────────────────────────────────────────────────────────────────────────── */

G_DEFINE_BOXED_TYPE (WeftSearchResult, weft_search_result, weft_search_result_copy, weft_search_result_free)

WeftSearchHit *
weft_search_hit_copy (const WeftSearchHit *self)
{
  WeftSearchHit *copy = g_memdup2 (self, sizeof *self);

  copy->stream = g_strdup (self->stream);
  copy->key = g_strdup (self->key);
  copy->author = g_strdup (self->author);
  copy->texts = g_strdupv (self->texts);

  return copy;
}

void
weft_search_hit_free (WeftSearchHit *self)
{
  if (self == NULL)
    return;

  g_free (self->stream);
  g_free (self->key);
  g_free (self->author);
  g_strfreev (self->texts);
  g_free (self);
}

static gpointer
copy_hit (gconstpointer hit, gpointer user_data)
{
  return weft_search_hit_copy (hit);
}

WeftSearchResult *
weft_search_result_copy (const WeftSearchResult *self)
{
  WeftSearchResult *copy = g_memdup2 (self, sizeof *self);

  copy->hits = g_ptr_array_copy (self->hits, copy_hit, NULL);
  copy->cursor = g_strdup (self->cursor);

  return copy;
}

void
weft_search_result_free (WeftSearchResult *self)
{
  g_ptr_array_unref (self->hits);
  g_free (self->cursor);
  g_free (self);
}

/* Where a row stands among all: newest first. */
typedef struct
{
  gint64 at;
  gint64 window;
  const char *table;
  const char *stream;
  const char *key;
} Place;

static int
compare_places (const Place *first, const Place *second)
{
  int result;

  if (first->at != second->at)
    return first->at > second->at ? -1 : 1;
  if (first->window != second->window)
    return first->window > second->window ? -1 : 1;
  if ((result = strcmp (first->table, second->table)) != 0)
    return result;
  if ((result = strcmp (first->stream, second->stream)) != 0)
    return result;

  return strcmp (first->key, second->key);
}

static Place
place_of (const WeftSearchHit *hit)
{
  return (Place) { hit->at, hit->window, hit->table->name, hit->stream, hit->key };
}

int
weft_search_hit_compare (const WeftSearchHit *a, const WeftSearchHit *b)
{
  Place first = place_of (a);
  Place second = place_of (b);

  return compare_places (&first, &second);
}

/* ── where a page ended ────────────────────────────────────────────────────────────────────────────── */

static char *
write_cursor (const Place *place)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s %s %s", place->at, place->window,
                          place->table, place->stream, place->key);
}

static gboolean
read_cursor (const char *text, char ***parts, Place *place, GError **error)
{
  *parts = g_strsplit (text, " ", 5);
  if (strlen (text) <= WEFT_SEARCH_CURSOR_MAX && g_strv_length (*parts) == 5
      && g_ascii_string_to_signed ((*parts)[0], 10, G_MININT64, G_MAXINT64, &place->at, NULL)
      && g_ascii_string_to_signed ((*parts)[1], 10, G_MININT64, G_MAXINT64, &place->window, NULL))
    {
      place->table = (*parts)[2];
      place->stream = (*parts)[3];
      place->key = (*parts)[4];
      return TRUE;
    }

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "cursor: not one that a search gave");

  return FALSE;
}

char *
weft_search_hit_dup_cursor (const WeftSearchHit *self)
{
  Place place = place_of (self);

  return write_cursor (&place);
}

gboolean
weft_search_holds (WeftDatabase *database, const WeftSearchHit *hit, gboolean *holds, GError **error)
{
  g_auto (GStrv) keys = g_strsplit (hit->key, "\x1f", -1);
  g_autoptr (GString) sql = g_string_new (NULL);
  WeftStatement *statement;
  guint n = 0;
  int result;

  *holds = FALSE;
  g_string_append_printf (sql, "SELECT 1 FROM %s WHERE stream = ?1", hit->table->name);
  for (guint i = 1; i < hit->table->n_columns; i++)
    if (hit->table->columns[i].key)
      g_string_append_printf (sql, " AND %s = ?%u", hit->table->columns[i].name, ++n + 1);
  if (n != g_strv_length (keys))
    return TRUE;

  statement = weft_database_query (database, error, g_intern_string (sql->str), "t", hit->stream);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    weft_statement_bind_text (statement, 2 + i, keys[i]);
  if ((result = weft_statement_step (statement, error)) < 0)
    return FALSE;
  *holds = result > 0;
  weft_statement_reset (statement);

  return TRUE;
}

/* ── one search ────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  WeftDatabase *database;
  WeftRegistry *registry;
  WeftSearchQuery *query;
  const WeftSearchScope *scope;
  const WeftSearchTerm *terms;
  guint n_terms;
  GHashTable *streams;   /* (nullable) only these */
  GPtrArray *no_streams; /* of GHashTable */
  GPtrArray *authors;    /* of GHashTable: one of each */
  GPtrArray *no_authors;
  gint64 from; /* from ≤ at < to */
  gint64 to;
  gboolean has_words;   /* that must be there */
  gboolean has_negated; /* words that must not */
  gboolean check_text;  /* the index does not answer it alone: words in order, words that must not be there */
  Place after;
  gboolean has_after;
  gint64 deadline;
  guint limit;
  GPtrArray *hits; /* of WeftSearchHit, in order, at most @limit */
  gint64 through;  /* rows up to this time have not all been looked at */
  gboolean indexing;
} Search;

/* The table being searched. */
typedef struct
{
  const WeftTable *table;
  const char *columns; /* of a row: number, stream, window, time, author, keys, texts */
  const char *get_row;
  const char *get_by_key;  /* (nullable): where the key is the stream and an id */
  const char *get_hanging; /* (nullable): what hangs on the same row */
  guint n_keys;
  guint n_texts;
  int hangs_on;     /* column; -1: none */
  GArray *carriers; /* of Rows: what its rows may hang on */
} Rows;

/* A row that passes for a hit, before it is kept. */
typedef struct
{
  const Rows *rows;
  WeftStatement *row;
} Row;

static void
search_clear (Search *self)
{
  g_clear_pointer (&self->streams, g_hash_table_unref);
  g_ptr_array_unref (self->no_streams);
  g_ptr_array_unref (self->authors);
  g_ptr_array_unref (self->no_authors);
  g_clear_pointer (&self->hits, g_ptr_array_unref);
}

static GHashTable *
intersect (GHashTable *first, GHashTable *second)
{
  GHashTable *both = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, second);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (g_hash_table_contains (first, key))
      g_hash_table_add (both, g_strdup (key));

  return both;
}

static gboolean
take_term (
    Search *self, WeftRegistry *registry, GHashTable *allowed, const WeftSearchTerm *term, GError **error)
{
  GHashTable *found;

  switch (term->kind)
    {
    case WEFT_SEARCH_WORDS:
      self->has_words |= !term->negated;
      self->has_negated |= term->negated;
      self->check_text |= term->negated || term->words[1] != NULL;
      return TRUE;

    case WEFT_SEARCH_FROM:
      found = weft_search_find_people (self->database, registry, term, allowed, self->scope->person, error);
      if (found != NULL)
        g_ptr_array_add (term->negated ? self->no_authors : self->authors, found);
      return found != NULL;

    case WEFT_SEARCH_IN:
      found = weft_search_find_streams (self->database, registry, term, allowed, error);
      if (found == NULL)
        return FALSE;
      if (term->negated)
        g_ptr_array_add (self->no_streams, found);
      else if (self->streams == NULL)
        self->streams = found;
      else
        {
          GHashTable *both = intersect (self->streams, found);

          g_hash_table_unref (self->streams);
          g_hash_table_unref (found);
          self->streams = both;
        }
      return TRUE;

    case WEFT_SEARCH_TIME:
      if (!term->negated)
        {
          self->from = MAX (self->from, term->from);
          self->to = MIN (self->to, term->to);
        }
      return TRUE;

    case WEFT_SEARCH_FILTER:
    default:
      return TRUE;
    }
}

static gboolean
search_init (Search *self, WeftRegistry *registry, GError **error)
{
  GHashTable *allowed = NULL;

  self->terms = weft_search_query_get_terms (self->query, &self->n_terms);
  self->no_streams = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  self->authors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  self->no_authors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  self->hits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_search_hit_free);
  self->from = G_MININT64;
  self->to = G_MAXINT64;
  self->through = G_MININT64;

  if (self->scope->streams != NULL)
    {
      allowed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      for (guint i = 0; self->scope->streams[i] != NULL; i++)
        g_hash_table_add (allowed, g_strdup (self->scope->streams[i]));
      self->streams = g_hash_table_ref (allowed);
    }

  for (guint i = 0; i < self->n_terms; i++)
    if (!take_term (self, registry, allowed, &self->terms[i], error))
      {
        g_clear_pointer (&allowed, g_hash_table_unref);
        return FALSE;
      }
  g_clear_pointer (&allowed, g_hash_table_unref);

  return TRUE;
}

static void
rows_init (Rows *self, const WeftTable *table)
{
  g_autoptr (GString) columns = g_string_new (NULL);
  const char *author = _weft_search_author_column (table);
  const char *time = _weft_search_time_column (table);
  const char *hangs_on = _weft_search_hangs_on_column (table);
  const char *key = NULL;

  *self = (Rows) { .table = table, .hangs_on = -1 };
  g_string_append_printf (columns, "t.rowid, t.stream, %s%s, %s%s, %s%s", table->window >= 0 ? "t." : "",
                          table->window >= 0 ? table->columns[table->window].name : "0",
                          time != NULL ? "t." : "", time != NULL ? time : "0", author != NULL ? "t." : "",
                          author != NULL ? author : "''");
  for (guint i = 1; i < table->n_columns; i++)
    if (table->columns[i].key)
      {
        self->n_keys++;
        key = table->columns[i].name;
        g_string_append_printf (columns, ", t.%s", key);
      }
  for (guint i = 0; i < table->n_columns && self->n_texts < TEXTS_MAX; i++)
    if (table->columns[i].search)
      {
        self->n_texts++;
        g_string_append_printf (columns, ", t.%s", table->columns[i].name);
      }
  if (hangs_on != NULL)
    {
      self->hangs_on = 5 + self->n_keys + self->n_texts;
      g_string_append_printf (columns, ", t.%s", hangs_on);
      self->get_hanging = _weft_search_intern ("SELECT %s FROM %s t WHERE t.stream = ?1 AND t.%s = ?2",
                                               columns->str, table->name, hangs_on);
    }

  self->columns = g_intern_string (columns->str);
  self->get_row = _weft_search_intern ("SELECT %s FROM %s t WHERE t.rowid = ?1", columns->str, table->name);
  if (self->n_keys == 1)
    self->get_by_key = _weft_search_intern ("SELECT %s FROM %s t WHERE t.stream = ?1 AND t.%s = ?2",
                                            columns->str, table->name, key);
}

static void
rows_clear (Rows *self)
{
  g_clear_pointer (&self->carriers, g_array_unref);
}

static char *
join_keys (const Rows *rows, WeftStatement *row)
{
  GString *keys = g_string_new (NULL);

  for (guint i = 0; i < rows->n_keys; i++)
    {
      const char *key = weft_statement_get_text (row, 5 + i);

      g_string_append_printf (keys, "%s%s", i > 0 ? "\x1f" : "", key != NULL ? key : "");
    }

  return g_string_free_and_steal (keys);
}

static gboolean
is_in_all (GPtrArray *sets, const char *value)
{
  for (guint i = 0; i < sets->len; i++)
    if (!g_hash_table_contains (sets->pdata[i], value))
      return FALSE;

  return TRUE;
}

static gboolean
is_in_any (GPtrArray *sets, const char *value)
{
  for (guint i = 0; i < sets->len; i++)
    if (g_hash_table_contains (sets->pdata[i], value))
      return TRUE;

  return FALSE;
}

static gboolean
has_time (Search *self, gint64 at)
{
  if (at < self->from || at >= self->to)
    return FALSE;
  for (guint i = 0; i < self->n_terms; i++)
    if (self->terms[i].kind == WEFT_SEARCH_TIME && self->terms[i].negated && at >= self->terms[i].from
        && at < self->terms[i].to)
      return FALSE;

  return TRUE;
}

/* Whether the texts of rows taken together hold the words, and none of those that must not be there. */
static gboolean
has_words (Search *self, const Row *of, guint n)
{
  char *folded[2 * TEXTS_MAX];
  guint n_folded = 0;
  gboolean matches;

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < of[i].rows->n_texts; j++)
      {
        const char *text = weft_statement_get_text (of[i].row, 5 + of[i].rows->n_keys + j);

        folded[n_folded++] = text != NULL ? weft_text_fold (text, -1) : NULL;
      }
  matches = weft_search_query_match (self->query, (const char *const *) folded, n_folded);
  for (guint i = 0; i < n_folded; i++)
    g_free (folded[i]);

  return matches;
}

static gboolean
has_text (const Rows *rows, WeftStatement *row)
{
  for (guint i = 0; i < rows->n_texts; i++)
    {
      const char *text = weft_statement_get_text (row, 5 + rows->n_keys + i);

      if (text != NULL && *text != '\0')
        return TRUE;
    }

  return FALSE;
}

static const WeftTableFilter *
find_filter (const WeftTable *table, const char *name)
{
  for (guint i = 0; i < table->n_filters; i++)
    if (g_str_equal (table->filters[i].name, name))
      return &table->filters[i];

  return NULL;
}

/* The table of what hangs on rows of @table and knows the filter, if those know none of that name themselves.
 */
static const WeftTable *
find_hanging (Search *self, const WeftTable *table, const char *name)
{
  guint n_keys = 0, n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (self->registry, &n_tables);

  for (guint i = 1; i < table->n_columns; i++)
    n_keys += table->columns[i].key;
  if (n_keys != 1 || find_filter (table, name) != NULL)
    return NULL;
  for (guint i = 0; i < n_tables; i++)
    if (tables[i] != table && _weft_search_hangs_on_column (tables[i]) != NULL
        && find_filter (tables[i], name) != NULL)
      return tables[i];

  return NULL;
}

static const char *
get_key_column (const WeftTable *table)
{
  for (guint i = 1; i < table->n_columns; i++)
    if (table->columns[i].key)
      return table->columns[i].name;

  return "stream";
}

/* SQL which says whether the row passes; (nullable): nobody knows such a filter there. */
static const char *
filter_sql (Search *self, const WeftTable *table, const char *name, gboolean *asks_me)
{
  const WeftTableFilter *filter = find_filter (table, name);
  const WeftTable *hanging;

  if (filter != NULL)
    {
      *asks_me = strstr (filter->where, "?2") != NULL;
      return _weft_search_intern ("SELECT 1 FROM %s t WHERE t.rowid = ?1 AND (%s)", table->name,
                                  filter->where);
    }
  if ((hanging = find_hanging (self, table, name)) == NULL)
    return NULL;

  filter = find_filter (hanging, name);
  *asks_me = strstr (filter->where, "?2") != NULL;

  return _weft_search_intern (
      "SELECT 1 FROM %s carrier WHERE carrier.rowid = ?1 AND EXISTS (SELECT 1 FROM %s t"
      " WHERE t.stream = carrier.stream AND t.%s = carrier.%s AND (%s))",
      table->name, hanging->name, _weft_search_hangs_on_column (hanging), get_key_column (table),
      filter->where);
}

/* What the features' own conditions say of row @number. */
static int
passes_filters (Search *self, const Rows *rows, gint64 number, GError **error)
{
  for (guint i = 0; i < self->n_terms; i++)
    {
      const WeftSearchTerm *term = &self->terms[i];
      gboolean asks_me = FALSE;
      gint64 passes = 0;
      const char *sql;

      if (term->kind != WEFT_SEARCH_FILTER)
        continue;
      sql = filter_sql (self, rows->table, term->value, &asks_me);
      if (sql != NULL
          && !weft_database_get_value (self->database, &passes, 0, error, sql, asks_me ? "it" : "i", number,
                                       self->scope->person != NULL ? self->scope->person : ""))
        return -1;
      if ((passes != 0) == term->negated)
        return 0;
    }

  return 1;
}

/* Where all that passes hangs on rows of @table, and no word is looked for, those which hang are walked and
 * not all of these. */
static gboolean
is_found_by_hanging (Search *self, const WeftTable *table)
{
  for (guint i = 0; !self->has_words && i < self->n_terms; i++)
    if (self->terms[i].kind == WEFT_SEARCH_FILTER && !self->terms[i].negated
        && find_hanging (self, table, self->terms[i].value) != NULL)
      return TRUE;

  return FALSE;
}

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

/* Whether time, stream, author and texts of a row are what is asked for; not its filters. */
static gboolean
is_wanted (Search *self, const Rows *rows, WeftStatement *row, gboolean check_words)
{
  const char *stream = weft_statement_get_text (row, 1);
  const char *author = weft_statement_get_text (row, 4);

  if (author == NULL)
    author = "";

  return has_time (self, weft_statement_get_int (row, 3))
         && (self->streams == NULL || g_hash_table_contains (self->streams, stream))
         && !is_in_any (self->no_streams, stream) && is_in_all (self->authors, author)
         && !is_in_any (self->no_authors, author) && has_text (rows, row)
         && (!check_words || has_words (self, &(Row) { rows, row }, 1));
}

static void
add_texts (GPtrArray *texts, const Rows *rows, WeftStatement *row)
{
  for (guint i = 0; i < rows->n_texts; i++)
    {
      char *text = weft_statement_dup_text (row, 5 + rows->n_keys + i);

      g_ptr_array_add (texts, text != NULL ? text : g_strdup (""));
    }
}

/* Keeps the row, with what was found in those that hang on it. */
static void
keep (Search *self, const Place *place, const Row *row, const Row *hanging)
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
  add_texts (texts, row->rows, row->row);
  if (hanging != NULL)
    add_texts (texts, hanging->rows, hanging->row);
  g_ptr_array_add (texts, NULL);
  hit->texts = (char **) g_ptr_array_free (g_steal_pointer (&texts), FALSE);
  insert_hit (self, hit);
}

static gboolean
is_beyond (Search *self, const Place *place)
{
  return (self->has_after && compare_places (place, &self->after) <= 0)
         || (self->hits->len == self->limit
             && place->at < ((WeftSearchHit *) self->hits->pdata[self->limit - 1])->at);
}

/* ── what hangs on a row ───────────────────────────────────────────────────────────────────────────── */

/* A file is found, but what people see is the message it hangs on: that is the hit, once, in the place of the
 * newest of its files which were found, and only if it is not found itself. */

/* The row which @row hangs on, to be reset; NULL without @error: it is not here. */
static gboolean
find_carrier (Search *self, const Rows *rows, WeftStatement *row, Row *carrier, GError **error)
{
  const char *target = weft_statement_get_text (row, rows->hangs_on);

  *carrier = (Row) { 0 };
  for (guint i = 0; i < rows->carriers->len; i++)
    {
      const Rows *among = &g_array_index (rows->carriers, Rows, i);
      WeftStatement *found = weft_database_query (self->database, error, among->get_by_key, "tt",
                                                  weft_statement_get_text (row, 1), target);
      int result;

      if (found == NULL || (result = weft_statement_step (found, error)) < 0)
        return FALSE;
      if (result > 0)
        {
          *carrier = (Row) { among, found };
          return TRUE;
        }
    }

  return TRUE;
}

static Place
place_of_row (const Rows *rows, WeftStatement *row, const char *key)
{
  return (Place) { weft_statement_get_int (row, 3), weft_statement_get_int (row, 2), rows->table->name,
                   weft_statement_get_text (row, 1), key };
}

/* Whether of all that hang on one row and are wanted @row is the first. */
static int
is_first_hanging (Search *self, const Rows *rows, WeftStatement *row, GError **error)
{
  g_autofree char *key = join_keys (rows, row);
  Place place = place_of_row (rows, row, key);
  WeftStatement *other
      = weft_database_query (self->database, error, rows->get_hanging, "tt", weft_statement_get_text (row, 1),
                             weft_statement_get_text (row, rows->hangs_on));
  int result;

  if (other == NULL)
    return -1;
  while ((result = weft_statement_step (other, error)) > 0)
    {
      g_autofree char *other_key = join_keys (rows, other);
      Place other_place = place_of_row (rows, other, other_key);

      if (compare_places (&other_place, &place) < 0 && is_wanted (self, rows, other, TRUE))
        {
          weft_statement_reset (other);
          return 0;
        }
    }

  return result < 0 ? -1 : 1;
}

/* 1: kept or left, as it should be; 0: it hangs on nothing, and is a hit of its own. */
static int
take_hanging (Search *self, const Rows *rows, WeftStatement *row, GError **error)
{
  Row carrier, both[2];
  g_autofree char *key = NULL;
  Place place;
  int passes = 1;

  if (weft_statement_get_text (row, rows->hangs_on) == NULL)
    return 0;
  if (!find_carrier (self, rows, row, &carrier, error))
    return -1;
  if (carrier.row == NULL)
    return 1;

  key = join_keys (carrier.rows, carrier.row);
  place = place_of_row (carrier.rows, carrier.row, key);
  place.at = weft_statement_get_int (row, 3);
  both[0] = carrier;
  both[1] = (Row) { rows, row };
  if (!is_beyond (self, &place) && (!self->has_negated || has_words (self, both, 2))
      && (is_found_by_hanging (self, carrier.rows->table)
          || !is_wanted (self, carrier.rows, carrier.row, TRUE))
      && (passes = is_first_hanging (self, rows, row, error)) > 0
      && (passes = passes_filters (self, carrier.rows, weft_statement_get_int (carrier.row, 0), error)) > 0)
    keep (self, &place, &carrier, &both[1]);
  weft_statement_reset (carrier.row);

  return passes < 0 ? -1 : 1;
}

/* Where somebody asks for what hangs on it, a row is told with it. */
static gboolean
keep_with_hanging (Search *self, const Place *place, const Row *row, GError **error)
{
  for (guint i = 0; row->rows->n_keys == 1 && i < self->n_terms; i++)
    {
      const WeftTable *table;
      WeftStatement *found;
      Rows rows;
      int result;

      if (self->terms[i].kind != WEFT_SEARCH_FILTER || self->terms[i].negated
          || (table = find_hanging (self, row->rows->table, self->terms[i].value)) == NULL)
        continue;

      rows_init (&rows, table);
      found = weft_database_query (self->database, error, rows.get_hanging, "tt", place->stream, place->key);
      if (found == NULL || (result = weft_statement_step (found, error)) < 0)
        return FALSE;
      if (result == 0)
        continue;
      keep (self, place, row, &(Row) { &rows, found });
      weft_statement_reset (found);
      return TRUE;
    }
  keep (self, place, row, NULL);

  return TRUE;
}

/* Looks at the row under @row, and keeps it if it is a hit. @scanned: nothing is known of its words. */
static gboolean
take_row (Search *self, const Rows *rows, WeftStatement *row, gboolean scanned, GError **error)
{
  g_autofree char *key = NULL;
  Place place = place_of_row (rows, row, "");
  int result;

  if (self->hits->len == self->limit && place.at < ((WeftSearchHit *) self->hits->pdata[self->limit - 1])->at)
    return TRUE;
  if (!is_wanted (self, rows, row, FALSE))
    return TRUE;

  place.key = key = join_keys (rows, row);
  if (rows->hangs_on < 0 && is_beyond (self, &place))
    return TRUE;
  if ((scanned || self->check_text) && !has_words (self, &(Row) { rows, row }, 1))
    return TRUE;
  if (rows->hangs_on >= 0 && (result = take_hanging (self, rows, row, error)) != 0)
    return result > 0;
  if (is_beyond (self, &place))
    return TRUE;
  if ((result = passes_filters (self, rows, weft_statement_get_int (row, 0), error)) <= 0)
    return result == 0;

  return keep_with_hanging (self, &place, &(Row) { rows, row }, error);
}

/* ── by the index ──────────────────────────────────────────────────────────────────────────────────── */

/* The rows of a block that may be hits. */
static gboolean
find_rows (Search *self, WeftSearchIndex *index, gint64 block, WeftRowSet *rows, GError **error)
{
  WeftRowSet *changed = g_hash_table_lookup (index->changed, &block);

  weft_row_set_fill (rows);
  for (guint i = 0; i < self->n_terms; i++)
    {
      const WeftSearchTerm *term = &self->terms[i];

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

  for (guint i = 0; i < self->authors->len + (self->streams != NULL); i++)
    {
      gboolean by_author = i < self->authors->len;
      WeftRowSet with = { 0 };

      if (!weft_search_index_add_any (index, block,
                                      by_author ? WEFT_SEARCH_AUTHOR_MARK : WEFT_SEARCH_STREAM_MARK,
                                      by_author ? self->authors->pdata[i] : self->streams, &with, error))
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
search_block (
    Search *self, const Rows *rows, WeftSearchIndex *index, const WeftSearchBlock *block, GError **error)
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
search_index (Search *self, const Rows *rows, WeftSearchIndex *index, GError **error)
{
  gint64 latest = self->has_after ? self->after.at : G_MAXINT64;

  for (guint i = 0; i < index->blocks->len; i++)
    {
      const WeftSearchBlock *block = &g_array_index (index->blocks, WeftSearchBlock, i);

      /* Newest first: what follows is older than what has been found. */
      if (block->newest < self->from
          || (self->hits->len == self->limit
              && block->newest < ((WeftSearchHit *) self->hits->pdata[self->limit - 1])->at))
        break;
      if (block->oldest > latest || block->oldest >= self->to)
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
scan (Search *self, const Rows *rows, const char *sql, gint64 watermark, GError **error)
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
find_carriers (Search *self, Rows *rows)
{
  guint n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (self->registry, &n_tables);

  rows->carriers = g_array_new (FALSE, FALSE, sizeof (Rows));
  for (guint i = 0; i < n_tables; i++)
    {
      Rows carrier;

      if (tables[i] == rows->table || !_weft_search_is_searched (tables[i]))
        continue;
      rows_init (&carrier, tables[i]);
      if (carrier.get_by_key != NULL && carrier.hangs_on < 0)
        g_array_append_val (rows->carriers, carrier);
    }
}

static gboolean
search_table (Search *self, const WeftTable *table, GError **error)
{
  g_autoptr (WeftSearchIndex) index = NULL;
  Rows rows;
  gboolean done;

  if ((self->authors->len > 0 && _weft_search_author_column (table) == NULL)
      || is_found_by_hanging (self, table))
    return TRUE;

  rows_init (&rows, table);
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
  rows_clear (&rows);

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
      Place place = { self->through, G_MAXINT64, "-", "-", "-" };

      result->cursor = write_cursor (&place);
    }
  else if (n == self->limit)
    {
      Place place = place_of (self->hits->pdata[--n - 1]);

      result->cursor = write_cursor (&place);
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
  Search search = { .database = database, .registry = registry, .query = query, .scope = scope };
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
      if (!read_cursor (scope->cursor, &parts, &search.after, error))
        return NULL;
      search.has_after = TRUE;
    }

  /* One more than wanted: whether there is another page. */
  search.limit = scope->limit + 1;
  search.deadline = scope->budget > 0 ? g_get_monotonic_time () + scope->budget : 0;
  done = search_init (&search, registry, error);
  searches = !weft_search_query_is_empty (query) && search.from < search.to;

  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; done && searches && i < n_tables; i++)
    if (_weft_search_is_searched (tables[i]))
      done = search_table (&search, tables[i], error);
  if (done)
    result = finish (&search);
  search_clear (&search);

  return result;
}
