/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-ticks.h"

#include <math.h>

#define FARTHEST 1e300 /* the difference of two such is a number still */
#define NEAREST 1e-290 /* and a step between two of these is not lost to subnormal numbers */
#define RELATIVE 1e-10 /* of its distance from zero a range has to be wide, for ticks to be told apart */
#define TOLERANCE 1e-9 /* of a step: what was computed on the way is as good as on it */

void
weft_chart_ticks_clean (double *lo, double *hi)
{
  double size;

  g_return_if_fail (lo != NULL);
  g_return_if_fail (hi != NULL);

  if (isnan (*lo))
    *lo = *hi;
  if (isnan (*hi))
    *hi = *lo;
  if (isnan (*lo))
    {
      *lo = 0;
      *hi = 1;
      return;
    }
  *lo = CLAMP (*lo, -FARTHEST, FARTHEST);
  *hi = CLAMP (*hi, -FARTHEST, FARTHEST);
  if (*lo > *hi)
    {
      double swap = *lo;

      *lo = *hi;
      *hi = swap;
    }
  size = fmax (fabs (*lo), fabs (*hi));
  if (*hi - *lo >= fmax (size * RELATIVE, NEAREST))
    return;
  if (size < NEAREST)
    {
      *lo = 0;
      *hi = 1;
      return;
    }
  *lo -= size / 2;
  *hi += size / 2;
}

/* The smallest of 1, 2 or 5 times a power of ten that is not less than @least. */
static double
round_step (double least)
{
  static const double factors[] = { 1, 2, 5, 10 };
  double power = pow (10, floor (log10 (least)));

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    if (factors[i] * power >= least * (1 - TOLERANCE))
      return factors[i] * power;

  return least; /* not reached: ten times the power is more than it */
}

static void
fill (WeftChartTicks *ticks, double lo, double hi, guint at_most, double least_step, gboolean cover)
{
  double first, last;

  weft_chart_ticks_clean (&lo, &hi);
  ticks->step = round_step (fmax ((hi - lo) / (at_most - 1), least_step));
  for (;; ticks->step = round_step (ticks->step * 1.5))
    {
      double from = lo / ticks->step, to = hi / ticks->step;

      first = cover ? floor (from + TOLERANCE) : ceil (from - TOLERANCE);
      last = cover ? ceil (to - TOLERANCE) : floor (to + TOLERANCE);
      if (last - first < at_most)
        break;
    }
  ticks->n = 0;
  for (double i = first; i <= last; i++)
    ticks->values[ticks->n++] = i * ticks->step + 0.0; /* there is no minus zero on an axis */
}

void
weft_chart_ticks_cover (WeftChartTicks *ticks, double lo, double hi, guint at_most, double least_step)
{
  g_return_if_fail (ticks != NULL);

  fill (ticks, lo, hi, CLAMP (at_most, WEFT_CHART_TICKS_MIN, WEFT_CHART_TICKS_MAX), least_step, TRUE);
}

void
weft_chart_ticks_within (WeftChartTicks *ticks, double lo, double hi, guint at_most, double least_step)
{
  g_return_if_fail (ticks != NULL);

  fill (ticks, lo, hi, CLAMP (at_most, WEFT_CHART_TICKS_MIN, WEFT_CHART_TICKS_MAX), least_step, FALSE);
}
