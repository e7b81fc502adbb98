/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/conflict/shared/weft-conflict-module.h"

#include "store/weft-plan.h"

static gboolean
dismiss (WeftPlan *plan, const char *id, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT 1 FROM conflict WHERE stream = ?1 AND id = ?2", "t", id);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such conflict; it may be settled already");
  weft_statement_reset (statement);

  weft_plan_emit (plan, &weft_conflict_dismissed_event, &(WeftConflictDismissed) { .id = id });
  return TRUE;
}

gboolean
weft_conflict_plan_dismiss (WeftPlan *plan, const WeftConflictDismiss *args, GError **error)
{
  const char *owner = weft_stream_get_id (weft_plan_get_stream (plan));

  /* Another person's list looks as if it did not exist, to the server's own jobs too. */
  if (g_strcmp0 (owner, weft_plan_get_author (plan)) != 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such stream");

  return dismiss (plan, args->id, error);
}

gboolean
weft_conflict_plan_forget (WeftPlan *plan, const WeftConflictForget *args, GError **error)
{
  return dismiss (plan, args->id, error);
}
