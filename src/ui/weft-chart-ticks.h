/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_CHART_TICKS_MIN 3
#define WEFT_CHART_TICKS_MAX 24

/** WeftChartTicks: where an axis is labelled: strictly rising. */
typedef struct
{
  double step; /* between two of them; of a calendar's, roughly */
  guint n;
  double values[WEFT_CHART_TICKS_MAX];
} WeftChartTicks;

/**
 * weft_chart_ticks_clean: makes of any two numbers a range which can be drawn: @lo < @hi, both finite, of at
 * most 2e300.
 *
 * Two that are reversed are swapped, one that is no number is the other, and where nothing lies between them
 * there is room around them; of no numbers at all it is 0 to 1.
 */
void weft_chart_ticks_clean (double *lo, double *hi);

/**
 * weft_chart_ticks_cover: equally spaced ticks (1, 2 or 5 times a power of ten apart) of which the first is
 * at most @lo and the last at least @hi.
 * @at_most: 3 to 24: so many there may be
 * @least_step: 0, or the smallest distance, in the axis' unit: 1 where halves mean nothing
 */
void weft_chart_ticks_cover (WeftChartTicks *ticks, double lo, double hi, guint at_most, double least_step);
/** weft_chart_ticks_within: the same, but between @lo and @hi, which an axis keeps that is no wider than what
 * it shows. */
void weft_chart_ticks_within (WeftChartTicks *ticks, double lo, double hi, guint at_most, double least_step);

G_END_DECLS
