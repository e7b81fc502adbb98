/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "app/weft-reminder-actions.h"
#include "base/weft-clock.h"
#include "parts/reminders/client/weft-reminder.h"
#include "parts/reminders/view/weft-reminder-dialog.h"
#include "ui/weft-moment.h"

typedef struct
{
  GWeakRef window;
  char *link;
  char *text;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_weak_ref_clear (&wanted->window);
  g_free (wanted->link);
  g_free (wanted->text);
  g_free (wanted);
}

static Wanted *
wanted_new (WeftWindow *window, const char *link, const char *text)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  g_weak_ref_init (&wanted->window, window);
  wanted->link = g_strdup (link);
  wanted->text = g_strdup (text);

  return wanted;
}

/* @text of @data is what is told when it is on disk. */
static DexFuture *
on_done (DexFuture *future, gpointer data)
{
  Wanted *wanted = data;
  g_autoptr (WeftWindow) window = g_weak_ref_get (&wanted->window);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  dex_future_get_value (future, &error);
  if (window == NULL)
    return NULL;

  if (error == NULL)
    {
      weft_window_add_action_toast (window, wanted->text, _ ("_Undo"), "win.undo");
      return NULL;
    }
  /* Translators: %s is why */
  text = g_strdup_printf (_ ("The reminder cannot be changed: %s"), error->message);
  weft_window_add_toast (window, text);

  return NULL;
}

static void
tell (WeftWindow *window, DexFuture *future, const char *words)
{
  dex_future_disown (dex_future_finally (future, on_done, wanted_new (window, NULL, words), wanted_free));
}

static WeftSync *
get_sync (WeftWindow *window)
{
  WeftWorkspace *workspace = weft_window_get_workspace (window);

  return workspace != NULL ? weft_workspace_get_sync (workspace) : NULL;
}

static void
remind (WeftWindow *window, const char *link, const char *text, gint64 at)
{
  WeftSync *sync = get_sync (window);
  g_autofree char *due = weft_moment_dup_due (at, weft_clock_now (weft_clock_get_system ()));
  /* Translators: %s is a day and a time: "Tomorrow, 09:00" */
  g_autofree char *words = g_strdup_printf (_ ("You will be reminded: %s"), due);

  if (sync != NULL)
    tell (window, weft_reminders_set (sync, at, text, link), words);
}

static void
on_remind (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *link, *text;
  gint64 at;

  g_variant_get (parameter, "(&s&sx)", &link, &text, &at);
  remind (user_data, link, text, at);
}

static void
on_chosen (gint64 at, gpointer user_data)
{
  Wanted *wanted = user_data;
  g_autoptr (WeftWindow) window = g_weak_ref_get (&wanted->window);

  if (window != NULL)
    remind (window, wanted->link, wanted->text, at);
}

static void
on_remind_at (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *link, *text;

  g_variant_get (parameter, "(&s&s)", &link, &text);
  adw_dialog_present (weft_reminder_dialog_new (text, on_chosen, wanted_new (user_data, link, text),
                                                wanted_free),
                      user_data);
}

static DexFuture *
change (WeftWorkspace *workspace, const char *reminder, const char *notice, gint64 at)
{
  WeftNoticeList *notices = weft_workspace_get_notices (workspace);
  WeftSync *sync = weft_workspace_get_sync (workspace);
  DexFuture *future;

  /* What has been put off has been seen. */
  weft_sync_begin_together (sync);
  future = at > 0 ? weft_reminders_snooze (sync, reminder, at) : weft_reminders_dismiss (sync, reminder);
  if (notices != NULL && *notice != '\0')
    weft_notice_list_see (notices, notice);
  weft_sync_end_together (sync);

  return future;
}

static void
on_snooze (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *reminder, *notice;
  gint64 at;
  g_autofree char *due = NULL;
  g_autofree char *words = NULL;

  g_variant_get (parameter, "(&s&sx)", &reminder, &notice, &at);
  if (get_sync (user_data) == NULL)
    return;
  due = weft_moment_dup_due (at, weft_clock_now (weft_clock_get_system ()));
  words = g_strdup_printf (_ ("You will be reminded: %s"), due);
  tell (user_data, change (weft_window_get_workspace (user_data), reminder, notice, at), words);
}

static void
on_reminder_done (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *reminder, *notice;

  g_variant_get (parameter, "(&s&s)", &reminder, &notice);
  if (get_sync (user_data) != NULL)
    tell (user_data, change (weft_window_get_workspace (user_data), reminder, notice, 0),
          _ ("Reminder done"));
}

void
weft_reminder_actions_add (WeftWindow *window)
{
  static const GActionEntry actions[] = {
    { "remind", on_remind, "(ssx)" },
    { "remind-at", on_remind_at, "(ss)" },
    { "snooze", on_snooze, "(ssx)" },
    { "reminder-done", on_reminder_done, "(ss)" },
  };

  g_return_if_fail (WEFT_IS_WINDOW (window));

  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), window);
}

const char *
weft_reminder_of_notice (WeftNoticeItem *notice)
{
  return g_str_equal (weft_notice_item_get_event (notice), "reminders.fired")
             ? weft_notice_item_get_field (notice, "id")
             : NULL;
}

void
weft_reminder_actions_snooze (WeftWorkspace *workspace, const char *reminder, const char *notice, gint64 at)
{
  g_return_if_fail (WEFT_IS_WORKSPACE (workspace));

  if (weft_workspace_get_sync (workspace) != NULL)
    dex_future_disown (change (workspace, reminder, notice, at));
}

void
weft_reminder_actions_done (WeftWorkspace *workspace, const char *reminder, const char *notice)
{
  g_return_if_fail (WEFT_IS_WORKSPACE (workspace));

  if (weft_workspace_get_sync (workspace) != NULL)
    dex_future_disown (change (workspace, reminder, notice, 0));
}
