/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-project-status.h"
#include "features/board/client/weft-task-link.h"
#include "features/board/client/weft-task.h"

G_BEGIN_DECLS

/* What tasks say of themselves, in the person's language. */

/** weft_priority_get_label: Returns: (transfer none): "High": beside the word "Priority". */
const char *weft_priority_get_label (WeftPriority priority);
/** weft_priority_get_sentence: Returns: (transfer none): "High priority": by itself. */
const char *weft_priority_get_sentence (WeftPriority priority);
/** weft_priority_get_icon: Returns: (transfer none) (nullable): %NULL: none is shown. */
const char *weft_priority_get_icon (WeftPriority priority);

/** WeftDueState: how near it is. */
typedef enum
{
  WEFT_DUE_LATER,
  WEFT_DUE_SOON, /* today or tomorrow */
  WEFT_DUE_OVER,
} WeftDueState;

/**
 * weft_due_describe:
 * @due_at: ms; midnight in UTC is that day, everywhere
 * @now: ms
 * @zone: the person's
 * @state: (out)
 *
 * Returns: (transfer full): "Today", "Tue 24", "24 Nov 2027"
 */
char *weft_due_describe (gint64 due_at, gint64 now, GTimeZone *zone, WeftDueState *state);

/** weft_day_describe: @at: ms, not 0. Returns: (transfer full): all of it: "Wednesday, 25 November 2026", with the time if it is a moment. */
char *weft_day_describe (gint64 at, GTimeZone *zone);
/** weft_day_get: Returns: ms: midnight in UTC of that day, as a task keeps it. */
gint64 weft_day_get (GDateTime *day);

/** weft_estimate_describe: Returns: (transfer full): "2.5", as people write it where they are; "" for none. */
char *weft_estimate_describe (double estimate);
/** weft_estimate_parse: the other way; nothing is 0. Returns: FALSE if it is no number, or too large or small. */
gboolean weft_estimate_parse (const char *text, double *estimate);

/** weft_task_link_get_label: Returns: (transfer none): "Blocked By". */
const char *weft_task_link_get_label (WeftTaskLink link);
/** weft_circle_describe: Returns: (transfer full): why the card @key cannot be linked to @other: "WEB-3 waits for WEB-1 already." */
char *weft_circle_describe (WeftTaskLink link, const char *key, const char *other);

/** weft_category_get_label: Returns: (transfer none): "Under Way". */
const char *weft_category_get_label (WeftCategory category);
/** weft_status_describe: Returns: (transfer full): what a status is taken for, and its limit: "Under Way · at most 4 cards". */
char *weft_status_describe (WeftProjectStatus *status);

/** weft_yarn_get_label: @yarn: 0 to 6. Returns: (transfer none): a colour's name: "Teal". */
const char *weft_yarn_get_label (guint yarn);
/** weft_label_get_yarn: @yarn: likewise. Returns: (transfer none): as operations say it: "teal". */
const char *weft_label_get_yarn (guint yarn);
/** weft_label_choose_yarn: @labels: (element-type WeftProjectLabel). Returns: (transfer none): the colour which fewest of them have: "teal". */
const char *weft_label_choose_yarn (GPtrArray *labels);

G_END_DECLS
