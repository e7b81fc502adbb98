/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-session.h"

#include "base/weft-id.h"
#include "serve/weft-access.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-history.h"
#include "serve/weft-results.h"

#define INBOX_MAX 256    /* frames waiting; more stay with the peer */
#define RUNNING_MAX 1024 /* operations and values of one client with the writer */
#define WORK_MAX 20000   /* long answers waiting; more frames are not handled until then */
#define FRAMES_A_TURN 16 /* of one long answer, before another session's turn */
#define PAGE_TAIL 500    /* events which a page may bring along */
#define SUBSCRIPTIONS_MAX 10000
#define PAGES_MAX 64       /* pages asked for and not sent */
#define OBJECT_MAX 1000    /* bytes in the object of a latest value */
#define WELCOME_ROOM 40000 /* bytes of results and latests in the welcome; the rest follows it */
#define TURNS_MAX 64

/** Work: a long answer. */
typedef struct
{
  char *stream;
  /* A page; else the subscription of the stream is looked at. */
  gboolean page;
  gint64 request;
  char *table;
  gint64 before;
  gint64 limit;
} Work;

static void
work_free (Work *self)
{
  g_free (self->stream);
  g_free (self->table);
  g_free (self);
}

static void
schedule_locked (WeftSession *self)
{
  if (self->scheduled || self->state == WEFT_SESSION_OVER || self->hub->workers == NULL)
    return;

  self->scheduled = TRUE;
  g_thread_pool_push (self->hub->workers, _weft_session_ref (self), NULL);
}

static void
schedule (WeftSession *self)
{
  g_mutex_lock (&self->mutex);
  schedule_locked (self);
  g_mutex_unlock (&self->mutex);
}

static void
push_work (WeftSession *self, Work *work)
{
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->work, work);
  schedule_locked (self);
  g_mutex_unlock (&self->mutex);
}

/* The connection may end at any moment, and that is never taken back. */
static void
set_state (WeftSession *self, WeftSessionState state)
{
  g_mutex_lock (&self->mutex);
  if (self->state != WEFT_SESSION_OVER)
    self->state = state;
  g_mutex_unlock (&self->mutex);
}

/* Writing */

static void
send_string (WeftSession *self, GString *out)
{
  g_autoptr (GBytes) text = g_string_free_to_bytes (out);

  weft_connection_send_text (self->connection, text);
}

static void
send_error (WeftSession *self, const GError *error)
{
  GString *out = g_string_new (NULL);
  g_autoptr (GError) shown = NULL;

  if (error->domain != WEFT_ERROR || error->code == WEFT_ERROR_CORRUPT || error->code == WEFT_ERROR_INTERNAL)
    {
      g_warning ("%s", error->message);
      shown = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_INTERNAL, "The server failed; try again");
    }
  else
    shown = g_error_copy (error);

  weft_frame_write_error (out, shown);
  send_string (self, out);
}

static void
send_revoked (WeftSession *self, const char *stream)
{
  GString *out = g_string_new (NULL);

  weft_frame_write_revoked (out, stream);
  send_string (self, out);
}

void
_weft_session_send_latests (WeftSession *self, GPtrArray *values)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  weft_latest_write (values, frames);
  for (guint i = 0; i < frames->len; i++)
    weft_connection_send_text (self->connection, g_ptr_array_index (frames, i));
}

/* Subscriptions; the hub's mutex is held */

void
_weft_session_look_at (WeftSession *self, WeftSubscription *subscription)
{
  Work *work;

  if (subscription->queued)
    return;

  subscription->queued = TRUE;
  work = g_new0 (Work, 1);
  work->stream = g_strdup (subscription->topic->stream);
  push_work (self, work);
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
  if (position != NULL)
    subscription->position = *position;
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
  send_string (self, out);
  g_mutex_lock (&self->hub->mutex);
  self->hub->statistics.n_resets++;
  subscription->state = WEFT_SUBSCRIPTION_SNAPSHOT;
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

  for (guint i = 0; i < FRAMES_A_TURN && !weft_connection_is_full (self->connection); i++)
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
      weft_connection_send_text (self->connection, frame);
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
      weft_connection_send_text (self->connection, frame);
      subscription->position = position;
      __atomic_fetch_add (&self->hub->statistics.n_replays, 1, __ATOMIC_RELAXED);
      if (weft_connection_is_full (self->connection))
        break;
    }

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
  /* The removal is committed, but has not been told yet: that will wake us, and say where it is. */
  if (role == WEFT_ROLE_NONE && end == 0)
    return TRUE;

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
      subscription->told = subscription->position.seq;
    }
  else
    _weft_session_look_at (self, subscription);
  g_mutex_unlock (&self->hub->mutex);

  return TRUE;
}

static void
look_at (WeftSession *self, const char *stream)
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
  if (subscription != NULL && subscription->state == WEFT_SUBSCRIPTION_LIVE)
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
           const Work *work,
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
  weft_connection_send_text (self->connection, page);

  return TRUE;
}

/* FALSE if the page must wait for its subscription. */
static gboolean
do_page (WeftSession *self, const Work *work)
{
  g_autoptr (GError) error = NULL;
  WeftSubscription *subscription;
  WeftDatabase *database;
  gboolean later = FALSE;
  gboolean revoking = FALSE;

  g_mutex_lock (&self->hub->mutex);
  subscription = g_hash_table_lookup (self->subscriptions, work->stream);
  if (subscription != NULL && subscription->state == WEFT_SUBSCRIPTION_LIVE)
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
    send_error (self, error);

  return !later || revoking;
}

/* Hello */

typedef struct
{
  WeftSession *session;
  char *client;
  gint64 acknowledged;
  gint64 next;
  GPtrArray *results;
  GPtrArray *latests;
  GError *error;
} Greeting;

static void
greeting_free (Greeting *self)
{
  g_clear_pointer (&self->session, _weft_session_unref);
  g_free (self->client);
  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_clear_pointer (&self->latests, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Greeting, greeting_free)

static gboolean
greet_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Greeting *greeting = user_data;
  const char *person = greeting->session->person;
  g_autofree char *own = g_strconcat ("user/", person, NULL);
  gint64 signed_in;
  WeftHead head;

  /* A job may run a second time if its group met a fault. */
  g_clear_pointer (&greeting->results, g_ptr_array_unref);
  g_clear_pointer (&greeting->latests, g_ptr_array_unref);

  if (weft_access_get_workspace_role (database, person, error) == WEFT_ROLE_NONE)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED,
                             "token: its owner may not come in");
      return FALSE;
    }
  /* The sign-in may have ended while the connection was made, before the hub knew of it. */
  if (!weft_database_get_value (database, &signed_in, 0, error, "SELECT 1 FROM family WHERE family = ?1", "t",
                                greeting->session->family))
    return FALSE;
  if (!signed_in)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED, "token: signed out");
      return FALSE;
    }
  if (!weft_results_greet (database, greeting->client, person, greeting->acknowledged, &greeting->next,
                           &greeting->results, error)
      || !weft_log_read_head (database, own, &head, error)
      || (!head.exists
          && !weft_log_create (database, own,
                               weft_clock_now (weft_engine_get_clock (greeting->session->hub->engine)), &head,
                               error)))
    return FALSE;

  greeting->latests = weft_latest_read_person (database, person, error);
  return greeting->latests != NULL;
}

static void
on_greeted (gpointer user_data, const GError *error)
{
  g_autoptr (Greeting) greeting = user_data;
  g_autoptr (WeftSession) session = _weft_session_ref (greeting->session);

  if (error != NULL)
    greeting->error = g_error_copy (error);
  g_mutex_lock (&session->mutex);
  if (session->state != WEFT_SESSION_OVER)
    {
      session->greeting = g_steal_pointer (&greeting);
      schedule_locked (session);
    }
  g_mutex_unlock (&session->mutex);
}

static void
handle_hello (WeftSession *self, const WeftFrame *frame)
{
  g_autofree char *key = g_strconcat (self->person, " ", frame->client, NULL);
  g_autoptr (GError) error = NULL;
  Greeting *greeting;
  WeftSession *older;

  if (frame->version != 1)
    {
      _weft_session_end (self, WEFT_CLOSE_UPDATE_NEEDED, "this server speaks version 1");
      return;
    }

  /* The older connection runs nothing from here on; what it gave to the writer before is answered in the
   * welcome. */
  g_mutex_lock (&self->hub->mutex);
  self->client = g_strdup (frame->client);
  older = g_hash_table_lookup (self->hub->clients, key);
  if (older != NULL)
    _weft_session_end (older, WEFT_CLOSE_REPLACED, "a newer connection of this client took over");
  g_hash_table_replace (self->hub->clients, g_steal_pointer (&key), self);
  g_mutex_unlock (&self->hub->mutex);

  greeting = g_new0 (Greeting, 1);
  greeting->session = _weft_session_ref (self);
  greeting->client = g_strdup (frame->client);
  greeting->acknowledged = frame->acknowledged;
  set_state (self, WEFT_SESSION_GREETING);
  if (!_weft_engine_post (self->hub->engine, greet_job, greeting, on_greeted, &error))
    _weft_session_end (self, WEFT_CLOSE_DRAINING, "the server cannot take you now");
}

static void
welcome (WeftSession *self, Greeting *greeting)
{
  g_autoptr (GPtrArray) first = g_ptr_array_new ();
  g_autoptr (GArray) latests = g_array_new (FALSE, FALSE, sizeof (WeftFrameLatest));
  g_autoptr (GPtrArray) later = g_ptr_array_new ();
  GString *out = g_string_new (NULL);
  gsize n_bytes = 0;
  guint n = 0;

  if (greeting->error != NULL)
    {
      g_string_free (out, TRUE);
      send_error (self, greeting->error);
      _weft_session_end (self,
                         g_error_matches (greeting->error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED)
                             ? WEFT_CLOSE_SUSPENDED
                         : g_error_matches (greeting->error, WEFT_ERROR, WEFT_ERROR_FORKED)
                             ? WEFT_CLOSE_REPLACED
                             : WEFT_CLOSE_DRAINING,
                         "hello was refused");
      return;
    }

  /* Results come before anything else, in the welcome as far as it holds them. */
  for (; n < greeting->results->len && n_bytes < WELCOME_ROOM; n++)
    {
      n_bytes += strlen (g_ptr_array_index (greeting->results, n)) + 1;
      g_ptr_array_add (first, g_ptr_array_index (greeting->results, n));
    }
  for (guint i = 0; i < greeting->latests->len; i++)
    {
      WeftLatestValue *value = g_ptr_array_index (greeting->latests, i);
      WeftFrameLatest latest = weft_latest_to_frame (value);

      if (n_bytes < WELCOME_ROOM)
        g_array_append_val (latests, latest);
      else
        g_ptr_array_add (later, value);
      n_bytes += 250;
    }

  weft_frame_begin_welcome (out, self->person, weft_engine_get_workspace (self->hub->engine),
                            weft_clock_now (weft_engine_get_clock (self->hub->engine)), greeting->next);
  weft_frame_end_welcome (out, first, (const WeftFrameLatest *) (void *) latests->data, latests->len);
  send_string (self, out);

  for (; n < greeting->results->len; n++)
    {
      const char *result = g_ptr_array_index (greeting->results, n);
      g_autoptr (GBytes) text = g_bytes_new_static (result, strlen (result));

      weft_connection_send_text (self->connection, text);
    }
  if (later->len > 0)
    _weft_session_send_latests (self, later);

  g_mutex_lock (&self->hub->mutex);
  self->heartbeat_at = g_get_monotonic_time () + self->hub->limits.heartbeat * 1000;
  self->welcomed = TRUE;
  if (self->early->len > 0)
    _weft_session_send_latests (self, self->early);
  g_ptr_array_set_size (self->early, 0);
  g_mutex_unlock (&self->hub->mutex);
  set_state (self, WEFT_SESSION_READY);
}

/* The other frames */

static void
handle_subscribe (WeftSession *self, const WeftFrame *frame)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) mine = NULL;

  if (frame->mine)
    {
      WeftDatabase *database;

      /* First the wish, then the list: who is added in between is told by the writer. */
      g_mutex_lock (&self->hub->mutex);
      self->mine = TRUE;
      g_mutex_unlock (&self->hub->mutex);

      database = weft_engine_acquire_reader (self->hub->engine, &error);
      if (database != NULL)
        {
          mine = weft_access_get_streams (database, self->person, &error);
          weft_engine_release_reader (self->hub->engine, database);
        }
      if (mine == NULL)
        {
          send_error (self, error);
          return;
        }
    }

  g_mutex_lock (&self->hub->mutex);
  for (guint i = 0; i < frame->positions->len; i++)
    {
      const WeftFramePosition *position = &g_array_index (frame->positions, WeftFramePosition, i);

      if (g_hash_table_size (self->subscriptions) >= SUBSCRIPTIONS_MAX)
        break;
      _weft_session_subscribe (self, position->stream, position->fresh ? NULL : &position->position);
    }
  for (guint i = 0; mine != NULL && mine[i] != NULL; i++)
    _weft_session_subscribe (self, mine[i], NULL);
  g_mutex_unlock (&self->hub->mutex);
}

static void
handle_unsubscribe (WeftSession *self, const WeftFrame *frame)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->hub->mutex);

  for (guint i = 0; i < frame->streams->len; i++)
    {
      WeftSubscription *subscription
          = g_hash_table_lookup (self->subscriptions, g_ptr_array_index (frame->streams, i));

      if (subscription != NULL)
        _weft_session_drop (self, subscription, FALSE);
    }
}

static void
handle_open (WeftSession *self, const WeftFrame *frame)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_latest_value_free);
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  WeftDatabase *database;
  GHashTableIter iter;
  gpointer topic;

  for (guint i = 0; i < frame->streams->len; i++)
    g_hash_table_add (wanted, g_ptr_array_index (frame->streams, i));

  g_mutex_lock (&self->hub->mutex);
  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &topic))
    if (!g_hash_table_contains (wanted, ((WeftTopic *) topic)->stream))
      {
        g_hash_table_iter_remove (&iter);
        g_ptr_array_remove (((WeftTopic *) topic)->open, self);
        _weft_hub_tidy_topic (self->hub, topic);
      }
  g_mutex_unlock (&self->hub->mutex);

  database = weft_engine_acquire_reader (self->hub->engine, &error);
  for (guint i = 0; database != NULL && error == NULL && i < frame->streams->len; i++)
    {
      const char *stream = g_ptr_array_index (frame->streams, i);
      g_autoptr (GPtrArray) durable = NULL;
      WeftTopic *opened;

      if (weft_access_get_role (database, stream, self->person, &error) == WEFT_ROLE_NONE)
        {
          if (error == NULL)
            weft_access_set_not_found (&error);
          break;
        }

      /* Look again once it is open: a removal in between takes it away. */
      g_mutex_lock (&self->hub->mutex);
      if (g_hash_table_contains (self->open, stream) || !self->registered)
        {
          g_mutex_unlock (&self->hub->mutex);
          continue;
        }
      opened = _weft_hub_get_topic (self->hub, stream, TRUE);
      g_ptr_array_add (opened->open, self);
      g_hash_table_insert (self->open, opened->stream, opened);
      g_mutex_unlock (&self->hub->mutex);

      if (weft_access_get_role (database, stream, self->person, &error) == WEFT_ROLE_NONE)
        {
          g_mutex_lock (&self->hub->mutex);
          opened = g_hash_table_lookup (self->open, stream);
          if (opened != NULL)
            {
              g_hash_table_remove (self->open, stream);
              g_ptr_array_remove (opened->open, self);
              _weft_hub_tidy_topic (self->hub, opened);
            }
          g_mutex_unlock (&self->hub->mutex);
          if (error == NULL)
            weft_access_set_not_found (&error);
          break;
        }

      durable = weft_latest_read_stream (database, stream, &error);
      if (durable != NULL)
        g_ptr_array_extend_and_steal (values, g_steal_pointer (&durable));
    }
  if (database != NULL)
    weft_engine_release_reader (self->hub->engine, database);

  if (values->len > 0)
    _weft_session_send_latests (self, values);
  g_mutex_lock (&self->hub->mutex);
  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &topic))
    {
      g_autoptr (GPtrArray) passing = g_hash_table_get_values_as_ptr_array (((WeftTopic *) topic)->values);

      if (passing->len > 0)
        _weft_session_send_latests (self, passing);
    }
  g_mutex_unlock (&self->hub->mutex);

  if (error != NULL)
    send_error (self, error);
}

/* What one client has with the writer is counted: the queue is everybody's. */
static void
start_running (WeftSession *self)
{
  g_mutex_lock (&self->mutex);
  self->n_running++;
  g_mutex_unlock (&self->mutex);
}

static void
stop_running (WeftSession *self)
{
  g_mutex_lock (&self->mutex);
  self->n_running--;
  if (self->n_running == RUNNING_MAX - 1 || self->state == WEFT_SESSION_OVER)
    schedule_locked (self);
  g_mutex_unlock (&self->mutex);
}

static void
on_result (GBytes *result, gpointer user_data)
{
  WeftSession *self = user_data;

  weft_connection_send_text (self->connection, result);
  stop_running (self);
  _weft_session_unref (self);
}

static void
handle_operation (WeftSession *self, const WeftFrame *frame)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), frame->args);
  g_autofree char *args = json_to_string (node, FALSE);
  const WeftRequest request
      = { self->client, self->person, frame->n, frame->id, frame->stream, frame->op, args };
  gboolean submitted = FALSE;

  /* Under the lock with which a newer connection ends this one: after that, nothing of it runs. */
  g_mutex_lock (&self->mutex);
  if (!self->over)
    {
      self->n_running++;
      submitted
          = weft_engine_submit (self->hub->engine, &request, on_result, _weft_session_ref (self), &error);
      if (!submitted)
        self->n_running--;
    }
  g_mutex_unlock (&self->mutex);

  if (error != NULL)
    {
      g_autoptr (GBytes) result = weft_results_make (frame->n, frame->id, NULL, 0, error);

      _weft_session_unref (self);
      weft_connection_send_text (self->connection, result);
    }
}

typedef struct
{
  WeftSession *session;
  gint64 n;
} Acknowledgement;

static gboolean
acknowledge_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Acknowledgement *acknowledgement = user_data;

  return weft_results_acknowledge (database, acknowledgement->session->client,
                                   acknowledgement->session->person, acknowledgement->n, error);
}

static void
on_acknowledged (gpointer user_data, const GError *error)
{
  Acknowledgement *acknowledgement = user_data;

  stop_running (acknowledgement->session);
  _weft_session_unref (acknowledgement->session);
  g_free (acknowledgement);
}

static void
handle_acknowledge (WeftSession *self, const WeftFrame *frame)
{
  Acknowledgement *acknowledgement = g_new0 (Acknowledgement, 1);

  acknowledgement->session = _weft_session_ref (self);
  acknowledgement->n = frame->n;
  start_running (self);
  _weft_engine_post (self->hub->engine, acknowledge_job, acknowledgement, on_acknowledged, NULL);
}

static void
handle_page (WeftSession *self, const WeftFrame *frame)
{
  Work *work;
  guint n_pages;

  g_mutex_lock (&self->mutex);
  n_pages = self->n_pages++;
  g_mutex_unlock (&self->mutex);
  if (n_pages >= PAGES_MAX)
    {
      g_autoptr (GError) error
          = g_error_new (WEFT_ERROR, WEFT_ERROR_RATE_LIMITED,
                         "request: %d pages are on their way, which is all at once", PAGES_MAX);

      g_mutex_lock (&self->mutex);
      self->n_pages--;
      g_mutex_unlock (&self->mutex);
      send_error (self, error);
      return;
    }

  work = g_new0 (Work, 1);
  work->stream = g_strdup (frame->stream);
  work->page = TRUE;
  work->request = frame->request;
  work->table = g_strdup (frame->table);
  work->before = frame->before;
  work->limit = CLAMP (frame->limit, 1, WEFT_PAGE_MAX);
  push_work (self, work);
}

typedef struct
{
  WeftSession *session;
  WeftLatestValue *value;
  gboolean moved;
} Storing;

static gboolean
store_latest_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Storing *storing = user_data;

  /* Looked at again: the writer may have removed the person since. */
  if (weft_access_get_role (database, storing->value->stream, storing->value->person, error)
      == WEFT_ROLE_NONE)
    return error == NULL || *error != NULL ? FALSE : weft_access_set_not_found (error);

  return weft_latest_store (database, storing->value, &storing->moved, error);
}

static void
on_latest_stored (gpointer user_data, const GError *error)
{
  Storing *storing = user_data;

  if (error == NULL && storing->moved)
    _weft_hub_set_latest (storing->session->hub, storing->value, storing->session);
  weft_latest_value_free (storing->value);
  stop_running (storing->session);
  _weft_session_unref (storing->session);
  g_free (storing);
}

static gboolean
check_latest (WeftSession *self, const WeftFrame *frame, const WeftLatest *latest, GError **error)
{
  WeftRegistry *registry = weft_engine_get_registry (self->hub->engine);
  WeftDatabase *database;
  WeftRole role;

  if (latest == NULL || !weft_registry_allows_latest (registry, latest, frame->stream))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "name: no latest value is called “%.80s” there",
                   frame->name);
      return FALSE;
    }
  if (latest->durable != JSON_NODE_HOLDS_VALUE (frame->value))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "value: %s takes %s", latest->name,
                   latest->durable ? "an integer" : "an object");
      return FALSE;
    }

  database = weft_engine_acquire_reader (self->hub->engine, error);
  if (database == NULL)
    return FALSE;
  role = weft_access_get_role (database, frame->stream, self->person, error);
  weft_engine_release_reader (self->hub->engine, database);
  if (*error != NULL)
    return FALSE;
  if (role == WEFT_ROLE_NONE)
    return weft_access_set_not_found (error);
  if (role < latest->role)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_DENIED, "name: %s takes the role %s or higher, yours is %s",
                   latest->name, weft_role_to_wire (latest->role), weft_role_to_wire (role));
      return FALSE;
    }

  return TRUE;
}

static void
handle_latest (WeftSession *self, const WeftFrame *frame)
{
  WeftRegistry *registry = weft_engine_get_registry (self->hub->engine);
  g_autoptr (WeftLatestValue) value = NULL;
  g_autoptr (GError) error = NULL;
  const WeftLatest *latest;

  if (frame->value == NULL)
    return;
  latest = weft_registry_find_latest (registry, frame->name);
  if (!check_latest (self, frame, latest, &error))
    {
      send_error (self, error);
      return;
    }

  value = g_new0 (WeftLatestValue, 1);
  value->stream = g_strdup (frame->stream);
  value->name = g_strdup (frame->name);
  value->person = g_strdup (self->person);
  value->at = weft_clock_now (weft_engine_get_clock (self->hub->engine));
  if (latest->durable)
    {
      Storing *storing = g_new0 (Storing, 1);

      value->value = json_node_get_int (frame->value);
      storing->session = _weft_session_ref (self);
      storing->value = g_steal_pointer (&value);
      start_running (self);
      _weft_engine_post (self->hub->engine, store_latest_job, storing, on_latest_stored, NULL);
    }
  else
    {
      g_autofree char *text = json_to_string (frame->value, FALSE);

      if (strlen (text) > OBJECT_MAX)
        {
          g_set_error (&error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "value: %zu bytes, at most %d",
                       strlen (text), OBJECT_MAX);
          send_error (self, error);
          return;
        }
      value->extra = json_node_copy (frame->value);
      json_node_seal (value->extra);
      value->until = g_get_monotonic_time () + latest->ttl * G_GINT64_CONSTANT (1000);
      _weft_hub_set_latest (self->hub, value, self);
    }
}

static void
unwatch_all (WeftSession *self)
{
  GHashTableIter iter;
  gpointer person;

  g_hash_table_iter_init (&iter, self->watched);
  while (g_hash_table_iter_next (&iter, &person, NULL))
    {
      WeftPresent *present = _weft_hub_get_present (self->hub, person, FALSE);

      if (present == NULL)
        continue;
      g_ptr_array_remove_fast (present->watchers, self);
      _weft_hub_tidy_present (self->hub, present);
    }
  g_hash_table_remove_all (self->watched);
}

static void
handle_watch (WeftSession *self, const WeftFrame *frame)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (WeftFramePresence));
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (self->hub->engine, &error);
  GString *out;

  if (database == NULL)
    {
      send_error (self, error);
      return;
    }

  g_mutex_lock (&self->hub->mutex);
  unwatch_all (self);
  g_mutex_unlock (&self->hub->mutex);

  for (guint i = 0; i < frame->people->len; i++)
    {
      const char *person = g_ptr_array_index (frame->people, i);
      WeftFramePresence presence = { .person = person };
      WeftPresent *present;
      gint64 seen = 0;

      /* Whoever is not there, or not theirs to know, is simply not in the answer. */
      if (!weft_access_may_see (database, self->person, person)
          || !weft_database_get_value (database, &seen, 0, NULL, "SELECT at FROM seen WHERE person = ?1", "t",
                                       person))
        continue;

      g_mutex_lock (&self->hub->mutex);
      if (self->registered && !g_hash_table_contains (self->watched, person))
        {
          present = _weft_hub_get_present (self->hub, person, TRUE);
          g_ptr_array_add (present->watchers, self);
          g_hash_table_add (self->watched, g_strdup (person));
          present->seen = MAX (present->seen, seen);
          presence.state = present->sessions->len > 0 ? "online" : "offline";
          presence.seen = present->sessions->len > 0
                              ? weft_clock_now (weft_engine_get_clock (self->hub->engine))
                              : present->seen;
          g_array_append_val (list, presence);
        }
      g_mutex_unlock (&self->hub->mutex);
    }
  weft_engine_release_reader (self->hub->engine, database);

  if (list->len == 0)
    return;
  out = g_string_new (NULL);
  weft_frame_write_presence (out, (const WeftFramePresence *) (void *) list->data, list->len);
  send_string (self, out);
}

static void
handle_authenticate (WeftSession *self, const WeftFrame *frame)
{
  g_autofree char *person = NULL;
  g_autofree char *family = NULL;
  gint64 expires_at;

  if (weft_authority_check (self->hub->authority, frame->token, &person, &family, &expires_at)
      && g_str_equal (person, self->person))
    {
      /* From here on the connection ends with the sign-in of this token. */
      g_mutex_lock (&self->hub->mutex);
      g_set_str (&self->family, family);
      g_mutex_unlock (&self->hub->mutex);
      g_mutex_lock (&self->mutex);
      self->expires_at = expires_at;
      g_mutex_unlock (&self->mutex);
    }
  else
    {
      g_autoptr (GError) error = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED,
                                                      "token: unknown, expired, or of somebody else");

      send_error (self, error);
    }
}

static void
handle_frame (WeftSession *self, GBytes *text)
{
  g_autoptr (WeftFrame) frame = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (text, &length);

  frame = weft_frame_parse (data, length, &error);
  if (frame == NULL)
    {
      send_error (self, error);
      _weft_session_end (self, WEFT_CLOSE_BAD_FRAME, "a frame could not be read");
      return;
    }
  if ((frame->type == WEFT_FRAME_HELLO) != (self->client == NULL) && frame->type != WEFT_FRAME_NONE)
    {
      g_set_error (&error, WEFT_ERROR, WEFT_ERROR_INVALID, "type: hello comes first, and once");
      send_error (self, error);
      _weft_session_end (self, WEFT_CLOSE_BAD_FRAME, "hello comes first, and once");
      return;
    }

  switch (frame->type)
    {
    case WEFT_FRAME_HELLO:
      handle_hello (self, frame);
      break;
    case WEFT_FRAME_SUBSCRIBE:
      handle_subscribe (self, frame);
      break;
    case WEFT_FRAME_UNSUBSCRIBE:
      handle_unsubscribe (self, frame);
      break;
    case WEFT_FRAME_OPEN:
      handle_open (self, frame);
      break;
    case WEFT_FRAME_OPERATION:
      handle_operation (self, frame);
      break;
    case WEFT_FRAME_ACKNOWLEDGE:
      handle_acknowledge (self, frame);
      break;
    case WEFT_FRAME_PAGE:
      handle_page (self, frame);
      break;
    case WEFT_FRAME_LATEST:
      handle_latest (self, frame);
      break;
    case WEFT_FRAME_WATCH:
      handle_watch (self, frame);
      break;
    case WEFT_FRAME_AUTHENTICATE:
      handle_authenticate (self, frame);
      break;
    case WEFT_FRAME_PING:
    case WEFT_FRAME_NONE:
      break;
    default:
      g_set_error (&error, WEFT_ERROR, WEFT_ERROR_INVALID, "type: only the server sends this");
      send_error (self, error);
      _weft_session_end (self, WEFT_CLOSE_BAD_FRAME, "only the server sends this");
      break;
    }
}

/* The end */

typedef struct
{
  char *person;
  gint64 at;
} Seen;

static gboolean
seen_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Seen *seen = user_data;

  return weft_database_run (
      database, error,
      "INSERT INTO seen (person, at) VALUES (?1, ?2) ON CONFLICT (person) DO UPDATE SET at = ?2", "ti",
      seen->person, seen->at);
}

static void
on_seen (gpointer user_data, const GError *error)
{
  Seen *seen = user_data;

  g_free (seen->person);
  g_free (seen);
}

static void
tear_down (WeftSession *self)
{
  WeftHub *hub = self->hub;
  GHashTableIter iter;
  gpointer value;
  gboolean gone = FALSE;

  g_mutex_lock (&hub->mutex);
  if (self->registered)
    {
      WeftPresent *present = _weft_hub_get_present (hub, self->person, FALSE);

      self->registered = FALSE;
      g_ptr_array_remove_fast (present->sessions, self);
      if (present->sessions->len == 0)
        {
          gone = TRUE;
          present->seen = weft_clock_now (weft_engine_get_clock (hub->engine));
          g_hash_table_add (hub->changed, g_strdup (self->person));
        }
    }
  if (self->client != NULL)
    {
      g_autofree char *key = g_strconcat (self->person, " ", self->client, NULL);

      if (g_hash_table_lookup (hub->clients, key) == self)
        g_hash_table_remove (hub->clients, key);
    }
  while (g_hash_table_size (self->subscriptions) > 0)
    {
      g_hash_table_iter_init (&iter, self->subscriptions);
      g_hash_table_iter_next (&iter, NULL, &value);
      _weft_session_drop (self, value, FALSE);
    }
  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      g_hash_table_iter_remove (&iter);
      g_ptr_array_remove (((WeftTopic *) value)->open, self);
      _weft_hub_tidy_topic (hub, value);
    }
  unwatch_all (self);
  g_hash_table_remove (hub->sessions, self);
  g_mutex_unlock (&hub->mutex);

  if (gone)
    {
      Seen *seen = g_new0 (Seen, 1);

      seen->person = g_strdup (self->person);
      seen->at = weft_clock_now (weft_engine_get_clock (hub->engine));
      _weft_engine_post (hub->engine, seen_job, seen, on_seen, NULL);
    }
}

/* The connection's side, on its poller's thread */

static void
on_message (WeftConnection *connection, const char *text, gsize length, gpointer user_data)
{
  WeftSession *self = user_data;
  gboolean pause;

  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->inbox, g_bytes_new (text, length));
  pause = self->inbox.length >= INBOX_MAX && !self->paused;
  if (pause)
    self->paused = TRUE;
  schedule_locked (self);
  g_mutex_unlock (&self->mutex);

  if (pause)
    weft_connection_set_reading (connection, FALSE);
}

static void
on_drained (WeftConnection *connection, gpointer user_data)
{
  schedule (user_data);
}

static void
on_closed (WeftConnection *connection, gpointer user_data)
{
  WeftSession *self = user_data;

  /* A worker lets go of everything; none will start after that. */
  g_mutex_lock (&self->mutex);
  self->over = TRUE;
  schedule_locked (self);
  self->state = WEFT_SESSION_OVER;
  g_mutex_unlock (&self->mutex);
  _weft_session_unref (self);
}

static const WeftConnectionHandler connection_handler = { on_message, on_drained, on_closed };

/* For the hub */

WeftSession *
_weft_session_new (WeftHub *hub,
                   GIOStream *stream,
                   int fd,
                   gboolean plain,
                   const char *person,
                   const char *family,
                   gint64 expires_at)
{
  WeftSession *self = g_new0 (WeftSession, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  g_queue_init (&self->inbox);
  g_queue_init (&self->work);
  self->hub = hub;
  self->person = g_strdup (person);
  self->family = g_strdup (family);
  self->expires_at = expires_at;
  self->connected_at = g_get_monotonic_time ();
  self->subscriptions = g_hash_table_new (g_str_hash, g_str_equal);
  self->open = g_hash_table_new (g_str_hash, g_str_equal);
  self->watched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->early = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_latest_value_free);
  self->connection
      = weft_connection_new (stream, fd, plain, &hub->limits, &connection_handler, _weft_session_ref (self));

  return self;
}

WeftSession *
_weft_session_ref (WeftSession *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
_weft_session_unref (WeftSession *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_queue_clear_full (&self->inbox, (GDestroyNotify) g_bytes_unref);
  g_queue_clear_full (&self->work, (GDestroyNotify) work_free);
  g_clear_pointer (&self->connection, weft_connection_unref);
  g_hash_table_unref (self->subscriptions);
  g_hash_table_unref (self->open);
  g_hash_table_unref (self->watched);
  g_ptr_array_unref (self->early);
  g_free (self->client);
  g_free (self->person);
  g_free (self->family);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
_weft_session_end (WeftSession *self, guint code, const char *reason)
{
  g_mutex_lock (&self->mutex);
  self->over = TRUE;
  g_mutex_unlock (&self->mutex);
  weft_connection_close (self->connection, code, reason);
}

void
_weft_session_run (WeftSession *self)
{
  for (guint turn = 0;; turn++)
    {
      g_autoptr (GBytes) text = NULL;
      g_autoptr (Greeting) greeting = NULL;
      gboolean resume = FALSE;
      gboolean over;
      Work *work = NULL;

      g_mutex_lock (&self->mutex);
      over = self->state == WEFT_SESSION_OVER;
      greeting = g_steal_pointer (&self->greeting);
      if (over)
        {
          self->scheduled = FALSE;
          g_queue_clear_full (&self->inbox, (GDestroyNotify) g_bytes_unref);
          g_queue_clear_full (&self->work, (GDestroyNotify) work_free);
        }
      else if (greeting == NULL && !self->over)
        {
          if (self->state != WEFT_SESSION_GREETING && self->n_running < RUNNING_MAX
              && self->work.length < WORK_MAX)
            text = g_queue_pop_head (&self->inbox);
          if (text == NULL && self->state == WEFT_SESSION_READY
              && !weft_connection_is_full (self->connection))
            work = g_queue_pop_head (&self->work);
          resume = self->paused && self->inbox.length < INBOX_MAX / 2;
          if (resume)
            self->paused = FALSE;
        }
      if (!over && greeting == NULL && text == NULL && work == NULL)
        {
          self->scheduled = FALSE;
          g_mutex_unlock (&self->mutex);
          if (resume)
            weft_connection_set_reading (self->connection, TRUE);
          return;
        }
      g_mutex_unlock (&self->mutex);

      if (resume)
        weft_connection_set_reading (self->connection, TRUE);
      if (over)
        {
          tear_down (self);
          return;
        }
      if (greeting != NULL)
        welcome (self, greeting);
      else if (text != NULL)
        handle_frame (self, text);
      else if (!work->page)
        look_at (self, work->stream);
      else if (!do_page (self, work))
        push_work (self, g_steal_pointer (&work));
      else
        {
          g_mutex_lock (&self->mutex);
          self->n_pages--;
          g_mutex_unlock (&self->mutex);
        }
      g_clear_pointer (&work, work_free);

      /* Others wait too. */
      if (turn >= TURNS_MAX)
        {
          g_thread_pool_push (self->hub->workers, _weft_session_ref (self), NULL);
          return;
        }
    }
}
