/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-authority.h"
#include "serve/weft-http.h"
#include "serve/weft-hub.h"
#include "serve/weft-limits.h"

G_BEGIN_DECLS

/** WEFT_CHANNEL_HEADER: names the channel of a request; made by the client, 22 to 64 characters of base64url. */
#define WEFT_CHANNEL_HEADER "Weft-Channel"

/**
 * WeftChannels:
 *
 * Connections for clients which cannot have a WebSocket: `GET /v1/stream` (server-sent events) or `GET /v1/poll` (long polls) bring frames down, `POST /v1/frames`
 * brings them up. A channel is known by the sign-in which the token of its request came from and by its name, so another sign-in's is not even there.
 * On the thread's main context.
 */
typedef struct _WeftChannels WeftChannels;

WeftChannels *weft_channels_new (WeftHttp *http, WeftHub *hub, WeftAuthority *authority, const WeftLimits *limits);
/** weft_channels_drain: after the hub's: lets polls which wait be answered. */
void weft_channels_drain (WeftChannels *self);
/** weft_channels_stop: ends them all at once. Before the hub stops. */
void weft_channels_stop (WeftChannels *self);
void weft_channels_free (WeftChannels *self);

G_END_DECLS
