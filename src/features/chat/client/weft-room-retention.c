/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/client/weft-room-retention.h"

#include "parts/content/shared/weft-content-module.h"

typedef struct
{
  gint64 log_days;
  gint64 log_events;
  gint64 content_days;
} Kept;

static Kept *
kept_copy (Kept *self)
{
  return g_memdup2 (self, sizeof *self);
}

#define TYPE_KEPT (kept_get_type ())
static GType kept_get_type (void);
G_DEFINE_BOXED_TYPE (Kept, kept, kept_copy, g_free)

struct _WeftRoomRetention
{
  GObject parent_instance;

  WeftSync *sync;
  char *stream;
  Kept kept;
};

enum
{
  PROP_0,
  PROP_DAYS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftRoomRetention, weft_room_retention, G_TYPE_OBJECT)

/* On a reader's thread. What the room says counts, else what the workspace says. */
static gpointer
read_kept (WeftDatabase *database, gpointer user_data, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error,
                                                  "SELECT log_days, log_events, content_days FROM retention"
                                                  " WHERE stream = ?1 OR stream = 'workspace'"
                                                  " ORDER BY CASE WHEN stream = ?1 THEN 0 ELSE 1 END LIMIT 1",
                                                  "t", user_data);
  g_autofree Kept *kept = g_new0 (Kept, 1);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return NULL;
  if (step > 0)
    *kept = (Kept) { weft_statement_get_int (statement, 0), weft_statement_get_int (statement, 1),
                     weft_statement_get_int (statement, 2) };
  weft_statement_reset (statement);
  return g_steal_pointer (&kept);
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  WeftRoomRetention *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  gint64 before = self->kept.content_days;

  if (value == NULL || self->sync == NULL)
    return NULL;
  self->kept = *(const Kept *) g_value_get_boxed (value);
  if (self->kept.content_days != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DAYS]);
  return NULL;
}

static void
load (WeftRoomRetention *self)
{
  dex_future_disown (
      dex_future_finally (weft_sync_read (self->sync, read_kept, TYPE_KEPT, g_strdup (self->stream), g_free),
                          on_read, g_object_ref (self), g_object_unref));
}

static void
on_changed (WeftRoomRetention *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (weft_changes_get (changes, i)->table == &weft_content_retention_table)
      {
        load (self);
        return;
      }
}

static void
weft_room_retention_dispose (GObject *object)
{
  g_clear_object (&WEFT_ROOM_RETENTION (object)->sync);

  G_OBJECT_CLASS (weft_room_retention_parent_class)->dispose (object);
}

static void
weft_room_retention_finalize (GObject *object)
{
  g_free (WEFT_ROOM_RETENTION (object)->stream);

  G_OBJECT_CLASS (weft_room_retention_parent_class)->finalize (object);
}

static void
weft_room_retention_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int64 (value, WEFT_ROOM_RETENTION (object)->kept.content_days);
}

static void
weft_room_retention_class_init (WeftRoomRetentionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_room_retention_dispose;
  object_class->finalize = weft_room_retention_finalize;
  object_class->get_property = weft_room_retention_get_property;

  properties[PROP_DAYS]
      = g_param_spec_int64 ("days", NULL, NULL, 0, G_MAXINT64, 0,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_room_retention_init (WeftRoomRetention *self)
{
}

WeftRoomRetention *
weft_room_retention_new (WeftSync *sync, const char *stream)
{
  WeftRoomRetention *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (stream != NULL, NULL);

  self = g_object_new (WEFT_TYPE_ROOM_RETENTION, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  load (self);
  return self;
}

gint64
weft_room_retention_get_days (WeftRoomRetention *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM_RETENTION (self), 0);
  return self->kept.content_days;
}

DexFuture *
weft_room_retention_set_days (WeftRoomRetention *self, gint64 days)
{
  g_return_val_if_fail (WEFT_IS_ROOM_RETENTION (self), NULL);

  return weft_sync_submit (self->sync, self->stream, &weft_content_set_retention_operation,
                           &(WeftContentSetRetention) { .log_days = self->kept.log_days,
                                                        .log_events = self->kept.log_events,
                                                        .content_days = days });
}
