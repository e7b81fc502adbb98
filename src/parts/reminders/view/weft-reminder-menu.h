/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * weft_reminder_menu_new:
 * @link: a `weft:` link: what to be reminded of
 * @text: what it says
 *
 * The times at which one may want to be reminded of something: `win.remind` with (link, text, ms), and for
 * any other time `win.remind-at` with (link, text). Whatever feature shows things hangs it into their menus.
 */
GMenuModel *weft_reminder_menu_new (const char *link, const char *text);

/** weft_reminder_menu_new_snooze: @reminder: an id; @notice: (nullable): the notice which is seen by it.
 * `win.snooze` with (reminder, notice, ms). */
GMenuModel *weft_reminder_menu_new_snooze (const char *reminder, const char *notice);

G_END_DECLS
