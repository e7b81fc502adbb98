/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-thread-module.h"

#include "store/weft-fold.h"

/* Without a name, as of one that was erased, there is no picture either. */
gboolean
weft_thread_fold_sticker_shown (WeftFold *fold, const WeftThreadStickerShown *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "UPDATE message SET sticker = nullif (?3, ''), sticker_picture = ?4, sticker_size = ?5"
      " WHERE stream = ?1 AND id = ?2",
      "ttti", args->id, args->sticker, *args->sticker != '\0' ? args->picture : NULL, args->size);
}
