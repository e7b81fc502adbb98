/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-thread-module.h"

#include "store/weft-fold.h"

gboolean
weft_thread_fold_message_scheduled (WeftFold *fold, const WeftThreadMessageScheduled *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO scheduled_message (stream, id, target, at, text, reply_to, refusal, made_at)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL, ?7)",
      "ttitti", args->id, args->target, args->at, args->text, args->reply_to, fold->at);
}

gboolean
weft_thread_fold_message_scheduled_v2 (WeftFold *fold, const WeftThreadMessageScheduledV2 *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO scheduled_message (stream, id, target, at, text, reply_to, refusal, made_at, root, also)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL, ?7, ?8, ?9)",
      "ttittitt", args->id, args->target, args->at, args->text, args->reply_to, fold->at, args->root, args->also);
}

gboolean
weft_thread_fold_scheduled_changed (WeftFold *fold, const WeftThreadScheduledChanged *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "UPDATE scheduled_message SET at = ?3, text = ?4, refusal = NULL WHERE stream = ?1 AND id = ?2", "tit",
      args->id, args->at, args->text);
}

static gboolean
forget (WeftFold *fold, const char *id, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM scheduled_message WHERE stream = ?1 AND id = ?2", "t", id);
}

gboolean
weft_thread_fold_message_unscheduled (WeftFold *fold,
                                      const WeftThreadMessageUnscheduled *args,
                                      GError **error)
{
  return forget (fold, args->id, error);
}

gboolean
weft_thread_fold_scheduled_sent (WeftFold *fold, const WeftThreadScheduledSent *args, GError **error)
{
  return forget (fold, args->id, error);
}

gboolean
weft_thread_fold_scheduled_refused (WeftFold *fold, const WeftThreadScheduledRefused *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE scheduled_message SET refusal = ?3 WHERE stream = ?1 AND id = ?2", "tt",
                        args->id, args->why);
}

/* Of the message in its stream. */
gboolean
weft_thread_fold_message_late (WeftFold *fold, const WeftThreadMessageLate *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE message SET due_at = ?3 WHERE stream = ?1 AND id = ?2", "ti",
                        args->id, args->due_at);
}
