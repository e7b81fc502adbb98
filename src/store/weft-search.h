/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-database.h"
#include "store/weft-search-query.h"

G_BEGIN_DECLS

/* Full-text search, kept *behind* the rows: rows are written without the index, and it catches up in transactions of its own
 * (store/weft-search-work.h). A query reads the index and scans what is not indexed yet, so results are always complete. Columns marked
 * `@search` are indexed, folded by weft_text_fold(). How it is stored says store/weft-search-schema.h.
 *
 * Nobody has to say which rows changed: a connection on which weft_migrate_modules() has run (every connection that writes shared
 * tables must call it) notices by itself. New rows cost nothing, they lie above the watermark; changed and deleted ones below it are
 * written down by weft_database_commit(), in the same transaction. Predicted rows are found by scanning and never indexed. */

/** WeftSearchHit: a row that was found. */
typedef struct
{
  const WeftTable *table;
  char *stream;
  char *key;             /* what follows `stream` in the key; U+001F between several columns */
  gint64 window;
  gint64 at;             /* ms: the column marked @time, 0 if the table has none */
  char *author;          /* "" if the table has none */
  char **texts;          /* an excerpt of each searched column, on one line; then those of what was found on it (@hangs_on) */
} WeftSearchHit;

#define WEFT_SEARCH_EXCERPT_MAX 240 /* characters of an excerpt */

WeftSearchHit *weft_search_hit_copy (const WeftSearchHit *self);
void weft_search_hit_free (WeftSearchHit *self);

/** weft_search_hit_compare: in the order of results: newest first by `at`, then by window; then table, stream and key. */
int weft_search_hit_compare (const WeftSearchHit *a, const WeftSearchHit *b);

/** weft_search_hit_dup_cursor: Returns: (transfer full): a cursor for what follows @self. */
char *weft_search_hit_dup_cursor (const WeftSearchHit *self);

/** weft_search_holds: whether the row that @hit, from elsewhere, stands for is in this database. */
gboolean weft_search_holds (WeftDatabase *database, const WeftSearchHit *hit, gboolean *holds, GError **error);

/** WeftSearchScope: what of it all is wanted. */
typedef struct
{
  const char *const *streams; /* (nullable) only these; membership filtering belongs here */
  const char *person;         /* (nullable) who asks: from:me, is:unread */
  const char *cursor;         /* (nullable) where the last page ended; one that is none is %WEFT_ERROR_INVALID */
  guint limit;                /* hits on a page, from 1 */
  gint64 budget;              /* µs after which it ends early, with a cursor to go on; 0: none */
} WeftSearchScope;

#define WEFT_SEARCH_CURSOR_MAX 512 /* bytes */

typedef struct
{
  GPtrArray *hits;   /* of WeftSearchHit */
  char *cursor;      /* (nullable) there may be more, from here on; NULL: that was all */
  gboolean indexing; /* time was up before all rows that are not indexed yet were looked at */
} WeftSearchResult;

#define WEFT_TYPE_SEARCH_RESULT (weft_search_result_get_type ())
GType weft_search_result_get_type (void);
WeftSearchResult *weft_search_result_copy (const WeftSearchResult *self);
void weft_search_result_free (WeftSearchResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSearchResult, weft_search_result_free)

/**
 * weft_search_run:
 * @database: inside a transaction (weft_database_begin_read()): rows, watermark and index must be of one moment
 *
 * Rows whose searched columns are all empty are never found. An empty query has no hits.
 */
WeftSearchResult *weft_search_run (WeftDatabase *database, WeftRegistry *registry, WeftSearchQuery *query, const WeftSearchScope *scope, GError **error);

G_END_DECLS
