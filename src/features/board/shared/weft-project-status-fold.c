/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "base/weft-id-set.h"
#include "store/weft-fold.h"

gboolean
weft_board_fold_status_added (WeftFold *fold, const WeftBoardStatusAdded *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO project_status (stream, id, name, category, wip, hard, removed)"
                        " VALUES (?1, ?2, ?3, ?4, 0, 0, 0)",
                        "ttt", args->id, args->name, args->category);
}

gboolean
weft_board_fold_status_changed (WeftFold *fold, const WeftBoardStatusChanged *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE project_status SET name = ?3, category = ?4, wip = ?5, hard = ?6 WHERE stream = ?1 AND id = ?2",
                        "tttii", args->id, args->name, args->category, args->wip, (gint64) args->hard);
}

static gboolean
set_removed (WeftFold *fold, const char *id, gint64 removed, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE project_status SET removed = ?3 WHERE stream = ?1 AND id = ?2", "ti", id, removed);
}

gboolean
weft_board_fold_status_removed (WeftFold *fold, const WeftBoardStatusRemoved *args, GError **error)
{
  return set_removed (fold, args->id, 1, error);
}

gboolean
weft_board_fold_status_restored (WeftFold *fold, const WeftBoardStatusRestored *args, GError **error)
{
  return set_removed (fold, args->id, 0, error);
}

gboolean
weft_board_fold_way_allowed (WeftFold *fold, const WeftBoardWayAllowed *args, GError **error)
{
  WeftStatement *statement
      = weft_fold_query (fold, error, "SELECT sources FROM project_status WHERE stream = ?1 AND id = ?2", "t", args->id);
  g_autofree char *set = NULL;
  g_autofree char *changed = NULL;
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      set = weft_statement_dup_text (statement, 0);
      weft_statement_reset (statement);
    }
  changed = args->on ? weft_id_set_add (set, args->other) : weft_id_set_remove (set, args->other);
  return weft_fold_run (fold, error, "UPDATE project_status SET sources = ?3 WHERE stream = ?1 AND id = ?2", "tt", args->id, changed);
}

gboolean
weft_board_fold_lane_limit_set (WeftFold *fold, const WeftBoardLaneLimitSet *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE project_status SET per_lane = NULLIF (?3, 0) WHERE stream = ?1 AND id = ?2", "ti", args->id,
                        (gint64) args->per_lane);
}

gboolean
weft_board_fold_needs_set (WeftFold *fold, const WeftBoardNeedsSet *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE project_status SET needs = ?3 WHERE stream = ?1 AND id = ?2", "tt", args->id, args->needs);
}
