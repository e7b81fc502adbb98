/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/feature/shopping/server/weft-shopping-server.h"

#include "tests/feature/shopping/shared/weft-shopping-module.h"

/* Everything about an item stands in its own stream, so the shared plan decides alone. */
const WeftServerModule weft_shopping_server_module = {
  .module = &weft_shopping_module,
};
