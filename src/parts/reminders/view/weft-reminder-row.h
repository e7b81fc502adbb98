/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/reminders/client/weft-reminder.h"

G_BEGIN_DECLS

#define WEFT_TYPE_REMINDER_ROW (weft_reminder_row_get_type ())
G_DECLARE_FINAL_TYPE (WeftReminderRow, weft_reminder_row, WEFT, REMINDER_ROW, AdwBin)

/** WeftReminderRow: one reminder in a list: of what, when, and buttons to put it off or be done with it. */
GtkWidget *weft_reminder_row_new (void);
/** weft_reminder_row_set_reminder: @reminder: (nullable): %NULL lets it go. */
void weft_reminder_row_set_reminder (WeftReminderRow *self, WeftReminder *reminder);
/** weft_reminder_row_dup_spoken: Returns: (transfer full): the row as one sentence. */
char *weft_reminder_row_dup_spoken (WeftReminderRow *self);

/**
 * weft_reminder_buttons_new:
 * @about: for screen readers: of what
 * @notice: (nullable): the notice which is seen when one of them is used
 *
 * The buttons "Snooze" and "Done": `win.snooze` and `win.reminder-done` with (reminder, notice).
 */
GtkWidget *weft_reminder_buttons_new (const char *reminder, const char *about, const char *notice);

G_END_DECLS
