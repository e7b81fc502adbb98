/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/weft-chart-model.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CHART (weft_chart_get_type ())
G_DECLARE_FINAL_TYPE (WeftChart, weft_chart, WEFT, CHART, GtkWidget)

/**
 * WeftChart:
 *
 * A chart as it stands in a panel: title, legend, drawing, and the same values as a table.
 *
 *     g_autoptr (WeftChartModel) model = weft_chart_model_new (_ ("Done"), WEFT_CHART_AXIS_TIME);
 *     g_autoptr (WeftChartSeries) series = weft_chart_series_new (_ ("Done"), WEFT_CHART_BAR, 0);
 *
 *     weft_chart_series_set_points (series, points, n, NULL);
 *     weft_chart_model_add (model, series);
 *     box = weft_chart_new (model);
 *
 * The legend stands beside the title, or below the drawing where it has no room there. At least 160 px wide;
 * meant for cards
 * (`.weft-card`), whose padding is the card's.
 *
 * Properties: `bare`: the drawing alone, without axes: the line in a tile; `show-table`, also the action
 * `chart.show-table`; `cursor`: as WeftChartPlot's, for one crosshair through several charts; `loading`;
 * `error` (nullable): what went wrong and what to do, in the place of the drawing; `empty-text`: what stands
 * there while there are no values.
 */
GtkWidget *weft_chart_new (WeftChartModel *model);

/** weft_chart_get_model: Returns: (transfer none). */
WeftChartModel *weft_chart_get_model (WeftChart *self);

void weft_chart_set_bare (WeftChart *self, gboolean bare);
void weft_chart_set_show_table (WeftChart *self, gboolean show_table);
gboolean weft_chart_get_show_table (WeftChart *self);
void weft_chart_set_loading (WeftChart *self, gboolean loading);
/** weft_chart_set_error: @error: (nullable): sentences for people. */
void weft_chart_set_error (WeftChart *self, const char *error);
void weft_chart_set_empty_text (WeftChart *self, const char *text);

/** weft_chart_get_cursor: Returns: the x of the crosshair; NaN: there is none. */
double weft_chart_get_cursor (WeftChart *self);
/** weft_chart_set_cursor: @x: NaN: nowhere. */
void weft_chart_set_cursor (WeftChart *self, double x);

G_END_DECLS
