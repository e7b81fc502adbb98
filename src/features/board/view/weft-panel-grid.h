/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WEFT_TYPE_PANEL_GRID (weft_panel_grid_get_type ())
G_DECLARE_FINAL_TYPE (WeftPanelGrid, weft_panel_grid, WEFT, PANEL_GRID, GtkWidget)

/** WeftPanelGrid: panels of equal size, side by side as many as have room, at most three; in a narrow window one below the other. Those of the last row share its width. */
GtkWidget *weft_panel_grid_new (void);
/** weft_panel_grid_append: @child: put into a card. */
void weft_panel_grid_append (WeftPanelGrid *self, GtkWidget *child);

G_END_DECLS
