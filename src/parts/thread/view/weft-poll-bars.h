/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/view/weft-message-context.h"

G_BEGIN_DECLS

#define WEFT_TYPE_POLL_BARS (weft_poll_bars_get_type ())
G_DECLARE_FINAL_TYPE (WeftPollBars, weft_poll_bars, WEFT, POLL_BARS, GObject)

/**
 * WeftPollBars:
 *
 * A poll in its message's row: the question, a bar with its figure for each option, and below them how many have voted and how. In the place of the
 * message's text, all of which it says. A WeftAttachments.
 */

/** weft_poll_bars_get: Returns: (transfer none) (nullable): that of @message, if it is a poll. */
WeftPollBars *weft_poll_bars_get (WeftMessage *message, const WeftMessageContext *context);

G_END_DECLS
