/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/* What the index asks of each kind of database (weft-search-index.h): numbered rows, and notice of those
 * which change.
 *
 * SQLite has both, its `rowid` and its update hook. In PostgreSQL a searched table gets a column `rowid`,
 * numbered by a sequence, which nothing but the index looks at, and triggers, since rows are also changed by
 * other servers. A number is given before the row's transaction commits: each transaction that writes a
 * searched table holds a lock, shared with the others, which the index takes alone, so that while it reads
 * there is no number in the air and no note unwritten. */

/** _weft_search_notice_create: inside a transaction, where search_state and search_changed_… are there. */
gboolean _weft_search_notice_create (WeftDatabase *database, const WeftTable *table, GError **error);
gboolean _weft_search_notice_drop (WeftDatabase *database, const WeftTable *table, GError **error);

/** _weft_search_notice_watch: for a connection which will write. */
void _weft_search_notice_watch (WeftDatabase *database, WeftRegistry *registry);

/** _weft_search_notice_wait: at the beginning of a transaction that indexes: waits for those which write. */
gboolean _weft_search_notice_wait (WeftDatabase *database, GError **error);

G_END_DECLS
