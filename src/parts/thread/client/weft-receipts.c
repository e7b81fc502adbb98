/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-receipts.h"

#include "parts/thread/shared/weft-thread-module.h"

struct _WeftReceipts
{
  GObject parent_instance;

  WeftSync *sync;
  char *stream; /* (nullable): one's own */
  gboolean on;
};

enum
{
  PROP_0,
  PROP_ON,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftReceipts, weft_receipts, G_TYPE_OBJECT)

/* Returns: (nullable): nobody has signed in yet */
static char *
dup_stream (WeftReceipts *self)
{
  const char *person = weft_sync_get_person (self->sync);

  if (self->stream != NULL)
    return g_strdup (self->stream);
  return person != NULL ? g_strconcat ("user/", person, NULL) : NULL;
}

/* On a reader's thread. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  gint64 off;

  if (!weft_database_get_value (database, &off, 0, error, "SELECT 1 FROM receipts_off WHERE stream = ?1", "t", user_data))
    return NULL;
  return g_strdup (off != 0 ? "" : "1");
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  g_autoptr (WeftReceipts) self = g_weak_ref_get (user_data);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  gboolean on = value != NULL && *g_value_get_string (value) != '\0';

  if (value == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("Whether people are told what was read could not be read: %s", error->message);
  if (self != NULL && value != NULL && self->on != on)
    {
      self->on = on;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ON]);
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
read_now (WeftReceipts *self)
{
  char *stream = dup_stream (self);
  GWeakRef *ref;

  if (stream == NULL)
    return;
  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, self);
  dex_future_disown (dex_future_finally (weft_sync_read (self->sync, load, G_TYPE_STRING, stream, g_free), on_read, ref, weak_ref_free));
}

static void
on_changed (WeftReceipts *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (weft_changes_get (changes, i)->table == &weft_thread_receipts_off_table)
      {
        read_now (self);
        return;
      }
}

static void
set_on (WeftReceipts *self, gboolean on)
{
  g_autofree char *stream = dup_stream (self);

  if (self->on == on || stream == NULL)
    return;
  self->on = on;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ON]);
  if (self->stream != NULL)
    dex_future_disown (weft_sync_submit (self->sync, stream, &weft_thread_set_receipts_operation, &(WeftThreadSetReceipts) { .on = on }));
  else
    dex_future_disown (weft_sync_submit (self->sync, stream, &weft_thread_send_receipts_operation, &(WeftThreadSendReceipts) { .on = on }));
}

static void
weft_receipts_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, WEFT_RECEIPTS (object)->on);
}

static void
weft_receipts_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  set_on (WEFT_RECEIPTS (object), g_value_get_boolean (value));
}

static void
weft_receipts_dispose (GObject *object)
{
  WeftReceipts *self = WEFT_RECEIPTS (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_receipts_parent_class)->dispose (object);
}

static void
weft_receipts_finalize (GObject *object)
{
  g_free (WEFT_RECEIPTS (object)->stream);

  G_OBJECT_CLASS (weft_receipts_parent_class)->finalize (object);
}

static void
weft_receipts_class_init (WeftReceiptsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = weft_receipts_get_property;
  object_class->set_property = weft_receipts_set_property;
  object_class->dispose = weft_receipts_dispose;
  object_class->finalize = weft_receipts_finalize;
  properties[PROP_ON] = g_param_spec_boolean ("on", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_receipts_init (WeftReceipts *self)
{
  self->on = TRUE;
}

WeftReceipts *
weft_receipts_new (WeftSync *sync, const char *stream)
{
  WeftReceipts *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_RECEIPTS, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "notify::person", G_CALLBACK (read_now), self, G_CONNECT_SWAPPED);
  read_now (self);
  return self;
}

gboolean
weft_receipts_get_on (WeftReceipts *self)
{
  g_return_val_if_fail (WEFT_IS_RECEIPTS (self), TRUE);

  return self->on;
}
