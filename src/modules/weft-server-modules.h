/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "modules/weft-modules.h"
#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/** weft_server_modules: the server's half of every part and feature, ended by NULL. */
extern const WeftServerModule *const weft_server_modules[];

G_END_DECLS
