/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-connection.h"

G_BEGIN_DECLS

/**
 * WeftFlow:
 *
 * What is sent by one connection, and how much of it its client says that it has received. A connection's own queue ends at the kernel; whatever lies
 * behind (its buffers, proxies, the client's own queue) is bounded by this, once the client has said that it answers. All functions are for any thread.
 */
typedef struct _WeftFlow WeftFlow;

/** weft_flow_new: @connection is kept. */
WeftFlow *weft_flow_new (WeftConnection *connection, const WeftLimits *limits);
void weft_flow_free (WeftFlow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftFlow, weft_flow_free)

/** weft_flow_open: the client answers “sent”; before anything is sent that shall count. */
void weft_flow_open (WeftFlow *self);
gboolean weft_flow_is_open (WeftFlow *self);

/** weft_flow_send: @frame: one of weft_connection_encode(). Over the hard limit the connection ends, too slow. */
void weft_flow_send (WeftFlow *self, GBytes *frame);
void weft_flow_send_text (WeftFlow *self, GBytes *text);

/**
 * weft_flow_receive:
 * @bytes: of a “sent” which the client was told
 * @news: (out): whether it is more than was known
 * @drained: (out): whether it is full no more by this
 *
 * Returns: FALSE with WEFT_ERROR_INVALID if nothing of the kind was sent
 */
gboolean weft_flow_receive (WeftFlow *self, gint64 bytes, gboolean *news, gboolean *drained, GError **error);

/** weft_flow_tick: ends the connection if the client has answered nothing for the time of a stall. @now: monotonic µs. */
void weft_flow_tick (WeftFlow *self, gint64 now);

/** weft_flow_is_full: whether what can wait should: the connection's queue, or what the client has not received, is over the soft limit. */
gboolean weft_flow_is_full (WeftFlow *self);

/** weft_flow_get_n_too_slow: Returns: connections of this process which ended by the hard limit. */
guint64 weft_flow_get_n_too_slow (void);

G_END_DECLS
