/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-chart-model.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CHART_ROW (weft_chart_row_get_type ())
G_DECLARE_FINAL_TYPE (WeftChartRow, weft_chart_row, WEFT, CHART_ROW, GObject)

/**
 * WeftChartRow:
 *
 * A line of a chart's table: an x, and the value of each series there.
 *
 * @nth: where several points of a series share an x: which of them, from 0
 */
WeftChartRow *weft_chart_row_new (WeftChartModel *model, double x, guint nth);

/** weft_chart_row_dup_x: Returns: (transfer full). */
char *weft_chart_row_dup_x (WeftChartRow *self);
/** weft_chart_row_dup_name: Returns: (transfer full): what its points are called; "" if they are not. */
char *weft_chart_row_dup_name (WeftChartRow *self);
/** weft_chart_row_dup_value: Returns: (transfer full): "" where the series has no value. */
char *weft_chart_row_dup_value (WeftChartRow *self, guint series);

G_END_DECLS
