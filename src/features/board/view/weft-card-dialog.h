/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CARD_DIALOG (weft_card_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftCardDialog, weft_card_dialog, WEFT, CARD_DIALOG, AdwDialog)

/**
 * WeftCardDialog:
 *
 * What a task says, and how much it matters; who may not change it reads it. What somebody else writes into the description meanwhile is merged.
 *
 * Signal: `failed (message)`: what was saved was refused at once.
 */
AdwDialog *weft_card_dialog_new (WeftBoard *board, WeftTask *task);

G_END_DECLS
