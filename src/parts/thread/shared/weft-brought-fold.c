/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-thread-fold-private.h"
#include "parts/thread/shared/weft-thread-module.h"

#include "store/weft-fold.h"

/* What was said elsewhere stands at the time when it was said. */

static gboolean
count_brought (WeftFold *fold, gint64 at, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO thread (stream, last_ordinal, last_at, brought) VALUES (?1, 1, ?2, 1)"
      " ON CONFLICT (stream) DO UPDATE SET last_ordinal = thread.last_ordinal + 1,"
      " last_at = CASE WHEN thread.last_at > excluded.last_at THEN thread.last_at ELSE excluded.last_at END,"
      " brought = coalesce (thread.brought, 0) + 1",
      "i", at);
}

gboolean
weft_thread_fold_message_brought (WeftFold *fold, const WeftThreadMessageBrought *args, GError **error)
{
  if (args->root == NULL && !count_brought (fold, args->written_at, error))
    return FALSE;

  return weft_fold_run (
             fold, error,
             "INSERT INTO message (stream, id, ordinal, author, text, reply_to, deleted, edited_at, seq, at,"
             " via, speaker, reactions)"
             /* Beside a bare 0 PostgreSQL takes the ordinal for a smaller number than it may be. */
             " VALUES (?1, ?2, CASE WHEN ?3 < CAST (0 AS BIGINT) THEN ?3 ELSE (SELECT last_ordinal FROM thread WHERE stream = "
             "?1) END,"
             " ?4, ?5, NULL, 0, NULL, ?6, ?7, 'import', nullif (?8, ''), nullif (?9, ''))",
             "tittiitt", args->id, args->ordinal, args->author, args->text, fold->seq, args->written_at,
             args->speaker, args->reactions)
         && (args->root == NULL || _weft_thread_fold_root (fold, args->root, args->ordinal, args->written_at, error));
}
