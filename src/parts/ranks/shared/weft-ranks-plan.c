/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/ranks/shared/weft-ranks.h"

#include "base/weft-rank.h"
#include "parts/ranks/shared/weft-ranks-module.h"

#define SELECT_ENTRY "SELECT rank, id FROM entry WHERE stream = ?1 AND list = ?2"

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

/* What stands in @list next to a place, but for what is @moving: nothing, or its rank and id. */
static gboolean
find_beside (WeftPlan *plan,
             gboolean upwards,
             gboolean inclusive,
             const char *list,
             GHashTable *moving,
             const char *rank,
             const char *id,
             Entry *entry,
             GError **error)
{
  static const char *const sql[2][2] = {
    { SELECT_ENTRY " AND (rank > ?3 OR (rank = ?3 AND id > ?4)) ORDER BY rank, id LIMIT 1",
      SELECT_ENTRY " AND (rank > ?3 OR (rank = ?3 AND id >= ?4)) ORDER BY rank, id LIMIT 1" },
    { SELECT_ENTRY " AND (rank < ?3 OR (rank = ?3 AND id < ?4)) ORDER BY rank DESC, id DESC LIMIT 1",
      SELECT_ENTRY " AND (rank < ?3 OR (rank = ?3 AND id <= ?4)) ORDER BY rank DESC, id DESC LIMIT 1" },
  };

  for (;;)
    {
      WeftStatement *statement = weft_plan_query (plan, error, sql[upwards][inclusive], "ttt", list, rank, id);
      int step;

      if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
        return FALSE;
      if (step == 0)
        {
          entry_clear (entry);
          *entry = (Entry) { 0 };
          return TRUE;
        }
      g_set_str (&entry->rank, weft_statement_get_text (statement, 0));
      g_set_str (&entry->id, weft_statement_get_text (statement, 1));
      weft_statement_reset (statement);
      if (!g_hash_table_contains (moving, entry->id))
        return TRUE;
      rank = entry->rank;
      id = entry->id;
      inclusive = FALSE;
    }
}

/* Between which two what is @moving is to stand. */
static gboolean
find_gap (WeftPlan *plan,
          GHashTable *moving,
          const char *list,
          const char *after,
          const char *before,
          Entry *above,
          Entry *below,
          GError **error)
{
  g_auto (Entry) first = { 0 };
  g_auto (Entry) second = { 0 };
  const char *rank;
  const char *id;

  if (!look_up (plan, after, &first, error) || !look_up (plan, before, &second, error))
    return FALSE;

  if (g_strcmp0 (first.list, list) != 0 && g_strcmp0 (second.list, list) == 0)
    return find_beside (plan, TRUE, FALSE, list, moving, second.rank, before, above, error)
           && find_beside (plan, FALSE, TRUE, list, moving, second.rank, before, below, error);

  /* "~" sorts behind every digit: the end. */
  rank = first.rank != NULL ? first.rank : after != NULL ? "~" : "";
  id = first.rank != NULL ? after : "";
  return find_beside (plan, TRUE, TRUE, list, moving, rank, id, above, error)
         && find_beside (plan, FALSE, FALSE, list, moving, rank, id, below, error);
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

/* Whether @list has room for what is @moving, of which some may be in it. */
static gboolean
check_room (WeftPlan *plan, GHashTable *moving, const char *list, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT count(*) FROM entry WHERE stream = ?1 AND list = ?2", "t", list);
  GHashTableIter iter;
  gpointer id;
  gint64 count;

  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  count = weft_statement_get_int (statement, 0) + g_hash_table_size (moving);
  weft_statement_reset (statement);

  g_hash_table_iter_init (&iter, moving);
  while (count > WEFT_RANKS_MAX && g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_auto (Entry) entry = { 0 };

      if (!look_up (plan, id, &entry, error))
        return FALSE;
      count -= g_strcmp0 (entry.list, list) == 0 ? 1 : 0;
    }
  if (count > WEFT_RANKS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "list: %" G_GINT64_FORMAT " things would be in it, at most %d", count,
                             WEFT_RANKS_MAX);

  return TRUE;
}

/* Whether @n things fit between two ranks, each with one of its own. */
static gboolean
fits (const char *above, const char *below, guint n)
{
  g_auto (GStrv) ranks = weft_rank_fill (above, below, n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (ranks[i], i > 0 ? ranks[i - 1] : above) == 0 || g_strcmp0 (ranks[i], below) == 0)
      return FALSE;

  return TRUE;
}

/* Public API */

gboolean
weft_ranks_find (WeftPlan *plan,
                 const char *const *ids,
                 guint n_ids,
                 const char *list,
                 const char *after,
                 const char *before,
                 char **above,
                 char **below,
                 GError **error)
{
  g_autoptr (GHashTable) moving = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (Entry) upper = { 0 };
  g_auto (Entry) lower = { 0 };

  for (guint i = 0; i < n_ids; i++)
    g_hash_table_add (moving, (gpointer) ids[i]);
  if (after != NULL && g_hash_table_contains (moving, after))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "after: nothing stands behind itself");
  if (before != NULL && g_hash_table_contains (moving, before))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "before: nothing stands before itself");
  if (!check_room (plan, moving, list, error) || !find_gap (plan, moving, list, after, before, &upper, &lower, error)
      || (!fits (upper.rank, lower.rank, n_ids) && !spread (plan, list, &upper, &lower, error)))
    return FALSE;

  *above = g_steal_pointer (&upper.rank);
  *below = g_steal_pointer (&lower.rank);
  return TRUE;
}

gboolean
weft_ranks_place (
    WeftPlan *plan, const char *id, const char *list, const char *after, const char *before, GError **error)
{
  g_autofree char *above = NULL;
  g_autofree char *below = NULL;
  g_autofree char *rank = NULL;

  if (!weft_ranks_find (plan, &id, 1, list, after, before, &above, &below, error))
    return FALSE;
  rank = weft_rank_between (above, below);
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
