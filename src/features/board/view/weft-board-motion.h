/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board.h"
#include "features/board/view/weft-board-cell.h"
#include "features/board/view/weft-card-flights.h"

G_BEGIN_DECLS

#define WEFT_TYPE_BOARD_MOTION (weft_board_motion_get_type ())
G_DECLARE_FINAL_TYPE (WeftBoardMotion, weft_board_motion, WEFT, BOARD_MOTION, GObject)

/**
 * WeftBoardMotion:
 *
 * Shows what becomes of the cards which are seen: one that moves goes from its old place to its new one, one that somebody else changes is tinted for a moment,
 * and meanwhile the cards under the pointer stay there.
 * It looks where cards stand just before a board tells what is another, and again just after; in between, and while nothing happens, it does nothing.
 */

/** weft_board_motion_new: @cells: (element-type WeftBoardCell) (transfer none): those there are, as they come and go; it must not outlive them. */
WeftBoardMotion *weft_board_motion_new (WeftBoard *board, GPtrArray *cells, WeftCardFlights *flights);
/** weft_board_motion_excuse: those tasks have been put where they are to go by who looks on: they stand there at once, the next time they move. */
void weft_board_motion_excuse (WeftBoardMotion *self, const char *const *ids);
/** weft_board_motion_stop: the cells go. */
void weft_board_motion_stop (WeftBoardMotion *self);

G_END_DECLS
