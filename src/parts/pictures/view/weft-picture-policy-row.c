/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/view/weft-picture-policy-row.h"

#include <glib/gi18n.h>

#include "parts/pictures/client/weft-picture-policy.h"

static void
update (WeftSync *sync, GParamSpec *pspec, GtkWidget *row)
{
  gtk_widget_set_visible (row, weft_picture_policy_is_administrator (sync));
}

GtkWidget *
weft_picture_policy_row_new (WeftSync *sync, WeftRowValue *policy)
{
  GtkWidget *row = adw_switch_row_new ();

  g_return_val_if_fail (WEFT_IS_SYNC (sync), row);
  g_return_val_if_fail (WEFT_IS_ROW_VALUE (policy), row);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Only Administrators Add Some"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("Emoji and stickers; what is there stays"));
  g_object_bind_property (policy, "value", row, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (sync, "notify::role", G_CALLBACK (update), row, G_CONNECT_DEFAULT);
  update (sync, NULL, row);
  return row;
}
