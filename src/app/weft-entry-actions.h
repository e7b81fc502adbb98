/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-window.h"

G_BEGIN_DECLS

/**
 * weft_entry_actions_add:
 *
 * Gives @window the actions by which one comes into a workspace and leaves it: join (address, code or ""),
 * start-here, demo, sign-in, sign-out, and profile and invite.
 */
void weft_entry_actions_add (WeftWindow *window);

G_END_DECLS
