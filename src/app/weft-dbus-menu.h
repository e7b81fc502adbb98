/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WEFT_TYPE_DBUS_MENU (weft_dbus_menu_get_type ())
G_DECLARE_FINAL_TYPE (WeftDbusMenu, weft_dbus_menu, WEFT, DBUS_MENU, GObject)

/**
 * WeftDbusMenu:
 *
 * A GMenuModel as `com.canonical.dbusmenu` has it: what hosts of tray items draw. Sections become separators;
 * an action whose state is a boolean becomes a check. Submenus are not needed so far, and left out.
 *
 * An item keeps its number as long as the menu stays as it is, and a number is never used again: what is
 * pressed in a menu that has changed meanwhile does nothing, and never something else.
 *
 * Signal: `about-to-show ()`: the menu is to be opened; what @model says by then (weft_dbus_menu_update()) is
 * shown.
 */

/** weft_dbus_menu_new: @actions: of the prefix "app". */
WeftDbusMenu *weft_dbus_menu_new (GMenuModel *model, GActionGroup *actions);

/** weft_dbus_menu_update: @model may say something else now; whoever shows it hears of it only if it does. */
void weft_dbus_menu_update (WeftDbusMenu *self);

/** weft_dbus_menu_export: at @path, until weft_dbus_menu_unexport(). */
gboolean
weft_dbus_menu_export (WeftDbusMenu *self, GDBusConnection *connection, const char *path, GError **error);
void weft_dbus_menu_unexport (WeftDbusMenu *self);

G_END_DECLS
