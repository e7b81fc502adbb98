/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "features/chat/client/weft-room.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ROOM_ROW (weft_room_row_get_type ())
G_DECLARE_FINAL_TYPE (WeftRoomRow, weft_room_row, WEFT, ROOM_ROW, GtkWidget)

/**
 * WeftRoomRow:
 *
 * A conversation in the sidebar: icon or face, name, draft, and what is unread. It draws itself, but for the face.
 *
 * Signals: `changed ()`: what weft_room_row_dup_label() says is another now.
 */
GtkWidget *weft_room_row_new (WeftPeople *people);
void weft_room_row_set_room (WeftRoomRow *self, WeftRoom *room); /* (nullable) */
WeftRoom *weft_room_row_get_room (WeftRoomRow *self);
/** weft_room_row_refresh: the people are known or named anew. */
void weft_room_row_refresh (WeftRoomRow *self);
/** weft_room_row_dup_label: Returns: (transfer full): what a screen reader says: "general, 3 unread, draft". */
char *weft_room_row_dup_label (WeftRoomRow *self);

G_END_DECLS
