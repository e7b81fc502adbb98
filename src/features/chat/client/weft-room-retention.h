/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ROOM_RETENTION (weft_room_retention_get_type ())
G_DECLARE_FINAL_TYPE (WeftRoomRetention, weft_room_retention, WEFT, ROOM_RETENTION, GObject)

/**
 * WeftRoomRetention:
 *
 * How long what is written in one room is kept: as its administrators said, else as the workspace says for every room. Guests, who do not read
 * the workspace, know only the former.
 *
 * Properties: `days` (0: for ever).
 */
WeftRoomRetention *weft_room_retention_new (WeftSync *sync, const char *stream);
gint64 weft_room_retention_get_days (WeftRoomRetention *self);
/** weft_room_retention_set_days: for the administrators of the room; how long the log is kept stays as it was. Resolves as weft_sync_submit() does. */
DexFuture *weft_room_retention_set_days (WeftRoomRetention *self, gint64 days) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
