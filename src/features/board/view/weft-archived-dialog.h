/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ARCHIVED_DIALOG (weft_archived_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftArchivedDialog, weft_archived_dialog, WEFT, ARCHIVED_DIALOG, AdwDialog)

/**
 * WeftArchivedDialog:
 *
 * The cards of a board which are put away, and each may be taken out again: it comes back to where it stood.
 *
 * Signal: `opened (WeftTask*)`: all of a card is wanted.
 */
AdwDialog *weft_archived_dialog_new (WeftBoard *board);

G_END_DECLS
