/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/**
 * WeftSearchWork:
 *
 * How the index is made: a block at a time, each from its rows alone, whatever it was before.
 *
 *   claim     the writer says which block, up to which row; from now on changes of these rows are noted
 *   prepare   reads the rows and makes the pages; on any connection, best on one of another thread: this is what costs
 *   write     the writer puts the pages in the place of what the block was. If one of its rows has changed since it was claimed, or another
 *             server was at it, it is prepared again here, so that words of rows that are gone never come in
 *
 * Nothing else is kept of it: if the program ends in between, somebody claims the block again.
 */
typedef struct _WeftSearchWork WeftSearchWork;

/** Rows which a query may as well look at one by one, so that it is not worth to make a block for fewer. */
#define WEFT_SEARCH_WORTHWHILE 256

/**
 * weft_search_claim:
 * @database: the writer, inside a transaction
 * @least: how many rows of a table must be waiting, from 1
 *
 * Returns: (transfer full): what is next; NULL without @error: nothing is.
 */
WeftSearchWork *weft_search_claim (WeftDatabase *database, WeftRegistry *registry, guint least, GError **error);

/** weft_search_prepare: @database: inside a transaction begun after that of the claim ended, or that one. */
gboolean weft_search_prepare (WeftDatabase *database, WeftSearchWork *work, GError **error);

/** weft_search_write: @database: the writer, inside a transaction; @work may not have been prepared. */
gboolean weft_search_write (WeftDatabase *database, WeftSearchWork *work, GError **error);

void weft_search_work_free (WeftSearchWork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSearchWork, weft_search_work_free)

/** weft_search_next: all three in the transaction @database is in. @done: (out): nothing was left to do. */
gboolean weft_search_next (WeftDatabase *database, WeftRegistry *registry, gboolean *done, GError **error);

/** weft_search_index: the same in a transaction of its own. @done: (out) (optional): nothing was left to do; else call it again. */
gboolean weft_search_index (WeftDatabase *database, WeftRegistry *registry, gboolean *done, GError **error);

G_END_DECLS
