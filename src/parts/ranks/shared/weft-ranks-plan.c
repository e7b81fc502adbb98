/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/ranks/shared/weft-ranks.h"

#include "base/weft-rank.h"
#include "parts/ranks/shared/weft-ranks-module.h"

#define SELECT_ENTRY "SELECT rank, id FROM entry WHERE stream = ?1 AND list = ?2 AND id <> ?3"

typedef struct
{
  char *id;
  char *list;
  char *rank;
} Entry;

static void
entry_clear (Entry *entry)
{
  g_free (entry->id);
  g_free (entry->list);
  g_free (entry->rank);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Entry, entry_clear)

static gboolean
look_up (WeftPlan *plan, const char *id, Entry *entry, GError **error)
{
  WeftStatement *statement;
  int step;

  if (id == NULL)
    return TRUE;
  statement
      = weft_plan_query (plan, error, "SELECT list, rank FROM entry WHERE stream = ?1 AND id = ?2", "t", id);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      entry->list = weft_statement_dup_text (statement, 0);
      entry->rank = weft_statement_dup_text (statement, 1);
      weft_statement_reset (statement);
    }

  return TRUE;
}

/* What stands in @list next to a place, but for @moving: nothing, or its rank and id. */
static gboolean
find_beside (WeftPlan *plan,
             const char *sql,
             const char *list,
             const char *moving,
             const char *rank,
             const char *id,
             Entry *entry,
             GError **error)
{
  WeftStatement *statement = weft_plan_query (plan, error, sql, "tttt", list, moving, rank, id);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      entry->rank = weft_statement_dup_text (statement, 0);
      entry->id = weft_statement_dup_text (statement, 1);
      weft_statement_reset (statement);
    }

  return TRUE;
}

/* Between which two @id is to stand. */
static gboolean
find_gap (WeftPlan *plan,
          const char *id,
          const char *list,
          const char *after,
          const char *before,
          Entry *above,
          Entry *below,
          GError **error)
{
  static const char up_to[]
      = SELECT_ENTRY " AND (rank < ?4 OR (rank = ?4 AND id <= ?5)) ORDER BY rank DESC, id DESC LIMIT 1";
  static const char under[]
      = SELECT_ENTRY " AND (rank < ?4 OR (rank = ?4 AND id < ?5)) ORDER BY rank DESC, id DESC LIMIT 1";
  static const char from[]
      = SELECT_ENTRY " AND (rank > ?4 OR (rank = ?4 AND id >= ?5)) ORDER BY rank, id LIMIT 1";
  static const char over[]
      = SELECT_ENTRY " AND (rank > ?4 OR (rank = ?4 AND id > ?5)) ORDER BY rank, id LIMIT 1";
  g_auto (Entry) first = { 0 };
  g_auto (Entry) second = { 0 };
  const char *rank;

  if (!look_up (plan, after, &first, error) || !look_up (plan, before, &second, error))
    return FALSE;

  if (g_strcmp0 (first.list, list) != 0 && g_strcmp0 (second.list, list) == 0)
    return find_beside (plan, under, list, id, second.rank, before, above, error)
           && find_beside (plan, from, list, id, second.rank, before, below, error);

  /* "~" sorts behind every digit: the end. */
  rank = first.rank != NULL ? first.rank : after != NULL ? "~" : "";
  return find_beside (plan, up_to, list, id, rank, first.rank != NULL ? after : "", above, error)
         && find_beside (plan, over, list, id, rank, first.rank != NULL ? after : "", below, error);
}

/* The ranks which @above and @below have once @list is spread. */
static gboolean
spread (WeftPlan *plan, const char *list, Entry *above, Entry *below, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error,
                         "SELECT id FROM entry WHERE stream = ?1 AND list = ?2 ORDER BY rank, id", "t", list);
  guint above_index = 0;
  guint below_index = 0;
  guint n = 0;
  int step;

  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      const char *id = weft_statement_get_text (statement, 0);

      if (g_strcmp0 (id, above->id) == 0)
        above_index = n;
      if (g_strcmp0 (id, below->id) == 0)
        below_index = n;
      n++;
    }
  if (step < 0)
    return FALSE;

  weft_plan_emit (plan, &weft_ranks_evened_event, &(WeftRanksEvened) { .list = list });
  if (above->id != NULL)
    {
      g_free (above->rank);
      above->rank = weft_rank_spread (above_index, n);
    }
  if (below->id != NULL)
    {
      g_free (below->rank);
      below->rank = weft_rank_spread (below_index, n);
    }

  return TRUE;
}

static gboolean
check_room (WeftPlan *plan, const char *id, const char *list, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error,
                         "SELECT count(*) FROM entry WHERE stream = ?1 AND list = ?2 AND id <> ?3", "tt",
                         list, id);
  gint64 count;

  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  count = weft_statement_get_int (statement, 0);
  weft_statement_reset (statement);
  if (count >= WEFT_RANKS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "list: holds %d things, the most it may",
                             WEFT_RANKS_MAX);

  return TRUE;
}

/* Public API */

gboolean
weft_ranks_place (
    WeftPlan *plan, const char *id, const char *list, const char *after, const char *before, GError **error)
{
  g_auto (Entry) above = { 0 };
  g_auto (Entry) below = { 0 };
  g_autofree char *rank = NULL;

  if (g_strcmp0 (after, id) == 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "after: nothing stands behind itself");
  if (g_strcmp0 (before, id) == 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "before: nothing stands before itself");
  if (!check_room (plan, id, list, error) || !find_gap (plan, id, list, after, before, &above, &below, error))
    return FALSE;

  rank = weft_rank_between (above.rank, below.rank);
  if (g_strcmp0 (rank, above.rank) == 0 || g_strcmp0 (rank, below.rank) == 0)
    {
      /* There is no room left between them. */
      g_clear_pointer (&rank, g_free);
      if (!spread (plan, list, &above, &below, error))
        return FALSE;
      rank = weft_rank_between (above.rank, below.rank);
    }
  weft_plan_emit (plan, &weft_ranks_placed_event,
                  &(WeftRanksPlaced) { .id = id, .list = list, .rank = rank });

  return TRUE;
}

gboolean
weft_ranks_remove (WeftPlan *plan, const char *id, GError **error)
{
  g_auto (Entry) entry = { 0 };

  if (!look_up (plan, id, &entry, error))
    return FALSE;
  if (entry.list != NULL)
    weft_plan_emit (plan, &weft_ranks_removed_event, &(WeftRanksRemoved) { .id = id });

  return TRUE;
}

gboolean
weft_ranks_plan_place (WeftPlan *plan, const WeftRanksPlace *args, GError **error)
{
  return weft_ranks_place (plan, args->id, args->list, args->after, args->before, error);
}

gboolean
weft_ranks_plan_remove (WeftPlan *plan, const WeftRanksRemove *args, GError **error)
{
  g_auto (Entry) entry = { 0 };

  if (!look_up (plan, args->id, &entry, error))
    return FALSE;
  if (entry.list == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: stands in no list here");

  return weft_ranks_remove (plan, args->id, error);
}

gboolean
weft_ranks_plan_spread (WeftPlan *plan, const WeftRanksSpread *args, GError **error)
{
  weft_plan_emit (plan, &weft_ranks_evened_event, &(WeftRanksEvened) { .list = args->list });
  return TRUE;
}
