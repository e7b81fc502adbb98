/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-window.h"

G_BEGIN_DECLS

/** weft_quiet_actions_add: gives @window the actions quiet (what weft_quiet_parse() reads) and quiet-hours (a
 * dialog). */
void weft_quiet_actions_add (WeftWindow *window);

G_END_DECLS
