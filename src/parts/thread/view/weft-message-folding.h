/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/view/weft-message-view.h"

G_BEGIN_DECLS

/* A long message is shown in part until somebody wants all of it: a room reads better, and no text takes longer to lay out than a frame has. */

/** weft_message_folding_may: whether @message is that long. */
gboolean weft_message_folding_may (WeftMessage *message);

/** weft_message_folding_get_open: whether all of it is shown all the same. */
gboolean weft_message_folding_get_open (WeftMessage *message);

/** weft_message_folding_dup_head: Returns: (transfer full) (nullable): the beginning of it, where no more is shown. */
char *weft_message_folding_dup_head (WeftMessage *message);

/** weft_message_folding_get_more: Returns: (nullable): the words which show all of it, or a part of it again. */
const char *weft_message_folding_get_more (WeftMessage *message);

/** weft_message_folding_install: gives WeftMessageView `thread.unfold`: shows all of the current message, or a part of it again. Ctrl+L. */
void weft_message_folding_install (GtkWidgetClass *klass);

G_END_DECLS
