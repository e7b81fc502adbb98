/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-chart-model.h"

G_BEGIN_DECLS

/* A chart for those who hear it. */

/** weft_chart_words_dup_point: Returns: (transfer full): one sentence: "Done, 12 May: 34 tasks". */
char *weft_chart_words_dup_point (WeftChartModel *model, guint series, gsize point);

/** weft_chart_words_dup_summary: Returns: (transfer full): "Line chart, 3 series, 1 May to 30 May; Done rises
 * from 2 to 34": of the first six that are seen, and of all lines, limits and events. */
char *weft_chart_words_dup_summary (WeftChartModel *model);

G_END_DECLS
