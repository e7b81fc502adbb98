/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board-lens.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FILTER_BAR (weft_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (WeftFilterBar, weft_filter_bar, WEFT, FILTER_BAR, GtkWidget)

/**
 * WeftFilterBar:
 *
 * Where a person writes which cards they want to see, with a menu of what can be asked for. Says how many there are, and what of it nobody knows.
 *
 * Signals: `left ()`: Enter or Down: the cards are wanted; `closed ()`: Escape or its button: nothing is asked for any more.
 */
GtkWidget *weft_filter_bar_new (WeftBoardLens *lens, WeftPeople *people);
/** weft_filter_bar_focus: what is written is selected: it can be gone on with, or replaced. */
void weft_filter_bar_focus (WeftFilterBar *self);
/** weft_filter_bar_has_focus: whether the person is writing there. */
gboolean weft_filter_bar_has_focus (WeftFilterBar *self);

G_END_DECLS
