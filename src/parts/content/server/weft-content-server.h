/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/** weft_content_server_module: what weftd knows of the content module. */
extern const WeftServerModule weft_content_server_module;

G_END_DECLS
