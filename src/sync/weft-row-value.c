/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-row-value.h"

#include "sync/weft-own-stream.h"

struct _WeftRowValue
{
  GObject parent_instance;

  WeftSync *sync;
  char *stream; /* (nullable): one's own */
  const WeftTable *table;
  const char *sql; /* the program's own constant */
  gint64 unsaid;
  WeftRowValueSubmit submit;
  gint64 value;
};

enum
{
  PROP_0,
  PROP_VALUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftRowValue, weft_row_value, G_TYPE_OBJECT)

static char *
dup_stream (WeftRowValue *self)
{
  return self->stream != NULL ? g_strdup (self->stream) : weft_own_stream_dup (self->sync);
}

typedef struct
{
  const char *sql;
  char *stream;
  gint64 unsaid;
} Query;

static void
query_free (gpointer data)
{
  g_free (((Query *) data)->stream);
  g_free (data);
}

/* On a reader's thread. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Query *query = user_data;
  gint64 value;

  if (!weft_database_get_value (database, &value, query->unsaid, error, query->sql, "t", query->stream))
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

static void
take (WeftRowValue *self, gint64 value)
{
  if (self->value == value)
    return;
  self->value = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  g_autoptr (WeftRowValue) self = g_weak_ref_get (user_data);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (value == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("What was chosen could not be read: %s", error->message);
  if (self != NULL && value != NULL)
    take (self, g_ascii_strtoll (g_value_get_string (value), NULL, 10));
  return NULL;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
read_now (WeftRowValue *self)
{
  g_autofree char *stream = dup_stream (self);
  GWeakRef *ref;
  Query *query;

  if (stream == NULL)
    return;
  query = g_new0 (Query, 1);
  *query = (Query) { self->sql, g_steal_pointer (&stream), self->unsaid };
  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, self);
  dex_future_disown (dex_future_finally (weft_sync_read (self->sync, load, G_TYPE_STRING, query, query_free),
                                         on_read, ref, weak_ref_free));
}

static void
on_changed (WeftRowValue *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (weft_changes_get (changes, i)->table == self->table)
      {
        read_now (self);
        return;
      }
}

static void
weft_row_value_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int64 (value, WEFT_ROW_VALUE (object)->value);
}

static void
weft_row_value_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  WeftRowValue *self = WEFT_ROW_VALUE (object);
  g_autofree char *stream = dup_stream (self);
  gint64 wanted = g_value_get_int64 (value);

  if (self->value == wanted || self->submit == NULL || stream == NULL)
    return;
  take (self, wanted);
  dex_future_disown (self->submit (self->sync, stream, wanted));
}

static void
weft_row_value_dispose (GObject *object)
{
  WeftRowValue *self = WEFT_ROW_VALUE (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_row_value_parent_class)->dispose (object);
}

static void
weft_row_value_finalize (GObject *object)
{
  g_free (WEFT_ROW_VALUE (object)->stream);

  G_OBJECT_CLASS (weft_row_value_parent_class)->finalize (object);
}

static void
weft_row_value_class_init (WeftRowValueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = weft_row_value_get_property;
  object_class->set_property = weft_row_value_set_property;
  object_class->dispose = weft_row_value_dispose;
  object_class->finalize = weft_row_value_finalize;
  properties[PROP_VALUE]
      = g_param_spec_int64 ("value", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_row_value_init (WeftRowValue *self)
{
}

WeftRowValue *
weft_row_value_new (WeftSync *sync,
                    const char *stream,
                    const WeftTable *table,
                    const char *sql,
                    gint64 unsaid,
                    WeftRowValueSubmit submit)
{
  WeftRowValue *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (table != NULL, NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  self = g_object_new (WEFT_TYPE_ROW_VALUE, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  self->table = table;
  self->sql = sql;
  self->value = self->unsaid = unsaid;
  self->submit = submit;
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  if (stream == NULL)
    g_signal_connect_object (sync, "notify::person", G_CALLBACK (read_now), self, G_CONNECT_SWAPPED);
  read_now (self);
  return self;
}

gint64
weft_row_value_get (WeftRowValue *self)
{
  g_return_val_if_fail (WEFT_IS_ROW_VALUE (self), 0);

  return self->value;
}
