/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-window.h"

G_BEGIN_DECLS

/** weft_search_actions_add: gives @window palette, search, search-for (words) and search-here. */
void weft_search_actions_add (WeftWindow *window);

G_END_DECLS
