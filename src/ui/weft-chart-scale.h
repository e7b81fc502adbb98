/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-chart-calendar.h"
#include "ui/weft-chart-number.h"
#include "ui/weft-chart-ticks.h"

G_BEGIN_DECLS

/** WeftChartAxis: what a chart's x is. */
typedef enum
{
  WEFT_CHART_AXIS_NUMBER,
  WEFT_CHART_AXIS_TIME,     /* ms since 1970 UTC, in local time */
  WEFT_CHART_AXIS_CATEGORY, /* 0, 1, … */
} WeftChartAxis;

/** WeftChartScale: a range of values beside a range of pixels, and where it is labelled. A plain value. */
typedef struct
{
  WeftChartAxis axis;
  double lo, hi;              /* values, lo < hi */
  double from, to;            /* px: where lo and hi are, in either order */
  WeftChartCalendar calendar; /* of a time axis */
  WeftChartTicks ticks;
} WeftChartScale;

/** weft_chart_scale_init_values: for the upright axis: it ends on ticks. @least_step: as for
 * weft_chart_ticks_cover(). */
void
weft_chart_scale_init_values (WeftChartScale *self, double lo, double hi, guint at_most, double least_step);
/** weft_chart_scale_init: for the level axis: it ends where the values do. @at_most: 0: no ticks.
 * @zone: of a time axis. */
void weft_chart_scale_init (
    WeftChartScale *self, WeftChartAxis axis, double lo, double hi, guint at_most, GTimeZone *zone);

/** weft_chart_scale_place: Returns: px: where @value is; far outside for what is far outside, never infinite;
 * NaN for NaN. */
double weft_chart_scale_place (const WeftChartScale *self, double value);
/** weft_chart_scale_value: Returns: the value at @place (px). */
double weft_chart_scale_value (const WeftChartScale *self, double place);

G_END_DECLS
