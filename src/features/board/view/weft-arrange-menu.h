/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ARRANGE_MENU (weft_arrange_menu_get_type ())
G_DECLARE_FINAL_TYPE (WeftArrangeMenu, weft_arrange_menu, WEFT, ARRANGE_MENU, GObject)

/**
 * WeftArrangeMenu:
 *
 * By what cards can be sorted and grouped, as a section of a menu: the actions `board.sort`, `board.descending` and `board.group`. Below what every project has stand the fields of
 * its own.
 */
WeftArrangeMenu *weft_arrange_menu_new (void);
/** weft_arrange_menu_get_model: Returns: (transfer none): the section. */
GMenuModel *weft_arrange_menu_get_model (WeftArrangeMenu *self);
/** weft_arrange_menu_set_board: @board: (nullable): whose fields there are. */
void weft_arrange_menu_set_board (WeftArrangeMenu *self, WeftBoard *board);

G_END_DECLS
