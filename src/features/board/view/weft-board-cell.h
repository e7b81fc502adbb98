/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-onlookers.h"
#include "features/board/view/weft-card-move.h"
#include "features/board/view/weft-task-row.h"

G_BEGIN_DECLS

#define WEFT_TYPE_BOARD_CELL (weft_board_cell_get_type ())
G_DECLARE_FINAL_TYPE (WeftBoardCell, weft_board_cell, WEFT, BOARD_CELL, GtkWidget)

/**
 * WeftBoardCell:
 *
 * The cards of a status which are wanted (WeftBoardLens), ordered as they are; where the board has lanes, those of one of them.
 *
 * Signals: `dragged (WeftCardMove*)`: somebody drags cards of it, or (%NULL) drags no more; `dropped ()`: what is dragged was let go here;
 * `opened (WeftTask*)`: a card was activated; `added (title)`: a new card is wanted.
 */

/** weft_board_cell_new: @lanes, @lane: (nullable): both or none. */
GtkWidget *weft_board_cell_new (WeftBoardLens *lens, WeftLaneList *lanes, WeftLane *lane, WeftProjectStatus *status, const WeftCardStyle *style);
/** weft_board_cell_set_style: @style: (transfer none): as when it was made: what its cards draw with, until another one comes. */
void weft_board_cell_set_style (WeftBoardCell *self, const WeftCardStyle *style);
/** weft_board_cell_redraw: what its cards show of others looks different now: their pictures. */
void weft_board_cell_redraw (WeftBoardCell *self);
WeftProjectStatus *weft_board_cell_get_status (WeftBoardCell *self);
/** weft_board_cell_get_lane: Returns: (transfer none) (nullable) */
WeftLane *weft_board_cell_get_lane (WeftBoardCell *self);
/** weft_board_cell_measure: Returns: px: how high all that is in it is where it is @width px wide. */
int weft_board_cell_measure (WeftBoardCell *self, int width);
/** weft_board_cell_set_move: @move: (nullable): what is picked up, wherever: shows where it would land. */
void weft_board_cell_set_move (WeftBoardCell *self, WeftCardMove *move);
typedef void (*WeftRowFunc) (WeftTaskRow *row, gpointer user_data);
typedef void (*WeftSeenFunc) (WeftTaskRow *row, const graphene_rect_t *bounds, gpointer user_data);

/** weft_board_cell_each_row: calls @func for each row which shows a card, whether it is scrolled to or not. */
void weft_board_cell_each_row (WeftBoardCell *self, WeftRowFunc func, gpointer user_data);
/** weft_board_cell_hold: as weft_card_rows_hold(). */
void weft_board_cell_hold (WeftBoardCell *self);
/** weft_board_cell_each_seen: for each whose card is seen now, with where it stands in @widget. */
void weft_board_cell_each_seen (WeftBoardCell *self, GtkWidget *widget, WeftSeenFunc func, gpointer user_data);
/** weft_board_cell_set_onlookers: @onlookers: (nullable): who else has cards open, or holds them, is drawn and said. */
void weft_board_cell_set_onlookers (WeftBoardCell *self, WeftOnlookers *onlookers);
/** weft_board_cell_dup_chosen: Returns: (transfer full) (nullable): the card with the focus or the menu, and if it is selected all that are. */
char **weft_board_cell_dup_chosen (WeftBoardCell *self);
/** weft_board_cell_get_focused: Returns: (transfer none) (nullable): the card with the focus. */
WeftTask *weft_board_cell_get_focused (WeftBoardCell *self);
/** weft_board_cell_go_to: gives the focus to a card. @id: (nullable): %NULL: the first one. Returns: FALSE if it is not seen here. */
gboolean weft_board_cell_go_to (WeftBoardCell *self, const char *id);
/** weft_board_cell_get_place: Returns: FALSE if no card has the focus; else @place: (out): which of them does, from 0. */
gboolean weft_board_cell_get_place (WeftBoardCell *self, guint *place);
/** weft_board_cell_focus_place: gives the focus to the card there, or to the last one. Returns: FALSE if there is no card. */
gboolean weft_board_cell_focus_place (WeftBoardCell *self, guint place);
/** weft_board_cell_has_menu: whether the menu of a card is shown here, or what was chosen from it is being done. */
gboolean weft_board_cell_has_menu (WeftBoardCell *self);
/** weft_board_cell_focus_task: @id: takes the focus when it comes into this cell, or to another place in it. */
void weft_board_cell_focus_task (WeftBoardCell *self, const char *id);
/** weft_board_cell_begin_card: lets the person write the title of a new card. */
void weft_board_cell_begin_card (WeftBoardCell *self);

G_END_DECLS
