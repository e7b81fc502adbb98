/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/hooks/shared/weft-hooks-module.h"

#include "store/weft-fold.h"

gboolean
weft_hooks_fold_teller_added (WeftFold *fold, const WeftHooksTellerAdded *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO teller (stream, id, name, host, working, failed, made_by, made_at)"
                        " VALUES (?1, ?2, ?3, ?4, 1, '', ?5, ?6)",
                        "tttti", args->id, args->name, args->host, fold->by, fold->at);
}

gboolean
weft_hooks_fold_teller_set (WeftFold *fold, const WeftHooksTellerSet *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE teller SET working = ?3, failed = '' WHERE stream = ?1 AND id = ?2", "ti",
                        args->id, (gint64) args->working);
}

gboolean
weft_hooks_fold_teller_failed (WeftFold *fold, const WeftHooksTellerFailed *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE teller SET working = 0, failed = ?3 WHERE stream = ?1 AND id = ?2", "tt",
                        args->id, args->reason);
}

gboolean
weft_hooks_fold_teller_removed (WeftFold *fold, const WeftHooksTellerRemoved *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM teller WHERE stream = ?1 AND id = ?2", "t", args->id);
}
