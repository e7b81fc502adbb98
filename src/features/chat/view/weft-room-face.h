/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/chat/client/weft-room.h"
#include "parts/people/client/weft-people.h"
#include "ui/weft-avatar.h"

G_BEGIN_DECLS

/**
 * weft_room_face_show:
 * @avatar: is given names and a presence
 * @room: a direct conversation
 * @partner: (nullable): the other person, if they are two
 *
 * The face of a direct conversation, wherever it stands: the other's with their presence, or two of several.
 */
void weft_room_face_show (WeftAvatar *avatar, WeftRoom *room, WeftPerson *partner);

/** weft_room_face_get_icon: of a room: an open one has a hash, one which not everybody may join a lock. */
const char *weft_room_face_get_icon (WeftRoom *room);

G_END_DECLS
