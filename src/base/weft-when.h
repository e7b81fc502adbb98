/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_when_parse:
 * @text: begins with a time to come: "10m", "2h", "3d", "1w" (minutes, hours, days, weeks from now; 1 to 9999 of them), "17:30" (the next time it is
 *   that late), "tomorrow" or @tomorrow (8:00 there)
 * @tomorrow: (nullable): the same word in the person's language
 * @now: ms since 1970 UTC
 * @zone: whose hours are meant
 * @at: (out): ms since 1970 UTC; unchanged if there is no time
 *
 * Returns: what stands behind the time and the space after it; NULL if @text begins with none
 */
const char *weft_when_parse (const char *text, const char *tomorrow, gint64 now, GTimeZone *zone, gint64 *at);

G_END_DECLS
