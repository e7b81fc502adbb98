/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search-time.h"

#include <string.h>

#define NUMBER_MAX 9999

/* Exactly @n digits, or up to four with @n 0. */
static const char *
read_number (const char *text, guint n, int *number)
{
  guint length = 0;

  *number = 0;
  while (g_ascii_isdigit (text[length]) && length < 5)
    *number = *number * 10 + (text[length++] - '0');

  return length > 0 && (n > 0 ? length == n : *number <= NUMBER_MAX) ? text + length : NULL;
}

static gboolean
take (GDateTime *date, gint64 *ms)
{
  if (date == NULL)
    return FALSE;

  *ms = g_date_time_to_unix (date) * 1000;
  g_date_time_unref (date);

  return TRUE;
}

/* The first moment of a day. */
static gboolean
take_day (GTimeZone *zone, GDateTime *day, gint64 *ms)
{
  int year, month, number;

  if (day == NULL)
    return FALSE;

  g_date_time_get_ymd (day, &year, &month, &number);
  g_date_time_unref (day);

  return take (g_date_time_new (zone, year, month, number, 0, 0, 0), ms);
}

static gboolean
parse_date (const char *text, GTimeZone *zone, WeftSearchPeriod *period)
{
  g_autoptr (GDateTime) first = NULL;
  int year, month = 0, day = 0;

  if ((text = read_number (text, 4, &year)) == NULL || year == 0)
    return FALSE;
  if (*text == '-' && (text = read_number (text + 1, 2, &month)) == NULL)
    return FALSE;
  if (month > 0 && *text == '-' && (text = read_number (text + 1, 2, &day)) == NULL)
    return FALSE;
  if (*text != '\0')
    return FALSE;

  first = g_date_time_new (zone, year, MAX (month, 1), MAX (day, 1), 0, 0, 0);
  if (first == NULL)
    return FALSE;

  period->start = g_date_time_to_unix (first) * 1000;
  if (!take_day (zone,
                 day > 0     ? g_date_time_add_days (first, 1)
                 : month > 0 ? g_date_time_add_months (first, 1)
                             : g_date_time_add_years (first, 1),
                 &period->end))
    period->end = G_MAXINT64;

  return TRUE;
}

static gboolean
parse_ago (const char *text, GDateTime *now, GTimeZone *zone, WeftSearchPeriod *period)
{
  int n;

  if ((text = read_number (text, 0, &n)) == NULL || *text == '\0' || text[1] != '\0')
    return FALSE;

  period->end = G_MAXINT64;
  switch (*text)
    {
    case 'h':
      return take (g_date_time_add_hours (now, -n), &period->start);

    case 'd':
      return take_day (zone, g_date_time_add_days (now, -n), &period->start);

    case 'w':
      return take_day (zone, g_date_time_add_weeks (now, -n), &period->start);

    case 'm':
      return take_day (zone, g_date_time_add_months (now, -n), &period->start);

    case 'y':
      return take_day (zone, g_date_time_add_years (now, -n), &period->start);

    default:
      return FALSE;
    }
}

gboolean
weft_search_period_parse (const char *text, gint64 now_ms, GTimeZone *zone, WeftSearchPeriod *period)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_ms / 1000);
  g_autoptr (GDateTime) now = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  if (now == NULL)
    return FALSE;

  if (g_ascii_strcasecmp (text, "today") == 0)
    return take_day (zone, g_date_time_ref (now), &period->start)
           && take_day (zone, g_date_time_add_days (now, 1), &period->end);
  if (g_ascii_strcasecmp (text, "yesterday") == 0)
    return take_day (zone, g_date_time_add_days (now, -1), &period->start)
           && take_day (zone, g_date_time_ref (now), &period->end);

  return parse_date (text, zone, period) || parse_ago (text, now, zone, period);
}

/* (nullable): the day so many days, weeks … from @now */
static GDateTime *
add_ahead (const char *text, GDateTime *now)
{
  int n;

  if ((text = read_number (text, 0, &n)) == NULL || *text == '\0' || text[1] != '\0')
    return NULL;
  switch (*text)
    {
    case 'd':
      return g_date_time_add_days (now, n);

    case 'w':
      return g_date_time_add_weeks (now, n);

    case 'm':
      return g_date_time_add_months (now, n);

    case 'y':
      return g_date_time_add_years (now, n);

    default:
      return NULL;
    }
}

gboolean
weft_search_period_parse_ahead (const char *text, gint64 now_ms, GTimeZone *zone, WeftSearchPeriod *period, gboolean *from_now)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_ms / 1000);
  g_autoptr (GDateTime) now = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  g_autoptr (GDateTime) day = NULL;

  *from_now = FALSE;
  if (now == NULL)
    return FALSE;

  if (g_ascii_strcasecmp (text, "tomorrow") == 0)
    day = g_date_time_add_days (now, 1);
  else if ((day = add_ahead (text, now)) != NULL)
    *from_now = TRUE;
  if (day != NULL)
    return take_day (zone, g_date_time_ref (day), &period->start) && take_day (zone, g_date_time_add_days (day, 1), &period->end);

  /* What it takes besides lasts until now. */
  return weft_search_period_parse (text, now_ms, zone, period) && (period->end != G_MAXINT64 || g_ascii_isdigit (text[strlen (text) - 1]));
}
