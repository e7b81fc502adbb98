/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-plan-private.h"

#include <math.h>

#define ESTIMATE_MAX 1000000

/* Whether there is a row, whose first column says whether it was taken away. */
static gboolean
check_there (WeftPlan *plan, const char *sql, const char *id, const char *field, const char *what, GError **error)
{
  gint64 removed;

  if (!weft_plan_get_value (plan, &removed, -1, error, sql, "t", id))
    return FALSE;
  if (removed < 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "%s: no such %s here", field, what);
  if (removed > 0)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "%s: the %s was taken away", field, what);
  return TRUE;
}

gboolean
_weft_board_plan_find_status (WeftPlan *plan, const char *field, const char *id, GError **error)
{
  return check_there (plan, "SELECT removed FROM project_status WHERE stream = ?1 AND id = ?2", id, field, "status", error);
}

gboolean
_weft_board_plan_find_label (WeftPlan *plan, const char *field, const char *id, GError **error)
{
  return check_there (plan, "SELECT removed FROM project_label WHERE stream = ?1 AND id = ?2", id, field, "label", error);
}

gboolean
_weft_board_plan_find_field (WeftPlan *plan, const char *field, const char *id, GError **error)
{
  return check_there (plan, "SELECT removed FROM project_field WHERE stream = ?1 AND id = ?2", id, field, "field", error);
}

gboolean
_weft_board_plan_find_task (WeftPlan *plan, const char *field, const char *id, GError **error)
{
  return check_there (plan, "SELECT removed FROM task WHERE stream = ?1 AND id = ?2", id, field, "task", error);
}

gboolean
_weft_board_plan_find_tasks (WeftPlan *plan, const char *const *ids, guint n_ids, GError **error)
{
  for (guint i = 0; i < n_ids; i++)
    {
      char field[16];

      g_snprintf (field, sizeof field, "ids[%u]", i);
      if (!_weft_board_plan_find_task (plan, field, ids[i], error))
        return FALSE;
    }

  return TRUE;
}

gboolean
_weft_board_plan_find_member (WeftPlan *plan, const char *field, const char *person, GError **error)
{
  gint64 n;

  if (!weft_plan_get_value (plan, &n, 0, error, "SELECT count(*) FROM member WHERE stream = ?1 AND person = ?2", "t", person))
    return FALSE;

  return n > 0 || weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "%s: is not in this project", field);
}

gboolean
_weft_board_plan_check_estimate (double estimate, GError **error)
{
  if (!isfinite (estimate) || estimate < 0 || estimate > ESTIMATE_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "estimate: expected 0 to %d points", ESTIMATE_MAX);
  return TRUE;
}

gboolean
_weft_board_plan_check_dates (gint64 start_at, gint64 due_at, GError **error)
{
  if (start_at > 0 && due_at > 0 && due_at < start_at)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "due_at: is before start_at");
  return TRUE;
}

gboolean
_weft_board_plan_dup_key (WeftPlan *plan, const char *id, char **key, GError **error)
{
  return weft_plan_get_text (plan, key, error,
                             "SELECT p.code || '-' || t.number FROM task t JOIN project p ON p.stream = t.stream"
                             " WHERE t.stream = ?1 AND t.id = ?2",
                             "t", id);
}
