/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "app/weft-quiet.h"
#include "base/weft-clock.h"
#include "parts/people/shared/weft-people-module.h"
#include "ui/weft-moment.h"

#define MINUTE G_GINT64_CONSTANT (60000)
#define MORNING 8 /* hours */
#define ZONE_FALLBACK "UTC"

static gint64
get_tomorrow (gint64 now)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / 1000);
  g_autoptr (GDateTime) today = g_date_time_to_local (utc);
  g_autoptr (GDateTime) later = g_date_time_add_days (today, 1);
  g_autoptr (GDateTime) tomorrow
      = g_date_time_new_local (g_date_time_get_year (later), g_date_time_get_month (later),
                               g_date_time_get_day_of_month (later), MORNING, 0, 0);

  return g_date_time_to_unix (tomorrow) * 1000;
}

gint64
weft_quiet_parse (const char *spec, gint64 now)
{
  g_return_val_if_fail (spec != NULL, 0);

  if (g_str_equal (spec, "always"))
    return WEFT_QUIET_FOREVER;
  if (g_str_equal (spec, "tomorrow"))
    return get_tomorrow (now);
  return g_str_equal (spec, "off")
             ? 0
             : now + (gint64) CLAMP (g_ascii_strtoll (spec, NULL, 10), 1, 7 * 24 * 60) * MINUTE;
}

static const char *
get_zone (void)
{
  static char *zone;

  if (zone == NULL)
    {
      g_autoptr (GTimeZone) local = g_time_zone_new_local ();
      const char *identifier = g_time_zone_get_identifier (local);

      zone = g_strdup (identifier != NULL && strlen (identifier) <= 64 ? identifier : ZONE_FALLBACK);
    }
  return zone;
}

static void
submit (WeftSelf *self, gint64 until, int days, int start, int end, const char *zone)
{
  WeftPeopleSetQuiet args = { .until = until, .days = days, .start = start, .end = end, .zone = zone };

  dex_future_disown (weft_sync_submit (weft_self_get_sync (self), WEFT_STREAM_WORKSPACE,
                                       &weft_people_set_quiet_operation, &args));
}

void
weft_quiet_set_until (WeftSelf *self, gint64 until)
{
  const WeftPersonState *state;

  g_return_if_fail (WEFT_IS_SELF (self));

  state = weft_self_get_state (self);
  if (state != NULL)
    submit (self, until, state->quiet_days, state->quiet_start, state->quiet_end, state->quiet_zone);
  else
    submit (self, until, 0, 0, 0, "");
}

void
weft_quiet_set_hours (WeftSelf *self, int days, int start, int end)
{
  const WeftPersonState *state;

  g_return_if_fail (WEFT_IS_SELF (self));

  state = weft_self_get_state (self);
  submit (self, state != NULL ? state->quiet_until : 0, days, start, end, days != 0 ? get_zone () : "");
}

char *
weft_quiet_describe (WeftSelf *self, gint64 until, gint64 now)
{
  g_autoptr (WeftPersonState) then = NULL;
  g_autofree char *when = NULL;

  g_return_val_if_fail (WEFT_IS_SELF (self), NULL);

  if (until == WEFT_QUIET_FOREVER)
    return g_strdup (_ ("You are not disturbed until you turn it off"));
  if (until > now)
    {
      when = weft_moment_dup_due (until, now);
      /* Translators: %s is a time: "Today, 17:30" */
      return g_strdup_printf (_ ("You are not disturbed until: %s"), when);
    }
  then = weft_person_state_copy (weft_self_get_state (self));
  if (then != NULL)
    then->quiet_until = 0;
  return g_strdup (weft_person_state_is_quiet (then, now) ? _ ("Your quiet hours still go on")
                                                          : _ ("You are told of notices again"));
}
