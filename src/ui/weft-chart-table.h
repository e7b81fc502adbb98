/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/weft-chart-model.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CHART_TABLE (weft_chart_table_get_type ())
G_DECLARE_FINAL_TYPE (WeftChartTable, weft_chart_table, WEFT, CHART_TABLE, AdwBin)

/** WeftChartTable: All values of a chart as a table: a line for each x, a column for each series. */
GtkWidget *weft_chart_table_new (WeftChartModel *model);

G_END_DECLS
