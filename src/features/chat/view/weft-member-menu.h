/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/chat/client/weft-room.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

/**
 * weft_member_menu_make:
 *
 * What one may do with @person, a member of @room: its administrators about the room, those of the workspace about guests. Its actions, of the widget in which it is
 * shown, are `panel.promote`, `panel.demote`, `panel.remove`, `panel.make-member`, `panel.make-guest` with the person as parameter, and `panel.limit` "(si)" with
 * them and the days for which they are a guest from now on, 0: without an end.
 *
 * Returns: (transfer full) (nullable): %NULL if there is nothing
 */
GMenuModel *weft_member_menu_make (WeftPeople *people, WeftMemberList *members, WeftRoom *room, WeftPerson *person);

/** weft_member_menu_run: does what the action called @name says, in @room. */
void weft_member_menu_run (WeftPeople *people, WeftRoom *room, const char *name, GVariant *parameter);

G_END_DECLS
