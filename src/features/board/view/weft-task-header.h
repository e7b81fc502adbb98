/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "features/board/client/weft-board-lens.h"

G_BEGIN_DECLS

#define WEFT_TYPE_TASK_HEADER (weft_task_header_get_type ())
G_DECLARE_FINAL_TYPE (WeftTaskHeader, weft_task_header, WEFT, TASK_HEADER, GtkWidget)

/** WeftTaskHeader: the heads of the columns of a WeftTaskLine: each sorts by it, and once more the other way. Where there are no columns it is not there. */
GtkWidget *weft_task_header_new (WeftBoardLens *lens);

G_END_DECLS
