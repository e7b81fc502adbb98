/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-database.h"

G_BEGIN_DECLS

/**
 * WeftStorage: where the server keeps its workspace: in SQLite's file in its directory, or in PostgreSQL,
 * which several servers may use at once, each with a directory of its own for what is only its own
 * (snapshots, the lock). What differs between the two ends here and in the dialect of a few statements.
 */
typedef struct _WeftStorage WeftStorage;

/** weft_storage_new: @url: (nullable): PostgreSQL's, see weft_postgres_open(); a secret, kept to itself. */
WeftStorage *weft_storage_new (const char *directory, const char *url);
void weft_storage_free (WeftStorage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftStorage, weft_storage_free)

/**
 * weft_storage_open_writer: Returns: (transfer full): the connection of the one thread which writes: when a
 * commit returns, it is on disk. %WEFT_ERROR_INVALID if this weftd was built without PostgreSQL and it is
 * asked for, or if the directory is that of a workspace in SQLite's file.
 */
WeftDatabase *weft_storage_open_writer (WeftStorage *self, GError **error);
WeftDatabase *weft_storage_open_reader (WeftStorage *self, GError **error);

/** weft_storage_exists: FALSE if there is nothing to read. Only SQLite's file can be told missing without
 * opening it. */
gboolean weft_storage_exists (WeftStorage *self);

/** weft_storage_is_shared: whether other servers may write the same rows. */
gboolean weft_storage_is_shared (WeftStorage *self);

/** weft_storage_url_has_password: such a URL must not stand on a command line. */
gboolean weft_storage_url_has_password (const char *url);

G_END_DECLS
