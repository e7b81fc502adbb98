/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_CSV_CELLS_MAX 2000            /* of one row */
#define WEFT_CSV_CELL_MAX (1024 * 1024)    /* bytes */

/**
 * WeftCsv:
 *
 * The rows of a table as text (RFC 4180), one after the other. Cells are parted by commas, semicolons or tabs, whichever the first row has most of; a
 * cell in quotes may hold those, line ends and doubled quotes. A byte order mark is passed over.
 */
typedef struct
{
  const char *at;
  const char *end;
  char separator;
  guint line; /* at which the next row begins */
} WeftCsv;

/** weft_csv_init: @text: borrowed for as long as the table is read. */
void weft_csv_init (WeftCsv *self, const char *text, gsize length);

/**
 * weft_csv_next:
 * @cells: (element-type utf8): emptied, and filled with the cells of the next row which is not empty
 *
 * Returns: 1, 0 at the end, -1 with @error (%WEFT_ERROR_INVALID, %WEFT_ERROR_TOO_LARGE, naming the line)
 */
int weft_csv_next (WeftCsv *self, GPtrArray *cells, GError **error);

/**
 * weft_csv_append:
 *
 * Appends a cell, in quotes where it needs them. What a spreadsheet would take for a formula, a text that begins with "=", "+", "-", "@", a tab or a carriage return
 * (https://owasp.org/www-community/attacks/CSV_Injection), gets a "'" before it; and so that it can be told again, one which begins so behind "'"s gets
 * another.
 */
void weft_csv_append (GString *out, const char *text);
/** weft_csv_disarm: takes away the "'" which weft_csv_append() put before a text, in place. */
void weft_csv_disarm (char *text);

G_END_DECLS
