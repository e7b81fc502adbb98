/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/weft-cards.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CARD_MENTIONS (weft_card_mentions_get_type ())
G_DECLARE_FINAL_TYPE (WeftCardMentions, weft_card_mentions, WEFT, CARD_MENTIONS, AdwPreferencesGroup)

/**
 * WeftCardMentions:
 *
 * What stands behind the `weft:` links in a card's description: a row for each, the first ten. Not seen where there are none.
 *
 * Signals: `opened (link)`: a row was activated.
 */
GtkWidget *weft_card_mentions_new (WeftCards *cards);
void weft_card_mentions_set_text (WeftCardMentions *self, const char *text);

G_END_DECLS
