/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/weft-self.h"
#include "app/weft-workspaces.h"
#include "ui/weft-feature.h"

G_BEGIN_DECLS

#define WEFT_TYPE_WINDOW (weft_window_get_type ())
G_DECLARE_FINAL_TYPE (WeftWindow, weft_window, WEFT, WINDOW, AdwApplicationWindow)

/**
 * WeftWindow:
 *
 * The window: one workspace of the profile at a time, or the first-start page. From 1100 px on the end panel
 * stands beside the content, from 860 the sidebar, from 550 the rail; below, one pane and a bar at the
 * bottom.
 *
 * Properties: `narrow` (set by its breakpoints), `open` (read-only: a workspace is open and shown).
 */
WeftWindow *weft_window_new (GtkApplication *application, GSettings *settings, WeftWorkspaces *workspaces);

/** weft_window_add_open_actions: adds @entries, which get the window and can be used while a workspace is
 * open. */
void weft_window_add_open_actions (WeftWindow *self, const GActionEntry *entries, guint n_entries);

/** weft_window_show_workspace: opens @workspace and shows it. */
void weft_window_show_workspace (WeftWindow *self, WeftWorkspace *workspace);
/** weft_window_get_workspace: Returns: (transfer none) (nullable): the one that is shown. */
WeftWorkspace *weft_window_get_workspace (WeftWindow *self);
/** weft_window_get_workspaces: Returns: (transfer none): all of the profile. */
WeftWorkspaces *weft_window_get_workspaces (WeftWindow *self);
/** weft_window_get_self: Returns: (transfer none) (nullable): who the person is in the workspace shown. */
WeftSelf *weft_window_get_self (WeftWindow *self);
/** weft_window_get_page: Returns: (transfer none) (nullable): the feature's page that is shown. */
WeftFeaturePage *weft_window_get_page (WeftWindow *self);
/** weft_window_show_start: the first-start page. @address: (nullable): fills in its field and continues. */
void weft_window_show_start (WeftWindow *self, const char *address);
/** weft_window_show_notices: shows what the person should know of in the workspace shown. */
void weft_window_show_notices (WeftWindow *self);
/** weft_window_reply: the same, and begins an answer to it. */
gboolean weft_window_reply (WeftWindow *self, const char *link);
/** weft_window_open_link: shows what @link names in the workspace shown. */
gboolean weft_window_open_link (WeftWindow *self, const char *link);
void weft_window_add_toast (WeftWindow *self, const char *text);
/** weft_window_add_action_toast: with a button @label (with mnemonic) that activates @action. */
void weft_window_add_action_toast (WeftWindow *self, const char *text, const char *label, const char *action);

G_END_DECLS
