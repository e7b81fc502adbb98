/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "store/weft-search.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FOUND (weft_found_get_type ())
G_DECLARE_FINAL_TYPE (WeftFound, weft_found, WEFT, FOUND, GObject)

/** WeftFound: a row that was found: one hit of a search, as an item of a WeftFinder, or what a link names. Immutable. */

/** weft_found_new: @hit: (transfer full). @query: (nullable): %NULL if a link named it. */
WeftFound *weft_found_new (WeftSearchHit *hit, WeftSearchQuery *query);
const WeftSearchHit *weft_found_get_hit (WeftFound *self);
/** weft_found_get_query: what found it: for weft_search_query_find(). */
WeftSearchQuery *weft_found_get_query (WeftFound *self);

G_END_DECLS
