/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-ask-actions.h"
#include "parts/thread/client/weft-saying.h"
#include "proto/weft-link.h"

/* What stands above a notice in place of an author (ops.json). */
G_GNUC_UNUSED static const char *const words[] = { N_ ("Not acknowledged yet") };

/* The server takes the notice from all devices when it has this. */
void
weft_ask_actions_acknowledge (WeftWorkspace *workspace, const char *link)
{
  g_autoptr (WeftLink) parsed = weft_link_parse (link, -1);
  WeftSync *sync;

  g_return_if_fail (WEFT_IS_WORKSPACE (workspace));

  sync = weft_workspace_get_sync (workspace);
  if (sync != NULL && parsed != NULL && parsed->key != NULL)
    dex_future_disown (weft_thread_acknowledge (sync, parsed->stream, parsed->key, TRUE));
}

static void
on_acknowledge (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWorkspace *workspace = weft_window_get_workspace (user_data);

  if (workspace == NULL)
    return;
  weft_ask_actions_acknowledge (workspace, g_variant_get_string (parameter, NULL));
  weft_window_add_action_toast (user_data, _ ("Acknowledged"), _ ("_Undo"), "win.undo");
}

void
weft_ask_actions_add (WeftWindow *window)
{
  static const GActionEntry actions[] = { { "acknowledge", on_acknowledge, "s" } };

  g_return_if_fail (WEFT_IS_WINDOW (window));

  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), window);
}

const char *
weft_ask_of_notice (WeftNoticeItem *notice)
{
  const char *event = weft_notice_item_get_event (notice);

  return weft_notice_item_get_stands (notice) && !weft_notice_item_get_seen (notice)
                 && (g_str_equal (event, "thread.asked") || g_str_equal (event, "thread.asked-again"))
             ? weft_notice_item_get_link (notice)
             : NULL;
}

GtkWidget *
weft_ask_button_new (const char *link, const char *about)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Acknowledge"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.acknowledge");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", link);
  gtk_widget_add_css_class (button, "weft-outbox-button");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, about, -1);

  return button;
}
