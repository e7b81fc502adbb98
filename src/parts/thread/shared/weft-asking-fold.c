/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-id-set.h"
#include "parts/thread/shared/weft-thread-module.h"

#include "store/weft-fold.h"

static gboolean
ask (WeftFold *fold,
     const char *id,
     const char *severity,
     gboolean everyone,
     const char *const *ids,
     guint n_ids,
     GError **error)
{
  g_autofree char *people = everyone ? g_strdup ("") : n_ids > 0 ? weft_id_set_new (ids, n_ids) : NULL;

  return weft_fold_run (fold, error,
                        "UPDATE message SET severity = nullif (?3, 'info'), asked = ?4 WHERE stream = ?1 AND id = ?2",
                        "ttt", id, severity, people);
}

/* As a message is sent, and then what it asks. */
gboolean
weft_thread_fold_asked (WeftFold *fold, const WeftThreadAsked *args, GError **error)
{
  return weft_thread_fold_message_sent (fold,
                                        &(WeftThreadMessageSent) {
                                            .id = args->id, .text = args->text, .reply_to = args->reply_to },
                                        error)
         && ask (fold, args->id, args->severity, args->everyone, args->people, args->n_people, error);
}

gboolean
weft_thread_fold_reply_asked (WeftFold *fold, const WeftThreadReplyAsked *args, GError **error)
{
  return weft_thread_fold_replied (fold,
                                   &(WeftThreadReplied) { .id = args->id,
                                                          .root = args->root,
                                                          .ordinal = args->ordinal,
                                                          .text = args->text,
                                                          .reply_to = args->reply_to },
                                   error)
         && ask (fold, args->id, args->severity, args->everyone, args->people, args->n_people, error);
}

/* A set, so that acknowledgements which meet from several devices give the same row in any order. What is not
 * held here stays so. */
static gboolean
change (WeftFold *fold, const char *id, gboolean acknowledged, GError **error)
{
  WeftStatement *statement = weft_fold_query (
      fold, error, "SELECT acknowledged FROM message WHERE stream = ?1 AND id = ?2 AND asked IS NOT NULL",
      "t", id);
  g_autofree char *set = NULL;
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  set = acknowledged ? weft_id_set_add (weft_statement_get_text (statement, 0), fold->by)
                     : weft_id_set_remove (weft_statement_get_text (statement, 0), fold->by);
  weft_statement_reset (statement);
  return weft_fold_run (fold, error, "UPDATE message SET acknowledged = ?3 WHERE stream = ?1 AND id = ?2",
                        "tt", id, set);
}

gboolean
weft_thread_fold_acknowledged (WeftFold *fold, const WeftThreadAcknowledged *args, GError **error)
{
  return change (fold, args->id, TRUE, error);
}

gboolean
weft_thread_fold_taken_back (WeftFold *fold, const WeftThreadTakenBack *args, GError **error)
{
  return change (fold, args->id, FALSE, error);
}

gboolean
weft_thread_fold_asked_again (WeftFold *fold, const WeftThreadAskedAgain *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE message SET rounds = ?3 WHERE stream = ?1 AND id = ?2", "ti",
                        args->id, args->round);
}
