/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-thread-module.h"

#include "store/weft-fold.h"

/* The counter, not the newest message, gives the number: a client may hold no message at all. */
static gboolean
count_message (WeftFold *fold, gint64 at, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO thread (stream, last_ordinal, last_at) VALUES (?1, 1, ?2)"
                        " ON CONFLICT (stream) DO UPDATE"
                        " SET last_ordinal = thread.last_ordinal + 1, last_at = excluded.last_at",
                        "i", at);
}

gboolean
weft_thread_fold_message_sent (WeftFold *fold, const WeftThreadMessageSent *args, GError **error)
{
  return count_message (fold, fold->at, error)
         && weft_fold_run (
             fold, error,
             "INSERT INTO message (stream, id, ordinal, author, text, reply_to, deleted, edited_at, seq, at)"
             " VALUES (?1, ?2, (SELECT last_ordinal FROM thread WHERE stream = ?1),"
             " ?3, ?4, ?5, 0, NULL, ?6, ?7)",
             "ttttii", args->id, fold->by, args->text, args->reply_to, fold->seq, fold->at);
}

gboolean
weft_thread_fold_message_posted (WeftFold *fold, const WeftThreadMessagePosted *args, GError **error)
{
  return count_message (fold, fold->at, error)
         && weft_fold_run (fold, error,
                           "INSERT INTO message (stream, id, ordinal, author, text, reply_to, deleted,"
                           " edited_at, seq, at, via, speaker, face)"
                           " VALUES (?1, ?2, (SELECT last_ordinal FROM thread WHERE stream = ?1),"
                           " ?3, ?4, NULL, 0, NULL, ?5, ?6, 'hook', ?7, ?8)",
                           "tttiitt", args->id, args->author, args->text, fold->seq, fold->at, args->speaker,
                           args->face);
}

/* An edited or deleted message older than what this end holds is not there: no row changes. */

static gboolean
edit (WeftFold *fold, const char *id, const char *text, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE message SET text = ?3, edited_at = ?4 WHERE stream = ?1 AND id = ?2", "tti",
                        id, text, fold->at);
}

gboolean
weft_thread_fold_message_edited (WeftFold *fold, const WeftThreadMessageEdited *args, GError **error)
{
  return edit (fold, args->id, args->text, error);
}

gboolean
weft_thread_fold_message_edited_v2 (WeftFold *fold, const WeftThreadMessageEditedV2 *args, GError **error)
{
  return edit (fold, args->id, args->text, error);
}

gboolean
weft_thread_fold_message_deleted (WeftFold *fold, const WeftThreadMessageDeleted *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE message SET text = '', deleted = 1 WHERE stream = ?1 AND id = ?2", "t",
                        args->id);
}

gboolean
weft_thread_fold_message_restored (WeftFold *fold, const WeftThreadMessageRestored *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE message SET text = ?3, deleted = 0 WHERE stream = ?1 AND id = ?2", "tt",
                        args->id, args->text);
}

gboolean
weft_thread_fold_draft_saved (WeftFold *fold, const WeftThreadDraftSaved *args, GError **error)
{
  if (args->text[0] == '\0')
    return weft_fold_run (fold, error, "DELETE FROM draft WHERE stream = ?1 AND target = ?2", "t",
                          args->target);

  return weft_fold_run (
      fold, error,
      "INSERT INTO draft (stream, target, text, saved_at) VALUES (?1, ?2, ?3, ?4)"
      " ON CONFLICT (stream, target) DO UPDATE SET text = excluded.text, saved_at = excluded.saved_at",
      "tti", args->target, args->text, fold->at);
}
