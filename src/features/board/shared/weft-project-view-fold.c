/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "store/weft-fold.h"

static gboolean
add (WeftFold *fold, const WeftBoardViewSavedV2 *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO project_view (stream, id, target, name, text, sort, descending, grouping, layout)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                        "tttttitt", args->id, args->target, args->name, args->text, args->sort, (gint64) args->descending, args->grouping,
                        args->layout);
}

static gboolean
change (WeftFold *fold, const WeftBoardViewChangedV2 *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE project_view SET target = ?3, name = ?4, text = ?5, sort = ?6, descending = ?7, grouping = ?8, layout = ?9"
                        " WHERE stream = ?1 AND id = ?2",
                        "tttttitt", args->id, args->target, args->name, args->text, args->sort, (gint64) args->descending, args->grouping,
                        args->layout);
}

gboolean
weft_board_fold_view_saved (WeftFold *fold, const WeftBoardViewSaved *args, GError **error)
{
  return add (fold,
              &(WeftBoardViewSavedV2) { .id = args->id,
                                        .target = args->target,
                                        .name = args->name,
                                        .text = args->text,
                                        .sort = args->sort,
                                        .descending = args->descending,
                                        .grouping = args->grouping,
                                        .layout = args->layout },
              error);
}

gboolean
weft_board_fold_view_saved_v2 (WeftFold *fold, const WeftBoardViewSavedV2 *args, GError **error)
{
  return add (fold, args, error);
}

gboolean
weft_board_fold_view_changed (WeftFold *fold, const WeftBoardViewChanged *args, GError **error)
{
  return change (fold,
                 &(WeftBoardViewChangedV2) { .id = args->id,
                                             .target = args->target,
                                             .name = args->name,
                                             .text = args->text,
                                             .sort = args->sort,
                                             .descending = args->descending,
                                             .grouping = args->grouping,
                                             .layout = args->layout },
                 error);
}

gboolean
weft_board_fold_view_changed_v2 (WeftFold *fold, const WeftBoardViewChangedV2 *args, GError **error)
{
  return change (fold, args, error);
}

gboolean
weft_board_fold_view_dropped (WeftFold *fold, const WeftBoardViewDropped *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM project_view WHERE stream = ?1 AND id = ?2", "t", args->id);
}
