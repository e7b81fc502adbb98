/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include <string.h>

#include "base/weft-id-set.h"
#include "base/weft-id.h"
#include "base/weft-rank.h"
#include "features/board/shared/weft-board-plan-private.h"
#include "features/board/shared/weft-task-likeness.h"
#include "features/board/shared/weft-task-recurrence.h"
#include "parts/ranks/shared/weft-ranks.h"

/* Tasks that come again. Once one is done the next is made, and what it repeats by goes over to that: who is done twice, by two people or after it was
 * taken up again, has nothing to go over any more. */

#define NEXT_MAX 100           /* tasks that are made by one move */
#define NEXT_EVENTS_MAX 1000   /* with their checklists and values */
#define NEXT_BYTES_MAX 1000000 /* of titles and descriptions */

gboolean
weft_board_plan_set_recurrence (WeftPlan *plan, const WeftBoardSetRecurrence *args, GError **error)
{
  g_autofree char *recurrence = NULL;

  if (args->recurrence != NULL)
    {
      g_auto (WeftTaskRecurrence) parsed = { 0 };

      if (!weft_task_recurrence_parse (args->recurrence, &parsed, error))
        {
          g_prefix_error_literal (error, "recurrence: ");
          return FALSE;
        }
      recurrence = weft_task_recurrence_to_string (&parsed);
    }
  if (!_weft_board_plan_find_tasks (plan, args->ids, args->n_ids, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_recurrence_set_event,
                  &(WeftBoardRecurrenceSet) { .ids = args->ids, .n_ids = args->n_ids, .recurrence = recurrence });
  return TRUE;
}

/* The first status of things to be done, in the order of the board; else the first of what is not done. */
static gboolean
find_status (WeftPlan *plan, char **status, GError **error)
{
  return weft_plan_get_text (plan, status, error,
                             "SELECT s.id FROM project_status s JOIN entry e ON e.stream = s.stream AND e.id = s.id"
                             " WHERE s.stream = ?1 AND s.removed = 0 AND s.category <> 'done' AND e.list = 'statuses'"
                             " ORDER BY CASE s.category WHEN 'todo' THEN 0 ELSE 1 END, e.rank, s.id LIMIT 1",
                             "");
}

/* The same on both ends, whoever finishes it: of the task's id, and of how many came of it before. */
static gboolean
find_id (WeftPlan *plan, const char *id, char **next, GError **error)
{
  for (guint i = 0;; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s %u", id, i);
      g_autofree char *found = weft_id_derive ("board.next", name);
      gint64 n;

      if (!weft_plan_get_value (plan, &n, 0, error, "SELECT count(*) FROM task WHERE stream = ?1 AND id = ?2", "t", found))
        return FALSE;
      if (n == 0)
        {
          *next = g_steal_pointer (&found);
          return TRUE;
        }
    }
}

static gboolean
is_member (WeftPlan *plan, const char *person, gboolean *is, GError **error)
{
  gint64 n;

  if (!weft_plan_get_value (plan, &n, 0, error, "SELECT count(*) FROM member WHERE stream = ?1 AND person = ?2", "t", person))
    return FALSE;
  *is = n > 0;
  return TRUE;
}

/* Nobody is given anything who left the project meanwhile, and nothing is a part of what was deleted. */
static gboolean
leave_out_gone (WeftPlan *plan, WeftTaskLikeness *copy, GError **error)
{
  g_auto (GStrv) assignees = g_strsplit (copy->assignees != NULL ? copy->assignees : "", " ", -1);
  gboolean is;

  for (guint i = 0; assignees[i] != NULL; i++)
    {
      if (!is_member (plan, assignees[i], &is, error))
        return FALSE;
      if (!is)
        {
          char *rest = weft_id_set_remove (copy->assignees, assignees[i]);

          g_free (copy->assignees);
          copy->assignees = rest;
        }
    }
  for (guint i = 0; i < copy->items->len; i++)
    {
      WeftItemLikeness *item = copy->items->pdata[i];

      if (item->assignee == NULL)
        continue;
      if (!is_member (plan, item->assignee, &is, error))
        return FALSE;
      if (!is)
        g_clear_pointer (&item->assignee, g_free);
    }
  if (copy->parent != NULL)
    {
      gint64 n;

      if (!weft_plan_get_value (plan, &n, 0, error, "SELECT count(*) FROM task WHERE stream = ?1 AND id = ?2 AND removed = 0", "t", copy->parent))
        return FALSE;
      if (n == 0)
        g_clear_pointer (&copy->parent, g_free);
    }

  return TRUE;
}

/* Makes of @copy, which says what a task says, the one that comes after it. FALSE: none does. */
static gboolean
go_on (WeftTaskLikeness *copy, WeftTaskRecurrence *recurrence, gint64 now)
{
  gint64 due_at = copy->due_at;
  gint64 next;

  if (!weft_task_recurrence_next (recurrence, due_at, now, &next, &recurrence->past))
    return FALSE;

  copy->start_at = weft_task_recurrence_shift (recurrence, copy->start_at, due_at, next);
  copy->due_at = next;
  for (guint i = 0; i < copy->items->len; i++)
    {
      WeftItemLikeness *item = copy->items->pdata[i];

      item->due_at = weft_task_recurrence_shift (recurrence, item->due_at, due_at, next);
      item->done = FALSE;
    }
  g_free (copy->recurrence);
  copy->recurrence = weft_task_recurrence_to_string (recurrence);
  g_clear_pointer (&copy->more, g_free);
  return TRUE;
}

/* One that is made by a move. */
typedef struct
{
  const char *of; /* unowned: the id of that which is done */
  guint past;     /* how many came before that */
  WeftTaskLikeness *copy;
} Next;

static void
next_clear (gpointer data)
{
  Next *next = data;

  g_clear_pointer (&next->copy, weft_task_likeness_free);
}

/* @next: (out): without a copy: none comes after @id, or it is done already. What was erased does not come again. */
static gboolean
read_next (WeftPlan *plan, const char *id, const char *status, Next *next, GError **error)
{
  g_auto (WeftTaskRecurrence) recurrence = { 0 };
  g_autoptr (WeftTaskLikeness) copy = NULL;
  g_autofree char *text = NULL;
  g_autofree char *own = NULL;

  *next = (Next) { .of = id };
  if (!weft_plan_get_text (plan, &text, error,
                           "SELECT t.recurrence FROM task t JOIN entry e ON e.stream = t.stream AND e.id = t.id"
                           " JOIN project_status s ON s.stream = e.stream AND s.id = e.list"
                           " WHERE t.stream = ?1 AND t.id = ?2 AND t.template IS NULL AND t.title <> '' AND s.category <> 'done'",
                           "t", id))
    return FALSE;
  if (text == NULL || !weft_task_recurrence_parse (text, &recurrence, NULL))
    return TRUE;
  next->past = recurrence.past;
  if (!weft_task_likeness_read (plan, id, &copy, error))
    return FALSE;
  if (copy == NULL || !go_on (copy, &recurrence, weft_plan_get_at (plan)))
    return TRUE;
  if (!leave_out_gone (plan, copy, error) || !find_id (plan, id, &own, error))
    return FALSE;

  g_set_str (&copy->status, status);
  weft_task_likeness_rename (copy, own);
  next->copy = g_steal_pointer (&copy);
  return TRUE;
}

static gboolean
check_size (GArray *all, GError **error)
{
  gsize n_events = 0;
  gsize n_bytes = 0;

  for (guint i = 0; i < all->len; i++)
    {
      const WeftTaskLikeness *copy = g_array_index (all, Next, i).copy;

      n_events += weft_task_likeness_count (copy) + 1;
      n_bytes += strlen (copy->title) + strlen (copy->about);
    }
  if (all->len > NEXT_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "ids: more than %d of these tasks come again; move fewer at once", NEXT_MAX);
  if (n_events > NEXT_EVENTS_MAX || n_bytes > NEXT_BYTES_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "ids: what comes again of these tasks is too much for once; move fewer");
  return TRUE;
}

static void
emit (WeftPlan *plan, const Next *next, const char *above, const char *below)
{
  g_autofree char *digest = weft_task_likeness_digest (next->copy);

  weft_task_likeness_emit (next->copy, plan, above, below);
  weft_plan_emit (plan, &weft_board_task_recurred_event,
                  &(WeftBoardTaskRecurred) { .id = next->of, .next = next->copy->id, .recurrence = next->copy->recurrence });
  weft_plan_take_back (plan, &weft_board_withdraw_operation,
                       &(WeftBoardWithdraw) { .id = next->of, .next = next->copy->id, .seen = digest, .past = next->past });
}

gboolean
_weft_board_plan_recur (WeftPlan *plan, const char *const *ids, guint n_ids, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Next));
  g_autoptr (GPtrArray) own = g_ptr_array_new (); /* of const char* */
  g_autofree char *status = NULL;
  g_autofree char *above = NULL;
  g_autofree char *below = NULL;
  g_auto (GStrv) ranks = NULL;

  g_array_set_clear_func (all, next_clear);
  if (!find_status (plan, &status, error))
    return FALSE;
  for (guint i = 0; status != NULL && i < n_ids && all->len <= NEXT_MAX; i++)
    {
      Next next;

      if (!read_next (plan, ids[i], status, &next, error))
        return FALSE;
      if (next.copy == NULL)
        continue;
      g_array_append_val (all, next);
      g_ptr_array_add (own, next.copy->id);
    }
  if (all->len == 0)
    return TRUE;
  if (!check_size (all, error)
      || !weft_ranks_find (plan, (const char *const *) own->pdata, own->len, status, NULL, NULL, &above, &below, error))
    return FALSE;

  /* Each between two places of its own, so that their folds keep the order. */
  ranks = weft_rank_fill (above, below, 2 * all->len + 1);
  for (guint i = 0; i < all->len; i++)
    emit (plan, &g_array_index (all, Next, i), ranks[2 * i], ranks[2 * i + 2]);
  return TRUE;
}

gboolean
weft_board_plan_withdraw (WeftPlan *plan, const WeftBoardWithdraw *args, GError **error)
{
  g_auto (WeftTaskRecurrence) recurrence = { 0 };
  g_autoptr (WeftTaskLikeness) next = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *text = NULL;
  gint64 n;

  if (!_weft_board_plan_find_task (plan, "id", args->id, error) || !weft_task_likeness_read (plan, args->next, &next, error)
      || !weft_plan_get_value (plan, &n, 0, error, "SELECT count(*) FROM task WHERE stream = ?1 AND id = ?2 AND recurrence IS NOT NULL", "t",
                               args->id))
    return FALSE;

  /* What somebody works with stays, and goes on coming again. */
  digest = next != NULL ? weft_task_likeness_digest (next) : NULL;
  if (n > 0 || g_strcmp0 (digest, args->seen) != 0 || next->recurrence == NULL
      || !weft_task_recurrence_parse (next->recurrence, &recurrence, NULL))
    return TRUE;

  recurrence.past = (guint) args->past;
  text = weft_task_recurrence_to_string (&recurrence);
  weft_plan_emit (plan, &weft_board_next_withdrawn_event,
                  &(WeftBoardNextWithdrawn) { .id = args->id, .next = args->next, .recurrence = text });
  return TRUE;
}
