/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"
#include "store/weft-row-set.h"

G_BEGIN_DECLS

/* What the index says: which rows of a block hold a word. How it is kept stands in weft-search-schema.h, how it is made in
 * weft-search-work.h. What it holds too much is found by looking at the row; what it lacks is not. */

typedef struct
{
  gint64 block;
  gint64 newest; /* ms */
  gint64 oldest;
  gboolean sorted;
} WeftSearchBlock;

/** WeftSearchIndex: the index of one table, to be read inside one transaction. */
typedef struct
{
  WeftDatabase *database;
  const WeftTable *table;
  gint64 watermark;
  GArray *blocks;      /* of WeftSearchBlock, the one with the newest row first */
  GHashTable *changed; /* gint64* → WeftRowSet*: rows of a block whose entry is out of date */
  const char *select_pages;
} WeftSearchIndex;

WeftSearchIndex *weft_search_index_open (WeftDatabase *database, const WeftTable *table, GError **error);
void weft_search_index_close (WeftSearchIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSearchIndex, weft_search_index_close)

/** weft_search_index_add_word: adds the rows of @block that have @word, or a word which begins with it. */
gboolean weft_search_index_add_word (WeftSearchIndex *self, gint64 block, const char *word, gboolean prefix, WeftRowSet *rows, GError **error);

/** weft_search_index_add_any: adds the rows of @block that have @mark and any of the strings in @set. */
gboolean weft_search_index_add_any (WeftSearchIndex *self, gint64 block, const char *mark, GHashTable *set, WeftRowSet *rows, GError **error);

G_END_DECLS
