/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-group-actions.h"
#include "parts/people/view/weft-group-dialog.h"

static void
on_groups (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWorkspace *workspace = weft_window_get_workspace (user_data);

  if (workspace != NULL)
    adw_dialog_present (weft_group_dialog_new (weft_workspace_get_sync (workspace)), user_data);
}

void
weft_group_actions_add (WeftWindow *window)
{
  static const GActionEntry entries[] = { { "groups", on_groups } };

  g_return_if_fail (WEFT_IS_WINDOW (window));

  weft_window_add_open_actions (window, entries, G_N_ELEMENTS (entries));
}
