/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_BLOCK_ROWS 4096 /* rows in a block of the search index */

/** WeftRowSet: which rows of a block; one bit a row. */
typedef struct
{
  guint64 bits[WEFT_BLOCK_ROWS / 64];
} WeftRowSet;

void weft_row_set_add (WeftRowSet *self, guint row);
void weft_row_set_remove (WeftRowSet *self, guint row);
gboolean weft_row_set_has (const WeftRowSet *self, guint row);
gboolean weft_row_set_is_empty (const WeftRowSet *self);
void weft_row_set_fill (WeftRowSet *self);
void weft_row_set_union (WeftRowSet *self, const WeftRowSet *other);
void weft_row_set_intersect (WeftRowSet *self, const WeftRowSet *other);
void weft_row_set_subtract (WeftRowSet *self, const WeftRowSet *other);
/** weft_row_set_previous: the greatest row below @row, or -1. Begin with %WEFT_BLOCK_ROWS. */
int weft_row_set_previous (const WeftRowSet *self, guint row);

/** weft_row_set_load: adds the rows of a stored set: up to 255 as little-endian 16 bit numbers, more as the 512 bytes of the bits. FALSE if it is none. */
gboolean weft_row_set_load (WeftRowSet *self, gconstpointer data, gsize length);
/** weft_row_set_store: @data: room for 512 bytes. Returns: how many are used; 0: no rows. */
gsize weft_row_set_store (const WeftRowSet *self, guint8 *data);

G_END_DECLS
