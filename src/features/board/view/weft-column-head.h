/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "features/board/client/weft-board.h"

G_BEGIN_DECLS

#define WEFT_TYPE_COLUMN_HEAD (weft_column_head_get_type ())
G_DECLARE_FINAL_TYPE (WeftColumnHead, weft_column_head, WEFT, COLUMN_HEAD, GtkWidget)

/** WeftColumnHead: what stands above a column: the name of its status, how many tasks are in it and its limit. Signal: `begun ()`: a new card is wanted. */
GtkWidget *weft_column_head_new (WeftBoard *board, WeftProjectStatus *status, gboolean laned);

/** weft_column_get_width: Returns: px: how wide a column is at least. */
int weft_column_get_width (void);
/** weft_column_describe: @n_shown: how many of its cards are seen. Returns: (transfer full): a column, to be spoken: "In review, 3 cards, limit 4". */
char *weft_column_describe (WeftProjectStatus *status, guint n_shown);

G_END_DECLS
