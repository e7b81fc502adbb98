/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "base/weft-id-set.h"
#include "features/board/shared/weft-board-plan-private.h"

/* What tasks say of themselves, one event for many of them. */

#define SET_MAX 50 /* assignees, labels */

/* Whether each of the tasks has room for another in the set which @sql reads. */
static gboolean
check_room (WeftPlan *plan, const char *const *ids, guint n_ids, const char *sql, const char *element, const char *what, GError **error)
{
  for (guint i = 0; i < n_ids; i++)
    {
      g_autofree char *set = NULL;

      if (!weft_plan_get_text (plan, &set, error, sql, "t", ids[i]))
        return FALSE;
      if (weft_id_set_count (set) >= SET_MAX && !weft_id_set_contains (set, element))
        return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "ids[%u]: has %d %s, at most %d", i, SET_MAX, what, SET_MAX);
    }

  return TRUE;
}

gboolean
weft_board_plan_set_priority (WeftPlan *plan, const WeftBoardSetPriority *args, GError **error)
{
  if (!_weft_board_plan_find_tasks (plan, args->ids, args->n_ids, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_priority_set_event,
                  &(WeftBoardPrioritySet) { .ids = args->ids, .n_ids = args->n_ids, .priority = args->priority });
  return TRUE;
}

gboolean
weft_board_plan_set_estimate (WeftPlan *plan, const WeftBoardSetEstimate *args, GError **error)
{
  if (!_weft_board_plan_check_estimate (args->estimate, error)
      || !_weft_board_plan_find_tasks (plan, args->ids, args->n_ids, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_estimate_set_event,
                  &(WeftBoardEstimateSet) { .ids = args->ids, .n_ids = args->n_ids, .estimate = args->estimate });
  return TRUE;
}

gboolean
weft_board_plan_set_dates (WeftPlan *plan, const WeftBoardSetDates *args, GError **error)
{
  if (!_weft_board_plan_check_dates (args->start_at, args->due_at, error)
      || !_weft_board_plan_find_tasks (plan, args->ids, args->n_ids, error))
    return FALSE;

  weft_plan_emit (
      plan, &weft_board_dates_set_event,
      &(WeftBoardDatesSet) { .ids = args->ids, .n_ids = args->n_ids, .start_at = args->start_at, .due_at = args->due_at });
  return TRUE;
}

gboolean
weft_board_plan_archive (WeftPlan *plan, const WeftBoardArchive *args, GError **error)
{
  if (!_weft_board_plan_find_tasks (plan, args->ids, args->n_ids, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_tasks_archived_event,
                  &(WeftBoardTasksArchived) { .ids = args->ids, .n_ids = args->n_ids, .archived = args->archived });
  return TRUE;
}

/* The status in which it is to stand again may have been taken away meanwhile: no template keeps it. */
static gboolean
check_places (WeftPlan *plan, const char *const *ids, guint n_ids, GError **error)
{
  for (guint i = 0; i < n_ids; i++)
    {
      g_autofree char *status = NULL;
      char field[16];

      g_snprintf (field, sizeof field, "ids[%u]", i);
      if (!weft_plan_get_text (plan, &status, error, "SELECT list FROM entry WHERE stream = ?1 AND id = ?2", "t", ids[i])
          || !_weft_board_plan_find_status (plan, field, status, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
weft_board_plan_set_template (WeftPlan *plan, const WeftBoardSetTemplate *args, GError **error)
{
  if (!_weft_board_plan_find_tasks (plan, args->ids, args->n_ids, error) || (!args->template && !check_places (plan, args->ids, args->n_ids, error)))
    return FALSE;

  weft_plan_emit (plan, &weft_board_templates_set_event,
                  &(WeftBoardTemplatesSet) { .ids = args->ids, .n_ids = args->n_ids, .template = args->template });
  return TRUE;
}

gboolean
weft_board_plan_assign (WeftPlan *plan, const WeftBoardAssign *args, GError **error)
{
  if (!_weft_board_plan_find_tasks (plan, args->ids, args->n_ids, error))
    return FALSE;
  if (args->on
      && (!_weft_board_plan_find_member (plan, "person", args->person, error)
          || !check_room (plan, args->ids, args->n_ids, "SELECT assignees FROM task WHERE stream = ?1 AND id = ?2", args->person,
                          "people", error)))
    return FALSE;

  weft_plan_emit (
      plan, &weft_board_tasks_assigned_event,
      &(WeftBoardTasksAssigned) { .ids = args->ids, .n_ids = args->n_ids, .person = args->person, .on = args->on });
  return TRUE;
}

gboolean
weft_board_plan_label (WeftPlan *plan, const WeftBoardLabel *args, GError **error)
{
  if (!_weft_board_plan_find_tasks (plan, args->ids, args->n_ids, error))
    return FALSE;
  if (args->on
      && (!_weft_board_plan_find_label (plan, "label", args->label, error)
          || !check_room (plan, args->ids, args->n_ids, "SELECT labels FROM task WHERE stream = ?1 AND id = ?2", args->label,
                          "labels", error)))
    return FALSE;

  weft_plan_emit (plan, &weft_board_tasks_labelled_event,
                  &(WeftBoardTasksLabelled) { .ids = args->ids, .n_ids = args->n_ids, .label = args->label, .on = args->on });
  return TRUE;
}
