/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-chart-ticks.h"

G_BEGIN_DECLS

/** WeftChartCalendar: what lies between two ticks of a time axis. */
typedef enum
{
  WEFT_CHART_CALENDAR_SECOND,
  WEFT_CHART_CALENDAR_MINUTE,
  WEFT_CHART_CALENDAR_HOUR,
  WEFT_CHART_CALENDAR_DAY,
  WEFT_CHART_CALENDAR_WEEK,
  WEFT_CHART_CALENDAR_MONTH,
  WEFT_CHART_CALENDAR_YEAR,
} WeftChartCalendar;

/* ms since 1970 UTC: the years which a calendar knows everywhere, 1 to 9999 but for two days at both ends */
#define WEFT_CHART_CALENDAR_FIRST -62135424000000.0
#define WEFT_CHART_CALENDAR_LAST 253402128000000.0

/** weft_chart_calendar_clean: weft_chart_ticks_clean() for times (ms since 1970 UTC): around a single one
 * there is a day. */
void weft_chart_calendar_clean (double *lo, double *hi);

/**
 * weft_chart_calendar_fill: the ticks between @lo and @hi at round times of day, days, weeks, months or years
 * of @zone.
 * @lo: ms since 1970 UTC; any number
 * @at_most: 3 to 24
 *
 * Across a change of the clocks they stay on the local hours; an hour which is there twice may be labelled
 * twice. Weeks begin on the locale's first day. There may be none, where the range is shorter than two
 * seconds.
 *
 * Returns: what they are
 */
WeftChartCalendar
weft_chart_calendar_fill (WeftChartTicks *ticks, double lo, double hi, guint at_most, GTimeZone *zone);

/** weft_chart_calendar_dup_label: Returns: (transfer full): a tick as short as it is understood beside its
 * neighbours: "09:30", and "12 May" at midnight; "12 May"; "May", and "2026" in January; "2026". */
char *weft_chart_calendar_dup_label (double at, WeftChartCalendar calendar, GTimeZone *zone);

/** weft_chart_calendar_is_midnight: whether a day of @zone begins at @at (ms). */
gboolean weft_chart_calendar_is_midnight (double at, GTimeZone *zone);

/**
 * weft_chart_calendar_dup_moment: a time by itself, as a tooltip and a screen reader name it.
 * @at: ms since 1970 UTC
 * @days: it stands for its day: "12 May"
 * @seconds: with seconds, in a range within a day
 * @lo: ms: the range it is named in: the day is left out in a range within one, the year in one within a year
 *
 * Returns: (transfer full): "12 May", "09:30", "12 May, 09:30", "12 May 2025"; "" for what is no time
 */
char *weft_chart_calendar_dup_moment (
    double at, gboolean days, gboolean seconds, double lo, double hi, GTimeZone *zone);

G_END_DECLS
