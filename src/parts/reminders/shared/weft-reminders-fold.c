/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/reminders/shared/weft-reminders-module.h"

#include "store/weft-fold.h"

gboolean
weft_reminders_fold_reminder_set (WeftFold *fold, const WeftRemindersReminderSet *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO reminder (stream, id, at, text, target, object, author, state, set_at, fired_at)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'waiting', ?8, NULL)",
      "titttti", args->id, args->at, args->text, args->target, args->object, fold->by, fold->at);
}

gboolean
weft_reminders_fold_snoozed (WeftFold *fold, const WeftRemindersSnoozed *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "UPDATE reminder SET at = ?3, state = 'waiting', fired_at = NULL WHERE stream = ?1 AND id = ?2", "ti",
      args->id, args->at);
}

gboolean
weft_reminders_fold_dismissed (WeftFold *fold, const WeftRemindersDismissed *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM reminder WHERE stream = ?1 AND id = ?2", "t", args->id);
}

gboolean
weft_reminders_fold_fired (WeftFold *fold, const WeftRemindersFired *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE reminder SET state = 'fired', fired_at = ?3 WHERE stream = ?1 AND id = ?2",
                        "ti", args->id, fold->at);
}
