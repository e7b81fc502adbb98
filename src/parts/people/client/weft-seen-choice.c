/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-people"

#include "config.h"

#include "parts/people/client/weft-seen-choice.h"

#include "parts/people/shared/weft-people-module.h"

struct _WeftSeenChoice
{
  GObject parent_instance;

  WeftSync *sync;
  gboolean on;
};

enum
{
  PROP_0,
  PROP_ON,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftSeenChoice, weft_seen_choice, G_TYPE_OBJECT)

/* Returns: (nullable): nobody has signed in yet */
static char *
dup_stream (WeftSeenChoice *self)
{
  const char *person = weft_sync_get_person (self->sync);

  return person != NULL ? g_strconcat ("user/", person, NULL) : NULL;
}

/* On a reader's thread. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  gint64 off;

  if (!weft_database_get_value (database, &off, 0, error, "SELECT 1 FROM seen_hidden WHERE stream = ?1", "t", user_data))
    return NULL;
  return g_strdup (off != 0 ? "" : "1");
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  g_autoptr (WeftSeenChoice) self = g_weak_ref_get (user_data);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  gboolean on = value != NULL && *g_value_get_string (value) != '\0';

  if (value == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("Whether others are told when one was here could not be read: %s", error->message);
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
read_now (WeftSeenChoice *self)
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
on_changed (WeftSeenChoice *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (weft_changes_get (changes, i)->table == &weft_people_seen_hidden_table)
      {
        read_now (self);
        return;
      }
}

static void
set_on (WeftSeenChoice *self, gboolean on)
{
  g_autofree char *stream = dup_stream (self);

  if (self->on == on || stream == NULL)
    return;
  self->on = on;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ON]);
  dex_future_disown (weft_sync_submit (self->sync, stream, &weft_people_show_seen_operation, &(WeftPeopleShowSeen) { .on = on }));
}

static void
weft_seen_choice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, WEFT_SEEN_CHOICE (object)->on);
}

static void
weft_seen_choice_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  set_on (WEFT_SEEN_CHOICE (object), g_value_get_boolean (value));
}

static void
weft_seen_choice_dispose (GObject *object)
{
  WeftSeenChoice *self = WEFT_SEEN_CHOICE (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_seen_choice_parent_class)->dispose (object);
}

static void
weft_seen_choice_class_init (WeftSeenChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = weft_seen_choice_get_property;
  object_class->set_property = weft_seen_choice_set_property;
  object_class->dispose = weft_seen_choice_dispose;
  properties[PROP_ON] = g_param_spec_boolean ("on", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_seen_choice_init (WeftSeenChoice *self)
{
  self->on = TRUE;
}

WeftSeenChoice *
weft_seen_choice_new (WeftSync *sync)
{
  WeftSeenChoice *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_SEEN_CHOICE, NULL);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "notify::person", G_CALLBACK (read_now), self, G_CONNECT_SWAPPED);
  read_now (self);
  return self;
}
