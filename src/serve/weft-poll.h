/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-connection.h"

G_BEGIN_DECLS

/** WeftPollReady: something can be taken; on the main context of the thread that made the connection. */
typedef void (*WeftPollReady) (WeftConnection *connection, gpointer user_data);

/**
 * weft_poll_new:
 *
 * Frames to a client which asks for them again and again. What it was given is kept until it says, by asking for what follows, that it has come: an answer that
 * is lost on the way costs nothing. It has no descriptor and no thread; all functions here are for the one which made it.
 */
WeftConnection *weft_poll_new (const WeftLimits *limits, WeftPollReady ready, gpointer user_data);

/**
 * weft_poll_take:
 * @after: how many frames have come to the client
 * @events: (out) (nullable): what follows, as events of weft_event_stream_encode(), at most 256 kB and a frame; NULL: nothing yet
 *
 * Returns: FALSE with WEFT_ERROR_INVALID if @after cannot be
 */
gboolean weft_poll_take (WeftConnection *connection, gint64 after, GBytes **events, GError **error);
/** weft_poll_has_parted: whether the goodbye was given. */
gboolean weft_poll_has_parted (WeftConnection *connection);
/** weft_poll_disconnect: nothing is called any more. */
void weft_poll_disconnect (WeftConnection *connection);

G_END_DECLS
