/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-window.h"

G_BEGIN_DECLS

/** weft_connection_actions_add: gives @window retry and open-portal, the sign-in page of a network in the
 * way. */
void weft_connection_actions_add (WeftWindow *window);

G_END_DECLS
