/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftSchedule:
 *
 * When something is due again and again, as one line of text:
 *
 *   every 3600000                          milliseconds, from 1,000 to 366 days, counted from the first time
 *   daily 09:00 Europe/Berlin              local time of day in an IANA zone
 *   weekly mon,wed,fri 17:30 Asia/Ho_Chi_Minh
 *
 * `skip` at the end drops what was missed by more than %WEFT_SCHEDULE_LATE; otherwise it is made up for, once, however many were missed.
 *
 * A local time which is skipped when clocks go forward is due at the next moment there is; one which comes twice when they go
 * back is due the first time.
 */
typedef struct _WeftSchedule WeftSchedule;

/** WEFT_SCHEDULE_LATE: ms after which something counts as late. */
#define WEFT_SCHEDULE_LATE (60 * 1000)

/** weft_schedule_parse: Returns: (transfer full): NULL with %WEFT_ERROR_INVALID which says what is wrong with @text. */
WeftSchedule *weft_schedule_parse (const char *text, GError **error);
void weft_schedule_free (WeftSchedule *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSchedule, weft_schedule_free)

/**
 * weft_schedule_next:
 * @anchor: ms since 1970: a time it was due; intervals are counted from it
 * @after: ms since 1970
 *
 * Returns: the first time it is due that is later than @after, in ms since 1970
 */
gint64 weft_schedule_next (const WeftSchedule *self, gint64 anchor, gint64 after);

/** weft_schedule_get_interval: Returns: the ms of `every`, 0 for the others. */
gint64 weft_schedule_get_interval (const WeftSchedule *self);

/** weft_schedule_get_skips: whether what was missed is dropped. */
gboolean weft_schedule_get_skips (const WeftSchedule *self);

G_END_DECLS
