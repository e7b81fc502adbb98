/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WeftLauncherBadge:
 *
 * The number on the icon in a dock: `com.canonical.Unity.LauncherEntry`, whose signal Update docks listen to
 * (Dash to Dock, Plank, Plasma's task manager) and which they ask for by Query when they come later.
 */
typedef struct _WeftLauncherBadge WeftLauncherBadge;

/** weft_launcher_badge_new: @desktop_id: without ".desktop". */
WeftLauncherBadge *weft_launcher_badge_new (GDBusConnection *connection, const char *desktop_id);
void weft_launcher_badge_free (WeftLauncherBadge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftLauncherBadge, weft_launcher_badge_free)

/** weft_launcher_badge_set: @count: 0: no badge. */
void weft_launcher_badge_set (WeftLauncherBadge *self, guint count);

G_END_DECLS
