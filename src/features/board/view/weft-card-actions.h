/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/view/weft-board-pane.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CARD_ACTIONS (weft_card_actions_get_type ())
G_DECLARE_FINAL_TYPE (WeftCardActions, weft_card_actions, WEFT, CARD_ACTIONS, GObject)

/**
 * WeftCardActions:
 *
 * What is done to cards where they are shown: to the one with the focus, and to those which are selected with it.
 *
 * Signals: `failed (message)`: why it was refused; `done (said)`: what was done, which can be taken back; `opened (WeftTask*)`: all of a template is wanted.
 */

/** weft_card_actions_new: @map: gets the actions, "new-card" and so on. */
WeftCardActions *weft_card_actions_new (GActionMap *map);
/** weft_card_actions_set_pane: @pane: (nullable): where cards are shown; held until another one is set. */
void weft_card_actions_set_pane (WeftCardActions *self, WeftBoardPane *pane);
/** weft_card_actions_enable: whether one may change cards now. */
void weft_card_actions_enable (WeftCardActions *self, gboolean enabled);
/** weft_card_actions_dup_chosen: Returns: (transfer full) (nullable): the cards' ids, at least one; %NULL, after a bell, if there is none. */
char **weft_card_actions_dup_chosen (WeftCardActions *self);

G_END_DECLS
