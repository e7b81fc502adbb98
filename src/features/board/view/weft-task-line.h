/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board-lens.h"

G_BEGIN_DECLS

#define WEFT_TYPE_TASK_LINE (weft_task_line_get_type ())
G_DECLARE_FINAL_TYPE (WeftTaskLine, weft_task_line, WEFT, TASK_LINE, GtkWidget)

/**
 * WeftTaskLine:
 *
 * A task as one line of columns, or its title with all the rest below it where there is no room for them. It draws its texts itself, as a list holds some hundred of them. For screen
 * readers it is presentation only: the row around it says weft_task_line_dup_sentence().
 *
 * Signal: `changed ()`: the sentence is another.
 */
GtkWidget *weft_task_line_new (WeftBoardLens *lens);
/** weft_task_line_show: @task: (nullable): shows another one. */
void weft_task_line_show (WeftTaskLine *self, WeftTask *task);
/** weft_task_line_refresh: names, or what columns there are, are others. */
void weft_task_line_refresh (WeftTaskLine *self);
/** weft_task_line_set_onlooker: somebody else has it open or holds it: @id: (nullable): theirs. @name: (nullable): theirs. */
void weft_task_line_set_onlooker (WeftTaskLine *self, const char *id, const char *name, gboolean held);
/** weft_task_line_dup_sentence: Returns: (transfer full): all of it, to be spoken. */
char *weft_task_line_dup_sentence (WeftTaskLine *self);

G_END_DECLS
