/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/moderation/shared/weft-moderation-module.h"

#include "parts/moderation/shared/weft-moderation.h"
#include "parts/people/shared/weft-people-module.h"
#include "store/weft-plan.h"

#define HOUR G_GINT64_CONSTANT (3600000)
#define OPEN_MAX 200 /* reports of one person of which they have not heard yet */

static gboolean
count (WeftPlan *plan, gint64 *n, GError **error, const char *sql, const char *types, const char *first, const char *second)
{
  WeftStatement *statement = *types == '\0' ? weft_plan_query (plan, error, sql, "")
                                            : weft_plan_query (plan, error, sql, types, first, second);

  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  *n = weft_statement_get_int (statement, 0);
  weft_statement_reset (statement);
  return TRUE;
}

/* Another person's reports look as if they did not exist, to administrators too. */
static gboolean
check_own (WeftPlan *plan, GError **error)
{
  if (g_strcmp0 (weft_stream_get_id (weft_plan_get_stream (plan)), weft_plan_get_author (plan)) != 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such stream");
  return TRUE;
}

/* What one reports */

static gboolean
check_rate (WeftPlan *plan, GError **error)
{
  WeftStatement *statement = weft_plan_query (plan, error,
                                              "SELECT (SELECT count(*) FROM reported WHERE stream = ?1 AND reported_at > ?2),"
                                              " (SELECT count(*) FROM reported WHERE stream = ?1 AND state = 'open')",
                                              "i", weft_plan_get_at (plan) - HOUR);
  gint64 n_lately, n_open;

  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  n_lately = weft_statement_get_int (statement, 0);
  n_open = weft_statement_get_int (statement, 1);
  weft_statement_reset (statement);
  if (n_lately >= WEFT_MODERATION_HOUR_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "message: %d reports an hour are taken; try again later",
                             WEFT_MODERATION_HOUR_MAX);
  if (n_open >= OPEN_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "message: %d reports of yours are being looked at", OPEN_MAX);

  return TRUE;
}

gboolean
weft_moderation_plan_report (WeftPlan *plan, const WeftModerationReport *args, GError **error)
{
  gint64 n_same, n_open, n_member;

  if (!check_own (plan, error)
      || !count (plan, &n_member, error, "SELECT count(*) FROM membership WHERE stream = ?1 AND target = ?2", "t",
                 args->target, NULL))
    return FALSE;
  if (n_member == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "target: no such stream");
  if (!count (plan, &n_same, error, "SELECT count(*) FROM reported WHERE stream = ?1 AND id = ?2", "t", args->id, NULL)
      || !count (plan, &n_open, error,
                 "SELECT count(*) FROM reported WHERE stream = ?1 AND target = ?2 AND message = ?3 AND state = 'open'",
                 "tt", args->target, args->message))
    return FALSE;
  if (n_same > 0)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a report with this id already");
  if (n_open > 0)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "message: you have reported it, and it is being looked at");
  if (!check_rate (plan, error))
    return FALSE;

  weft_plan_emit (plan, &weft_moderation_reported_event,
                  &(WeftModerationReported) {
                      .id = args->id, .target = args->target, .message = args->message, .reason = args->reason });
  return TRUE;
}

gboolean
weft_moderation_plan_withdraw (WeftPlan *plan, const WeftModerationWithdraw *args, GError **error)
{
  gint64 n_all, n_open;

  if (!check_own (plan, error)
      || !count (plan, &n_all, error, "SELECT count(*) FROM reported WHERE stream = ?1 AND id = ?2", "t", args->id, NULL)
      || !count (plan, &n_open, error, "SELECT count(*) FROM reported WHERE stream = ?1 AND id = ?2 AND state = 'open'", "t",
                 args->id, NULL))
    return FALSE;
  if (n_all == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such report of yours");
  if (n_open == 0)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: it was dealt with, or taken back");

  weft_plan_emit (plan, &weft_moderation_report_withdrawn_event, &(WeftModerationReportWithdrawn) { .id = args->id });
  return TRUE;
}

gboolean
weft_moderation_plan_settle (WeftPlan *plan, const WeftModerationSettle *args, GError **error)
{
  WeftStatement *statement = weft_plan_query (
      plan, error, "SELECT target, message FROM reported WHERE stream = ?1 AND id = ?2 AND state = 'open'", "t", args->id);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  /* They were told already, or took it back. */
  if (step == 0)
    return TRUE;
  weft_plan_emit (plan, &weft_moderation_report_settled_event,
                  &(WeftModerationReportSettled) {
                      .id = args->id,
                      .target = weft_statement_get_text (statement, 0),
                      .message = weft_statement_get_text (statement, 1),
                  });
  weft_statement_reset (statement);
  return TRUE;
}

/* What is decided about it */

gboolean
weft_moderation_plan_open (WeftPlan *plan, const WeftModerationOpen *args, GError **error)
{
  gint64 n;

  if (!count (plan, &n, error, "SELECT count(*) FROM member WHERE stream = ?1", "", NULL, NULL))
    return FALSE;
  if (n > 0)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "stream: reports are taken already");
  if (args->n_members == 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "members: 0 elements, at least 1");

  for (guint i = 0; i < args->n_members; i++)
    weft_plan_emit (plan, &weft_people_member_added_event,
                    &(WeftPeopleMemberAdded) { .person = args->members[i], .role = weft_role_to_wire (WEFT_ROLE_ADMIN) });
  return TRUE;
}

static gboolean
find_case (WeftPlan *plan, const char *id, gboolean *decided, GError **error)
{
  gint64 n_all, n_decided;

  if (!count (plan, &n_all, error, "SELECT count(*) FROM report_case WHERE stream = ?1 AND id = ?2", "t", id, NULL)
      || !count (plan, &n_decided, error,
                 "SELECT count(*) FROM report_case WHERE stream = ?1 AND id = ?2 AND decided_by IS NOT NULL", "t", id, NULL))
    return FALSE;
  if (n_all == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such case here");
  *decided = n_decided > 0;
  return TRUE;
}

gboolean
weft_moderation_plan_decide (WeftPlan *plan, const WeftModerationDecide *args, GError **error)
{
  gboolean decided;

  if (!find_case (plan, args->id, &decided, error))
    return FALSE;
  if (decided)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: it was decided already");

  weft_plan_emit (plan, &weft_moderation_case_decided_event,
                  &(WeftModerationCaseDecided) {
                      .id = args->id, .deletes = args->deletes, .removes = args->removes, .suspends = args->suspends });
  return TRUE;
}

gboolean
weft_moderation_plan_reopen (WeftPlan *plan, const WeftModerationReopen *args, GError **error)
{
  gboolean decided;

  if (!find_case (plan, args->id, &decided, error))
    return FALSE;
  if (!decided)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: nothing was decided about it");

  weft_plan_emit (plan, &weft_moderation_case_reopened_event, &(WeftModerationCaseReopened) { .id = args->id });
  return TRUE;
}

gboolean
weft_moderation_plan_forget (WeftPlan *plan, const WeftModerationForget *args, GError **error)
{
  gboolean decided;

  if (!find_case (plan, args->id, &decided, error))
    return FALSE;
  if (!decided)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: it is being looked at");

  weft_plan_emit (plan, &weft_moderation_case_forgotten_event, &(WeftModerationCaseForgotten) { .id = args->id });
  return TRUE;
}
