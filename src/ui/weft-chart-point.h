/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WeftChartPoint: @x by the chart's axis: a number, ms since 1970 UTC, or the index of a category; @y: NaN
 * is a gap. */
typedef struct
{
  double x, y;
} WeftChartPoint;

G_END_DECLS
