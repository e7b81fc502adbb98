/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/thread/client/weft-message-selection.h"

G_BEGIN_DECLS

#define WEFT_TYPE_SELECTION_BAR (weft_selection_bar_get_type ())
G_DECLARE_FINAL_TYPE (WeftSelectionBar, weft_selection_bar, WEFT, SELECTION_BAR, AdwBin)

/** WeftSelectionBar: how many messages are chosen, and what can be done with them: the actions of the WeftMessageView it stands in. */
GtkWidget *weft_selection_bar_new (WeftMessageSelection *selection);
/** weft_selection_bar_set_may_delete: whether one may delete messages of others, too. */
void weft_selection_bar_set_may_delete (WeftSelectionBar *self, gboolean may_delete);

G_END_DECLS
