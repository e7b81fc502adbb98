/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <wslay/wslay.h>

G_BEGIN_DECLS

/**
 * WeftFrameReader:
 *
 * wslay's state for one connection: 8 kB, which is four times all else that an idle connection needs. So a connection borrows one when bytes come, and
 * gives it back when they end with a message. What belongs to a reader between two bytes of a message stays with its connection. Not thread-safe; each
 * thread has its own idle ones.
 */
typedef struct
{
  wslay_event_context_ptr wslay;
  GByteArray *answers; /* what wslay wants to write */
  gpointer holder;     /* who borrowed it: callbacks get the reader */
} WeftFrameReader;

/** weft_frame_reader_borrow: all of them have the same @callbacks. */
WeftFrameReader *weft_frame_reader_borrow (const struct wslay_event_callbacks *callbacks, guint64 message_max, gpointer holder);
/** weft_frame_reader_give_back: only if nothing of a frame or message is in it, and no close was received or sent. */
void weft_frame_reader_give_back (WeftFrameReader *self);
void weft_frame_reader_free (WeftFrameReader *self);

/**
 * WeftFrameBoundary:
 *
 * Follows the bytes of a WebSocket only as far as knowing whether a message is under way (RFC 6455, sections 5.2 and 5.4). It judges nothing: of what
 * wslay refuses it makes nothing of meaning.
 */
typedef struct
{
  guint64 left;        /* bytes of payload to come */
  guint8 head[14];
  guint8 n_head;
  gboolean fragmented; /* the frame was not the last of its message */
} WeftFrameBoundary;

void weft_frame_boundary_pass (WeftFrameBoundary *self, const guint8 *data, gsize length);
gboolean weft_frame_boundary_is_between (const WeftFrameBoundary *self);

G_END_DECLS
