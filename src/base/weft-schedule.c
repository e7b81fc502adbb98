/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/weft-schedule.h"

#include <stdlib.h>
#include <string.h>

#include "base/weft-error.h"
#include "base/weft-zone.h"

#define TEXT_MAX 120
#define INTERVAL_MIN 1000                                     /* ms */
#define INTERVAL_MAX (G_GINT64_CONSTANT (366) * 86400 * 1000) /* ms */
#define DAY G_GINT64_CONSTANT (86400)                         /* s */
#define EVERY_DAY 0x7f

struct _WeftSchedule
{
  gint64 interval; /* ms; 0: at a local time */
  guint days;      /* bit 0 is Sunday */
  gint64 second;   /* of the local day */
  GTimeZone *zone;
  gboolean skips;
};

static const char *const day_names[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };

static gint64
floor_divide (gint64 a, gint64 b)
{
  return a / b - (a % b < 0);
}

static gboolean
parse_days (const char *text, guint *days, GError **error)
{
  g_auto (GStrv) names = g_strsplit (text, ",", -1);

  *days = 0;
  for (guint i = 0; i == 0 || names[i] != NULL; i++)
    {
      guint day;

      for (day = 0; day < G_N_ELEMENTS (day_names); day++)
        if (g_strcmp0 (names[i], day_names[day]) == 0)
          break;
      if (day == G_N_ELEMENTS (day_names))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       "schedule: “%.20s” is none of mon, tue, wed, thu, fri, sat, sun",
                       names[i] != NULL ? names[i] : "");
          return FALSE;
        }
      *days |= 1u << day;
    }

  return TRUE;
}

static gboolean
parse_time (const char *text, gint64 *second, GError **error)
{
  if (strlen (text) != 5 || text[2] != ':' || !g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1])
      || !g_ascii_isdigit (text[3]) || !g_ascii_isdigit (text[4]) || atoi (text) > 23 || atoi (text + 3) > 59)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "schedule: “%.20s” is no time from 00:00 to 23:59",
                   text);
      return FALSE;
    }

  *second = atoi (text) * 3600 + atoi (text + 3) * 60;
  return TRUE;
}

static GTimeZone *
find_zone (const char *name, GError **error)
{
  GTimeZone *zone = weft_zone_find (name);

  if (zone == NULL)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "schedule: no time zone is called “%.60s”", name);

  return zone;
}

static gboolean
parse_words (WeftSchedule *self, GStrv words, GError **error)
{
  guint n = g_strv_length (words);

  if (n > 0 && g_str_equal (words[n - 1], "skip"))
    {
      self->skips = TRUE;
      n--;
    }

  if (n == 2 && g_str_equal (words[0], "every"))
    {
      if (g_ascii_string_to_signed (words[1], 10, INTERVAL_MIN, INTERVAL_MAX, &self->interval, NULL))
        return TRUE;
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "schedule: “%.20s” are no milliseconds from %d to %" G_GINT64_FORMAT, words[1],
                   INTERVAL_MIN, INTERVAL_MAX);
      return FALSE;
    }
  if (n == 3 && g_str_equal (words[0], "daily"))
    {
      self->days = EVERY_DAY;
      return parse_time (words[1], &self->second, error)
             && (self->zone = find_zone (words[2], error)) != NULL;
    }
  if (n == 4 && g_str_equal (words[0], "weekly"))
    return parse_days (words[1], &self->days, error) && parse_time (words[2], &self->second, error)
           && (self->zone = find_zone (words[3], error)) != NULL;

  g_set_error_literal (
      error, WEFT_ERROR, WEFT_ERROR_INVALID,
      "schedule: expected “every MILLISECONDS”, “daily HH:MM ZONE” or “weekly mon,tue HH:MM ZONE”");
  return FALSE;
}

/* Public API */

WeftSchedule *
weft_schedule_parse (const char *text, GError **error)
{
  g_autoptr (WeftSchedule) self = NULL;
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > TEXT_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "schedule: %zu bytes, at most %d", strlen (text),
                   TEXT_MAX);
      return NULL;
    }
  self = g_new0 (WeftSchedule, 1);
  words = g_strsplit (text, " ", -1);
  if (!parse_words (self, words, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
weft_schedule_free (WeftSchedule *self)
{
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_free (self);
}

gint64
weft_schedule_next (const WeftSchedule *self, gint64 anchor, gint64 after)
{
  gint64 date;

  g_return_val_if_fail (self != NULL, G_MAXINT64);

  if (self->interval > 0)
    return anchor + (floor_divide (after - anchor, self->interval) + 1) * self->interval;

  /* Two days early, as the zone may have skipped one. */
  date = floor_divide (weft_zone_to_local (self->zone, floor_divide (after, 1000)), DAY) - 2;
  for (;; date++)
    {
      guint weekday = (guint) (((date + 4) % 7 + 7) % 7);
      gint64 moment;

      if ((self->days & (1u << weekday)) == 0)
        continue;
      moment = weft_zone_to_moment (self->zone, date * DAY + self->second) * 1000;
      if (moment > after)
        return moment;
    }
}

gint64
weft_schedule_get_interval (const WeftSchedule *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->interval;
}

gboolean
weft_schedule_get_skips (const WeftSchedule *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->skips;
}
