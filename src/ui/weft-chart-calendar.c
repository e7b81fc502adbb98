/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-calendar.h"
#include "ui/weft-moment.h"

#include <glib/gi18n.h>
#include <langinfo.h>
#include <math.h>

#define SECOND 1000.0
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define YEAR (365.2425 * DAY)

typedef struct
{
  WeftChartCalendar calendar;
  guint count;
  double length; /* ms, roughly */
} Step;

static const Step steps[] = {
  { WEFT_CHART_CALENDAR_SECOND, 1, SECOND },
  { WEFT_CHART_CALENDAR_SECOND, 2, 2 * SECOND },
  { WEFT_CHART_CALENDAR_SECOND, 5, 5 * SECOND },
  { WEFT_CHART_CALENDAR_SECOND, 15, 15 * SECOND },
  { WEFT_CHART_CALENDAR_SECOND, 30, 30 * SECOND },
  { WEFT_CHART_CALENDAR_MINUTE, 1, MINUTE },
  { WEFT_CHART_CALENDAR_MINUTE, 2, 2 * MINUTE },
  { WEFT_CHART_CALENDAR_MINUTE, 5, 5 * MINUTE },
  { WEFT_CHART_CALENDAR_MINUTE, 15, 15 * MINUTE },
  { WEFT_CHART_CALENDAR_MINUTE, 30, 30 * MINUTE },
  { WEFT_CHART_CALENDAR_HOUR, 1, HOUR },
  { WEFT_CHART_CALENDAR_HOUR, 3, 3 * HOUR },
  { WEFT_CHART_CALENDAR_HOUR, 6, 6 * HOUR },
  { WEFT_CHART_CALENDAR_HOUR, 12, 12 * HOUR },
  { WEFT_CHART_CALENDAR_DAY, 1, DAY },
  { WEFT_CHART_CALENDAR_DAY, 2, 2 * DAY },
  { WEFT_CHART_CALENDAR_WEEK, 1, 7 * DAY },
  { WEFT_CHART_CALENDAR_WEEK, 2, 14 * DAY },
  { WEFT_CHART_CALENDAR_MONTH, 1, YEAR / 12 },
  { WEFT_CHART_CALENDAR_MONTH, 3, YEAR / 4 },
  { WEFT_CHART_CALENDAR_MONTH, 6, YEAR / 2 },
  { WEFT_CHART_CALENDAR_YEAR, 1, YEAR },
  { WEFT_CHART_CALENDAR_YEAR, 2, 2 * YEAR },
  { WEFT_CHART_CALENDAR_YEAR, 5, 5 * YEAR },
  { WEFT_CHART_CALENDAR_YEAR, 10, 10 * YEAR },
  { WEFT_CHART_CALENDAR_YEAR, 20, 20 * YEAR },
  { WEFT_CHART_CALENDAR_YEAR, 50, 50 * YEAR },
  { WEFT_CHART_CALENDAR_YEAR, 100, 100 * YEAR },
  { WEFT_CHART_CALENDAR_YEAR, 200, 200 * YEAR },
  { WEFT_CHART_CALENDAR_YEAR, 500, 500 * YEAR },
  { WEFT_CHART_CALENDAR_YEAR, 1000, 1000 * YEAR },
  { WEFT_CHART_CALENDAR_YEAR, 5000, 5000 * YEAR },
};

void
weft_chart_calendar_clean (double *lo, double *hi)
{
  g_return_if_fail (lo != NULL);
  g_return_if_fail (hi != NULL);

  if (isnan (*lo) && isnan (*hi))
    *lo = *hi = 0;
  if (isnan (*lo) || isnan (*hi) || *lo == *hi)
    {
      double only
          = CLAMP (isnan (*lo) ? *hi : *lo, WEFT_CHART_CALENDAR_FIRST + DAY, WEFT_CHART_CALENDAR_LAST - DAY);

      *lo = only - DAY / 2;
      *hi = only + DAY / 2;
      return;
    }
  *lo = CLAMP (*lo, WEFT_CHART_CALENDAR_FIRST, WEFT_CHART_CALENDAR_LAST);
  *hi = CLAMP (*hi, WEFT_CHART_CALENDAR_FIRST, WEFT_CHART_CALENDAR_LAST);
  if (*lo == *hi) /* both lie beyond the same end */
    {
      double outside = *lo > 0 ? DAY : 0;

      *lo -= outside;
      *hi = *lo + DAY;
      return;
    }
  if (*lo > *hi)
    {
      double swap = *lo;

      *lo = *hi;
      *hi = swap;
    }
  if (*hi - *lo < 1) /* no clock tells these apart */
    *hi = *lo + 1;
}

static GDateTime *
get_local (double at, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = NULL;

  if (!(at >= WEFT_CHART_CALENDAR_FIRST && at <= WEFT_CHART_CALENDAR_LAST))
    return NULL;
  utc = g_date_time_new_from_unix_utc ((gint64) floor (at / SECOND));

  return g_date_time_to_timezone (utc, zone);
}

static double
get_time (GDateTime *local)
{
  return g_date_time_to_unix (local) * SECOND;
}

/* Monday is 1, as GDateTime has it; nl_langinfo () counts from what it calls the week's first day. */
static int
get_first_weekday (void)
{
#ifdef __GLIBC__
  int day = *nl_langinfo (_NL_TIME_FIRST_WEEKDAY);
  guint base = GPOINTER_TO_UINT (nl_langinfo (_NL_TIME_WEEK_1STDAY));

  /* 19971130 was a Sunday, 19971201 a Monday. */
  return (day - 1 + (base == 19971130 ? 6 : 0)) % 7 + 1;
#else
  return 1;
#endif
}

/* The last time at or before @local which the step may stand on. */
static double
round_down (GDateTime *local, const Step *step, GTimeZone *zone)
{
  int year = g_date_time_get_year (local), month = g_date_time_get_month (local),
      day = g_date_time_get_day_of_month (local);
  int hour = g_date_time_get_hour (local), minute = g_date_time_get_minute (local),
      second = g_date_time_get_second (local);
  int count = (int) step->count;
  GDate date;
  g_autoptr (GDateTime) round = NULL;

  switch (step->calendar)
    {
    case WEFT_CHART_CALENDAR_SECOND:
      return get_time (local) - second % count * SECOND;

    case WEFT_CHART_CALENDAR_MINUTE:
      return get_time (local) - second * SECOND - minute % count * MINUTE;

    case WEFT_CHART_CALENDAR_HOUR:
      if (count == 1)
        return get_time (local) - second * SECOND - minute * MINUTE;
      round = g_date_time_new (zone, year, month, day, hour - hour % count, 0, 0);
      break;

    case WEFT_CHART_CALENDAR_DAY:
    case WEFT_CHART_CALENDAR_WEEK:
      {
        guint back;

        g_date_clear (&date, 1);
        g_date_set_dmy (&date, (GDateDay) day, month, (GDateYear) year);
        if (step->calendar == WEFT_CHART_CALENDAR_DAY)
          back = g_date_get_julian (&date) % step->count;
        else
          back = (g_date_get_julian (&date) + 7 - (guint) get_first_weekday ()) % (7 * step->count);
        if (g_date_get_julian (&date) <= back)
          return get_time (local) - back * DAY;
        g_date_subtract_days (&date, back);
        round = g_date_time_new (zone, g_date_get_year (&date), g_date_get_month (&date),
                                 g_date_get_day (&date), 0, 0, 0);
        break;
      }

    case WEFT_CHART_CALENDAR_MONTH:
      round = g_date_time_new (zone, year, month - (month - 1) % count, 1, 0, 0, 0);
      break;

    case WEFT_CHART_CALENDAR_YEAR:
      round = g_date_time_new (zone, MAX (year - year % count, 1), 1, 1, 0, 0, 0);
      break;

    default:
      g_assert_not_reached ();
    }

  return round != NULL ? get_time (round) : get_time (local);
}

/* The first one that is later than @at. A day of 23 hours, a month of 31 days: a step further may round to
 * @at again. */
static double
find_next (double at, const Step *step, GTimeZone *zone)
{
  for (double ahead = step->length;; ahead += step->length / 2)
    {
      g_autoptr (GDateTime) local = get_local (at + ahead, zone);
      double next;

      if (local == NULL)
        return INFINITY;
      next = round_down (local, step, zone);
      if (next > at)
        return next;
    }
}

static gboolean
fill (WeftChartTicks *ticks, double lo, double hi, guint at_most, const Step *step, GTimeZone *zone)
{
  g_autoptr (GDateTime) local = get_local (lo, zone);
  double at = local != NULL ? round_down (local, step, zone) : INFINITY;

  ticks->n = 0;
  ticks->step = step->length;
  while (at < lo)
    at = find_next (at, step, zone);
  for (; at <= hi; at = find_next (at, step, zone))
    {
      if (ticks->n == at_most)
        return FALSE;
      ticks->values[ticks->n++] = at;
    }

  return TRUE;
}

WeftChartCalendar
weft_chart_calendar_fill (WeftChartTicks *ticks, double lo, double hi, guint at_most, GTimeZone *zone)
{
  const Step *last = &steps[G_N_ELEMENTS (steps) - 1];

  g_return_val_if_fail (ticks != NULL, WEFT_CHART_CALENDAR_DAY);
  g_return_val_if_fail (zone != NULL, WEFT_CHART_CALENDAR_DAY);

  weft_chart_calendar_clean (&lo, &hi);
  at_most = CLAMP (at_most, WEFT_CHART_TICKS_MIN, WEFT_CHART_TICKS_MAX);
  for (const Step *step = steps; step <= last; step++)
    if ((hi - lo) / step->length < at_most + 1 && fill (ticks, lo, hi, at_most, step, zone))
      return step->calendar;
  ticks->n = 0; /* not reached: in ten thousand years there are two of the last step */

  return last->calendar;
}

gboolean
weft_chart_calendar_is_midnight (double at, GTimeZone *zone)
{
  g_autoptr (GDateTime) local = get_local (at, zone);

  return local != NULL && fmod (at, SECOND) == 0 && g_date_time_get_hour (local) == 0
         && g_date_time_get_minute (local) == 0 && g_date_time_get_second (local) == 0;
}

static char *
dup_time (GDateTime *local, gboolean seconds)
{
  if (seconds)
    /* Translators: a time of day with its seconds (see g_date_time_format); the first for 24 hours a day, the
     * second for 12. */
    return g_date_time_format (local, weft_moment_uses_24h () ? _ ("%H:%M:%S") : _ ("%-I:%M:%S %p"));
  return g_date_time_format (local, weft_moment_uses_24h () ? _ ("%H:%M") : _ ("%-I:%M %p"));
}

static char *
dup_day (GDateTime *local, gboolean year)
{
  /* Translators: a day under a chart, as short as possible, for g_date_time_format (): "12 May"; then with
   * its year */
  const char *with_year = _ ("%-d %b %Y");
  /* xgettext:no-c-format */
  const char *without = _ ("%-d %b");

  return g_date_time_format (local, year ? with_year : without);
}

char *
weft_chart_calendar_dup_label (double at, WeftChartCalendar calendar, GTimeZone *zone)
{
  g_autoptr (GDateTime) local = get_local (at, zone);

  if (local == NULL)
    return g_strdup ("");
  switch (calendar)
    {
    case WEFT_CHART_CALENDAR_SECOND:
      return dup_time (local, TRUE);

    case WEFT_CHART_CALENDAR_MINUTE:
    case WEFT_CHART_CALENDAR_HOUR:
      return weft_chart_calendar_is_midnight (at, zone) ? dup_day (local, FALSE) : dup_time (local, FALSE);

    case WEFT_CHART_CALENDAR_DAY:
    case WEFT_CHART_CALENDAR_WEEK:
      return dup_day (local, FALSE);

    case WEFT_CHART_CALENDAR_MONTH:
      /* Translators: a month under a chart, as short as possible, for g_date_time_format (): "May".
       * xgettext:no-c-format */
      return g_date_time_format (local, g_date_time_get_month (local) == 1 ? "%Y" : _ ("%b"));

    case WEFT_CHART_CALENDAR_YEAR:
    default:
      return g_date_time_format (local, "%Y");
    }
}

char *
weft_chart_calendar_dup_moment (
    double at, gboolean days, gboolean seconds, double lo, double hi, GTimeZone *zone)
{
  g_autoptr (GDateTime) local = get_local (at, zone);
  g_autoptr (GDateTime) first = NULL;
  g_autoptr (GDateTime) last = NULL;
  g_autofree char *day = NULL;
  g_autofree char *time = NULL;
  gboolean one_year, one_day;

  if (local == NULL)
    return g_strdup ("");
  weft_chart_calendar_clean (&lo, &hi);
  first = get_local (lo, zone);
  last = get_local (hi, zone);
  one_year = g_date_time_get_year (first) == g_date_time_get_year (last);
  one_day = one_year && g_date_time_get_day_of_year (first) == g_date_time_get_day_of_year (last);
  if (days)
    return dup_day (local, !one_year);
  if (one_day)
    return dup_time (local, seconds);
  day = dup_day (local, !one_year);
  time = dup_time (local, FALSE);

  return g_strdup_printf (_ ("%1$s, %2$s"), day, time);
}
