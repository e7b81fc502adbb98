/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/view/weft-message-view.h"

G_BEGIN_DECLS

/** _weft_message_view_get_current: Returns: (transfer none) (nullable): the message which an action is about: whose menu is open, else the focused one. */
WeftMessage *_weft_message_view_get_current (WeftMessageView *self);

G_END_DECLS
