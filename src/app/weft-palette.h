/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-workspace.h"

G_BEGIN_DECLS

#define WEFT_TYPE_PALETTE (weft_palette_get_type ())
G_DECLARE_FINAL_TYPE (WeftPalette, weft_palette, WEFT, PALETTE, AdwDialog)

/**
 * weft_palette_present:
 * @parent: the window; activates the chosen command's action
 * @workspace: (nullable): whose places and actions are listed
 * @workspaces: a list of WeftWorkspace to change to
 *
 * Everything that can be done or gone to, found by typing.
 */
void weft_palette_present (GtkWidget *parent, WeftWorkspace *workspace, GListModel *workspaces);

G_END_DECLS
