/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ROW_VALUE (weft_row_value_get_type ())
G_DECLARE_FINAL_TYPE (WeftRowValue, weft_row_value, WEFT, ROW_VALUE, GObject)

/**
 * WeftRowValue:
 *
 * A number which a row of a stream says: a choice of one's own, or of those who administer a place.
 *
 * Property, writable, notified: `value` (int64). To set it is an operation, and what the rows say in the end counts.
 */

/** WeftRowValueSubmit: submits the operation which says so. Returns: (transfer full): as weft_sync_submit(). */
typedef DexFuture *(*WeftRowValueSubmit) (WeftSync *sync, const char *stream, gint64 value);

/**
 * weft_row_value_new:
 * @stream: (nullable): %NULL: one's own, also if nobody knows yet who one is
 * @table: it is read again when this changes
 * @sql: a constant of the program: the number, `?1` is the stream
 * @unsaid: what it is where there is no row, and as long as it has not been read
 * @submit: (nullable): %NULL: it is not set here
 */
WeftRowValue *weft_row_value_new (WeftSync *sync,
                                  const char *stream,
                                  const WeftTable *table,
                                  const char *sql,
                                  gint64 unsaid,
                                  WeftRowValueSubmit submit);
gint64 weft_row_value_get (WeftRowValue *self);

G_END_DECLS
