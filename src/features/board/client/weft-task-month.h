/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Months in which dates of tasks are: "2026-12". A date at midnight in UTC is that day, wherever one is; any other is a moment, of @zone. */

/** weft_task_month_of: @at: ms, before the year 10000. Returns: (transfer full) (nullable): %NULL: there is no such time */
char *weft_task_month_of (gint64 at, GTimeZone *zone);
/**
 * weft_task_month_move:
 * @at: ms; 0: there is no date yet
 * @month: as weft_task_month_of() says it
 *
 * Returns: the same day of that month at the same time, or its last one where it has none such; its first day where there is no date yet. 0: @month is none
 */
gint64 weft_task_month_move (gint64 at, const char *month, GTimeZone *zone);
/** weft_task_month_parse: @year, @number: (out): 1 to 12. Returns: FALSE: @month is none */
gboolean weft_task_month_parse (const char *month, int *year, int *number);

G_END_DECLS
