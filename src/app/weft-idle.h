/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_IDLE (weft_idle_get_type ())
G_DECLARE_FINAL_TYPE (WeftIdle, weft_idle, WEFT, IDLE, GObject)

/**
 * WeftIdle:
 *
 * Whether nobody has used this computer for ten minutes. GNOME tells it for the whole session (org.gnome.Mutter.IdleMonitor), other desktops are asked
 * (org.freedesktop.ScreenSaver, GetSessionIdleTime); where neither is there, or may be talked to (in a sandbox), only what is done in Weft's
 * own windows counts.
 *
 * Property (notified): `idle`.
 */

/** weft_idle_new: @connection: (nullable): the session bus. */
WeftIdle *weft_idle_new (GDBusConnection *connection);

gboolean weft_idle_get_idle (WeftIdle *self);
/** weft_idle_watch: what is typed, clicked or touched in @window counts. */
void weft_idle_watch (WeftIdle *self, GtkWidget *window);

G_END_DECLS
