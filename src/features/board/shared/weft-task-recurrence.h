/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-recurrence.h"

G_BEGIN_DECLS

/** WEFT_TASK_RECURRENCE_MAX: bytes of one as text at most. */
#define WEFT_TASK_RECURRENCE_MAX 600

/** WeftRecursFrom: from what the next due date is counted. */
typedef enum
{
  WEFT_RECURS_ON_SCHEDULE,      /* the due date */
  WEFT_RECURS_AFTER_COMPLETION, /* the day on which the task is done */
} WeftRecursFrom;

/**
 * WeftTaskRecurrence:
 *
 * When a task comes again once it is done, as in its row: "schedule FREQ=WEEKLY;BYDAY=MO Europe/Berlin 2": from what it is counted ("schedule" or
 * "completion"), the rule, the zone whose clocks and days count, and how many of the same series came before it. COUNT of the rule counts the
 * whole series.
 */
typedef struct
{
  WeftRecursFrom from;
  WeftRecurrence rule;
  char *zone; /* IANA */
  guint past;
} WeftTaskRecurrence;

/** weft_task_recurrence_parse: FALSE with %WEFT_ERROR_INVALID or _TOO_LARGE, which says what is wrong with @text. */
gboolean weft_task_recurrence_parse (const char *text, WeftTaskRecurrence *out, GError **error);
void weft_task_recurrence_clear (WeftTaskRecurrence *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftTaskRecurrence, weft_task_recurrence_clear)

/** weft_task_recurrence_to_string: Returns: (transfer full): equal ones give equal texts. */
char *weft_task_recurrence_to_string (const WeftTaskRecurrence *self);

/**
 * weft_task_recurrence_next:
 * @due_at: ms, as in the task's row: a whole day, a moment, or 0
 * @now: ms: when it is done
 * @next: (out): ms: a whole day of a whole day, or of 0, else a moment, at the same time by the zone's clocks
 * @past: (out): how many of the series came before the next one
 *
 * On schedule the next is the first of the rule later than @due_at that is not over: what was missed is left out (and counts for COUNT), what falls on
 * this very day is still to be done. After completion it is the first one later than the day of @now; so it is, too, without a due date.
 *
 * Returns: FALSE where the series is at its end
 */
gboolean weft_task_recurrence_next (const WeftTaskRecurrence *self, gint64 due_at, gint64 now, gint64 *next, guint *past);

/** weft_task_recurrence_shift: @time (ms; 0 stays 0) as far later as the due date went, by the clocks of the zone. */
gint64 weft_task_recurrence_shift (const WeftTaskRecurrence *self, gint64 time, gint64 due_at, gint64 next);

G_END_DECLS
