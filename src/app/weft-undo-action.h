/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-window.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

/**
 * weft_undo_action_run:
 * @sync: (nullable): the workspace shown
 * @redo: do again what was undone
 *
 * Takes back what the person did last, and tells what became of it. A text that has the focus keeps its own
 * undo.
 */
void weft_undo_action_run (WeftWindow *window, WeftSync *sync, gboolean redo);

G_END_DECLS
