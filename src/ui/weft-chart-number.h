/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WeftChartUnit: what a chart's values are. */
typedef enum
{
  WEFT_CHART_UNIT_NONE,
  WEFT_CHART_UNIT_COUNT,    /* of things: an axis has no halves of them */
  WEFT_CHART_UNIT_PERCENT,  /* 5.8 is "5.8 %" */
  WEFT_CHART_UNIT_DURATION, /* ms */
  WEFT_CHART_UNIT_BYTES,
} WeftChartUnit;

/** weft_chart_number_dup_tick: Returns: (transfer full): @value on an axis whose ticks are @step apart: all
 * of them have the same decimals. In the locale's figures and separators; "–" for what is no number. */
char *weft_chart_number_dup_tick (double value, double step, WeftChartUnit unit);

/** weft_chart_number_dup: Returns: (transfer full): @value by itself, with three figures that matter, or all
 * before the decimal point: "34", "5.83 %", "1,284", "2 h 41 min", "1.2×10¹²"; "–" for what is no number. */
char *weft_chart_number_dup (double value, WeftChartUnit unit);

G_END_DECLS
