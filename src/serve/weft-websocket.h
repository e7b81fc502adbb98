/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-connection.h"
#include "serve/weft-wire.h"

G_BEGIN_DECLS

/**
 * weft_websocket_new:
 * @wire: (transfer full): after the handshake, or with @answer
 * @answer: (nullable): what ends the handshake, to be written before any frame
 *
 * Frames both ways as messages of one WebSocket (RFC 6455).
 */
WeftConnection *weft_websocket_new (WeftWire *wire, GBytes *answer, const WeftLimits *limits);

G_END_DECLS
