/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-member-actions.h"

static const char *const names[] = { "groups", "invite", "invite-guests", "set-status", "quiet", "quiet-hours" };

static void
update_enabled (WeftWindow *window)
{
  WeftSelf *self = weft_window_get_self (window);
  gboolean guest = self != NULL && g_strcmp0 (weft_self_get_role (self), "guest") == 0;
  gboolean open;

  g_object_get (window, "open", &open, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (window), names[i])),
                                 open && !guest);
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
weft_member_actions_add (WeftWindow *window)
{
  g_return_if_fail (WEFT_IS_WINDOW (window));

  g_signal_connect (window, "notify::open", G_CALLBACK (on_open), NULL);
  on_open (window);
}
