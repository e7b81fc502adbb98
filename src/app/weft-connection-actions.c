/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-connection-actions.h"

#define ANY_PAGE                                                                                             \
  "http://nmcheck.gnome.org/" /* a network in the way shows its own page instead; GNOME opens this one, too  \
                               */

static WeftSync *
get_sync (WeftWindow *window)
{
  WeftWorkspace *workspace = weft_window_get_workspace (window);

  return workspace != NULL ? weft_workspace_get_sync (workspace) : NULL;
}

static void
retry (WeftWindow *window)
{
  if (get_sync (window) != NULL)
    weft_sync_retry (get_sync (window));
}

static void
on_retry (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  retry (user_data);
}

/* Afterwards the network may let us through at any moment. */
static void
on_portal_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WeftWindow) window = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error))
    g_warning ("The sign-in page of the network does not open: %s", error->message);
  retry (window);
}

static void
on_open_portal (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftSync *sync = get_sync (user_data);
  const char *page = sync != NULL ? weft_sync_get_portal_page (sync) : NULL;
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (page != NULL ? page : ANY_PAGE);

  gtk_uri_launcher_launch (launcher, user_data, NULL, on_portal_opened, g_object_ref (user_data));
}

void
weft_connection_actions_add (WeftWindow *window)
{
  static const GActionEntry actions[] = {
    { "retry", on_retry },
    { "open-portal", on_open_portal },
  };

  g_return_if_fail (WEFT_IS_WINDOW (window));

  weft_window_add_open_actions (window, actions, G_N_ELEMENTS (actions));
}
