/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** WeftReminderChosen: @at: ms since 1970 UTC. */
typedef void (*WeftReminderChosen) (gint64 at, gpointer user_data);

/**
 * weft_reminder_dialog_new:
 * @text: of what
 * @chosen: called at most once, before the dialog closes
 *
 * Asks for a day and a time of day: tomorrow at 9:00 at first. What has passed cannot be chosen.
 */
AdwDialog *weft_reminder_dialog_new (const char *text,
                                     WeftReminderChosen chosen,
                                     gpointer user_data,
                                     GDestroyNotify destroy);

/** weft_reminder_dialog_new_for: the same for something else which is to happen at a time: @title: of the dialog; @accept: of its button, with a mnemonic. */
AdwDialog *weft_reminder_dialog_new_for (const char *title, const char *accept, const char *text, WeftReminderChosen chosen, gpointer user_data, GDestroyNotify destroy);

G_END_DECLS
