/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-desktop.h"
#include "app/weft-launcher-badge.h"
#include "app/weft-quiet.h"
#include "app/weft-unread.h"
#include "modules/weft-features.h"

#define PLACES_MAX 12 /* that the menu lists: more are looked for in the window */

struct _WeftDesktop
{
  GObject parent_instance;

  GApplication *application;
  GSettings *settings;
  WeftWorkspaces *workspaces;
  WeftUnread *unread;
  WeftLauncherBadge *badge;
  GMenu *menu;
  GMenu *places;
  WeftDbusMenu *dbus_menu;
  WeftTrayItem *tray;
  WeftBackground *background;
  GSimpleAction *do_not_disturb;
  GDBusConnection *connection;
  guint tokens; /* subscription */
};

enum
{
  TOKEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftDesktop, weft_desktop, G_TYPE_OBJECT)

/* What people have named may hold what a menu takes for a mnemonic. */
static char *
escape_label (const char *name)
{
  GString *label = g_string_new (name);

  g_string_replace (label, "_", "__", 0);
  return g_string_free_and_steal (label);
}

static void
list_places (WeftDesktop *self, WeftWorkspace *workspace, gboolean several)
{
  for (guint i = 0; weft_workspace_get_state (workspace) == WEFT_WORKSPACE_OPEN && weft_features[i] != NULL;
       i++)
    {
      g_autoptr (GPtrArray) unread
          = weft_feature_page_list_unread (weft_workspace_get_page (workspace, weft_features[i]));

      for (guint j = 0;
           j < unread->len && g_menu_model_get_n_items (G_MENU_MODEL (self->places)) < PLACES_MAX; j++)
        {
          WeftCommand *command = g_ptr_array_index (unread, j);
          g_autofree char *name = escape_label (weft_command_get_title (command));
          g_autofree char *of = several ? escape_label (weft_workspace_get_name (workspace)) : NULL;
          /* Translators: in the tray's menu: a room's name, the workspace's name */
          g_autofree char *label = several ? g_strdup_printf (_ ("%1$s – %2$s"), name, of) : g_strdup (name);
          g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

          g_menu_item_set_action_and_target (item, "app.open-command", "(ss)",
                                             weft_workspace_get_id (workspace),
                                             weft_command_get_action (command));
          g_menu_append_item (self->places, item);
        }
    }
}

static void
update_menu (WeftDesktop *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->workspaces));

  g_menu_remove_all (self->places);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftWorkspace) workspace = g_list_model_get_item (G_LIST_MODEL (self->workspaces), i);

      list_places (self, workspace, n > 1);
    }
  weft_dbus_menu_update (self->dbus_menu);
}

static void
on_unread (WeftDesktop *self)
{
  guint n = weft_unread_get_n_mentions (self->unread);
  g_autofree char *text = NULL;

  if (n > 0)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u unread message for you",
                                         "%u unread messages for you", n),
                            n);
  else
    text = g_strdup (weft_unread_get_has_news (self->unread) ? _ ("Unread messages") : _ ("Nothing unread"));
  weft_tray_item_set_state (self->tray,
                            n > 0                                     ? WEFT_TRAY_CONCERNED
                            : weft_unread_get_has_news (self->unread) ? WEFT_TRAY_NEWS
                                                                      : WEFT_TRAY_QUIET,
                            text);
  weft_launcher_badge_set (self->badge, n);
  update_menu (self);
}

static void
on_activated (WeftDesktop *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "show", NULL);
}

static void
on_token (WeftDesktop *self, const char *token)
{
  g_signal_emit (self, signals[TOKEN], 0, token);
}

/* GLib's notifications (2.84) do not hand it on. */
static void
on_notification_token (GDBusConnection *connection,
                       const char *sender,
                       const char *path,
                       const char *interface,
                       const char *signal,
                       GVariant *parameters,
                       gpointer user_data)
{
  const char *token;

  g_variant_get (parameters, "(u&s)", NULL, &token);
  on_token (user_data, token);
}

static void
on_wanted (WeftDesktop *self)
{
  weft_tray_item_set_wanted (self->tray, g_settings_get_boolean (self->settings, "tray"));
}

/* ── do not disturb: in all workspaces at once ─────────────────────────────────────────────────────── */

static void
on_do_not_disturb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  WeftDesktop *self = user_data;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->workspaces)); i++)
    {
      g_autoptr (WeftWorkspace) workspace = g_list_model_get_item (G_LIST_MODEL (self->workspaces), i);

      if (weft_workspace_get_self (workspace) != NULL)
        weft_quiet_set_until (weft_workspace_get_self (workspace),
                              g_variant_get_boolean (state) ? WEFT_QUIET_FOREVER : 0);
    }
}

static void
on_quiet (WeftDesktop *self)
{
  gboolean quiet = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->workspaces)); i++)
    {
      g_autoptr (WeftWorkspace) workspace = g_list_model_get_item (G_LIST_MODEL (self->workspaces), i);

      quiet |= weft_workspace_get_quiet (workspace);
    }
  g_simple_action_set_state (self->do_not_disturb, g_variant_new_boolean (quiet));
}

static void
on_workspaces_changed (WeftDesktop *self, guint position, guint n_removed, guint n_added)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (WeftWorkspace) workspace = g_list_model_get_item (G_LIST_MODEL (self->workspaces), i);

      g_signal_connect_object (workspace, "notify::quiet", G_CALLBACK (on_quiet), self, G_CONNECT_SWAPPED);
    }
  on_quiet (self);
}

static void
make_menu (WeftDesktop *self)
{
  g_autoptr (GMenu) first = g_menu_new ();
  g_autoptr (GMenu) quiet = g_menu_new ();
  g_autoptr (GMenu) last = g_menu_new ();

  self->menu = g_menu_new ();
  self->places = g_menu_new ();
  g_menu_append (first, _ ("_Open Weft"), "app.show");
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (self->places));
  g_menu_append (quiet, _ ("_Do Not Disturb"), "app.do-not-disturb");
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (quiet));
  g_menu_append (last, _ ("_Quit"), "app.quit");
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (last));
}

static void
weft_desktop_dispose (GObject *object)
{
  WeftDesktop *self = WEFT_DESKTOP (object);

  if (self->tokens != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->tokens);
  self->tokens = 0;
  g_clear_object (&self->connection);
  g_clear_pointer (&self->badge, weft_launcher_badge_free);
  g_clear_object (&self->background);
  g_clear_object (&self->do_not_disturb);
  g_clear_object (&self->tray);
  g_clear_object (&self->dbus_menu);
  g_clear_object (&self->menu);
  g_clear_object (&self->places);
  g_clear_object (&self->unread);
  g_clear_object (&self->workspaces);
  g_clear_object (&self->settings);
  self->application = NULL;

  G_OBJECT_CLASS (weft_desktop_parent_class)->dispose (object);
}

static void
weft_desktop_class_init (WeftDesktopClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_desktop_dispose;
  signals[TOKEN] = g_signal_new ("token", G_OBJECT_CLASS_TYPE (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_desktop_init (WeftDesktop *self)
{
}

WeftDesktop *
weft_desktop_new (GApplication *application,
                  GSettings *settings,
                  WeftWorkspaces *workspaces,
                  const char *const *command)
{
  WeftDesktop *self;
  GDBusConnection *connection;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (WEFT_IS_WORKSPACES (workspaces), NULL);

  connection = g_application_get_dbus_connection (application);
  if (connection == NULL)
    return NULL;
  self = g_object_new (WEFT_TYPE_DESKTOP, NULL);
  self->application = application;
  self->settings = g_object_ref (settings);
  self->workspaces = g_object_ref (workspaces);
  self->connection = g_object_ref (connection);
  /* Desktop Notifications Specification 1.3, ActivationToken: told before ActionInvoked. */
  self->tokens
      = g_dbus_connection_signal_subscribe (connection, "org.freedesktop.Notifications",
                                            "org.freedesktop.Notifications", "ActivationToken",
                                            "/org/freedesktop/Notifications", NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                            on_notification_token, self, NULL);
  self->unread = weft_unread_new (workspaces);
  self->badge = weft_launcher_badge_new (connection, WEFT_APP_ID);
  self->do_not_disturb = g_simple_action_new_stateful ("do-not-disturb", NULL, g_variant_new_boolean (FALSE));
  g_signal_connect_object (self->do_not_disturb, "change-state", G_CALLBACK (on_do_not_disturb), self,
                           G_CONNECT_DEFAULT);
  g_action_map_add_action (G_ACTION_MAP (application), G_ACTION (self->do_not_disturb));
  g_signal_connect_object (workspaces, "items-changed", G_CALLBACK (on_workspaces_changed), self,
                           G_CONNECT_SWAPPED);
  on_workspaces_changed (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (workspaces)));
  make_menu (self);
  self->dbus_menu = weft_dbus_menu_new (G_MENU_MODEL (self->menu), G_ACTION_GROUP (application));
  g_signal_connect_object (self->dbus_menu, "about-to-show", G_CALLBACK (update_menu), self,
                           G_CONNECT_SWAPPED);
  self->tray = weft_tray_item_new (WEFT_APP_ID, self->dbus_menu);
  g_signal_connect_object (self->tray, "activated", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tray, "token", G_CALLBACK (on_token), self, G_CONNECT_SWAPPED);
  self->background = weft_background_new (connection, settings, self->tray,
                                          g_application_get_application_id (application), command);
  g_signal_connect_object (settings, "changed::tray", G_CALLBACK (on_wanted), self, G_CONNECT_SWAPPED);
  on_wanted (self);
  g_signal_connect_object (self->unread, "changed", G_CALLBACK (on_unread), self, G_CONNECT_SWAPPED);
  on_unread (self);
  return self;
}

WeftBackground *
weft_desktop_get_background (WeftDesktop *self)
{
  g_return_val_if_fail (WEFT_IS_DESKTOP (self), NULL);

  return self->background;
}

WeftTrayItem *
weft_desktop_get_tray (WeftDesktop *self)
{
  g_return_val_if_fail (WEFT_IS_DESKTOP (self), NULL);

  return self->tray;
}
