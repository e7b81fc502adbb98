/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "ui/weft-chart-point.h"

G_BEGIN_DECLS

/** WeftChartKind: how a series is drawn. */
typedef enum
{
  WEFT_CHART_LINE,
  WEFT_CHART_AREA,
  WEFT_CHART_BAR,
  WEFT_CHART_SCATTER,
} WeftChartKind;

#define WEFT_TYPE_CHART_SERIES (weft_chart_series_get_type ())
G_DECLARE_FINAL_TYPE (WeftChartSeries, weft_chart_series, WEFT, CHART_SERIES, GObject)

/**
 * WeftChartSeries:
 *
 * A name and points, rising by x. The points are replaced as a whole, never changed in place.
 *
 * Properties: `name`; `visible`, which a legend turns off.
 * Signals: `changed`: other points.
 *
 * @yarn: 0 to 6 (weft-yarn.h): colour, dash and marker
 */
WeftChartSeries *weft_chart_series_new (const char *name, WeftChartKind kind, guint yarn);

const char *weft_chart_series_get_name (WeftChartSeries *self);
WeftChartKind weft_chart_series_get_kind (WeftChartSeries *self);
guint weft_chart_series_get_yarn (WeftChartSeries *self);
gboolean weft_chart_series_get_visible (WeftChartSeries *self);
void weft_chart_series_set_visible (WeftChartSeries *self, gboolean visible);

/**
 * weft_chart_series_set_points: takes a copy.
 * @points: (array length=n): in any order; one whose x is no number is left out, a y that is none is a gap
 * @names: (nullable) (array length=n): what single points are called: the task behind a dot
 */
void weft_chart_series_set_points (WeftChartSeries *self,
                                   const WeftChartPoint *points,
                                   gsize n,
                                   const char *const *names);

/** weft_chart_series_get_points: @n: (out). Returns: (transfer none) (nullable): until they are set again. */
const WeftChartPoint *weft_chart_series_get_points (WeftChartSeries *self, gsize *n);
/** weft_chart_series_get_point_name: Returns: (nullable): what the point @i is called. */
const char *weft_chart_series_get_point_name (WeftChartSeries *self, gsize i);

/** weft_chart_series_get_range: @lo, @hi: (out): the smallest and largest y; NaN where there is none. */
void weft_chart_series_get_range (WeftChartSeries *self, double *lo, double *hi);
/** weft_chart_series_get_last: Returns: the last y that is no gap; NaN if there is none. */
double weft_chart_series_get_last (WeftChartSeries *self);

G_END_DECLS
