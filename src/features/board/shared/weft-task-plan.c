/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "features/board/shared/weft-board-plan-private.h"
#include "parts/ranks/shared/weft-ranks.h"

static gboolean
check_people_and_labels (WeftPlan *plan, const WeftBoardCreate *args, GError **error)
{
  char field[24];

  for (guint i = 0; i < args->n_assignees; i++)
    {
      g_snprintf (field, sizeof field, "assignees[%u]", i);
      if (!_weft_board_plan_find_member (plan, field, args->assignees[i], error))
        return FALSE;
    }
  for (guint i = 0; i < args->n_labels; i++)
    {
      g_snprintf (field, sizeof field, "labels[%u]", i);
      if (!_weft_board_plan_find_label (plan, field, args->labels[i], error))
        return FALSE;
    }

  return TRUE;
}

gboolean
weft_board_plan_create (WeftPlan *plan, const WeftBoardCreate *args, GError **error)
{
  g_autofree char *above = NULL;
  g_autofree char *below = NULL;
  gint64 n;

  if (!weft_plan_get_value (plan, &n, 0, error, "SELECT count(*) FROM task WHERE stream = ?1 AND id = ?2", "t", args->id))
    return FALSE;
  if (n > 0)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a task with this id already");
  if (!_weft_board_plan_find_status (plan, "status", args->status, error)
      || (args->parent != NULL && !_weft_board_plan_find_task (plan, "parent", args->parent, error))
      || !_weft_board_plan_check_estimate (args->estimate, error) || !_weft_board_plan_check_dates (args->start_at, args->due_at, error)
      || !check_people_and_labels (plan, args, error)
      || !weft_ranks_find (plan, &args->id, 1, args->status, args->after, NULL, &above, &below, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_task_created_event,
                  &(WeftBoardTaskCreated) {
                      .id = args->id,
                      .title = args->title,
                      .about = args->about,
                      .status = args->status,
                      .above = above,
                      .below = below,
                      .parent = args->parent,
                      .priority = args->priority,
                      .estimate = args->estimate,
                      .start_at = args->start_at,
                      .due_at = args->due_at,
                      .assignees = args->assignees,
                      .n_assignees = args->n_assignees,
                      .labels = args->labels,
                      .n_labels = args->n_labels,
                  });
  return TRUE;
}

gboolean
weft_board_plan_edit (WeftPlan *plan, const WeftBoardEdit *args, GError **error)
{
  if (args->title == NULL && args->about == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "title: missing, and so is about: nothing to change");
  if (!_weft_board_plan_find_task (plan, "id", args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_task_edited_event,
                  &(WeftBoardTaskEdited) { .id = args->id, .title = args->title, .about = args->about });
  return TRUE;
}

gboolean
weft_board_plan_delete (WeftPlan *plan, const WeftBoardDelete *args, GError **error)
{
  if (!_weft_board_plan_find_task (plan, "id", args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_task_deleted_event, &(WeftBoardTaskDeleted) { .id = args->id });
  return TRUE;
}

gboolean
weft_board_plan_restore (WeftPlan *plan, const WeftBoardRestore *args, GError **error)
{
  g_autofree char *status = NULL;

  if (!weft_plan_get_text (plan, &status, error,
                           "SELECT e.list FROM task t JOIN entry e ON e.stream = t.stream AND e.id = t.id"
                           " WHERE t.stream = ?1 AND t.id = ?2 AND t.removed = 1",
                           "t", args->id))
    return FALSE;
  if (status == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no task with this id was deleted");
  if (!_weft_board_plan_find_status (plan, "id", status, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_task_restored_event, &(WeftBoardTaskRestored) { .id = args->id });
  return TRUE;
}
