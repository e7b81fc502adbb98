/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/weft-chart-model.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CHART_PLOT (weft_chart_plot_get_type ())
G_DECLARE_FINAL_TYPE (WeftChartPlot, weft_chart_plot, WEFT, CHART_PLOT, GtkWidget)

/**
 * WeftChartPlot:
 *
 * The drawing of a chart, and the way through it: a pointer, or the arrow keys (Left and Right along a
 * series, Up and Down to another, Home, End, Page Up and Page Down ten points, Escape away). Each step of the
 * keys is spoken as one sentence; where they come faster than they can be heard, only the last.
 *
 * What is drawn is kept as paths until the data, the size or the look changes; the crosshair moves above it.
 *
 * Properties: `bare`: without axes; `cursor`: the x which the crosshair stands on, NaN for none.
 */
GtkWidget *weft_chart_plot_new (WeftChartModel *model);

void weft_chart_plot_set_bare (WeftChartPlot *self, gboolean bare);

/** weft_chart_plot_get_cursor: Returns: x; NaN: there is no crosshair. */
double weft_chart_plot_get_cursor (WeftChartPlot *self);
/** weft_chart_plot_set_cursor: shows where others look: a line, a dot on each series and the x below, without
 * a tooltip.
 * @x: NaN: nowhere */
void weft_chart_plot_set_cursor (WeftChartPlot *self, double x);

G_END_DECLS
