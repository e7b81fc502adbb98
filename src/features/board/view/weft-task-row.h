/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/view/weft-task-card.h"

G_BEGIN_DECLS

#define WEFT_TYPE_TASK_ROW (weft_task_row_get_type ())
G_DECLARE_FINAL_TYPE (WeftTaskRow, weft_task_row, WEFT, TASK_ROW, GtkWidget)

/** WeftTaskRow: a card in its column, and the slot above or below it in which others would land. */
GtkWidget *weft_task_row_new (WeftPeople *people);
WeftTaskCard *weft_task_row_get_card (WeftTaskRow *self);
/** weft_task_row_set_slots: heights in px; 0: none. */
void weft_task_row_set_slots (WeftTaskRow *self, int above, int below);
/**
 * weft_task_row_set_onlooker:
 * @id: (nullable): somebody else who has it open, or holds it; %NULL: nobody
 * @name: (nullable): theirs
 *
 * A ring in the colour that stands for them, and their name above it, for which the card makes no other room. A card which is held is lifted.
 */
void weft_task_row_set_onlooker (WeftTaskRow *self, const WeftCardStyle *style, const char *id, const char *name, gboolean held);
/** weft_task_row_set_away: it is drawn elsewhere, by weft_task_row_draw_away(), and its place is empty. */
void weft_task_row_set_away (WeftTaskRow *self, gboolean away);
/** weft_task_row_draw_away: draws what is not drawn here, as it would be, from the origin on. */
void weft_task_row_draw_away (WeftTaskRow *self, GtkSnapshot *snapshot);
/** weft_task_row_tint: something of it is another: it is tinted for a moment, if anything is to move at all. */
void weft_task_row_tint (WeftTaskRow *self);
/** weft_task_row_end_tint: it shows another card. */
void weft_task_row_end_tint (WeftTaskRow *self);
/** weft_task_row_set_lifted: it is picked up: only its shadow stands there. */
void weft_task_row_set_lifted (WeftTaskRow *self, gboolean lifted);

G_END_DECLS
