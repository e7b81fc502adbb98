/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "store/weft-database.h"

G_BEGIN_DECLS

/** WeftReaders: threads with read-only connections, each job inside one read transaction. */
typedef struct _WeftReaders WeftReaders;

typedef gpointer (*WeftReadFunc) (WeftDatabase *database, gpointer user_data, GError **error);

WeftReaders *weft_readers_new (const char *path, guint n_threads);
/** weft_readers_free: waits for the jobs that run; rejects those that wait with %G_IO_ERROR_CANCELLED. */
void weft_readers_free (WeftReaders *self);

/** weft_readers_run: Returns: (transfer full): resolves to a value of @result_type, which frees the result: from the main context of whoever made the
 * readers, hence never before the caller, who is there, has gone on. */
DexFuture *weft_readers_run (WeftReaders *self, WeftReadFunc func, GType result_type, gpointer user_data, GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
