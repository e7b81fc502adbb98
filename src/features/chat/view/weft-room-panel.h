/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-cards.h"

#include <gtk/gtk.h>

#include "features/chat/client/weft-room.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ROOM_PANEL (weft_room_panel_get_type ())
G_DECLARE_FINAL_TYPE (WeftRoomPanel, weft_room_panel, WEFT, ROOM_PANEL, GtkWidget)

/**
 * WeftRoomPanel:
 *
 * What the end panel shows of the open room: its name and topic, its members and their presence, and what one can do with it.
 */
GtkWidget *weft_room_panel_new (void);
/** weft_room_panel_set_room: @room, @members: (nullable). */
void weft_room_panel_set_room (WeftRoomPanel *self, WeftRoom *room, WeftMemberList *members, WeftPeople *people);
/** weft_room_panel_set_cards: by which what is pinned is shown. */
void weft_room_panel_set_cards (WeftRoomPanel *self, WeftCards *cards);

G_END_DECLS
