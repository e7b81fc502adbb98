/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/weft-when.h"

#include <string.h>

#define MINUTE G_GINT64_CONSTANT (60000) /* ms */
#define DIGITS 4
#define MORNING 8 /* o'clock */

static const char *
skip_space (const char *p)
{
  while (g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return p;
}

static gboolean
ends_word (const char *p)
{
  return *p == '\0' || g_unichar_isspace (g_utf8_get_char (p));
}

/* Returns: how many digits @p begins with; @value: what they say. */
static guint
read_digits (const char *p, int *value)
{
  guint n = 0;

  for (*value = 0; n < DIGITS && g_ascii_isdigit (p[n]); n++)
    *value = *value * 10 + g_ascii_digit_value (p[n]);
  return n;
}

/* The first moment after @now at which the clocks of @zone show @hour:@minute, @days days on at the earliest. */
static gint64
find_next (gint64 now, GTimeZone *zone, int days, int hour, int minute)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / 1000);
  g_autoptr (GDateTime) here = g_date_time_to_timezone (utc, zone);

  for (int i = days; i <= days + 1; i++)
    {
      g_autoptr (GDateTime) day = g_date_time_add_days (here, i);
      g_autoptr (GDateTime) then = g_date_time_new (zone, g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day), hour, minute, 0);
      gint64 at = then != NULL ? g_date_time_to_unix (then) * 1000 : 0;

      if (at > now)
        return at;
    }
  return 0;
}

static const char *
read_span (const char *p, gint64 now, gint64 *at)
{
  static const struct { char unit; gint64 ms; } units[] = { { 'm', MINUTE }, { 'h', 60 * MINUTE }, { 'd', 24 * 60 * MINUTE }, { 'w', 7 * 24 * 60 * MINUTE } };
  int value;
  guint n = read_digits (p, &value);

  for (guint i = 0; n > 0 && value > 0 && i < G_N_ELEMENTS (units); i++)
    if (g_ascii_tolower (p[n]) == units[i].unit && ends_word (p + n + 1))
      {
        *at = now + value * units[i].ms;
        return skip_space (p + n + 1);
      }
  return NULL;
}

static const char *
read_clock (const char *p, gint64 now, GTimeZone *zone, gint64 *at)
{
  int hour, minute;
  guint n = read_digits (p, &hour), m;
  gint64 found;

  if (n == 0 || n > 2 || p[n] != ':')
    return NULL;
  m = read_digits (p + n + 1, &minute);
  if (m != 2 || hour > 23 || minute > 59 || !ends_word (p + n + 1 + m))
    return NULL;
  found = find_next (now, zone, 0, hour, minute);
  if (found == 0)
    return NULL;
  *at = found;
  return skip_space (p + n + 1 + m);
}

static const char *
read_tomorrow (const char *p, const char *word, gint64 now, GTimeZone *zone, gint64 *at)
{
  g_autofree char *begin = NULL;
  g_autofree char *small = NULL;
  g_autofree char *wanted = NULL;
  const char *end = p;
  gint64 found;

  if (word == NULL || *word == '\0')
    return NULL;
  for (glong i = 0; i < g_utf8_strlen (word, -1); i++, end = g_utf8_next_char (end))
    if (*end == '\0')
      return NULL;
  begin = g_strndup (p, end - p);
  small = g_utf8_casefold (begin, -1);
  wanted = g_utf8_casefold (word, -1);
  if (!g_str_equal (small, wanted) || !ends_word (end))
    return NULL;
  found = find_next (now, zone, 1, MORNING, 0);
  if (found == 0)
    return NULL;
  *at = found;
  return skip_space (end);
}

const char *
weft_when_parse (const char *text, const char *tomorrow, gint64 now, GTimeZone *zone, gint64 *at)
{
  const char *rest;

  g_return_val_if_fail (text != NULL && zone != NULL && at != NULL, NULL);

  text = skip_space (text);
  rest = read_span (text, now, at);
  if (rest == NULL)
    rest = read_clock (text, now, zone, at);
  if (rest == NULL)
    rest = read_tomorrow (text, "tomorrow", now, zone, at);
  if (rest == NULL)
    rest = read_tomorrow (text, tomorrow, now, zone, at);
  return rest;
}
