/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "features/board/shared/weft-board-plan-private.h"
#include "features/board/shared/weft-project-status.h"
#include "parts/ranks/shared/weft-ranks.h"

static gboolean
count_statuses (WeftPlan *plan, gint64 *n, GError **error)
{
  return weft_plan_get_value (plan, n, 0, error, "SELECT count(*) FROM project_status WHERE stream = ?1 AND removed = 0", "");
}

static gboolean
check_room (WeftPlan *plan, GError **error)
{
  gint64 n;

  if (!count_statuses (plan, &n, error))
    return FALSE;

  return n < WEFT_PROJECT_STATUSES_MAX
         || weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "id: %d statuses, no project has more", WEFT_PROJECT_STATUSES_MAX);
}

gboolean
weft_board_plan_add_status (WeftPlan *plan, const WeftBoardAddStatus *args, GError **error)
{
  gint64 n;

  if (!weft_plan_get_value (plan, &n, 0, error, "SELECT count(*) FROM project_status WHERE stream = ?1 AND id = ?2", "t", args->id))
    return FALSE;
  if (n > 0)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a status with this id already");
  if (!check_room (plan, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_status_added_event,
                  &(WeftBoardStatusAdded) { .id = args->id, .name = args->name, .category = args->category });
  return weft_ranks_place (plan, args->id, WEFT_PROJECT_STATUSES, args->after, NULL, error);
}

gboolean
weft_board_plan_set_status (WeftPlan *plan, const WeftBoardSetStatus *args, GError **error)
{
  if (!_weft_board_plan_find_status (plan, "id", args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_status_changed_event,
                  &(WeftBoardStatusChanged) {
                      .id = args->id, .name = args->name, .category = args->category, .wip = args->wip, .hard = args->hard });
  return TRUE;
}

gboolean
weft_board_plan_set_lane_limit (WeftPlan *plan, const WeftBoardSetLaneLimit *args, GError **error)
{
  if (!_weft_board_plan_find_status (plan, "id", args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_lane_limit_set_event, &(WeftBoardLaneLimitSet) { .id = args->id, .per_lane = args->per_lane });
  return TRUE;
}

gboolean
weft_board_plan_place_status (WeftPlan *plan, const WeftBoardPlaceStatus *args, GError **error)
{
  return _weft_board_plan_find_status (plan, "id", args->id, error)
         && weft_ranks_place (plan, args->id, WEFT_PROJECT_STATUSES, args->after, NULL, error);
}

gboolean
weft_board_plan_remove_status (WeftPlan *plan, const WeftBoardRemoveStatus *args, GError **error)
{
  gint64 n;

  if (!_weft_board_plan_find_status (plan, "id", args->id, error))
    return FALSE;
  if (!weft_plan_get_value (plan, &n, 0, error,
                            "SELECT count(*) FROM entry e JOIN task t ON t.stream = e.stream AND t.id = e.id"
                            " WHERE e.stream = ?1 AND e.list = ?2 AND t.removed = 0 AND t.template IS NULL",
                            "t", args->id))
    return FALSE;
  if (n > 0)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT,
                             "id: %" G_GINT64_FORMAT " tasks are in this status, with those put away; move them first", n);
  if (!count_statuses (plan, &n, error))
    return FALSE;
  if (n < 2)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: the last status stays");

  weft_plan_emit (plan, &weft_board_status_removed_event, &(WeftBoardStatusRemoved) { .id = args->id });
  return TRUE;
}

gboolean
weft_board_plan_restore_status (WeftPlan *plan, const WeftBoardRestoreStatus *args, GError **error)
{
  gint64 removed;

  if (!weft_plan_get_value (plan, &removed, -1, error, "SELECT removed FROM project_status WHERE stream = ?1 AND id = ?2", "t", args->id))
    return FALSE;
  if (removed < 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such status here");
  if (removed == 0)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: the status is there");
  if (!check_room (plan, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_status_restored_event, &(WeftBoardStatusRestored) { .id = args->id });
  return TRUE;
}
