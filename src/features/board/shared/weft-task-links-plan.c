/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "base/weft-id-set.h"
#include "features/board/shared/weft-board-plan-private.h"

/* What tasks have to do with each other. The server plans each change on what was there before it, so of two people who
 * would close a circle, both offline, the second is refused. */

#define LINKS_MAX 200 /* of one kind, of one task */

static void
meet (const char *id, GHashTable *seen, GPtrArray *next)
{
  char *mine;

  if (g_hash_table_contains (seen, id))
    return;
  mine = g_strdup (id);
  g_hash_table_add (seen, mine);
  g_ptr_array_add (next, mine);
}

/* One of @ids which is reached from @from by what @sql says of a task (a set of ids, or one); NULL: none is. */
static gboolean
find_way (WeftPlan *plan, const char *sql, const char *from, GHashTable *ids, char **found, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) next = g_ptr_array_new (); /* of char*, in @seen */

  *found = NULL;
  meet (from, seen, next);
  while (next->len > 0)
    {
      const char *id = g_ptr_array_steal_index_fast (next, next->len - 1);
      g_autofree char *set = NULL;
      g_auto (GStrv) others = NULL;

      if (g_hash_table_contains (ids, id))
        {
          *found = g_strdup (id);
          return TRUE;
        }
      if (!weft_plan_get_text (plan, &set, error, sql, "t", id))
        return FALSE;
      others = g_strsplit (set != NULL ? set : "", " ", -1);
      for (guint i = 0; others[i] != NULL; i++)
        meet (others[i], seen, next);
    }

  return TRUE;
}

/* Refuses what would lead from one of @ids by way of @other to itself. */
static gboolean
check_no_circle (WeftPlan *plan,
                 const char *field,
                 const char *sql,
                 const char *const *ids,
                 guint n_ids,
                 const char *other,
                 const char *words,
                 GError **error)
{
  g_autoptr (GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *found = NULL;
  g_autofree char *key = NULL;
  g_autofree char *end = NULL;

  for (guint i = 0; i < n_ids; i++)
    g_hash_table_add (all, (gpointer) ids[i]);
  if (g_hash_table_contains (all, other))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "%s: is the task itself", field);
  if (!find_way (plan, sql, other, all, &found, error))
    return FALSE;
  if (found == NULL)
    return TRUE;
  if (!_weft_board_plan_dup_key (plan, other, &key, error) || !_weft_board_plan_dup_key (plan, found, &end, error))
    return FALSE;
  return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "%s: %s %s %s already", field, key, words, end);
}

static gboolean
check_room (WeftPlan *plan, const char *const *ids, guint n_ids, const char *sql, const char *other, GError **error)
{
  for (guint i = 0; i < n_ids; i++)
    {
      g_autofree char *set = NULL;

      if (!weft_plan_get_text (plan, &set, error, sql, "t", ids[i]))
        return FALSE;
      if (weft_id_set_count (set) >= LINKS_MAX && !weft_id_set_contains (set, other))
        return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "ids[%u]: has to do with %d tasks, at most %d", i, LINKS_MAX, LINKS_MAX);
    }

  return TRUE;
}

gboolean
weft_board_plan_set_parent (WeftPlan *plan, const WeftBoardSetParent *args, GError **error)
{
  if (!_weft_board_plan_find_tasks (plan, args->ids, args->n_ids, error))
    return FALSE;
  if (args->parent != NULL
      && (!_weft_board_plan_find_task (plan, "parent", args->parent, error)
          || !check_no_circle (plan, "parent", "SELECT parent FROM task WHERE stream = ?1 AND id = ?2", args->ids, args->n_ids,
                               args->parent, "is part of", error)))
    return FALSE;

  weft_plan_emit (plan, &weft_board_parent_set_event,
                  &(WeftBoardParentSet) { .ids = args->ids, .n_ids = args->n_ids, .parent = args->parent });
  return TRUE;
}

gboolean
weft_board_plan_set_duplicate (WeftPlan *plan, const WeftBoardSetDuplicate *args, GError **error)
{
  if (!_weft_board_plan_find_tasks (plan, args->ids, args->n_ids, error))
    return FALSE;
  if (args->duplicate_of != NULL
      && (!_weft_board_plan_find_task (plan, "duplicate_of", args->duplicate_of, error)
          || !check_no_circle (plan, "duplicate_of", "SELECT duplicate_of FROM task WHERE stream = ?1 AND id = ?2", args->ids,
                               args->n_ids, args->duplicate_of, "is a duplicate of", error)))
    return FALSE;

  weft_plan_emit (plan, &weft_board_duplicate_set_event,
                  &(WeftBoardDuplicateSet) { .ids = args->ids, .n_ids = args->n_ids, .duplicate_of = args->duplicate_of });
  return TRUE;
}

gboolean
weft_board_plan_block (WeftPlan *plan, const WeftBoardBlock *args, GError **error)
{
  static const char sql[] = "SELECT blockers FROM task WHERE stream = ?1 AND id = ?2";

  if (!_weft_board_plan_find_tasks (plan, args->ids, args->n_ids, error))
    return FALSE;
  if (args->on
      && (!_weft_board_plan_find_task (plan, "other", args->other, error)
          || !check_no_circle (plan, "other", sql, args->ids, args->n_ids, args->other, "waits for", error)
          || !check_room (plan, args->ids, args->n_ids, sql, args->other, error)))
    return FALSE;

  weft_plan_emit (plan, &weft_board_tasks_blocked_event,
                  &(WeftBoardTasksBlocked) { .ids = args->ids, .n_ids = args->n_ids, .other = args->other, .on = args->on });
  return TRUE;
}

gboolean
weft_board_plan_relate (WeftPlan *plan, const WeftBoardRelate *args, GError **error)
{
  if (!_weft_board_plan_find_tasks (plan, args->ids, args->n_ids, error))
    return FALSE;
  for (guint i = 0; i < args->n_ids; i++)
    if (g_str_equal (args->ids[i], args->other))
      return weft_plan_refuse (error, WEFT_ERROR_INVALID, "other: is the task itself");
  if (args->on
      && (!_weft_board_plan_find_task (plan, "other", args->other, error)
          || !check_room (plan, args->ids, args->n_ids, "SELECT related FROM task WHERE stream = ?1 AND id = ?2", args->other, error)))
    return FALSE;

  weft_plan_emit (plan, &weft_board_tasks_related_event,
                  &(WeftBoardTasksRelated) { .ids = args->ids, .n_ids = args->n_ids, .other = args->other, .on = args->on });
  return TRUE;
}
