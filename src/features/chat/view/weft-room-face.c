/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/view/weft-room-face.h"

void
weft_room_face_show (WeftAvatar *avatar, WeftRoom *room, WeftPerson *partner)
{
  const char *name;

  g_return_if_fail (WEFT_IS_AVATAR (avatar));
  g_return_if_fail (WEFT_IS_ROOM (room));

  if (partner != NULL)
    name = weft_person_get_name (partner);
  else
    name = weft_room_get_first (room) != NULL ? weft_room_get_first (room) : weft_room_get_name (room);
  weft_avatar_set_person (avatar, partner != NULL ? weft_person_get_id (partner) : NULL);
  weft_avatar_set_name (avatar, name);
  weft_avatar_set_second (avatar, weft_room_get_second (room));
  weft_avatar_set_presence (avatar, partner != NULL
                                        ? weft_presence_from_wire (weft_person_get_presence (partner))
                                        : WEFT_PRESENCE_NONE);
}

const char *
weft_room_face_get_icon (WeftRoom *room)
{
  g_return_val_if_fail (WEFT_IS_ROOM (room), NULL);

  return g_strcmp0 (weft_room_get_access (room), "private") == 0 ? "weft-lock-symbolic" : "weft-hash-symbolic";
}
