/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/reminders/server/weft-reminders-server.h"

#include "parts/reminders/shared/weft-reminders-module.h"

static char *
make_job_id (const char *stream, const char *reminder)
{
  return g_strdup_printf ("reminders/%s/%s", stream, reminder);
}

/* By reactions, not handlers: a reminder may come or go by whatever operation. */

static gboolean
schedule (WeftHandling *handling, const char *stream, const char *reminder, gint64 at, GError **error)
{
  g_autofree char *id = make_job_id (stream, reminder);
  const WeftRemindersFire fire = { .id = reminder, .at = at };

  return weft_handling_schedule (handling,
                                 &(WeftJobOrder) {
                                     .id = id,
                                     .due_at = at,
                                     .stream = stream,
                                     .operation = &weft_reminders_fire_operation,
                                     .args = &fire,
                                 },
                                 error);
}

static gboolean
react_set (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftRemindersReminderSet *args = data;

  return schedule (handling, stream, args->id, args->at, error);
}

static gboolean
react_snoozed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftRemindersSnoozed *args = data;

  return schedule (handling, stream, args->id, args->at, error);
}

static gboolean
react_dismissed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftRemindersDismissed *args = data;
  g_autofree char *id = make_job_id (stream, args->id);

  return weft_handling_cancel (handling, id, error);
}

static const WeftReaction reactions[] = {
  { "reminders.reminder-set", react_set },
  { "reminders.snoozed", react_snoozed },
  { "reminders.dismissed", react_dismissed },
  { NULL },
};

const WeftServerModule weft_reminders_server_module = {
  .module = &weft_reminders_module,
  .reactions = reactions,
};
