/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-search-query.h"
#include "store/weft-search-rows.h"

G_BEGIN_DECLS

/** WeftSearchConditions: what a query asks of a row, wherever it stands; names of people and streams are looked up. */
typedef struct
{
  WeftDatabase *database;
  WeftRegistry *registry;
  WeftSearchQuery *query;
  const char *person; /* (nullable) */
  const WeftSearchTerm *terms;
  guint n_terms;
  GHashTable *streams;   /* (nullable) only these */
  GPtrArray *no_streams; /* of GHashTable */
  GPtrArray *authors;    /* of GHashTable: one of each */
  GPtrArray *no_authors;
  gint64 from; /* from ≤ at < to */
  gint64 to;
  gboolean has_words;   /* that must be there */
  gboolean has_negated; /* words that must not */
  gboolean check_text;  /* the index does not answer it alone: words in order, words that must not be there */
} WeftSearchConditions;

/** weft_search_conditions_init: @streams: (nullable): only these. What is given outlives it. To be cleared even if it fails. */
gboolean weft_search_conditions_init (WeftSearchConditions *self, WeftDatabase *database, WeftRegistry *registry, WeftSearchQuery *query, const char *const *streams, const char *person, GError **error);
void weft_search_conditions_clear (WeftSearchConditions *self);

/** weft_search_conditions_match: whether time, stream and author of a row are what is asked for, and its texts, if @check_words; not its filters. */
gboolean weft_search_conditions_match (WeftSearchConditions *self, const WeftSearchRows *rows, WeftStatement *row, gboolean check_words);

/** weft_search_conditions_match_words: whether the texts of @n rows taken together, at most two, hold the words, and none of those that must not be there. */
gboolean weft_search_conditions_match_words (WeftSearchConditions *self, const WeftSearchRow *of, guint n);

/** weft_search_conditions_pass_filters: what the features' own conditions say of row @number: 1, 0, or -1 with @error. */
int weft_search_conditions_pass_filters (WeftSearchConditions *self, const WeftSearchRows *rows, gint64 number, GError **error);

/** weft_search_conditions_find_hanging: Returns: (nullable): the table of what hangs on rows of @table and knows the filter @name, if those know none of that name themselves. */
const WeftTable *weft_search_conditions_find_hanging (WeftSearchConditions *self, const WeftTable *table, const char *name);

/** weft_search_conditions_ask_hanging: whether all that passes hangs on rows of @table, and no word is looked for: then those which hang are walked and not all of these. */
gboolean weft_search_conditions_ask_hanging (WeftSearchConditions *self, const WeftTable *table);

G_END_DECLS
