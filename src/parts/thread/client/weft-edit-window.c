/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-edit-window.h"

#include "parts/thread/shared/weft-thread-module.h"

struct _WeftEditWindow
{
  GObject parent_instance;

  WeftSync *sync;
  char *stream;
  gint64 seconds;
};

enum
{
  PROP_0,
  PROP_SECONDS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftEditWindow, weft_edit_window, G_TYPE_OBJECT)

/* On a reader's thread. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  gint64 seconds;

  if (!weft_database_get_value (database, &seconds, WEFT_EDIT_WINDOW_ALWAYS, error,
                                "SELECT seconds FROM edit_window WHERE stream = ?1", "t", user_data))
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT, seconds);
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  g_autoptr (WeftEditWindow) self = g_weak_ref_get (user_data);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  gint64 seconds
      = value != NULL ? g_ascii_strtoll (g_value_get_string (value), NULL, 10) : WEFT_EDIT_WINDOW_ALWAYS;

  if (value == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("How long messages may be changed could not be read: %s", error->message);
  if (self != NULL && value != NULL && self->seconds != seconds)
    {
      self->seconds = seconds;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SECONDS]);
    }
  return NULL;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
read_now (WeftEditWindow *self)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, self);
  dex_future_disown (
      dex_future_finally (weft_sync_read (self->sync, load, G_TYPE_STRING, g_strdup (self->stream), g_free),
                          on_read, ref, weak_ref_free));
}

static void
on_changed (WeftEditWindow *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (weft_changes_get (changes, i)->table == &weft_thread_edit_window_table)
      {
        read_now (self);
        return;
      }
}

static void
weft_edit_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int64 (value, WEFT_EDIT_WINDOW (object)->seconds);
}

static void
weft_edit_window_dispose (GObject *object)
{
  WeftEditWindow *self = WEFT_EDIT_WINDOW (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_edit_window_parent_class)->dispose (object);
}

static void
weft_edit_window_finalize (GObject *object)
{
  g_free (WEFT_EDIT_WINDOW (object)->stream);

  G_OBJECT_CLASS (weft_edit_window_parent_class)->finalize (object);
}

static void
weft_edit_window_class_init (WeftEditWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = weft_edit_window_get_property;
  object_class->dispose = weft_edit_window_dispose;
  object_class->finalize = weft_edit_window_finalize;
  properties[PROP_SECONDS]
      = g_param_spec_int64 ("seconds", NULL, NULL, WEFT_EDIT_WINDOW_ALWAYS, G_MAXINT64,
                            WEFT_EDIT_WINDOW_ALWAYS,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_edit_window_init (WeftEditWindow *self)
{
  self->seconds = WEFT_EDIT_WINDOW_ALWAYS;
}

WeftEditWindow *
weft_edit_window_new (WeftSync *sync, const char *stream)
{
  WeftEditWindow *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (stream != NULL, NULL);

  self = g_object_new (WEFT_TYPE_EDIT_WINDOW, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  read_now (self);
  return self;
}

gint64
weft_edit_window_get_seconds (WeftEditWindow *self)
{
  g_return_val_if_fail (WEFT_IS_EDIT_WINDOW (self), WEFT_EDIT_WINDOW_ALWAYS);

  return self->seconds;
}

DexFuture *
weft_edit_window_set (WeftEditWindow *self, gint64 seconds)
{
  g_return_val_if_fail (WEFT_IS_EDIT_WINDOW (self), NULL);

  return weft_sync_submit (self->sync, self->stream, &weft_thread_limit_editing_operation,
                           &(WeftThreadLimitEditing) { .seconds = seconds });
}

gboolean
weft_edit_window_is_over (WeftEditWindow *self, gint64 said_at, gint64 now)
{
  g_return_val_if_fail (WEFT_IS_EDIT_WINDOW (self), FALSE);

  return self->seconds >= 0 && now - said_at >= self->seconds * 1000;
}
