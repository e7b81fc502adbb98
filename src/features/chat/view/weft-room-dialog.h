/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/chat/client/weft-room-list.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ROOM_DIALOG (weft_room_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftRoomDialog, weft_room_dialog, WEFT, ROOM_DIALOG, AdwDialog)

typedef enum
{
  WEFT_ROOM_DIALOG_NEW_ROOM,
  WEFT_ROOM_DIALOG_NEW_DIRECT,
  WEFT_ROOM_DIALOG_EDIT,
} WeftRoomDialogKind;

/**
 * WeftRoomDialog:
 *
 * Makes a room or a direct conversation, or changes a room's name and topic.
 *
 * Signals: `made (stream)`: the room that was made, or an older conversation of the same people.
 *
 * @room: (nullable): the room that is changed
 */
AdwDialog *weft_room_dialog_new (WeftRoomDialogKind kind, WeftRoomList *rooms, WeftPeople *people, WeftRoom *room);

G_END_DECLS
