/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-task-words.h"

#include <glib/gi18n.h>

#define DAY (G_GINT64_CONSTANT (86400) * 1000) /* ms */

const char *
weft_priority_get_label (WeftPriority priority)
{
  static const char *const labels[]
      = { N_ ("No Priority"), N_ ("Low Priority"), N_ ("Medium Priority"), N_ ("High Priority"), N_ ("Urgent") };

  return _ (labels[MIN (priority, WEFT_PRIORITY_URGENT)]);
}

const char *
weft_priority_get_icon (WeftPriority priority)
{
  static const char *const icons[] = { NULL, "weft-prio-low-symbolic", "weft-prio-medium-symbolic", "weft-prio-high-symbolic",
                                       "weft-prio-urgent-symbolic" };

  return icons[MIN (priority, WEFT_PRIORITY_URGENT)];
}

/* Days since 1970 of what the person's calendar says. */
static gint64
get_day (gint64 at, GTimeZone *zone)
{
  gint64 offset = g_time_zone_get_offset (zone, g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, at / 1000));
  gint64 local = at + offset * 1000;

  return local / DAY - (local % DAY < 0);
}

char *
weft_due_describe (gint64 due_at, gint64 now, GTimeZone *zone, WeftDueState *state)
{
  gboolean whole_day = due_at % DAY == 0;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  gint64 days = get_day (due_at, whole_day ? utc : zone) - get_day (now, zone);
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (due_at / 1000);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_utc (now / 1000);
  g_autoptr (GDateTime) date = whole_day ? g_date_time_ref (moment) : g_date_time_to_timezone (moment, zone);

  *state = days < 0 || (!whole_day && due_at < now) ? WEFT_DUE_OVER : days < 2 ? WEFT_DUE_SOON : WEFT_DUE_LATER;
  if (days == 0)
    return g_strdup (_ ("Today"));
  if (days == 1)
    return g_strdup (_ ("Tomorrow"));
  if (days == -1)
    return g_strdup (_ ("Yesterday"));
  if (days > 1 && days < 7)
    /* Translators: a day of this week on a card: Tue 24. */
    return g_date_time_format (date, _ ("%a %-d"));
  if (g_date_time_get_year (date) == g_date_time_get_year (today))
    /* Translators: a day of this year on a card: 24 Nov. */
    return g_date_time_format (date, _ ("%-d %b"));
  /* Translators: a day of another year on a card: 24 Nov 2027. */
  return g_date_time_format (date, _ ("%-d %b %Y"));
}
