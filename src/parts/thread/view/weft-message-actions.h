/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

G_BEGIN_DECLS

/** weft_message_actions_install: `thread.delete`, `thread.copy`, `thread.copy-code`, `thread.copy-link`, `thread.retry`, `thread.discard`, on the current message of a
 * WeftMessageView. @klass: its. */
void weft_message_actions_install (GtkWidgetClass *klass);

/** weft_message_offer_undo: once @future (transfer full) is resolved, says in the window of @widget what was done to messages, and offers to take it back. */
void weft_message_offer_undo (GtkWidget *widget, DexFuture *future, const char *said);

G_END_DECLS
