/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A workspace on one machine (SQLite and files), as a directory that can be kept elsewhere. */

/**
 * weft_backup_make:
 * @directory: of the workspace; a server may be using it
 * @target: (type filename): a directory that does not exist yet
 *
 * Writes the database as it is at one moment, and the files it may name. @target appears when all of it is safe on disk, or not at all.
 */
gboolean weft_backup_make (const char *directory, const char *target, GError **error);

/**
 * weft_backup_restore:
 * @source: what weft_backup_make() wrote
 * @directory: of the workspace to be; there must be none in it
 *
 * Copies a backup back. Every log gets a new epoch: whoever was ahead of it loads the streams anew, and sends again what is not in
 * it and not confirmed.
 */
gboolean weft_backup_restore (const char *source, const char *directory, GError **error);

G_END_DECLS
