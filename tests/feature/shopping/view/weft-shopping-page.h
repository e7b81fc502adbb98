/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"
#include "ui/weft-feature.h"

G_BEGIN_DECLS

#define WEFT_TYPE_SHOPPING_PAGE (weft_shopping_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftShoppingPage, weft_shopping_page, WEFT, SHOPPING_PAGE, WeftFeaturePage)

/** WeftShoppingPage: one shopping list, with a line for what else is wanted. `open` takes the list's stream.
 */
WeftFeaturePage *weft_shopping_page_new (WeftSync *sync);

G_END_DECLS
