/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-window.h"

G_BEGIN_DECLS

/** weft_share_actions_add: gives @window the actions by which one feature hands a link, and what stands there, to another: take and share; and
 * tell, by which it says where something is now. */
void weft_share_actions_add (WeftWindow *window);

G_END_DECLS
