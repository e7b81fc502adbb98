/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board-lens.h"
#include "features/board/client/weft-onlookers.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_LIST_VIEW (weft_list_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftListView, weft_list_view, WEFT, LIST_VIEW, GtkWidget)

/**
 * WeftListView:
 *
 * The tasks of a board which are wanted, one below the other, ordered and grouped as its lens has it. It holds rows for what is to be seen, however many tasks
 * there are.
 *
 * Signal: `opened (WeftTask*)`: one was activated.
 */
GtkWidget *weft_list_view_new (WeftBoardLens *lens, WeftPeople *people);

/** weft_list_view_set_onlookers: @onlookers: (nullable): who has which card open or holds it is shown. */
void weft_list_view_set_onlookers (WeftListView *self, WeftOnlookers *onlookers);
/** weft_list_view_dup_chosen: Returns: (transfer full) (nullable): ids: the one with the focus or the menu, and if it is selected all that are. */
char **weft_list_view_dup_chosen (WeftListView *self);
/** weft_list_view_get_focused: Returns: (transfer none) (nullable): the one with the focus. */
WeftTask *weft_list_view_get_focused (WeftListView *self);
/** weft_list_view_go_to: gives the focus to one. @id: (nullable): %NULL: the first one. Returns: FALSE if it is not seen. */
gboolean weft_list_view_go_to (WeftListView *self, const char *id);

G_END_DECLS
