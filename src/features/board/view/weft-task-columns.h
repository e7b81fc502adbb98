/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board-lens.h"

G_BEGIN_DECLS

/* The columns of the list of tasks: those which every project has, and behind them those of its own fields which cards show, and that by which it is sorted. */

/** WeftTaskColumn: where a column stands, and by what it sorts. */
typedef struct
{
  WeftTaskSort sort;
  int x;     /* px from the side where a line begins */
  int width; /* px; 0: there is no room for it */
  gboolean first; /* before the other fields, where there is room for few: the list is sorted by it */
} WeftTaskColumn;

#define WEFT_N_TASK_COLUMNS 7                            /* which every project has */
#define WEFT_TASK_COLUMNS_MAX (WEFT_N_TASK_COLUMNS + 30) /* as many fields a project may have */

/** weft_task_columns_list: @columns: (out caller-allocates) (element-type WeftTaskColumn): which there are, in no place yet. */
void weft_task_columns_list (WeftBoardLens *lens, GArray *columns);
/** weft_task_columns_have_room: @width: px of all. Returns: FALSE: a task has two lines. */
gboolean weft_task_columns_have_room (int width);
/** weft_task_columns_place: @width: px of all; what does not fit beside a title that can be read is left out, from the end. */
void weft_task_columns_place (GArray *columns, int width);

G_END_DECLS
