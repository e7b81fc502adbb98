/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/chat/client/weft-room-directory.h"
#include "features/chat/client/weft-room-list.h"
#include "parts/people/client/weft-people.h"
#include "ui/weft-slash.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CHAT_COMMANDS (weft_chat_commands_get_type ())
G_DECLARE_FINAL_TYPE (WeftChatCommands, weft_chat_commands, WEFT, CHAT_COMMANDS, GObject)

/**
 * WeftChatCommands:
 *
 * What can be written behind a slash where messages are written, as far as it is about rooms: what it means, and the actions which take a word with them
 * (`set-topic`, `invite`, `message`, `join-room`); the others are the page's.
 *
 * Signals: `made (stream)`: a room is to be shown.
 */
WeftChatCommands *weft_chat_commands_new (WeftRoomList *rooms, WeftPeople *people, WeftRoomDirectory *directory, GActionMap *map);

/** weft_chat_commands_add: to @slash, from which they go with @self. */
void weft_chat_commands_add (WeftChatCommands *self, WeftSlash *slash);
/** weft_chat_commands_set_overlay: where it says what can be taken back, or did not go. */
void weft_chat_commands_set_overlay (WeftChatCommands *self, AdwToastOverlay *overlay);
/** weft_chat_commands_set_room: @room: (nullable): the one that is open; @members: (nullable): of it */
void weft_chat_commands_set_room (WeftChatCommands *self, WeftRoom *room, WeftMemberList *members);

G_END_DECLS
