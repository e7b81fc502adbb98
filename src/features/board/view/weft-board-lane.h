/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/view/weft-board-cell.h"

G_BEGIN_DECLS

/** WeftMakeCell: Returns: (transfer floating): the cards of a lane which are in a status. @lane: (nullable): of all */
typedef GtkWidget *(*WeftMakeCell) (WeftProjectStatus *status, WeftLane *lane, gpointer user_data);

#define WEFT_TYPE_BOARD_LANE (weft_board_lane_get_type ())
G_DECLARE_FINAL_TYPE (WeftBoardLane, weft_board_lane, WEFT, BOARD_LANE, GtkWidget)

/**
 * WeftBoardLane:
 *
 * A swimlane: its head, which stays in sight and folds it, and below it a cell for each status. What is far from what is seen has no widgets inside, and takes as
 * much room as it would with them, about.
 *
 * Signal: `folded ()`: somebody folded it, or unfolded it.
 */

/** weft_board_lane_new: @across: how far the board is scrolled. @make_cell is called while it lives. */
GtkWidget *weft_board_lane_new (WeftBoardLens *lens, WeftLane *lane, GtkAdjustment *across, WeftMakeCell make_cell, gpointer user_data);
WeftLane *weft_board_lane_get_lane (WeftBoardLane *self);
/** weft_board_lane_set_built: whether there are widgets in it. What has the focus stays. */
void weft_board_lane_set_built (WeftBoardLane *self, gboolean built);
/** weft_board_lane_unfold: and builds it. */
void weft_board_lane_unfold (WeftBoardLane *self);
/** weft_board_lane_get_room: Returns: px: how high it is, about, while it is not laid out. */
int weft_board_lane_get_room (WeftBoardLane *self);
/** weft_board_lane_rebuild: there are other statuses. */
void weft_board_lane_rebuild (WeftBoardLane *self);

G_END_DECLS
