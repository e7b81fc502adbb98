/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-thread-module.h"

#include "store/weft-fold.h"

/* Without an address, as of one that was erased, there is neither picture nor words. */
gboolean
weft_thread_fold_message_previewed (WeftFold *fold, const WeftThreadMessagePreviewed *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE message SET preview = nullif (?3, ''), preview_title = nullif (?4, ''),"
                        " preview_text = nullif (?5, ''), preview_site = nullif (?6, ''),"
                        " preview_picture = ?7, preview_size = ?8, preview_width = ?9,"
                        " preview_height = ?10, bare = coalesce (bare, 0) WHERE stream = ?1 AND id = ?2",
                        "ttttttiii", args->id, args->address, args->title, args->excerpt, args->site,
                        args->address[0] != '\0' ? args->picture : NULL, args->size, args->width,
                        args->height);
}

gboolean
weft_thread_fold_preview_set (WeftFold *fold, const WeftThreadPreviewSet *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE message SET bare = ?3 WHERE stream = ?1 AND id = ?2", "ti",
                        args->id, (gint64) args->bare);
}

gboolean
weft_thread_fold_previews_allowed (WeftFold *fold, const WeftThreadPreviewsAllowed *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO preview_policy (stream, allowed) VALUES (?1, ?2)"
                        " ON CONFLICT (stream) DO UPDATE SET allowed = excluded.allowed",
                        "i", (gint64) args->allowed);
}
