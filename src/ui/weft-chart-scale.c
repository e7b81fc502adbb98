/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-scale.h"

#include <math.h>

#define OUTSIDE 16.0 /* times the range: what is drawn with single precision stays exact there */

void
weft_chart_scale_init_values (WeftChartScale *self, double lo, double hi, guint at_most, double least_step)
{
  g_return_if_fail (self != NULL);

  weft_chart_ticks_clean (&lo, &hi);
  self->axis = WEFT_CHART_AXIS_NUMBER;
  weft_chart_ticks_cover (&self->ticks, lo, hi, at_most, least_step);
  self->lo = MIN (lo, self->ticks.values[0]);
  self->hi = MAX (hi, self->ticks.values[self->ticks.n - 1]);
}

void
weft_chart_scale_init (
    WeftChartScale *self, WeftChartAxis axis, double lo, double hi, guint at_most, GTimeZone *zone)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (axis != WEFT_CHART_AXIS_TIME || zone != NULL);

  self->axis = axis;
  self->ticks.n = 0;
  if (axis == WEFT_CHART_AXIS_TIME)
    {
      weft_chart_calendar_clean (&lo, &hi);
      if (at_most > 0)
        self->calendar = weft_chart_calendar_fill (&self->ticks, lo, hi, at_most, zone);
    }
  else
    {
      weft_chart_ticks_clean (&lo, &hi);
      if (at_most > 0)
        weft_chart_ticks_within (&self->ticks, lo, hi, at_most, axis == WEFT_CHART_AXIS_CATEGORY ? 1 : 0);
    }
  self->lo = lo;
  self->hi = hi;
}

double
weft_chart_scale_place (const WeftChartScale *self, double value)
{
  double part = (value - self->lo) / (self->hi - self->lo);

  return isnan (part) ? part : self->from + CLAMP (part, -OUTSIDE, OUTSIDE) * (self->to - self->from);
}

double
weft_chart_scale_value (const WeftChartScale *self, double place)
{
  if (self->to == self->from)
    return self->lo;
  return self->lo + (place - self->from) / (self->to - self->from) * (self->hi - self->lo);
}
