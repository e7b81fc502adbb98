/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board.h"
#include "features/board/client/weft-onlookers.h"
#include "parts/people/client/weft-people.h"
#include "ui/weft-cards.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CARD_DIALOG (weft_card_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftCardDialog, weft_card_dialog, WEFT, CARD_DIALOG, AdwDialog)

/**
 * WeftCardDialog:
 *
 * All of a task, as it is now; who may not change it reads it. What is chosen is set at once, what is written when it is left. What others change
 * appears meanwhile, but never in the place of what is being written: that is merged when it is left.
 *
 * Signals: `opened (WeftTask*)`: another card is wanted; `comments ()`: what is said of this one is.
 */
AdwDialog *weft_card_dialog_new (WeftBoard *board, WeftPeople *people, WeftCards *cards, WeftOnlookers *onlookers, WeftTask *task);
WeftTask *weft_card_dialog_get_task (WeftCardDialog *self);

G_END_DECLS
