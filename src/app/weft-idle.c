/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-idle.h"

#define AFTER (10 * 60 * 1000) /* ms without input */
#define LOOK_EVERY 60          /* s between two looks at what does not tell by itself */
#define TIMEOUT 5000           /* ms */

#define MUTTER "org.gnome.Mutter.IdleMonitor"
#define MUTTER_PATH "/org/gnome/Mutter/IdleMonitor/Core"
#define SCREEN_SAVER "org.freedesktop.ScreenSaver"
#define SCREEN_SAVER_PATH "/org/freedesktop/ScreenSaver"

struct _WeftIdle
{
  GObject parent_instance;

  GDBusConnection *connection; /* (nullable) */
  GCancellable *cancellable;
  gint64 used_at;              /* monotonic ms: by input in our windows */
  guint look_source;
  guint name_watch;            /* of MUTTER */
  guint signal;
  guint32 idle_watch;          /* MUTTER's; 0: it tells nothing */
  guint32 active_watch;
  gboolean idle;
};

enum
{
  PROP_0,
  PROP_IDLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftIdle, weft_idle, G_TYPE_OBJECT)

/* Tests do not wait for ten minutes. */
static gint64
get_after (void)
{
  const char *text = g_getenv ("WEFT_IDLE_AFTER");

  return text != NULL ? CLAMP (g_ascii_strtoll (text, NULL, 10), 1, AFTER) : AFTER;
}

static gint64
get_now (void)
{
  return g_get_monotonic_time () / 1000;
}

static void
set_idle (WeftIdle *self, gboolean idle)
{
  if (self->idle == idle)
    return;
  self->idle = idle;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IDLE]);
}

/* ── GNOME ───────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_active_watch (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer != NULL)
    g_variant_get (answer, "(u)", &WEFT_IDLE (user_data)->active_watch);
}

/* Each tells once when somebody is active again. */
static void
await_active (WeftIdle *self)
{
  g_dbus_connection_call (self->connection, MUTTER, MUTTER_PATH, MUTTER, "AddUserActiveWatch", NULL, G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          TIMEOUT, self->cancellable, on_active_watch, self);
}

static void
on_fired (GDBusConnection *connection,
          const char *sender,
          const char *path,
          const char *interface,
          const char *signal,
          GVariant *parameters,
          gpointer user_data)
{
  WeftIdle *self = user_data;
  guint32 watch;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(u)")))
    return;
  g_variant_get (parameters, "(u)", &watch);
  if (watch == 0)
    return;
  if (watch == self->idle_watch)
    {
      set_idle (self, TRUE);
      await_active (self);
    }
  else if (watch == self->active_watch)
    {
      self->active_watch = 0;
      set_idle (self, FALSE);
    }
}

static void
on_idle_watch (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer != NULL)
    g_variant_get (answer, "(u)", &WEFT_IDLE (user_data)->idle_watch);
}

static void
on_appeared (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  WeftIdle *self = user_data;

  g_dbus_connection_call (connection, MUTTER, MUTTER_PATH, MUTTER, "AddIdleWatch", g_variant_new ("(t)", (guint64) get_after ()), G_VARIANT_TYPE ("(u)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, TIMEOUT, self->cancellable, on_idle_watch, self);
}

static void
on_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  WeftIdle *self = user_data;

  self->idle_watch = self->active_watch = 0;
}

/* ── the others ──────────────────────────────────────────────────────────────────────────────────────── */

static void
judge_own (WeftIdle *self)
{
  set_idle (self, get_now () - self->used_at >= get_after ());
}

static void
on_idle_time (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  WeftIdle *self;
  guint32 time;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  if (answer == NULL)
    {
      judge_own (self);
      return;
    }
  g_variant_get (answer, "(u)", &time);
  /* KDE says milliseconds; input in our own windows is input in any case. */
  set_idle (self, time >= (guint32) get_after () && get_now () - self->used_at >= get_after ());
}

static gboolean
look (gpointer user_data)
{
  WeftIdle *self = user_data;

  if (self->idle_watch != 0)
    return G_SOURCE_CONTINUE;
  if (self->connection == NULL)
    judge_own (self);
  else
    g_dbus_connection_call (self->connection, SCREEN_SAVER, SCREEN_SAVER_PATH, SCREEN_SAVER, "GetSessionIdleTime", NULL, G_VARIANT_TYPE ("(u)"),
                            G_DBUS_CALL_FLAGS_NO_AUTO_START, TIMEOUT, self->cancellable, on_idle_time, self);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_event (GtkEventControllerLegacy *controller, GdkEvent *event, WeftIdle *self)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_MOTION_NOTIFY:
    case GDK_BUTTON_PRESS:
    case GDK_KEY_PRESS:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
      self->used_at = get_now ();
      set_idle (self, FALSE);
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_idle_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, WEFT_IDLE (object)->idle);
}

static void
weft_idle_dispose (GObject *object)
{
  WeftIdle *self = WEFT_IDLE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->look_source, g_source_remove);
  g_clear_handle_id (&self->name_watch, g_bus_unwatch_name);
  if (self->signal != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->signal);
  self->signal = 0;
  g_clear_object (&self->connection);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (weft_idle_parent_class)->dispose (object);
}

static void
weft_idle_class_init (WeftIdleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = weft_idle_get_property;
  object_class->dispose = weft_idle_dispose;
  properties[PROP_IDLE] = g_param_spec_boolean ("idle", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_idle_init (WeftIdle *self)
{
  self->cancellable = g_cancellable_new ();
  self->used_at = get_now ();
}

WeftIdle *
weft_idle_new (GDBusConnection *connection)
{
  WeftIdle *self = g_object_new (WEFT_TYPE_IDLE, NULL);

  /* What is shorter than a look, is looked at in time. */
  self->look_source = g_timeout_add ((guint) MIN (LOOK_EVERY * 1000, get_after ()), look, self);
  if (connection == NULL)
    return self;
  self->connection = g_object_ref (connection);
  self->signal = g_dbus_connection_signal_subscribe (connection, MUTTER, MUTTER, "WatchFired", MUTTER_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_fired, self, NULL);
  self->name_watch = g_bus_watch_name_on_connection (connection, MUTTER, G_BUS_NAME_WATCHER_FLAGS_NONE, on_appeared, on_vanished, self, NULL);

  return self;
}

gboolean
weft_idle_get_idle (WeftIdle *self)
{
  g_return_val_if_fail (WEFT_IS_IDLE (self), FALSE);

  return self->idle;
}

void
weft_idle_watch (WeftIdle *self, GtkWidget *window)
{
  GtkEventController *controller;

  g_return_if_fail (WEFT_IS_IDLE (self));
  g_return_if_fail (GTK_IS_WIDGET (window));

  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (on_event), self, 0);
  gtk_widget_add_controller (window, controller);
}
