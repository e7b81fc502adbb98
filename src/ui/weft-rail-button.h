/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WEFT_TYPE_RAIL_BUTTON (weft_rail_button_get_type ())
G_DECLARE_FINAL_TYPE (WeftRailButton, weft_rail_button, WEFT, RAIL_BUTTON, GtkToggleButton)

/**
 * WeftRailButton:
 *
 * A feature in the rail (44 px, the thread at its start while chosen) or, with a label, in the bottom bar of
 * a narrow window.
 *
 * Properties: `title` (tooltip, name for screen readers, label of the bottom bar), `symbol` (icon name),
 * `show-label`, `n-mentions` (a count), `has-news` (a dot when there is no count).
 */
GtkWidget *weft_rail_button_new (const char *title, const char *symbol, gboolean show_label);
void weft_rail_button_set_badge (WeftRailButton *self, guint n_mentions, gboolean has_news);

G_END_DECLS
