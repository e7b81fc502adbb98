/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "store/weft-fold.h"

gboolean
weft_board_fold_view_saved (WeftFold *fold, const WeftBoardViewSaved *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO project_view (stream, id, target, name, text, sort, descending, grouping, layout)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                        "tttttitt", args->id, args->target, args->name, args->text, args->sort, (gint64) args->descending, args->grouping,
                        args->layout);
}

gboolean
weft_board_fold_view_changed (WeftFold *fold, const WeftBoardViewChanged *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE project_view SET target = ?3, name = ?4, text = ?5, sort = ?6, descending = ?7, grouping = ?8, layout = ?9"
                        " WHERE stream = ?1 AND id = ?2",
                        "tttttitt", args->id, args->target, args->name, args->text, args->sort, (gint64) args->descending, args->grouping,
                        args->layout);
}

gboolean
weft_board_fold_view_dropped (WeftFold *fold, const WeftBoardViewDropped *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM project_view WHERE stream = ?1 AND id = ?2", "t", args->id);
}
