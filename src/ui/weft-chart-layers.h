/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-chart-frame.h"

G_BEGIN_DECLS

/** weft_chart_layers_snapshot: the series of a chart, as paths which hold what its pixels can show; and what
 * lies above its limits. */
void weft_chart_layers_snapshot (WeftChartFrame *frame, const WeftChartPen *pen, GtkSnapshot *snapshot);

G_END_DECLS
