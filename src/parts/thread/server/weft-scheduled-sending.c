/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/server/weft-scheduled-sending.h"

#include "parts/thread/server/weft-thread-following.h"
#include "parts/thread/shared/weft-reply.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "parts/thread/shared/weft-topic.h"

#define LATE 60000  /* ms */
#define AGAIN 30000 /* ms: until somebody looks again at a job that had a fault */

static char *
make_job_id (const char *stream, const char *id, const char *what)
{
  return g_strdup_printf ("thread/%s/%s/%s", what, stream, id);
}

/* ── jobs ────────────────────────────────────────────────────────────────────────────────────────────── */

static gboolean
order_refusal (
    WeftHandling *handling, const char *stream, const char *id, gint64 at, gint64 due_at, GError **error)
{
  g_autofree char *job = make_job_id (stream, id, "refuse");
  const WeftThreadRefuseScheduled args = { .id = id, .at = at, .why = "" };

  return weft_handling_schedule (handling,
                                 &(WeftJobOrder) {
                                     .id = job,
                                     .due_at = due_at,
                                     .stream = stream,
                                     .operation = &weft_thread_refuse_scheduled_operation,
                                     .args = &args,
                                 },
                                 error);
}

static gboolean
order (WeftHandling *handling, const char *stream, const char *id, gint64 at, GError **error)
{
  g_autofree char *job = make_job_id (stream, id, "send");
  const WeftThreadSendScheduled args = { .id = id, .at = at };

  return weft_handling_schedule (handling,
                                 &(WeftJobOrder) {
                                     .id = job,
                                     .due_at = at,
                                     .author = weft_stream_get_id (stream),
                                     .stream = stream,
                                     .operation = &weft_thread_send_scheduled_operation,
                                     .args = &args,
                                 },
                                 error)
         && order_refusal (handling, stream, id, at, at + 1, error);
}

static gboolean
cancel (WeftHandling *handling, const char *stream, const char *id, GError **error)
{
  g_autofree char *send = make_job_id (stream, id, "send");
  g_autofree char *refuse = make_job_id (stream, id, "refuse");

  return weft_handling_cancel (handling, send, error) && weft_handling_cancel (handling, refuse, error);
}

gboolean
weft_scheduled_sending_on_scheduled (WeftHandling *handling,
                                     const char *stream,
                                     gconstpointer data,
                                     GError **error)
{
  const WeftThreadMessageScheduledV2 *args = data;

  return order (handling, stream, args->id, args->at, error);
}

gboolean
weft_scheduled_sending_on_changed (WeftHandling *handling,
                                   const char *stream,
                                   gconstpointer data,
                                   GError **error)
{
  const WeftThreadScheduledChanged *args = data;

  return order (handling, stream, args->id, args->at, error);
}

gboolean
weft_scheduled_sending_on_unscheduled (WeftHandling *handling,
                                       const char *stream,
                                       gconstpointer data,
                                       GError **error)
{
  return cancel (handling, stream, ((const WeftThreadMessageUnscheduled *) data)->id, error);
}

gboolean
weft_scheduled_sending_on_sent (WeftHandling *handling,
                                const char *stream,
                                gconstpointer data,
                                GError **error)
{
  return cancel (handling, stream, ((const WeftThreadScheduledSent *) data)->id, error);
}

/* ── sending ─────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  char *target;
  char *text;
  char *reply_to;
  char *root; /* (nullable): of a thread */
  char *also; /* (nullable) */
  gint64 at;
} Scheduled;

static void
scheduled_clear (Scheduled *self)
{
  g_free (self->target);
  g_free (self->text);
  g_free (self->reply_to);
  g_free (self->root);
  g_free (self->also);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scheduled, scheduled_clear)

static gboolean
read_scheduled (WeftHandling *handling, const char *id, Scheduled *scheduled, GError **error)
{
  WeftStatement *statement = weft_database_query (
      weft_handling_get_database (handling), error,
      "SELECT target, text, reply_to, at, root, also FROM scheduled_message WHERE stream = ?1 AND id = ?2", "tt",
      weft_handling_get_stream (handling), id);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      scheduled->target = weft_statement_dup_text (statement, 0);
      scheduled->text = weft_statement_dup_text (statement, 1);
      scheduled->reply_to = weft_statement_dup_text (statement, 2);
      scheduled->at = weft_statement_get_int (statement, 3);
      scheduled->root = weft_statement_dup_text (statement, 4);
      scheduled->also = weft_statement_dup_text (statement, 5);
    }
  weft_statement_reset (statement);
  return TRUE;
}

static gboolean
has_message (WeftHandling *handling, const char *stream, const char *id, gboolean *found, GError **error)
{
  gint64 n = 0;

  if (!weft_database_get_value (weft_handling_get_database (handling), &n, 0, error,
                                "SELECT count(*) FROM message WHERE stream = ?1 AND id = ?2", "tt", stream,
                                id))
    return FALSE;
  *found = n > 0;
  return TRUE;
}

/* Into its thread, as “reply” does. */
static gboolean
emit_reply (WeftHandling *handling, const char *id, const Scheduled *scheduled, GError **error)
{
  gint64 ordinal = 0;
  gint64 replies = 0;
  WeftStatement *statement
      = weft_database_query (weft_handling_get_database (handling), error,
                             "SELECT ordinal, coalesce (replies, 0) FROM message WHERE stream = ?1 AND id = ?2"
                             " UNION ALL SELECT ordinal, replies FROM thread_topic WHERE stream = ?1 AND id = ?2",
                             "tt",
                             scheduled->target, scheduled->root);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      ordinal = weft_statement_get_int (statement, 0);
      replies = weft_statement_get_int (statement, 1);
    }
  weft_statement_reset (statement);
  if (step == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "root: no such message here");
  if (ordinal <= 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "root: is a reply itself; a thread is under a message in the room");
  if (replies >= WEFT_REPLIES_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "root: %" G_GINT64_FORMAT " replies, the most there may be", replies);
  if (scheduled->also != NULL && ordinal >= WEFT_TOPIC_FIRST)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "also: there is no room around what is talked about");
  if (!weft_thread_following_reply (handling, scheduled->target, scheduled->root, error))
    return FALSE;

  weft_handling_emit (handling, scheduled->target, &weft_thread_replied_event,
                      &(WeftThreadReplied) { .id = id,
                                             .root = scheduled->root,
                                             .ordinal = weft_reply_base (ordinal) + replies + 1,
                                             .text = scheduled->text,
                                             .reply_to = scheduled->reply_to });
  if (scheduled->also != NULL)
    weft_handling_emit (handling, scheduled->target, &weft_thread_reply_shown_event,
                        &(WeftThreadReplyShown) {
                            .id = scheduled->also, .root = scheduled->root, .reply = id, .text = scheduled->text });
  return TRUE;
}

gboolean
weft_scheduled_sending_send (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftThreadSendScheduled *args = data;
  const char *author = weft_handling_get_author (handling);
  g_auto (Scheduled) scheduled = { NULL };
  g_autoptr (GError) local_error = NULL;
  g_autofree char *row = g_strconcat ("message:", args->id, NULL);
  g_autofree char *copy = g_strconcat ("scheduled_message:", args->id, NULL);
  gboolean found;

  if (!read_scheduled (handling, args->id, &scheduled, error) || !weft_handling_plan (handling, error))
    return FALSE;
  if (weft_handling_get_role (handling, scheduled.target, author, &local_error) == WEFT_ROLE_NONE)
    {
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      return weft_plan_refuse (error, WEFT_ERROR_DENIED, "target: its author is no member any more");
    }
  if (!weft_registry_allows (weft_handling_get_registry (handling), &weft_thread_send_operation,
                             scheduled.target))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "target: nobody writes messages there");
  if (*scheduled.text == '\0')
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "text: it was erased");
  if (!has_message (handling, scheduled.target, args->id, &found, error))
    return FALSE;
  if (found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a message with this id already");
  if (scheduled.also != NULL && !has_message (handling, scheduled.target, scheduled.also, &found, error))
    return FALSE;
  if (found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "also: there is a message with this id already");
  if (scheduled.reply_to != NULL)
    {
      if (!has_message (handling, scheduled.target, scheduled.reply_to, &found, error))
        return FALSE;
      if (!found)
        g_clear_pointer (&scheduled.reply_to, g_free);
    }

  if (scheduled.root == NULL)
    weft_handling_emit (handling, scheduled.target, &weft_thread_message_sent_event,
                        &(WeftThreadMessageSent) {
                            .id = args->id, .text = scheduled.text, .reply_to = scheduled.reply_to });
  else if (!emit_reply (handling, args->id, &scheduled, error))
    return FALSE;
  if (weft_handling_get_job (handling) != NULL && weft_handling_get_at (handling) - scheduled.at > LATE)
    weft_handling_emit (handling, scheduled.target, &weft_thread_message_late_event,
                        &(WeftThreadMessageLate) { .id = args->id, .due_at = scheduled.at });
  /* The log of the author's stream has its words as well. */
  return weft_handling_note_copy (handling, scheduled.target, row, weft_handling_get_stream (handling), copy,
                                  error);
}

/* ── what was not sent ───────────────────────────────────────────────────────────────────────────────── */

/* @state, @why: (out) (nullable): of the job that was to send it */
static gboolean
read_job (WeftHandling *handling, const char *id, char **state, char **why, GError **error)
{
  g_autofree char *job = make_job_id (weft_handling_get_stream (handling), id, "send");
  WeftStatement *statement = weft_database_query (weft_handling_get_database (handling), error,
                                                  "SELECT state, error FROM job WHERE id = ?1", "t", job);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      *state = weft_statement_dup_text (statement, 0);
      *why = weft_statement_dup_text (statement, 1);
    }
  weft_statement_reset (statement);
  return TRUE;
}

gboolean
weft_scheduled_sending_refuse (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftThreadRefuseScheduled *args = data;
  const char *stream = weft_handling_get_stream (handling);
  const char *person = weft_stream_get_id (stream);
  g_auto (Scheduled) scheduled = { NULL };
  g_autofree char *state = NULL;
  g_autofree char *why = NULL;
  g_autoptr (GError) local_error = NULL;
  const char *reason = "refused";

  if (!read_scheduled (handling, args->id, &scheduled, error)
      || !read_job (handling, args->id, &state, &why, error))
    return FALSE;
  /* It was sent, taken back, or has another time. */
  if (scheduled.target == NULL || scheduled.at != args->at)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "at: no message waits for this time");
  if (g_strcmp0 (state, "waiting") == 0)
    return order_refusal (handling, stream, args->id, args->at, weft_handling_get_at (handling) + AGAIN,
                          error);

  if (weft_handling_get_role (handling, stream, person, &local_error) == WEFT_ROLE_NONE
      && local_error == NULL)
    reason = "suspended";
  else if (local_error == NULL
           && weft_handling_get_role (handling, scheduled.target, person, &local_error) == WEFT_ROLE_NONE)
    reason = "left";
  else if (why != NULL && *why != '\0')
    reason = why;
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  weft_handling_emit (handling, stream, &weft_thread_scheduled_refused_event,
                      &(WeftThreadScheduledRefused) { .id = args->id, .why = reason });
  return TRUE;
}
