/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board.h"

G_BEGIN_DECLS

#define WEFT_TYPE_TASK_PICKER (weft_task_picker_get_type ())
G_DECLARE_FINAL_TYPE (WeftTaskPicker, weft_task_picker, WEFT, TASK_PICKER, GtkWidget)

/**
 * WeftTaskPicker:
 *
 * A list of the tasks on a board, searched by key and title. @without: is not among them.
 *
 * Signal: `chosen (WeftTask*)`
 */
GtkWidget *weft_task_picker_new (WeftBoard *board, WeftTask *without);

G_END_DECLS
