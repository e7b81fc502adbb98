/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search-pages.h"

#include <string.h>

#define CHUNK 16384 /* bytes of words taken from the allocator at once */

typedef struct
{
  const char *text;
  guint32 n_rows;
  guint32 first; /* of its rows among all */
  guint16 last;  /* row added */
} Word;

typedef struct
{
  guint32 word;
  guint16 row;
} Occurrence;

struct _WeftSearchPages
{
  GStringChunk *texts;
  GHashTable *numbers; /* char* → place in @words + 1 */
  GArray *words;       /* of Word */
  GArray *occurrences; /* of Occurrence */
};

WeftSearchPages *
weft_search_pages_new (void)
{
  WeftSearchPages *self = g_new0 (WeftSearchPages, 1);

  self->texts = g_string_chunk_new (CHUNK);
  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->words = g_array_new (FALSE, FALSE, sizeof (Word));
  self->occurrences = g_array_new (FALSE, FALSE, sizeof (Occurrence));

  return self;
}

void
weft_search_pages_free (WeftSearchPages *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->occurrences);
  g_array_unref (self->words);
  g_hash_table_unref (self->numbers);
  g_string_chunk_free (self->texts);
  g_free (self);
}

void
weft_search_pages_add (WeftSearchPages *self, const char *text, guint row)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, text));
  Occurrence occurrence;
  Word *word;

  g_return_if_fail (row < WEFT_BLOCK_ROWS);

  if (number == 0)
    {
      Word fresh = { .text = g_string_chunk_insert (self->texts, text), .last = G_MAXUINT16 };

      g_array_append_val (self->words, fresh);
      number = self->words->len;
      g_hash_table_insert (self->numbers, (gpointer) fresh.text, GUINT_TO_POINTER (number));
    }

  word = &g_array_index (self->words, Word, number - 1);
  if (word->last == row)
    return;
  word->last = row;
  word->n_rows++;
  occurrence = (Occurrence) { number - 1, row };
  g_array_append_val (self->occurrences, occurrence);
}

/* The rows of all words, those of each beside one another. */
static guint16 *
sort_rows (WeftSearchPages *self)
{
  guint16 *rows = g_new (guint16, self->occurrences->len);
  guint32 n = 0;

  for (guint i = 0; i < self->words->len; i++)
    {
      Word *word = &g_array_index (self->words, Word, i);

      word->first = n;
      n += word->n_rows;
      word->n_rows = 0;
    }
  for (guint i = 0; i < self->occurrences->len; i++)
    {
      const Occurrence *occurrence = &g_array_index (self->occurrences, Occurrence, i);
      Word *word = &g_array_index (self->words, Word, occurrence->word);

      rows[word->first + word->n_rows++] = occurrence->row;
    }

  return rows;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Word *) a)->text, ((const Word *) b)->text);
}

static void
append_length (GByteArray *bytes, gsize length)
{
  const guint8 data[] = { length & 0xff, length >> 8 };

  g_assert (length <= G_MAXUINT16);
  g_byte_array_append (bytes, data, sizeof data);
}

static void
append_word (GPtrArray *pages, const char *text, const guint8 *rows, gsize n_rows)
{
  WeftSearchPage *page = pages->len > 0 ? pages->pdata[pages->len - 1] : NULL;
  gsize length = MIN (strlen (text), G_MAXUINT16);

  if (page == NULL || page->words->len + length + n_rows + 4 > WEFT_SEARCH_PAGE_MAX)
    {
      page = g_new0 (WeftSearchPage, 1);
      page->first = g_strdup (text);
      page->words = g_byte_array_sized_new (WEFT_SEARCH_PAGE_MAX);
      g_ptr_array_add (pages, page);
    }
  append_length (page->words, length);
  g_byte_array_append (page->words, (const guint8 *) text, length);
  append_length (page->words, n_rows);
  g_byte_array_append (page->words, rows, n_rows);
}

GPtrArray *
weft_search_pages_finish (WeftSearchPages *self)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_search_page_free);
  g_autofree guint16 *rows = sort_rows (self);

  g_array_sort (self->words, compare_words);
  for (guint i = 0; i < self->words->len; i++)
    {
      const Word *word = &g_array_index (self->words, Word, i);
      guint8 data[sizeof (WeftRowSet)];
      WeftRowSet set = { 0 };

      for (guint j = 0; j < word->n_rows; j++)
        weft_row_set_add (&set, rows[word->first + j]);
      append_word (pages, word->text, data, weft_row_set_store (&set, data));
    }

  return g_steal_pointer (&pages);
}

void
weft_search_page_free (WeftSearchPage *self)
{
  g_free (self->first);
  g_byte_array_unref (self->words);
  g_free (self);
}

/* Reading */

static gboolean
read_part (WeftSearchPageReader *self, const guint8 **part, gsize *length)
{
  gsize left = self->end - self->at;

  if (left < 2)
    return FALSE;
  *length = self->at[0] | self->at[1] << 8;
  if (left - 2 < *length)
    return FALSE;
  *part = self->at + 2;
  self->at += 2 + *length;

  return TRUE;
}

int
weft_search_page_reader_next (WeftSearchPageReader *self)
{
  const guint8 *word;

  if (self->at == self->end)
    return 0;
  if (!read_part (self, &word, &self->word_length) || !read_part (self, &self->rows, &self->rows_length))
    return -1;
  self->word = (const char *) word;

  return 1;
}

int
weft_search_page_reader_compare (const WeftSearchPageReader *self, const char *word, gsize length)
{
  int order = memcmp (self->word, word, MIN (self->word_length, length));

  return order != 0 ? order : self->word_length < length ? -1 : self->word_length > length;
}

gboolean
weft_search_page_reader_add_rows (const WeftSearchPageReader *self, WeftRowSet *rows)
{
  return weft_row_set_load (rows, self->rows, self->rows_length);
}
