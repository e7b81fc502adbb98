/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * weft_sheets_mend:
 * @window: whose dialogs these are
 *
 * What a dialog lacks that comes up as a sheet from below:
 *
 * - the focus where adw_dialog_set_focus() wanted it. Up to libadwaita 1.7 a sheet moves it to the first widget as it opens: to
 *   "Cancel", where the first word one types is lost.
 * - the height of its words. It is measured as wide as the dialog wants to be: in a narrower window lines break more often, and what
 *   stands below them would be cut.
 */
void weft_sheets_mend (AdwApplicationWindow *window);

G_END_DECLS
