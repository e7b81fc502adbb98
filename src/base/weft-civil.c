/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/weft-civil.h"

#define DAY G_GINT64_CONSTANT (86400) /* s */
#define CYCLE 146097                  /* days of 400 years, after which the calendar is the same again */
#define EPOCH 719468                  /* days from 1 March of the year 0 to 1970 */

static gint64
floor_divide (gint64 a, gint64 b)
{
  return a / b - (a % b < 0);
}

/* Public API */

/* Years begin in March here, so that the odd day is their last one, and months are 153 days in five. */
gint64
weft_civil_from_date (int year, int month, int day)
{
  gint64 y = (gint64) year - (month <= 2);
  gint64 cycle = floor_divide (y, 400);
  gint64 of_cycle = y - cycle * 400;
  gint64 of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

  return (cycle * CYCLE + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year - EPOCH) * DAY;
}

int
weft_civil_to_date (gint64 civil, int *year, int *month, int *day)
{
  gint64 date = floor_divide (civil, DAY);
  gint64 cycle = floor_divide (date + EPOCH, CYCLE);
  gint64 rest = date + EPOCH - cycle * CYCLE;
  gint64 of_cycle = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
  gint64 of_year = rest - (365 * of_cycle + of_cycle / 4 - of_cycle / 100);
  gint64 m = (5 * of_year + 2) / 153;

  *day = (int) (of_year - (153 * m + 2) / 5 + 1);
  *month = (int) (m < 10 ? m + 3 : m - 9);
  *year = (int) (cycle * 400 + of_cycle + (*month <= 2));

  return (int) (((date + 3) % 7 + 7) % 7);
}

gboolean
weft_civil_is_leap_year (int year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int
weft_civil_days_in_month (int year, int month)
{
  if (month == 2)
    return weft_civil_is_leap_year (year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}
