/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-thread-module.h"

#include "store/weft-fold.h"

gboolean
weft_thread_fold_editing_limited (WeftFold *fold, const WeftThreadEditingLimited *args, GError **error)
{
  if (args->seconds < 0)
    return weft_fold_run (fold, error, "DELETE FROM edit_window WHERE stream = ?1", "");
  return weft_fold_run (fold, error,
                        "INSERT INTO edit_window (stream, seconds) VALUES (?1, ?2)"
                        " ON CONFLICT (stream) DO UPDATE SET seconds = excluded.seconds",
                        "i", args->seconds);
}
