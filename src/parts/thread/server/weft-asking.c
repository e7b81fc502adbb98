/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/server/weft-asking.h"

#include "parts/thread/shared/weft-asking-limits.h"
#include "parts/thread/shared/weft-thread-module.h"

static char *
make_job_id (const char *stream, const char *message)
{
  return g_strdup_printf ("thread/ask/%s/%s", stream, message);
}

static gboolean
schedule (WeftHandling *handling, const char *stream, const char *message, gint64 round, GError **error)
{
  g_autofree char *id = make_job_id (stream, message);

  if (round > WEFT_ASKING_ROUNDS)
    return TRUE;
  return weft_handling_schedule (handling,
                                 &(WeftJobOrder) {
                                     .id = id,
                                     .due_at = weft_handling_get_at (handling) + WEFT_ASKING_INTERVAL,
                                     .stream = stream,
                                     .operation = &weft_thread_ask_again_operation,
                                     .args = &(WeftThreadAskAgain) { .id = message, .round = round },
                                 },
                                 error);
}

gboolean
weft_asking_on_asked (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftThreadAsked *args = data;

  return !g_str_equal (args->severity, "urgent") || (!args->everyone && args->n_people == 0)
         || schedule (handling, stream, args->id, 1, error);
}

gboolean
weft_asking_on_reply_asked (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftThreadReplyAsked *args = data;

  return !g_str_equal (args->severity, "urgent") || (!args->everyone && args->n_people == 0)
         || schedule (handling, stream, args->id, 1, error);
}

gboolean
weft_asking_on_asked_again (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftThreadAskedAgain *args = data;

  return schedule (handling, stream, args->id, args->round + 1, error);
}

/* If it asks anybody at all. */
static gboolean
schedule_next (WeftHandling *handling, const char *stream, const char *message, GError **error)
{
  gint64 round;

  return weft_database_get_value (weft_handling_get_database (handling), &round, 0, error,
                                  "SELECT coalesce (rounds, 0) + 1 FROM message WHERE stream = ?1 AND id = ?2"
                                  " AND severity = 'urgent' AND asked IS NOT NULL",
                                  "tt", stream, message)
         && (round == 0 || schedule (handling, stream, message, round, error));
}

gboolean
weft_asking_on_taken_back (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  return schedule_next (handling, stream, ((const WeftThreadTakenBack *) data)->id, error);
}

gboolean
weft_asking_on_restored (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  return schedule_next (handling, stream, ((const WeftThreadMessageRestored *) data)->id, error);
}

gboolean
weft_asking_on_deleted (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  g_autofree char *id = make_job_id (stream, ((const WeftThreadMessageDeleted *) data)->id);

  return weft_handling_cancel (handling, id, error);
}
