/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-database.h"
#include "store/weft-search-hit.h"
#include "store/weft-search-query.h"

G_BEGIN_DECLS

/* Full-text search, kept *behind* the rows: rows are written without the index, and it catches up in transactions of its own
 * (store/weft-search-work.h). A query reads the index and scans what is not indexed yet, so results are always complete. Columns marked
 * `@search` are indexed, folded by weft_text_fold(). How it is stored says store/weft-search-schema.h.
 *
 * Nobody has to say which rows changed: a connection on which weft_migrate_modules() has run (every connection that writes shared
 * tables must call it) notices by itself. New rows cost nothing, they lie above the watermark; changed and deleted ones below it are
 * written down by weft_database_commit(), in the same transaction. Predicted rows are found by scanning and never indexed. */

/** WeftSearchScope: what of it all is wanted. */
typedef struct
{
  const char *const *streams; /* (nullable) only these; membership filtering belongs here */
  const char *person;         /* (nullable) who asks: from:me, is:unread */
  const char *cursor;         /* (nullable) where the last page ended; one that is none is %WEFT_ERROR_INVALID */
  guint limit;                /* hits on a page, from 1 */
  gint64 budget;              /* µs after which it ends early, with a cursor to go on; 0: none */
} WeftSearchScope;

/**
 * weft_search_run:
 * @database: inside a transaction (weft_database_begin_read()): rows, watermark and index must be of one moment
 *
 * Rows whose searched columns are all empty are never found. An empty query has no hits.
 */
WeftSearchResult *weft_search_run (WeftDatabase *database, WeftRegistry *registry, WeftSearchQuery *query, const WeftSearchScope *scope, GError **error);

G_END_DECLS
