/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-reply.h"
#include "parts/thread/shared/weft-thread-fold-private.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "parts/thread/shared/weft-topic.h"

#include "store/weft-fold.h"

/* Threads. The message under which one is may not be held here: then nothing of it changes. */

gboolean
_weft_thread_fold_root (WeftFold *fold, const char *root, gint64 ordinal, gint64 at, GError **error)
{
  return weft_fold_run (fold, error,
                        weft_reply_get_root (ordinal) < WEFT_TOPIC_FIRST
                            ? "UPDATE message SET replies = ?3, replied_at = ?4, resolved = coalesce (resolved, 0) WHERE stream = ?1 AND id = ?2"
                            : "UPDATE thread_topic SET replies = ?3, replied_at = ?4 WHERE stream = ?1 AND id = ?2",
                        "tii", root, weft_reply_get_place (ordinal), at);
}

gboolean
weft_thread_fold_replied (WeftFold *fold, const WeftThreadReplied *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO message (stream, id, ordinal, author, text, reply_to, deleted, edited_at, seq, at)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, NULL, ?7, ?8)",
                        "titttii", args->id, args->ordinal, fold->by, args->text, args->reply_to, fold->seq, fold->at)
         && _weft_thread_fold_root (fold, args->root, args->ordinal, fold->at, error);
}

/* As a message is sent, with the root for what it answers. */
gboolean
weft_thread_fold_reply_shown (WeftFold *fold, const WeftThreadReplyShown *args, GError **error)
{
  return weft_thread_fold_message_sent (
             fold, &(WeftThreadMessageSent) { .id = args->id, .text = args->text, .reply_to = args->root }, error)
         && weft_fold_run (fold, error, "UPDATE message SET twin = ?3 WHERE stream = ?1 AND id = ?2", "tt", args->id,
                           args->reply)
         && weft_fold_run (fold, error, "UPDATE message SET twin = ?3 WHERE stream = ?1 AND id = ?2", "tt", args->reply,
                           args->id);
}

gboolean
weft_thread_fold_thread_named (WeftFold *fold, const WeftThreadThreadNamed *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE message SET title = nullif (?3, '') WHERE stream = ?1 AND id = ?2", "tt",
                        args->id, args->title);
}

gboolean
weft_thread_fold_thread_resolved (WeftFold *fold, const WeftThreadThreadResolved *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE message SET resolved = ?3 WHERE stream = ?1 AND id = ?2", "ti", args->id,
                        (gint64) args->resolved);
}

gboolean
weft_thread_fold_thread_followed (WeftFold *fold, const WeftThreadThreadFollowed *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO followed_thread (stream, target, root, follows) VALUES (?1, ?2, ?3, ?4)"
                        " ON CONFLICT (stream, target, root) DO UPDATE SET follows = excluded.follows",
                        "tti", args->target, args->root, (gint64) args->follows);
}

gboolean
weft_thread_fold_threads_forgotten (WeftFold *fold, const WeftThreadThreadsForgotten *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM followed_thread WHERE stream = ?1 AND target = ?2", "t",
                        args->target);
}
