/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-window.h"

G_BEGIN_DECLS

/**
 * weft_reminder_actions_add:
 *
 * Gives @window the actions by which any feature lets people be reminded: remind (link, text, ms), remind-at
 * (link, text), snooze (reminder, notice, ms) and reminder-done (reminder, notice); a notice may be "". Each
 * tells what it did, with an undo.
 */
void weft_reminder_actions_add (WeftWindow *window);

/** weft_reminder_of_notice: Returns: (nullable): the id of the reminder which @notice tells of. */
const char *weft_reminder_of_notice (WeftNoticeItem *notice);

/** weft_reminder_actions_snooze, weft_reminder_actions_done: the same from outside of a window, of a
 * @workspace that is open. */
void
weft_reminder_actions_snooze (WeftWorkspace *workspace, const char *reminder, const char *notice, gint64 at);
void weft_reminder_actions_done (WeftWorkspace *workspace, const char *reminder, const char *notice);

G_END_DECLS
