/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-workspaces.h"
#include "ui/weft-avatar.h"

G_BEGIN_DECLS

#define WEFT_TYPE_RAIL (weft_rail_get_type ())
G_DECLARE_FINAL_TYPE (WeftRail, weft_rail, WEFT, RAIL, AdwBin)

/**
 * WeftRail:
 *
 * The strip at the window's start: the workspace shown, its features, the other workspaces, the connection,
 * oneself. All it does are actions: win.feature, win.workspace, win.outbox, win.add-workspace and those of
 * its menus.
 */
void weft_rail_set_workspaces (WeftRail *self, WeftWorkspaces *workspaces);
/** weft_rail_set_workspace: @workspace must be open. */
void weft_rail_set_workspace (WeftRail *self, WeftWorkspace *workspace);
/** weft_rail_set_connection: @text: (nullable): %NULL: all is well, no cloud. */
void weft_rail_set_connection (WeftRail *self, const char *text, const char *icon_name);
/** weft_rail_set_person: @id: (nullable): of oneself. */
void weft_rail_set_person (WeftRail *self, const char *id, const char *name, WeftPresence presence);
/** weft_rail_get_workspace_menu: (transfer none): also for the narrow header. */
GMenuModel *weft_rail_get_workspace_menu (WeftRail *self);
GMenuModel *weft_rail_get_person_menu (WeftRail *self);

/** weft_rail_new_tile: Returns: (transfer floating): a workspace's first letter in its yarn; @small: 28 px,
 * else 34. */
GtkWidget *weft_rail_new_tile (WeftWorkspace *workspace, gboolean small);

/** weft_rail_new_feature_button: Returns: (transfer floating): a button that shows @feature, with the badge
 * of its page in @workspace. */
GtkWidget *
weft_rail_new_feature_button (WeftWorkspace *workspace, const WeftFeature *feature, gboolean show_label);

G_END_DECLS
