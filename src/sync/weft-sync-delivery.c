/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-sync-delivery.h"

#define FRAME_INTERVAL (16 * G_GINT64_CONSTANT (1000)) /* µs between two deliveries to the owner */

typedef enum
{
  NOTICE_NEED_TOKEN,
  NOTICE_LATEST,
  NOTICE_PRESENCE,
  NOTICE_REVOKED,
  NOTICE_ERASED,
} NoticeKind;

typedef struct
{
  NoticeKind kind;
  gboolean force;
  char *stream;
  char *name;            /* of a latest; state of a presence; title of a revoked stream */
  char *person;
  gint64 value;
  JsonNode *extra;
} Notice;

/* What waits to be told to the owner. */
typedef struct
{
  WeftSyncStatus status;
  gboolean has_status;
  WeftChanges *changes;
  gboolean outbox_changed;
  GPtrArray *uploads;    /* (nullable): of WeftPendingUpload */
  GPtrArray *notices;    /* of Notice, in order */
} Outgoing;

struct _WeftSyncDelivery
{
  gatomicrefcount ref_count;

  /* The owner's. */
  GMainContext *owner;
  WeftSyncThreadEvents events;
  gpointer user_data;
  gboolean closed;       /* nothing is called any more */

  GMutex lock;           /* what follows */
  Outgoing outgoing;
  gboolean delivery_scheduled;
  gint64 last_delivery;
};

static void
notice_free (Notice *notice)
{
  g_free (notice->stream);
  g_free (notice->name);
  g_free (notice->person);
  g_clear_pointer (&notice->extra, json_node_unref);
  g_free (notice);
}

static void
outgoing_clear (Outgoing *outgoing)
{
  weft_sync_status_clear (&outgoing->status);
  g_clear_pointer (&outgoing->changes, weft_changes_unref);
  g_clear_pointer (&outgoing->uploads, g_ptr_array_unref);
  g_clear_pointer (&outgoing->notices, g_ptr_array_unref);
  *outgoing = (Outgoing) { 0 };
}

static void
tell_notice (WeftSyncDelivery *self, const Notice *notice)
{
  switch (notice->kind)
    {
    case NOTICE_NEED_TOKEN:
      self->events.need_token (notice->force, self->user_data);
      break;
    case NOTICE_LATEST:
      self->events.latest (notice->stream, notice->name, notice->person, notice->value, notice->extra, self->user_data);
      break;
    case NOTICE_PRESENCE:
      self->events.presence (notice->person, notice->name, notice->value, self->user_data);
      break;
    case NOTICE_REVOKED:
      self->events.revoked (notice->stream, notice->name, self->user_data);
      break;
    case NOTICE_ERASED:
      self->events.erased (self->user_data);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
deliver (gpointer user_data)
{
  WeftSyncDelivery *self = user_data;
  Outgoing outgoing;

  g_mutex_lock (&self->lock);
  outgoing = self->outgoing;
  self->outgoing = (Outgoing) { 0 };
  self->delivery_scheduled = FALSE;
  self->last_delivery = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);

  /* What is called may close us. */
  if (outgoing.has_status && !self->closed)
    self->events.status (&outgoing.status, self->user_data);
  if (outgoing.changes != NULL && weft_changes_get_n (outgoing.changes) > 0 && !self->closed)
    self->events.changed (outgoing.changes, self->user_data);
  if (outgoing.outbox_changed && !self->closed)
    self->events.outbox_changed (self->user_data);
  if (outgoing.uploads != NULL && !self->closed)
    self->events.uploads (outgoing.uploads, self->user_data);
  for (guint i = 0; outgoing.notices != NULL && i < outgoing.notices->len && !self->closed; i++)
    tell_notice (self, outgoing.notices->pdata[i]);

  outgoing_clear (&outgoing);

  return G_SOURCE_REMOVE;
}

/* With the lock held. */
static void
schedule_delivery (WeftSyncDelivery *self)
{
  g_autoptr (GSource) source = NULL;
  gint64 wait;

  if (self->delivery_scheduled)
    return;

  wait = self->last_delivery + FRAME_INTERVAL - g_get_monotonic_time ();
  source = wait > 0 ? g_timeout_source_new ((guint) ((wait + 999) / 1000)) : g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, weft_sync_delivery_ref (self), (GDestroyNotify) weft_sync_delivery_unref);
  g_source_attach (source, self->owner);
  self->delivery_scheduled = TRUE;
}

static void
add_notice (WeftSyncDelivery *self, Notice *notice)
{
  g_mutex_lock (&self->lock);
  if (self->outgoing.notices == NULL)
    self->outgoing.notices = g_ptr_array_new_with_free_func ((GDestroyNotify) notice_free);
  g_ptr_array_add (self->outgoing.notices, notice);
  schedule_delivery (self);
  g_mutex_unlock (&self->lock);
}

static Notice *
notice_new (NoticeKind kind)
{
  Notice *notice = g_new0 (Notice, 1);

  notice->kind = kind;

  return notice;
}

/* Public API */

WeftSyncDelivery *
weft_sync_delivery_new (const WeftSyncThreadEvents *events, gpointer user_data)
{
  WeftSyncDelivery *self = g_new0 (WeftSyncDelivery, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->owner = g_main_context_ref_thread_default ();
  self->events = *events;
  self->user_data = user_data;

  return self;
}

WeftSyncDelivery *
weft_sync_delivery_ref (WeftSyncDelivery *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
weft_sync_delivery_unref (WeftSyncDelivery *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  outgoing_clear (&self->outgoing);
  g_mutex_clear (&self->lock);
  g_main_context_unref (self->owner);
  g_free (self);
}

void
weft_sync_delivery_close (WeftSyncDelivery *self)
{
  self->closed = TRUE;
}

void
weft_sync_delivery_add_status (WeftSyncDelivery *self, const WeftSyncStatus *status, gboolean outbox)
{
  g_mutex_lock (&self->lock);
  weft_sync_status_clear (&self->outgoing.status);
  self->outgoing.has_status = TRUE;
  self->outgoing.status = *status;
  self->outgoing.outbox_changed = self->outgoing.outbox_changed || outbox;
  schedule_delivery (self);
  g_mutex_unlock (&self->lock);
}

void
weft_sync_delivery_add_changes (WeftSyncDelivery *self, WeftChanges *changes)
{
  g_mutex_lock (&self->lock);
  if (self->outgoing.changes != NULL)
    weft_changes_merge (self->outgoing.changes, changes);
  else
    self->outgoing.changes = weft_changes_ref (changes);
  schedule_delivery (self);
  g_mutex_unlock (&self->lock);
}

void
weft_sync_delivery_add_uploads (WeftSyncDelivery *self, GPtrArray *uploads)
{
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->outgoing.uploads, g_ptr_array_unref);
  self->outgoing.uploads = uploads;
  schedule_delivery (self);
  g_mutex_unlock (&self->lock);
}

void
weft_sync_delivery_add_need_token (WeftSyncDelivery *self, gboolean force_refresh)
{
  Notice *notice = notice_new (NOTICE_NEED_TOKEN);

  notice->force = force_refresh;
  add_notice (self, notice);
}

void
weft_sync_delivery_add_latest (WeftSyncDelivery *self, const char *stream, const char *name, const char *person, gint64 value, JsonNode *extra)
{
  Notice *notice = notice_new (NOTICE_LATEST);

  notice->stream = g_strdup (stream);
  notice->name = g_strdup (name);
  notice->person = g_strdup (person);
  notice->value = value;
  notice->extra = extra != NULL ? json_node_copy (extra) : NULL;
  add_notice (self, notice);
}

void
weft_sync_delivery_add_presence (WeftSyncDelivery *self, const char *person, const char *state, gint64 seen)
{
  Notice *notice = notice_new (NOTICE_PRESENCE);

  notice->person = g_strdup (person);
  notice->name = g_strdup (state);
  notice->value = seen;
  add_notice (self, notice);
}

void
weft_sync_delivery_add_revoked (WeftSyncDelivery *self, const char *stream, const char *title)
{
  Notice *notice = notice_new (NOTICE_REVOKED);

  notice->stream = g_strdup (stream);
  notice->name = g_strdup (title);
  add_notice (self, notice);
}

void
weft_sync_delivery_add_erased (WeftSyncDelivery *self)
{
  add_notice (self, notice_new (NOTICE_ERASED));
}
