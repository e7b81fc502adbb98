/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-thread-module.h"

#include <string.h>

#include "parts/thread/shared/weft-thread-plan-private.h"

gboolean
_weft_thread_look_up (WeftPlan *plan, const char *id, WeftPlannedMessage *message, GError **error)
{
  WeftStatement *statement;
  int step;

  statement = weft_plan_query (plan, error,
                               "SELECT author, deleted, ordinal, replies, twin, poll, sticker, at FROM message WHERE stream = ?1 AND id = ?2",
                               "t", id);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;

  *message = (WeftPlannedMessage) { .found = step > 0 };
  if (message->found)
    {
      const char *twin = weft_statement_get_text (statement, 4);

      message->is_own = g_strcmp0 (weft_statement_get_text (statement, 0), weft_plan_get_author (plan)) == 0;
      message->deleted = weft_statement_get_int (statement, 1) != 0;
      message->ordinal = weft_statement_get_int (statement, 2);
      message->replies = weft_statement_get_int (statement, 3);
      message->poll = weft_statement_get_text (statement, 5) != NULL;
      message->sticker = weft_statement_get_text (statement, 6) != NULL;
      message->at = weft_statement_get_int (statement, 7);
      g_strlcpy (message->twin, twin != NULL ? twin : "", sizeof message->twin);
    }

  weft_statement_reset (statement);
  return TRUE;
}

gboolean
_weft_thread_find (WeftPlan *plan, const char *field, const char *id, WeftPlannedMessage *message, GError **error)
{
  if (!_weft_thread_look_up (plan, id, message, error))
    return FALSE;
  if (!message->found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "%s: no such message here", field);
  return TRUE;
}

gboolean
weft_thread_plan_send (WeftPlan *plan, const WeftThreadSend *args, GError **error)
{
  WeftPlannedMessage message;

  if (!_weft_thread_look_up (plan, args->id, &message, error))
    return FALSE;
  if (message.found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a message with this id already");

  /* Answering a deleted message is fine: it may have been deleted while the answer was on its way. */
  if (args->reply_to != NULL)
    {
      if (!_weft_thread_look_up (plan, args->reply_to, &message, error))
        return FALSE;
      if (!message.found)
        return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "reply_to: no such message here");
    }

  weft_plan_emit (plan, &weft_thread_message_sent_event,
                  &(WeftThreadMessageSent) {
                      .id = args->id, .text = args->text, .reply_to = args->reply_to });
  return TRUE;
}

gboolean
weft_thread_plan_edit (WeftPlan *plan, const WeftThreadEdit *args, GError **error)
{
  WeftPlannedMessage message;

  if (!_weft_thread_find (plan, "id", args->id, &message, error))
    return FALSE;
  if (!message.is_own)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "id: only who wrote a message may change it");
  if (message.deleted)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: the message was deleted");
  if (message.sticker)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: a sticker stays as it is; delete it and send another");
  if (message.poll)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: a poll stays as people have voted on it; close it and open another");
  if (!_weft_thread_check_edit_window (plan, message.at, error))
    return FALSE;

  weft_plan_emit (plan, &weft_thread_message_edited_v2_event,
                  &(WeftThreadMessageEditedV2) { .id = args->id, .text = args->text });
  if (*message.twin != '\0')
    weft_plan_emit (plan, &weft_thread_message_edited_v2_event,
                    &(WeftThreadMessageEditedV2) { .id = message.twin, .text = args->text });
  return TRUE;
}

gboolean
weft_thread_plan_delete (WeftPlan *plan, const WeftThreadDelete *args, GError **error)
{
  WeftPlannedMessage message;

  if (!_weft_thread_find (plan, "id", args->id, &message, error))
    return FALSE;
  if (!message.is_own && weft_plan_get_role (plan) < WEFT_ROLE_ADMIN)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED,
                             "id: only who wrote a message or an administrator may delete it");
  if (message.deleted)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: the message was deleted already");

  weft_plan_emit (plan, &weft_thread_message_deleted_event, &(WeftThreadMessageDeleted) { .id = args->id });
  if (*message.twin != '\0')
    weft_plan_emit (plan, &weft_thread_message_deleted_event, &(WeftThreadMessageDeleted) { .id = message.twin });
  return TRUE;
}

gboolean
weft_thread_plan_restore (WeftPlan *plan, const WeftThreadRestore *args, GError **error)
{
  WeftPlannedMessage message;

  if (!_weft_thread_find (plan, "id", args->id, &message, error))
    return FALSE;
  if (!message.is_own && weft_plan_get_role (plan) < WEFT_ROLE_ADMIN)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED,
                             "id: only who wrote a message or an administrator may bring it back");
  if (!message.deleted)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: the message is not deleted");

  weft_plan_emit (plan, &weft_thread_message_restored_event,
                  &(WeftThreadMessageRestored) { .id = args->id, .text = args->text });
  if (*message.twin != '\0')
    weft_plan_emit (plan, &weft_thread_message_restored_event,
                    &(WeftThreadMessageRestored) { .id = message.twin, .text = args->text });
  return TRUE;
}

gboolean
weft_thread_plan_save_draft (WeftPlan *plan, const WeftThreadSaveDraft *args, GError **error)
{
  const char *owner = weft_stream_get_id (weft_plan_get_stream (plan));

  /* Another person's settings look as if they did not exist, to administrators too. */
  if (g_strcmp0 (owner, weft_plan_get_author (plan)) != 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such stream");

  weft_plan_emit (plan, &weft_thread_draft_saved_event,
                  &(WeftThreadDraftSaved) { .target = args->target, .text = args->text });
  return TRUE;
}
