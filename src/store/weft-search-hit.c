/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search-hit.h"

#include <string.h>

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

int
weft_search_place_compare (const WeftSearchPlace *first, const WeftSearchPlace *second)
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

WeftSearchPlace
weft_search_hit_get_place (const WeftSearchHit *hit)
{
  return (WeftSearchPlace) { hit->at, hit->window, hit->table->name, hit->stream, hit->key };
}

int
weft_search_hit_compare (const WeftSearchHit *a, const WeftSearchHit *b)
{
  WeftSearchPlace first = weft_search_hit_get_place (a);
  WeftSearchPlace second = weft_search_hit_get_place (b);

  return weft_search_place_compare (&first, &second);
}

char *
weft_search_place_write (const WeftSearchPlace *place)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s %s %s", place->at, place->window,
                          place->table, place->stream, place->key);
}

gboolean
weft_search_place_read (const char *text, char ***parts, WeftSearchPlace *place, GError **error)
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
  WeftSearchPlace place = weft_search_hit_get_place (self);

  return weft_search_place_write (&place);
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
