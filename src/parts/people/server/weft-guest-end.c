/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/people/server/weft-guest-end.h"

#include "parts/people/shared/weft-people-module.h"

gboolean
weft_guest_end_react_limited (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftPeopleGuestLimited *args = data;
  const WeftPeopleSuspend suspend = { .person = args->person, .suspended = TRUE };
  g_autofree char *id = g_strconcat ("people/guest/", args->person, NULL);

  if (args->until == 0)
    return weft_handling_cancel (handling, id, error);

  return weft_handling_schedule (handling,
                                 &(WeftJobOrder) {
                                     .id = id,
                                     .due_at = args->until,
                                     .stream = WEFT_STREAM_WORKSPACE,
                                     .operation = &weft_people_suspend_operation,
                                     .args = &suspend,
                                 },
                                 error);
}

gboolean
weft_guest_end_clear (WeftHandling *handling, const char *person, gint64 over_at, GError **error)
{
  gint64 until = 0;

  if (!weft_database_get_value (weft_handling_get_database (handling), &until, 0, error,
                                "SELECT coalesce (guest_until, 0) FROM person WHERE stream = 'workspace' AND id = ?1", "t", person))
    return FALSE;
  if (until != 0 && until <= over_at)
    weft_handling_emit (handling, WEFT_STREAM_WORKSPACE, &weft_people_guest_limited_event,
                        &(WeftPeopleGuestLimited) { .person = person, .until = 0 });

  return TRUE;
}
