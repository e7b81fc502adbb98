/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-search.h"

G_BEGIN_DECLS

/* For each searched table, say `message`:
 *   search_message (FTS5)            the index; rowid is that of the row, the text itself is not kept again
 *   search_changed_message (row, parked)   rows below the watermark whose entry in the index is out of date;
 *                                    parked: a prediction, not to be indexed until it changes again
 * and in search_state (table_name, watermark, digest): rows with a greater rowid have not been looked at yet. */

/** Makes what is missing, and begins again where the searched columns are others than before. Inside a transaction. */
gboolean _weft_search_create (WeftDatabase *database, WeftRegistry *registry, GError **error);

/** Forgets the index of one table; _weft_search_create() makes it anew. */
gboolean _weft_search_drop (WeftDatabase *database, const WeftTable *table, GError **error);

/** Has the connection notice changed rows. */
void _weft_search_watch (WeftDatabase *database, WeftRegistry *registry);

G_END_DECLS
