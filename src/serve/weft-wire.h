/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/uio.h>

G_BEGIN_DECLS

/**
 * WeftWire:
 *
 * A socket somebody connected to us by, plain or under TLS, and bytes which were read of it but belong to whoever has it next. Nothing here blocks. A value:
 * it is moved with weft_wire_move(), and belongs to one thread at a time.
 */
typedef struct
{
  int fd;                         /* -1: none */
  gboolean flushing;              /* a record of TLS waits for room in the socket */
  struct gnutls_session_int *tls; /* (nullable) */
  GByteArray *front;              /* (nullable): read before, to be read again */
} WeftWire;

#define WEFT_WIRE_NONE ((WeftWire) { .fd = -1 })

/** weft_wire_move: Returns: what @self was; @self is none. */
WeftWire weft_wire_move (WeftWire *self);
/** weft_wire_clear: ends it, if it is one. Over TLS a goodbye goes first, which nobody waits for. */
void weft_wire_clear (WeftWire *self);
/** weft_wire_cut: whoever reads or writes it next is told that it is over. */
void weft_wire_cut (WeftWire *self);

/** WeftWireShake: how far a handshake is. */
typedef enum
{
  WEFT_WIRE_SHAKEN,      /* done, or there is none to be done */
  WEFT_WIRE_WAITS_READ,  /* for the peer's bytes */
  WEFT_WIRE_WAITS_WRITE, /* for room for ours */
  WEFT_WIRE_FAILED,
} WeftWireShake;

/** weft_wire_shake: goes on with the handshake of TLS. */
WeftWireShake weft_wire_shake (WeftWire *self);

/** weft_wire_read: Returns: bytes; 0 at the end; -1 if there are none now. */
gssize weft_wire_read (WeftWire *self, void *data, gsize length);
/** weft_wire_has_more: whether there are bytes to read of which the descriptor says nothing. */
gboolean weft_wire_has_more (const WeftWire *self);
/** weft_wire_put_back: @data is read again, before anything else. */
void weft_wire_put_back (WeftWire *self, const void *data, gsize length);
/** weft_wire_write: Returns: bytes taken; -1 if none can be now; -2 if the peer is gone. Over TLS as many as fit go into one record. */
gssize weft_wire_write (WeftWire *self, const struct iovec *vectors, guint n);
/** weft_wire_flush: Returns: 0 if all that was taken is with the socket; else as weft_wire_write(). */
int weft_wire_flush (WeftWire *self);

G_END_DECLS
