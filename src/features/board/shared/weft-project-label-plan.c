/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "features/board/shared/weft-board-plan-private.h"

#define LABELS_MAX 500 /* of one project */

/* That no label but @id is called @name, in letters of any size. */
static gboolean
check_name (WeftPlan *plan, const char *id, const char *name, GError **error)
{
  g_autofree char *wanted = g_utf8_casefold (name, -1);
  gboolean taken = FALSE;
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT name FROM project_label WHERE stream = ?1 AND id <> ?2 AND removed = 0", "t", id);
  int n = 0;
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      g_autofree char *other = g_utf8_casefold (weft_statement_get_text (statement, 0), -1);

      taken |= g_str_equal (other, wanted);
      n++;
    }
  if (step < 0)
    return FALSE;
  if (taken)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "name: another label is called that");
  if (n >= LABELS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "id: %d labels, no project has more", LABELS_MAX);
  return TRUE;
}

gboolean
weft_board_plan_add_label (WeftPlan *plan, const WeftBoardAddLabel *args, GError **error)
{
  gint64 n;

  if (!weft_plan_get_value (plan, &n, 0, error, "SELECT count(*) FROM project_label WHERE stream = ?1 AND id = ?2", "t", args->id))
    return FALSE;
  if (n > 0)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a label with this id already");
  if (!check_name (plan, args->id, args->name, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_label_added_event,
                  &(WeftBoardLabelAdded) { .id = args->id, .name = args->name, .yarn = args->yarn });
  return TRUE;
}

gboolean
weft_board_plan_set_label (WeftPlan *plan, const WeftBoardSetLabel *args, GError **error)
{
  if (!_weft_board_plan_find_label (plan, "id", args->id, error) || !check_name (plan, args->id, args->name, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_label_changed_event,
                  &(WeftBoardLabelChanged) { .id = args->id, .name = args->name, .yarn = args->yarn });
  return TRUE;
}

gboolean
weft_board_plan_remove_label (WeftPlan *plan, const WeftBoardRemoveLabel *args, GError **error)
{
  if (!_weft_board_plan_find_label (plan, "id", args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_label_removed_event, &(WeftBoardLabelRemoved) { .id = args->id });
  return TRUE;
}

gboolean
weft_board_plan_restore_label (WeftPlan *plan, const WeftBoardRestoreLabel *args, GError **error)
{
  g_autofree char *name = NULL;

  if (!weft_plan_get_text (plan, &name, error, "SELECT name FROM project_label WHERE stream = ?1 AND id = ?2 AND removed = 1", "t",
                           args->id))
    return FALSE;
  if (name == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no label with this id was taken away");
  if (!check_name (plan, args->id, name, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_label_restored_event, &(WeftBoardLabelRestored) { .id = args->id });
  return TRUE;
}
