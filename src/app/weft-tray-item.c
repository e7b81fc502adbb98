/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-tray-icon.h"
#include "app/weft-tray-item.h"

#define WATCHER "org.kde.StatusNotifierWatcher"
#define WATCHER_PATH "/StatusNotifierWatcher"
#define INTERFACE "org.kde.StatusNotifierItem"
#define PATH "/StatusNotifierItem"
#define MENU_PATH PATH "/Menu"

struct _WeftTrayItem
{
  GObject parent_instance;

  GDBusConnection *connection; /* (nullable) */
  GCancellable *connecting;    /* (nullable): while wanted */
  GCancellable *cancellable;   /* of what is asked of the watcher that is there now */
  WeftDbusMenu *menu;
  char *id;
  GVariant *picture;
  char *text;
  WeftTrayState state;
  guint registration;
  guint watch;
  guint hosts; /* subscription */
  gboolean registered;
  gboolean has_host;
};

enum
{
  PROP_0,
  PROP_THERE,
  N_PROPS
};

enum
{
  ACTIVATED,
  TOKEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftTrayItem, weft_tray_item, G_TYPE_OBJECT)

static const char xml[]
    = "<node><interface name='" INTERFACE "'>"
      "<property name='Category' type='s' access='read'/>"
      "<property name='Id' type='s' access='read'/>"
      "<property name='Title' type='s' access='read'/>"
      "<property name='Status' type='s' access='read'/>"
      "<property name='WindowId' type='i' access='read'/>"
      "<property name='IconThemePath' type='s' access='read'/>"
      "<property name='IconName' type='s' access='read'/>"
      "<property name='IconPixmap' type='a(iiay)' access='read'/>"
      "<property name='OverlayIconName' type='s' access='read'/>"
      "<property name='OverlayIconPixmap' type='a(iiay)' access='read'/>"
      "<property name='AttentionIconName' type='s' access='read'/>"
      "<property name='AttentionIconPixmap' type='a(iiay)' access='read'/>"
      "<property name='AttentionMovieName' type='s' access='read'/>"
      "<property name='ToolTip' type='(sa(iiay)ss)' access='read'/>"
      "<property name='ItemIsMenu' type='b' access='read'/>"
      "<property name='Menu' type='o' access='read'/>"
      "<method name='ContextMenu'><arg type='i' direction='in'/><arg type='i' direction='in'/></method>"
      "<method name='Activate'><arg type='i' direction='in'/><arg type='i' direction='in'/></method>"
      "<method name='SecondaryActivate'><arg type='i' direction='in'/><arg type='i' direction='in'/></method>"
      "<method name='Scroll'><arg type='i' direction='in'/><arg type='s' direction='in'/></method>"
      "<method name='ProvideXdgActivationToken'><arg type='s' direction='in'/></method>"
      "<signal name='NewTitle'/><signal name='NewIcon'/><signal name='NewAttentionIcon'/>"
      "<signal name='NewOverlayIcon'/><signal name='NewToolTip'/>"
      "<signal name='NewStatus'><arg type='s'/></signal>"
      "</interface></node>";

static void
set_there (WeftTrayItem *self, gboolean registered, gboolean has_host)
{
  gboolean before = self->registered && self->has_host;

  self->registered = registered;
  self->has_host = has_host;
  if (before != (registered && has_host))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_THERE]);
}

/* ── the watcher ───────────────────────────────────────────────────────────────────────────────────── */

static void
on_host_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) value = NULL;
  WeftTrayItem *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer != NULL)
    g_variant_get (answer, "(v)", &value);
  set_there (self, self->registered,
             value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN)
                 && g_variant_get_boolean (value));
}

static void
ask_for_host (WeftTrayItem *self)
{
  g_dbus_connection_call (self->connection, WATCHER, WATCHER_PATH, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", WATCHER, "IsStatusNotifierHostRegistered"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable,
                          on_host_answered, self);
}

static void
on_registered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  WeftTrayItem *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL)
    {
      g_info ("The tray does not take the icon: %s", error->message);
      return;
    }
  set_there (self, TRUE, self->has_host);
  ask_for_host (self);
}

static void
on_hosts_changed (GDBusConnection *connection,
                  const char *sender,
                  const char *path,
                  const char *interface,
                  const char *signal,
                  GVariant *parameters,
                  gpointer user_data)
{
  if (g_str_has_prefix (signal, "StatusNotifierHost"))
    ask_for_host (user_data);
}

static void
renew_cancellable (WeftTrayItem *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
on_watcher_appeared (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  WeftTrayItem *self = user_data;

  renew_cancellable (self);
  g_dbus_connection_call (connection, owner, WATCHER_PATH, WATCHER, "RegisterStatusNotifierItem",
                          g_variant_new ("(s)", PATH), NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                          self->cancellable, on_registered, self);
}

static void
on_watcher_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  WeftTrayItem *self = user_data;

  renew_cancellable (self);
  set_there (self, FALSE, FALSE);
}

/* ── the item ──────────────────────────────────────────────────────────────────────────────────────── */

static void
tell (WeftTrayItem *self, const char *signal, GVariant *parameters)
{
  if (self->registration != 0)
    g_dbus_connection_emit_signal (self->connection, NULL, PATH, INTERFACE, signal, parameters, NULL);
  else if (parameters != NULL)
    g_variant_unref (g_variant_ref_sink (parameters));
}

static GVariant *
get_picture (WeftTrayItem *self)
{
  if (self->picture == NULL)
    self->picture = g_variant_ref_sink (weft_tray_icon_draw (self->id, self->state));
  return self->picture;
}

static const char *
get_status (WeftTrayItem *self)
{
  return self->state == WEFT_TRAY_CONCERNED ? "NeedsAttention" : "Active";
}

static GVariant *
on_get (GDBusConnection *connection,
        const char *sender,
        const char *path,
        const char *interface,
        const char *property,
        GError **error,
        gpointer user_data)
{
  WeftTrayItem *self = user_data;

  if (g_str_equal (property, "Category"))
    return g_variant_new_string ("Communications");
  if (g_str_equal (property, "Id"))
    return g_variant_new_string (self->id);
  if (g_str_equal (property, "Title"))
    return g_variant_new_string (_ ("Weft"));
  if (g_str_equal (property, "Status"))
    return g_variant_new_string (get_status (self));
  if (g_str_equal (property, "WindowId"))
    return g_variant_new_int32 (0);
  if (g_str_equal (property, "IconPixmap") || g_str_equal (property, "AttentionIconPixmap"))
    return g_variant_ref (get_picture (self));
  if (g_str_equal (property, "OverlayIconPixmap"))
    return g_variant_new ("a(iiay)", NULL);
  if (g_str_equal (property, "ToolTip"))
    return g_variant_new ("(sa(iiay)ss)", "", NULL, _ ("Weft"), self->text != NULL ? self->text : "");
  if (g_str_equal (property, "ItemIsMenu"))
    return g_variant_new_boolean (FALSE);
  if (g_str_equal (property, "Menu"))
    return g_variant_new_object_path (MENU_PATH);
  return g_variant_new_string (""); /* names of icons, of which it has none */
}

static void
on_call (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  WeftTrayItem *self = user_data;

  if (g_str_equal (method, "ProvideXdgActivationToken"))
    {
      const char *token;

      g_variant_get (parameters, "(&s)", &token);
      g_signal_emit (self, signals[TOKEN], 0, token);
    }
  else if (g_str_equal (method, "Activate") || g_str_equal (method, "SecondaryActivate")
           || g_str_equal (method, "ContextMenu"))
    g_signal_emit (self, signals[ACTIVATED], 0);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
weft_tray_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, weft_tray_item_get_there (WEFT_TRAY_ITEM (object)));
}

static void
weft_tray_item_dispose (GObject *object)
{
  WeftTrayItem *self = WEFT_TRAY_ITEM (object);

  weft_tray_item_set_wanted (self, FALSE);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->menu);

  G_OBJECT_CLASS (weft_tray_item_parent_class)->dispose (object);
}

static void
weft_tray_item_finalize (GObject *object)
{
  WeftTrayItem *self = WEFT_TRAY_ITEM (object);

  g_clear_pointer (&self->picture, g_variant_unref);
  g_free (self->id);
  g_free (self->text);

  G_OBJECT_CLASS (weft_tray_item_parent_class)->finalize (object);
}

static void
weft_tray_item_class_init (WeftTrayItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = weft_tray_item_get_property;
  object_class->dispose = weft_tray_item_dispose;
  object_class->finalize = weft_tray_item_finalize;
  properties[PROP_THERE]
      = g_param_spec_boolean ("there", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[ACTIVATED] = g_signal_new ("activated", G_OBJECT_CLASS_TYPE (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
  signals[TOKEN] = g_signal_new ("token", G_OBJECT_CLASS_TYPE (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_tray_item_init (WeftTrayItem *self)
{
}

WeftTrayItem *
weft_tray_item_new (const char *id, WeftDbusMenu *menu)
{
  WeftTrayItem *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (WEFT_IS_DBUS_MENU (menu), NULL);

  self = g_object_new (WEFT_TYPE_TRAY_ITEM, NULL);
  self->id = g_strdup (id);
  self->menu = g_object_ref (menu);
  return self;
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static const GDBusInterfaceVTable table = { .method_call = on_call, .get_property = on_get };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_dbus_connection_new_for_address_finish (result, &error);
  WeftTrayItem *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (connection != NULL)
    self->registration = g_dbus_connection_register_object (connection, PATH, info->interfaces[0], &table,
                                                            self, NULL, &error);
  if (self->registration == 0 || !weft_dbus_menu_export (self->menu, connection, MENU_PATH, &error))
    {
      g_info ("There can be no tray icon: %s", error->message);
      return;
    }
  self->connection = g_steal_pointer (&connection);
  self->hosts
      = g_dbus_connection_signal_subscribe (self->connection, WATCHER, WATCHER, NULL, WATCHER_PATH, NULL,
                                            G_DBUS_SIGNAL_FLAGS_NONE, on_hosts_changed, self, NULL);
  self->watch = g_bus_watch_name_on_connection (self->connection, WATCHER, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                on_watcher_appeared, on_watcher_vanished, self, NULL);
}

static void
on_flushed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_dbus_connection_flush_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_dbus_connection_close (G_DBUS_CONNECTION (source), NULL, NULL, NULL);
}

static void
leave (WeftTrayItem *self)
{
  g_cancellable_cancel (self->connecting);
  g_clear_object (&self->connecting);
  g_cancellable_cancel (self->cancellable);
  if (self->connection == NULL)
    return;
  g_clear_handle_id (&self->watch, g_bus_unwatch_name);
  g_dbus_connection_signal_unsubscribe (self->connection, self->hosts);
  weft_dbus_menu_unexport (self->menu);
  g_dbus_connection_unregister_object (self->connection, self->registration);
  self->registration = 0;
  /* Whoever pressed what ends the item still gets an answer. */
  g_dbus_connection_flush (self->connection, NULL, on_flushed, NULL);
  g_clear_object (&self->connection);
  set_there (self, FALSE, FALSE);
}

void
weft_tray_item_set_wanted (WeftTrayItem *self, gboolean wanted)
{
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (WEFT_IS_TRAY_ITEM (self));

  if (wanted == (self->connecting != NULL))
    return;
  if (!wanted)
    {
      leave (self);
      return;
    }
  address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);
  if (address == NULL)
    {
      g_info ("There can be no tray icon: %s", error->message);
      return;
    }
  self->connecting = g_cancellable_new ();
  g_dbus_connection_new_for_address (address,
                                     G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                         | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                     NULL, self->connecting, on_connected, self);
}

gboolean
weft_tray_item_get_there (WeftTrayItem *self)
{
  g_return_val_if_fail (WEFT_IS_TRAY_ITEM (self), FALSE);

  return self->registered && self->has_host;
}

void
weft_tray_item_set_state (WeftTrayItem *self, WeftTrayState state, const char *text)
{
  g_return_if_fail (WEFT_IS_TRAY_ITEM (self));

  if (g_set_str (&self->text, text))
    tell (self, "NewToolTip", NULL);
  if (self->state == state)
    return;
  self->state = state;
  g_clear_pointer (&self->picture, g_variant_unref);
  tell (self, "NewIcon", NULL);
  tell (self, "NewAttentionIcon", NULL);
  tell (self, "NewStatus", g_variant_new ("(s)", get_status (self)));
}
