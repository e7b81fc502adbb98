/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-thread-module.h"

#include "parts/thread/shared/weft-thread-plan-private.h"

/* What is kept at hand, pinned for everybody in a stream or saved for oneself; and what one does not want to see. */

#define PINS_MAX 100    /* in one stream: they come with its snapshot */
#define SAVED_MAX 2000  /* of one person */
#define HIDDEN_MAX 2000 /* the same */

/* @n: (out): rows of the one statement's count; @found: (out): whether one of them is the message's */
static gboolean
count (WeftPlan *plan, const char *sql, const char *id, gint64 *n, gboolean *found, GError **error)
{
  WeftStatement *statement = weft_plan_query (plan, error, sql, "t", id);

  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  *n = weft_statement_get_int (statement, 0);
  *found = weft_statement_get_int (statement, 1) > 0;
  weft_statement_reset (statement);
  return TRUE;
}

static gboolean
count_pins (WeftPlan *plan, const char *id, gint64 *n, gboolean *found, GError **error)
{
  return count (plan,
                "SELECT (SELECT count(*) FROM message_pin WHERE stream = ?1),"
                " (SELECT count(*) FROM message_pin WHERE stream = ?1 AND id = ?2)",
                id, n, found, error);
}

gboolean
weft_thread_plan_pin (WeftPlan *plan, const WeftThreadPin *args, GError **error)
{
  WeftPlannedMessage message;
  gboolean pinned;
  gint64 n;

  if (!_weft_thread_find (plan, "id", args->id, &message, error)
      || !count_pins (plan, args->id, &n, &pinned, error))
    return FALSE;
  if (message.deleted)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: the message was deleted");
  if (pinned)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: the message is pinned already");
  if (n >= PINS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE,
                             "id: %d messages are pinned here, the most there may be; take some down",
                             PINS_MAX);

  weft_plan_emit (plan, &weft_thread_message_pinned_event,
                  &(WeftThreadMessagePinned) { .id = args->id, .ordinal = message.ordinal });
  return TRUE;
}

/* Also of a message that is gone, or not held here. */
gboolean
weft_thread_plan_unpin (WeftPlan *plan, const WeftThreadUnpin *args, GError **error)
{
  gboolean pinned;
  gint64 n;

  if (!count_pins (plan, args->id, &n, &pinned, error))
    return FALSE;
  if (!pinned)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such message is pinned here");

  weft_plan_emit (plan, &weft_thread_message_unpinned_event, &(WeftThreadMessageUnpinned) { .id = args->id });
  return TRUE;
}

/* Another person's settings look as if they did not exist, to administrators too. */
static gboolean
check_own (WeftPlan *plan, GError **error)
{
  if (g_strcmp0 (weft_stream_get_id (weft_plan_get_stream (plan)), weft_plan_get_author (plan)) != 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such stream");
  return TRUE;
}

static gboolean
count_saved (WeftPlan *plan, const char *id, gint64 *n, gboolean *found, GError **error)
{
  return count (plan,
                "SELECT (SELECT count(*) FROM saved_message WHERE stream = ?1),"
                " (SELECT count(*) FROM saved_message WHERE stream = ?1 AND id = ?2)",
                id, n, found, error);
}

/* Of places which are theirs. */
static gboolean
check_target (WeftPlan *plan, const char *target, GError **error)
{
  gboolean member;
  gint64 n;

  if (!check_own (plan, error)
      || !count (plan, "SELECT 0, (SELECT count(*) FROM membership WHERE stream = ?1 AND target = ?2)",
                 target, &n, &member, error))
    return FALSE;
  if (!member)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "target: no such stream");
  return TRUE;
}

gboolean
weft_thread_plan_save (WeftPlan *plan, const WeftThreadSave *args, GError **error)
{
  gboolean saved;
  gint64 n;

  if (!check_target (plan, args->target, error))
    return FALSE;
  if (!count_saved (plan, args->id, &n, &saved, error))
    return FALSE;
  if (saved)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: the message is saved already");
  if (n >= SAVED_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "id: %d messages are saved, the most one may keep",
                             SAVED_MAX);

  weft_plan_emit (plan, &weft_thread_message_saved_event,
                  &(WeftThreadMessageSaved) {
                      .id = args->id, .target = args->target, .ordinal = args->ordinal });
  return TRUE;
}

gboolean
weft_thread_plan_unsave (WeftPlan *plan, const WeftThreadUnsave *args, GError **error)
{
  gboolean saved;
  gint64 n;

  if (!check_own (plan, error) || !count_saved (plan, args->id, &n, &saved, error))
    return FALSE;
  if (!saved)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such message is saved");

  weft_plan_emit (plan, &weft_thread_message_unsaved_event, &(WeftThreadMessageUnsaved) { .id = args->id });
  return TRUE;
}

static gboolean
count_hidden (WeftPlan *plan, const char *id, gint64 *n, gboolean *found, GError **error)
{
  return count (plan,
                "SELECT (SELECT count(*) FROM hidden_message WHERE stream = ?1),"
                " (SELECT count(*) FROM hidden_message WHERE stream = ?1 AND id = ?2)",
                id, n, found, error);
}

gboolean
weft_thread_plan_hide (WeftPlan *plan, const WeftThreadHide *args, GError **error)
{
  gboolean hidden;
  gint64 n;

  if (!check_target (plan, args->target, error) || !count_hidden (plan, args->id, &n, &hidden, error))
    return FALSE;
  if (hidden)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: you have deleted the message for yourself already");
  if (n >= HIDDEN_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE,
                             "id: you have deleted %d messages for yourself, the most one may; a whole"
                             " conversation can be deleted instead",
                             HIDDEN_MAX);

  weft_plan_emit (plan, &weft_thread_message_hidden_event,
                  &(WeftThreadMessageHidden) {
                      .id = args->id, .target = args->target, .ordinal = args->ordinal });
  return TRUE;
}

gboolean
weft_thread_plan_show (WeftPlan *plan, const WeftThreadShow *args, GError **error)
{
  gboolean hidden;
  gint64 n;

  if (!check_own (plan, error) || !count_hidden (plan, args->id, &n, &hidden, error))
    return FALSE;
  if (!hidden)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: you have deleted no such message for yourself");

  weft_plan_emit (plan, &weft_thread_message_shown_event, &(WeftThreadMessageShown) { .id = args->id });
  return TRUE;
}
