/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/view/weft-message-view.h"

G_BEGIN_DECLS

/** weft_reaction_actions_install: `thread.react` (an emoji: gives it or takes it back) and `thread.choose-reaction`, on the current message of a WeftMessageView. @klass: its. */
void weft_reaction_actions_install (GtkWidgetClass *klass);

/** weft_reaction_actions_choose: offers emoji for @message of @view. */
void weft_reaction_actions_choose (WeftMessageView *view, WeftMessage *message);

G_END_DECLS
