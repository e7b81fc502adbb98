/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** weft_poll_actions_install: gives WeftMessageView `thread.vote` (an option from 1; the keys 1 to 9 of the focused message), `thread.close-poll` and `thread.voters`. */
void weft_poll_actions_install (GtkWidgetClass *klass);

G_END_DECLS
