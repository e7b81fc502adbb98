/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "features/chat/client/weft-room-list.h"

G_BEGIN_DECLS

/*
 * The menus behind a room and behind a folder in a person's own list. What stands in them are actions of WeftRoomActions.
 */

/** weft_room_menu_new: Returns: (transfer full): what can be done with @room */
GMenuModel *weft_room_menu_new (WeftRoomList *rooms, WeftRoom *room);
/** weft_room_menu_new_for_folder: Returns: (transfer full): what can be done with the folder whose id is @folder */
GMenuModel *weft_room_menu_new_for_folder (const char *folder);

G_END_DECLS
