/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search-index.h"

#include <string.h>

#include "store/weft-search-pages.h"
#include "store/weft-search-schema.h"

#define LETTERS_END "\xf4\x8f\xbf\xbf" /* U+10FFFF: after every word */

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
  self->select_pages = _weft_search_intern (
      "SELECT words FROM search_words_%1$s WHERE block = ?1 AND first < ?3 AND first >= COALESCE ((SELECT "
      "first FROM search_words_%1$s WHERE block = ?1 AND first <= ?2 ORDER BY first DESC LIMIT 1), '') "
      "ORDER BY first",
      table->name);

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

/* Adds the rows of the words from @first up to @end which are in @set, where there is one: those without
 * their mark. */
static gboolean
add_range (WeftSearchIndex *self,
           gint64 block,
           const char *first,
           const char *end,
           GHashTable *set,
           WeftRowSet *rows,
           GError **error)
{
  const gsize first_length = strlen (first), end_length = strlen (end);
  g_autoptr (GString) member = set != NULL ? g_string_new (NULL) : NULL;
  WeftStatement *statement
      = weft_database_query (self->database, error, self->select_pages, "itt", block, first, end);
  int result;

  if (statement == NULL)
    return FALSE;
  while ((result = weft_statement_step (statement, error)) > 0)
    {
      WeftSearchPageReader page;
      gsize length;
      int word;

      page.at = weft_statement_get_blob (statement, 0, &length);
      page.end = page.at + length;
      while ((word = weft_search_page_reader_next (&page)) > 0)
        {
          if (weft_search_page_reader_compare (&page, first, first_length) < 0)
            continue;
          if (weft_search_page_reader_compare (&page, end, end_length) >= 0)
            break;
          if (set != NULL)
            {
              g_string_truncate (member, 0);
              g_string_append_len (member, page.word + first_length, page.word_length - first_length);
              if (!g_hash_table_contains (set, member->str))
                continue;
            }
          if (!weft_search_page_reader_add_rows (&page, rows))
            {
              word = -1;
              break;
            }
        }
      if (word < 0)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT,
                       "search_words_%s: a page of %" G_GSIZE_FORMAT " bytes which is none",
                       self->table->name, length);
          weft_statement_reset (statement);
          return FALSE;
        }
    }

  return result == 0;
}

gboolean
weft_search_index_add_word (
    WeftSearchIndex *self, gint64 block, const char *word, gboolean prefix, WeftRowSet *rows, GError **error)
{
  /* U+0001 is in no word: nothing stands between a word and it with that behind. */
  g_autofree char *end = g_strconcat (word, prefix ? LETTERS_END : "\001", NULL);

  return add_range (self, block, word, end, NULL, rows, error);
}

gboolean
weft_search_index_add_any (
    WeftSearchIndex *self, gint64 block, const char *mark, GHashTable *set, WeftRowSet *rows, GError **error)
{
  g_autofree char *end = NULL;

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

  return add_range (self, block, mark, end, set, rows, error);
}
