/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-figures.h"
#include "ui/weft-chart-model.h"

G_BEGIN_DECLS

/** WeftFiguresChart: the charts of a project's figures, in the order in which they are shown. */
typedef enum
{
  WEFT_FIGURES_CHART_FORECAST,
  WEFT_FIGURES_CHART_FLOW,
  WEFT_FIGURES_CHART_BURN_UP,
  WEFT_FIGURES_CHART_THROUGHPUT,
  WEFT_FIGURES_CHART_CYCLE,
  WEFT_FIGURES_CHART_LEAD,
  WEFT_FIGURES_CHART_AGES,
  WEFT_FIGURES_N_CHARTS,
} WeftFiguresChart;

/** weft_figures_chart_new_model: Returns: (transfer full): without values. */
WeftChartModel *weft_figures_chart_new_model (WeftFiguresChart chart);
/**
 * weft_figures_chart_fill: shows @figures; series which are there already get other points.
 * @code: of the project: what keys begin with
 * @zone: the person's
 */
void weft_figures_chart_fill (WeftFiguresChart chart, WeftChartModel *model, const WeftFigures *figures, const char *code, GTimeZone *zone);
/** weft_figures_chart_dup_empty: Returns: (transfer full): why there is nothing to see. */
char *weft_figures_chart_dup_empty (WeftFiguresChart chart, const WeftFigures *figures, GTimeZone *zone);
/** weft_figures_chart_is_past: whether it shows the weeks gone by, so that one crosshair goes through it and others like it. */
gboolean weft_figures_chart_is_past (WeftFiguresChart chart);

G_END_DECLS
