/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/view/weft-shelf-dialog.h"

G_BEGIN_DECLS

/** weft_archived_dialog_new: Returns: a WeftShelfDialog: the cards of a board which are put away; each may be taken out again: it comes back to where it stood. */
AdwDialog *weft_archived_dialog_new (WeftBoard *board);

G_END_DECLS
