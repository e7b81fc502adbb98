/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/weft-activity-item.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ACTIVITY_ROW (weft_activity_row_get_type ())
G_DECLARE_FINAL_TYPE (WeftActivityRow, weft_activity_row, WEFT, ACTIVITY_ROW, AdwBin)

/** WeftActivityRow: one thing that happened, in a list: who, what, when. */
GtkWidget *weft_activity_row_new (void);
void weft_activity_row_set_item (WeftActivityRow *self, WeftActivityItem *item);
/** weft_activity_row_dup_spoken: Returns: (transfer full): the row as one sentence. */
char *weft_activity_row_dup_spoken (WeftActivityRow *self);

G_END_DECLS
