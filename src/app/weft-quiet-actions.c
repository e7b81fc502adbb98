/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-quiet-actions.h"
#include "app/weft-quiet-dialog.h"
#include "app/weft-quiet.h"
#include "base/weft-clock.h"

static void
on_quiet (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftSelf *self = weft_window_get_self (user_data);
  gint64 now = weft_clock_now (weft_clock_get_system ());
  gint64 until = weft_quiet_parse (g_variant_get_string (parameter, NULL), now);
  g_autofree char *text = weft_quiet_describe (self, until, now);

  weft_quiet_set_until (self, until);
  weft_window_add_toast (user_data, text);
}

static void
on_quiet_hours (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_dialog_present (weft_quiet_dialog_new (weft_window_get_self (user_data)), user_data);
}

void
weft_quiet_actions_add (WeftWindow *window)
{
  static const GActionEntry entries[] = {
    { "quiet", on_quiet, "s" },
    { "quiet-hours", on_quiet_hours },
  };

  g_return_if_fail (WEFT_IS_WINDOW (window));

  weft_window_add_open_actions (window, entries, G_N_ELEMENTS (entries));
}
