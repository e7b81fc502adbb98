/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-id-set.h"
#include "parts/thread/shared/weft-poll.h"
#include "parts/thread/shared/weft-thread-module.h"

#include "store/weft-fold.h"

gboolean
weft_thread_fold_poll_opened (WeftFold *fold, const WeftThreadPollOpened *args, GError **error)
{
  return weft_thread_fold_message_sent (fold, &(WeftThreadMessageSent) { .id = args->id, .text = args->text }, error)
         && weft_fold_run (fold, error,
                           "UPDATE message SET poll = ?3, secret = ?4, closed = 0, closes_at = ?5 WHERE stream = ?1 AND id = ?2",
                           "ttii", args->id, args->several ? "several" : "one", (gint64) args->secret, args->closes_at);
}

/* Sets, so that votes which meet from several devices give the same row in any order. What is not held here stays so. */
gboolean
weft_thread_fold_voted (WeftFold *fold, const WeftThreadVoted *args, GError **error)
{
  WeftStatement *statement
      = weft_fold_query (fold, error, "SELECT poll, votes FROM message WHERE stream = ?1 AND id = ?2 AND poll IS NOT NULL AND secret = 0", "t", args->id);
  g_autofree char *votes = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean only;
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  only = args->chosen && g_strcmp0 (weft_statement_get_text (statement, 0), "one") == 0;
  lines = weft_poll_split (weft_statement_get_text (statement, 1), WEFT_POLL_OPTIONS_MAX);
  weft_statement_reset (statement);

  for (gint64 i = 0; i < WEFT_POLL_OPTIONS_MAX; i++)
    {
      g_autofree char *line = g_steal_pointer (&lines[i]);

      if (i == args->option - 1 && args->chosen)
        lines[i] = weft_id_set_add (line, fold->by);
      else if (i == args->option - 1 || only)
        lines[i] = weft_id_set_remove (line, fold->by);
      else
        lines[i] = g_steal_pointer (&line);
      if (lines[i] == NULL)
        lines[i] = g_strdup ("");
    }
  votes = weft_poll_join (lines);
  return weft_fold_run (fold, error, "UPDATE message SET votes = ?3 WHERE stream = ?1 AND id = ?2", "tt", args->id, votes);
}

gboolean
weft_thread_fold_votes_counted (WeftFold *fold, const WeftThreadVotesCounted *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE message SET votes = nullif (?3, '') WHERE stream = ?1 AND id = ?2 AND secret = 1", "tt", args->id, args->votes);
}

/* One that is opened again stays open until somebody closes it. */
gboolean
weft_thread_fold_poll_closed (WeftFold *fold, const WeftThreadPollClosed *args, GError **error)
{
  if (args->closed)
    return weft_fold_run (fold, error, "UPDATE message SET closed = 1 WHERE stream = ?1 AND id = ?2", "t", args->id);
  return weft_fold_run (fold, error, "UPDATE message SET closed = 0, closes_at = 0 WHERE stream = ?1 AND id = ?2", "t", args->id);
}

gboolean
weft_thread_fold_voted_secretly (WeftFold *fold, const WeftThreadVotedSecretly *args, GError **error)
{
  WeftStatement *statement
      = weft_fold_query (fold, error, "SELECT options FROM secret_vote WHERE stream = ?1 AND target = ?2 AND poll = ?3", "tt", args->target, args->poll);
  gint64 bit = G_GINT64_CONSTANT (1) << CLAMP (args->option - 1, 0, WEFT_POLL_OPTIONS_MAX - 1);
  gint64 options = 0;
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      options = weft_statement_get_int (statement, 0);
      weft_statement_reset (statement);
    }
  options = !args->chosen ? options & ~bit : args->only ? bit : options | bit;
  if (options == 0)
    return weft_fold_run (fold, error, "DELETE FROM secret_vote WHERE stream = ?1 AND target = ?2 AND poll = ?3", "tt", args->target, args->poll);
  return weft_fold_run (fold, error,
                        "INSERT INTO secret_vote (stream, target, poll, options) VALUES (?1, ?2, ?3, ?4)"
                        " ON CONFLICT (stream, target, poll) DO UPDATE SET options = excluded.options",
                        "tti", args->target, args->poll, options);
}
