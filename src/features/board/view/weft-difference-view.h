/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_DIFFERENCE_VIEW (weft_difference_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftDifferenceView, weft_difference_view, WEFT, DIFFERENCE_VIEW, AdwBin)

/**
 * WeftDifferenceView:
 *
 * What became of the cards of a board between two moments, by what it was.
 *
 * Signals: `opened (id)`: a card was activated.
 */
GtkWidget *weft_difference_view_new (WeftPeople *people);
/** weft_difference_view_show: @differences: as weft_task_difference_list() makes it. */
void weft_difference_view_show (WeftDifferenceView *self, GListModel *differences);

G_END_DECLS
