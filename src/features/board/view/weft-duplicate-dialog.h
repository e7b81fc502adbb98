/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board.h"
#include "features/board/client/weft-project-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_DUPLICATE_DIALOG (weft_duplicate_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftDuplicateDialog, weft_duplicate_dialog, WEFT, DUPLICATE_DIALOG, AdwDialog)

/**
 * WeftDuplicateDialog:
 *
 * Makes a copy of a project, and shows how far it is; closed before it is whole, it goes no further.
 *
 * Signals: `made (stream)`: it is whole; `stopped (message)`: it is not, and what there is of it.
 */
AdwDialog *weft_duplicate_dialog_new (WeftBoard *board, WeftProjectList *projects);

G_END_DECLS
