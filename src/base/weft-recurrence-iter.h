/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-recurrence.h"

G_BEGIN_DECLS

/**
 * WeftRecurrenceIter:
 *
 * Goes through the times of a rule, one after the other: a plain value, of one size whatever the rule. What the rule leaves out (the day of the month
 * of a FREQ=MONTHLY) is taken from the start. Only times which fit the rule come, the start too, and only they are counted by COUNT.
 */
typedef struct
{
  /*< private >*/
  WeftRecurrence rule;
  gint64 start;
  gint64 origin;   /* its period: years, months, weeks or days since 1970, or hours, minutes, s */
  gint64 period;   /* how many intervals behind it the next one to be looked at is */
  gint64 last;     /* the last time that may be */
  gint64 n_before; /* times that came */
  gboolean ended;

  /* Of the period under way: its days, each at the same times; those which BYSETPOS takes, if it says any. */
  gint64 first_day;
  guint64 days[6];
  guint n_days;
  guint hours;
  guint64 minutes;
  guint64 seconds;
  gint64 n_times;
  gint64 picked[WEFT_RECURRENCE_POSITIONS_MAX];
  gint64 n; /* times in it */
  gint64 next;
} WeftRecurrenceIter;

/** weft_recurrence_iter_init: @start: from year 1 to 9999: DTSTART. */
void weft_recurrence_iter_init (WeftRecurrenceIter *self, const WeftRecurrence *rule, gint64 start);

/**
 * weft_recurrence_iter_next:
 * @time: (out)
 *
 * Returns: FALSE where there is no more: COUNT or UNTIL is reached, or the year 9999, or nothing will ever fit, as BYMONTH=2;BYMONTHDAY=30: then a
 * whole cycle of 400 years was searched at most (below a day, a million periods)
 */
gboolean weft_recurrence_iter_next (WeftRecurrenceIter *self, gint64 *time);

/** weft_recurrence_iter_seek: leaves out all up to @after, itself too; at once where there is no COUNT. It never goes back. */
void weft_recurrence_iter_seek (WeftRecurrenceIter *self, gint64 after);

/** weft_recurrence_iter_get_n: how many times came, with those left out; of a rule with COUNT. */
gint64 weft_recurrence_iter_get_n (const WeftRecurrenceIter *self);

G_END_DECLS
