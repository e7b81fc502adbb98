/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board-lens.h"
#include "features/board/client/weft-onlookers.h"

G_BEGIN_DECLS

#define WEFT_TYPE_BOARD_PANE (weft_board_pane_get_type ())
G_DECLARE_FINAL_TYPE (WeftBoardPane, weft_board_pane, WEFT, BOARD_PANE, GtkWidget)

/**
 * WeftBoardPane:
 *
 * One project as it is looked at: what is filtered for, and its cards in the layout of its lens, below it.
 *
 * Signals: `opened (WeftTask*)`: a card was activated; `failed (message)`: what was done was refused, or shows nowhere; `looked ()`: it is looked at in another way.
 */
GtkWidget *weft_board_pane_new (WeftBoard *board, WeftPeople *people);
/** weft_board_pane_set_onlookers: @onlookers: (nullable): who else looks, and is told what is picked up here. */
void weft_board_pane_set_onlookers (WeftBoardPane *self, WeftOnlookers *onlookers);
WeftBoardLens *weft_board_pane_get_lens (WeftBoardPane *self);

/** weft_board_pane_find: lets the person write which cards they want. Returns: FALSE if they are doing so already, or none can be seen here. */
gboolean weft_board_pane_find (WeftBoardPane *self);
/** weft_board_pane_begin_card: lets the person write the title of a card. */
void weft_board_pane_begin_card (WeftBoardPane *self);
/** weft_board_pane_pick_up: the card with the focus, and those which are selected with it. Returns: FALSE if there is none. */
gboolean weft_board_pane_pick_up (WeftBoardPane *self);
/** weft_board_pane_dup_chosen: Returns: (transfer full) (nullable): the same cards' ids. */
char **weft_board_pane_dup_chosen (WeftBoardPane *self);
/** weft_board_pane_go_to: gives the focus to a card. @id: (nullable): %NULL: the first one. Returns: FALSE if it is not seen. */
gboolean weft_board_pane_go_to (WeftBoardPane *self, const char *id);
void weft_board_pane_focus (WeftBoardPane *self);

G_END_DECLS
