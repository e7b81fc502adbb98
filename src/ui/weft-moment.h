/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Moments in the words and the time zone of whoever reads. */

/** weft_moment_uses_24h: whether the locale counts the hours of a day from 0 to 23. */
gboolean weft_moment_uses_24h (void);

/** weft_moment_dup_time: Returns: (transfer full): the time of day of @at (ms since 1970 UTC): "08:12"; ""
 * out of range. */
char *weft_moment_dup_time (gint64 at);

/**
 * weft_moment_dup_near:
 * @at: ms since 1970 UTC
 * @now: ms
 *
 * Returns: (transfer full): as short as tells it: "08:12" of today, "Yesterday", "Tuesday", "20 November",
 * "20 November 2025"; "" out of range
 */
char *weft_moment_dup_near (gint64 at, gint64 now);

/** weft_moment_dup_due: Returns: (transfer full): the same with the time of day, for what is to come: "Today,
 * 08:12", "Tomorrow, 09:00". */
char *weft_moment_dup_due (gint64 at, gint64 now);

/** weft_moment_dup_ago: Returns: (transfer full): roughly how long ago it was: "a few minutes ago", "2 hours ago", "3 days ago"; from a week on the day. */
char *weft_moment_dup_ago (gint64 at, gint64 now);

G_END_DECLS
