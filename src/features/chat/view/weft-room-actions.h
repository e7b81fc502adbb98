/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/chat/client/weft-room-list.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ROOM_ACTIONS (weft_room_actions_get_type ())
G_DECLARE_FINAL_TYPE (WeftRoomActions, weft_room_actions, WEFT, ROOM_ACTIONS, GObject)

/**
 * WeftRoomActions:
 *
 * What a person does with a room in their own list: pins, mutes, archives it, puts it into a folder, deletes it for themselves, leaves it. Each is an
 * action of the page with the room's stream as its parameter, and one ending in "-open", without a parameter, for the room that is open.
 *
 * Signals: `gone (stream)`: the room is to be shown no longer.
 */
WeftRoomActions *weft_room_actions_new (WeftRoomList *rooms, WeftPeople *people, GActionMap *map);

/** weft_room_actions_set_overlay: where it says what can be taken back, and above which its dialogs stand. */
void weft_room_actions_set_overlay (WeftRoomActions *self, AdwToastOverlay *overlay);
/** weft_room_actions_set_room: @room: (nullable): the one that is open */
void weft_room_actions_set_room (WeftRoomActions *self, WeftRoom *room);

/** weft_room_actions_may_invite_guests: whether one may bring somebody into @room who sees nothing else. */
gboolean weft_room_actions_may_invite_guests (WeftRoom *room);

G_END_DECLS
