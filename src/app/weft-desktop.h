/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-background.h"
#include "app/weft-workspaces.h"

G_BEGIN_DECLS

#define WEFT_TYPE_DESKTOP (weft_desktop_get_type ())
G_DECLARE_FINAL_TYPE (WeftDesktop, weft_desktop, WEFT, DESKTOP, GObject)

/**
 * WeftDesktop:
 *
 * What the desktop shows of Weft beside its window and its notifications: the item in the tray with its menu,
 * and the number on the icon in the dock.
 *
 * The tray uses these actions of the application: show, open-command (workspace, action of the window), quit; and do-not-disturb (boolean state), which is
 * made here and holds in all workspaces.
 *
 * Signal: `token (const char *)`: the activation token of what is pressed next, in the tray or in a notification.
 */

/** weft_desktop_new: Returns: (nullable): %NULL: there is no session bus. @command: see
 * weft_background_new(). */
WeftDesktop *weft_desktop_new (GApplication *application,
                               GSettings *settings,
                               WeftWorkspaces *workspaces,
                               const char *const *command);

/** weft_desktop_get_background: Returns: (transfer none) */
WeftBackground *weft_desktop_get_background (WeftDesktop *self);
/** weft_desktop_get_tray: Returns: (transfer none) */
WeftTrayItem *weft_desktop_get_tray (WeftDesktop *self);

G_END_DECLS
