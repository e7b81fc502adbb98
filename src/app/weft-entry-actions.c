/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>
#include <string.h>

#include "app/weft-entry-actions.h"
#include "app/weft-entry-dialog.h"
#include "app/weft-invitation-dialog.h"
#include "app/weft-profile-dialog.h"
#include "base/weft-emoji.h"
#include "parts/people/shared/weft-people-module.h"

#define EMOJI_MAX 16 /* characters */

/* Adds a workspace that has been entered, and shows it. */
static void
adopt_workspace (WeftWindow *window, WeftWorkspace *workspace)
{
  WeftWorkspaces *workspaces = weft_window_get_workspaces (window);

  if (weft_workspaces_find (workspaces, weft_workspace_get_id (workspace)) == NULL)
    weft_workspaces_add (workspaces, workspace);
  dex_future_disown (weft_workspaces_save (workspaces));
  weft_window_show_workspace (window, workspace);
}

static void
on_entered (WeftEntryDialog *dialog, WeftWorkspace *workspace, WeftWindow *window)
{
  adopt_workspace (window, workspace);
}

static void
present_entry (WeftWindow *window, WeftEntryDialog *dialog)
{
  g_signal_connect_object (dialog, "entered", G_CALLBACK (on_entered), window, 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (window));
}

static void
on_join (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWorkspaces *workspaces = weft_window_get_workspaces (user_data);
  const char *address, *code;
  WeftWorkspace *known;
  g_autoptr (WeftWorkspace) workspace = NULL;

  g_variant_get (parameter, "(&s&s)", &address, &code);
  known = weft_workspaces_find_address (workspaces, address);
  if (known != NULL)
    {
      weft_window_show_workspace (user_data, known);
      return;
    }
  workspace = weft_workspaces_create (workspaces, WEFT_WORKSPACE_REMOTE, NULL, address);
  present_entry (user_data, *code != '\0' ? weft_entry_dialog_new (workspace, WEFT_ENTRY_JOIN, code)
                                          : weft_entry_dialog_new (workspace, WEFT_ENTRY_SIGN_IN, NULL));
}

static void
on_start_here (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (WeftWorkspace) workspace
      = weft_workspaces_create (weft_window_get_workspaces (user_data), WEFT_WORKSPACE_EMBEDDED, NULL, NULL);

  present_entry (user_data, weft_entry_dialog_new (workspace, WEFT_ENTRY_FOUND, NULL));
}

static void
on_demo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWorkspaces *workspaces = weft_window_get_workspaces (user_data);
  WeftWorkspace *known = weft_workspaces_find_kind (workspaces, WEFT_WORKSPACE_DEMO);
  g_autoptr (WeftWorkspace) workspace
      = known != NULL ? g_object_ref (known)
                      : weft_workspaces_create (workspaces, WEFT_WORKSPACE_DEMO, _ ("Demo"), NULL);

  adopt_workspace (user_data, workspace);
}

static void
on_sign_in (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftEntryDialog *dialog
      = weft_entry_dialog_new (weft_window_get_workspace (user_data), WEFT_ENTRY_SIGN_IN, NULL);

  weft_entry_dialog_set_login (dialog, weft_self_get_login (weft_window_get_self (user_data)));
  present_entry (user_data, dialog);
}

static void
on_sign_out_response (AdwAlertDialog *dialog, const char *response, gpointer user_data)
{
  WeftWorkspace *workspace = weft_window_get_workspace (user_data);

  if (g_str_equal (response, "sign-out") && workspace != NULL)
    dex_future_disown (weft_workspace_sign_out (workspace));
}

static void
on_sign_out (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AdwDialog *dialog = adw_alert_dialog_new (
      _ ("Sign Out?"),
      _ ("What is cached stays on this computer. What waits in the outbox is sent when you sign in again."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "sign-out",
                                  _ ("_Sign Out"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "sign-out", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_sign_out_response), user_data, 0);
  adw_dialog_present (dialog, user_data);
}

static void
on_profile (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_dialog_present (weft_profile_dialog_new (weft_window_get_self (user_data)), user_data);
}

/* A leading emoji is its sign. */
static void
on_set_status (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftSelf *self = weft_window_get_self (user_data);
  const char *text = g_variant_get_string (parameter, NULL);
  g_autofree char *first = g_strndup (text, strcspn (text, " "));
  gboolean sign = g_utf8_strlen (first, -1) <= EMOJI_MAX && weft_emoji_is_valid (first);
  g_autofree char *rest = g_strstrip (g_strdup (sign ? text + strlen (first) : text));
  WeftPeopleSetStatus args = { .emoji = sign ? first : "", .text = rest, .until = 0 };
  g_autofree char *said = g_strdup_printf (_ ("Your status: %s"), text);

  dex_future_disown (weft_sync_submit (weft_self_get_sync (self), WEFT_STREAM_WORKSPACE,
                                       &weft_people_set_status_operation, &args));
  weft_window_add_toast (user_data, said);
}

static void
on_invite (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *address = weft_workspace_get_address (weft_window_get_workspace (user_data));

  adw_dialog_present (weft_invitation_dialog_new (weft_window_get_self (user_data), address, NULL, NULL), user_data);
}

static void
on_invite_guests (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *address = weft_workspace_get_address (weft_window_get_workspace (user_data));
  const char *stream, *name;

  g_variant_get (parameter, "(&s&s)", &stream, &name);
  adw_dialog_present (weft_invitation_dialog_new (weft_window_get_self (user_data), address, stream, name), user_data);
}

/* Only a workspace on a server has a sign-in. */
static void
update_sign_in (WeftWindow *window)
{
  static const char *const names[] = { "sign-in", "sign-out", NULL };
  WeftWorkspace *workspace
      = weft_window_get_page (window) != NULL ? weft_window_get_workspace (window) : NULL;
  gboolean enabled = workspace != NULL && weft_workspace_get_kind (workspace) == WEFT_WORKSPACE_REMOTE;

  for (guint i = 0; names[i] != NULL; i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (
                                     g_action_map_lookup_action (G_ACTION_MAP (window), names[i])),
                                 enabled);
}

void
weft_entry_actions_add (WeftWindow *window)
{
  static const GActionEntry always[] = {
    { "join", on_join, "(ss)" }, { "start-here", on_start_here }, { "demo", on_demo },
    { "sign-in", on_sign_in },   { "sign-out", on_sign_out },
  };
  static const GActionEntry open[] = {
    { "profile", on_profile },
    { "set-status", on_set_status, "s" },
    { "invite", on_invite },
    { "invite-guests", on_invite_guests, "(ss)" },
  };

  g_return_if_fail (WEFT_IS_WINDOW (window));

  g_action_map_add_action_entries (G_ACTION_MAP (window), always, G_N_ELEMENTS (always), window);
  weft_window_add_open_actions (window, open, G_N_ELEMENTS (open));
  g_signal_connect (window, "notify::open", G_CALLBACK (update_sign_in), NULL);
  update_sign_in (window);
}
