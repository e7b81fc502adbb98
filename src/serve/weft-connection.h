/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "serve/weft-limits.h"

G_BEGIN_DECLS

/**
 * WeftConnection:
 *
 * One WebSocket (RFC 6455) after its handshake, taken from the HTTP server. It belongs to one thread of a WeftPoller, which alone reads and writes
 * the socket; any thread may queue frames. The queue is bounded: over the soft limit the owner is asked to hold back (weft_connection_is_full()),
 * over the hard limit the peer is too slow and the connection ends. Reference-counted, atomically.
 */
typedef struct _WeftConnection WeftConnection;

/** WeftConnectionHandler: called on the connection's poller thread. */
typedef struct
{
  void (*message) (WeftConnection *connection, const char *text, gsize length, gpointer user_data); /* valid UTF-8 */
  void (*drained) (WeftConnection *connection, gpointer user_data);                                 /* not full any more */
  void (*closed) (WeftConnection *connection, gpointer user_data);                                  /* the last call */
} WeftConnectionHandler;

/**
 * weft_connection_new:
 * @stream: what the HTTP server gave away; its buffered bytes are read first
 * @fd: the socket under it, polled
 * @plain: no TLS: @fd is a duplicate which the connection owns and reads and writes directly; else it is the stream's
 */
WeftConnection *weft_connection_new (GIOStream *stream, int fd, gboolean plain, const WeftLimits *limits, const WeftConnectionHandler *handler, gpointer user_data);
WeftConnection *weft_connection_ref (WeftConnection *self);
void weft_connection_unref (WeftConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftConnection, weft_connection_unref)

/** weft_connection_encode: Returns: (transfer full): @text as one WebSocket frame: encode once, send to many. */
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

/** weft_connection_set_reading: stops or goes on reading: what is not read yet stays with the peer. */
void weft_connection_set_reading (WeftConnection *self, gboolean reading);

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

/* For the poller, on its thread. */
typedef struct _WeftPollerThread WeftPollerThread;
void _weft_connection_attach (WeftConnection *self, WeftPollerThread *thread);
int _weft_connection_get_fd (WeftConnection *self);
/** _weft_connection_handle: reads and writes what it can. Returns: FALSE if the connection is over. */
gboolean _weft_connection_handle (WeftConnection *self, gboolean readable, guint32 *interest, gboolean *again);
/** _weft_connection_tick: Returns: FALSE if time is up for it. */
gboolean _weft_connection_tick (WeftConnection *self, gint64 now);
void _weft_connection_finish (WeftConnection *self);

G_END_DECLS
