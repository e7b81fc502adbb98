/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WEFT_TYPE_DATE_ROW (weft_date_row_get_type ())
G_DECLARE_FINAL_TYPE (WeftDateRow, weft_date_row, WEFT, DATE_ROW, AdwActionRow)

/**
 * WeftDateRow:
 *
 * A date of a task, which is chosen from a calendar.
 *
 * Signal: `chosen (gint64)`: another day, ms, midnight in UTC; 0: none.
 */
GtkWidget *weft_date_row_new (const char *title);
/** weft_date_row_set_date: ms; 0: none. Tells nobody. */
void weft_date_row_set_date (WeftDateRow *self, gint64 at);
/** weft_date_row_set_editable: TRUE by itself. */
void weft_date_row_set_editable (WeftDateRow *self, gboolean editable);

G_END_DECLS
