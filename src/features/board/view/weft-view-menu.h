/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board-lens.h"
#include "features/board/client/weft-saved-view-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_VIEW_MENU (weft_view_menu_get_type ())
G_DECLARE_FINAL_TYPE (WeftViewMenu, weft_view_menu, WEFT, VIEW_MENU, GtkWidget)

/**
 * WeftViewMenu:
 *
 * The saved views of a project: a button whose menu looks at the board through one of them, and saves, changes and forgets them. Its items are the actions
 * board.view (an id), board.save-view, board.set-view, board.rename-view and board.drop-view, which call what stands below.
 *
 * Signals: `failed (message)`: what was done was refused; `done (message)`: it was done, and can be undone; `changed ()`: there are other views, or another
 * is looked through.
 */
GtkWidget *weft_view_menu_new (void);
/** weft_view_menu_set_lens: @lens: (nullable): of which project. */
void weft_view_menu_set_lens (WeftViewMenu *self, WeftBoardLens *lens);
/** weft_view_menu_get_views: Returns: (transfer none) (nullable): a list of WeftSavedView. */
GListModel *weft_view_menu_get_views (WeftViewMenu *self);
/** weft_view_menu_get_chosen: Returns: (transfer none) (nullable): the one which was chosen last, if it is there still. */
WeftSavedView *weft_view_menu_get_chosen (WeftViewMenu *self);

void weft_view_menu_popup (WeftViewMenu *self);
void weft_view_menu_choose (WeftViewMenu *self, const char *id);
void weft_view_menu_save (WeftViewMenu *self);
/** weft_view_menu_set: the chosen one becomes what the board is looked at through now. */
void weft_view_menu_set (WeftViewMenu *self);
/** weft_view_menu_rename: asks what the chosen one is called from now on. */
void weft_view_menu_rename (WeftViewMenu *self);
/** weft_view_menu_drop: the chosen one. */
void weft_view_menu_drop (WeftViewMenu *self);

G_END_DECLS
