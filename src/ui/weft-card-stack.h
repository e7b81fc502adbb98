/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-attachments.h"
#include "ui/weft-cards.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CARD_STACK (weft_card_stack_get_type ())
G_DECLARE_FINAL_TYPE (WeftCardStack, weft_card_stack, WEFT, CARD_STACK, GObject)

#define WEFT_CARD_STACK_MAX 3 /* cards below one text */

/**
 * WeftCardStack:
 *
 * The cards of the `weft:` links in one text, drawn below it. As high as the links are many, whatever is
 * behind them: a card that is still loading or cannot be had takes the same room, and says nothing of whether
 * there is such a thing.
 *
 * A press on a card is its action (WeftCard).
 */

/** weft_card_stack_new: Returns: (transfer full) (nullable): NULL if no link is in @text, as in most texts.
 */
WeftCardStack *weft_card_stack_new (WeftCards *cards, const char *text);

/** weft_card_stack_get_text: of which it was made. */
const char *weft_card_stack_get_text (WeftCardStack *self);

/** weft_card_stack_get_action: Returns: (transfer none) (nullable): what opens the first card that can be
 * opened. */
const char *weft_card_stack_get_action (WeftCardStack *self);

/** weft_card_stack_dup_rest: Returns: (transfer full): the text without the links that are cards, as it is to
 * be spoken; "" if nothing is left. */
char *weft_card_stack_dup_rest (WeftCardStack *self);

G_END_DECLS
