/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WeftSearchPeriod: a stretch of time somebody named. */
typedef struct
{
  gint64 start;  /* ms */
  gint64 end;    /* ms, not in it; of one that lasts until now: G_MAXINT64 */
} WeftSearchPeriod;

/**
 * weft_search_period_parse:
 * @text: 2026, 2026-11, 2026-11-25, today, yesterday, 12h, 7d, 2w, 3m, 1y
 *
 * Years, months and days begin at midnight in @zone. `7d` begins with the day seven days ago and lasts until now.
 */
gboolean weft_search_period_parse (const char *text, gint64 now, GTimeZone *zone, WeftSearchPeriod *period);

/**
 * weft_search_period_parse_ahead:
 * @text: 2026, 2026-11, 2026-11-25, yesterday, today, tomorrow; 7d, 2w, 3m, 1y
 * @from_now: (out): it was said by how far away it is
 *
 * The same for what is still to come: `7d` is the day in seven days.
 */
gboolean weft_search_period_parse_ahead (const char *text, gint64 now, GTimeZone *zone, WeftSearchPeriod *period, gboolean *from_now);

G_END_DECLS
