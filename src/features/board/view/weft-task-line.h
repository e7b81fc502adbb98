/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board-look.h"
#include "features/board/client/weft-board.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

/** WeftTaskColumn: where a column of the list of tasks stands, and by what it sorts. */
typedef struct
{
  WeftSortKind sort;
  int x;     /* px from the side where a line begins; 0 and a width of 0: it is not shown */
  int width;
} WeftTaskColumn;

#define WEFT_N_TASK_COLUMNS 7

/** weft_task_columns_place: @width: px of all. Returns: FALSE: there is no room for columns, and a task has two lines. */
gboolean weft_task_columns_place (int width, WeftTaskColumn columns[WEFT_N_TASK_COLUMNS]);

#define WEFT_TYPE_TASK_LINE (weft_task_line_get_type ())
G_DECLARE_FINAL_TYPE (WeftTaskLine, weft_task_line, WEFT, TASK_LINE, GtkWidget)

/**
 * WeftTaskLine:
 *
 * A task as one line of columns, or as two where there is no room for them. It draws its texts itself, as a list holds some hundred of them. For screen
 * readers it is presentation only: the row around it says weft_task_line_dup_sentence().
 *
 * Signal: `changed ()`: the sentence is another.
 */
GtkWidget *weft_task_line_new (WeftPeople *people);
/** weft_task_line_show: @task: (nullable): shows another one. */
void weft_task_line_show (WeftTaskLine *self, WeftBoard *board, WeftTask *task);
/** weft_task_line_dup_sentence: Returns: (transfer full): all of it, to be spoken. */
char *weft_task_line_dup_sentence (WeftTaskLine *self);

G_END_DECLS
