/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-search.h"

G_BEGIN_DECLS

/** Makes what is missing, and begins again where the searched columns are others than before. Inside a transaction. */
gboolean _weft_search_create (WeftDatabase *database, WeftRegistry *registry, GError **error);

/** Forgets the index of one table; _weft_search_create() makes it anew. */
gboolean _weft_search_drop (WeftDatabase *database, const WeftTable *table, GError **error);

/** Has the connection notice changed rows. */
void _weft_search_watch (WeftDatabase *database, WeftRegistry *registry);

G_END_DECLS
