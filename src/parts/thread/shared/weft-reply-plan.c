/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-reply.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "parts/thread/shared/weft-thread-plan-private.h"

#define FOLLOWED_MAX 10000 /* threads which somebody says anything about */

/* A message whose id is new. */
static gboolean
check_new (WeftPlan *plan, const char *field, const char *id, GError **error)
{
  WeftPlannedMessage message;

  if (!_weft_thread_look_up (plan, id, &message, error))
    return FALSE;
  if (message.found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "%s: there is a message with this id already", field);
  return TRUE;
}

gboolean
_weft_thread_find_root (WeftPlan *plan, const char *id, gint64 *ordinal, gboolean *topic, GError **error)
{
  WeftPlannedMessage root;
  WeftStatement *statement;
  int step;

  /* It may have been deleted while the reply was on its way, or long before. */
  if (!_weft_thread_look_up (plan, id, &root, error))
    return FALSE;
  *topic = !root.found;
  if (*topic)
    {
      statement = weft_plan_query (plan, error, "SELECT ordinal, replies FROM thread_topic WHERE stream = ?1 AND id = ?2", "t", id);
      if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
        return FALSE;
      if (step == 0)
        return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "root: no such message here");
      root.ordinal = weft_statement_get_int (statement, 0);
      root.replies = weft_statement_get_int (statement, 1);
      weft_statement_reset (statement);
    }
  if (root.ordinal <= 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "root: is a reply itself; a thread is under a message in the room");
  if (root.replies >= WEFT_REPLIES_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "root: %" G_GINT64_FORMAT " replies, the most there may be",
                             root.replies);
  *ordinal = weft_reply_base (root.ordinal) + root.replies + 1;
  return TRUE;
}

gboolean
_weft_thread_check_reply (WeftPlan *plan,
                          const char *id,
                          const char *also,
                          const char *root_id,
                          const char *reply_to,
                          gint64 *ordinal,
                          GError **error)
{
  WeftPlannedMessage answered;
  gboolean topic;

  if (!check_new (plan, "id", id, error) || (also != NULL && !check_new (plan, "also", also, error)))
    return FALSE;
  if (also != NULL && g_str_equal (also, id))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "also: the id of the reply itself");

  if (!_weft_thread_find_root (plan, root_id, ordinal, &topic, error)
      || (reply_to != NULL && !_weft_thread_find (plan, "reply_to", reply_to, &answered, error)))
    return FALSE;

  return also == NULL || !topic || weft_plan_refuse (error, WEFT_ERROR_INVALID, "also: there is no room around what is talked about");
}

gboolean
weft_thread_plan_reply (WeftPlan *plan, const WeftThreadReply *args, GError **error)
{
  gint64 ordinal;

  if (!_weft_thread_check_reply (plan, args->id, args->also, args->root, args->reply_to, &ordinal, error))
    return FALSE;

  weft_plan_emit (plan, &weft_thread_replied_event,
                  &(WeftThreadReplied) { .id = args->id,
                                         .root = args->root,
                                         .ordinal = ordinal,
                                         .text = args->text,
                                         .reply_to = args->reply_to });
  if (args->also != NULL)
    weft_plan_emit (
        plan, &weft_thread_reply_shown_event,
        &(WeftThreadReplyShown) { .id = args->also, .root = args->root, .reply = args->id, .text = args->text });
  return TRUE;
}

static gboolean
find_thread (WeftPlan *plan, const char *id, GError **error)
{
  WeftPlannedMessage root;

  if (!_weft_thread_find (plan, "id", id, &root, error))
    return FALSE;
  if (root.replies == 0)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: nobody has replied to it");
  return TRUE;
}

gboolean
weft_thread_plan_name_thread (WeftPlan *plan, const WeftThreadNameThread *args, GError **error)
{
  if (!find_thread (plan, args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_thread_thread_named_event,
                  &(WeftThreadThreadNamed) { .id = args->id, .title = args->title });
  return TRUE;
}

gboolean
weft_thread_plan_resolve_thread (WeftPlan *plan, const WeftThreadResolveThread *args, GError **error)
{
  if (!find_thread (plan, args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_thread_thread_resolved_event,
                  &(WeftThreadThreadResolved) { .id = args->id, .resolved = args->resolved });
  return TRUE;
}

gboolean
weft_thread_plan_follow_thread (WeftPlan *plan, const WeftThreadFollowThread *args, GError **error)
{
  WeftStatement *statement;
  gboolean member;
  gint64 n;

  /* Another person's settings look as if they did not exist, to administrators too. */
  if (g_strcmp0 (weft_stream_get_id (weft_plan_get_stream (plan)), weft_plan_get_author (plan)) != 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such stream");

  statement = weft_plan_query (plan, error,
                               "SELECT (SELECT count(*) FROM membership WHERE stream = ?1 AND target = ?2),"
                               " (SELECT count(*) FROM followed_thread WHERE stream = ?1 AND NOT (target = ?2 AND root = ?3))",
                               "tt", args->target, args->root);
  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  member = weft_statement_get_int (statement, 0) > 0;
  n = weft_statement_get_int (statement, 1);
  weft_statement_reset (statement);
  if (!member)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "target: no such stream");
  if (n >= FOLLOWED_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "root: %d threads, the most one may follow or mute", FOLLOWED_MAX);

  weft_plan_emit (plan, &weft_thread_thread_followed_event,
                  &(WeftThreadThreadFollowed) {
                      .target = args->target, .root = args->root, .follows = args->follows });
  return TRUE;
}
