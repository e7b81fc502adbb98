/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-reminders"

#include "config.h"

#include "parts/reminders/client/weft-reminder-times.h"

#include <glib/gi18n.h>

#define MORNING 9 /* hours */

/* What stands above a reminder that is due: the title in ops.json. */
G_GNUC_UNUSED static const char *const words[] = { N_ ("Reminder") };

const char *
weft_reminder_time_get_label (WeftReminderTime self)
{
  switch (self)
    {
    case WEFT_REMINDER_IN_20_MINUTES:
      return _ ("In _20 Minutes");
    case WEFT_REMINDER_IN_1_HOUR:
      return _ ("In _1 Hour");
    case WEFT_REMINDER_IN_3_HOURS:
      return _ ("In _3 Hours");
    case WEFT_REMINDER_TOMORROW:
      return _ ("_Tomorrow at 9:00");
    case WEFT_REMINDER_NEXT_MONDAY:
      return _ ("_Monday at 9:00");
    case WEFT_REMINDER_N_TIMES:
    default:
      g_return_val_if_reached (NULL);
    }
}

/* By the calendar and the wall: the day of a clock change has 23 or 25 hours. */
static gint64
find_morning (GDateTime *now, int days)
{
  g_autoptr (GDateTime) day = g_date_time_add_days (now, days);
  g_autoptr (GDateTime) morning
      = g_date_time_new (g_date_time_get_timezone (now), g_date_time_get_year (day),
                         g_date_time_get_month (day), g_date_time_get_day_of_month (day), MORNING, 0, 0);

  return g_date_time_to_unix (morning) * 1000;
}

gint64
weft_reminder_time_find (WeftReminderTime self, GDateTime *now)
{
  gint64 ms;

  g_return_val_if_fail (now != NULL, 0);

  ms = g_date_time_to_unix (now) * 1000;
  switch (self)
    {
    case WEFT_REMINDER_IN_20_MINUTES:
      return ms + 20 * 60 * 1000;
    case WEFT_REMINDER_IN_1_HOUR:
      return ms + 60 * 60 * 1000;
    case WEFT_REMINDER_IN_3_HOURS:
      return ms + 3 * 60 * 60 * 1000;
    case WEFT_REMINDER_TOMORROW:
      return find_morning (now, 1);
    case WEFT_REMINDER_NEXT_MONDAY:
      return find_morning (now, 8 - g_date_time_get_day_of_week (now));
    case WEFT_REMINDER_N_TIMES:
    default:
      g_return_val_if_reached (0);
    }
}
