/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/view/weft-message-context.h"
#include "parts/thread/view/weft-message-view.h"

G_BEGIN_DECLS

/* Changing one's own messages, as long as the stream allows it (parts/thread/client/weft-edit-window.h). */

/** weft_message_editing_may: whether the person may change @message now. */
gboolean weft_message_editing_may (WeftMessage *message, const WeftMessageContext *context);

/** weft_message_editing_begin: emits the view's `edit`, or says why @message stays as it is; nothing, if it
 * is none of theirs. */
void weft_message_editing_begin (WeftMessageView *view, WeftMessage *message);

G_END_DECLS
