/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-clock.h"
#include "proto/weft-position.h"
#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

#define WEFT_SNAPSHOT_WINDOW 50                 /* newest rows of a windowed table */
#define WEFT_SNAPSHOT_KEEP (3 * 60 * 1000)      /* ms a file is on offer */
#define WEFT_SNAPSHOT_TAIL 1000                 /* events a reader takes from the log rather than having a new file written */

/**
 * WeftSnapshots:
 *
 * All rows of a stream as frames, written once to a compressed file `(stream, epoch, seq)` and shared by all who need it in the next
 * minutes; what happened since comes from the log. Knows nothing of what the tables mean. Safe from any thread.
 */
typedef struct _WeftSnapshots WeftSnapshots;

/** WeftSnapshot: one reader's way through a file. */
typedef struct _WeftSnapshot WeftSnapshot;

/** weft_snapshots_new: @directory is emptied: files of an earlier run are on offer to nobody. */
WeftSnapshots *weft_snapshots_new (WeftRegistry *registry, WeftClock *clock, const char *directory);
void weft_snapshots_free (WeftSnapshots *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSnapshots, weft_snapshots_free)

/**
 * weft_snapshots_open:
 * @database: a reading connection which is in no transaction
 *
 * Returns: (transfer full): the newest file, written if there is none; NULL on error
 */
WeftSnapshot *weft_snapshots_open (WeftSnapshots *self, WeftDatabase *database, const char *stream, GError **error);

/** weft_snapshots_get_floor: up to where the floor of @stream may rise: G_MAXINT64 if no file is on offer. */
gint64 weft_snapshots_get_floor (WeftSnapshots *self, const char *stream);

/** weft_snapshots_forget: files of @stream are not offered any more (its epoch changed). */
void weft_snapshots_forget (WeftSnapshots *self, const char *stream);

/** weft_snapshots_expire: drops files nobody asked for in %WEFT_SNAPSHOT_KEEP. */
void weft_snapshots_expire (WeftSnapshots *self);

/** weft_snapshots_get_n_written: files written so far. */
guint64 weft_snapshots_get_n_written (WeftSnapshots *self);

/** weft_snapshot_get_position: where the stream stood. */
const WeftPosition *weft_snapshot_get_position (WeftSnapshot *self);

/** weft_snapshot_next: Returns: (transfer full): the next frame; NULL at the end, or with @error. */
GBytes *weft_snapshot_next (WeftSnapshot *self, GError **error);
void weft_snapshot_free (WeftSnapshot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSnapshot, weft_snapshot_free)

G_END_DECLS
