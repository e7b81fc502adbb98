/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-thread-module.h"

#include "store/weft-fold.h"

gboolean
weft_thread_fold_receipts_set (WeftFold *fold, const WeftThreadReceiptsSet *args, GError **error)
{
  if (args->on)
    return weft_fold_run (fold, error, "DELETE FROM receipts_off WHERE stream = ?1", "");
  return weft_fold_run (fold, error, "INSERT INTO receipts_off (stream) VALUES (?1) ON CONFLICT (stream) DO NOTHING", "");
}
