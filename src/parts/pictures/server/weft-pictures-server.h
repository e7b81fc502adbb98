/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/** weft_pictures_server_module: the size that is said of a picture is that of its bytes. */
extern const WeftServerModule weft_pictures_server_module;

G_END_DECLS
