/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsoup/soup.h>

#include "serve/weft-wire.h"

G_BEGIN_DECLS

#define WEFT_TYPE_WIRE_STREAM (weft_wire_stream_get_type ())
G_DECLARE_FINAL_TYPE (WeftWireStream, weft_wire_stream, WEFT, WIRE_STREAM, GIOStream)

/**
 * WeftWireStream:
 *
 * A wire as libsoup wants it. Only ever read and written without blocking, on the main thread.
 */

/** weft_wire_stream_new: @wire: (transfer full). */
GIOStream *weft_wire_stream_new (WeftWire *wire);
/** weft_wire_stream_cut: whoever reads or writes next is told that it is over. */
void weft_wire_stream_cut (WeftWireStream *self);

/**
 * weft_wire_stream_take:
 * @wire: (out): bytes which libsoup has read already come first
 *
 * Takes the connection of @message away from libsoup.
 *
 * Returns: FALSE if there is none any more
 */
gboolean weft_wire_stream_take (SoupServerMessage *message, WeftWire *wire);

G_END_DECLS
