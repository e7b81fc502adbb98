/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/chat/client/weft-room-list.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FORWARD_DIALOG (weft_forward_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftForwardDialog, weft_forward_dialog, WEFT, FORWARD_DIALOG, AdwDialog)

/**
 * WeftForwardDialog:
 *
 * Sends something to a conversation which is chosen: by typing a part of its name and Enter, or from the list. It closes by itself then, says where it went, and
 * offers to take it back.
 *
 * Signals: `sent ()`: once.
 */

/** weft_forward_dialog_new: @texts: (element-type utf8): messages, one after the other. */
AdwDialog *weft_forward_dialog_new (WeftRoomList *rooms, WeftPeople *people, GPtrArray *texts);

G_END_DECLS
