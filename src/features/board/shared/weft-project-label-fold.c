/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "store/weft-fold.h"

gboolean
weft_board_fold_label_added (WeftFold *fold, const WeftBoardLabelAdded *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO project_label (stream, id, name, yarn, removed) VALUES (?1, ?2, ?3, ?4, 0)", "ttt", args->id,
                        args->name, args->yarn);
}

gboolean
weft_board_fold_label_changed (WeftFold *fold, const WeftBoardLabelChanged *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE project_label SET name = ?3, yarn = ?4 WHERE stream = ?1 AND id = ?2", "ttt", args->id,
                        args->name, args->yarn);
}

static gboolean
set_removed (WeftFold *fold, const char *id, gint64 removed, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE project_label SET removed = ?3 WHERE stream = ?1 AND id = ?2", "ti", id, removed);
}

gboolean
weft_board_fold_label_removed (WeftFold *fold, const WeftBoardLabelRemoved *args, GError **error)
{
  return set_removed (fold, args->id, 1, error);
}

gboolean
weft_board_fold_label_restored (WeftFold *fold, const WeftBoardLabelRestored *args, GError **error)
{
  return set_removed (fold, args->id, 0, error);
}
