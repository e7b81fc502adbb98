/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/* The full-text index, kept *behind* the rows: rows are written without it, and it catches up in transactions of its own from a
 * watermark. A query reads the index and scans what is not indexed yet, so results are always complete. Columns marked
 * `@search` are indexed, folded by weft_text_fold().
 *
 * Nobody has to say which rows changed: a connection on which weft_migrate_modules() has run (every connection that writes shared
 * tables must call it) notices by itself. New rows cost nothing, they lie above the watermark; changed and deleted ones below it are
 * written down by weft_database_commit(), in the same transaction. Predicted rows are found by scanning and never indexed. */

/** weft_search_index: indexes up to @limit rows in a transaction of its own. @n_left: (nullable): about how many are still waiting, 0 if none. */
gboolean weft_search_index (WeftDatabase *database, WeftRegistry *registry, guint limit, guint *n_left, GError **error);

typedef struct
{
  const WeftTable *table;
  char *stream;
  char *key;             /* what follows `stream` in the key */
  gint64 window;
  gint64 at;             /* ms: the column `at`, 0 if the table has none */
} WeftSearchHit;

void weft_search_hit_free (WeftSearchHit *self);

/**
 * weft_search_query:
 * @words: what a person typed: words (the last one as a prefix)
 * @streams: (nullable) (array zero-terminated=1): only these; membership filtering belongs here
 *
 * A row is a hit if its searched columns hold all words. Nothing a person types is an error; no words, no hits.
 *
 * Returns: (transfer full) (element-type WeftSearchHit): hits, newest first: by `at`, then by window
 */
GPtrArray *weft_search_query (WeftDatabase *database, WeftRegistry *registry, const char *words, const char *const *streams, guint limit, GError **error);

G_END_DECLS
