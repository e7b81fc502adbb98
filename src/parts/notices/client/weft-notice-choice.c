/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-notices"

#include "config.h"

#include "parts/notices/client/weft-notice-choice.h"

#include "parts/notices/shared/weft-notice-level.h"
#include "parts/notices/shared/weft-notices-module.h"
#include "sync/weft-own-stream.h"

struct _WeftNoticeChoice
{
  GObject parent_instance;

  WeftSync *sync;
  gboolean urgent;
  guint rooms;  /* WeftNoticeLevel */
  guint direct; /* the same */
};

enum
{
  PROP_0,
  PROP_URGENT,
  PROP_ROOMS,
  PROP_DIRECT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftNoticeChoice, weft_notice_choice, G_TYPE_OBJECT)

/* On a reader's thread: a string with a digit for each. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  WeftStatement *statement = weft_database_query (
      database, error, "SELECT urgent, rooms, direct FROM notice_choice WHERE stream = ?1", "t", user_data);
  int step = statement != NULL ? weft_statement_step (statement, error) : -1;
  gboolean urgent = step == 1 && weft_statement_get_int (statement, 0) != 0;
  WeftNoticeLevel rooms = weft_notice_level_get_default (FALSE);
  WeftNoticeLevel direct = weft_notice_level_get_default (TRUE);

  if (step < 0)
    return NULL;
  if (step == 1)
    {
      rooms = weft_notice_level_from_wire (weft_statement_get_text (statement, 1), rooms);
      direct = weft_notice_level_from_wire (weft_statement_get_text (statement, 2), direct);
      weft_statement_reset (statement);
    }
  return g_strdup_printf ("%d%u%u", urgent, rooms, direct);
}

static void
take (WeftNoticeChoice *self, const char *read)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (self->urgent != (read[0] == '1'))
    {
      self->urgent = read[0] == '1';
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_URGENT]);
    }
  if (self->rooms != (guint) (read[1] - '0'))
    {
      self->rooms = read[1] - '0';
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROOMS]);
    }
  if (self->direct != (guint) (read[2] - '0'))
    {
      self->direct = read[2] - '0';
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIRECT]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  g_autoptr (WeftNoticeChoice) self = g_weak_ref_get (user_data);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (value == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("Of what one wants to hear could not be read: %s", error->message);
  if (self != NULL && value != NULL)
    take (self, g_value_get_string (value));
  return NULL;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
read_choice (WeftNoticeChoice *self)
{
  g_autofree char *stream = weft_own_stream_dup (self->sync);
  GWeakRef *ref;

  if (stream == NULL)
    return;
  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, self);
  dex_future_disown (
      dex_future_finally (weft_sync_read (self->sync, load, G_TYPE_STRING, g_steal_pointer (&stream), g_free),
                          on_read, ref, weak_ref_free));
}

static void
on_changed (WeftNoticeChoice *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (weft_changes_get (changes, i)->table == &weft_notices_notice_choice_table)
      {
        read_choice (self);
        return;
      }
}

static void
weft_notice_choice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftNoticeChoice *self = WEFT_NOTICE_CHOICE (object);

  switch (id)
    {
    case PROP_URGENT:
      g_value_set_boolean (value, self->urgent);
      break;
    case PROP_ROOMS:
      g_value_set_uint (value, self->rooms);
      break;
    case PROP_DIRECT:
      g_value_set_uint (value, self->direct);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_level (WeftNoticeChoice *self, guint *level, guint value, int prop)
{
  g_autofree char *stream = weft_own_stream_dup (self->sync);

  if (*level == value || stream == NULL)
    return;
  *level = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
  dex_future_disown (weft_sync_submit (self->sync, stream, &weft_notices_set_defaults_operation,
                                       &(WeftNoticesSetDefaults) {
                                           .rooms = weft_notice_level_to_wire (self->rooms),
                                           .direct = weft_notice_level_to_wire (self->direct),
                                       }));
}

static void
set_urgent (WeftNoticeChoice *self, gboolean urgent)
{
  g_autofree char *stream = weft_own_stream_dup (self->sync);

  if (self->urgent == urgent || stream == NULL)
    return;
  self->urgent = urgent;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_URGENT]);
  dex_future_disown (weft_sync_submit (self->sync, stream, &weft_notices_let_through_operation,
                                       &(WeftNoticesLetThrough) { .urgent = self->urgent }));
}

static void
weft_notice_choice_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  WeftNoticeChoice *self = WEFT_NOTICE_CHOICE (object);

  switch (id)
    {
    case PROP_URGENT:
      set_urgent (self, g_value_get_boolean (value));
      break;
    case PROP_ROOMS:
      set_level (self, &self->rooms, g_value_get_uint (value), PROP_ROOMS);
      break;
    case PROP_DIRECT:
      set_level (self, &self->direct, g_value_get_uint (value), PROP_DIRECT);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_notice_choice_dispose (GObject *object)
{
  WeftNoticeChoice *self = WEFT_NOTICE_CHOICE (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_notice_choice_parent_class)->dispose (object);
}

static void
weft_notice_choice_class_init (WeftNoticeChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = weft_notice_choice_get_property;
  object_class->set_property = weft_notice_choice_set_property;
  object_class->dispose = weft_notice_choice_dispose;
  properties[PROP_URGENT] = g_param_spec_boolean ("urgent", NULL, NULL, FALSE, flags);
  properties[PROP_ROOMS] = g_param_spec_uint ("rooms", NULL, NULL, 0, WEFT_NOTICE_LEVEL_NOTHING, WEFT_NOTICE_LEVEL_MENTIONS, flags);
  properties[PROP_DIRECT] = g_param_spec_uint ("direct", NULL, NULL, 0, WEFT_NOTICE_LEVEL_NOTHING, WEFT_NOTICE_LEVEL_ALL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_notice_choice_init (WeftNoticeChoice *self)
{
  self->rooms = weft_notice_level_get_default (FALSE);
  self->direct = weft_notice_level_get_default (TRUE);
}

WeftNoticeChoice *
weft_notice_choice_new (WeftSync *sync)
{
  WeftNoticeChoice *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_NOTICE_CHOICE, NULL);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "notify::person", G_CALLBACK (read_choice), self, G_CONNECT_SWAPPED);
  read_choice (self);
  return self;
}

gboolean
weft_notice_choice_get_urgent (WeftNoticeChoice *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_CHOICE (self), FALSE);

  return self->urgent;
}
