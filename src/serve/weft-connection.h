/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "serve/weft-limits.h"
#include "serve/weft-poller.h"

G_BEGIN_DECLS

/**
 * WeftConnection:
 *
 * What carries one client's frames: a WebSocket (weft-websocket.h), a stream of server-sent events (weft-event-stream.h) or long polls (weft-poll.h); of
 * the latter two what the client sends comes by requests of its own (weft-channels.h). Sessions do not know which. One with a descriptor belongs to one thread
 * of a WeftPoller, which alone reads and writes the socket; any thread may queue frames. The queue is bounded: over the soft limit the owner is asked to hold
 * back (weft_connection_is_full()), over the hard limit the peer is too slow and the connection ends. Reference-counted, atomically.
 */
typedef struct _WeftConnection WeftConnection;

/** WeftConnectionHandler: called on one thread at a time: the poller's, or that of requests. */
typedef struct
{
  /* Valid UTF-8. Returns: 0, or ms: it was not taken, as too many came; it may come again after that. */
  guint (*message) (WeftConnection *connection, const char *text, gsize length, gpointer user_data);
  void (*drained) (WeftConnection *connection, gpointer user_data);                                 /* not full any more */
  void (*closed) (WeftConnection *connection, gpointer user_data);                                  /* the last call */
} WeftConnectionHandler;

WeftConnection *weft_connection_ref (WeftConnection *self);
void weft_connection_unref (WeftConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftConnection, weft_connection_unref)

/** weft_connection_set_handler: before the start. */
void weft_connection_set_handler (WeftConnection *self, const WeftConnectionHandler *handler, gpointer user_data);
/** weft_connection_start: from here on it is read and written. */
void weft_connection_start (WeftConnection *self, WeftPoller *poller);
/** weft_connection_get_name: Returns: "websocket", "stream" or "poll". */
const char *weft_connection_get_name (WeftConnection *self);

/** weft_connection_encode: Returns: (transfer full): @text as most take it, a WebSocket frame: encode once, send to many. */
GBytes *weft_connection_encode (GBytes *text);

/** weft_connection_send: queues a frame made by weft_connection_encode(); any thread. FALSE if the connection is ending. */
gboolean weft_connection_send (WeftConnection *self, GBytes *frame);
/** weft_connection_send_text: encodes and sends. */
gboolean weft_connection_send_text (WeftConnection *self, GBytes *text);

/** weft_connection_close: sends what is queued, then a close frame, and ends within seconds; any thread. @reason: at most 100 bytes. */
void weft_connection_close (WeftConnection *self, guint code, const char *reason);

/** weft_connection_is_full: whether the queue is over its soft limit; `drained` follows. */
gboolean weft_connection_is_full (WeftConnection *self);
gboolean weft_connection_is_closing (WeftConnection *self);
/** weft_connection_is_gone: whether it is over. */
gboolean weft_connection_is_gone (WeftConnection *self);

/** weft_connection_set_reading: stops or goes on reading: what is not read yet stays with the peer. */
void weft_connection_set_reading (WeftConnection *self, gboolean reading);

/**
 * weft_connection_deliver: a frame of the client's came by another way than the connection's descriptor.
 * @wait: (out): ms for which it sends nothing more, as it has sent too many; 0: it has not
 *
 * Returns: FALSE if none is taken just now, or ever again
 */
gboolean weft_connection_deliver (WeftConnection *self, const char *text, gsize length, guint *wait);
/** weft_connection_heard: the client gave a sign of life. */
void weft_connection_heard (WeftConnection *self);

/** weft_connection_get_received_at: monotonic µs of the last byte that came in. */
gint64 weft_connection_get_received_at (WeftConnection *self);

/** WeftConnectionStatistics: sums over all connections of the process. */
typedef struct
{
  guint64 n_bytes_in;
  guint64 n_bytes_out;
  guint64 n_frames_in;
  guint64 n_frames_out;
  guint64 n_too_slow;
} WeftConnectionStatistics;

void weft_connection_get_statistics (WeftConnectionStatistics *statistics);

/* For whoever has a connection without a descriptor. */
/** _weft_connection_tick: Returns: FALSE if time is up for it. */
gboolean _weft_connection_tick (WeftConnection *self, gint64 now);
void _weft_connection_finish (WeftConnection *self);

G_END_DECLS
