/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-notifier.h"

#include <glib/gi18n.h>
#include <string.h>

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"
#define TIMEOUT 5000 /* ms: a daemon which does not answer is none */

/* One that stands on the desktop, or is on its way there. */
typedef struct
{
  char *key;
  guint number; /* the daemon's; 0: it has not answered yet */
  gboolean withdrawn;
  WeftNotification *notification;
} Shown;

struct _WeftNotifier
{
  GObject parent_instance;

  GApplication *application; /* unowned: it owns us */
  GDBusConnection *connection;
  GCancellable *cancellable;
  GHashTable *shown; /* of key and Shown */
  GHashTable *held;  /* of key and WeftNotification: until it is known what the daemon can do */
  gboolean asking;   /* for that */
  guint watch;
  guint signals;
  gboolean takes_answers;
  gboolean markup;
};

G_DEFINE_FINAL_TYPE (WeftNotifier, weft_notifier, G_TYPE_OBJECT)

static void
shown_free (gpointer data)
{
  Shown *shown = data;

  g_free (shown->key);
  weft_notification_unref (shown->notification);
  g_free (shown);
}

static GHashTable *
new_held (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) weft_notification_unref);
}

/* ── what is pressed ─────────────────────────────────────────────────────────────────────────────────── */

static Shown *
find (WeftNotifier *self, guint number)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Shown *) value)->number == number)
      return value;

  return NULL;
}

/* @text: (nullable): an answer, which becomes the last of its parameter. */
static void
ask_for (WeftNotifier *self, const WeftNotificationButton *button, const char *text)
{
  g_autoptr (GVariant) target = g_variant_ref (button->target);

  if (text != NULL)
    {
      GVariantBuilder builder;

      g_variant_builder_init (&builder, G_VARIANT_TYPE_TUPLE);
      for (gsize i = 0; i < g_variant_n_children (button->target); i++)
        {
          g_autoptr (GVariant) child = g_variant_get_child_value (button->target, i);

          g_variant_builder_add_value (&builder, child);
        }
      g_variant_builder_add (&builder, "s", text);
      g_variant_unref (target);
      target = g_variant_ref_sink (g_variant_builder_end (&builder));
    }
  g_action_group_activate_action (G_ACTION_GROUP (self->application), button->action + strlen ("app."), target);
}

static void
on_pressed (WeftNotifier *self, Shown *shown, const char *key)
{
  GPtrArray *buttons = weft_notification_get_buttons (shown->notification);
  guint64 index;

  if (g_str_equal (key, "default") && weft_notification_get_default (shown->notification) != NULL)
    ask_for (self, weft_notification_get_default (shown->notification), NULL);
  /* Pressed without a text, as a daemon may which shows it as a plain button. */
  else if (g_str_equal (key, "inline-reply") && weft_notification_get_reply (shown->notification) != NULL)
    ask_for (self, weft_notification_get_reply (shown->notification), NULL);
  else if (g_ascii_string_to_unsigned (key, 10, 0, MAX (buttons->len, 1) - 1, &index, NULL) && index < buttons->len)
    ask_for (self, g_ptr_array_index (buttons, index), NULL);
}

static void
on_signal (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *signal,
           GVariant *parameters,
           gpointer user_data)
{
  WeftNotifier *self = user_data;
  guint number = 0;
  const char *text = NULL;
  Shown *shown;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(us)")))
    g_variant_get (parameters, "(u&s)", &number, &text);
  else if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(uu)")))
    g_variant_get (parameters, "(uu)", &number, NULL);
  shown = number != 0 ? find (self, number) : NULL;
  if (shown == NULL)
    return;

  if (text != NULL && g_str_equal (signal, "ActionInvoked"))
    on_pressed (self, shown, text);
  else if (text != NULL && g_str_equal (signal, "NotificationReplied") && *text != '\0'
           && weft_notification_get_answer (shown->notification) != NULL)
    ask_for (self, weft_notification_get_answer (shown->notification), text);
  else if (text == NULL && g_str_equal (signal, "NotificationClosed"))
    g_hash_table_remove (self->shown, shown->key);
}

/* ── the daemon ──────────────────────────────────────────────────────────────────────────────────────── */

static void
send_held (WeftNotifier *self)
{
  g_autoptr (GHashTable) held = g_steal_pointer (&self->held);
  GHashTableIter iter;
  gpointer key, notification;

  self->asking = FALSE;
  self->held = new_held ();
  g_hash_table_iter_init (&iter, held);
  while (g_hash_table_iter_next (&iter, &key, &notification))
    weft_notifier_send (self, key, notification);
}

static void
on_capabilities (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autofree const char **capabilities = NULL;
  WeftNotifier *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  if (answer != NULL)
    {
      g_variant_get (answer, "(^a&s)", &capabilities);
      self->takes_answers = g_strv_contains (capabilities, "inline-reply");
      self->markup = g_strv_contains (capabilities, "body-markup");
    }
  send_held (self);
}

static void
on_appeared (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  WeftNotifier *self = user_data;

  self->asking = TRUE;
  g_dbus_connection_call (connection, NAME, PATH, NAME, "GetCapabilities", NULL, G_VARIANT_TYPE ("(as)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, TIMEOUT, self->cancellable, on_capabilities, self);
}

/* Its notifications are gone with it. */
static void
on_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  WeftNotifier *self = user_data;

  self->takes_answers = FALSE;
  g_hash_table_remove_all (self->shown);
  send_held (self);
}

static void
close_shown (WeftNotifier *self, guint number)
{
  g_dbus_connection_call (self->connection, NAME, PATH, NAME, "CloseNotification", g_variant_new ("(u)", number), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, TIMEOUT, NULL, NULL, NULL);
}

typedef struct
{
  WeftNotifier *notifier;
  char *key;
} Sending;

static void
on_shown (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Sending *sending = user_data;
  g_autoptr (WeftNotifier) self = sending->notifier;
  g_autofree char *key = sending->key;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  Shown *shown = g_hash_table_lookup (self->shown, key);
  guint number = 0;

  g_free (sending);
  if (answer == NULL)
    {
      g_warning ("The desktop shows no notification: %s", error->message);
      g_hash_table_remove (self->shown, key);
      return;
    }
  g_variant_get (answer, "(u)", &number);
  /* It was seen while the daemon was asked, or another took its place without knowing the number of this one. */
  if (shown == NULL || shown->withdrawn)
    {
      close_shown (self, number);
      g_hash_table_remove (self->shown, key);
      return;
    }
  if (shown->number != 0 && shown->number != number)
    close_shown (self, shown->number);
  shown->number = number;
}

static GVariant *
describe (WeftNotifier *self, WeftNotification *notification, guint replaces)
{
  GPtrArray *buttons = weft_notification_get_buttons (notification);
  g_autofree char *body = self->markup ? g_markup_escape_text (weft_notification_get_body (notification), -1)
                                       : g_strdup (weft_notification_get_body (notification));
  GVariantBuilder actions, hints;

  g_variant_builder_init (&actions, G_VARIANT_TYPE ("as"));
  g_variant_builder_add (&actions, "s", "default");
  g_variant_builder_add (&actions, "s", _ ("Open"));
  g_variant_builder_add (&actions, "s", "inline-reply");
  g_variant_builder_add (&actions, "s", weft_notification_get_reply (notification)->label);
  for (guint i = 0; i < buttons->len; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      g_variant_builder_add (&actions, "s", key);
      g_variant_builder_add (&actions, "s", ((const WeftNotificationButton *) g_ptr_array_index (buttons, i))->label);
    }
  g_variant_builder_init (&hints, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&hints, "{sv}", "desktop-entry", g_variant_new_string (WEFT_APP_ID));
  g_variant_builder_add (&hints, "{sv}", "category", g_variant_new_string ("im.received"));
  g_variant_builder_add (&hints, "{sv}", "urgency",
                         g_variant_new_byte (weft_notification_get_priority (notification) == G_NOTIFICATION_PRIORITY_URGENT ? 2 : 1));

  return g_variant_new ("(susssasa{sv}i)", g_get_application_name () != NULL ? g_get_application_name () : "Weft", replaces, WEFT_APP_ID,
                        weft_notification_get_title (notification), body, &actions, &hints, -1);
}

void
weft_notifier_send (WeftNotifier *self, const char *key, WeftNotification *notification)
{
  g_autoptr (GNotification) plain = NULL;
  Sending *sending;
  Shown *shown, *old;

  g_return_if_fail (WEFT_IS_NOTIFIER (self));
  g_return_if_fail (key != NULL && notification != NULL);

  if (self->asking)
    {
      g_hash_table_replace (self->held, g_strdup (key), weft_notification_ref (notification));
      return;
    }
  if (!self->takes_answers || weft_notification_get_reply (notification) == NULL)
    {
      plain = weft_notification_to_gio (notification);
      g_application_send_notification (self->application, key, plain);
      return;
    }
  old = g_hash_table_lookup (self->shown, key);
  shown = g_new0 (Shown, 1);
  shown->key = g_strdup (key);
  shown->number = old != NULL ? old->number : 0;
  shown->notification = weft_notification_ref (notification);
  g_hash_table_replace (self->shown, shown->key, shown);
  sending = g_new0 (Sending, 1);
  sending->notifier = g_object_ref (self);
  sending->key = g_strdup (key);
  g_dbus_connection_call (self->connection, NAME, PATH, NAME, "Notify", describe (self, notification, shown->number),
                          G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, TIMEOUT, NULL, on_shown, sending);
}

void
weft_notifier_withdraw (WeftNotifier *self, const char *key)
{
  Shown *shown;

  g_return_if_fail (WEFT_IS_NOTIFIER (self));
  g_return_if_fail (key != NULL);

  /* It may have gone either way. */
  g_hash_table_remove (self->held, key);
  g_application_withdraw_notification (self->application, key);
  shown = g_hash_table_lookup (self->shown, key);
  if (shown == NULL)
    return;
  shown->withdrawn = TRUE;
  if (shown->number == 0)
    return;
  close_shown (self, shown->number);
  g_hash_table_remove (self->shown, key);
}

static void
weft_notifier_dispose (GObject *object)
{
  WeftNotifier *self = WEFT_NOTIFIER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->watch, g_bus_unwatch_name);
  if (self->signals != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->signals);
  self->signals = 0;
  g_clear_object (&self->connection);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->shown, g_hash_table_unref);
  g_clear_pointer (&self->held, g_hash_table_unref);

  G_OBJECT_CLASS (weft_notifier_parent_class)->dispose (object);
}

static void
weft_notifier_class_init (WeftNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_notifier_dispose;
}

static void
weft_notifier_init (WeftNotifier *self)
{
  self->cancellable = g_cancellable_new ();
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, shown_free);
  self->held = new_held ();
}

WeftNotifier *
weft_notifier_get (GApplication *application)
{
  WeftNotifier *self;
  GDBusConnection *connection;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);

  self = g_object_get_data (G_OBJECT (application), "weft-notifier");
  if (self != NULL)
    return self;
  self = g_object_new (WEFT_TYPE_NOTIFIER, NULL);
  self->application = application;
  g_object_set_data_full (G_OBJECT (application), "weft-notifier", self, g_object_unref);
  connection = g_application_get_dbus_connection (application);
  if (connection == NULL)
    return self;
  self->connection = g_object_ref (connection);
  self->signals = g_dbus_connection_signal_subscribe (connection, NAME, NAME, NULL, PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_signal, self, NULL);
  self->watch = g_bus_watch_name_on_connection (connection, NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, on_appeared, on_vanished, self, NULL);
  return self;
}
