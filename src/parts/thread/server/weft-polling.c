/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/server/weft-polling.h"

#include "parts/thread/shared/weft-poll-plan-private.h"
#include "parts/thread/shared/weft-poll.h"
#include "parts/thread/shared/weft-thread-module.h"

#define COUNT_EVERY 3000 /* ms: votes within them are counted together */

static gboolean
find_poll (WeftHandling *handling, const char *stream, const char *id, const char *field, WeftPlannedPoll *poll, GError **error)
{
  return _weft_poll_read (weft_database_query (weft_handling_get_database (handling), error,
                                               "SELECT " WEFT_POLL_COLUMNS " FROM message WHERE stream = ?1 AND id = ?2 AND poll IS NOT NULL", "tt", stream, id),
                          field, poll, error);
}

gboolean
weft_polling_vote_secretly (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftThreadVoteSecretly *args = data;
  g_auto (WeftPlannedPoll) poll = { 0 };
  g_autofree char *job = NULL;
  gint64 at = weft_handling_get_at (handling);

  /* The plan says first whether the place is theirs: nobody learns of any other. */
  if (!weft_handling_plan (handling, error) || !find_poll (handling, args->target, args->poll, "poll", &poll, error)
      || !_weft_poll_check_vote (&poll, "poll", args->option, at, error))
    return FALSE;
  if (!poll.secret)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "poll: votes in this poll are not secret");
  if (args->chosen && args->only == poll.several)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, poll.several ? "only: this poll takes several answers" : "only: this poll takes one answer");

  job = g_strdup_printf ("thread/count/%s/%s", args->target, args->poll);
  return weft_handling_schedule (handling,
                                 &(WeftJobOrder) {
                                     .id = job,
                                     .due_at = (at / COUNT_EVERY + 1) * COUNT_EVERY,
                                     .stream = args->target,
                                     .operation = &weft_thread_count_votes_operation,
                                     .args = &(WeftThreadCountVotes) { .id = args->poll },
                                 },
                                 error);
}

gboolean
weft_polling_count_votes (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftThreadCountVotes *args = data;
  const char *stream = weft_handling_get_stream (handling);
  g_auto (WeftPlannedPoll) poll = { 0 };
  g_auto (GStrv) lines = NULL;
  g_autofree char *votes = NULL;
  gint64 counts[WEFT_POLL_OPTIONS_MAX] = { 0 };
  WeftStatement *statement;
  int step = -1;

  if (!weft_handling_plan (handling, error) || !find_poll (handling, stream, args->id, "id", &poll, error))
    return FALSE;
  statement = weft_database_query (weft_handling_get_database (handling), error, "SELECT options FROM secret_vote WHERE target = ?1 AND poll = ?2", "tt", stream,
                                   args->id);
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    for (guint i = 0; i < WEFT_POLL_OPTIONS_MAX; i++)
      counts[i] += (weft_statement_get_int (statement, 0) >> i) & 1;
  if (step < 0)
    return FALSE;

  lines = g_new0 (char *, WEFT_POLL_OPTIONS_MAX + 1);
  for (guint i = 0; i < WEFT_POLL_OPTIONS_MAX; i++)
    lines[i] = counts[i] > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, counts[i]) : g_strdup ("");
  votes = weft_poll_join (lines);
  if (g_strcmp0 (votes, poll.votes) != 0)
    weft_handling_emit (handling, stream, &weft_thread_votes_counted_event,
                        &(WeftThreadVotesCounted) { .id = args->id, .votes = votes != NULL ? votes : "" });
  return TRUE;
}

static char *
make_closing_id (const char *stream, const char *poll)
{
  return g_strdup_printf ("thread/close/%s/%s", stream, poll);
}

gboolean
weft_polling_on_opened (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftThreadPollOpened *args = data;
  g_autofree char *id = make_closing_id (stream, args->id);

  if (args->closes_at == 0)
    return TRUE;
  return weft_handling_schedule (handling,
                                 &(WeftJobOrder) {
                                     .id = id,
                                     .due_at = args->closes_at,
                                     .stream = stream,
                                     .operation = &weft_thread_close_poll_operation,
                                     .args = &(WeftThreadClosePoll) { .id = args->id, .closed = TRUE },
                                 },
                                 error);
}

gboolean
weft_polling_on_closed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  g_autofree char *id = make_closing_id (stream, ((const WeftThreadPollClosed *) data)->id);

  return weft_handling_cancel (handling, id, error);
}

gboolean
weft_polling_on_deleted (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  g_autofree char *id = make_closing_id (stream, ((const WeftThreadMessageDeleted *) data)->id);

  return weft_handling_cancel (handling, id, error);
}
