/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/content/shared/weft-content-module.h"

#include "store/weft-plan.h"

/* Whose the rows are, and who may be erased, only the server knows: these operations are never predicted. */

gboolean
weft_content_plan_erase (WeftPlan *plan, const WeftContentErase *args, GError **error)
{
  weft_plan_emit (plan, &weft_content_erased_event, &(WeftContentErased) { .rows = args->rows });
  return TRUE;
}

gboolean
weft_content_plan_erase_person (WeftPlan *plan, const WeftContentErasePerson *args, GError **error)
{
  WeftStatement *statement;
  gboolean suspended;
  int step;

  statement = weft_plan_query (plan, error, "SELECT suspended FROM person WHERE stream = ?1 AND id = ?2", "t",
                               args->person);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  suspended = step > 0 && weft_statement_get_int (statement, 0) != 0;
  weft_statement_reset (statement);
  if (step == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "person: nobody here has this id");
  if (!suspended)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT,
                             "person: suspend them first, so that they write nothing more");

  weft_plan_emit (plan, &weft_content_person_erased_event,
                  &(WeftContentPersonErased) { .person = args->person });
  return TRUE;
}

gboolean
weft_content_plan_set_retention (WeftPlan *plan, const WeftContentSetRetention *args, GError **error)
{
  weft_plan_emit (plan, &weft_content_retention_set_event,
                  &(WeftContentRetentionSet) { .log_days = args->log_days,
                                               .log_events = args->log_events,
                                               .content_days = args->content_days });
  return TRUE;
}
