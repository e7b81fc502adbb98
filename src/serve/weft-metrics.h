/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-engine.h"
#include "serve/weft-hub.h"

G_BEGIN_DECLS

/** weft_metrics_write: appends the state of the server in Prometheus's text format, version 0.0.4. */
void weft_metrics_write (GString *out, WeftEngine *engine, WeftHub *hub);

G_END_DECLS
