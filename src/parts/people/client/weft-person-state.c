/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-people"

#include "config.h"

#include "parts/people/client/weft-person-state.h"

#define HALF_HOUR (30 * G_GINT64_CONSTANT (60000)) /* ms */
#define MINUTES_OF_DAY (24 * 60)

static char *
dup_text (WeftStatement *statement, int column)
{
  char *text = weft_statement_dup_text (statement, column);

  return text != NULL ? text : g_strdup ("");
}

WeftPersonState *
weft_person_state_read (WeftStatement *statement, int column)
{
  WeftPersonState *self = g_new0 (WeftPersonState, 1);

  g_return_val_if_fail (statement != NULL, NULL);

  self->emoji = dup_text (statement, column);
  self->text = dup_text (statement, column + 1);
  self->text_until = weft_statement_get_int (statement, column + 2);
  self->quiet_until = weft_statement_get_int (statement, column + 3);
  self->quiet_days = (int) weft_statement_get_int (statement, column + 4);
  self->quiet_start = (int) weft_statement_get_int (statement, column + 5);
  self->quiet_end = (int) weft_statement_get_int (statement, column + 6);
  self->quiet_zone = dup_text (statement, column + 7);
  return self;
}

WeftPersonState *
weft_person_state_copy (const WeftPersonState *self)
{
  WeftPersonState *copy;

  if (self == NULL)
    return NULL;
  copy = g_memdup2 (self, sizeof *self);
  copy->emoji = g_strdup (self->emoji);
  copy->text = g_strdup (self->text);
  copy->quiet_zone = g_strdup (self->quiet_zone);
  return copy;
}

void
weft_person_state_free (WeftPersonState *self)
{
  if (self == NULL)
    return;

  g_free (self->emoji);
  g_free (self->text);
  g_free (self->quiet_zone);
  g_free (self);
}

static gboolean
says_something (const WeftPersonState *self, gint64 now)
{
  return (*self->emoji != '\0' || *self->text != '\0') && (self->text_until == 0 || now < self->text_until);
}

char *
weft_person_state_dup_status (const WeftPersonState *self, const char *profile, gint64 now)
{
  if (self == NULL || !says_something (self, now))
    return g_strdup (profile != NULL ? profile : "");
  if (*self->emoji == '\0' || *self->text == '\0')
    return g_strconcat (self->emoji, self->text, NULL);
  return g_strdup_printf ("%s %s", self->emoji, self->text);
}

static GDateTime *
local_time (const WeftPersonState *self, gint64 now)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (self->quiet_zone);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / 1000);

  if (utc == NULL)
    return NULL;
  if (zone == NULL)
    return g_steal_pointer (&utc);
  return g_date_time_to_timezone (utc, zone);
}

static gboolean
has_day (const WeftPersonState *self, int day)
{
  return (self->quiet_days & (1 << ((day + 6) % 7)))
         != 0; /* of 1 … 7, as GDateTime has it; 0 is Sunday too */
}

static gboolean
is_in_hours (const WeftPersonState *self, gint64 now)
{
  g_autoptr (GDateTime) local = self->quiet_days != 0 ? local_time (self, now) : NULL;
  int minute, day;

  if (local == NULL)
    return FALSE;
  day = g_date_time_get_day_of_week (local);
  minute = g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local);
  if (self->quiet_start < self->quiet_end)
    return has_day (self, day) && minute >= self->quiet_start && minute < self->quiet_end;
  /* Over midnight: what began today, or yesterday. */
  return (has_day (self, day) && minute >= self->quiet_start)
         || (has_day (self, day - 1) && minute < self->quiet_end);
}

gboolean
weft_person_state_is_quiet (const WeftPersonState *self, gint64 now)
{
  return self != NULL && (now < self->quiet_until || is_in_hours (self, now));
}

/* The hours begin or end at the next minute of the day that is one of both, whether on this day or not. */
static gint64
get_next_hours (const WeftPersonState *self, gint64 now)
{
  g_autoptr (GDateTime) local = local_time (self, now);
  const int edges[] = { self->quiet_start, self->quiet_end, MINUTES_OF_DAY };
  int minute, wait = MINUTES_OF_DAY;

  if (local == NULL)
    return G_MAXINT64;
  minute = g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local);
  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    if (edges[i] > minute)
      wait = MIN (wait, edges[i] - minute);
  /* Clocks are put on and back at full half hours of UTC, everywhere: then it is looked at in any case. */
  return MIN (now - now % 60000 + (gint64) wait * 60000, (now / HALF_HOUR + 1) * HALF_HOUR);
}

gint64
weft_person_state_get_next (const WeftPersonState *self, gint64 now)
{
  gint64 next = G_MAXINT64;

  if (self == NULL)
    return next;
  if (says_something (self, now) && self->text_until > now)
    next = MIN (next, self->text_until);
  if (self->quiet_until > now)
    next = MIN (next, self->quiet_until);
  if (self->quiet_days != 0)
    next = MIN (next, get_next_hours (self, now));
  return next;
}
