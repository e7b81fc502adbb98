/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-thread-module.h"

#include "parts/thread/shared/weft-thread-plan-private.h"

gboolean
weft_thread_plan_limit_editing (WeftPlan *plan, const WeftThreadLimitEditing *args, GError **error)
{
  weft_plan_emit (plan, &weft_thread_editing_limited_event,
                  &(WeftThreadEditingLimited) { .seconds = args->seconds });
  return TRUE;
}

/* The time of the edit is that of its plan: on the server its own clock, whatever the author's says. An edit
 * made in time on a device which was away and comes too late is refused like one made too late: the server
 * could only believe that device, and a window which a clock set back keeps open is none. Its text stays with
 * its author, among what was refused. */
gboolean
_weft_thread_check_edit_window (WeftPlan *plan, gint64 said_at, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT seconds FROM edit_window WHERE stream = ?1", "");
  gint64 seconds = -1;
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    seconds = weft_statement_get_int (statement, 0);
  weft_statement_reset (statement);

  if (seconds < 0 || weft_plan_get_at (plan) - said_at < seconds * 1000)
    return TRUE;
  if (seconds == 0)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "id: messages stay as they were sent here");
  return weft_plan_refuse (error, WEFT_ERROR_DENIED,
                           "id: was sent more than %" G_GINT64_FORMAT
                           " s ago, the time in which messages may be changed here",
                           seconds);
}
