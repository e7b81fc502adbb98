/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "sync/weft-sync.h"
#include "tests/feature/shopping/client/weft-shopping-item.h"

G_BEGIN_DECLS

#define WEFT_TYPE_SHOPPING_LIST (weft_shopping_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftShoppingList, weft_shopping_list, WEFT, SHOPPING_LIST, GObject)

/**
 * WeftShoppingList:
 *
 * What is on one shopping list: a GListModel of WeftShoppingItem, oldest first. Empty until the first read is
 * done.
 *
 * Operations resolve as weft_sync_submit() does.
 */
WeftShoppingList *weft_shopping_list_new (WeftSync *sync, const char *stream);

DexFuture *weft_shopping_list_add (WeftShoppingList *self,
                                   const char *text,
                                   const char *amount) G_GNUC_WARN_UNUSED_RESULT;
/** weft_shopping_list_change_text: @seen: the text when the person began to change it. */
DexFuture *weft_shopping_list_change_text (WeftShoppingList *self,
                                           const char *id,
                                           const char *text,
                                           const char *seen) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_shopping_list_change_amount (WeftShoppingList *self,
                                             const char *id,
                                             const char *amount) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *
weft_shopping_list_buy (WeftShoppingList *self, const char *id, gboolean bought) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_shopping_list_remove (WeftShoppingList *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
