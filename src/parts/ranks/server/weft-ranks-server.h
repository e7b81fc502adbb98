/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/** weft_ranks_watch: for a feature's reaction to its own event which put things next to @rank (nullable): sees to it that @list is spread once that is long. */
gboolean weft_ranks_watch (WeftHandling *handling, const char *stream, const char *list, const char *rank, GError **error);

/** weft_ranks_server_module: spreads a list a while after a rank in it has become long. */
extern const WeftServerModule weft_ranks_server_module;

G_END_DECLS
