/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-chart-model.h"
#include "ui/weft-chart-walk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_CHART_TIP (weft_chart_tip_get_type ())
G_DECLARE_FINAL_TYPE (WeftChartTip, weft_chart_tip, WEFT, CHART_TIP, GtkWidget)

/**
 * WeftChartTip:
 *
 * What a chart's crosshair stands on, beside it: the x, and of each series its marker, its name and its
 * value. Not for screen readers, who are told the same by weft_chart_words_dup_point().
 */
GtkWidget *weft_chart_tip_new (void);

/** weft_chart_tip_show: @head: what x is; removes what was there. */
void weft_chart_tip_show (WeftChartTip *self, const char *head);
/** weft_chart_tip_add: @kind, @yarn, @hatched: as it is drawn, a line by its marker; @strong: the one which a
 * person stands on. */
void weft_chart_tip_add (WeftChartTip *self,
                         WeftChartKind kind,
                         guint yarn,
                         gboolean hatched,
                         const char *name,
                         const char *value,
                         gboolean strong);

G_END_DECLS
