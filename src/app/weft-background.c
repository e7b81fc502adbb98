/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "app/weft-background.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Background"
#define REQUEST_INTERFACE "org.freedesktop.portal.Request"

struct _WeftBackground
{
  GObject parent_instance;

  GDBusConnection *connection;
  GCancellable *cancellable;
  GSettings *settings;
  WeftTrayItem *tray;
  char *application_id;
  char **command;
  guint response; /* subscription to the answer of the newest request */
  gboolean agreed;
  gboolean allowed;
};

enum
{
  PROP_0,
  PROP_AGREED,
  PROP_ALLOWED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftBackground, weft_background, G_TYPE_OBJECT)

static gboolean
is_sandboxed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

static void
update (WeftBackground *self)
{
  gboolean allowed = g_settings_get_boolean (self->settings, "background")
                     && (self->agreed || weft_tray_item_get_there (self->tray));

  if (self->allowed == allowed)
    return;
  self->allowed = allowed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ALLOWED]);
}

static void
set_agreed (WeftBackground *self, gboolean agreed)
{
  if (self->agreed == agreed)
    return;
  self->agreed = agreed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AGREED]);
  update (self);
}

/* ── the portal ────────────────────────────────────────────────────────────────────────────────────── */

static void
forget_request (WeftBackground *self)
{
  if (self->response != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->response);
  self->response = 0;
}

static void
on_response (GDBusConnection *connection,
             const char *sender,
             const char *path,
             const char *interface,
             const char *signal,
             GVariant *parameters,
             gpointer user_data)
{
  WeftBackground *self = user_data;
  g_autoptr (GVariant) results = NULL;
  gboolean background = FALSE;
  guint32 response;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  forget_request (self);
  set_agreed (self,
              response == 0 && g_variant_lookup (results, "background", "b", &background) && background);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_info ("The desktop cannot be asked to let Weft run in the background: %s", error->message);
  forget_request (user_data);
  set_agreed (user_data, FALSE);
}

static void
ask (WeftBackground *self)
{
  g_autofree char *token = g_strdup_printf ("weft%u", g_random_int ());
  g_autofree char *sender
      = g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (self->connection) + 1), ".", '_');
  g_autofree char *path = g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
  GVariantBuilder options;

  forget_request (self);
  self->response
      = g_dbus_connection_signal_subscribe (self->connection, PORTAL, REQUEST_INTERFACE, "Response", path,
                                            NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_response, self, NULL);
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason",
                         g_variant_new_string (_ ("To tell you of messages while its window is closed")));
  if (is_sandboxed ())
    {
      g_variant_builder_add (&options, "{sv}", "autostart",
                             g_variant_new_boolean (g_settings_get_boolean (self->settings, "autostart")));
      g_variant_builder_add (&options, "{sv}", "commandline",
                             g_variant_new_strv ((const char *const *) self->command, -1));
    }
  g_dbus_connection_call (self->connection, PORTAL, PORTAL_PATH, PORTAL_INTERFACE, "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, on_asked, self);
}

static void
on_background (WeftBackground *self)
{
  if (g_settings_get_boolean (self->settings, "background"))
    ask (self);
  else
    set_agreed (self, FALSE);
  update (self);
}

/* ── starting with the session ─────────────────────────────────────────────────────────────────────── */

typedef struct
{
  char *path;
  char *text; /* (nullable): to take the file away */
} Autostart;

static void
autostart_free (Autostart *autostart)
{
  g_free (autostart->path);
  g_free (autostart->text);
  g_free (autostart);
}

/* On a thread of GIO's: the folder may lie on a slow disk. */
static void
write_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Autostart *autostart = data;
  g_autofree char *directory = g_path_get_dirname (autostart->path);
  g_autoptr (GError) error = NULL;

  if (autostart->text == NULL)
    g_unlink (autostart->path);
  else if (g_mkdir_with_parents (directory, 0700) != 0
           || !g_file_set_contents (autostart->path, autostart->text, -1, &error))
    g_warning ("Weft will not start with the session: %s",
               error != NULL ? error->message : g_strerror (errno));
  g_task_return_boolean (task, TRUE);
}

static char *
make_desktop_entry (WeftBackground *self)
{
  g_autoptr (GString) command = g_string_new (NULL);

  for (guint i = 0; self->command[i] != NULL; i++)
    {
      g_autofree char *word = g_shell_quote (self->command[i]);

      g_string_append_printf (command, "%s%s", i > 0 ? " " : "", word);
    }
  /* In Exec a percent sign begins a field code (Desktop Entry Specification 1.5, "The Exec key"). */
  g_string_replace (command, "%", "%%", 0);
  return g_strdup_printf (
      "[Desktop Entry]\nType=Application\nName=%s\nExec=%s\nIcon=%s\nX-GNOME-UsesNotifications=true\n",
      _ ("Weft"), command->str, WEFT_APP_ID);
}

static void
write_autostart (WeftBackground *self)
{
  g_autofree char *name = g_strconcat (self->application_id, ".desktop", NULL);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  Autostart *autostart = g_new0 (Autostart, 1);

  autostart->path = g_build_filename (g_get_user_config_dir (), "autostart", name, NULL);
  if (g_settings_get_boolean (self->settings, "autostart"))
    autostart->text = make_desktop_entry (self);
  g_task_set_task_data (task, autostart, (GDestroyNotify) autostart_free);
  g_task_run_in_thread (task, write_file);
}

static void
on_autostart (WeftBackground *self)
{
  if (is_sandboxed ())
    ask (self);
  else
    write_autostart (self);
}

static void
weft_background_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftBackground *self = WEFT_BACKGROUND (object);

  g_value_set_boolean (value, id == PROP_AGREED ? self->agreed : self->allowed);
}

static void
weft_background_dispose (GObject *object)
{
  WeftBackground *self = WEFT_BACKGROUND (object);

  g_cancellable_cancel (self->cancellable);
  if (self->connection != NULL)
    forget_request (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connection);
  g_clear_object (&self->settings);
  g_clear_object (&self->tray);

  G_OBJECT_CLASS (weft_background_parent_class)->dispose (object);
}

static void
weft_background_finalize (GObject *object)
{
  WeftBackground *self = WEFT_BACKGROUND (object);

  g_free (self->application_id);
  g_strfreev (self->command);

  G_OBJECT_CLASS (weft_background_parent_class)->finalize (object);
}

static void
weft_background_class_init (WeftBackgroundClass *klass)
{
  static const char *const names[] = { NULL, "agreed", "allowed" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = weft_background_get_property;
  object_class->dispose = weft_background_dispose;
  object_class->finalize = weft_background_finalize;
  for (guint i = PROP_AGREED; i < N_PROPS; i++)
    properties[i]
        = g_param_spec_boolean (names[i], NULL, NULL, FALSE,
                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_background_init (WeftBackground *self)
{
  self->cancellable = g_cancellable_new ();
}

WeftBackground *
weft_background_new (GDBusConnection *connection,
                     GSettings *settings,
                     WeftTrayItem *tray,
                     const char *application_id,
                     const char *const *command)
{
  WeftBackground *self;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (WEFT_IS_TRAY_ITEM (tray), NULL);
  g_return_val_if_fail (application_id != NULL && command != NULL, NULL);

  self = g_object_new (WEFT_TYPE_BACKGROUND, NULL);
  self->connection = g_object_ref (connection);
  self->settings = g_object_ref (settings);
  self->tray = g_object_ref (tray);
  self->application_id = g_strdup (application_id);
  self->command = g_strdupv ((char **) command);
  g_signal_connect_object (tray, "notify::there", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::background", G_CALLBACK (on_background), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::autostart", G_CALLBACK (on_autostart), self,
                           G_CONNECT_SWAPPED);
  on_background (self);
  return self;
}

gboolean
weft_background_get_allowed (WeftBackground *self)
{
  g_return_val_if_fail (WEFT_IS_BACKGROUND (self), FALSE);

  return self->allowed;
}

const char *
weft_background_describe (WeftBackground *self)
{
  g_return_val_if_fail (WEFT_IS_BACKGROUND (self), NULL);

  if (!g_settings_get_boolean (self->settings, "background"))
    return _ ("Closing the window ends Weft");
  if (weft_tray_item_get_there (self->tray))
    return _ ("Weft stays in the tray when its window is closed");
  if (self->agreed)
    return _ ("Weft runs on when its window is closed: the desktop agreed");
  return _ ("This desktop has no tray and did not agree: closing the window ends Weft");
}
