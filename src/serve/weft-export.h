/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/* A workspace, or one stream of it, as plain files: see docs/export.md. Everything is written and read line by line: memory does not grow with
 * the workspace. */

#define WEFT_EXPORT_VERSION 1
#define WEFT_EXPORT_LINE_MAX (4 * 1024 * 1024) /* bytes of a line */

/** weft_export_get_file: Returns: (transfer full): where in an export @stream stands: "streams/room-019a….jsonl". */
char *weft_export_get_file (const char *stream);

/**
 * weft_export_make:
 * @directory: of the workspace; servers may be using it
 * @database: (nullable): PostgreSQL's URI, see weft_postgres_open()
 * @target: a directory which is not there yet
 * @stream: (nullable): only this one, without accounts
 *
 * All of it is of one moment. Without @stream it holds the accounts as well, and whoever has it can try the passwords.
 */
gboolean weft_export_make (const char *directory, const char *database, WeftRegistry *registry, const char *target, const char *stream, GError **error);

/**
 * weft_import_run:
 * @source: an export, which anybody may have made: what is wrong is named by file, line and field, and then nothing is imported
 * @directory: of the workspace; no server may be using it. Without @database, it is not there yet if a whole workspace is imported
 * @database: (nullable): PostgreSQL's URI. It holds no workspace yet, if a whole one is imported
 *
 * Streams get new epochs, so that everybody loads them anew. A single stream is added to the workspace there is; members whom the workspace
 * does not know are none.
 */
gboolean weft_import_run (const char *source, const char *directory, const char *database, WeftRegistry *registry, const WeftServerModule *const *modules, GError **error);

/** _weft_export_is_own: whether @table is one of the server's own that an export of a whole workspace holds. */
gboolean _weft_export_is_own (WeftRegistry *registry, const char *table);

/** _weft_export_copy: copies the descriptor @from to the new file @to. %WEFT_ERROR_INVALID if its SHA-256 is not @hash. */
gboolean _weft_export_copy (int from, const char *to, const char *hash, gint64 *size, GError **error);

G_END_DECLS
