/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** weft_message_actions_install: `thread.delete`, `thread.copy`, `thread.copy-code`, `thread.copy-link`, `thread.retry`, `thread.discard`, on the current message of a
 * WeftMessageView. @klass: its. */
void weft_message_actions_install (GtkWidgetClass *klass);

G_END_DECLS
