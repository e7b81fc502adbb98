/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/* Taking content out of what the server keeps for good: stored events and baselines. The rows follow by an event. An erased event keeps its place
 * and the running hash after it, and is marked, so that the log can still be checked; folding it gives the row without its content. */

/**
 * weft_erasure_blank:
 * @row: as weft_event_dup_row() names it
 * @below: only events before this one; G_MAXINT64 for all
 * @n_blanked: (inout): grows by the events and baseline rows which held something
 *
 * In the caller's transaction.
 */
gboolean weft_erasure_blank (WeftDatabase *database, WeftRegistry *registry, const char *stream, const char *row, gint64 below, guint *n_blanked, GError **error);

/** weft_erasure_find_files: @hashes: (element-type utf8): gets the files which @row, as it is or was, names; before it is blanked. */
gboolean weft_erasure_find_files (WeftDatabase *database, WeftRegistry *registry, const char *stream, const char *row, GPtrArray *hashes, GError **error);

/** WeftErasureOwner: whose a row is. */
typedef enum
{
  WEFT_ERASURE_NOBODY, /* there is no such row, and no event about it */
  WEFT_ERASURE_OWN,
  WEFT_ERASURE_OTHERS,
} WeftErasureOwner;

/** weft_erasure_get_owner: whether @row is @person's: its author's, or theirs who wrote all that is stored about it. */
gboolean weft_erasure_get_owner (WeftDatabase *database, WeftRegistry *registry, const char *stream, const char *row, const char *person, WeftErasureOwner *owner, GError **error);

/** weft_erasure_find_old: Returns: (transfer full) (element-type utf8): at most @limit rows from before @before (ms) whose content is not erased. */
GPtrArray *weft_erasure_find_old (WeftDatabase *database, WeftRegistry *registry, const char *stream, gint64 before, guint limit, GError **error);

/** weft_erasure_find_author: Returns: (transfer full) (element-type utf8): at most @limit rows of @person whose content is not erased. */
GPtrArray *weft_erasure_find_author (WeftDatabase *database, WeftRegistry *registry, const char *stream, const char *person, guint limit, GError **error);

/** weft_erasure_note_rows: writes beside the events of older programs which row they are about. In the caller's transaction. */
gboolean weft_erasure_note_rows (WeftDatabase *database, WeftRegistry *registry, GError **error);

G_END_DECLS
