/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "features/board/shared/weft-board-plan-private.h"
#include "parts/ranks/shared/weft-ranks.h"

typedef struct
{
  char *name;
  char *category;
  gint64 wip;
  gboolean hard;
} Status;

static void
status_clear (Status *status)
{
  g_free (status->name);
  g_free (status->category);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Status, status_clear)

static gboolean
read_status (WeftPlan *plan, const char *id, Status *status, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT name, category, wip, hard, per_lane FROM project_status WHERE stream = ?1 AND id = ?2", "t", id);

  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  status->name = weft_statement_dup_text (statement, 0);
  status->category = weft_statement_dup_text (statement, 1);
  status->wip = weft_statement_get_int (statement, 2);
  /* By what a board has lanes is who looks at it who chooses. */
  status->hard = weft_statement_get_int (statement, 3) != 0 && weft_statement_get_int (statement, 4) == 0;
  weft_statement_reset (statement);
  return TRUE;
}

/* How many of @args come from elsewhere; what is put away, or a template, counts nowhere. */
static gboolean
count_incoming (WeftPlan *plan, const WeftBoardMove *args, gint64 *n, GError **error)
{
  *n = 0;
  for (guint i = 0; i < args->n_ids; i++)
    {
      gint64 comes;

      if (!weft_plan_get_value (plan, &comes, 0, error,
                                "SELECT count(*) FROM task t JOIN entry e ON e.stream = t.stream AND e.id = t.id"
                                " WHERE t.stream = ?1 AND t.id = ?2 AND e.list <> ?3 AND t.archived = 0 AND t.template IS NULL",
                                "tt", args->ids[i], args->status))
        return FALSE;
      *n += comes;
    }

  return TRUE;
}

static gboolean
check_limit (WeftPlan *plan, const WeftBoardMove *args, const Status *status, GError **error)
{
  gint64 incoming;
  gint64 n;

  if (!status->hard || status->wip == 0)
    return TRUE;
  if (!count_incoming (plan, args, &incoming, error)
      || !weft_plan_get_value (plan, &n, 0, error,
                               "SELECT count(*) FROM entry e JOIN task t ON t.stream = e.stream AND t.id = e.id"
                               " WHERE e.stream = ?1 AND e.list = ?2 AND t.removed = 0 AND t.archived = 0 AND t.template IS NULL",
                               "t", args->status))
    return FALSE;
  if (incoming > 0 && n + incoming > status->wip)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT,
                             "status: “%s” takes %" G_GINT64_FORMAT " tasks, and %" G_GINT64_FORMAT " are there", status->name,
                             status->wip, n);
  return TRUE;
}

/* That nothing @id waits for is still to be done, but for what is done with it. */
static gboolean
check_blockers (WeftPlan *plan, const char *id, GHashTable *together, GError **error)
{
  g_autofree char *set = NULL;
  g_auto (GStrv) blockers = NULL;

  if (!weft_plan_get_text (plan, &set, error, "SELECT blockers FROM task WHERE stream = ?1 AND id = ?2", "t", id))
    return FALSE;

  blockers = g_strsplit (set != NULL ? set : "", " ", -1);
  for (guint i = 0; blockers[i] != NULL; i++)
    {
      g_autofree char *key = NULL;
      g_autofree char *other = NULL;
      gint64 open;

      if (g_hash_table_contains (together, blockers[i]))
        continue;
      if (!weft_plan_get_value (plan, &open, 0, error,
                                "SELECT count(*) FROM task t JOIN entry e ON e.stream = t.stream AND e.id = t.id"
                                " JOIN project_status s ON s.stream = e.stream AND s.id = e.list"
                                " WHERE t.stream = ?1 AND t.id = ?2 AND t.removed = 0 AND t.archived = 0 AND t.template IS NULL AND s.category <> 'done'",
                                "t", blockers[i]))
        return FALSE;
      if (open == 0)
        continue;
      if (!_weft_board_plan_dup_key (plan, id, &key, error) || !_weft_board_plan_dup_key (plan, blockers[i], &other, error))
        return FALSE;
      return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "status: %s waits for %s, which is not done", key, other);
    }

  return TRUE;
}

static gboolean
check_done (WeftPlan *plan, const WeftBoardMove *args, GError **error)
{
  g_autoptr (GHashTable) together = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < args->n_ids; i++)
    g_hash_table_add (together, (gpointer) args->ids[i]);
  for (guint i = 0; i < args->n_ids; i++)
    if (!check_blockers (plan, args->ids[i], together, error))
      return FALSE;

  return TRUE;
}

gboolean
weft_board_plan_move (WeftPlan *plan, const WeftBoardMove *args, GError **error)
{
  g_autofree char *above = NULL;
  g_autofree char *below = NULL;
  g_auto (Status) status = { 0 };

  if (!_weft_board_plan_find_status (plan, "status", args->status, error)
      || !_weft_board_plan_find_tasks (plan, args->ids, args->n_ids, error) || !read_status (plan, args->status, &status, error)
      || !check_limit (plan, args, &status, error)
      || !_weft_board_plan_check_rules (plan, args->ids, args->n_ids, args->status, error)
      || (g_str_equal (status.category, "done") && !check_done (plan, args, error))
      || !weft_ranks_find (plan, args->ids, args->n_ids, args->status, args->after, NULL, &above, &below, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_tasks_moved_event,
                  &(WeftBoardTasksMoved) {
                      .ids = args->ids, .n_ids = args->n_ids, .status = args->status, .above = above, .below = below });
  return !g_str_equal (status.category, "done") || _weft_board_plan_recur (plan, args->ids, args->n_ids, error);
}
