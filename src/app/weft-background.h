/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-tray-item.h"

G_BEGIN_DECLS

#define WEFT_TYPE_BACKGROUND (weft_background_get_type ())
G_DECLARE_FINAL_TYPE (WeftBackground, weft_background, WEFT, BACKGROUND, GObject)

/**
 * WeftBackground:
 *
 * Whether Weft may go on running without a window, and whether it starts with the session.
 *
 * Without a window it runs only if the person chose that (`background`) and there is a way back: a tray which
 * shows its item, or a desktop that has agreed (`org.freedesktop.portal.Background`), which lists it.
 * `autostart` is the portal's to do in a sandbox; elsewhere it is a file in the person's autostart folder
 * (Desktop Application Autostart Specification 0.5).
 *
 * Properties (notified): `allowed` (to close the window and run on), `agreed` (by the desktop).
 */

/** weft_background_new: @settings: with the keys `background` and `autostart`; @command: (array
 * zero-terminated=1): what starts Weft without a window. */
WeftBackground *weft_background_new (GDBusConnection *connection,
                                     GSettings *settings,
                                     WeftTrayItem *tray,
                                     const char *application_id,
                                     const char *const *command);

gboolean weft_background_get_allowed (WeftBackground *self);
/** weft_background_describe: Returns: (transfer none): what comes of closing the window, for the preferences;
 * translated. */
const char *weft_background_describe (WeftBackground *self);

G_END_DECLS
