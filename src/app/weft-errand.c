/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-errand.h"

#include "app/weft-answer.h"
#include "app/weft-ask-actions.h"
#include "app/weft-reminder-actions.h"
#include "base/weft-clock.h"

#define SNOOZE (G_GINT64_CONSTANT (20) * 60 * 1000) /* ms */

typedef enum
{
  OPEN_NOTICE,
  REPLY_NOTICE,
  ANSWER_NOTICE,
  OPEN_NOTICES,
  OPEN_COMMAND,
  READ_PLACE,
  SNOOZE_REMINDER,
  ACKNOWLEDGE,
  FINISH_REMINDER,
} Kind;

struct _WeftErrand
{
  Kind kind;
  char *workspace;
  char *notice;  /* (nullable) */
  char *within;  /* (nullable): the thread in which the subject is */
  char *text;    /* (nullable): an answer */
  char *subject; /* (nullable): a link to be opened, a reminder's id, an action of the window, a stream */
};

WeftErrand *
weft_errand_new (const char *action, GVariant *parameter)
{
  static const char *const actions[] = { "open-notice", "reply-notice",    "answer-notice", "open-notices",   "open-command",
                                         "read-place",  "snooze-reminder", "acknowledge",   "finish-reminder" };
  WeftErrand *self = g_new0 (WeftErrand, 1);

  g_return_val_if_fail (action != NULL, NULL);
  g_return_val_if_fail (parameter != NULL, NULL);

  while (self->kind < FINISH_REMINDER && !g_str_equal (actions[self->kind], action))
    self->kind++;
  if (self->kind == OPEN_NOTICES)
    self->workspace = g_variant_dup_string (parameter, NULL);
  else if (self->kind == OPEN_COMMAND || self->kind == READ_PLACE)
    g_variant_get (parameter, "(ss)", &self->workspace, &self->subject);
  else if (self->kind == ANSWER_NOTICE)
    g_variant_get (parameter, "(ssss)", &self->workspace, &self->subject, &self->within, &self->text);
  else
    g_variant_get (parameter, "(sss)", &self->workspace, &self->notice, &self->subject);

  return self;
}

void
weft_errand_free (WeftErrand *self)
{
  if (self == NULL)
    return;

  g_free (self->workspace);
  g_free (self->notice);
  g_free (self->within);
  g_free (self->text);
  g_free (self->subject);
  g_free (self);
}

const char *
weft_errand_get_workspace (WeftErrand *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->workspace;
}

gboolean
weft_errand_needs_window (WeftErrand *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->kind == OPEN_NOTICE || self->kind == REPLY_NOTICE || self->kind == OPEN_NOTICES || self->kind == OPEN_COMMAND;
}

static void
activate (WeftWindow *window, const char *detailed)
{
  g_autofree char *action = NULL;
  g_autoptr (GVariant) target = NULL;

  if (g_action_parse_detailed_name (detailed, &action, &target, NULL))
    gtk_widget_activate_action_variant (GTK_WIDGET (window), action, target);
}

gboolean
weft_errand_run (WeftErrand *self, WeftWindow *window, WeftWorkspace *workspace)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (window == NULL || WEFT_IS_WINDOW (window), FALSE);
  g_return_val_if_fail (WEFT_IS_WORKSPACE (workspace), FALSE);

  if (weft_workspace_get_state (workspace) != WEFT_WORKSPACE_OPEN
      || (weft_errand_needs_window (self) && (window == NULL || weft_window_get_page (window) == NULL)))
    return FALSE;

  switch (self->kind)
    {
    case OPEN_NOTICE:
      weft_notice_list_see (weft_workspace_get_notices (workspace), self->notice);
      weft_window_open_link (window, self->subject);
      break;
    case REPLY_NOTICE:
      weft_notice_list_see (weft_workspace_get_notices (workspace), self->notice);
      weft_window_reply (window, self->subject);
      break;
    case ANSWER_NOTICE:
      weft_answer_send (workspace, self->subject, self->within, self->text);
      break;
    case OPEN_NOTICES:
      weft_window_show_notices (window);
      break;
    case OPEN_COMMAND:
      activate (window, self->subject);
      break;
    case READ_PLACE:
      weft_notice_list_read_place (weft_workspace_get_notices (workspace), self->subject);
      break;
    case ACKNOWLEDGE:
      weft_ask_actions_acknowledge (workspace, self->subject);
      break;
    case SNOOZE_REMINDER:
      weft_reminder_actions_snooze (workspace, self->subject, self->notice,
                                    weft_clock_now (weft_clock_get_system ()) + SNOOZE);
      break;
    case FINISH_REMINDER:
      weft_reminder_actions_done (workspace, self->subject, self->notice);
      break;
    }

  return TRUE;
}
