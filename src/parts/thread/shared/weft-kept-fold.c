/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-thread-module.h"

#include "store/weft-fold.h"

gboolean
weft_thread_fold_message_pinned (WeftFold *fold, const WeftThreadMessagePinned *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO message_pin (stream, id, ordinal, pinned_by, pinned_at) VALUES (?1, ?2, ?3, ?4, ?5)"
      " ON CONFLICT (stream, id) DO NOTHING",
      "titi", args->id, args->ordinal, fold->by, fold->at);
}

gboolean
weft_thread_fold_message_unpinned (WeftFold *fold, const WeftThreadMessageUnpinned *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM message_pin WHERE stream = ?1 AND id = ?2", "t", args->id);
}

gboolean
weft_thread_fold_message_saved (WeftFold *fold, const WeftThreadMessageSaved *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO saved_message (stream, id, target, ordinal, saved_at) VALUES (?1, ?2, ?3, ?4, ?5)"
      " ON CONFLICT (stream, id) DO NOTHING",
      "ttii", args->id, args->target, args->ordinal, fold->at);
}

gboolean
weft_thread_fold_message_unsaved (WeftFold *fold, const WeftThreadMessageUnsaved *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM saved_message WHERE stream = ?1 AND id = ?2", "t",
                        args->id);
}

gboolean
weft_thread_fold_message_hidden (WeftFold *fold, const WeftThreadMessageHidden *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO hidden_message (stream, id, target, ordinal) VALUES (?1, ?2, ?3, ?4)"
                        " ON CONFLICT (stream, id) DO NOTHING",
                        "tti", args->id, args->target, args->ordinal);
}

gboolean
weft_thread_fold_message_shown (WeftFold *fold, const WeftThreadMessageShown *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM hidden_message WHERE stream = ?1 AND id = ?2", "t",
                        args->id);
}
