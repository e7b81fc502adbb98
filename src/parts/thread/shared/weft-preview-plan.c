/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-thread-module.h"

#include "parts/thread/shared/weft-thread-plan-private.h"

/* What stands at an address only the server knows: it emits what it found besides. */
gboolean
weft_thread_plan_preview (WeftPlan *plan, const WeftThreadPreview *args, GError **error)
{
  WeftPlannedMessage message;

  return _weft_thread_find (plan, "id", args->id, &message, error);
}

gboolean
weft_thread_plan_set_preview (WeftPlan *plan, const WeftThreadSetPreview *args, GError **error)
{
  WeftPlannedMessage message;
  WeftStatement *statement;
  gboolean shows;
  int step;

  if (!_weft_thread_find (plan, "id", args->id, &message, error))
    return FALSE;
  if (!message.is_own && weft_plan_get_role (plan) < WEFT_ROLE_ADMIN)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED,
                             "id: only who wrote a message or an administrator may take off what it shows");
  statement = weft_plan_query (plan, error,
                               "SELECT 1 FROM message WHERE stream = ?1 AND id = ?2 AND preview IS NOT NULL",
                               "t", args->id);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  shows = step > 0;
  weft_statement_reset (statement);
  if (!shows)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: nothing is shown of an address in it");

  weft_plan_emit (plan, &weft_thread_preview_set_event,
                  &(WeftThreadPreviewSet) { .id = args->id, .bare = args->bare });
  return TRUE;
}

gboolean
weft_thread_plan_allow_previews (WeftPlan *plan, const WeftThreadAllowPreviews *args, GError **error)
{
  weft_plan_emit (plan, &weft_thread_previews_allowed_event,
                  &(WeftThreadPreviewsAllowed) { .allowed = args->allowed });
  return TRUE;
}
