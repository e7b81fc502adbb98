/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/** weft_notices_server_module: writes the notices which modules declare into the streams of the people meant. */
extern const WeftServerModule weft_notices_server_module;

G_END_DECLS
