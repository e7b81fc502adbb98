/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "store/weft-database.h"

G_BEGIN_DECLS

/**
 * WeftPersonState:
 *
 * What somebody says of themselves for a while, and when they do not want to be disturbed, as a row of
 * `person_state` has it. What it means at a time is a pure function of both: nothing has to happen when a
 * time comes.
 */
typedef struct
{
  char *emoji;
  char *text;
  gint64 text_until;  /* ms; 0: for good */
  gint64 quiet_until; /* ms; 0: not now */
  int quiet_days;     /* of 1 (Monday) … 64 (Sunday): when the hours begin */
  int quiet_start;    /* minute of the day in quiet_zone */
  int quiet_end;      /* minute of that day, or of the next one */
  char *quiet_zone;   /* IANA; one that is not known here is UTC */
} WeftPersonState;

/** WEFT_PERSON_STATE_COLUMNS: what weft_person_state_read() wants, of `person_state s`; NULL where there is
 * no row. */
#define WEFT_PERSON_STATE_COLUMNS                                                                            \
  "s.emoji, s.text, s.text_until, s.quiet_until, s.quiet_days, s.quiet_start, s.quiet_end, s.quiet_zone"
#define WEFT_PERSON_STATE_JOIN                                                                               \
  " LEFT JOIN person_state s ON s.stream = person.stream AND s.person = person.id "

/** weft_person_state_read: @column: where the first of them stands. Returns: (transfer full) */
WeftPersonState *weft_person_state_read (WeftStatement *statement, int column);
WeftPersonState *weft_person_state_copy (const WeftPersonState *self);
void weft_person_state_free (WeftPersonState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftPersonState, weft_person_state_free)

/** weft_person_state_dup_status: @profile: what stands in the profile for good, shown when nothing else is
 * said. Returns: "🌴 On leave", or "" */
char *weft_person_state_dup_status (const WeftPersonState *self, const char *profile, gint64 now);

/** weft_person_state_is_quiet: whether they do not want to be disturbed at @now, in ms. */
gboolean weft_person_state_is_quiet (const WeftPersonState *self, gint64 now);

/** weft_person_state_get_next: the first time after @now at which one of both may be another, in ms;
 * %G_MAXINT64: never */
gint64 weft_person_state_get_next (const WeftPersonState *self, gint64 now);

G_END_DECLS
