/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search-conditions.h"

#include <string.h>

#include "base/weft-text.h"
#include "store/weft-search-names.h"
#include "store/weft-search-schema.h"

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
take_term (WeftSearchConditions *self, GHashTable *allowed, const WeftSearchTerm *term, GError **error)
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
      found = weft_search_find_people (self->database, self->registry, term, allowed, self->person, error);
      if (found != NULL)
        g_ptr_array_add (term->negated ? self->no_authors : self->authors, found);
      return found != NULL;

    case WEFT_SEARCH_IN:
      found = weft_search_find_streams (self->database, self->registry, term, allowed, error);
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

gboolean
weft_search_conditions_init (WeftSearchConditions *self,
                             WeftDatabase *database,
                             WeftRegistry *registry,
                             WeftSearchQuery *query,
                             const char *const *streams,
                             const char *person,
                             GError **error)
{
  GHashTable *allowed = NULL;

  *self = (WeftSearchConditions) {
    .database = database, .registry = registry, .query = query, .person = person
  };
  self->terms = weft_search_query_get_terms (query, &self->n_terms);
  self->no_streams = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  self->authors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  self->no_authors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  self->from = G_MININT64;
  self->to = G_MAXINT64;

  if (streams != NULL)
    {
      allowed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      for (guint i = 0; streams[i] != NULL; i++)
        g_hash_table_add (allowed, g_strdup (streams[i]));
      self->streams = g_hash_table_ref (allowed);
    }

  for (guint i = 0; i < self->n_terms; i++)
    if (!take_term (self, allowed, &self->terms[i], error))
      {
        g_clear_pointer (&allowed, g_hash_table_unref);
        return FALSE;
      }
  g_clear_pointer (&allowed, g_hash_table_unref);

  return TRUE;
}

void
weft_search_conditions_clear (WeftSearchConditions *self)
{
  g_clear_pointer (&self->streams, g_hash_table_unref);
  g_ptr_array_unref (self->no_streams);
  g_ptr_array_unref (self->authors);
  g_ptr_array_unref (self->no_authors);
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
has_time (WeftSearchConditions *self, gint64 at)
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
gboolean
weft_search_conditions_match_words (WeftSearchConditions *self, const WeftSearchRow *of, guint n)
{
  char *folded[2 * WEFT_SEARCH_TEXTS_MAX] = { NULL };
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
const WeftTable *
weft_search_conditions_find_hanging (WeftSearchConditions *self, const WeftTable *table, const char *name)
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

#define ALWAYS "always" /* what features say of all rows which are found */

/* Whether row @number passes @sql: 1, 0, or -1 with @error. */
static int
ask (WeftSearchConditions *self, const char *sql, gboolean asks_me, gint64 number, GError **error)
{
  gint64 passes = 0;

  if (!weft_database_get_value (self->database, &passes, 0, error, sql, asks_me ? "it" : "i", number,
                                self->person != NULL ? self->person : ""))
    return -1;
  return passes != 0;
}

/* SQL which says whether the row passes; (nullable): nobody knows such a filter there. */
static const char *
filter_sql (WeftSearchConditions *self, const WeftTable *table, const char *name, gboolean *asks_me)
{
  const WeftTableFilter *filter = find_filter (table, name);
  const WeftTable *hanging;

  if (filter != NULL)
    {
      *asks_me = strstr (filter->where, "?2") != NULL;
      return _weft_search_intern ("SELECT 1 FROM %s t WHERE t.rowid = ?1 AND (%s)", table->name,
                                  filter->where);
    }
  if ((hanging = weft_search_conditions_find_hanging (self, table, name)) == NULL)
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
int
weft_search_conditions_pass_filters (WeftSearchConditions *self,
                                     const WeftSearchRows *rows,
                                     gint64 number,
                                     GError **error)
{
  const char *sql;
  gboolean asks_me = FALSE;
  int passes;

  if (find_filter (rows->table, ALWAYS) != NULL)
    {
      sql = filter_sql (self, rows->table, ALWAYS, &asks_me);
      if ((passes = ask (self, sql, asks_me, number, error)) <= 0)
        return passes;
    }
  for (guint i = 0; i < self->n_terms; i++)
    {
      const WeftSearchTerm *term = &self->terms[i];

      if (term->kind != WEFT_SEARCH_FILTER)
        continue;
      sql = filter_sql (self, rows->table, term->value, &asks_me);
      passes = sql != NULL ? ask (self, sql, asks_me, number, error) : 0;
      if (passes < 0)
        return -1;
      if ((passes != 0) == term->negated)
        return 0;
    }

  return 1;
}

/* Where all that passes hangs on rows of @table, and no word is looked for, those which hang are walked and
 * not all of these. */
gboolean
weft_search_conditions_ask_hanging (WeftSearchConditions *self, const WeftTable *table)
{
  for (guint i = 0; !self->has_words && i < self->n_terms; i++)
    if (self->terms[i].kind == WEFT_SEARCH_FILTER && !self->terms[i].negated
        && weft_search_conditions_find_hanging (self, table, self->terms[i].value) != NULL)
      return TRUE;

  return FALSE;
}

/* Whether time, stream, author and texts of a row are what is asked for; not its filters. */
gboolean
weft_search_conditions_match (WeftSearchConditions *self,
                              const WeftSearchRows *rows,
                              WeftStatement *row,
                              gboolean check_words)
{
  const char *stream = weft_statement_get_text (row, 1);
  const char *author = weft_statement_get_text (row, 4);

  if (author == NULL)
    author = "";

  return has_time (self, weft_statement_get_int (row, 3))
         && (self->streams == NULL || g_hash_table_contains (self->streams, stream))
         && !is_in_any (self->no_streams, stream) && is_in_all (self->authors, author)
         && !is_in_any (self->no_authors, author) && weft_search_row_has_text (rows, row)
         && (!check_words || weft_search_conditions_match_words (self, &(WeftSearchRow) { rows, row }, 1));
}
