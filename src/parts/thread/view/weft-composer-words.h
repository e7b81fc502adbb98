/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-completion.h"

G_BEGIN_DECLS

/** weft_composer_offer_words: behind an @ the people in *@people (a model of WeftPerson, or NULL) and @all and @here, behind a colon emoji. */
void weft_composer_offer_words (WeftCompletion *completion, GListModel **people);

G_END_DECLS
