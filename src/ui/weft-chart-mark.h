/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WeftChartMarkKind: what stands in a chart besides its series. */
typedef enum
{
  WEFT_CHART_MARK_LINE,  /* level, at a value: a percentile, a mean, a goal */
  WEFT_CHART_MARK_LIMIT, /* level, at a value which should not be passed: what lies above is filled */
  WEFT_CHART_MARK_EVENT, /* upright, at an x: something happened */
} WeftChartMarkKind;

/** WeftChartMark: @at: y of a line or limit, x of an event. */
typedef struct
{
  WeftChartMarkKind kind;
  double at;
  char *label;
} WeftChartMark;

G_END_DECLS
