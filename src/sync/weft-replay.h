/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-replay-log.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_REPLAY (weft_replay_get_type ())
G_DECLARE_FINAL_TYPE (WeftReplay, weft_replay, WEFT, REPLAY, GObject)

/**
 * WeftReplay:
 *
 * What a stream was at any moment as far back as the server keeps its log: that is fetched once, and folded on a thread of its own. What happens later is not in
 * it, and what is erased later goes with it: who listens to `outdated` makes a new one.
 *
 * Property, notified: `progress`: of fetching, 0 to 1. Signal: `outdated ()`: content which it holds was erased since; it answers no more.
 */
WeftReplay *weft_replay_new (WeftSync *sync, const char *stream);

/**
 * weft_replay_load:
 *
 * To be called once. Resolves to TRUE once everything is here; rejects with WEFT_ERROR_UNAVAILABLE while there is no connection, or with what the server
 * answered.
 */
DexFuture *weft_replay_load (WeftReplay *self) G_GNUC_WARN_UNUSED_RESULT;
/** weft_replay_stop: what is being loaded is not wanted any more. */
void weft_replay_stop (WeftReplay *self);
double weft_replay_get_progress (WeftReplay *self);

/** weft_replay_get_floor: the first version, once it is loaded: what was before is not known any more. 0: all is. */
gint64 weft_replay_get_floor (WeftReplay *self);
/** weft_replay_get_head: the last version. */
gint64 weft_replay_get_head (WeftReplay *self);
/** weft_replay_get_time: ms: when version @seq came to be; of the floor the first time that is known; 0: none is. */
gint64 weft_replay_get_time (WeftReplay *self, gint64 seq);
/** weft_replay_find: Returns: the last version which there was at @at (ms), at least the floor. */
gint64 weft_replay_find (WeftReplay *self, gint64 at);

/**
 * weft_replay_read:
 * @seq: a version
 * @reader: runs on the replay's thread, with the rows as they were then
 *
 * Like weft_sync_read().
 */
DexFuture *weft_replay_read (WeftReplay *self, gint64 seq, WeftSyncReader reader, GType result_type, gpointer user_data, GDestroyNotify user_data_destroy) G_GNUC_WARN_UNUSED_RESULT;

/** WeftReplayJob: the same with the whole log, which it may walk as it likes. */
typedef gpointer (*WeftReplayJob) (WeftReplayLog *log, gpointer user_data, GError **error);
DexFuture *weft_replay_run (WeftReplay *self, WeftReplayJob job, GType result_type, gpointer user_data, GDestroyNotify user_data_destroy) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
