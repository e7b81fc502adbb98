/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-session-private.h"

#include "serve/weft-access.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-history.h"

#define FRAMES_A_TURN 16 /* of one long answer, before another session's turn */
#define PAGE_TAIL 500    /* events which a page may bring along */

static void
send_revoked (WeftSession *self, const char *stream)
{
  GString *out = g_string_new (NULL);

  weft_frame_write_revoked (out, stream);
  _weft_session_send (self, out);
}

/* Subscriptions; the hub's mutex is held */

void
_weft_session_look_at (WeftSession *self, WeftSubscription *subscription)
{
  WeftSessionWork *work;

  if (subscription->queued)
    return;

  subscription->queued = TRUE;
  work = g_new0 (WeftSessionWork, 1);
  work->stream = g_strdup (subscription->topic->stream);
  _weft_session_push_work (self, work);
}

void
_weft_session_subscribe (WeftSession *self, const char *stream, const WeftPosition *position)
{
  WeftSubscription *subscription;
  WeftTopic *topic;

  if (!self->registered || g_hash_table_contains (self->subscriptions, stream))
    return;

  topic = _weft_hub_get_topic (self->hub, stream, TRUE);
  subscription = g_new0 (WeftSubscription, 1);
  subscription->session = self;
  subscription->topic = topic;
  subscription->has_position = position != NULL;
  /* What it is sent to catch up may be lost on the way: the next heartbeat tells how far that went. */
  if (position != NULL)
    {
      subscription->position = *position;
      subscription->told = position->seq;
    }
  g_ptr_array_add (topic->subscriptions, subscription);
  g_hash_table_insert (self->subscriptions, topic->stream, subscription);
  _weft_session_look_at (self, subscription);
}

void
_weft_session_drop (WeftSession *self, WeftSubscription *subscription, gboolean revoked)
{
  WeftTopic *topic = subscription->topic;

  if (revoked)
    send_revoked (self, topic->stream);
  g_clear_pointer (&subscription->snapshot, weft_snapshot_free);
  g_hash_table_remove (self->subscriptions, topic->stream);
  g_ptr_array_remove_fast (topic->subscriptions, subscription);
  _weft_hub_tidy_topic (self->hub, topic);
}

/* One step of a subscription that is not live */

static void
go_on (WeftSession *self, WeftSubscription *subscription)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->hub->mutex);

  _weft_session_look_at (self, subscription);
}

static void
drop (WeftSession *self, WeftSubscription *subscription, gboolean revoked)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->hub->mutex);

  _weft_session_drop (self, subscription, revoked);
}

static void
reset (WeftSession *self, WeftSubscription *subscription, const char *reason)
{
  GString *out = g_string_new (NULL);

  weft_frame_write_reset (out, subscription->topic->stream, reason);
  _weft_session_send (self, out);
  g_mutex_lock (&self->hub->mutex);
  self->hub->statistics.n_resets++;
  subscription->state = WEFT_SUBSCRIPTION_SNAPSHOT;
  subscription->told = 0;
  g_mutex_unlock (&self->hub->mutex);
  g_clear_pointer (&subscription->snapshot, weft_snapshot_free);
}

/* Sends what the connection takes of a snapshot. FALSE on error. */
static gboolean
send_snapshot (WeftSession *self, WeftSubscription *subscription, WeftDatabase *database, GError **error)
{
  const char *stream = subscription->topic->stream;
  gboolean begun = subscription->snapshot != NULL;

  if (!begun)
    {
      g_autoptr (GError) local_error = NULL;

      subscription->snapshot
          = weft_snapshots_open (_weft_engine_get_snapshots (self->hub->engine), database, stream, error);
      if (subscription->snapshot == NULL)
        return FALSE;
      /* The file may be newer than the look at the members which let us come here. */
      if (weft_access_get_role (database, stream, self->person, &local_error) == WEFT_ROLE_NONE)
        {
          if (local_error != NULL)
            g_propagate_error (error, g_steal_pointer (&local_error));
          else
            drop (self, subscription, TRUE);
          return local_error == NULL;
        }
    }

  for (guint i = 0; i < FRAMES_A_TURN && !weft_flow_is_full (self->flow); i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GBytes) frame = weft_snapshot_next (subscription->snapshot, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (frame == NULL)
        {
          g_mutex_lock (&self->hub->mutex);
          subscription->position = *weft_snapshot_get_position (subscription->snapshot);
          subscription->state = WEFT_SUBSCRIPTION_BEHIND;
          g_mutex_unlock (&self->hub->mutex);
          g_clear_pointer (&subscription->snapshot, weft_snapshot_free);
          break;
        }
      weft_flow_send_text (self->flow, frame);
    }

  go_on (self, subscription);
  return TRUE;
}

/* Sends events from the log until @until or until the connection is full. */
static gboolean
send_events (WeftSession *self,
             WeftSubscription *subscription,
             WeftDatabase *database,
             gint64 until,
             guint max_frames,
             GError **error)
{
  for (guint i = 0; i < max_frames && subscription->position.seq < until; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GBytes) frame = NULL;
      WeftPosition position;

      frame = weft_history_read (database, subscription->topic->stream, subscription->position.epoch,
                                 subscription->position.seq, until, &position, &local_error);
      if (frame == NULL)
        {
          if (local_error == NULL)
            g_set_error (&local_error, WEFT_ERROR, WEFT_ERROR_CORRUPT,
                         "%s: events after %" G_GINT64_FORMAT " are missing", subscription->topic->stream,
                         subscription->position.seq);
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      weft_flow_send_text (self->flow, frame);
      subscription->position = position;
      __atomic_fetch_add (&self->hub->statistics.n_replays, 1, __ATOMIC_RELAXED);
      if (weft_flow_is_full (self->flow))
        break;
    }

  return TRUE;
}

/* Somebody who is catching up is a member no more: they may read up to the event which says so. */
static gboolean
end_with_departure (
    WeftSession *self, WeftSubscription *subscription, WeftDatabase *database, gint64 head, GError **error)
{
  const char *stream = subscription->topic->stream;
  gint64 seq;

  if (!weft_history_find_departure (database, stream, self->person, subscription->position.seq, head, &seq,
                                    error))
    return FALSE;
  g_mutex_lock (&self->hub->mutex);
  _weft_hub_change_member (self->hub, stream, self->person, WEFT_ROLE_NONE, seq);
  g_mutex_unlock (&self->hub->mutex);

  return TRUE;
}

/* A look at the stream inside one reading transaction. @snapshot: (out): a snapshot is to be sent, which
 * needs a transaction of its own. */
static gboolean
step (WeftSession *self,
      WeftSubscription *subscription,
      WeftDatabase *database,
      gboolean *snapshot,
      GError **error)
{
  const char *stream = subscription->topic->stream;
  g_autoptr (GError) local_error = NULL;
  const char *reason = NULL;
  gint64 until;
  gint64 end;
  WeftHead head;
  WeftRole role;

  *snapshot = FALSE;
  role = weft_access_get_role (database, stream, self->person, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!weft_log_read_head (database, stream, &head, error))
    return FALSE;

  g_mutex_lock (&self->hub->mutex);
  end = subscription->end;
  g_mutex_unlock (&self->hub->mutex);

  if (!head.exists || (role == WEFT_ROLE_NONE && subscription->state != WEFT_SUBSCRIPTION_BEHIND))
    {
      drop (self, subscription, TRUE);
      return TRUE;
    }
  /* The removal is committed, but has not been told yet: that will wake us, and say where it is; but not if
   * another server wrote it. */
  if (role == WEFT_ROLE_NONE && end == 0)
    return self->hub->nodes == NULL || end_with_departure (self, subscription, database, head.head, error);

  if (subscription->state == WEFT_SUBSCRIPTION_FRESH)
    {
      if (!subscription->has_position)
        {
          g_mutex_lock (&self->hub->mutex);
          subscription->state = WEFT_SUBSCRIPTION_SNAPSHOT;
          g_mutex_unlock (&self->hub->mutex);
        }
      else if (!weft_log_check (database, stream, &head, &subscription->position, &reason, error))
        return FALSE;
      else if (reason != NULL)
        reset (self, subscription, reason);
      else
        {
          g_mutex_lock (&self->hub->mutex);
          subscription->state = WEFT_SUBSCRIPTION_BEHIND;
          g_mutex_unlock (&self->hub->mutex);
        }
    }
  else if (subscription->state == WEFT_SUBSCRIPTION_BEHIND
           && (subscription->position.epoch != head.epoch || subscription->position.seq < head.floor))
    reset (self, subscription, subscription->position.epoch != head.epoch ? "epoch" : "floor");

  if (subscription->state == WEFT_SUBSCRIPTION_SNAPSHOT)
    {
      *snapshot = TRUE;
      return TRUE;
    }

  until = end > 0 ? MIN (end, head.head) : head.head;
  if (!send_events (self, subscription, database, until, FRAMES_A_TURN, error))
    return FALSE;
  if (end > 0 && subscription->position.seq >= end)
    {
      drop (self, subscription, TRUE);
      return TRUE;
    }

  g_mutex_lock (&self->hub->mutex);
  if (subscription->position.seq >= MAX (head.head, subscription->topic->head) && subscription->end == 0)
    {
      subscription->state = WEFT_SUBSCRIPTION_LIVE;
      subscription->caught_up = subscription->position.seq;
    }
  else
    _weft_session_look_at (self, subscription);
  g_mutex_unlock (&self->hub->mutex);

  return TRUE;
}

void
_weft_session_go_on_with (WeftSession *self, const char *stream)
{
  g_autoptr (GError) error = NULL;
  WeftSubscription *subscription;
  WeftDatabase *database;
  gboolean snapshot = FALSE;
  gboolean done;

  g_mutex_lock (&self->hub->mutex);
  subscription = g_hash_table_lookup (self->subscriptions, stream);
  if (subscription != NULL)
    subscription->queued = FALSE;
  if (subscription != NULL && subscription->state >= WEFT_SUBSCRIPTION_LIVE)
    subscription = NULL;
  g_mutex_unlock (&self->hub->mutex);
  if (subscription == NULL)
    return;

  database = weft_engine_acquire_reader (self->hub->engine, &error);
  if (database != NULL)
    {
      done = weft_database_begin_read (database, &error)
             && step (self, subscription, database, &snapshot, &error);
      weft_database_rollback (database);
      if (done && snapshot)
        send_snapshot (self, subscription, database, &error);
      weft_engine_release_reader (self->hub->engine, database);
    }
  g_mutex_lock (&self->hub->mutex);
  _weft_session_tell_live (self);
  g_mutex_unlock (&self->hub->mutex);

  if (error != NULL)
    {
      g_warning ("Cannot send %s: %s", stream, error->message);
      _weft_session_end (self, 1011, "the server cannot read this; try again later");
    }
}

/* A page stands in stream order: the subscription stands still, then come the events up to where the rows
 * were read, and the page. */
static gboolean
send_page (WeftSession *self,
           const WeftSessionWork *work,
           WeftDatabase *database,
           WeftSubscription *subscription,
           gboolean *later,
           GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) page = NULL;
  WeftHead head;
  WeftRole role;

  role = weft_access_get_role (database, work->stream, self->person, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!weft_log_read_head (database, work->stream, &head, error))
    return FALSE;
  if (role == WEFT_ROLE_NONE || !head.exists)
    return weft_access_set_not_found (error);

  if (subscription != NULL)
    {
      if (subscription->state != WEFT_SUBSCRIPTION_BEHIND || subscription->position.epoch != head.epoch
          || subscription->position.seq < head.floor || head.head - subscription->position.seq > PAGE_TAIL)
        {
          *later = TRUE;
          return TRUE;
        }
      if (!send_events (self, subscription, database, head.head, 1, error))
        return FALSE;
      if (subscription->position.seq < head.head)
        {
          *later = TRUE;
          return TRUE;
        }
    }

  page = weft_history_page (database, weft_engine_get_registry (self->hub->engine), work->request,
                            work->stream, work->table, work->before, work->limit, head.head, error);
  if (page == NULL)
    return FALSE;
  weft_flow_send_text (self->flow, page);

  return TRUE;
}

/* FALSE if the page must wait for its subscription. */
gboolean
_weft_session_answer_page (WeftSession *self, const WeftSessionWork *work)
{
  g_autoptr (GError) error = NULL;
  WeftSubscription *subscription;
  WeftDatabase *database;
  gboolean later = FALSE;
  gboolean revoking = FALSE;

  g_mutex_lock (&self->hub->mutex);
  subscription = g_hash_table_lookup (self->subscriptions, work->stream);
  if (subscription != NULL && subscription->state > WEFT_SUBSCRIPTION_BEHIND)
    subscription->state = WEFT_SUBSCRIPTION_BEHIND;
  if (subscription != NULL)
    revoking = subscription->end > 0;
  g_mutex_unlock (&self->hub->mutex);

  database = weft_engine_acquire_reader (self->hub->engine, &error);
  if (database != NULL)
    {
      if (weft_database_begin_read (database, &error))
        send_page (self, work, database, subscription, &later, &error);
      weft_database_rollback (database);
      weft_engine_release_reader (self->hub->engine, database);
    }
  if (subscription != NULL)
    go_on (self, subscription);
  if (error != NULL)
    _weft_session_refuse_request (self, work->request, error);

  return !later || revoking;
}
