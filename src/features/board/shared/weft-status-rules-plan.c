/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "base/weft-id-set.h"
#include "features/board/shared/weft-board-plan-private.h"

/* From where tasks come into a status, and what they need for it. */

typedef struct
{
  char *name;
  char *sources; /* (nullable) */
  char *needs;   /* (nullable) */
} Rules;

static void
rules_clear (Rules *rules)
{
  g_free (rules->name);
  g_free (rules->sources);
  g_free (rules->needs);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rules, rules_clear)

static gboolean
read_rules (WeftPlan *plan, const char *status, Rules *rules, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT name, sources, needs FROM project_status WHERE stream = ?1 AND id = ?2", "t", status);

  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  rules->name = weft_statement_dup_text (statement, 0);
  rules->sources = weft_statement_dup_text (statement, 1);
  rules->needs = weft_statement_dup_text (statement, 2);
  weft_statement_reset (statement);
  return TRUE;
}

/* A status that was taken away says nothing: where no other one is named, tasks come from any. */
static gboolean
keep_sources (WeftPlan *plan, Rules *rules, GError **error)
{
  g_auto (GStrv) ids = g_strsplit (rules->sources != NULL ? rules->sources : "", " ", -1);
  gboolean any = FALSE;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      gint64 removed;

      if (!weft_plan_get_value (plan, &removed, 1, error, "SELECT removed FROM project_status WHERE stream = ?1 AND id = ?2", "t", ids[i]))
        return FALSE;
      any |= removed == 0;
    }
  if (!any)
    g_clear_pointer (&rules->sources, g_free);
  return TRUE;
}

static gboolean
refuse_way (WeftPlan *plan, const char *id, const char *from, const Rules *rules, GError **error)
{
  g_autofree char *key = NULL;
  g_autofree char *name = NULL;

  if (!_weft_board_plan_dup_key (plan, id, &key, error)
      || !weft_plan_get_text (plan, &name, error, "SELECT name FROM project_status WHERE stream = ?1 AND id = ?2", "t", from))
    return FALSE;
  return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "status: %s does not go from “%s” to “%s”", key, name, rules->name);
}

static gboolean
check_needs (WeftPlan *plan, const char *id, const Rules *rules, GError **error)
{
  g_autofree char *key = NULL;
  g_autofree char *assignees = NULL;
  gint64 n_open;

  if (!_weft_board_plan_dup_key (plan, id, &key, error)
      || !weft_plan_get_text (plan, &assignees, error, "SELECT assignees FROM task WHERE stream = ?1 AND id = ?2", "t", id)
      || !weft_plan_get_value (plan, &n_open, 0, error,
                               "SELECT COALESCE (items, 0) - COALESCE (items_done, 0) FROM task WHERE stream = ?1 AND id = ?2", "t", id))
    return FALSE;

  if (n_open > 0 && !g_str_equal (rules->needs, "assignee"))
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "status: “%s” takes what is ticked off, and %s has %" G_GINT64_FORMAT " items to be done",
                             rules->name, key, n_open);
  if (weft_id_set_count (assignees) == 0 && !g_str_equal (rules->needs, "checklist"))
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "status: “%s” takes what is somebody's, and %s is nobody's", rules->name, key);
  return TRUE;
}

gboolean
_weft_board_plan_check_rules (WeftPlan *plan, const char *const *ids, guint n_ids, const char *status, GError **error)
{
  g_auto (Rules) rules = { 0 };

  if (!read_rules (plan, status, &rules, error) || !keep_sources (plan, &rules, error))
    return FALSE;

  for (guint i = 0; i < n_ids && (rules.sources != NULL || rules.needs != NULL); i++)
    {
      g_autofree char *from = NULL;

      if (!weft_plan_get_text (plan, &from, error, "SELECT list FROM entry WHERE stream = ?1 AND id = ?2", "t", ids[i]))
        return FALSE;
      if (g_strcmp0 (from, status) == 0)
        continue;
      if (rules.sources != NULL && !weft_id_set_contains (rules.sources, from))
        return refuse_way (plan, ids[i], from, &rules, error);
      if (rules.needs != NULL && !check_needs (plan, ids[i], &rules, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
weft_board_plan_allow (WeftPlan *plan, const WeftBoardAllow *args, GError **error)
{
  if (!_weft_board_plan_find_status (plan, "id", args->id, error)
      || (args->on && !_weft_board_plan_find_status (plan, "other", args->other, error)))
    return FALSE;
  if (g_str_equal (args->id, args->other))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "other: is the status itself");

  weft_plan_emit (plan, &weft_board_way_allowed_event, &(WeftBoardWayAllowed) { .id = args->id, .other = args->other, .on = args->on });
  return TRUE;
}

gboolean
weft_board_plan_set_needs (WeftPlan *plan, const WeftBoardSetNeeds *args, GError **error)
{
  if (!_weft_board_plan_find_status (plan, "id", args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_needs_set_event, &(WeftBoardNeedsSet) { .id = args->id, .needs = args->needs });
  return TRUE;
}
