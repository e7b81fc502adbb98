/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "store/weft-row-set.h"

G_BEGIN_DECLS

/* How the search index keeps which rows of a block have which words: the words in the order of their bytes, on pages of some kilobytes, each
 * of which is written at once. A page is one word after the other: length of the word (2 bytes, little-endian), the word,
 * length of the rows (2 bytes), the rows as weft_row_set_store() writes them. */

#define WEFT_SEARCH_PAGE_MAX 1900 /* bytes, but for a page of one word: two fit SQLite's pages, and PostgreSQL keeps them in the row */

/** WeftSearchPage: a page to be kept by its block and first word. */
typedef struct
{
  char *first;
  GByteArray *words;
} WeftSearchPage;

void weft_search_page_free (WeftSearchPage *self);

/** WeftSearchPages: collects the words of a block. */
typedef struct _WeftSearchPages WeftSearchPages;

WeftSearchPages *weft_search_pages_new (void);
void weft_search_pages_free (WeftSearchPages *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSearchPages, weft_search_pages_free)

/** weft_search_pages_add: @row: of the block, below %WEFT_BLOCK_ROWS. */
void weft_search_pages_add (WeftSearchPages *self, const char *word, guint row);

/** weft_search_pages_finish: Returns: (transfer full) (element-type WeftSearchPage): in order; nothing more can be added. */
GPtrArray *weft_search_pages_finish (WeftSearchPages *self);

/** WeftSearchPageReader: walks the words of a page; set @at and @end to its bytes. */
typedef struct
{
  const guint8 *at;
  const guint8 *end;
  const char *word; /* not terminated */
  gsize word_length;
  const guint8 *rows;
  gsize rows_length;
} WeftSearchPageReader;

/** weft_search_page_reader_next: Returns: 1 if there is a word, 0 at the end, -1 if the page is none. */
int weft_search_page_reader_next (WeftSearchPageReader *self);

/** weft_search_page_reader_compare: the word of @self with @word, by their bytes. */
int weft_search_page_reader_compare (const WeftSearchPageReader *self, const char *word, gsize length);

/** weft_search_page_reader_add_rows: adds the rows of the word; FALSE if they are none. */
gboolean weft_search_page_reader_add_rows (const WeftSearchPageReader *self, WeftRowSet *rows);

G_END_DECLS
