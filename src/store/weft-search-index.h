/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-search.h"
#include "store/weft-words.h"

G_BEGIN_DECLS

/**
 * WeftSearchIndex: how one kind of database keeps and asks its index. What a query means and how hits are ordered is weft-search.c's
 * and the same for all; the SQL is here. Every function works on one searched table, inside the caller's transaction.
 */
typedef struct
{
  /** create: makes what is missing; begins again where the searched columns are others than before. */
  gboolean (*create) (WeftDatabase *database, const WeftTable *table, GError **error);
  gboolean (*drop) (WeftDatabase *database, const WeftTable *table, GError **error);
  /** watch: has this connection notice which rows change; not in a transaction. */
  void (*watch) (WeftDatabase *database, const WeftTable *const *tables, guint n_tables);
  /** index: looks at up to @budget rows and takes them off it. @n_left: about how many still wait, 0 only if none do. */
  gboolean (*index) (WeftDatabase *database, const WeftTable *table, guint *budget, gint64 *n_left, GError **error);
  /** query: adds up to @limit hits, in one statement or snapshot. @words: never empty. */
  gboolean (*query) (WeftDatabase *database, const WeftTable *table, WeftWords *words, const char *const *streams, guint limit, GPtrArray *hits, GError **error);
} WeftSearchIndex;

extern const WeftSearchIndex _weft_search_sqlite;

const WeftSearchIndex *_weft_search_index_get (WeftDatabase *database);

/* What the kinds have in common */

/** "text, title", each between @before and @after. Returns: (transfer full) */
char *_weft_search_list (const WeftTable *table, const char *before, const char *after);
/** Whether the table has an integer of the engine's with that name: `seq`, `at`. */
gboolean _weft_search_has_meta (const WeftTable *table, const char *name);
/** Returns: (transfer none): interned, as SQL must be. */
const char *_weft_search_printf (const char *format, ...) G_GNUC_PRINTF (1, 2);
/** Adds the hit under @statement: stream, key, window, at. */
void _weft_search_add_hit (const WeftTable *table, WeftStatement *statement, GPtrArray *hits);

G_END_DECLS
