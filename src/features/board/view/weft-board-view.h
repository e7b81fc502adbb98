/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board-lens.h"
#include "features/board/client/weft-onlookers.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WEFT_TYPE_BOARD_VIEW (weft_board_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftBoardView, weft_board_view, WEFT, BOARD_VIEW, GtkWidget)

/**
 * WeftBoardView:
 *
 * The columns of a board side by side, with the cards which are wanted, or lanes across them where its lens groups it. Cards are moved by dragging them, or picked up by keyboard and put down elsewhere by arrows and Enter.
 *
 * Signals: `opened (WeftTask*)`: a card was activated; `failed (message)`: what was done was refused, or shows nowhere.
 */
GtkWidget *weft_board_view_new (WeftBoardLens *lens);
/** weft_board_view_set_onlookers: @onlookers: (nullable): who else looks, and is told what is picked up here. */
void weft_board_view_set_onlookers (WeftBoardView *self, WeftOnlookers *onlookers);

/** weft_board_view_begin_card: lets the person write the title of a card, in the column with the focus or the first one. */
void weft_board_view_begin_card (WeftBoardView *self);
/** weft_board_view_pick_up: the card with the focus, and those which are selected with it. Returns: FALSE if there is none. */
gboolean weft_board_view_pick_up (WeftBoardView *self);
/** weft_board_view_dup_chosen: Returns: (transfer full) (nullable): the same cards' ids. */
char **weft_board_view_dup_chosen (WeftBoardView *self);
/** weft_board_view_get_focused: Returns: (transfer none) (nullable): the card with the focus. */
WeftTask *weft_board_view_get_focused (WeftBoardView *self);
/** weft_board_view_go_to: gives the focus to a card. @id: (nullable): %NULL: the first one. Returns: FALSE if it is not seen. */
gboolean weft_board_view_go_to (WeftBoardView *self, const char *id);
void weft_board_view_focus (WeftBoardView *self);

G_END_DECLS
