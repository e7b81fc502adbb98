/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WEFT_TYPE_SHOPPING_ITEM (weft_shopping_item_get_type ())
G_DECLARE_FINAL_TYPE (WeftShoppingItem, weft_shopping_item, WEFT, SHOPPING_ITEM, GObject)

/**
 * WeftShoppingItem:
 *
 * Something on a shopping list. Made by WeftShoppingList, which keeps it up to date.
 *
 * Properties: `text`, `amount` ("" if nobody said), `bought`.
 */
const char *weft_shopping_item_get_id (WeftShoppingItem *self);
const char *weft_shopping_item_get_text (WeftShoppingItem *self);
const char *weft_shopping_item_get_amount (WeftShoppingItem *self);
gboolean weft_shopping_item_get_bought (WeftShoppingItem *self);

/* For WeftShoppingList. */
WeftShoppingItem *weft_shopping_item_new (const char *id);
void
weft_shopping_item_update (WeftShoppingItem *self, const char *text, const char *amount, gboolean bought);

G_END_DECLS
