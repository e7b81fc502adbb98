/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-chart-frame.h"

G_BEGIN_DECLS

/** weft_chart_axes_snapshot_below: the grid, which lies under the series. */
void weft_chart_axes_snapshot_below (WeftChartFrame *frame, const WeftChartPen *pen, GtkSnapshot *snapshot);
/** weft_chart_axes_snapshot_above: labels, lines, limits, events and the values at the ends of lines. */
void weft_chart_axes_snapshot_above (WeftChartFrame *frame, const WeftChartPen *pen, GtkSnapshot *snapshot);

G_END_DECLS
