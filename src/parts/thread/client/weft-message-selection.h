/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/client/weft-message.h"

G_BEGIN_DECLS

#define WEFT_MESSAGE_SELECTION_MAX 100 /* messages at once */

#define WEFT_TYPE_MESSAGE_SELECTION (weft_message_selection_get_type ())
G_DECLARE_FINAL_TYPE (WeftMessageSelection, weft_message_selection, WEFT, MESSAGE_SELECTION, GObject)

/**
 * WeftMessageSelection:
 *
 * Some messages of one list, to do something with all of them: those which the server has and nobody deleted. It is active from the first one on until it
 * is cleared, also while none is chosen.
 *
 * Signals: `changed (WeftMessage *message)`: @message is chosen now or not any more; NULL: all of them, or whether it is active.
 */
WeftMessageSelection *weft_message_selection_new (void);

gboolean weft_message_selection_get_active (WeftMessageSelection *self);
guint weft_message_selection_get_n (WeftMessageSelection *self);
gboolean weft_message_selection_contains (WeftMessageSelection *self, WeftMessage *message);
/** weft_message_selection_toggle: Returns: FALSE if @message cannot be chosen, or as many are as can be. */
gboolean weft_message_selection_toggle (WeftMessageSelection *self, WeftMessage *message);
void weft_message_selection_clear (WeftMessageSelection *self);
/** weft_message_selection_dup_messages: Returns: (transfer full) (element-type WeftMessage): in the order of the list, but for those which were deleted since. */
GPtrArray *weft_message_selection_dup_messages (WeftMessageSelection *self);

G_END_DECLS
