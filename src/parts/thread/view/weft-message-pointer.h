/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/view/weft-message-view.h"

G_BEGIN_DECLS

/** _weft_message_view_add_pointer: what a pointer does over the rows of @list: it follows links, does what is drawn in them, opens their menu, tells
 * times and names. One set of controllers for all rows. */
void _weft_message_view_add_pointer (WeftMessageView *self, GtkWidget *list);

G_END_DECLS
