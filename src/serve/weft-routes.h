/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-http.h"
#include "serve/weft-visit.h"

G_BEGIN_DECLS

/**
 * WeftRoutes:
 *
 * The modules' routes (WeftServerRoute) on the HTTP server. They are answered by a bounded pool of workers
 * while their messages pause; beyond that the answer is 503.
 */
typedef struct _WeftRoutes WeftRoutes;

/** weft_routes_new: @rate: what weft_visit_admit() admits a minute. */
WeftRoutes *weft_routes_new (WeftHttp *http, WeftEngine *engine, guint rate);
/** weft_routes_free: waits for requests under way; their answers still go out if the main context is run
 * after. */
void weft_routes_free (WeftRoutes *self);

G_END_DECLS
