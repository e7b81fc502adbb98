/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-number.h"

#include <glib/gi18n.h>
#include <math.h>

#define DECIMALS_MAX 6
#define LARGEST 1e12 /* from here on a number is told by its power */
#define SMALLEST 1e-6

/* Behind a mark which keeps it before its number, also in text from right to left. */
#define MINUS "\xe2\x80\x8e−"

#define SECOND 1000.0
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static char *
dup_power (double value)
{
  static const char *const figures[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  int power = (int) floor (log10 (value));
  double factor = value / pow (10, power);
  g_autofree char *digits = NULL;
  GString *text;

  if (!isfinite (factor)) /* of a subnormal number the power of ten is none */
    factor = 1;
  if (factor >= 9.995)
    {
      factor = 1;
      power++;
    }
  digits = g_strdup_printf ("%d", ABS (power));
  text = g_string_new (NULL);
  g_string_append_printf (text, "%.3g×10%s", factor, power < 0 ? "⁻" : "");
  for (const char *digit = digits; *digit != '\0'; digit++)
    g_string_append (text, figures[*digit - '0']);

  return g_string_free_and_steal (text);
}

/* @value >= 0; the locale's separators. */
static char *
dup_plain (double value, int decimals)
{
  if (value >= LARGEST || (value > 0 && value < SMALLEST))
    return dup_power (value);
  return g_strdup_printf ("%'.*f", decimals, value);
}

static int
count_decimals (double step)
{
  int decimals;

  if (!(step > 0) || step >= 1)
    return 0;
  decimals = (int) -floor (log10 (step) + 1e-9);

  return MIN (decimals, DECIMALS_MAX);
}

/* As many as tell three figures, and none that is a zero at the end. */
static int
choose_decimals (double value)
{
  int decimals = value >= 100  ? 0
                 : value >= 10 ? 1
                 : value >= 1  ? 2
                               : MIN (count_decimals (value) + 2, DECIMALS_MAX);

  while (decimals > 0)
    {
      double scaled = round (value * pow (10, decimals));

      if (fmod (scaled, 10) != 0)
        break;
      decimals--;
    }

  return decimals;
}

/* Two of its units at most. */
static char *
dup_duration (double ms)
{
  double days = floor (ms / DAY), hours = floor (fmod (ms, DAY) / HOUR),
         minutes = floor (fmod (ms, HOUR) / MINUTE);
  double seconds = floor (fmod (ms, MINUTE) / SECOND);

  if (ms >= LARGEST)
    {
      g_autofree char *number = dup_plain (days, 0);

      /* Translators: lengths of time, as short as possible: days, hours, minutes, seconds, milliseconds */
      return g_strdup_printf (_ ("%s d"), number);
    }
  if (days > 0)
    return hours > 0 ? g_strdup_printf (_ ("%d d %d h"), (int) days, (int) hours)
                     : g_strdup_printf (_ ("%d d"), (int) days);
  if (hours > 0)
    return minutes > 0 ? g_strdup_printf (_ ("%d h %d min"), (int) hours, (int) minutes)
                       : g_strdup_printf (_ ("%d h"), (int) hours);
  if (minutes > 0)
    return seconds > 0 ? g_strdup_printf (_ ("%d min %d s"), (int) minutes, (int) seconds)
                       : g_strdup_printf (_ ("%d min"), (int) minutes);
  if (ms >= SECOND)
    {
      g_autofree char *number = dup_plain (ms / SECOND, choose_decimals (ms / SECOND));

      return g_strdup_printf (_ ("%s s"), number);
    }
  if (ms == 0)
    return g_strdup ("0");
  {
    g_autofree char *number = dup_plain (ms, choose_decimals (ms));

    return g_strdup_printf (_ ("%s ms"), number);
  }
}

static char *
dup_number (double value, int decimals, WeftChartUnit unit)
{
  g_autofree char *number = NULL;
  double size = fabs (value);
  const char *sign;

  if (isnan (value))
    return g_strdup ("–");
  sign = value < 0 ? MINUS : "";
  if (isinf (value))
    return g_strconcat (sign, "∞", NULL);
  if (unit == WEFT_CHART_UNIT_DURATION)
    number = dup_duration (size);
  else if (unit == WEFT_CHART_UNIT_BYTES && size < G_MAXINT64)
    number = g_format_size ((guint64) size);
  else
    number = dup_plain (size, decimals);
  if (unit == WEFT_CHART_UNIT_PERCENT)
    {
      g_autofree char *percent = g_steal_pointer (&number);

      /* Translators: a percentage: its number, a space which does not break, the sign */
      number = g_strdup_printf (_ ("%s %%"), percent);
    }

  return g_strconcat (sign, number, NULL);
}

char *
weft_chart_number_dup_tick (double value, double step, WeftChartUnit unit)
{
  return dup_number (value, count_decimals (step), unit);
}

char *
weft_chart_number_dup (double value, WeftChartUnit unit)
{
  return dup_number (value, isfinite (value) ? choose_decimals (fabs (value)) : 0, unit);
}
