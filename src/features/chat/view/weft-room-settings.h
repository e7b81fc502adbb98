/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/chat/client/weft-room.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ROOM_SETTINGS (weft_room_settings_get_type ())
G_DECLARE_FINAL_TYPE (WeftRoomSettings, weft_room_settings, WEFT, ROOM_SETTINGS, AdwDialog)

/**
 * WeftRoomSettings:
 *
 * What a room's administrators decide: what it is for, its emblem and colour, who may write and add people, and which programs may write.
 */
AdwDialog *weft_room_settings_new (WeftSync *sync, WeftRoom *room);

G_END_DECLS
