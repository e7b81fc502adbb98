/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/weft-workspace.h"

G_BEGIN_DECLS

#define WEFT_TYPE_NOTICES_PANEL (weft_notices_panel_get_type ())
G_DECLARE_FINAL_TYPE (WeftNoticesPanel, weft_notices_panel, WEFT, NOTICES_PANEL, AdwBin)

/**
 * WeftNoticesPanel:
 *
 * What the person should know of, in the end panel: the notices of one workspace, the newest first. Enter or
 * a click shows the place and marks the notice as seen.
 *
 * Signals: `opened ()`: a place was opened.
 */
WeftNoticesPanel *weft_notices_panel_new (void);

/** weft_notices_panel_set_workspace: @workspace: (nullable): open. */
void weft_notices_panel_set_workspace (WeftNoticesPanel *self, WeftWorkspace *workspace);

/** weft_notices_panel_focus: puts the focus on the newest notice. */
void weft_notices_panel_focus (WeftNoticesPanel *self);

G_END_DECLS
