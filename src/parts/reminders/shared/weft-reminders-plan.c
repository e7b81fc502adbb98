/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/reminders/shared/weft-reminders-module.h"

#include "store/weft-plan.h"

#define REMINDERS_MAX 500 /* in one stream: each is a job of the server */
#define LATE 60000        /* ms */

typedef struct
{
  gboolean found;
  gboolean is_own;
  gboolean waiting;
  gint64 at;
  char *text;
  char *target;
  char *object;
} Reminder;

static void
reminder_clear (Reminder *reminder)
{
  g_free (reminder->text);
  g_free (reminder->target);
  g_free (reminder->object);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reminder, reminder_clear)

static gboolean
look_up (WeftPlan *plan, const char *id, Reminder *reminder, GError **error)
{
  WeftStatement *statement = weft_plan_query (
      plan, error,
      "SELECT author, state, at, text, target, object FROM reminder WHERE stream = ?1 AND id = ?2", "t", id);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;

  reminder->found = step > 0;
  if (reminder->found)
    {
      reminder->is_own = g_strcmp0 (weft_statement_get_text (statement, 0), weft_plan_get_author (plan)) == 0;
      reminder->waiting = g_strcmp0 (weft_statement_get_text (statement, 1), "waiting") == 0;
      reminder->at = weft_statement_get_int (statement, 2);
      reminder->text = weft_statement_dup_text (statement, 3);
      reminder->target = weft_statement_dup_text (statement, 4);
      reminder->object = weft_statement_dup_text (statement, 5);
      weft_statement_reset (statement);
    }

  return TRUE;
}

static gboolean
find (WeftPlan *plan, const char *id, Reminder *reminder, GError **error)
{
  if (!look_up (plan, id, reminder, error))
    return FALSE;
  if (!reminder->found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such reminder here");
  return TRUE;
}

gboolean
weft_reminders_plan_set (WeftPlan *plan, const WeftRemindersSet *args, GError **error)
{
  g_auto (Reminder) reminder = { 0 };
  WeftStatement *statement;
  gint64 count;

  if (!look_up (plan, args->id, &reminder, error))
    return FALSE;
  if (reminder.found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a reminder with this id already");
  if (args->object != NULL && args->target == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "target: missing: object says what is in it");

  statement = weft_plan_query (plan, error, "SELECT count(*) FROM reminder WHERE stream = ?1", "");
  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  count = weft_statement_get_int (statement, 0);
  weft_statement_reset (statement);
  if (count >= REMINDERS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE,
                             "id: there are %d reminders here, the most there may be; dismiss some",
                             REMINDERS_MAX);

  weft_plan_emit (plan, &weft_reminders_reminder_set_event,
                  &(WeftRemindersReminderSet) { .id = args->id,
                                                .at = args->at,
                                                .text = args->text,
                                                .target = args->target,
                                                .object = args->object });
  return TRUE;
}

gboolean
weft_reminders_plan_snooze (WeftPlan *plan, const WeftRemindersSnooze *args, GError **error)
{
  g_auto (Reminder) reminder = { 0 };

  if (!find (plan, args->id, &reminder, error))
    return FALSE;
  if (!reminder.is_own && weft_plan_get_role (plan) < WEFT_ROLE_MEMBER)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "id: a guest may change only their own reminders");

  weft_plan_emit (plan, &weft_reminders_snoozed_event,
                  &(WeftRemindersSnoozed) { .id = args->id, .at = args->at });
  return TRUE;
}

gboolean
weft_reminders_plan_dismiss (WeftPlan *plan, const WeftRemindersDismiss *args, GError **error)
{
  g_auto (Reminder) reminder = { 0 };

  if (!find (plan, args->id, &reminder, error))
    return FALSE;
  if (!reminder.is_own && weft_plan_get_role (plan) < WEFT_ROLE_ADMIN)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED,
                             "id: only who set a reminder or an administrator may dismiss it");

  weft_plan_emit (plan, &weft_reminders_dismissed_event, &(WeftRemindersDismissed) { .id = args->id });
  return TRUE;
}

gboolean
weft_reminders_plan_fire (WeftPlan *plan, const WeftRemindersFire *args, GError **error)
{
  g_auto (Reminder) reminder = { 0 };

  if (!find (plan, args->id, &reminder, error))
    return FALSE;
  if (!reminder.waiting || reminder.at != args->at)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "at: the reminder is not set for this time");

  weft_plan_emit (plan, &weft_reminders_fired_event,
                  &(WeftRemindersFired) {
                      .id = args->id,
                      .at = reminder.at,
                      .text = reminder.text,
                      .target = reminder.target,
                      .object = reminder.object,
                      .late = weft_plan_get_at (plan) - reminder.at > LATE,
                  });
  return TRUE;
}
