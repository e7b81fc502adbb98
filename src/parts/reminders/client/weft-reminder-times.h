/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WeftReminderTime: when to be reminded, as people say it. */
typedef enum
{
  WEFT_REMINDER_IN_20_MINUTES,
  WEFT_REMINDER_IN_1_HOUR,
  WEFT_REMINDER_IN_3_HOURS,
  WEFT_REMINDER_TOMORROW,    /* at 9:00 */
  WEFT_REMINDER_NEXT_MONDAY, /* at 9:00 */
  WEFT_REMINDER_N_TIMES,
} WeftReminderTime;

/** weft_reminder_time_get_label: Returns: (transfer none): "In 20 Minutes", translated. */
const char *weft_reminder_time_get_label (WeftReminderTime self);

/** weft_reminder_time_find: @now: in the person's time zone, whose clock changes count. Returns: ms since
 * 1970 UTC. */
gint64 weft_reminder_time_find (WeftReminderTime self, GDateTime *now);

G_END_DECLS
