/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/chat/client/weft-room-list.h"
#include "parts/files/view/weft-file-actions.h"
#include "parts/notices/client/weft-keyword-list.h"
#include "parts/people/client/weft-people.h"
#include "parts/thread/client/weft-message-list.h"
#include "parts/thread/view/weft-thread-panel.h"
#include "ui/weft-cards.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ROOM_PAGE (weft_room_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftRoomPage, weft_room_page, WEFT, ROOM_PAGE, GtkWidget)

/**
 * WeftRoomPage:
 *
 * The open room: messages, who is typing, the composer; or what stands there while no room is open.
 */
GtkWidget *weft_room_page_new (WeftRoomList *rooms, WeftPeople *people);

/** weft_room_page_set_room: @room: (nullable). @ordinal: a message to show, 0: the newest or the first unread one. */
void weft_room_page_set_room (WeftRoomPage *self, WeftRoom *room, gint64 ordinal);
WeftRoom *weft_room_page_get_room (WeftRoomPage *self);
/** weft_room_page_get_list: Returns: (transfer none) (nullable): the messages of the room. */
WeftMessageList *weft_room_page_get_list (WeftRoomPage *self);
/** weft_room_page_may_pin: whether the person may pin messages in the room. */
gboolean weft_room_page_may_pin (WeftRoomPage *self);
/** weft_room_page_may_write: whether one may write in the open room. */
gboolean weft_room_page_may_write (WeftRoomPage *self);
/** weft_room_page_forward: asks where to pass @message, of the open room, on. */
void weft_room_page_forward (WeftRoomPage *self, WeftMessage *message);
/** weft_room_page_edit: takes the refused message of the open room, which the outbox holds as @operation, into the composer, now or once it is read. */
void weft_room_page_edit (WeftRoomPage *self, const char *operation);
/** weft_room_page_reply: begins an answer to the message with @ordinal. */
void weft_room_page_reply (WeftRoomPage *self, gint64 ordinal);
/** weft_room_page_set_cards: what the links in messages point at. */
/** weft_room_page_set_keywords: as weft_message_view_set_keywords(), here and in the panel of the thread. */
void weft_room_page_set_keywords (WeftRoomPage *self, WeftKeywordList *keywords);
/** weft_room_page_set_groups: the workspace's groups of people. */
void weft_room_page_set_groups (WeftRoomPage *self, WeftGroupList *groups);
/** weft_room_page_set_emoji: the workspace's own. */
void weft_room_page_set_emoji (WeftRoomPage *self, WeftEmojiShelf *emoji);
/** weft_room_page_set_slash: what can be written behind a slash. */
void weft_room_page_set_slash (WeftRoomPage *self, WeftSlash *slash);
void weft_room_page_set_cards (WeftRoomPage *self, WeftCards *cards);
void weft_room_page_set_active (WeftRoomPage *self, gboolean active);
void weft_room_page_focus (WeftRoomPage *self);

/** weft_room_page_set_thread_panel: @panel: (nullable): shows threads of the same room: it gets their files, and what can be done with them. */
void weft_room_page_set_thread_panel (WeftRoomPage *self, WeftThreadPanel *panel);
/** weft_room_page_get_gallery: Returns: (transfer none) (nullable): the files of the open room. */
WeftFileGallery *weft_room_page_get_gallery (WeftRoomPage *self);
WeftFileActions *weft_room_page_get_file_actions (WeftRoomPage *self);

/** weft_room_page_get_composer: Returns: (transfer none): where one writes in the open room. */
WeftComposer *weft_room_page_get_composer (WeftRoomPage *self);
/** weft_room_page_react: offers emoji for the newest message. */
void weft_room_page_react (WeftRoomPage *self);

/** weft_room_page_forward_several: @messages: (element-type WeftMessage): of the room, or of a thread in it. */
void weft_room_page_forward_several (WeftRoomPage *self, GPtrArray *messages);

G_END_DECLS
