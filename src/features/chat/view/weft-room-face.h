/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/chat/client/weft-room-list.h"
#include "features/chat/client/weft-room.h"
#include "parts/files/view/weft-face-loader.h"
#include "parts/people/client/weft-people.h"
#include "ui/weft-avatar.h"

G_BEGIN_DECLS

/** weft_room_face_is_shown: whether @room has a face: a direct conversation that of its people, a room its picture. Others have an icon. */
gboolean weft_room_face_is_shown (WeftRoom *room);

/**
 * weft_room_face_show:
 * @avatar: is given names and a presence
 * @room: one whose face is shown
 * @partner: (nullable): the other person, if they are two
 *
 * The face of a direct conversation, wherever it stands: the other's with their presence, or two of several; or the picture of a room.
 */
void weft_room_face_show (WeftAvatar *avatar, WeftRoom *room, WeftPerson *partner);

/** weft_room_face_get_icon: of a room: an open one has a hash, one which not everybody may join a lock. */
const char *weft_room_face_get_icon (WeftRoom *room);

/** weft_room_face_loader_new: fetches the pictures of @rooms, which are known by their streams (ui/weft-faces.h). @rooms outlives it. */
WeftFaceLoader *weft_room_face_loader_new (WeftRoomList *rooms, WeftSync *sync);

G_END_DECLS
