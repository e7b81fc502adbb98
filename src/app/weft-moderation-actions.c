/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <libdex.h>

#include "app/weft-moderation-actions.h"
#include "app/weft-moderation-dialog.h"
#include "parts/moderation/client/weft-reports.h"
#include "parts/moderation/shared/weft-moderation.h"
#include "parts/moderation/view/weft-report-dialog.h"

static WeftSync *
get_sync (WeftWindow *window)
{
  WeftWorkspace *workspace = weft_window_get_workspace (window);

  return workspace != NULL ? weft_workspace_get_sync (workspace) : NULL;
}

typedef struct
{
  GWeakRef window;
  WeftSync *sync;
  GVariant *about; /* stream, message, author, text */
} Reporting;

static void
reporting_free (gpointer data)
{
  Reporting *reporting = data;

  g_weak_ref_clear (&reporting->window);
  g_object_unref (reporting->sync);
  g_variant_unref (reporting->about);
  g_free (reporting);
}

static DexFuture *
on_found (DexFuture *future, gpointer user_data)
{
  Reporting *reporting = user_data;
  g_autoptr (GtkWidget) window = g_weak_ref_get (&reporting->window);
  const GValue *value = dex_future_get_value (future, NULL);
  const char *report = value != NULL ? g_value_get_string (value) : "";
  const char *stream, *message, *author, *text;

  g_variant_get (reporting->about, "(&s&s&s&s)", &stream, &message, &author, &text);
  if (window != NULL)
    adw_dialog_present (weft_report_dialog_new (reporting->sync, stream, message, author, text, *report != '\0' ? report : NULL), window);
  return NULL;
}

static void
on_report_message (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *stream, *message;
  Reporting *reporting;

  if (get_sync (user_data) == NULL)
    return;
  g_variant_get (parameter, "(&s&s&s&s)", &stream, &message, NULL, NULL);
  reporting = g_new0 (Reporting, 1);
  g_weak_ref_init (&reporting->window, user_data);
  reporting->sync = g_object_ref (get_sync (user_data));
  reporting->about = g_variant_ref (parameter);
  dex_future_disown (dex_future_finally (weft_reports_find (reporting->sync, stream, message), on_found, reporting, reporting_free));
}

static void
on_moderation (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (get_sync (user_data) != NULL)
    adw_dialog_present (weft_moderation_dialog_new (weft_window_get_workspace (user_data)), user_data);
}

static void
update_enabled (WeftWindow *window)
{
  WeftSelf *self = weft_window_get_self (window);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (window), "moderation");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action),
                               get_sync (window) != NULL && self != NULL && g_strcmp0 (weft_self_get_role (self), "admin") == 0);
}

/* Another workspace, where the person may be something else. */
static void
on_open (WeftWindow *window)
{
  WeftSelf *self = weft_window_get_self (window);

  if (self != NULL)
    {
      g_signal_handlers_disconnect_by_func (self, update_enabled, window);
      g_signal_connect_object (self, "notify::role", G_CALLBACK (update_enabled), window, G_CONNECT_SWAPPED);
    }
  update_enabled (window);
}

void
weft_moderation_actions_add (WeftWindow *window)
{
  static const GActionEntry everybodys[] = { { "report-message", on_report_message, "(ssss)" } };
  static const GActionEntry administrators[] = { { "moderation", on_moderation } };

  g_return_if_fail (WEFT_IS_WINDOW (window));

  weft_window_add_open_actions (window, everybodys, G_N_ELEMENTS (everybodys));
  g_action_map_add_action_entries (G_ACTION_MAP (window), administrators, G_N_ELEMENTS (administrators), window);
  g_signal_connect (window, "notify::open", G_CALLBACK (on_open), NULL);
  on_open (window);
}

gboolean
weft_moderation_actions_open_link (WeftWindow *window, const char *link)
{
  g_return_val_if_fail (WEFT_IS_WINDOW (window), FALSE);

  if (!g_str_has_prefix (link, "weft:" WEFT_MODERATION_STREAM) && !g_str_has_prefix (link, WEFT_MODERATION_STREAM))
    return FALSE;
  gtk_widget_activate_action (GTK_WIDGET (window), "win.moderation", NULL);
  return TRUE;
}
