/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-feature.h"
#include "ui/weft-linked-card.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CARDS (weft_cards_get_type ())
G_DECLARE_FINAL_TYPE (WeftCards, weft_cards, WEFT, CARDS, GObject)

#define WEFT_CARDS_KEPT 200 /* links whose cards are kept when nobody shows them */

/**
 * WeftCards:
 *
 * The contract *card* as those see it who show links: which feature a link belongs to is asked of the
 * features' pages, so that a part knows none of them. One for each workspace; the shell makes it and gives it
 * its pages.
 *
 * A card is loaded once and then follows its thing (see WeftFeaturePage::card-changed). Those on screen are
 * held by who shows them; of the others the last WEFT_CARDS_KEPT are kept, so that scrolling back shows them
 * at once.
 */
WeftCards *weft_cards_new (void);

/** weft_cards_add_page: @page: (transfer none): of @feature; it is let go when it goes. Also sets its
 * `cards`. */
void weft_cards_add_page (WeftCards *self, const WeftFeature *feature, WeftFeaturePage *page);

/** weft_cards_get: Returns: (transfer full): what stands behind @link: loading, if it was not asked for
 * before. */
WeftLinkedCard *weft_cards_get (WeftCards *self, const WeftLink *link);

/** weft_cards_append_takers: puts into @menu what other features make of what stands behind @link and says @text (`win.take`). */
void weft_cards_append_takers (WeftCards *self, const WeftLink *link, const char *text, GMenu *menu);

/** weft_cards_get_n_known: how many cards are in memory: kept or shown. */
guint weft_cards_get_n_known (WeftCards *self);

G_END_DECLS
