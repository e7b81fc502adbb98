/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/conflict/shared/weft-conflict-module.h"

#include "store/weft-fold.h"

gboolean
weft_conflict_fold_found (WeftFold *fold, const WeftConflictFound *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO conflict (stream, id, target, op, object, field, mine, theirs, base, person, at)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
      "ttttttttti", args->id, args->target, args->op, args->object, args->field, args->mine, args->theirs,
      args->base, args->person, fold->at);
}

gboolean
weft_conflict_fold_dismissed (WeftFold *fold, const WeftConflictDismissed *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM conflict WHERE stream = ?1 AND id = ?2", "t", args->id);
}
