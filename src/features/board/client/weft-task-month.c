/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-task-month.h"

#include <stdio.h>

#define DAY G_GINT64_CONSTANT (86400000) /* ms */

static GDateTime *
get_local (gint64 at, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at / 1000);

  if (utc == NULL || at % DAY == 0)
    return g_steal_pointer (&utc);
  return g_date_time_to_timezone (utc, zone);
}

char *
weft_task_month_of (gint64 at, GTimeZone *zone)
{
  g_autoptr (GDateTime) local = get_local (at, zone);

  return local != NULL ? g_strdup_printf ("%04d-%02d", g_date_time_get_year (local), g_date_time_get_month (local)) : NULL;
}

gboolean
weft_task_month_parse (const char *month, int *year, int *number)
{
  return sscanf (month, "%4d-%2d", year, number) == 2 && *year >= 1 && *year <= 9999 && *number >= 1 && *number <= 12;
}

gint64
weft_task_month_move (gint64 at, const char *month, GTimeZone *zone)
{
  g_autoptr (GDateTime) local = at > 0 ? get_local (at, zone) : NULL;
  g_autoptr (GDateTime) moved = NULL;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  int year, number, last;

  if (!weft_task_month_parse (month, &year, &number))
    return 0;
  last = g_date_get_days_in_month ((GDateMonth) number, (GDateYear) year);
  if (local == NULL)
    moved = g_date_time_new (utc, year, number, 1, 0, 0, 0);
  else
    moved = g_date_time_new (at % DAY == 0 ? utc : zone, year, number, MIN (g_date_time_get_day_of_month (local), last), g_date_time_get_hour (local),
                             g_date_time_get_minute (local), g_date_time_get_seconds (local));
  return moved != NULL ? g_date_time_to_unix (moved) * 1000 : 0;
}
