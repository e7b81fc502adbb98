/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/view/weft-board-cell.h"

G_BEGIN_DECLS

#define WEFT_TYPE_BOARD_COLUMN (weft_board_column_get_type ())
G_DECLARE_FINAL_TYPE (WeftBoardColumn, weft_board_column, WEFT, BOARD_COLUMN, GtkWidget)

/** WeftBoardColumn: a status as a column: its head, and below it a cell of all its cards which are wanted. @cell: of the status. */
GtkWidget *weft_board_column_new (WeftBoard *board, WeftBoardCell *cell);
WeftBoardCell *weft_board_column_get_cell (WeftBoardColumn *self);

G_END_DECLS
