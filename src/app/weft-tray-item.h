/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-dbus-menu.h"

G_BEGIN_DECLS

/** WeftTrayState: what the icon tells. */
typedef enum
{
  WEFT_TRAY_QUIET,
  WEFT_TRAY_NEWS,      /* something is unread */
  WEFT_TRAY_CONCERNED, /* something which concerns the person */
} WeftTrayState;

#define WEFT_TYPE_TRAY_ITEM (weft_tray_item_get_type ())
G_DECLARE_FINAL_TYPE (WeftTrayItem, weft_tray_item, WEFT, TRAY_ITEM, GObject)

/**
 * WeftTrayItem:
 *
 * An item in the tray of a panel: `org.kde.StatusNotifierItem`. It registers by its object's path and owns no
 * name, does so again when the watcher comes back, and draws its icon itself, so that it needs no installed
 * theme. It has a connection of its own to the session's bus, for nothing but that this one ends takes an
 * item out of a tray.
 *
 * Property (notified): `there` (a tray shows it now).
 *
 * Signals: `activated ()`: it was pressed; `token (const char *)`: the activation token of what
 * is pressed next, told just before it.
 */

/** weft_tray_item_new: @id: also the name of its icon. */
WeftTrayItem *weft_tray_item_new (const char *id, WeftDbusMenu *menu);

/** weft_tray_item_set_wanted: whether it is to be in the tray; at first it is not. */
void weft_tray_item_set_wanted (WeftTrayItem *self, gboolean wanted);
gboolean weft_tray_item_get_there (WeftTrayItem *self);

/** weft_tray_item_set_state: @text: (nullable): said below its name by the tooltip. */
void weft_tray_item_set_state (WeftTrayItem *self, WeftTrayState state, const char *text);

G_END_DECLS
