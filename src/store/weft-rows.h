/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/* Shared tables without knowing what they mean: for snapshots, pages, purging, export and the proofs of the tests. */

/** weft_rows_write: appends the row under @statement (all columns of @table in order) as a JSON array. Blobs are {"blob": base64}, infinities {"real": "inf"}. */
void weft_rows_write (const WeftTable *table, WeftStatement *statement, GString *out);

/** weft_rows_select: Returns: (transfer none): SQL text (interned) selecting all columns of @table where stream = ?1, ordered by key. */
const char *weft_rows_select (const WeftTable *table);
/** weft_rows_select_page: SQL (interned): stream = ?1 and window < ?2, newest first, limit ?3. For windowed tables. */
const char *weft_rows_select_page (const WeftTable *table);

/**
 * weft_rows_insert:
 * @columns: (array zero-terminated=1): names as sent; columns we do not know are skipped, missing ones must be nullable
 * @row: cells
 *
 * Inserts or replaces one row. The value of `stream` must be @stream: %WEFT_ERROR_INVALID otherwise.
 */
gboolean weft_rows_insert (WeftDatabase *database, const WeftTable *table, const char *stream, const char *const *columns, JsonArray *row, GError **error);

/** weft_rows_copy: inserts or replaces the rows which @stream has in @source. */
gboolean weft_rows_copy (WeftDatabase *source, WeftDatabase *target, const WeftTable *table, const char *stream, GError **error);

/** weft_rows_delete: deletes all rows of @stream in @table. */
gboolean weft_rows_delete (WeftDatabase *database, const WeftTable *table, const char *stream, GError **error);

/** weft_rows_go_by_id: whether an id alone names a row of @table in its stream. */
gboolean weft_rows_go_by_id (const WeftTable *table);

/** weft_rows_has: @has: (out): whether @table, whose rows go by an id, has the row @id of @stream; @id %NULL: any row of it. */
gboolean weft_rows_has (WeftDatabase *database, const WeftTable *table, const char *stream, const char *id, gboolean *has, GError **error);

/**
 * weft_rows_digest:
 * @skip_meta: leave out columns marked meta
 *
 * Returns: (transfer full): SHA-256 over all rows of @stream (NULL: of all streams) in every table of @registry: equal rows, equal digest
 */
char *weft_rows_digest (WeftDatabase *database, WeftRegistry *registry, const char *stream, gboolean skip_meta, GError **error);

G_END_DECLS
