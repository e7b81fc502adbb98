/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/notices/shared/weft-notices-module.h"

#include "base/weft-keyword-text.h"
#include "store/weft-plan.h"

#define LEVELS_MAX 5000  /* places for which somebody says it: more than anybody is in */
#define KEYWORDS_MAX 50  /* of one person: each is looked for in what is said where they are */
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

/* Whether a query which selects one number about @id of this stream gives one, and which: 0 if not. */
static gboolean
get_number (WeftPlan *plan, const char *sql, const char *id, gint64 *number, GError **error)
{
  WeftStatement *statement = weft_plan_query (plan, error, sql, "t", id);
  int step = statement != NULL ? weft_statement_step (statement, error) : -1;

  if (step < 0)
    return FALSE;
  *number = step > 0 ? weft_statement_get_int (statement, 0) : 0;
  weft_statement_reset (statement);
  return TRUE;
}

gboolean
weft_notices_plan_set_level (WeftPlan *plan, const WeftNoticesSetLevel *args, GError **error)
{
  gint64 n_others;

  if (!check_own (plan, error)
      || !get_number (plan, "SELECT count(*) FROM notice_level WHERE stream = ?1 AND target <> ?2", args->target, &n_others, error))
    return FALSE;
  if (n_others >= LEVELS_MAX && !g_str_equal (args->level, "default"))
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE,
                             "target: it is said for %d places, the most there may be", LEVELS_MAX);

  weft_plan_emit (plan, &weft_notices_level_set_event,
                  &(WeftNoticesLevelSet) { .target = args->target, .level = args->level });
  return TRUE;
}

gboolean
weft_notices_plan_set_defaults (WeftPlan *plan, const WeftNoticesSetDefaults *args, GError **error)
{
  if (!check_own (plan, error))
    return FALSE;

  weft_plan_emit (plan, &weft_notices_defaults_set_event,
                  &(WeftNoticesDefaultsSet) { .rooms = args->rooms, .direct = args->direct });
  return TRUE;
}

gboolean
weft_notices_plan_add_keyword (WeftPlan *plan, const WeftNoticesAddKeyword *args, GError **error)
{
  g_autofree char *folded = weft_keyword_fold (args->word);
  gint64 taken, same, n_keywords;

  if (!check_own (plan, error))
    return FALSE;
  if (*folded == '\0')
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "word: no letter and no digit in it");
  if (!get_number (plan, "SELECT 1 FROM notice_keyword WHERE stream = ?1 AND id = ?2", args->id, &taken, error)
      || !get_number (plan, "SELECT 1 FROM notice_keyword WHERE stream = ?1 AND folded = ?2", folded, &same, error)
      || !get_number (plan, "SELECT count(*) FROM notice_keyword WHERE stream = ?1 AND id <> ?2", args->id, &n_keywords, error))
    return FALSE;
  if (taken != 0)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a keyword with this id already");
  /* Two devices may both have thought of it. */
  if (same != 0)
    return TRUE;
  if (n_keywords >= KEYWORDS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "id: there are %d keywords, the most there may be",
                             KEYWORDS_MAX);

  weft_plan_emit (plan, &weft_notices_keyword_added_event,
                  &(WeftNoticesKeywordAdded) { .id = args->id, .word = args->word });
  return TRUE;
}

/* Another device may have taken it away: that is no mistake. */
gboolean
weft_notices_plan_remove_keyword (WeftPlan *plan, const WeftNoticesRemoveKeyword *args, GError **error)
{
  if (!check_own (plan, error))
    return FALSE;

  weft_plan_emit (plan, &weft_notices_keyword_removed_event, &(WeftNoticesKeywordRemoved) { .id = args->id });
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
