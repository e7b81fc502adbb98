/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/* What the engine does before it serves a directory and the database of a workspace, in this order. */

/** weft_opening_lock: makes @directory if need be. Returns: the lock, held while it is open; -1 with %WEFT_ERROR_UNAVAILABLE if another weftd has it. */
int weft_opening_lock (const char *directory, GError **error);

/** weft_opening_migrate: brings the tables of the server and of all modules up to date. */
gboolean weft_opening_migrate (WeftDatabase *database, WeftRegistry *registry, const WeftServerModule *const *modules, GError **error);

/** weft_opening_read_workspace: Returns: (transfer full): the workspace's id, which the first server makes up. */
char *weft_opening_read_workspace (WeftDatabase *database, GError **error);

/** weft_opening_order_jobs: schedules the jobs of @modules. One that the program knew before keeps its place in time. */
gboolean weft_opening_order_jobs (WeftDatabase *database, WeftRegistry *registry, const WeftServerModule *const *modules, gint64 now, GError **error);

G_END_DECLS
