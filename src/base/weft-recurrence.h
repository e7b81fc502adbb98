/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Recurrence rules as RFC 5545 has them (section 3.3.10): what comes again, and when. All of the grammar is understood: every frequency, and every part
 * with the frequencies that the RFC lets it go with. A part of a stranger's own (X-…) is refused.
 *
 * Times are civil (base/weft-civil.h): 09:00 stays 09:00, and who has a zone converts each (base/weft-zone.h).
 */

/** WEFT_RECURRENCE_TEXT_MAX: bytes of a rule at most. */
#define WEFT_RECURRENCE_TEXT_MAX 500
#define WEFT_RECURRENCE_INTERVAL_MAX 10000
#define WEFT_RECURRENCE_COUNT_MAX 1000000
/** WEFT_RECURRENCE_POSITIONS_MAX: different numbers in BYSETPOS. */
#define WEFT_RECURRENCE_POSITIONS_MAX 32

typedef enum
{
  WEFT_FREQUENCY_YEARLY,
  WEFT_FREQUENCY_MONTHLY,
  WEFT_FREQUENCY_WEEKLY,
  WEFT_FREQUENCY_DAILY,
  WEFT_FREQUENCY_HOURLY,
  WEFT_FREQUENCY_MINUTELY,
  WEFT_FREQUENCY_SECONDLY,
} WeftFrequency;

typedef enum
{
  WEFT_UNTIL_NEVER,
  WEFT_UNTIL_DATE,  /* that day is in it, whole */
  WEFT_UNTIL_LOCAL, /* a civil time */
  WEFT_UNTIL_UTC,   /* a moment: convert it, and make it WEFT_UNTIL_LOCAL, before times are compared */
} WeftUntil;

/**
 * WeftRecurrence:
 *
 * A rule; a plain value, to be copied. Bits count from 0: the first of a month is bit 0 of @month_days, its last day bit 0 of @month_days_back, Monday bit 0
 * of @weekdays. What is all zero was not said.
 */
typedef struct
{
  WeftFrequency frequency;
  guint interval; /* 1 to WEFT_RECURRENCE_INTERVAL_MAX */
  guint count;    /* 0: no end by count */
  WeftUntil until_kind;
  gint64 until;     /* s, the last that may be; of a date, its midnight */
  guint week_start; /* 0: Monday, to 6 */

  guint months;
  guint weekdays;
  guint64 nth[7]; /* by weekday: the first of a month, or year, is bit 0 */
  guint64 nth_back[7];
  guint month_days;
  guint month_days_back;
  guint64 year_days[6]; /* 366 bits */
  guint64 year_days_back[6];
  guint64 weeks;
  guint64 weeks_back;
  guint hours;
  guint64 minutes;
  guint64 seconds; /* 60 is taken for 59 */
  gint16 positions[WEFT_RECURRENCE_POSITIONS_MAX]; /* rising */
  guint n_positions;
} WeftRecurrence;

/**
 * weft_recurrence_parse:
 * @text: "FREQ=WEEKLY;BYDAY=MO,TH"; parts in any order, each once, in any case, without "RRULE:"
 * @out: (out)
 *
 * Returns: FALSE with %WEFT_ERROR_INVALID, or _TOO_LARGE, which names the part and what it may be: "INTERVAL: expected 1 to 10000"
 */
gboolean weft_recurrence_parse (const char *text, WeftRecurrence *out, GError **error);

/** weft_recurrence_to_string: Returns: (transfer full): the rule with its parts in the order of the RFC's grammar; equal rules give equal texts. */
char *weft_recurrence_to_string (const WeftRecurrence *self);

/** weft_recurrence_has_nth: whether a weekday is numbered (1MO, -1FR). */
gboolean weft_recurrence_has_nth (const WeftRecurrence *self);

G_END_DECLS
