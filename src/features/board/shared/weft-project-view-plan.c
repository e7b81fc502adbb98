/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "features/board/shared/weft-view-terms.h"
#include "store/weft-plan.h"

#define VIEWS_MAX 100 /* of one project, and of one person */

static gboolean
is_shared (WeftPlan *plan)
{
  return g_str_has_prefix (weft_plan_get_stream (plan), "project/");
}

/* What is shared is its members' to write; another person's own looks as if it did not exist, to administrators too. */
static gboolean
check_writes (WeftPlan *plan, GError **error)
{
  if (!is_shared (plan) && g_strcmp0 (weft_stream_get_id (weft_plan_get_stream (plan)), weft_plan_get_author (plan)) != 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such stream");
  return TRUE;
}

static gboolean
check_target (WeftPlan *plan, const char *target, GError **error)
{
  if (is_shared (plan) && !g_str_equal (target, weft_plan_get_stream (plan)))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "target: is another project");
  if (!g_str_has_prefix (target, "project/"))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "target: is no project");
  return TRUE;
}

static gboolean
check_arrangement (const char *sort, const char *grouping, GError **error)
{
  if (!weft_view_term_is_valid (weft_view_sorts, sort))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "sort: cards are not sorted by this");
  if (!weft_view_term_is_valid (weft_view_groupings, grouping))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "grouping: cards are not grouped by this");
  return TRUE;
}

/* @found: (out): whether @id is there; @n: (out): how many others there are. None of those of @target may be called @name, in letters of any size. */
static gboolean
look (WeftPlan *plan, const char *id, const char *target, const char *name, gboolean *found, int *n, GError **error)
{
  g_autofree char *wanted = g_utf8_casefold (name, -1);
  gboolean taken = FALSE;
  WeftStatement *statement;
  int step;

  if (!check_writes (plan, error) || !check_target (plan, target, error))
    return FALSE;

  *found = FALSE;
  *n = 0;
  statement = weft_plan_query (plan, error, "SELECT id, target, name FROM project_view WHERE stream = ?1", "");
  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      g_autofree char *other = g_utf8_casefold (weft_statement_get_text (statement, 2), -1);

      if (g_str_equal (weft_statement_get_text (statement, 0), id))
        {
          *found = TRUE;
          continue;
        }
      (*n)++;
      taken |= g_str_equal (weft_statement_get_text (statement, 1), target) && g_str_equal (other, wanted);
    }
  if (step < 0)
    return FALSE;
  if (taken)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "name: another view is called that");
  return TRUE;
}

gboolean
weft_board_plan_save_view (WeftPlan *plan, const WeftBoardSaveView *args, GError **error)
{
  gboolean found;
  int n;

  if (!check_arrangement (args->sort, args->grouping, error) || !look (plan, args->id, args->target, args->name, &found, &n, error))
    return FALSE;
  if (found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a view with this id already");
  if (n >= VIEWS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "id: %d views are saved, the most %s may have", n, is_shared (plan) ? "a project" : "one");

  weft_plan_emit (plan, &weft_board_view_saved_v2_event,
                  &(WeftBoardViewSavedV2) { .id = args->id,
                                          .target = args->target,
                                          .name = args->name,
                                          .text = args->text,
                                          .sort = args->sort,
                                          .descending = args->descending,
                                          .grouping = args->grouping,
                                          .layout = args->layout });
  return TRUE;
}

gboolean
weft_board_plan_set_view (WeftPlan *plan, const WeftBoardSetView *args, GError **error)
{
  gboolean found;
  int n;

  if (!check_arrangement (args->sort, args->grouping, error) || !look (plan, args->id, args->target, args->name, &found, &n, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such view");

  weft_plan_emit (plan, &weft_board_view_changed_v2_event,
                  &(WeftBoardViewChangedV2) { .id = args->id,
                                            .target = args->target,
                                            .name = args->name,
                                            .text = args->text,
                                            .sort = args->sort,
                                            .descending = args->descending,
                                            .grouping = args->grouping,
                                            .layout = args->layout });
  return TRUE;
}

gboolean
weft_board_plan_drop_view (WeftPlan *plan, const WeftBoardDropView *args, GError **error)
{
  gint64 n;

  if (!check_writes (plan, error)
      || !weft_plan_get_value (plan, &n, 0, error, "SELECT count(*) FROM project_view WHERE stream = ?1 AND id = ?2", "t", args->id))
    return FALSE;
  if (n == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such view");

  weft_plan_emit (plan, &weft_board_view_dropped_event, &(WeftBoardViewDropped) { .id = args->id });
  return TRUE;
}
