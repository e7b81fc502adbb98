/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board.h"
#include "features/board/view/weft-card-style.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_TASK_CARD (weft_task_card_get_type ())
G_DECLARE_FINAL_TYPE (WeftTaskCard, weft_task_card, WEFT, TASK_CARD, GtkWidget)

/**
 * WeftTaskCard:
 *
 * The face of a task: labels and key, title, what it waits for, how much of it is done, priority, when it is due, whose it is. It draws
 * itself, for a board has thousands. For screen readers it is presentation only: the row around it says
 * weft_task_card_dup_sentence().
 *
 * Signal: `changed ()`: it says something else.
 */
GtkWidget *weft_task_card_new (WeftPeople *people);
/** weft_task_card_show: @style: (transfer none): until another one comes, or none is shown; @task: (nullable): shows another one. */
void weft_task_card_show (WeftTaskCard *self, const WeftCardStyle *style, WeftBoard *board, WeftTask *task);
/** weft_task_card_update: what it shows of others (labels, names) changed. */
void weft_task_card_update (WeftTaskCard *self);
WeftTask *weft_task_card_get_task (WeftTaskCard *self);
/** weft_task_card_get_style: Returns: (transfer none) (nullable): with a task. */
const WeftCardStyle *weft_task_card_get_style (WeftTaskCard *self);
/** weft_task_card_dup_sentence: Returns: (transfer full): all of it, to be spoken. */
char *weft_task_card_dup_sentence (WeftTaskCard *self);

G_END_DECLS
