/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/* The full-text index, kept *behind* the rows: rows are written without it, and it catches up in transactions of its own from a
 * watermark. A query reads the index and scans what is not indexed yet, so results are always complete. Columns marked
 * `@search` are indexed, folded by weft_text_fold(). The tables that folds write note changed rows in no table: the client's
 * batch and the server's writer call weft_search_note() for each changed row of a searched table. */

/** weft_search_note: remembers that a row changed or went; cheap; part of the caller's transaction. */
gboolean weft_search_note (WeftDatabase *database, const WeftTable *table, const char *stream, const char *key, GError **error);

/** weft_search_index: indexes up to @limit noted rows in a transaction of its own. @n_left: how many are still waiting. */
gboolean weft_search_index (WeftDatabase *database, WeftRegistry *registry, guint limit, guint *n_left, GError **error);

typedef struct
{
  const WeftTable *table;
  char *stream;
  char *key;             /* what follows `stream` in the key */
  gint64 window;
} WeftSearchHit;

void weft_search_hit_free (WeftSearchHit *self);

/**
 * weft_search_query:
 * @words: what a person typed: words (the last one as a prefix)
 * @streams: (nullable) (array zero-terminated=1): only these; membership filtering belongs here
 *
 * Returns: (transfer full) (element-type WeftSearchHit): hits, newest window first
 */
GPtrArray *weft_search_query (WeftDatabase *database, WeftRegistry *registry, const char *words, const char *const *streams, guint limit, GError **error);

G_END_DECLS
