/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "store/weft-fold.h"

static gboolean
set_recurrence (WeftFold *fold, const char *id, const char *recurrence, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE task SET recurrence = ?3 WHERE stream = ?1 AND id = ?2", "tt", id, recurrence);
}

gboolean
weft_board_fold_recurrence_set (WeftFold *fold, const WeftBoardRecurrenceSet *args, GError **error)
{
  for (guint i = 0; i < args->n_ids; i++)
    if (!set_recurrence (fold, args->ids[i], args->recurrence, error))
      return FALSE;

  return TRUE;
}

gboolean
weft_board_fold_task_recurred (WeftFold *fold, const WeftBoardTaskRecurred *args, GError **error)
{
  return set_recurrence (fold, args->id, NULL, error) && set_recurrence (fold, args->next, args->recurrence, error);
}

/* Of two tasks one comes again at most: what was withdrawn, and is brought back by somebody, does not. */
gboolean
weft_board_fold_next_withdrawn (WeftFold *fold, const WeftBoardNextWithdrawn *args, GError **error)
{
  return set_recurrence (fold, args->id, args->recurrence, error) && set_recurrence (fold, args->next, NULL, error)
         && weft_fold_run (fold, error, "UPDATE task SET removed = 1 WHERE stream = ?1 AND id = ?2", "t", args->next);
}
