/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-choice.h"

#include "sync/weft-own-stream.h"

struct _WeftChoice
{
  GObject parent_instance;

  WeftSync *sync;
  char *stream; /* (nullable): one's own */
  const WeftTable *off;
  WeftChoiceFunc choose;
  gboolean on;
};

enum
{
  PROP_0,
  PROP_ON,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftChoice, weft_choice, G_TYPE_OBJECT)

static char *
dup_stream (WeftChoice *self)
{
  return self->stream != NULL ? g_strdup (self->stream) : weft_own_stream_dup (self->sync);
}

typedef struct
{
  const char *sql; /* interned */
  char *stream;
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
  gint64 off;

  if (!weft_database_get_value (database, &off, 0, error, query->sql, "t", query->stream))
    return NULL;
  return g_strdup (off != 0 ? "" : "1");
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  g_autoptr (WeftChoice) self = g_weak_ref_get (user_data);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  gboolean on = value != NULL && *g_value_get_string (value) != '\0';

  if (value == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("What was chosen could not be read: %s", error->message);
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
read_now (WeftChoice *self)
{
  g_autofree char *stream = dup_stream (self);
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM %s WHERE stream = ?1", self->off->name); /* the program's own constant */
  GWeakRef *ref;
  Query *query;

  if (stream == NULL)
    return;
  query = g_new0 (Query, 1);
  query->sql = g_intern_string (sql);
  query->stream = g_steal_pointer (&stream);
  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, self);
  dex_future_disown (dex_future_finally (weft_sync_read (self->sync, load, G_TYPE_STRING, query, query_free), on_read, ref, weak_ref_free));
}

static void
on_changed (WeftChoice *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (weft_changes_get (changes, i)->table == self->off)
      {
        read_now (self);
        return;
      }
}

static void
set_on (WeftChoice *self, gboolean on)
{
  g_autofree char *stream = dup_stream (self);

  if (self->on == on || stream == NULL)
    return;
  self->on = on;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ON]);
  dex_future_disown (self->choose (self->sync, stream, on));
}

static void
weft_choice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, WEFT_CHOICE (object)->on);
}

static void
weft_choice_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  set_on (WEFT_CHOICE (object), g_value_get_boolean (value));
}

static void
weft_choice_dispose (GObject *object)
{
  WeftChoice *self = WEFT_CHOICE (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_choice_parent_class)->dispose (object);
}

static void
weft_choice_finalize (GObject *object)
{
  g_free (WEFT_CHOICE (object)->stream);

  G_OBJECT_CLASS (weft_choice_parent_class)->finalize (object);
}

static void
weft_choice_class_init (WeftChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = weft_choice_get_property;
  object_class->set_property = weft_choice_set_property;
  object_class->dispose = weft_choice_dispose;
  object_class->finalize = weft_choice_finalize;
  properties[PROP_ON] = g_param_spec_boolean ("on", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_choice_init (WeftChoice *self)
{
  self->on = TRUE;
}

WeftChoice *
weft_choice_new (WeftSync *sync, const char *stream, const WeftTable *off, WeftChoiceFunc choose)
{
  WeftChoice *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_CHOICE, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  self->off = off;
  self->choose = choose;
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "notify::person", G_CALLBACK (read_now), self, G_CONNECT_SWAPPED);
  read_now (self);
  return self;
}

gboolean
weft_choice_get_on (WeftChoice *self)
{
  g_return_val_if_fail (WEFT_IS_CHOICE (self), TRUE);

  return self->on;
}
