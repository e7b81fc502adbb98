/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_PAST_VIEW (weft_past_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftPastView, weft_past_view, WEFT, PAST_VIEW, AdwBin)

/**
 * WeftPastView:
 *
 * A project as it was at any moment: below a slider through time stands its board of then, in which nothing can be changed. What happened is fetched
 * when the view is made. With a second slider it tells what changed between two moments instead.
 *
 * Signals: `left ()`: the person wants to see what is now (the button, Escape); `opened (id)`: a card is wanted, as it is now.
 */
GtkWidget *weft_past_view_new (WeftBoard *board, WeftPeople *people);
void weft_past_view_focus (WeftPastView *self);

G_END_DECLS
