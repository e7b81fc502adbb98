/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WEFT_TYPE_END_PANEL (weft_end_panel_get_type ())
G_DECLARE_FINAL_TYPE (WeftEndPanel, weft_end_panel, WEFT, END_PANEL, AdwBin)

/**
 * WeftEndPanel:
 *
 * The panel at the end of the window: one of its panes at a time, beside the content, above it, or in a
 * narrow window as a sheet from below.
 *
 * Properties: `pane` (read-only): the name of the pane that is shown; %NULL while the panel is hidden.
 */

/** weft_end_panel_set_homes: where it stands, and where in a narrow window; the panel is @split's sidebar. */
void weft_end_panel_set_homes (WeftEndPanel *self, AdwOverlaySplitView *split, AdwBottomSheet *sheet);

/** weft_end_panel_set_narrow: hides it and moves it to its other home. */
void weft_end_panel_set_narrow (WeftEndPanel *self, gboolean narrow);

/** weft_end_panel_set_pane: @child: (transfer none) (nullable): what @name shows from now on. */
void weft_end_panel_set_pane (WeftEndPanel *self, const char *name, GtkWidget *child);
void weft_end_panel_set_pane_title (WeftEndPanel *self, const char *name, const char *title);

/** weft_end_panel_show: does nothing where there is no such pane. */
void weft_end_panel_show (WeftEndPanel *self, const char *name);
void weft_end_panel_hide (WeftEndPanel *self);

/** weft_end_panel_get_pane: Returns: (nullable) (transfer none): see the property. */
const char *weft_end_panel_get_pane (WeftEndPanel *self);

/** weft_end_panel_is_beside: Returns: whether it stands, or would stand, beside the content and hides
 * nothing. */
gboolean weft_end_panel_is_beside (WeftEndPanel *self);

G_END_DECLS
