/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "features/chat/client/weft-chat.h"
#include "features/chat/client/weft-room.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ROOM_LIST (weft_room_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftRoomList, weft_room_list, WEFT, ROOM_LIST, GObject)

/**
 * WeftRoomList:
 *
 * The rooms and direct conversations one belongs to, a GListModel of WeftRoom in the order of their sections (what is pinned, one's folders by
 * name, rooms, conversations, what is archived), in each with the newest first. What one has deleted for oneself is no item until something new
 * is written there. Also tells the server which messages this computer holds.
 *
 * Properties: `ready` (read for the first time), `n-mentions` (in all rooms, and unread messages of direct conversations), `n-unread` (rooms),
 * both without muted and archived ones; `n-archived` (rooms).
 *
 * Signals: `message-changed (stream, id)`: a message in one of them came, is another, or went.
 */
WeftRoomList *weft_room_list_new (WeftSync *sync);

WeftSync *weft_room_list_get_sync (WeftRoomList *self);
gboolean weft_room_list_get_ready (WeftRoomList *self);
/** weft_room_list_find: Returns: (transfer none) (nullable): the room of @stream, also one that is no item */
WeftRoom *weft_room_list_find (WeftRoomList *self, const char *stream);
/** weft_room_list_find_direct: Returns: (transfer none) (nullable): the conversation of exactly oneself and @people (any order) */
WeftRoom *weft_room_list_find_direct (WeftRoomList *self, const char *const *people);
/** weft_room_list_find_self: Returns: (transfer none) (nullable): one's notes to oneself */
WeftRoom *weft_room_list_find_self (WeftRoomList *self);
guint weft_room_list_get_n_mentions (WeftRoomList *self);
guint weft_room_list_get_n_unread (WeftRoomList *self);
guint weft_room_list_get_n_archived (WeftRoomList *self);
/** weft_room_list_get_folders: Returns: (transfer none) (element-type WeftRoomFolder): by name; empty ones are no section */
GPtrArray *weft_room_list_get_folders (WeftRoomList *self);

G_END_DECLS
