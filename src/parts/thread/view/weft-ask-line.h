/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/view/weft-message-context.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ASK_LINE (weft_ask_line_get_type ())
G_DECLARE_FINAL_TYPE (WeftAskLine, weft_ask_line, WEFT, ASK_LINE, GObject)

/**
 * WeftAskLine:
 *
 * Below a message which matters more than others or asks for acknowledgement: how much it matters, how many
 * have acknowledged it, and the button to do so. A WeftAttachments.
 */

/** weft_ask_line_get: Returns: (transfer none) (nullable): that of @message, if it is one. */
WeftAskLine *weft_ask_line_get (WeftMessage *message, const WeftMessageContext *context);

/** weft_ask_get_severity_words: Returns: (nullable): "Urgent"; NULL for a message as any other. */
const char *weft_ask_get_severity_words (WeftMessage *message);
/** weft_ask_waits: whether the person is asked to acknowledge @message and has not. */
gboolean weft_ask_waits (WeftMessage *message, const WeftMessageContext *context);
/** weft_ask_has: whether they have. */
gboolean weft_ask_has (WeftMessage *message, const WeftMessageContext *context);

G_END_DECLS
