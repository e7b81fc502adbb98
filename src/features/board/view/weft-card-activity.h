/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CARD_ACTIVITY (weft_card_activity_get_type ())
G_DECLARE_FINAL_TYPE (WeftCardActivity, weft_card_activity, WEFT, CARD_ACTIVITY, AdwBin)

/** WeftCardActivity: who did what to a card, and when, the newest first. It is asked for when somebody wants to see it. */
GtkWidget *weft_card_activity_new (WeftBoard *board, WeftPeople *people, WeftTask *task);

G_END_DECLS
