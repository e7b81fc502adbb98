/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-window.h"

G_BEGIN_DECLS

/** weft_group_actions_add: `win.groups`: the groups of people, for everybody who reads the workspace. */
void weft_group_actions_add (WeftWindow *window);

G_END_DECLS
