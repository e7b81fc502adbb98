/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-link.h"
#include "ui/weft-card.h"

G_BEGIN_DECLS

#define WEFT_TYPE_LINKED_CARD (weft_linked_card_get_type ())
G_DECLARE_FINAL_TYPE (WeftLinkedCard, weft_linked_card, WEFT, LINKED_CARD, GObject)

/**
 * WeftLinkedCard:
 *
 * What stands behind one link, as a card that follows it: WeftCards gives it another card when the thing
 * changed.
 *
 * Signals: `changed ()`: it has another card, or none any more.
 */
WeftLinkedCard *weft_linked_card_new (const WeftLink *link);
const WeftLink *weft_linked_card_get_link (WeftLinkedCard *self);

/** weft_linked_card_get_card: Returns: (transfer none) (nullable): NULL while it is loading, and when it
 * cannot be had. */
WeftCard *weft_linked_card_get_card (WeftLinkedCard *self);
/** weft_linked_card_get_loading: whether nothing is known of it yet. */
gboolean weft_linked_card_get_loading (WeftLinkedCard *self);
/** weft_linked_card_set_card: @card: (nullable): none can be had. */
void weft_linked_card_set_card (WeftLinkedCard *self, WeftCard *card);

G_END_DECLS
