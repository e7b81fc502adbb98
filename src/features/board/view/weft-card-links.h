/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/view/weft-card-edit.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CARD_LINKS (weft_card_links_get_type ())
G_DECLARE_FINAL_TYPE (WeftCardLinks, weft_card_links, WEFT, CARD_LINKS, AdwPreferencesGroup)

/**
 * WeftCardLinks:
 *
 * What a task has to do with others: a row each, which opens the other one and may be taken away, and one which makes a sub-task.
 *
 * Signals: `choose (WeftTaskLink)`: a page is wanted on which the other one is chosen; `opened (WeftTask*)`.
 */
GtkWidget *weft_card_links_new (WeftCardEdit *edit);

G_END_DECLS
