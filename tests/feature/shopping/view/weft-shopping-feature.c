/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/feature/shopping/view/weft-shopping-feature.h"

#include "config.h"

#include <glib/gi18n.h>

#include "tests/feature/shopping/view/weft-shopping-page.h"

static const WeftFeatureShortcut shortcuts[] = {
  { "shopping.write", "<Control>e", N_ ("Add to the List"), TRUE },
  { NULL },
};

const WeftFeature weft_shopping_feature = {
  .id = "shopping",
  .title = N_ ("Shopping"),
  .icon_name = "weft-hash-symbolic",
  .yarn = "moss",
  .shortcuts = shortcuts,
  .create_page = weft_shopping_page_new,
};
