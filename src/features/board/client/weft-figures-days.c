/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-figures-days.h"

#define SECOND G_GINT64_CONSTANT (1000)
#define DAY (24 * 3600 * SECOND)
#define LATEST G_GINT64_CONSTANT (253370764800000) /* the year 9999 */

static void
read_date (gint64 at, GTimeZone *zone, GDate *date)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at / SECOND);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  int year, month, day;

  g_date_time_get_ymd (local, &year, &month, &day);
  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

/* The first moment of @date: after midnight where the clocks leave it out, the first of two midnights where it comes twice. */
static gint64
find_start (const GDate *date, GTimeZone *zone)
{
  g_autoptr (GDateTime) midnight
      = g_date_time_new (zone, g_date_get_year (date), (int) g_date_get_month (date), g_date_get_day (date), 0, 0, 0);
  gint64 start = g_date_time_to_unix (midnight) * SECOND;

  for (guint i = 0; i < 4; i++)
    {
      gint64 earlier = start - 1800 * SECOND;
      GDate its;

      g_date_clear (&its, 1);
      read_date (earlier, zone, &its);
      if (g_date_compare (&its, date) != 0)
        break;
      start = earlier;
    }

  return start;
}

WeftFiguresDays *
weft_figures_days_new (gint64 now, guint n, GTimeZone *zone)
{
  WeftFiguresDays *self;
  GDate date;

  g_return_val_if_fail (n > 0 && zone != NULL, NULL);

  self = g_new0 (WeftFiguresDays, 1);
  self->n = n;
  self->starts = g_new (gint64, n + 1);
  g_date_clear (&date, 1);
  read_date (CLAMP (now, 0, LATEST), zone, &date);
  g_date_add_days (&date, 1);
  self->starts[n] = find_start (&date, zone);
  for (guint i = n; i > 0;)
    {
      gint64 start;

      g_date_subtract_days (&date, 1);
      start = find_start (&date, zone);
      if (start < self->starts[i])
        self->starts[--i] = start;
    }

  return self;
}

void
weft_figures_days_free (WeftFiguresDays *self)
{
  if (self == NULL)
    return;

  g_free (self->starts);
  g_free (self);
}

guint
weft_figures_days_find (const WeftFiguresDays *self, gint64 at)
{
  guint i;

  if (at < self->starts[0])
    return 0;
  if (at >= self->starts[self->n])
    return self->n - 1;

  /* Near it already, as days are about as long as each other. */
  i = (guint) MIN ((at - self->starts[0]) / DAY, self->n - 1);
  while (at < self->starts[i])
    i--;
  while (at >= self->starts[i + 1])
    i++;

  return i;
}
