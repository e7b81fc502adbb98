/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "base/weft-id-set.h"
#include "features/board/shared/weft-task-steps.h"
#include "parts/ranks/shared/weft-ranks.h"
#include "parts/thread/shared/weft-topic.h"
#include "store/weft-fold.h"

static char *
make_set (const char *const *ids, guint n)
{
  return n > 0 ? weft_id_set_new (ids, n) : NULL;
}

static gboolean
take_number (WeftFold *fold, gint64 *number, GError **error)
{
  WeftStatement *statement;

  if (!weft_fold_run (fold, error, "UPDATE project SET last_number = last_number + 1 WHERE stream = ?1", ""))
    return FALSE;
  statement = weft_fold_query (fold, error, "SELECT last_number FROM project WHERE stream = ?1", "");
  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  *number = weft_statement_get_int (statement, 0);
  weft_statement_reset (statement);

  return TRUE;
}

gboolean
weft_board_fold_task_created (WeftFold *fold, const WeftBoardTaskCreated *args, GError **error)
{
  g_autofree char *assignees = make_set (args->assignees, args->n_assignees);
  g_autofree char *labels = make_set (args->labels, args->n_labels);
  g_autofree char *steps = weft_task_steps_add (NULL, args->status, fold->at);
  gint64 number;

  return take_number (fold, &number, error) && weft_topic_fold (fold, args->id, number, error)
         && weft_fold_run (fold, error,
                           "INSERT INTO task (stream, id, number, title, about, priority, estimate, start_at, due_at, parent, assignees,"
                           " labels, steps, archived, removed, author, created_at)"
                           " VALUES (?1, ?2, ?15, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, 0, ?13, ?14)",
                           "ttttriitttttii", args->id, args->title, args->about, args->priority, args->estimate, args->start_at,
                           args->due_at, args->parent, assignees, labels, steps, fold->by, fold->at,
                           number)
         && weft_ranks_fold (fold, &args->id, 1, args->status, args->above, args->below, error);
}

gboolean
weft_board_fold_task_edited (WeftFold *fold, const WeftBoardTaskEdited *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE task SET title = COALESCE (?3, title), about = COALESCE (?4, about) WHERE stream = ?1 AND id = ?2",
                        "ttt", args->id, args->title, args->about);
}

static gboolean
set_removed (WeftFold *fold, const char *id, gint64 removed, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE task SET removed = ?3 WHERE stream = ?1 AND id = ?2", "ti", id, removed);
}

gboolean
weft_board_fold_task_deleted (WeftFold *fold, const WeftBoardTaskDeleted *args, GError **error)
{
  return set_removed (fold, args->id, 1, error);
}

gboolean
weft_board_fold_task_restored (WeftFold *fold, const WeftBoardTaskRestored *args, GError **error)
{
  return set_removed (fold, args->id, 0, error);
}

/* @text: (out) (transfer full) (nullable): of a column of one task; %NULL, too, if it is not there. */
static gboolean
read_text (WeftFold *fold, const char *sql, const char *id, char **text, GError **error)
{
  WeftStatement *statement = weft_fold_query (fold, error, sql, "t", id);
  int step;

  *text = NULL;
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      *text = weft_statement_dup_text (statement, 0);
      weft_statement_reset (statement);
    }
  return TRUE;
}

gboolean
weft_board_fold_tasks_moved (WeftFold *fold, const WeftBoardTasksMoved *args, GError **error)
{
  for (guint i = 0; i < args->n_ids; i++)
    {
      g_autofree char *steps = NULL;
      g_autofree char *more = NULL;

      if (!read_text (fold, "SELECT steps FROM task WHERE stream = ?1 AND id = ?2", args->ids[i], &steps, error))
        return FALSE;
      more = weft_task_steps_add (steps, args->status, fold->at);
      if (g_strcmp0 (more, steps) != 0
          && !weft_fold_run (fold, error, "UPDATE task SET steps = ?3 WHERE stream = ?1 AND id = ?2", "tt", args->ids[i], more))
        return FALSE;
    }

  return weft_ranks_fold (fold, args->ids, args->n_ids, args->status, args->above, args->below, error);
}

gboolean
weft_board_fold_priority_set (WeftFold *fold, const WeftBoardPrioritySet *args, GError **error)
{
  for (guint i = 0; i < args->n_ids; i++)
    if (!weft_fold_run (fold, error, "UPDATE task SET priority = ?3 WHERE stream = ?1 AND id = ?2", "tt", args->ids[i], args->priority))
      return FALSE;

  return TRUE;
}

gboolean
weft_board_fold_estimate_set (WeftFold *fold, const WeftBoardEstimateSet *args, GError **error)
{
  for (guint i = 0; i < args->n_ids; i++)
    if (!weft_fold_run (fold, error, "UPDATE task SET estimate = ?3 WHERE stream = ?1 AND id = ?2", "tr", args->ids[i], args->estimate))
      return FALSE;

  return TRUE;
}

gboolean
weft_board_fold_dates_set (WeftFold *fold, const WeftBoardDatesSet *args, GError **error)
{
  for (guint i = 0; i < args->n_ids; i++)
    if (!weft_fold_run (fold, error, "UPDATE task SET start_at = ?3, due_at = ?4 WHERE stream = ?1 AND id = ?2", "tii", args->ids[i],
                        args->start_at, args->due_at))
      return FALSE;

  return TRUE;
}

gboolean
weft_board_fold_parent_set (WeftFold *fold, const WeftBoardParentSet *args, GError **error)
{
  for (guint i = 0; i < args->n_ids; i++)
    if (!weft_fold_run (fold, error, "UPDATE task SET parent = ?3 WHERE stream = ?1 AND id = ?2", "tt", args->ids[i], args->parent))
      return FALSE;

  return TRUE;
}

gboolean
weft_board_fold_duplicate_set (WeftFold *fold, const WeftBoardDuplicateSet *args, GError **error)
{
  for (guint i = 0; i < args->n_ids; i++)
    if (!weft_fold_run (fold, error, "UPDATE task SET duplicate_of = ?3 WHERE stream = ?1 AND id = ?2", "tt", args->ids[i],
                        args->duplicate_of))
      return FALSE;

  return TRUE;
}

gboolean
weft_board_fold_tasks_archived (WeftFold *fold, const WeftBoardTasksArchived *args, GError **error)
{
  for (guint i = 0; i < args->n_ids; i++)
    if (!weft_fold_run (fold, error, "UPDATE task SET archived = ?3 WHERE stream = ?1 AND id = ?2", "ti", args->ids[i],
                        (gint64) args->archived))
      return FALSE;

  return TRUE;
}

gboolean
weft_board_fold_templates_set (WeftFold *fold, const WeftBoardTemplatesSet *args, GError **error)
{
  for (guint i = 0; i < args->n_ids; i++)
    if (!weft_fold_run (fold, error, "UPDATE task SET template = NULLIF (?3, 0) WHERE stream = ?1 AND id = ?2", "ti", args->ids[i],
                        (gint64) args->template))
      return FALSE;

  return TRUE;
}

/* Puts @element into a set which each of the tasks has, or takes it out. */
static gboolean
change_sets (WeftFold *fold,
             const char *read,
             const char *write,
             const char *const *ids,
             guint n_ids,
             const char *element,
             gboolean on,
             GError **error)
{
  for (guint i = 0; i < n_ids; i++)
    {
      g_autofree char *set = NULL;
      g_autofree char *changed = NULL;

      if (!read_text (fold, read, ids[i], &set, error))
        return FALSE;
      changed = on ? weft_id_set_add (set, element) : weft_id_set_remove (set, element);
      if (!weft_fold_run (fold, error, write, "tt", ids[i], changed))
        return FALSE;
    }

  return TRUE;
}

gboolean
weft_board_fold_tasks_assigned (WeftFold *fold, const WeftBoardTasksAssigned *args, GError **error)
{
  return change_sets (fold, "SELECT assignees FROM task WHERE stream = ?1 AND id = ?2",
                      "UPDATE task SET assignees = ?3 WHERE stream = ?1 AND id = ?2", args->ids, args->n_ids, args->person, args->on,
                      error);
}

gboolean
weft_board_fold_tasks_labelled (WeftFold *fold, const WeftBoardTasksLabelled *args, GError **error)
{
  return change_sets (fold, "SELECT labels FROM task WHERE stream = ?1 AND id = ?2",
                      "UPDATE task SET labels = ?3 WHERE stream = ?1 AND id = ?2", args->ids, args->n_ids, args->label, args->on, error);
}

gboolean
weft_board_fold_tasks_blocked (WeftFold *fold, const WeftBoardTasksBlocked *args, GError **error)
{
  return change_sets (fold, "SELECT blockers FROM task WHERE stream = ?1 AND id = ?2",
                      "UPDATE task SET blockers = ?3 WHERE stream = ?1 AND id = ?2", args->ids, args->n_ids, args->other, args->on,
                      error);
}

gboolean
weft_board_fold_tasks_related (WeftFold *fold, const WeftBoardTasksRelated *args, GError **error)
{
  return change_sets (fold, "SELECT related FROM task WHERE stream = ?1 AND id = ?2",
                      "UPDATE task SET related = ?3 WHERE stream = ?1 AND id = ?2", args->ids, args->n_ids, args->other, args->on,
                      error);
}
