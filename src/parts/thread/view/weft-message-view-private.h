/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/client/weft-message-selection.h"
#include "parts/thread/view/weft-message-context.h"
#include "parts/thread/view/weft-message-row.h"
#include "parts/thread/view/weft-message-view.h"

G_BEGIN_DECLS

/** _weft_message_view_get_current: Returns: (transfer none) (nullable): the message which an action is about: whose menu is open, else the focused one. */
WeftMessage *_weft_message_view_get_current (WeftMessageView *self);
/** _weft_message_view_get_context: what its rows know. */
const WeftMessageContext *_weft_message_view_get_context (WeftMessageView *self);

/** _weft_message_view_get_selection: Returns: (transfer none). */
WeftMessageSelection *_weft_message_view_get_selection (WeftMessageView *self);
/** _weft_message_view_get_emoji: (nullable) */
WeftEmojiShelf *_weft_message_view_get_emoji (WeftMessageView *self);
gboolean _weft_message_view_get_may_delete (WeftMessageView *self);
/** _weft_message_view_tell: offers to take back what @future does, once it is done. */
void _weft_message_view_tell (WeftMessageView *self, DexFuture *future, const char *said);
/** _weft_message_view_find_row: Returns: (transfer none) (nullable): which shows @message. */
WeftMessageRow *_weft_message_view_find_row (WeftMessageView *self, WeftMessage *message);
/** _weft_message_view_find_place: where what is about @message points at, in the view's coordinates. Returns: FALSE if it has no row. */
gboolean _weft_message_view_find_place (WeftMessageView *self, WeftMessage *message, GdkRectangle *place);
/** _weft_message_view_show_menu: of what can be done with @message, or only of the times to be reminded at; @at: in the view's coordinates. */
void _weft_message_view_show_menu (WeftMessageView *self, WeftMessage *message, gboolean reminding, const GdkRectangle *at);
/** _weft_message_view_activate_on: does @detailed, an action with its target, with @message. */
void _weft_message_view_activate_on (WeftMessageView *self, WeftMessage *message, const char *detailed);

/** _weft_message_view_get_showing: whether it is about to scroll to a message. */
gboolean _weft_message_view_get_showing (WeftMessageView *self);

G_END_DECLS
