/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "features/board/client/weft-board.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CARD_ROWS (weft_card_rows_get_type ())
G_DECLARE_FINAL_TYPE (WeftCardRows, weft_card_rows, WEFT, CARD_ROWS, GObject)

/**
 * WeftCardRows:
 *
 * The rows of a list view whose items are tasks: which of them has the focus, which are meant by what is done to it, the menu of those, and the keys by which
 * it is done. Who binds rows says so, by weft_card_rows_add() and weft_card_rows_remove().
 */

/** weft_card_rows_new: @owner: around @list: what the menu belongs to. It lives as long as both. */
WeftCardRows *weft_card_rows_new (GtkWidget *owner, GtkListView *list, WeftBoard *board);
void weft_card_rows_add (WeftCardRows *self, GtkListItem *item);
void weft_card_rows_remove (WeftCardRows *self, GtkListItem *item);
/** weft_card_rows_peek: Returns: (transfer none) (element-type GtkListItem): those which show a task, in no order. */
GPtrArray *weft_card_rows_peek (WeftCardRows *self);

/** weft_card_rows_find: Returns: (transfer none) (nullable): the item whose row is @widget (nullable) or around it. */
GtkListItem *weft_card_rows_find (WeftCardRows *self, GtkWidget *widget);
/** weft_card_rows_find_focused: Returns: (transfer none) (nullable): the item whose row has the focus. */
GtkListItem *weft_card_rows_find_focused (WeftCardRows *self);
/** weft_card_rows_dup_ids: Returns: (transfer full): the id of the task of @item, and if it is selected of all that are. */
char **weft_card_rows_dup_ids (WeftCardRows *self, GtkListItem *item);
/** weft_card_rows_dup_chosen: Returns: (transfer full) (nullable): the same of the one with the focus or the menu. */
char **weft_card_rows_dup_chosen (WeftCardRows *self);
/** weft_card_rows_has_menu: whether the menu is shown here, or what was chosen from it is being done. */
gboolean weft_card_rows_has_menu (WeftCardRows *self);
/** weft_card_rows_focus: gives the focus to the row of an item of the list. */
void weft_card_rows_focus (WeftCardRows *self, guint position);
/** weft_card_rows_go_to: gives the focus to the row of a task. @id: (nullable): %NULL: the first one. Returns: FALSE if it is not seen here. */
gboolean weft_card_rows_go_to (WeftCardRows *self, const char *id);
/** weft_card_rows_hold: what is seen next to the pointer, if that is over the list, stays where it is, whatever changes above it until the list is scrolled. */
void weft_card_rows_hold (WeftCardRows *self);
/** weft_card_rows_close: takes the menu away, for who goes. */
void weft_card_rows_close (WeftCardRows *self);

/** weft_card_rows_describe: what is said of a row besides its sentence. @description: (nullable) */
void weft_card_rows_describe (GtkListItem *item, const char *description);

G_END_DECLS
