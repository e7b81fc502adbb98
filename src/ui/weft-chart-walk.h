/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-chart-model.h"

G_BEGIN_DECLS

/** WeftChartWalk: the point that a person stands on. A plain value; %FALSE at first: nowhere. */
typedef struct
{
  gboolean on;
  guint series;
  gsize point;
} WeftChartWalk;

/**
 * weft_chart_walk_step: goes @by points along its series, past gaps, and stops at its ends; from nowhere to
 * the first point, or to the last if @by is negative.
 * @by: never 0; G_MININT and G_MAXINT for the ends
 *
 * Returns: whether it stands on a point, of a series that is seen
 */
gboolean weft_chart_walk_step (WeftChartWalk *self, WeftChartModel *model, int by);
/** weft_chart_walk_turn: goes to the nearest point of the series @by further that is seen; stays if there is
 * none. */
gboolean weft_chart_walk_turn (WeftChartWalk *self, WeftChartModel *model, int by);
/** weft_chart_walk_check: after a change of the model: stands on the nearest point that is there still, or
 * nowhere. */
gboolean weft_chart_walk_check (WeftChartWalk *self, WeftChartModel *model);

/** weft_chart_walk_find: Returns: whether @series has a point with a value; then the one nearest to @x.
 * @point: (out). */
gboolean weft_chart_walk_find (WeftChartSeries *series, double x, gsize *point);

G_END_DECLS
