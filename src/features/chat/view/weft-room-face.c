/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/view/weft-room-face.h"

gboolean
weft_room_face_is_shown (WeftRoom *room)
{
  g_return_val_if_fail (WEFT_IS_ROOM (room), FALSE);

  return weft_room_get_direct (room) || weft_room_get_picture (room) != NULL;
}

void
weft_room_face_show (WeftAvatar *avatar, WeftRoom *room, WeftPerson *partner)
{
  const char *name;

  g_return_if_fail (WEFT_IS_AVATAR (avatar));
  g_return_if_fail (WEFT_IS_ROOM (room));

  weft_avatar_set_square (avatar, !weft_room_get_direct (room));
  if (partner != NULL)
    name = weft_person_get_name (partner);
  else
    name = weft_room_get_first (room) != NULL ? weft_room_get_first (room) : weft_room_get_name (room);
  weft_avatar_set_person (avatar, partner != NULL               ? weft_person_get_id (partner)
                                  : !weft_room_get_direct (room) ? weft_room_get_stream (room)
                                                                 : NULL);
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

static gboolean
describe (const char *id, WeftFaceFile *file, gpointer user_data)
{
  WeftRoom *room = weft_room_list_find (user_data, id);

  if (room == NULL)
    return FALSE;
  *file = (WeftFaceFile) { weft_room_get_stream (room), weft_room_get_picture (room), weft_room_get_picture_size (room) };
  return TRUE;
}

static void
on_picture (WeftFaceLoader *loader)
{
  weft_face_loader_look_again (loader);
}

static void
on_items_changed (GListModel *rooms, guint position, guint removed, guint added, WeftFaceLoader *loader)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (WeftRoom) room = g_list_model_get_item (rooms, i);

      /* One that moved is here already. */
      g_signal_handlers_disconnect_by_func (room, on_picture, loader);
      g_signal_connect_object (room, "notify::picture", G_CALLBACK (on_picture), loader, G_CONNECT_SWAPPED);
    }
  weft_face_loader_look_again (loader);
}

WeftFaceLoader *
weft_room_face_loader_new (WeftRoomList *rooms, WeftSync *sync)
{
  WeftFaceLoader *loader = weft_face_loader_new (sync, describe, rooms);

  g_signal_connect_object (rooms, "items-changed", G_CALLBACK (on_items_changed), loader, G_CONNECT_DEFAULT);
  on_items_changed (G_LIST_MODEL (rooms), 0, 0, g_list_model_get_n_items (G_LIST_MODEL (rooms)), loader);

  return loader;
}
