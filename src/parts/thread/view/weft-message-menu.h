/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/view/weft-message-context.h"

G_BEGIN_DECLS

/** weft_message_menu_new: Returns: (transfer full): what can be done with @message of @stream and with what hangs on it. @reminding: (nullable): times. */
GMenuModel *weft_message_menu_new (WeftMessage *message, const char *stream, const WeftMessageContext *context, GMenuModel *reminding);

G_END_DECLS
