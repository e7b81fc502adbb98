/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-rank.h"
#include "parts/ranks/shared/weft-ranks-module.h"
#include "parts/ranks/shared/weft-ranks.h"
#include "store/weft-fold.h"

static gboolean
put (WeftFold *fold, const char *id, const char *list, const char *rank, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO entry (stream, id, list, rank) VALUES (?1, ?2, ?3, ?4)"
                        " ON CONFLICT (stream, id) DO UPDATE SET list = excluded.list, rank = excluded.rank",
                        "ttt", id, list, rank);
}

gboolean
weft_ranks_fold (
    WeftFold *fold, const char *const *ids, guint n_ids, const char *list, const char *above, const char *below, GError **error)
{
  g_auto (GStrv) ranks = weft_rank_fill (above, below, n_ids);

  for (guint i = 0; i < n_ids; i++)
    if (!put (fold, ids[i], list, ranks[i], error))
      return FALSE;

  return TRUE;
}

gboolean
weft_ranks_fold_placed (WeftFold *fold, const WeftRanksPlaced *args, GError **error)
{
  return put (fold, args->id, args->list, args->rank, error);
}

gboolean
weft_ranks_fold_removed (WeftFold *fold, const WeftRanksRemoved *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM entry WHERE stream = ?1 AND id = ?2", "t", args->id);
}

/* The order is in the rows, which every end holds, so the event need not repeat it. */
gboolean
weft_ranks_fold_evened (WeftFold *fold, const WeftRanksEvened *args, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement;
  int step;

  statement = weft_fold_query (fold, error,
                               "SELECT id FROM entry WHERE stream = ?1 AND list = ?2 ORDER BY rank, id", "t",
                               args->list);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (ids, weft_statement_dup_text (statement, 0));
  if (step < 0)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *rank = weft_rank_spread (i, ids->len);

      if (!weft_fold_run (fold, error, "UPDATE entry SET rank = ?3 WHERE stream = ?1 AND id = ?2", "tt",
                          (const char *) g_ptr_array_index (ids, i), rank))
        return FALSE;
    }

  return TRUE;
}
