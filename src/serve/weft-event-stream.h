/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-connection.h"
#include "serve/weft-wire.h"

G_BEGIN_DECLS

#define WEFT_EVENT_STREAM_TYPE "text/event-stream"

/**
 * weft_event_stream_new: @wire: (transfer full): after the head of the answer.
 *
 * Frames to the client as server-sent events (HTML Living Standard, section 9.2), after the head of the HTTP answer; what the client sends comes by
 * weft_connection_deliver(). The answer has no length: it ends with the connection.
 */
WeftConnection *weft_event_stream_new (WeftWire *wire, const WeftLimits *limits);

/** weft_event_stream_begin: Returns: (transfer full): the comment each stream begins with, so that a first byte comes at once. */
GBytes *weft_event_stream_begin (void);
/** weft_event_stream_encode: Returns: (transfer full): a frame of weft_connection_encode() as an event. */
GBytes *weft_event_stream_encode (GBytes *frame);
/** weft_event_stream_encode_close: Returns: (transfer full): the last event. */
GBytes *weft_event_stream_encode_close (guint code, const char *reason);

G_END_DECLS
