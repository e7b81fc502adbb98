/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/view/weft-board-lane.h"

G_BEGIN_DECLS

#define WEFT_TYPE_BOARD_LANES (weft_board_lanes_get_type ())
G_DECLARE_FINAL_TYPE (WeftBoardLanes, weft_board_lanes, WEFT, BOARD_LANES, GtkWidget)

/**
 * WeftBoardLanes:
 *
 * The swimlanes of a board one below the other, under the heads of its columns. Only those which are seen, and their neighbours, have widgets inside.
 *
 * Signal: `begun (WeftProjectStatus*)`: a new card is wanted in a column.
 */
GtkWidget *weft_board_lanes_new (WeftBoardLens *lens, WeftLaneList *lanes, WeftMakeCell make_cell, gpointer user_data);
/** weft_board_lanes_show: unfolds a lane, brings it to where it is seen, and builds it. */
void weft_board_lanes_show (WeftBoardLanes *self, WeftLane *lane);
/** weft_board_lanes_scroll_to: @cell: one of theirs */
void weft_board_lanes_scroll_to (WeftBoardLanes *self, GtkWidget *cell);

G_END_DECLS
