/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/view/weft-entry-row.h"

void
weft_entry_row_show (AdwEntryRow *row, const char *text)
{
  if (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (row)), text))
    return;

  adw_entry_row_set_show_apply_button (row, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_entry_row_set_show_apply_button (row, TRUE);
}
