/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/* Taking content out of rows, whatever they mean: columns marked `@erase` become empty, rows of tables marked `@erase rows` go.
 *
 * A row is named `table:key`, as weft_event_dup_row() does; several stand on a line each. Parts of a key have WEFT_KEY_SEPARATOR between
 * them. */

#define WEFT_ERASE_MAX 200 /* rows at once */

/** weft_erase_can: whether rows of @table hold content that can be erased. */
gboolean weft_erase_can (const WeftTable *table);

/**
 * weft_erase_parse:
 * @rows: rows of @registry, a line each
 *
 * Returns: (transfer full) (array zero-terminated=1): the rows; %NULL with %WEFT_ERROR_INVALID naming the row which no table can have, or
 *   %WEFT_ERROR_TOO_LARGE for more than %WEFT_ERASE_MAX
 */
char **weft_erase_parse (WeftRegistry *registry, const char *rows, GError **error);

/** weft_erase_find_table: Returns: (nullable): the table of @row; @key: (out) (optional): its key in @row. */
const WeftTable *weft_erase_find_table (WeftRegistry *registry, const char *row, const char **key);

/**
 * weft_erase_read:
 * @key: of a row of @table, which fits it
 * @column: (nullable): a column; NULL: the whole row as weft_rows_write() writes it
 * @value: (out) (nullable): what stands there; NULL if there is no such row, or nothing in it
 */
gboolean weft_erase_read (WeftDatabase *database, const WeftTable *table, const char *stream, const char *key, const char *column, char **value, GError **error);

/** weft_erase_is_empty: @empty: (out): whether @row of @stream is not there, or holds nothing which erasing would take out. */
gboolean weft_erase_is_empty (WeftDatabase *database, WeftRegistry *registry, const char *stream, const char *row, gboolean *empty, GError **error);

/** weft_erase_dup_row: Returns: (transfer full): the name of the row under @statement, which selects all columns of @table in order. */
char *weft_erase_dup_row (const WeftTable *table, WeftStatement *statement);

/** weft_erase_rows: empties @rows of @stream; those which are not there (any more, or on this device) stay away. */
gboolean weft_erase_rows (WeftDatabase *database, WeftRegistry *registry, const char *stream, const char *rows, GError **error);

G_END_DECLS
