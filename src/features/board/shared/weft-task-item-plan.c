/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "features/board/shared/weft-board-plan-private.h"
#include "features/board/shared/weft-task-item.h"
#include "parts/ranks/shared/weft-ranks.h"

gboolean
_weft_board_plan_find_item (WeftPlan *plan, const char *field, const char *id, char **task, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT task, removed FROM task_item WHERE stream = ?1 AND id = ?2", "t", id);
  gboolean removed;
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "%s: no such item here", field);
  *task = weft_statement_dup_text (statement, 0);
  removed = weft_statement_get_int (statement, 1) != 0;
  weft_statement_reset (statement);
  if (removed)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "%s: the item was taken away", field);
  return _weft_board_plan_find_task (plan, field, *task, error);
}

/* @list: (out) (transfer full) (nullable): its task, or the item below which it stands. */
static gboolean
read_list (WeftPlan *plan, const char *id, char **list, GError **error)
{
  return weft_plan_get_text (plan, list, error, "SELECT list FROM entry WHERE stream = ?1 AND id = ?2", "t", id);
}

/* That something may stand below the item @parent. */
static gboolean
check_outermost (WeftPlan *plan, const char *parent, const char *task, GError **error)
{
  g_autofree char *list = NULL;

  return read_list (plan, parent, &list, error)
         && (g_strcmp0 (list, task) == 0
             || weft_plan_refuse (error, WEFT_ERROR_INVALID, "parent: stands below another item itself"));
}

/* @task: (out) (transfer full): that of @parent, which is the task itself or one of its items. */
static gboolean
find_parent (WeftPlan *plan, const char *parent, char **task, GError **error)
{
  gint64 n;

  if (!weft_plan_get_value (plan, &n, 0, error, "SELECT count(*) FROM task WHERE stream = ?1 AND id = ?2", "t", parent))
    return FALSE;
  if (n > 0)
    {
      *task = g_strdup (parent);
      return _weft_board_plan_find_task (plan, "parent", parent, error);
    }
  return _weft_board_plan_find_item (plan, "parent", parent, task, error) && check_outermost (plan, parent, *task, error);
}

static gboolean
check_room (WeftPlan *plan, const char *task, GError **error)
{
  gint64 n;

  if (!weft_plan_get_value (plan, &n, 0, error, "SELECT count(*) FROM task_item WHERE stream = ?1 AND task = ?2 AND removed = 0", "t", task))
    return FALSE;
  return n < WEFT_TASK_ITEMS_MAX
         || weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "id: %d items, no checklist has more", WEFT_TASK_ITEMS_MAX);
}

static gboolean
has_any_below (WeftPlan *plan, const char *id, gboolean *any, GError **error)
{
  gint64 n;

  if (!weft_plan_get_value (plan, &n, 0, error,
                            "SELECT count(*) FROM entry e JOIN task_item i ON i.stream = e.stream AND i.id = e.id"
                            " WHERE e.stream = ?1 AND e.list = ?2 AND i.removed = 0",
                            "t", id))
    return FALSE;
  *any = n > 0;
  return TRUE;
}

gboolean
weft_board_plan_add_item (WeftPlan *plan, const WeftBoardAddItem *args, GError **error)
{
  g_autofree char *task = NULL;
  g_autofree char *above = NULL;
  g_autofree char *below = NULL;
  gint64 n;

  /* A task and an item would stand in the same list by their ids. */
  if (!weft_plan_get_value (plan, &n, 0, error,
                            "SELECT (SELECT count(*) FROM task_item WHERE stream = ?1 AND id = ?2)"
                            " + (SELECT count(*) FROM entry WHERE stream = ?1 AND id = ?2)",
                            "t", args->id))
    return FALSE;
  if (n > 0)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is something with this id already");
  if (!find_parent (plan, args->parent, &task, error) || !check_room (plan, task, error)
      || (args->assignee != NULL && !_weft_board_plan_find_member (plan, "assignee", args->assignee, error))
      || !weft_ranks_find (plan, &args->id, 1, args->parent, args->after, NULL, &above, &below, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_item_added_event,
                  &(WeftBoardItemAdded) {
                      .id = args->id,
                      .task = task,
                      .parent = args->parent,
                      .title = args->title,
                      .above = above,
                      .below = below,
                      .assignee = args->assignee,
                      .due_at = args->due_at,
                      .done = args->done,
                  });
  return TRUE;
}

gboolean
weft_board_plan_set_item (WeftPlan *plan, const WeftBoardSetItem *args, GError **error)
{
  g_autofree char *task = NULL;

  if (!_weft_board_plan_find_item (plan, "id", args->id, &task, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_item_changed_event, &(WeftBoardItemChanged) { .id = args->id, .title = args->title });
  return TRUE;
}

gboolean
weft_board_plan_set_item_due (WeftPlan *plan, const WeftBoardSetItemDue *args, GError **error)
{
  g_autofree char *task = NULL;

  if (!_weft_board_plan_find_item (plan, "id", args->id, &task, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_item_due_set_event, &(WeftBoardItemDueSet) { .id = args->id, .due_at = args->due_at });
  return TRUE;
}

gboolean
weft_board_plan_assign_item (WeftPlan *plan, const WeftBoardAssignItem *args, GError **error)
{
  g_autofree char *task = NULL;

  if (!_weft_board_plan_find_item (plan, "id", args->id, &task, error)
      || (args->assignee != NULL && !_weft_board_plan_find_member (plan, "assignee", args->assignee, error)))
    return FALSE;

  weft_plan_emit (plan, &weft_board_item_assigned_event, &(WeftBoardItemAssigned) { .id = args->id, .assignee = args->assignee });
  return TRUE;
}

gboolean
weft_board_plan_tick_item (WeftPlan *plan, const WeftBoardTickItem *args, GError **error)
{
  g_autofree char *task = NULL;

  if (!_weft_board_plan_find_item (plan, "id", args->id, &task, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_item_ticked_event, &(WeftBoardItemTicked) { .id = args->id, .done = args->done });
  return TRUE;
}

/* That the item @id of @task may go to @parent. */
static gboolean
check_place (WeftPlan *plan, const char *id, const char *task, const char *parent, GError **error)
{
  g_autofree char *other = NULL;
  gboolean any;

  if (g_str_equal (parent, id))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "parent: nothing stands below itself");
  if (!find_parent (plan, parent, &other, error))
    return FALSE;
  if (!g_str_equal (other, task))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "parent: is on the checklist of another task");
  if (g_str_equal (parent, task))
    return TRUE;
  return has_any_below (plan, id, &any, error)
         && (!any || weft_plan_refuse (error, WEFT_ERROR_INVALID, "parent: items stand below this one; it stays outermost"));
}

gboolean
weft_board_plan_place_item (WeftPlan *plan, const WeftBoardPlaceItem *args, GError **error)
{
  g_autofree char *task = NULL;
  g_autofree char *above = NULL;
  g_autofree char *below = NULL;

  if (!_weft_board_plan_find_item (plan, "id", args->id, &task, error) || !check_place (plan, args->id, task, args->parent, error)
      || !weft_ranks_find (plan, &args->id, 1, args->parent, args->after, NULL, &above, &below, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_item_placed_event,
                  &(WeftBoardItemPlaced) { .id = args->id, .parent = args->parent, .above = above, .below = below });
  return TRUE;
}

gboolean
weft_board_plan_remove_item (WeftPlan *plan, const WeftBoardRemoveItem *args, GError **error)
{
  g_autofree char *task = NULL;

  if (!_weft_board_plan_find_item (plan, "id", args->id, &task, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_item_removed_event, &(WeftBoardItemRemoved) { .id = args->id });
  return TRUE;
}

/* What @id stood below may stand below another one by now. */
static gboolean
check_outside (WeftPlan *plan, const char *id, const char *task, GError **error)
{
  g_autofree char *list = NULL;
  g_autofree char *outer = NULL;

  if (!read_list (plan, id, &list, error))
    return FALSE;
  if (list == NULL || g_str_equal (list, task))
    return TRUE;
  return read_list (plan, list, &outer, error)
         && (g_strcmp0 (outer, task) == 0
             || weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: what it stood below stands below another item now"));
}

gboolean
weft_board_plan_restore_item (WeftPlan *plan, const WeftBoardRestoreItem *args, GError **error)
{
  g_autofree char *task = NULL;

  if (!weft_plan_get_text (plan, &task, error, "SELECT task FROM task_item WHERE stream = ?1 AND id = ?2 AND removed = 1", "t", args->id))
    return FALSE;
  if (task == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no item with this id was taken away");
  if (!_weft_board_plan_find_task (plan, "id", task, error) || !check_room (plan, task, error)
      || !check_outside (plan, args->id, task, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_item_restored_event, &(WeftBoardItemRestored) { .id = args->id });
  return TRUE;
}
