/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/exchange/weft-bring-board.h"

G_BEGIN_DECLS

/** weft_trello_export_read: @path: the JSON which Trello gives of one board. Returns: (transfer full): with @bringing's people filled in. What does not
 * come is in its report; @error: it is no such file. */
WeftBringBoard *weft_trello_export_read (const char *path, WeftBringing *bringing, GError **error);

G_END_DECLS
