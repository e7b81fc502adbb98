/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-task-recurrence.h"

#include <string.h>

#include "base/weft-error.h"
#include "base/weft-recurrence-iter.h"
#include "base/weft-zone.h"

#define DAY G_GINT64_CONSTANT (86400) /* s */

static const char *const from_names[] = { "schedule", "completion" };

static gint64
floor_divide (gint64 a, gint64 b)
{
  return a / b - (a % b < 0);
}

static gboolean
is_day (gint64 time)
{
  return time % (DAY * 1000) == 0;
}

/* A zone that this computer does not know any more is taken for UTC. */
static GTimeZone *
get_zone (const WeftTaskRecurrence *self)
{
  GTimeZone *zone = weft_zone_find (self->zone);

  return zone != NULL ? zone : g_time_zone_new_utc ();
}

/* What calendar and clock show then; of a whole day, its midnight everywhere. */
static gint64
to_civil (gint64 time, GTimeZone *zone)
{
  return is_day (time) ? time / 1000 : weft_zone_to_local (zone, floor_divide (time, 1000));
}

/* The times of a task that is due on a day are days, whatever the rule says of hours. */
static void
make_daily (WeftRecurrence *rule)
{
  rule->hours = 0;
  rule->minutes = 0;
  rule->seconds = 0;
  if (rule->frequency > WEFT_FREQUENCY_DAILY)
    {
      rule->frequency = WEFT_FREQUENCY_DAILY;
      rule->interval = 1;
      memset (rule->year_days, 0, sizeof rule->year_days);
      memset (rule->year_days_back, 0, sizeof rule->year_days_back);
    }
}

/* The first of @rule, which begins at @start, later than @after. @n: (out): how many of it came from @start on, which is the first of them
 * whether the rule takes it or not. */
static gboolean
find_next (const WeftRecurrence *rule, gint64 start, gint64 after, gint64 *next, gint64 *n)
{
  WeftRecurrenceIter iter;
  gint64 time;
  gboolean fits;

  weft_recurrence_iter_init (&iter, rule, start);
  fits = weft_recurrence_iter_next (&iter, &time) && time == start;
  if (!fits)
    {
      WeftRecurrence shorter = *rule;

      if (rule->count == 1)
        return FALSE;
      shorter.count -= shorter.count > 0;
      weft_recurrence_iter_init (&iter, &shorter, start);
    }
  weft_recurrence_iter_seek (&iter, MAX (start, after));
  if (!weft_recurrence_iter_next (&iter, next))
    return FALSE;
  *n = rule->count == 0 ? 2 : weft_recurrence_iter_get_n (&iter) + !fits;
  return TRUE;
}

/* Public API */

gboolean
weft_task_recurrence_parse (const char *text, WeftTaskRecurrence *out, GError **error)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  gint64 past;

  g_return_val_if_fail (text != NULL && out != NULL, FALSE);

  *out = (WeftTaskRecurrence) { .from = WEFT_RECURS_ON_SCHEDULE };
  if (strlen (text) > WEFT_TASK_RECURRENCE_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "%zu bytes, at most %d", strlen (text), WEFT_TASK_RECURRENCE_MAX);
      return FALSE;
    }
  words = g_strsplit (text, " ", 5);
  if (g_strv_length (words) != 4
      || (!g_str_equal (words[0], from_names[WEFT_RECURS_ON_SCHEDULE]) && !g_str_equal (words[0], from_names[WEFT_RECURS_AFTER_COMPLETION]))
      || strlen (words[3]) > 7 || !g_ascii_string_to_signed (words[3], 10, 0, WEFT_RECURRENCE_COUNT_MAX, &past, NULL))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           "expected “schedule” or “completion”, a rule, a zone and how many came before: schedule FREQ=DAILY Europe/Berlin 0");
      return FALSE;
    }
  if (!weft_recurrence_parse (words[1], &out->rule, error))
    return FALSE;
  if ((zone = weft_zone_find (words[2])) == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "no time zone is called “%.60s”", words[2]);
      return FALSE;
    }

  out->from = g_str_equal (words[0], from_names[WEFT_RECURS_AFTER_COMPLETION]) ? WEFT_RECURS_AFTER_COMPLETION : WEFT_RECURS_ON_SCHEDULE;
  out->zone = g_strdup (words[2]);
  out->past = (guint) past;
  return TRUE;
}

void
weft_task_recurrence_clear (WeftTaskRecurrence *self)
{
  g_clear_pointer (&self->zone, g_free);
}

char *
weft_task_recurrence_to_string (const WeftTaskRecurrence *self)
{
  g_autofree char *rule = weft_recurrence_to_string (&self->rule);

  return g_strdup_printf ("%s %s %s %u", from_names[self->from], rule, self->zone, self->past);
}

gboolean
weft_task_recurrence_next (const WeftTaskRecurrence *self, gint64 due_at, gint64 now, gint64 *next, guint *past)
{
  g_autoptr (GTimeZone) zone = get_zone (self);
  gboolean whole_day = is_day (due_at);
  gint64 due = to_civil (due_at, zone);
  gint64 there = weft_zone_to_local (zone, floor_divide (now, 1000));
  gint64 today = floor_divide (there, DAY) * DAY;
  WeftRecurrence rule = self->rule;
  gint64 start;
  gint64 after;
  gint64 n;

  if (rule.count > 0 && rule.count <= self->past + 1)
    return FALSE;
  if (rule.until_kind == WEFT_UNTIL_UTC)
    {
      rule.until = weft_zone_to_local (zone, rule.until);
      rule.until_kind = WEFT_UNTIL_LOCAL;
    }
  if (whole_day)
    make_daily (&rule);

  if (self->from == WEFT_RECURS_AFTER_COMPLETION || due_at == 0)
    {
      rule.count = 0; /* each is counted when it is done */
      start = today + (whole_day ? 0 : due - floor_divide (due, DAY) * DAY);
      after = today + DAY - 1;
    }
  else
    {
      rule.count -= rule.count > 0 ? self->past : 0;
      start = due;
      after = whole_day ? today - 1 : there;
    }
  if (!find_next (&rule, start, after, next, &n))
    return FALSE;

  *past = (guint) (self->past + n - 1);
  *next = (whole_day ? *next : weft_zone_to_moment (zone, *next)) * 1000;
  return *next > 0;
}

gint64
weft_task_recurrence_shift (const WeftTaskRecurrence *self, gint64 time, gint64 due_at, gint64 next)
{
  g_autoptr (GTimeZone) zone = get_zone (self);
  gint64 shifted;

  if (time == 0 || due_at == 0)
    return time;

  shifted = to_civil (time, zone) + to_civil (next, zone) - to_civil (due_at, zone);
  if (is_day (time)) /* a day stays one, also where what is due is a moment */
    return MAX (floor_divide (shifted + DAY / 2, DAY) * DAY * 1000, 0);
  return MAX (weft_zone_to_moment (zone, shifted) * 1000 + time % 1000, 0);
}
