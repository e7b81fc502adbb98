/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/weft-zone.h"

#include <string.h>

#define DAY G_GINT64_CONSTANT (86400) /* s */

static gint64
get_offset (GTimeZone *zone, gint64 moment)
{
  return g_time_zone_get_offset (zone, g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, moment));
}

/* Public API */

/* GLib would open whatever file the name leads to. */
GTimeZone *
weft_zone_find (const char *name)
{
  if (!g_ascii_isalpha (name[0])
      || strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") != strlen (name))
    return NULL;
  return g_time_zone_new_identifier (name);
}

char *
weft_zone_dup_local_name (void)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (local);
  g_autoptr (GTimeZone) found = name != NULL ? weft_zone_find (name) : NULL;

  return g_strdup (found != NULL ? name : "UTC");
}

gint64
weft_zone_to_local (GTimeZone *zone, gint64 moment)
{
  return moment + get_offset (zone, moment);
}

gint64
weft_zone_to_moment (GTimeZone *zone, gint64 local)
{
  gint64 before = get_offset (zone, local - DAY - DAY / 4);
  gint64 after = get_offset (zone, local + DAY + DAY / 4);
  gint64 low = local - MAX (before, after);
  gint64 high = local - MIN (before, after);

  /* `low` comes first; both are right where the time comes twice. */
  if (get_offset (zone, low) == local - low)
    return low;
  if (get_offset (zone, high) == local - high)
    return high;

  /* In the gap: the clocks change somewhere between. */
  before = get_offset (zone, low);
  while (high - low > 1)
    {
      gint64 middle = low + (high - low) / 2;

      if (get_offset (zone, middle) == before)
        low = middle;
      else
        high = middle;
    }

  return high;
}
