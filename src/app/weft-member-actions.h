/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-window.h"

G_BEGIN_DECLS

/** weft_member_actions_add: what runs on `workspace` is for its members: of @window's actions, which are there already, a guest does not get those. */
void weft_member_actions_add (WeftWindow *window);

G_END_DECLS
