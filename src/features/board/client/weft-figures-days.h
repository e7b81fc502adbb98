/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WeftFiguresDays: days of a time zone, one after the other, of 22 to 26 hours where the clocks change. */
typedef struct
{
  guint n;
  gint64 *starts; /* ms since 1970 UTC, rising; one more than there are days: where the day after the last begins */
} WeftFiguresDays;

/**
 * weft_figures_days_new:
 * @now: ms since 1970 UTC; taken as the nearest time which calendars know
 * @n: at least 1
 *
 * Returns: (transfer full): the day of @now and those before it. A day which the zone left out is none of them.
 */
WeftFiguresDays *weft_figures_days_new (gint64 now, guint n, GTimeZone *zone);
void weft_figures_days_free (WeftFiguresDays *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftFiguresDays, weft_figures_days_free)

/** weft_figures_days_find: Returns: the index of the day of @at; the first one's for what was before it, the last one's for what comes after. */
guint weft_figures_days_find (const WeftFiguresDays *self, gint64 at);

G_END_DECLS
