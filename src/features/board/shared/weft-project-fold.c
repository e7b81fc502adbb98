/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "store/weft-fold.h"

gboolean
weft_board_fold_project_created (WeftFold *fold, const WeftBoardProjectCreated *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO project (stream, name, code, about, last_number, archived, created_by, created_at)"
                        " VALUES (?1, ?2, ?3, ?4, 0, 0, ?5, ?6)",
                        "tttti", args->name, args->code, args->about, fold->by, fold->at);
}

gboolean
weft_board_fold_project_changed (WeftFold *fold, const WeftBoardProjectChanged *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE project SET name = ?2, code = ?3, about = ?4 WHERE stream = ?1", "ttt",
                        args->name, args->code, args->about);
}

gboolean
weft_board_fold_project_archived (WeftFold *fold, const WeftBoardProjectArchived *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE project SET archived = ?2 WHERE stream = ?1", "i", (gint64) args->archived);
}
