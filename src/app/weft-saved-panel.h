/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/weft-workspace.h"

G_BEGIN_DECLS

#define WEFT_TYPE_SAVED_PANEL (weft_saved_panel_get_type ())
G_DECLARE_FINAL_TYPE (WeftSavedPanel, weft_saved_panel, WEFT, SAVED_PANEL, AdwBin)

/**
 * WeftSavedPanel:
 *
 * The messages which the person saved for later, of all places of one workspace, and those which are sent at a time, in the end panel.
 *
 * Signals: `opened ()`: one was followed.
 */
WeftSavedPanel *weft_saved_panel_new (void);

/** weft_saved_panel_set_workspace: @workspace: (nullable): open. */
void weft_saved_panel_set_workspace (WeftSavedPanel *self, WeftWorkspace *workspace);

/** weft_saved_panel_show_scheduled: shows what is sent at a time. */
void weft_saved_panel_show_scheduled (WeftSavedPanel *self);

/** weft_saved_panel_focus: puts the focus on the one saved last. */
void weft_saved_panel_focus (WeftSavedPanel *self);

G_END_DECLS
