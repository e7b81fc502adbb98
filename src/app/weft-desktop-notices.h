/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-workspace.h"

G_BEGIN_DECLS

#define WEFT_TYPE_DESKTOP_NOTICES (weft_desktop_notices_get_type ())
G_DECLARE_FINAL_TYPE (WeftDesktopNotices, weft_desktop_notices, WEFT, DESKTOP_NOTICES, GObject)

/**
 * WeftDesktopNotices:
 *
 * Tells the desktop of the notices of one workspace: one notification a place, where a newer notice takes the
 * older one's stand, and one for each notice which leads away from where it happened (a reminder) or stands until it is
 * settled (a message to be acknowledged, of which an urgent one comes in any case). It is
 * withdrawn as soon as all it tells is seen, on whatever device. Nothing comes of what happens at the place
 * that the person looks at, nor while the preference is off or they do not want to be disturbed, but for what is urgent if they let that through: what is unread is counted all the same.
 *
 * The notifications use these actions of the application: open-notice (workspace, notice, link), read-place (workspace, stream), open-notices
 * (workspace), snooze-reminder and finish-reminder (workspace, notice, reminder), acknowledge (workspace, notice, link).
 */

/** weft_desktop_notices_new: @workspace: open; @settings: with the key `notifications`. */
WeftDesktopNotices *
weft_desktop_notices_new (GApplication *application, GSettings *settings, WeftWorkspace *workspace);

G_END_DECLS
