/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

extern const WeftServerModule weft_board_server_module;

G_END_DECLS
