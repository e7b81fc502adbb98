/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search-private.h"

#include <string.h>

#include "store/weft-search-index.h"
#include "store/weft-sqlite.h"

static gboolean
is_searched (const WeftTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].search)
      return TRUE;

  return FALSE;
}

/* ── for the kinds of index ────────────────────────────────────────────────────────────────────────── */

const WeftSearchIndex *
_weft_search_index_get (WeftDatabase *database)
{
  return WEFT_IS_SQLITE (database) ? &_weft_search_sqlite : NULL;
}

gboolean
_weft_search_has_meta (const WeftTable *table, const char *name)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].meta && table->columns[i].type == WEFT_COLUMN_INTEGER
        && g_str_equal (table->columns[i].name, name))
      return TRUE;

  return FALSE;
}

char *
_weft_search_list (const WeftTable *table, const char *before, const char *after)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].search)
      g_string_append_printf (list, "%s%s%s%s", list->len > 0 ? ", " : "", before, table->columns[i].name,
                              after);

  return g_string_free_and_steal (list);
}

const char *
_weft_search_printf (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  return g_intern_string (text);
}

void
_weft_search_add_hit (const WeftTable *table, WeftStatement *statement, GPtrArray *hits)
{
  WeftSearchHit *hit = g_new0 (WeftSearchHit, 1);

  hit->table = table;
  hit->stream = weft_statement_dup_text (statement, 0);
  hit->key = weft_statement_dup_text (statement, 1);
  hit->window = weft_statement_get_int (statement, 2);
  hit->at = weft_statement_get_int (statement, 3);
  g_ptr_array_add (hits, hit);
}

/* ── keeping ───────────────────────────────────────────────────────────────────────────────────────── */

gboolean
_weft_search_drop (WeftDatabase *database, const WeftTable *table, GError **error)
{
  /* Also where nothing is searched any more. */
  return _weft_search_index_get (database) == NULL
         || _weft_search_index_get (database)->drop (database, table, error);
}

gboolean
_weft_search_create (WeftDatabase *database, WeftRegistry *registry, GError **error)
{
  guint n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (registry, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    if (is_searched (tables[i]) && _weft_search_index_get (database) != NULL
        && !_weft_search_index_get (database)->create (database, tables[i], error))
      return FALSE;

  return TRUE;
}

void
_weft_search_watch (WeftDatabase *database, WeftRegistry *registry)
{
  g_autoptr (GPtrArray) searched = g_ptr_array_new ();
  guint n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (registry, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    if (is_searched (tables[i]))
      g_ptr_array_add (searched, (gpointer) tables[i]);

  if (_weft_search_index_get (database) != NULL)
    _weft_search_index_get (database)->watch (database, (const WeftTable *const *) searched->pdata,
                                              searched->len);
}

static gboolean
index_tables (WeftDatabase *database, WeftRegistry *registry, guint limit, gint64 *n_left, GError **error)
{
  const WeftSearchIndex *index = _weft_search_index_get (database);
  guint n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (registry, &n_tables);
  guint budget = limit;

  *n_left = 0;
  for (guint i = 0; i < n_tables; i++)
    {
      gint64 n = 0;

      if (!is_searched (tables[i]) || index == NULL)
        continue;
      if (!index->index (database, tables[i], &budget, &n, error))
        return FALSE;
      *n_left += n;
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
  const WeftSearchIndex *index;
  const WeftTable *const *tables;
  guint n_tables;

  g_return_val_if_fail (WEFT_IS_DATABASE (database), NULL);
  g_return_val_if_fail (WEFT_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (words != NULL, NULL);

  parsed = weft_words_new (words);
  if (weft_words_is_empty (parsed) || limit == 0)
    return g_steal_pointer (&hits);

  index = _weft_search_index_get (database);
  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    if (is_searched (tables[i]) && index != NULL
        && !index->query (database, tables[i], parsed, streams, limit, hits, error))
      return NULL;

  g_ptr_array_sort (hits, compare_hits);
  if (hits->len > limit)
    g_ptr_array_set_size (hits, limit);

  return g_steal_pointer (&hits);
}
