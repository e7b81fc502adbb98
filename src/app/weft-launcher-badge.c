/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-launcher-badge.h"

#define INTERFACE "com.canonical.Unity.LauncherEntry"

struct _WeftLauncherBadge
{
  GDBusConnection *connection;
  char *uri;
  char *path;
  guint registration;
  guint count;
};

static const char xml[] = "<node><interface name='" INTERFACE "'>"
                          "<method name='Query'/>"
                          "<signal name='Update'><arg type='s'/><arg type='a{sv}'/></signal>"
                          "</interface></node>";

static void
tell (WeftLauncherBadge *self)
{
  GVariantBuilder properties;

  g_variant_builder_init (&properties, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&properties, "{sv}", "count", g_variant_new_int64 (self->count));
  g_variant_builder_add (&properties, "{sv}", "count-visible", g_variant_new_boolean (self->count > 0));
  g_dbus_connection_emit_signal (self->connection, NULL, self->path, INTERFACE, "Update",
                                 g_variant_new ("(sa{sv})", self->uri, &properties), NULL);
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
  g_dbus_method_invocation_return_value (invocation, NULL);
  tell (user_data);
}

WeftLauncherBadge *
weft_launcher_badge_new (GDBusConnection *connection, const char *desktop_id)
{
  static const GDBusInterfaceVTable table = { .method_call = on_call };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autoptr (GError) error = NULL;
  WeftLauncherBadge *self;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), NULL);
  g_return_val_if_fail (desktop_id != NULL, NULL);

  self = g_new0 (WeftLauncherBadge, 1);
  self->connection = g_object_ref (connection);
  self->uri = g_strdup_printf ("application://%s.desktop", desktop_id);
  /* As libunity names it: whoever looks for the path finds the same. */
  self->path = g_strdup_printf ("/com/canonical/unity/launcherentry/%u", g_str_hash (self->uri));
  self->registration = g_dbus_connection_register_object (connection, self->path, info->interfaces[0], &table,
                                                          self, NULL, &error);
  if (self->registration == 0)
    g_info ("The dock cannot ask for its number: %s", error->message);
  return self;
}

void
weft_launcher_badge_free (WeftLauncherBadge *self)
{
  if (self == NULL)
    return;

  if (self->count > 0)
    weft_launcher_badge_set (self, 0);
  if (self->registration != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration);
  g_object_unref (self->connection);
  g_free (self->uri);
  g_free (self->path);
  g_free (self);
}

void
weft_launcher_badge_set (WeftLauncherBadge *self, guint count)
{
  g_return_if_fail (self != NULL);

  if (self->count == count)
    return;
  self->count = count;
  tell (self);
}
