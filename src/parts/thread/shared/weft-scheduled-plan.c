/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-thread-module.h"

#include "parts/thread/shared/weft-thread-plan-private.h"

/* What is written now and sent at a time. It stands on its author's own stream until then; the server's half
 * sends it. */

#define DAY (G_GINT64_CONSTANT (24) * 3600 * 1000) /* ms */
#define DAYS_MAX 120
#define SCHEDULED_MAX 100 /* of one person: each is a job of the server */

typedef struct
{
  gboolean found;
  gboolean refused;
  gint64 at;
} Scheduled;

/* Another person's settings look as if they did not exist, to administrators too. */
static gboolean
check_own (WeftPlan *plan, GError **error)
{
  if (g_strcmp0 (weft_stream_get_id (weft_plan_get_stream (plan)), weft_plan_get_author (plan)) != 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such stream");
  return TRUE;
}

static gboolean
look_up (WeftPlan *plan, const char *id, Scheduled *scheduled, GError **error)
{
  WeftStatement *statement;
  int step;

  statement
      = weft_plan_query (plan, error,
                         "SELECT at, refusal FROM scheduled_message WHERE stream = ?1 AND id = ?2", "t", id);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  *scheduled = (Scheduled) { .found = step > 0 };
  if (scheduled->found)
    {
      scheduled->at = weft_statement_get_int (statement, 0);
      scheduled->refused = weft_statement_get_text (statement, 1) != NULL;
    }
  weft_statement_reset (statement);
  return TRUE;
}

static gboolean
find (WeftPlan *plan, const char *id, Scheduled *scheduled, GError **error)
{
  if (!look_up (plan, id, scheduled, error))
    return FALSE;
  if (!scheduled->found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such message is scheduled");
  return TRUE;
}

static gboolean
check_time (WeftPlan *plan, gint64 at, GError **error)
{
  if (at - weft_plan_get_at (plan) > DAYS_MAX * DAY)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "at: more than %d days from now", DAYS_MAX);
  return TRUE;
}

/* A time which is past is due at once: it may have been said without a connection. */
gboolean
weft_thread_plan_schedule (WeftPlan *plan, const WeftThreadSchedule *args, GError **error)
{
  Scheduled scheduled;
  WeftStatement *statement;
  gboolean member;
  gint64 n;

  if (!check_own (plan, error) || !look_up (plan, args->id, &scheduled, error)
      || !check_time (plan, args->at, error))
    return FALSE;
  if (scheduled.found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS,
                             "id: there is a scheduled message with this id already");
  if (args->also != NULL && args->root == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "also: it stands in the room already");
  if (args->also != NULL && g_str_equal (args->also, args->id))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "also: the id of the reply itself");

  statement = weft_plan_query (plan, error,
                               "SELECT (SELECT count(*) FROM membership WHERE stream = ?1 AND target = ?2),"
                               " (SELECT count(*) FROM scheduled_message WHERE stream = ?1)",
                               "t", args->target);
  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  member = weft_statement_get_int (statement, 0) > 0;
  n = weft_statement_get_int (statement, 1);
  weft_statement_reset (statement);
  if (!member)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "target: no such stream");
  if (n >= SCHEDULED_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE,
                             "id: %d messages are scheduled, the most there may be", SCHEDULED_MAX);

  weft_plan_emit (plan, &weft_thread_message_scheduled_v2_event,
                  &(WeftThreadMessageScheduledV2) { .id = args->id,
                                                    .target = args->target,
                                                    .at = args->at,
                                                    .text = args->text,
                                                    .reply_to = args->reply_to,
                                                    .root = args->root,
                                                    .also = args->also });
  return TRUE;
}

gboolean
weft_thread_plan_set_scheduled (WeftPlan *plan, const WeftThreadSetScheduled *args, GError **error)
{
  Scheduled scheduled;

  if (!check_own (plan, error) || !find (plan, args->id, &scheduled, error)
      || !check_time (plan, args->at, error))
    return FALSE;

  weft_plan_emit (plan, &weft_thread_scheduled_changed_event,
                  &(WeftThreadScheduledChanged) { .id = args->id, .at = args->at, .text = args->text });
  return TRUE;
}

gboolean
weft_thread_plan_unschedule (WeftPlan *plan, const WeftThreadUnschedule *args, GError **error)
{
  Scheduled scheduled;

  if (!check_own (plan, error) || !find (plan, args->id, &scheduled, error))
    return FALSE;

  weft_plan_emit (plan, &weft_thread_message_unscheduled_event,
                  &(WeftThreadMessageUnscheduled) { .id = args->id });
  return TRUE;
}

/* What comes of it where it is sent is the server's to say. */
gboolean
weft_thread_plan_send_scheduled (WeftPlan *plan, const WeftThreadSendScheduled *args, GError **error)
{
  Scheduled scheduled;

  if (!check_own (plan, error) || !find (plan, args->id, &scheduled, error))
    return FALSE;
  if (scheduled.at != args->at)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "at: the message is not scheduled for this time");

  weft_plan_emit (plan, &weft_thread_scheduled_sent_event, &(WeftThreadScheduledSent) { .id = args->id });
  return TRUE;
}

gboolean
weft_thread_plan_refuse_scheduled (WeftPlan *plan, const WeftThreadRefuseScheduled *args, GError **error)
{
  Scheduled scheduled;

  if (!find (plan, args->id, &scheduled, error))
    return FALSE;
  if (scheduled.at != args->at || scheduled.refused)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "at: no message waits for this time");

  weft_plan_emit (plan, &weft_thread_scheduled_refused_event,
                  &(WeftThreadScheduledRefused) { .id = args->id, .why = args->why });
  return TRUE;
}
