/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-recurrence.h"

G_BEGIN_DECLS

/**
 * weft_recurrence_describe:
 * @start: civil (base/weft-civil.h): whose weekday, day or month the rule takes where it says none; 0: these are left out
 *
 * Returns: (transfer full): a sentence for people, whatever the rule, without a full stop: "Every 2 weeks on Monday and Thursday, 10 times"
 */
char *weft_recurrence_describe (const WeftRecurrence *rule, gint64 start);

/** weft_weekday_get_name: @weekday: 0: Monday, to 6. Returns: (transfer full): "Monday". */
char *weft_weekday_get_name (guint weekday);
/** weft_weekday_get_first: with which a week begins where the person is, 0: Monday, to 6. */
guint weft_weekday_get_first (void);

/** weft_nth_weekday_describe: @nth: 1 to 53, or -1 to -53. Returns: (transfer full): "the last Friday". */
char *weft_nth_weekday_describe (int nth, guint weekday);

G_END_DECLS
