/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/weft-chart-model.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CHART_LEGEND (weft_chart_legend_get_type ())
G_DECLARE_FINAL_TYPE (WeftChartLegend, weft_chart_legend, WEFT, CHART_LEGEND, AdwBin)

/**
 * WeftChartLegend:
 *
 * The names of a chart's series beside how they are drawn, as toggle buttons which hide them; of areas also
 * the newest value. What is stacked is listed from the top. Series after the sixth share one button, "Other".
 */
GtkWidget *weft_chart_legend_new (WeftChartModel *model);

G_END_DECLS
