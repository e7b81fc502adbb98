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
 * Chooses a conversation: by typing a part of its name and Enter, or from the list.
 *
 * Signals: `chosen (WeftRoom room)`: once; the dialog closes by itself.
 */
AdwDialog *weft_forward_dialog_new (WeftRoomList *rooms, WeftPeople *people);

G_END_DECLS
