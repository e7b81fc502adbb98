/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/**
 * WeftReplayLog:
 *
 * The log of one stream, with what it begins on, and the rows it adds up to at whichever event is wanted: in memory, by the folds that make all rows.
 * What a slice of events changed is kept once it was folded: going back, or there again, folds nothing but what is left of the last slice.
 *
 * Used by one thread at a time.
 */
typedef struct _WeftReplayLog WeftReplayLog;

/** weft_replay_log_new: Returns: (transfer full): empty: to be filled before it goes anywhere. */
WeftReplayLog *weft_replay_log_new (WeftRegistry *registry, const char *stream, GError **error);
void weft_replay_log_free (WeftReplayLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftReplayLog, weft_replay_log_free)

/**
 * weft_replay_log_add_row:
 * @item: {"table", "cells"}: a row which the log begins on, as an answer about `rows` tells it; rows of tables which nobody here knows are left out
 */
gboolean weft_replay_log_add_row (WeftReplayLog *self, JsonObject *item, GError **error);

/**
 * weft_replay_log_add_event:
 * @stored: the event as the log keeps it
 *
 * The next one. %WEFT_ERROR_CORRUPT if it is not: there would be a hole. The first may have any number.
 */
gboolean weft_replay_log_add_event (WeftReplayLog *self, const char *stored, GError **error);

/** weft_replay_log_set_floor: of a log without events: what it begins on is the version @seq. */
void weft_replay_log_set_floor (WeftReplayLog *self, gint64 seq);
/** weft_replay_log_get_floor: the first version there is. */
gint64 weft_replay_log_get_floor (WeftReplayLog *self);
/** weft_replay_log_get_head: the last version there is. */
gint64 weft_replay_log_get_head (WeftReplayLog *self);
/** weft_replay_log_get_time: ms: when event @seq happened; of the floor the first that is known, 0 if none is. */
gint64 weft_replay_log_get_time (WeftReplayLog *self, gint64 seq);
/** weft_replay_log_get_stored: Returns: (transfer none): event @seq, which is above the floor and not above the head. */
const char *weft_replay_log_get_stored (WeftReplayLog *self, gint64 seq);

/**
 * weft_replay_log_go:
 * @seq: a version; it is brought between floor and head
 *
 * Returns: (transfer none) (nullable): the rows as they were after event @seq, until it is asked for others; %WEFT_ERROR_UPDATE_NEEDED if an event is one
 *   which nobody here knows. After an error the log is of no use any more.
 */
WeftDatabase *weft_replay_log_go (WeftReplayLog *self, gint64 seq, GError **error);

G_END_DECLS
