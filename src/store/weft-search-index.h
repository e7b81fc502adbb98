/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"
#include "store/weft-row-set.h"

G_BEGIN_DECLS

/* The index itself, apart from what is asked of it: which rows of a block hold a word. For each searched table, say `message`:
 *
 *   search_words_message (block, word, rows)   block: row number / 4096; rows: a WeftRowSet. Besides the words of the searched columns
 *                                    a row has the words U+0001 stream and U+0002 author
 *   search_block_message (block, newest, oldest, sorted)   times of its rows; sorted: a later row is not older
 *   search_changed_message (row, parked)   rows below the watermark whose entry is out of date; parked: a prediction, not to be
 *                                    indexed until it changes again
 *
 * and in search_state (table_name, columns, watermark): rows with a greater number have not been looked at yet.
 *
 * A back end provides two things (weft-search-notice.h), everything else is SQL that both run:
 *   - a number for each row of a searched table, unique, growing, which changes of the row leave alone: `rowid`;
 *   - notice of changed and deleted rows up to the watermark: they are in search_changed_… when the transaction that changed them
 *     commits. Rows above the watermark need none: no transaction still open holds a number below it.
 * What an index holds too much is found by looking at the row; what it lacks is not. */

#define WEFT_SEARCH_STREAM_MARK "\001"
#define WEFT_SEARCH_AUTHOR_MARK "\002"

/** Makes what is missing, and begins again where the searched columns are others than before. Inside a transaction. */
gboolean _weft_search_create (WeftDatabase *database, WeftRegistry *registry, GError **error);

/** Forgets the index of one table; _weft_search_create() makes it anew. */
gboolean _weft_search_drop (WeftDatabase *database, const WeftTable *table, GError **error);

/** Indexes up to @limit rows, like weft_search_index(), inside a transaction. */
gboolean _weft_search_index_tables (WeftDatabase *database, WeftRegistry *registry, guint limit, gint64 *n_left, GError **error);

/** Whether a column of @table is marked `@search`. */
gboolean _weft_search_is_searched (const WeftTable *table);

/** Name of the column marked @author, @time, @hangs_on; (nullable). */
const char *_weft_search_author_column (const WeftTable *table);
const char *_weft_search_time_column (const WeftTable *table);
const char *_weft_search_hangs_on_column (const WeftTable *table);

/** SQL that lives for ever. */
const char *_weft_search_intern (const char *format, ...) G_GNUC_PRINTF (1, 2);

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
  const char *select_word;
  const char *select_range;
} WeftSearchIndex;

WeftSearchIndex *weft_search_index_open (WeftDatabase *database, const WeftTable *table, GError **error);
void weft_search_index_close (WeftSearchIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSearchIndex, weft_search_index_close)

/** weft_search_index_add_word: adds the rows of @block that have @word, or a word which begins with it. */
gboolean weft_search_index_add_word (WeftSearchIndex *self, gint64 block, const char *word, gboolean prefix, WeftRowSet *rows, GError **error);

/** weft_search_index_add_any: adds the rows of @block that have @mark and any of the strings in @set. */
gboolean weft_search_index_add_any (WeftSearchIndex *self, gint64 block, const char *mark, GHashTable *set, WeftRowSet *rows, GError **error);

G_END_DECLS
