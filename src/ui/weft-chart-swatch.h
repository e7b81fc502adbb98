/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/weft-chart-series.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CHART_SWATCH (weft_chart_swatch_get_type ())
G_DECLARE_FINAL_TYPE (WeftChartSwatch, weft_chart_swatch, WEFT, CHART_SWATCH, GtkWidget)

/** WeftChartSwatch: A bit of a series as it is drawn: its dash, its hatching, or its marker. As large as the
 * text beside it. */
GtkWidget *weft_chart_swatch_new (WeftChartKind kind, guint yarn, gboolean hatched);
/** weft_chart_swatch_set: shows another one. */
void weft_chart_swatch_set (WeftChartSwatch *self, WeftChartKind kind, guint yarn, gboolean hatched);

G_END_DECLS
