/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-connection.h"
#include "serve/weft-wire.h"

G_BEGIN_DECLS

#define WEFT_CONNECTION_READ_BUDGET 65536 /* bytes of one connection in one turn */

/** WeftConnectionClass: what differs between the ways frames travel. Functions called …_locked hold the connection's mutex. */
typedef struct
{
  const char *name;                                                                     /* for metrics and logs */
  void (*queue_locked) (WeftConnection *self, GBytes *frame);                           /* one of weft_connection_encode() */
  void (*close_locked) (WeftConnection *self, guint code, const char *reason);          /* queues a goodbye */
  void (*wake_locked) (WeftConnection *self);                                           /* (nullable): without a poller: something is queued */
  void (*read) (WeftConnection *self);                                                  /* (nullable): the descriptor is readable */
  gboolean (*has_parted) (WeftConnection *self);                                        /* our goodbye is sent: is nothing awaited of the peer? */
  void (*finalize) (WeftConnection *self);                                              /* (nullable) */
} WeftConnectionClass;

struct _WeftConnection
{
  WeftWatch watch;
  gatomicrefcount ref_count;
  const WeftConnectionClass *klass;
  /* Of WeftLimits; ten thousand copies of the rest would be 2 MB. */
  gsize queue_soft;
  gsize queue_hard;
  gint64 stall; /* µs */
  WeftConnectionHandler handler;
  gpointer user_data;

  /* Only the poller's thread. */
  WeftWire wire;
  gboolean again;    /* there are bytes left to read */
  gboolean eof;
  WeftPollerThread *thread;

  gint64 received_at; /* µs, atomic */

  GMutex delivering;  /* held while a message is handed on that did not come by the descriptor; then: */
  gboolean gone;      /* the handler was told of the end, or is being told */

  GMutex mutex;       /* what follows */
  GQueue queue;       /* of GBytes, each a whole frame as it travels */
  gsize head_offset;  /* bytes of the first which are written */
  gsize queued;       /* bytes */
  gint64 progress_at; /* µs: when a byte was last taken */
  gint64 closing_at;  /* µs when the goodbye was queued; 0: open */
  gboolean full;
  gboolean reading;
  gboolean look;      /* there may be bytes of which epoll says nothing */
  gboolean woken;
};

/** _weft_connection_init: @wire: (transfer full) (nullable): %NULL: without a descriptor. */
void _weft_connection_init (WeftConnection *self, const WeftConnectionClass *klass, WeftWire *wire, const WeftLimits *limits);
void _weft_connection_push_locked (WeftConnection *self, GBytes *bytes);
/** _weft_connection_check_queue_locked: over the hard limit the connection ends. */
void _weft_connection_check_queue_locked (WeftConnection *self);
void _weft_connection_too_slow_locked (WeftConnection *self);

/** _weft_connection_decode: Returns: (transfer full): the text in a frame of weft_connection_encode(); the same bytes. */
GBytes *_weft_connection_decode (GBytes *frame);

/** _weft_connection_read_some: Returns: bytes; 0 at the end; -1 if there are none now. */
gssize _weft_connection_read_some (WeftConnection *self, guint8 *data, gsize length);
/** _weft_connection_discard: bytes left unread would make the kernel reset the connection, and our goodbye with it. Returns: how many there were. */
gsize _weft_connection_discard (WeftConnection *self);
void _weft_connection_count_in (WeftConnection *self, gsize n_bytes, guint n_frames);
void _weft_connection_count_out (WeftConnection *self, gsize n_bytes, guint n_frames);

G_END_DECLS
