/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * weft_sheet_focus_keep:
 * @window: whose dialogs these are
 *
 * Gives each dialog that comes up as a sheet from below the focus where adw_dialog_set_focus() wanted it.
 * Up to libadwaita 1.7 a sheet moves it to the first widget as it opens: to "Cancel", where the first word
 * one types is lost.
 */
void weft_sheet_focus_keep (AdwApplicationWindow *window);

G_END_DECLS
