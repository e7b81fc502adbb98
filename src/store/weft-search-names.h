/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-database.h"
#include "store/weft-search-query.h"

G_BEGIN_DECLS

/**
 * weft_search_find_people:
 * @streams: (nullable) (element-type utf8): a set: only names which stand there
 * @me: (nullable): who asks
 *
 * Who may be meant by from: columns marked `@person_name` that hold the words; `me` is @me.
 *
 * Returns: (transfer full) (element-type utf8): a set of ids
 */
GHashTable *weft_search_find_people (WeftDatabase *database, WeftRegistry *registry, const WeftSearchTerm *term, GHashTable *streams, const char *me, GError **error);

/** weft_search_find_streams: which streams may be meant by in: columns marked `@stream_name` that hold the words, or the stream's own name. */
GHashTable *weft_search_find_streams (WeftDatabase *database, WeftRegistry *registry, const WeftSearchTerm *term, GHashTable *streams, GError **error);

G_END_DECLS
