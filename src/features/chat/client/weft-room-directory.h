/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "features/chat/client/weft-listed-room.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ROOM_DIRECTORY (weft_room_directory_get_type ())
G_DECLARE_FINAL_TYPE (WeftRoomDirectory, weft_room_directory, WEFT, ROOM_DIRECTORY, GObject)

/**
 * WeftRoomDirectory:
 *
 * The rooms that everybody in the workspace may join or ask to be let into, a GListModel of WeftListedRoom in the order of their names. Guests do
 * not read it: for them it is empty.
 */
WeftRoomDirectory *weft_room_directory_new (WeftSync *sync);

WeftSync *weft_room_directory_get_sync (WeftRoomDirectory *self);
/** weft_room_directory_find: Returns: (transfer none) (nullable) */
WeftListedRoom *weft_room_directory_find (WeftRoomDirectory *self, const char *stream);

G_END_DECLS
