/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/notices/shared/weft-notices-module.h"

#include "store/weft-plan.h"

#define RULES_MAX 100 /* each is looked at with every notice */

/* Another person's notices look as if they did not exist, to the server's own operations too. */
static gboolean
check_own (WeftPlan *plan, GError **error)
{
  if (g_strcmp0 (weft_stream_get_id (weft_plan_get_stream (plan)), weft_plan_get_author (plan)) != 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such stream");

  return TRUE;
}

/* One that is gone was seen long ago; to say so is no mistake. */
gboolean
weft_notices_plan_see (WeftPlan *plan, const WeftNoticesSee *args, GError **error)
{
  if (!check_own (plan, error))
    return FALSE;
  if (args->n_ids == 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "ids: 0 elements, at least 1");

  weft_plan_emit (plan, &weft_notices_seen_event,
                  &(WeftNoticesSeen) { .ids = args->ids, .n_ids = args->n_ids });
  return TRUE;
}

gboolean
weft_notices_plan_see_all (WeftPlan *plan, const WeftNoticesSeeAll *args, GError **error)
{
  if (!check_own (plan, error))
    return FALSE;

  weft_plan_emit (plan, &weft_notices_all_seen_event, &(WeftNoticesAllSeen) { 0 });
  return TRUE;
}

gboolean
weft_notices_plan_mute (WeftPlan *plan, const WeftNoticesMute *args, GError **error)
{
  if (!check_own (plan, error))
    return FALSE;

  /* One which ended before it came is no mistake: its author was offline. */
  weft_plan_emit (plan, &weft_notices_muted_v2_event,
                  &(WeftNoticesMutedV2) {
                      .target = args->target,
                      .muted = args->muted,
                      .until = args->muted ? args->until : 0,
                  });
  return TRUE;
}

gboolean
weft_notices_plan_let_through (WeftPlan *plan, const WeftNoticesLetThrough *args, GError **error)
{
  if (!check_own (plan, error))
    return FALSE;

  weft_plan_emit (plan, &weft_notices_urgent_let_through_event,
                  &(WeftNoticesUrgentLetThrough) { .urgent = args->urgent });
  return TRUE;
}

static gboolean
find_rule (WeftPlan *plan, const char *id, gboolean *found, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT 1 FROM notice_rule WHERE stream = ?1 AND id = ?2", "t", id);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  *found = step > 0;
  weft_statement_reset (statement);

  return TRUE;
}

gboolean
weft_notices_plan_add_rule (WeftPlan *plan, const WeftNoticesAddRule *args, GError **error)
{
  WeftStatement *statement;
  gboolean found;
  gint64 n_rules;

  if (!find_rule (plan, args->id, &found, error))
    return FALSE;
  if (found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a rule with this id already");

  statement = weft_plan_query (plan, error, "SELECT count(*) FROM notice_rule WHERE stream = ?1", "");
  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  n_rules = weft_statement_get_int (statement, 0);
  weft_statement_reset (statement);
  if (n_rules >= RULES_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "id: there are %d rules, the most there may be",
                             RULES_MAX);

  weft_plan_emit (plan, &weft_notices_rule_added_event,
                  &(WeftNoticesRuleAdded) {
                      .id = args->id,
                      .kind = args->kind,
                      .source = args->source,
                      .contains = args->contains,
                      .target = args->target,
                      .op = args->op,
                      .template = args->template,
                  });
  return TRUE;
}

gboolean
weft_notices_plan_remove_rule (WeftPlan *plan, const WeftNoticesRemoveRule *args, GError **error)
{
  gboolean found;

  if (!find_rule (plan, args->id, &found, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such rule");

  weft_plan_emit (plan, &weft_notices_rule_removed_event, &(WeftNoticesRuleRemoved) { .id = args->id });
  return TRUE;
}
