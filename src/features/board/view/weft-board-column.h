/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/view/weft-card-move.h"
#include "features/board/view/weft-task-card.h"

G_BEGIN_DECLS

#define WEFT_TYPE_BOARD_COLUMN (weft_board_column_get_type ())
G_DECLARE_FINAL_TYPE (WeftBoardColumn, weft_board_column, WEFT, BOARD_COLUMN, GtkWidget)

/**
 * WeftBoardColumn:
 *
 * A status as a column: its name, how many tasks are in it and its limit, and the cards of those which are wanted (WeftBoardLens).
 *
 * Signals: `dragged (WeftCardMove*)`: somebody drags cards of it, or (%NULL) drags no more; `dropped ()`: what is dragged was let go here;
 * `opened (WeftTask*)`: a card was activated; `added (title)`: a new card is wanted.
 */
GtkWidget *weft_board_column_new (WeftBoardLens *lens, WeftPeople *people, WeftProjectStatus *status, const WeftCardStyle *style);
/** weft_board_column_set_style: @style: (transfer none): as when it was made: what its cards draw with, until another one comes. */
void weft_board_column_set_style (WeftBoardColumn *self, const WeftCardStyle *style);
/** weft_board_column_redraw: what its cards show of others looks different now: their pictures. */
void weft_board_column_redraw (WeftBoardColumn *self);
WeftProjectStatus *weft_board_column_get_status (WeftBoardColumn *self);
/** weft_board_column_set_move: @move: (nullable): what is picked up, wherever: shows where it would land. */
void weft_board_column_set_move (WeftBoardColumn *self, WeftCardMove *move);
/** weft_board_column_dup_chosen: Returns: (transfer full) (nullable): the card with the focus or the menu, and if it is selected all that are. */
char **weft_board_column_dup_chosen (WeftBoardColumn *self);
/** weft_board_column_get_focused: Returns: (transfer none) (nullable): the card with the focus. */
WeftTask *weft_board_column_get_focused (WeftBoardColumn *self);
/** weft_board_column_go_to: gives the focus to a card. @id: (nullable): %NULL: the first one. Returns: FALSE if it is not seen here. */
gboolean weft_board_column_go_to (WeftBoardColumn *self, const char *id);
/** weft_board_column_has_menu: whether the menu of a card is shown here, or what was chosen from it is being done. */
gboolean weft_board_column_has_menu (WeftBoardColumn *self);
/** weft_board_column_focus_task: @id: takes the focus when it comes into this column, or to another place in it. */
void weft_board_column_focus_task (WeftBoardColumn *self, const char *id);
/** weft_board_column_begin_card: lets the person write the title of a new card. */
void weft_board_column_begin_card (WeftBoardColumn *self);

G_END_DECLS
