/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-chart-row.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CHART_ROWS (weft_chart_rows_get_type ())
G_DECLARE_FINAL_TYPE (WeftChartRows, weft_chart_rows, WEFT, CHART_ROWS, GObject)

/**
 * WeftChartRows:
 *
 * A #GListModel of #WeftChartRow: every x of a chart in rising order, whether its series are seen or not.
 * After a change of the chart only what lies between the first and the last different line is said to have
 * changed, so a table stays where it is.
 */
WeftChartRows *weft_chart_rows_new (WeftChartModel *model);

G_END_DECLS
