/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/* Where the search index is kept. For each searched table, say `message`:
 *
 *   search_words_message (block, first, words)  a page of a block (row number / 4096), kept by its first word: weft-search-pages.h.
 *                                    Besides the words of the searched columns a row has the words U+0001 stream and U+0002 author
 *   search_block_message (block, newest, oldest, sorted)  times of its rows; sorted: a later row is not older
 *   search_changed_message (row, build)  rows up to `claimed` which were changed or deleted: what the index says of them is out of
 *                                    date. build: of that time; -1: a prediction, not to be indexed until it changes again
 *
 * and in search_state (table_name, columns, watermark, claimed, build): rows above the watermark are not in the index; from those up to
 * `claimed` (≥ watermark) a block may be being made; build: grows with each block that is begun or written.
 *
 * A back end provides two things (weft-search-notice.h), everything else is SQL that both run:
 *   - a number for each row of a searched table, unique, growing, which changes of the row leave alone: `rowid`;
 *   - notice of changed and deleted rows up to `claimed`: they are in search_changed_… when the transaction that changed them
 *     commits. Rows above it need none: no transaction still open holds a number below it. */

#define WEFT_SEARCH_STREAM_MARK "\001"
#define WEFT_SEARCH_AUTHOR_MARK "\002"
#define WEFT_SEARCH_PARKED G_GINT64_CONSTANT (-1) /* the build of a prediction */

/** Makes what is missing, and begins again where the searched columns are others than before. Inside a transaction. */
gboolean _weft_search_create (WeftDatabase *database, WeftRegistry *registry, GError **error);

/** Forgets the index of one table; _weft_search_create() makes it anew. */
gboolean _weft_search_drop (WeftDatabase *database, const WeftTable *table, GError **error);

/** Whether a column of @table is marked `@search`. */
gboolean _weft_search_is_searched (const WeftTable *table);

/** Name of the column marked @author, @time, @hangs_on; (nullable). */
const char *_weft_search_author_column (const WeftTable *table);
const char *_weft_search_time_column (const WeftTable *table);
const char *_weft_search_hangs_on_column (const WeftTable *table);

/** SQL that lives for ever. */
const char *_weft_search_intern (const char *format, ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
