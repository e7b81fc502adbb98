/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** weft_asking_actions_install: gives WeftMessageView `thread.acknowledge` (Ctrl+Shift+Y; once more takes it
 * back) and `thread.acknowledgements` (Ctrl+Y), the list of those who have. */
void weft_asking_actions_install (GtkWidgetClass *klass);

G_END_DECLS
