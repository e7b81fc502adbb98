/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "features/chat/client/weft-room.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ROOM_LIST (weft_room_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftRoomList, weft_room_list, WEFT, ROOM_LIST, GObject)

/**
 * WeftRoomList:
 *
 * The rooms one belongs to and then the direct conversations, a GListModel of WeftRoom: rooms in the order of their names,
 * conversations with the newest first. Also tells the server which messages this computer holds.
 *
 * Properties: `ready` (read for the first time), `n-mentions` (in all rooms, and unread messages of direct conversations), `n-unread` (rooms).
 *
 * Signals: `message-changed (stream, id)`: a message in one of them came, is another, or went.
 */
WeftRoomList *weft_room_list_new (WeftSync *sync);

WeftSync *weft_room_list_get_sync (WeftRoomList *self);
gboolean weft_room_list_get_ready (WeftRoomList *self);
/** weft_room_list_find: Returns: (transfer none) (nullable): the room of @stream */
WeftRoom *weft_room_list_find (WeftRoomList *self, const char *stream, guint *position);
/** weft_room_list_find_direct: Returns: (transfer none) (nullable): the conversation of exactly oneself and @people (any order) */
WeftRoom *weft_room_list_find_direct (WeftRoomList *self, const char *const *people);
guint weft_room_list_get_n_mentions (WeftRoomList *self);
guint weft_room_list_get_n_unread (WeftRoomList *self);

/**
 * weft_chat_create_room:
 * @kind: "room" or "direct"
 * @members: (array zero-terminated=1): ids of the others
 *
 * Resolves to the new room's stream (a string) as soon as it is shown here.
 */
DexFuture *weft_chat_create_room (WeftSync *sync, const char *kind, const char *name, const char *topic, const char *const *members) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_chat_set_room (WeftSync *sync, const char *stream, const char *name, const char *topic) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
