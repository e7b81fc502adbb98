/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-id-set.h"
#include "parts/thread/shared/weft-poll-plan-private.h"
#include "parts/thread/shared/weft-poll.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "parts/thread/shared/weft-thread-plan-private.h"

#include "proto/weft-module.h"

#define SECRET_VOTES_MAX 10000 /* polls in which somebody has voted secretly */

static gboolean
is_blank (const char *line)
{
  for (; *line != '\0'; line = g_utf8_next_char (line))
    if (!g_unichar_isspace (g_utf8_get_char (line)))
      return FALSE;
  return TRUE;
}

static gboolean
check_line (char **lines, guint i, GError **error)
{
  glong length = g_utf8_strlen (lines[i], -1);
  glong max = i == 0 ? WEFT_POLL_QUESTION_MAX : WEFT_POLL_OPTION_MAX;
  g_autofree char *name = i == 0 ? g_strdup ("question") : g_strdup_printf ("option %u", i);

  if (is_blank (lines[i]))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "text: %s says nothing", name);
  if (length > max)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "text: %s: %ld characters, at most %ld", name, length, max);
  for (guint k = 1; i > 0 && k < i; k++)
    if (g_str_equal (lines[k], lines[i]))
      return weft_plan_refuse (error, WEFT_ERROR_INVALID, "text: %s says the same as option %u", name, k);
  return TRUE;
}

gboolean
weft_thread_plan_open_poll (WeftPlan *plan, const WeftThreadOpenPoll *args, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (args->text, "\n", -1);
  guint n = g_strv_length (lines);
  WeftPlannedMessage message;

  if (!_weft_thread_look_up (plan, args->id, &message, error))
    return FALSE;
  if (message.found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a message with this id already");
  if (n < WEFT_POLL_OPTIONS_MIN + 1)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "text: %u options, at least %d", n - 1, WEFT_POLL_OPTIONS_MIN);
  if (n > WEFT_POLL_OPTIONS_MAX + 1)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "text: %u options, at most %d", n - 1, WEFT_POLL_OPTIONS_MAX);
  for (guint i = 0; i < n; i++)
    if (!check_line (lines, i, error))
      return FALSE;

  weft_plan_emit (plan, &weft_thread_poll_opened_event,
                  &(WeftThreadPollOpened) {
                      .id = args->id, .text = args->text, .several = args->several, .secret = args->secret, .closes_at = args->closes_at });
  return TRUE;
}

void
_weft_poll_clear (WeftPlannedPoll *self)
{
  g_free (self->votes);
}

gboolean
_weft_poll_read (WeftStatement *statement, const char *field, WeftPlannedPoll *poll, GError **error)
{
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "%s: no such poll here", field);
  poll->several = g_strcmp0 (weft_statement_get_text (statement, 0), "several") == 0;
  poll->secret = weft_statement_get_int (statement, 1) != 0;
  poll->closed = weft_statement_get_int (statement, 2) != 0;
  poll->closes_at = weft_statement_get_int (statement, 3);
  poll->votes = weft_statement_dup_text (statement, 4);
  poll->n_options = weft_poll_count_options (weft_statement_get_text (statement, 5));
  poll->deleted = weft_statement_get_int (statement, 6) != 0;
  weft_statement_reset (statement);
  return TRUE;
}

static gboolean
find_poll (WeftPlan *plan, const char *id, WeftPlannedPoll *poll, GError **error)
{
  return _weft_poll_read (weft_plan_query (plan, error, "SELECT " WEFT_POLL_COLUMNS " FROM message WHERE stream = ?1 AND id = ?2 AND poll IS NOT NULL", "t", id),
                          "id", poll, error);
}

gboolean
_weft_poll_check_vote (const WeftPlannedPoll *poll, const char *field, gint64 option, gint64 at, GError **error)
{
  if (poll->deleted)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "%s: the poll was deleted", field);
  if (poll->closed || (poll->closes_at > 0 && poll->closes_at <= at))
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "%s: the poll is closed", field);
  if (option > poll->n_options)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "option: there are %u", poll->n_options);
  return TRUE;
}

gboolean
weft_thread_plan_vote (WeftPlan *plan, const WeftThreadVote *args, GError **error)
{
  g_auto (WeftPlannedPoll) poll = { 0 };
  g_auto (GStrv) lines = NULL;

  if (!find_poll (plan, args->id, &poll, error) || !_weft_poll_check_vote (&poll, "id", args->option, weft_plan_get_at (plan), error))
    return FALSE;
  if (poll.secret)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "id: votes in this poll are secret");
  if (weft_plan_get_role (plan) == WEFT_ROLE_SYSTEM)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "id: only people vote");
  lines = weft_poll_split (poll.votes, WEFT_POLL_OPTIONS_MAX);
  if (weft_id_set_contains (lines[args->option - 1], weft_plan_get_author (plan)) != args->chosen)
    weft_plan_emit (plan, &weft_thread_voted_event,
                    &(WeftThreadVoted) { .id = args->id, .option = args->option, .chosen = args->chosen });
  return TRUE;
}

/* Whether it may be, only the server knows, which reads the poll. */
gboolean
weft_thread_plan_vote_secretly (WeftPlan *plan, const WeftThreadVoteSecretly *args, GError **error)
{
  WeftStatement *statement;
  gboolean member;
  gint64 n;

  /* Another person's settings look as if they did not exist, to administrators too. */
  if (g_strcmp0 (weft_stream_get_id (weft_plan_get_stream (plan)), weft_plan_get_author (plan)) != 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such stream");

  statement = weft_plan_query (plan, error,
                               "SELECT (SELECT count(*) FROM membership WHERE stream = ?1 AND target = ?2),"
                               " (SELECT count(*) FROM secret_vote WHERE stream = ?1 AND NOT (target = ?2 AND poll = ?3))",
                               "tt", args->target, args->poll);
  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  member = weft_statement_get_int (statement, 0) > 0;
  n = weft_statement_get_int (statement, 1);
  weft_statement_reset (statement);
  if (!member)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "target: no such stream");
  if (n >= SECRET_VOTES_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "poll: %d polls, the most one may vote in secretly", SECRET_VOTES_MAX);

  weft_plan_emit (plan, &weft_thread_voted_secretly_event,
                  &(WeftThreadVotedSecretly) {
                      .target = args->target, .poll = args->poll, .option = args->option, .chosen = args->chosen, .only = args->only });
  return TRUE;
}

gboolean
weft_thread_plan_close_poll (WeftPlan *plan, const WeftThreadClosePoll *args, GError **error)
{
  g_auto (WeftPlannedPoll) poll = { 0 };
  WeftPlannedMessage message;

  if (!find_poll (plan, args->id, &poll, error) || !_weft_thread_find (plan, "id", args->id, &message, error))
    return FALSE;
  if (!message.is_own && weft_plan_get_role (plan) < WEFT_ROLE_ADMIN)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "id: only who opened a poll or an administrator may close it");
  if (poll.deleted)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: the poll was deleted");

  if (poll.closed != args->closed)
    weft_plan_emit (plan, &weft_thread_poll_closed_event, &(WeftThreadPollClosed) { .id = args->id, .closed = args->closed });
  return TRUE;
}

/* The server counts: votes stand on their people's own streams. */
gboolean
weft_thread_plan_count_votes (WeftPlan *plan, const WeftThreadCountVotes *args, GError **error)
{
  g_auto (WeftPlannedPoll) poll = { 0 };

  if (!find_poll (plan, args->id, &poll, error))
    return FALSE;
  return poll.secret || weft_plan_refuse (error, WEFT_ERROR_INVALID, "id: votes in this poll are not secret");
}
