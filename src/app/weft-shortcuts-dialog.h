/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** weft_shortcuts_dialog_new: Returns: (transfer floating): all keys, each of which can be changed.
 * (GtkShortcutsWindow is deprecated, AdwShortcutsDialog newer than our base.) */
AdwDialog *weft_shortcuts_dialog_new (GSettings *settings);

G_END_DECLS
