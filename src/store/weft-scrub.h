/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-sqlite.h"

G_BEGIN_DECLS

/* What a database file still holds of content that is gone from its rows. Freed cells and pages are overwritten by themselves (secure_delete), but
 * when SQLite moves the cells of a page about, it leaves copies in the gap between them; the search index keeps words until it
 * catches up with the rows; the WAL keeps old pages. Measured: of 3,000 emptied texts 9 to 19 were still found in the file. */

/** weft_scrub_create: makes the note of whether anything is to be taken out. Called by weft_migrate_modules(). */
gboolean weft_scrub_create (WeftDatabase *database, GError **error);

/** weft_scrub_want: notes that the file is to be scrubbed, in the caller's transaction: it is done after the commit, if need be after the next start. */
gboolean weft_scrub_want (WeftDatabase *database, GError **error);

/** weft_scrub_is_wanted: @wanted: (out): whether the file is to be scrubbed. */
gboolean weft_scrub_is_wanted (WeftDatabase *database, gboolean *wanted, GError **error);

/** weft_scrub_begin: @wanted: (out): whether the file is to be scrubbed; what is noted from now on is told apart. Inside a transaction. */
gboolean weft_scrub_begin (WeftDatabase *database, gboolean *wanted, GError **error);

/** weft_scrub_end: it was scrubbed: forgets that it was wanted before weft_scrub_begin(). Inside a transaction. */
gboolean weft_scrub_end (WeftDatabase *database, GError **error);

/**
 * weft_scrub_step:
 * @done: (out): whether nothing is left to be done
 *
 * All of it a step at a time, each in a transaction of its own, for whoever has the database to themselves.
 */
gboolean weft_scrub_step (WeftSqlite *database, WeftRegistry *registry, gboolean *done, GError **error);

/**
 * weft_scrub_index:
 * @done: (out): whether no word of a row that is gone is left; else call it again
 *
 * One block. Inside a transaction, on a connection on which weft_migrate_modules() has run.
 */
gboolean weft_scrub_index (WeftDatabase *database, WeftRegistry *registry, gboolean *done, GError **error);

/** weft_scrub_find: Returns: (transfer full) (element-type gint64): the pages with something left in their gap, as @database sees them. */
GArray *weft_scrub_find (WeftSqlite *database, GError **error);

/** weft_scrub_clean: empties the gaps of @n_pages pages. Inside a transaction. */
gboolean weft_scrub_clean (WeftSqlite *database, const gint64 *pages, guint n_pages, GError **error);

/** weft_scrub_checkpoint: empties the WAL; outside a transaction. @done: (out): FALSE while somebody reads from it. */
gboolean weft_scrub_checkpoint (WeftSqlite *database, gboolean *done, GError **error);

G_END_DECLS
