/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/view/weft-card-edit.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CARD_FACTS (weft_card_facts_get_type ())
G_DECLARE_FINAL_TYPE (WeftCardFacts, weft_card_facts, WEFT, CARD_FACTS, AdwPreferencesGroup)

/**
 * WeftCardFacts:
 *
 * What a task says of itself besides its text, a row each; each is set at once.
 *
 * Signals: `choose-people ()`, `choose-labels ()`, `choose-repeat ()`: a page is wanted on which they are chosen.
 */
GtkWidget *weft_card_facts_new (WeftCardEdit *edit, WeftPeople *people);

G_END_DECLS
