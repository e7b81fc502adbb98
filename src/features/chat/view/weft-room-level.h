/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/chat/client/weft-room.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ROOM_LEVEL (weft_room_level_get_type ())
G_DECLARE_FINAL_TYPE (WeftRoomLevel, weft_room_level, WEFT, ROOM_LEVEL, AdwBin)

/** WeftRoomLevel: of what in a room one wants to hear, to be chosen. */
GtkWidget *weft_room_level_new (void);
/** weft_room_level_set_room: @room: (nullable) */
void weft_room_level_set_room (WeftRoomLevel *self, WeftRoom *room, WeftSync *sync);

/** weft_room_level_make_menu: Returns: (transfer full): the same as a menu of `chat.level`, whose state must be that of @room. */
GMenuModel *weft_room_level_make_menu (WeftRoom *room);
/** weft_room_level_get_state: Returns: (transfer floating): what `chat.level` says of @room: (stream, level). */
GVariant *weft_room_level_get_state (WeftRoom *room);

G_END_DECLS
