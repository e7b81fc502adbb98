/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-connection.h"

G_BEGIN_DECLS

/**
 * weft_websocket_new:
 * @stream: what the HTTP server gave away after the handshake; its buffered bytes are read first
 * @fd: the socket under it, polled
 * @plain: no TLS: @fd is a duplicate which the connection owns and reads and writes directly; else it is the stream's
 *
 * Frames both ways as messages of one WebSocket (RFC 6455).
 */
WeftConnection *weft_websocket_new (GIOStream *stream, int fd, gboolean plain, const WeftLimits *limits);

G_END_DECLS
