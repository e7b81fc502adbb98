/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/reminders/client/weft-reminder.h"
#include "sync/weft-item-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_REMINDER_LIST (weft_reminder_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftReminderList, weft_reminder_list, WEFT, REMINDER_LIST, WeftItemList)

/**
 * WeftReminderList:
 *
 * One's own reminders, a GListModel of WeftReminder: what is due first. At most 500, as the rows are.
 */
WeftReminderList *weft_reminder_list_new (WeftSync *sync);
/** weft_reminder_list_find: Returns: (transfer none) (nullable). */
WeftReminder *weft_reminder_list_find (WeftReminderList *self, const char *id);

G_END_DECLS
