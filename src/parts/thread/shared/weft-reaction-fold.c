/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-reaction.h"
#include "parts/thread/shared/weft-thread-module.h"

#include "store/weft-fold.h"

gboolean
weft_thread_fold_reacted (WeftFold *fold, const WeftThreadReacted *args, GError **error)
{
  g_autofree char *entry = weft_reaction_entry (args->emoji, fold->by);

  return weft_fold_run (fold, error,
                        "UPDATE message SET reactions = coalesce (reactions, '') || ?3 WHERE stream = ?1 AND id = ?2", "tt",
                        args->id, entry);
}

gboolean
weft_thread_fold_reaction_removed (WeftFold *fold, const WeftThreadReactionRemoved *args, GError **error)
{
  g_autofree char *entry = weft_reaction_entry (args->emoji, fold->by);

  return weft_fold_run (fold, error,
                        "UPDATE message SET reactions = nullif (replace (reactions, ?3, ''), '') WHERE stream = ?1 AND id = ?2",
                        "tt", args->id, entry);
}
