/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-task-words.h"

#include <glib/gi18n.h>
#include <math.h>

#include "features/board/client/weft-project-label.h"

#define ESTIMATE_MAX 1e6 /* points: as the operation takes */
#define DAY (G_GINT64_CONSTANT (86400) * 1000) /* ms */

const char *
weft_priority_get_label (WeftPriority priority)
{
  static const char *const labels[] = { NC_ ("priority", "None"), NC_ ("priority", "Low"), NC_ ("priority", "Medium"),
                                        NC_ ("priority", "High"), NC_ ("priority", "Urgent") };

  return g_dpgettext2 (NULL, "priority", labels[MIN (priority, WEFT_PRIORITY_URGENT)]);
}

const char *
weft_priority_get_sentence (WeftPriority priority)
{
  static const char *const labels[]
      = { N_ ("No priority"), N_ ("Low priority"), N_ ("Medium priority"), N_ ("High priority"), N_ ("Urgent") };

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

char *
weft_day_describe (gint64 at, GTimeZone *zone)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (at / 1000);
  g_autoptr (GDateTime) date = at % DAY == 0 ? g_date_time_ref (moment) : g_date_time_to_timezone (moment, zone);

  if (at % DAY == 0)
    /* Translators: a day in full: Wednesday, 25 November 2026. */
    return g_date_time_format (date, _ ("%A, %-d %B %Y"));
  /* Translators: a moment in full: Wednesday, 25 November 2026, 14:30. */
  return g_date_time_format (date, _ ("%A, %-d %B %Y, %H:%M"));
}

gint64
weft_day_get (GDateTime *day)
{
  g_autoptr (GDateTime) midnight
      = g_date_time_new_utc (g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day), 0, 0, 0);

  return g_date_time_to_unix (midnight) * 1000;
}

char *
weft_estimate_describe (double estimate)
{
  return estimate > 0 ? g_strdup_printf ("%.10g", estimate) : g_strdup ("");
}

gboolean
weft_estimate_parse (const char *text, double *estimate)
{
  g_autofree char *number = g_strstrip (g_strdup (text));
  char *end;

  *estimate = g_strtod (number, &end);
  return *end == '\0' && isfinite (*estimate) && *estimate >= 0 && *estimate <= ESTIMATE_MAX;
}

const char *
weft_task_link_get_label (WeftTaskLink link)
{
  static const char *const labels[] = { N_ ("Part Of"),    N_ ("Sub-task"),     N_ ("Blocked By"),   N_ ("Blocks"),
                                        N_ ("Related To"), N_ ("Duplicate Of"), N_ ("Duplicated By") };

  return _ (labels[link]);
}

char *
weft_circle_describe (WeftTaskLink link, const char *key, const char *other)
{
  switch (link)
    {
    case WEFT_TASK_PART_OF:
      /* Translators: both %s are keys of cards: WEB-318. */
      return g_strdup_printf (_ ("%s is part of %s already."), other, key);
    case WEFT_TASK_WAITS_FOR:
      /* Translators: both %s are keys of cards: WEB-318. */
      return g_strdup_printf (_ ("%s waits for %s already."), other, key);
    case WEFT_TASK_DUPLICATE_OF:
      /* Translators: both %s are keys of cards: WEB-318. */
      return g_strdup_printf (_ ("%s is a duplicate of %s already."), other, key);
    case WEFT_TASK_HAS_PART:
    case WEFT_TASK_BLOCKS:
    case WEFT_TASK_HAS_DUPLICATE:
      return weft_circle_describe (weft_task_link_reverse (link), other, key);
    case WEFT_TASK_RELATED_TO:
    default:
      return g_strdup ("");
    }
}

const char *
weft_category_get_label (WeftCategory category)
{
  static const char *const labels[] = { N_ ("To Be Done"), N_ ("Under Way"), N_ ("Done") };

  return _ (labels[MIN (category, WEFT_CATEGORY_DONE)]);
}

char *
weft_status_describe (WeftProjectStatus *status)
{
  const char *category = weft_category_get_label (weft_project_status_get_category (status));
  guint wip = weft_project_status_get_wip (status);
  g_autofree char *limit = NULL;

  if (wip == 0)
    return g_strdup (category);
  if (weft_project_status_get_per_lane (status))
    limit = g_strdup_printf (ngettext ("at most %u card in each lane", "at most %u cards in each lane", wip), wip);
  else
    limit = g_strdup_printf (weft_project_status_get_hard (status) ? ngettext ("%u card and no more", "%u cards and no more", wip)
                                                                   : ngettext ("at most %u card", "at most %u cards", wip),
                             wip);
  return g_strdup_printf ("%s · %s", category, limit);
}

static const char *const yarns[] = { "teal", "indigo", "amber", "rose", "moss", "clay", "slate" };

const char *
weft_yarn_get_label (guint yarn)
{
  static const char *const labels[]
      = { NC_ ("color", "Teal"), NC_ ("color", "Indigo"), NC_ ("color", "Amber"), NC_ ("color", "Rose"),
          NC_ ("color", "Moss"), NC_ ("color", "Clay"),   NC_ ("color", "Slate") };

  return g_dpgettext2 (NULL, "color", labels[MIN (yarn, G_N_ELEMENTS (labels) - 1)]);
}

const char *
weft_label_get_yarn (guint yarn)
{
  return yarns[MIN (yarn, G_N_ELEMENTS (yarns) - 1)];
}

const char *
weft_label_choose_yarn (GPtrArray *labels)
{
  guint counts[G_N_ELEMENTS (yarns)] = { 0 };
  guint best = 0;

  for (guint i = 0; i < labels->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS (yarns); k++)
      counts[k] += g_str_equal (((const WeftProjectLabel *) labels->pdata[i])->yarn, yarns[k]);
  for (guint k = 1; k < G_N_ELEMENTS (yarns); k++)
    if (counts[k] < counts[best])
      best = k;

  return yarns[best];
}
