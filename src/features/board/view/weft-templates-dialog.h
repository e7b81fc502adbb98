/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/view/weft-shelf-dialog.h"

G_BEGIN_DECLS

/** weft_templates_dialog_new: Returns: a WeftShelfDialog: the templates of a board: each is used, opened to be changed, or deleted. */
AdwDialog *weft_templates_dialog_new (WeftBoard *board);

G_END_DECLS
