/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <string.h>

#include "app/weft-palette.h"
#include "app/weft-search-actions.h"
#include "app/weft-search-dialog.h"

static void
on_search (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_search_dialog_present (user_data, weft_window_get_workspace (user_data), NULL, NULL, NULL);
}

static void
on_search_for (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_search_dialog_present (user_data, weft_window_get_workspace (user_data), NULL, NULL,
                              g_variant_get_string (parameter, NULL));
}

static void
on_search_here (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftFeaturePage *page = weft_window_get_page (user_data);
  const char *link = weft_feature_page_get_link (page);
  g_autofree char *stream = NULL;

  if (weft_feature_page_find (page))
    return;
  stream = link != NULL ? g_strndup (link, strcspn (link, "#")) : NULL;
  weft_search_dialog_present (user_data, weft_window_get_workspace (user_data), stream,
                              weft_feature_page_get_title (page), NULL);
}

static void
on_palette (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_palette_present (user_data, weft_window_get_workspace (user_data),
                        G_LIST_MODEL (weft_window_get_workspaces (user_data)));
}

/* What a palette offers is the old workspace's. */
static void
on_open_changed (WeftWindow *window)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));

  if (weft_window_get_page (window) == NULL && WEFT_IS_PALETTE (dialog))
    adw_dialog_force_close (dialog);
}

void
weft_search_actions_add (WeftWindow *window)
{
  static const GActionEntry actions[] = {
    { "palette", on_palette },
    { "search", on_search },
    { "search-for", on_search_for, "s" },
    { "search-here", on_search_here },
  };

  g_return_if_fail (WEFT_IS_WINDOW (window));

  weft_window_add_open_actions (window, actions, G_N_ELEMENTS (actions));
  g_signal_connect (window, "notify::open", G_CALLBACK (on_open_changed), NULL);
}
