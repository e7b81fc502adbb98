/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-moment.h"

#include <glib/gi18n.h>

gboolean
weft_moment_uses_24h (void)
{
  g_autoptr (GDateTime) afternoon = g_date_time_new_utc (2020, 1, 1, 15, 0, 0);
  g_autofree char *text = g_date_time_format (afternoon, "%X");

  return text == NULL || g_str_has_prefix (text, "15");
}

char *
weft_moment_dup_time (gint64 at)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (at / 1000);

  if (local == NULL)
    return g_strdup ("");
  /* Translators: a time of day with hours and minutes (see g_date_time_format); the first for 24 hours a day,
   * the second for 12. */
  return g_date_time_format (local, weft_moment_uses_24h () ? _ ("%H:%M") : _ ("%-I:%M %p"));
}

/* By the calendar: 23:59 is yesterday at 0:01. */
static int
count_days (GDateTime *from, GDateTime *to)
{
  GDate a, b;

  g_date_clear (&a, 1);
  g_date_clear (&b, 1);
  g_date_set_dmy (&a, g_date_time_get_day_of_month (from), g_date_time_get_month (from),
                  g_date_time_get_year (from));
  g_date_set_dmy (&b, g_date_time_get_day_of_month (to), g_date_time_get_month (to),
                  g_date_time_get_year (to));

  return g_date_days_between (&a, &b);
}

static char *
dup_day (GDateTime *at, GDateTime *now)
{
  int days = count_days (now, at);

  if (days == 0)
    return g_strdup (_ ("Today"));
  if (days == 1)
    return g_strdup (_ ("Tomorrow"));
  if (days == -1)
    return g_strdup (_ ("Yesterday"));
  if (days > -7 && days < 7)
    return g_date_time_format (at, "%A");
  if (g_date_time_get_year (at) == g_date_time_get_year (now))
    /* Translators: a day of this year without its weekday, for g_date_time_format (): "20 November" */
    return g_date_time_format (at, _ ("%-d %B"));
  return g_date_time_format (at, _ ("%-d %B %Y"));
}

char *
weft_moment_dup_near (gint64 at, gint64 now)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (at / 1000);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now / 1000);

  if (local == NULL || today == NULL)
    return g_strdup ("");
  return count_days (today, local) == 0 ? weft_moment_dup_time (at) : dup_day (local, today);
}

char *
weft_moment_dup_due (gint64 at, gint64 now)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (at / 1000);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now / 1000);
  g_autofree char *day = NULL;
  g_autofree char *time = NULL;

  if (local == NULL || today == NULL)
    return g_strdup ("");
  day = dup_day (local, today);
  time = weft_moment_dup_time (at);
  /* Translators: a day and a time of day: "Tomorrow, 09:00" */
  return g_strdup_printf (_ ("%1$s, %2$s"), day, time);
}

#define MINUTE (G_GINT64_CONSTANT (60) * 1000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

char *
weft_moment_dup_ago (gint64 at, gint64 now)
{
  gint64 ago = MAX (now - at, 0);

  if (ago < 15 * MINUTE)
    return g_strdup (_ ("a few minutes ago"));
  if (ago < HOUR)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d minute ago", "%d minutes ago", (gulong) (ago / MINUTE / 5 * 5)), (int) (ago / MINUTE / 5 * 5));
  if (ago < DAY)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d hour ago", "%d hours ago", (gulong) (ago / HOUR)), (int) (ago / HOUR));
  if (ago < 7 * DAY)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day ago", "%d days ago", (gulong) (ago / DAY)), (int) (ago / DAY));
  return weft_moment_dup_near (at, now);
}
