/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/hooks/shared/weft-hooks-module.h"

#include "store/weft-fold.h"

gboolean
weft_hooks_fold_hook_added (WeftFold *fold, const WeftHooksHookAdded *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO hook (stream, id, name, face, made_by, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", "tttti",
      args->id, args->name, args->face, fold->by, fold->at);
}

gboolean
weft_hooks_fold_hook_changed (WeftFold *fold, const WeftHooksHookChanged *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE hook SET name = ?3, face = ?4 WHERE stream = ?1 AND id = ?2",
                        "ttt", args->id, args->name, args->face);
}

gboolean
weft_hooks_fold_hook_removed (WeftFold *fold, const WeftHooksHookRemoved *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM hook WHERE stream = ?1 AND id = ?2", "t", args->id)
         && weft_fold_run (fold, error, "DELETE FROM hook_alert WHERE stream = ?1 AND hook = ?2", "t",
                           args->id);
}

gboolean
weft_hooks_fold_alert_begun (WeftFold *fold, const WeftHooksAlertBegun *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO hook_alert (stream, hook, alert, message) VALUES (?1, ?2, ?3, ?4)"
                        " ON CONFLICT (stream, hook, alert) DO UPDATE SET message = excluded.message",
                        "ttt", args->hook, args->alert, args->message);
}

gboolean
weft_hooks_fold_alert_ended (WeftFold *fold, const WeftHooksAlertEnded *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM hook_alert WHERE stream = ?1 AND hook = ?2 AND alert = ?3",
                        "tt", args->hook, args->alert);
}
