/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/view/weft-message-view.h"

G_BEGIN_DECLS

/** weft_sideways_actions_install: gives WeftMessageView `thread.move-sideways` (steps, towards where lines end): moves the tables of the current message which
 * are too wide. Shift+Left and Shift+Right of the focused one. */
void weft_sideways_actions_install (GtkWidgetClass *klass);

/** weft_sideways_actions_add_controllers: the same by wheel, touchpad, finger and keys, on the view's @list. */
void weft_sideways_actions_add_controllers (WeftMessageView *self, GtkWidget *list);

G_END_DECLS
