/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-window.h"

G_BEGIN_DECLS

/**
 * weft_undo_actions_add:
 *
 * Gives @window undo and redo, which take back what the person did last, or do it again, and tell what became
 * of it; and offer-undo (text), a toast with that button.
 */
void weft_undo_actions_add (WeftWindow *window);

G_END_DECLS
