/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/phrases/client/weft-phrase-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_PHRASE_DIALOG (weft_phrase_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftPhraseDialog, weft_phrase_dialog, WEFT, PHRASE_DIALOG, AdwDialog)

/**
 * weft_phrase_dialog_new:
 *
 * One's quick replies and the team's: to take one, write one, change and forget them.
 * @administrator: whether one may write the team's; others take them
 *
 * Signals: `chosen (text)`: it is wanted where one writes; the dialog is closed by then.
 */
AdwDialog *weft_phrase_dialog_new (WeftPhraseList *phrases, gboolean administrator);

G_END_DECLS
