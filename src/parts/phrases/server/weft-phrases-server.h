/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/** weft_phrases_server_module: the plan decides all there is to decide. */
extern const WeftServerModule weft_phrases_server_module;

G_END_DECLS
