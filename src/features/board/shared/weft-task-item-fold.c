/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "parts/ranks/shared/weft-ranks.h"
#include "store/weft-fold.h"

/* How much of a checklist is to be done: what is shown, but for what has others below it, which is done with them. */
#define COUNT_ITEMS                                                                                                                    \
  "SELECT i.task, count(*), count(CASE WHEN i.done = 1 THEN 1 END) FROM task_item i JOIN entry e ON e.stream = i.stream AND e.id = i.id" \
  " WHERE i.stream = ?1 AND i.task = ?2 AND i.removed = 0"                                                                             \
  " AND (e.list = i.task OR EXISTS (SELECT 1 FROM task_item p WHERE p.stream = i.stream AND p.id = e.list AND p.removed = 0))"         \
  " AND NOT EXISTS (SELECT 1 FROM entry f JOIN task_item c ON c.stream = f.stream AND c.id = f.id"                                     \
  " WHERE f.stream = i.stream AND f.list = i.id AND c.removed = 0) GROUP BY i.task"

/* Whose checklist @id is on. */
static gboolean
read_task (WeftFold *fold, const char *id, char **task, GError **error)
{
  WeftStatement *statement = weft_fold_query (fold, error, "SELECT task FROM task_item WHERE stream = ?1 AND id = ?2", "t", id);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      *task = weft_statement_dup_text (statement, 0);
      weft_statement_reset (statement);
    }
  return TRUE;
}

/* Cards say it without asking for the items. */
static gboolean
count_items (WeftFold *fold, const char *id, GError **error)
{
  g_autofree char *task = NULL;
  WeftStatement *statement;
  gint64 n = 0;
  gint64 n_done = 0;
  int step;

  if (!read_task (fold, id, &task, error))
    return FALSE;
  if (task == NULL)
    return TRUE;

  statement = weft_fold_query (fold, error, COUNT_ITEMS, "t", task);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      n = weft_statement_get_int (statement, 1);
      n_done = weft_statement_get_int (statement, 2);
      weft_statement_reset (statement);
    }
  if (n == 0)
    return weft_fold_run (fold, error, "UPDATE task SET items = NULL, items_done = NULL WHERE stream = ?1 AND id = ?2", "t", task);
  return weft_fold_run (fold, error, "UPDATE task SET items = ?3, items_done = ?4 WHERE stream = ?1 AND id = ?2", "tii", task, n, n_done);
}

gboolean
weft_board_fold_item_added (WeftFold *fold, const WeftBoardItemAdded *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO task_item (stream, id, task, title, done, assignee, due_at, removed, author, created_at)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9)",
                        "tttititi", args->id, args->task, args->title, (gint64) args->done, args->assignee, args->due_at, fold->by,
                        fold->at)
         && weft_ranks_fold (fold, &args->id, 1, args->parent, args->above, args->below, error) && count_items (fold, args->id, error);
}

gboolean
weft_board_fold_item_changed (WeftFold *fold, const WeftBoardItemChanged *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE task_item SET title = ?3 WHERE stream = ?1 AND id = ?2", "tt", args->id, args->title);
}

gboolean
weft_board_fold_item_due_set (WeftFold *fold, const WeftBoardItemDueSet *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE task_item SET due_at = ?3 WHERE stream = ?1 AND id = ?2", "ti", args->id, args->due_at);
}

gboolean
weft_board_fold_item_assigned (WeftFold *fold, const WeftBoardItemAssigned *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE task_item SET assignee = ?3 WHERE stream = ?1 AND id = ?2", "tt", args->id, args->assignee);
}

gboolean
weft_board_fold_item_ticked (WeftFold *fold, const WeftBoardItemTicked *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE task_item SET done = ?3 WHERE stream = ?1 AND id = ?2", "ti", args->id, (gint64) args->done)
         && count_items (fold, args->id, error);
}

gboolean
weft_board_fold_item_placed (WeftFold *fold, const WeftBoardItemPlaced *args, GError **error)
{
  return weft_ranks_fold (fold, &args->id, 1, args->parent, args->above, args->below, error) && count_items (fold, args->id, error);
}

static gboolean
set_removed (WeftFold *fold, const char *id, gint64 removed, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE task_item SET removed = ?3 WHERE stream = ?1 AND id = ?2", "ti", id, removed)
         && count_items (fold, id, error);
}

gboolean
weft_board_fold_item_removed (WeftFold *fold, const WeftBoardItemRemoved *args, GError **error)
{
  return set_removed (fold, args->id, 1, error);
}

gboolean
weft_board_fold_item_restored (WeftFold *fold, const WeftBoardItemRestored *args, GError **error)
{
  return set_removed (fold, args->id, 0, error);
}
