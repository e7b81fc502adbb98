/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-bus.h"

G_BEGIN_DECLS

#define WEFT_TYPE_VALKEY_BUS (weft_valkey_bus_get_type ())
G_DECLARE_FINAL_TYPE (WeftValkeyBus, weft_valkey_bus, WEFT, VALKEY_BUS, WeftBus)

/**
 * weft_valkey_bus_new:
 * @url: see weft_bus_new()
 *
 * Publish and subscribe of Valkey, or of Redis from 6 on (RESP3), over one connection with a thread of its own (hiredis). Does not connect yet.
 */
WeftBus *weft_valkey_bus_new (const char *url, GError **error);

G_END_DECLS
