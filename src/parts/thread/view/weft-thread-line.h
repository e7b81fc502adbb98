/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/client/weft-message.h"
#include "parts/thread/view/weft-message-style.h"

G_BEGIN_DECLS

#define WEFT_TYPE_THREAD_LINE (weft_thread_line_get_type ())
G_DECLARE_FINAL_TYPE (WeftThreadLine, weft_thread_line, WEFT, THREAD_LINE, GObject)

/**
 * WeftThreadLine:
 *
 * What hangs on a message with a thread: how many replies there are, what it is about, when the last one came, whether it is settled (LOOK.md, Message). It leads to
 * the thread.
 */

/** weft_thread_line_get: Returns: (transfer none) (nullable): of @message, with which it is kept; %NULL if there is no thread under it. */
WeftThreadLine *weft_thread_line_get (WeftMessage *message, WeftMessageStyle *style);

/** weft_thread_dup_summary: Returns: (transfer full): "5 replies, Rain plan, settled". */
char *weft_thread_dup_summary (WeftMessage *message);

G_END_DECLS
