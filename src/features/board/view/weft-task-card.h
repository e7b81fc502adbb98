/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_TASK_CARD (weft_task_card_get_type ())
G_DECLARE_FINAL_TYPE (WeftTaskCard, weft_task_card, WEFT, TASK_CARD, GtkWidget)

/**
 * WeftTaskCard:
 *
 * The face of a task: labels and key, title, what it waits for, how many of its parts are done, priority, when it is due, whose it is. For screen
 * readers it is presentation only: the row around it says weft_task_card_dup_sentence().
 *
 * Signal: `changed ()`: the sentence is another.
 */
GtkWidget *weft_task_card_new (WeftPeople *people);
/** weft_task_card_show: @task: (nullable): shows another one. */
void weft_task_card_show (WeftTaskCard *self, WeftBoard *board, WeftTask *task);
WeftTask *weft_task_card_get_task (WeftTaskCard *self);
/** weft_task_card_dup_sentence: Returns: (transfer full): all of it, to be spoken. */
char *weft_task_card_dup_sentence (WeftTaskCard *self);

G_END_DECLS
