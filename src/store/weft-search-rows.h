/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"
#include "store/weft-search-hit.h"

G_BEGIN_DECLS

#define WEFT_SEARCH_TEXTS_MAX 16 /* searched columns of a table */

/** WeftSearchRows: a table being searched, and how its rows are read. Its strings live for ever. */
typedef struct
{
  const WeftTable *table;
  const char *columns; /* of a row: number, stream, window, time, author, keys, texts */
  const char *get_row;
  const char *get_by_key;  /* (nullable): where the key is the stream and an id */
  const char *get_hanging; /* (nullable): what hangs on the same row */
  guint n_keys;
  guint n_texts;
  int hangs_on;     /* column; -1: none */
  GArray *carriers; /* of WeftSearchRows: what its rows may hang on */
} WeftSearchRows;

/** WeftSearchRow: a row under a statement which selects the columns of @rows. */
typedef struct
{
  const WeftSearchRows *rows;
  WeftStatement *row;
} WeftSearchRow;

void weft_search_rows_init (WeftSearchRows *self, const WeftTable *table);
void weft_search_rows_clear (WeftSearchRows *self);

/** weft_search_row_join_keys: Returns: (transfer full): as WeftSearchHit has it. */
char *weft_search_row_join_keys (const WeftSearchRows *rows, WeftStatement *row);

/** weft_search_row_get_place: @key: of weft_search_row_join_keys(); borrows it and the row's strings. */
WeftSearchPlace weft_search_row_get_place (const WeftSearchRows *rows, WeftStatement *row, const char *key);

/** weft_search_row_has_text: a row without any is never found. */
gboolean weft_search_row_has_text (const WeftSearchRows *rows, WeftStatement *row);

/** weft_search_row_add_texts: adds its texts to @texts, (element-type utf8). */
void weft_search_row_add_texts (GPtrArray *texts, const WeftSearchRows *rows, WeftStatement *row);

G_END_DECLS
