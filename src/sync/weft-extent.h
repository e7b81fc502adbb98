/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-module.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/**
 * WeftExtent:
 * @low: first window value held
 * @high: last window value held; @low - 1 if none is
 * @complete: nothing older exists
 *
 * Which part of a windowed table of one stream is held, without a hole. A stream can have several after a jump into
 * its past; the newest reaches up to the live end and grows with the events.
 */
typedef struct
{
  gint64 low;
  gint64 high;
  gboolean complete;
} WeftExtent;

/** weft_extent_add: adds a part, and joins it with those it touches or overlaps. */
gboolean weft_extent_add (WeftDatabase *database, const char *stream, const char *table, WeftExtent extent, GError **error);
/** weft_extent_raise: the newest part reaches up to @high now; nothing if there is none or it does already. */
gboolean weft_extent_raise (WeftDatabase *database, const char *stream, const char *table, gint64 high, GError **error);
/** weft_extent_clear: forgets all parts of @table, or of every table if @table is %NULL. */
gboolean weft_extent_clear (WeftDatabase *database, const char *stream, const char *table, GError **error);

/**
 * weft_extent_find_below:
 * @table: a windowed one
 * @before: (inout): on return the value below which rows are missing
 *
 * Looks for what is held just below @before. A value above the live end counts as the live end. Window values may be far apart: rows are counted.
 *
 * Returns: 1 if @limit rows below are held or nothing older exists (@complete: it does not), 0 if rows below *@before must be fetched, -1 on error
 */
int weft_extent_find_below (
    WeftDatabase *database, const char *stream, const WeftTable *table, gint64 *before, guint limit, gboolean *complete, GError **error);

G_END_DECLS
