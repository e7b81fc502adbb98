/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/chat/client/weft-room-directory.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ROOM_BROWSER (weft_room_browser_get_type ())
G_DECLARE_FINAL_TYPE (WeftRoomBrowser, weft_room_browser, WEFT, ROOM_BROWSER, AdwDialog)

/**
 * WeftRoomBrowser:
 *
 * The rooms of the workspace which one may join or ask to be let into, to be searched. Activating one joins it, asks, or opens it.
 *
 * Signals: `chosen (stream)`: the person is a member of it, and wants to see it.
 */
AdwDialog *weft_room_browser_new (WeftRoomDirectory *directory);

G_END_DECLS
