/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "features/chat/client/weft-room-list.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CHAT_SIDEBAR (weft_chat_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (WeftChatSidebar, weft_chat_sidebar, WEFT, CHAT_SIDEBAR, GtkWidget)

/**
 * WeftChatSidebar:
 *
 * Rooms and direct conversations. Up and Down move, Enter opens.
 *
 * Signals: `opened (WeftRoom)`.
 */
GtkWidget *weft_chat_sidebar_new (WeftRoomList *rooms, WeftPeople *people);

G_END_DECLS
