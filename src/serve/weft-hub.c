/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-hub.h"

#include "serve/weft-engine-private.h"
#include "serve/weft-history.h"
#include "serve/weft-session.h"

#define TICK 100 /* ms */

/* Topics; the mutex is held */

static void
topic_free (WeftTopic *topic)
{
  g_free (topic->stream);
  g_ptr_array_unref (topic->subscriptions);
  g_ptr_array_unref (topic->open);
  g_hash_table_unref (topic->values);
  g_hash_table_unref (topic->pending);
  g_free (topic);
}

WeftTopic *
_weft_hub_get_topic (WeftHub *self, const char *stream, gboolean make)
{
  WeftTopic *topic = g_hash_table_lookup (self->topics, stream);

  if (topic == NULL && make)
    {
      topic = g_new0 (WeftTopic, 1);
      topic->stream = g_strdup (stream);
      topic->subscriptions = g_ptr_array_new_with_free_func (g_free);
      topic->open = g_ptr_array_new ();
      topic->values
          = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) weft_latest_value_free);
      topic->pending
          = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) weft_latest_value_free);
      g_hash_table_insert (self->topics, topic->stream, topic);
    }

  return topic;
}

void
_weft_hub_tidy_topic (WeftHub *self, WeftTopic *topic)
{
  if (topic->subscriptions->len == 0 && topic->open->len == 0)
    g_hash_table_remove (self->topics, topic->stream);
}

/* Who sent too much */

void
_weft_hub_keep_out (WeftHub *self, const char *person, gint64 until)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->statistics.n_rate_limited++;
  g_hash_table_replace (self->kept_out, g_strdup (person), g_memdup2 (&until, sizeof until));
}

gint64
_weft_hub_get_kept_out (WeftHub *self, const char *person)
{
  const gint64 *until = g_hash_table_lookup (self->kept_out, person);

  return until != NULL ? MAX (*until - g_get_monotonic_time (), 0) : 0;
}

/* Fan-out, on the writer's thread */

/* On their own stream people say, among other things, whose values they want to see, and whether they are told when others were here. */
static void
look_again (WeftHub *self, const char *stream)
{
  WeftPresent *present = g_str_has_prefix (stream, "user/") ? _weft_hub_get_present (self, weft_stream_get_id (stream), FALSE) : NULL;

  for (guint i = 0; present != NULL && i < present->sessions->len; i++)
    {
      WeftSession *session = g_ptr_array_index (present->sessions, i);

      session->blind.read_at = session->unseen.read_at = 0;
    }
}

/* To whoever is exactly before @stored. @lagging: (out) (nullable): whether somebody who is live must first
 * be given what another server wrote before; without it, they read the log themselves. */
void
_weft_hub_fan_out (WeftHub *self,
                   WeftTopic *topic,
                   gint64 first,
                   GPtrArray *stored,
                   const WeftPosition *position,
                   gboolean *lagging)
{
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GBytes) frame = NULL;

  look_again (self, topic->stream);
  if (self->poller != NULL)
    weft_poller_hold (self->poller);
  for (guint i = 0; i < topic->subscriptions->len; i++)
    {
      WeftSubscription *subscription = g_ptr_array_index (topic->subscriptions, i);

      if (subscription->state != WEFT_SUBSCRIPTION_LIVE || subscription->position.seq >= position->seq)
        continue;
      if (lagging != NULL && subscription->position.seq + 1 < first)
        {
          *lagging = TRUE;
          continue;
        }

      if (frame == NULL && subscription->position.seq + 1 == first)
        {
          text = weft_history_frame (topic->stream, stored, position);
          if (text != NULL)
            frame = weft_connection_encode (text);
        }
      /* Who has no room for more is told that there is more, and asks for it then. */
      if (weft_flow_is_full (subscription->session->flow) && weft_flow_is_open (subscription->session->flow))
        {
          subscription->state = WEFT_SUBSCRIPTION_POKED;
          subscription->poke = TRUE;
          subscription->session->poking = TRUE;
          continue;
        }
      /* Who takes no more for now, or missed something, reads the log later. */
      if (frame == NULL || subscription->position.seq + 1 != first
          || weft_flow_is_full (subscription->session->flow))
        {
          subscription->state = WEFT_SUBSCRIPTION_BEHIND;
          _weft_session_look_at (subscription->session, subscription);
          continue;
        }
      weft_flow_send (subscription->session->flow, frame);
      subscription->position = *position;
      self->statistics.n_deliveries++;
    }
  if (self->poller != NULL)
    weft_poller_release (self->poller);
}

static void
on_events (
    const char *stream, gint64 first, GPtrArray *stored, const WeftPosition *position, gpointer user_data)
{
  WeftHub *self = user_data;
  g_autoptr (GMutexLocker) locker = NULL;
  WeftTopic *topic;
  gboolean lagging = FALSE;

  if (self->nodes != NULL)
    weft_nodes_note_moved (self->nodes, stream, position->seq);

  locker = g_mutex_locker_new (&self->mutex);
  topic = _weft_hub_get_topic (self, stream, FALSE);
  if (topic == NULL)
    {
      look_again (self, stream);
      return;
    }

  topic->head = MAX (topic->head, position->seq);
  topic->written = position->seq;
  _weft_hub_fan_out (self, topic, first, stored, position, self->nodes != NULL ? &lagging : NULL);
  if (lagging)
    weft_nodes_look_at (self->nodes, stream);
}

static void
close_stream (WeftHub *self, WeftSession *session, const char *stream)
{
  WeftTopic *topic = g_hash_table_lookup (session->open, stream);

  _weft_session_forget_late (session, stream);
  if (topic == NULL)
    return;
  g_hash_table_remove (session->open, stream);
  g_ptr_array_remove (topic->open, session);
  _weft_hub_tidy_topic (self, topic);
}

void
_weft_hub_close_stream (WeftHub *self, const char *stream, const char *person)
{
  WeftPresent *present = _weft_hub_get_present (self, person, FALSE);

  if (present == NULL)
    return;
  for (guint i = 0; i < present->sessions->len; i++)
    close_stream (self, g_ptr_array_index (present->sessions, i), stream);
  _weft_hub_forget_watches (self, present);
  _weft_hub_tidy_present (self, present);
}

void
_weft_hub_change_member (WeftHub *self, const char *stream, const char *person, WeftRole role, gint64 seq)
{
  WeftPresent *present = _weft_hub_get_present (self, person, FALSE);

  if (present == NULL)
    return;

  for (guint i = 0; i < present->sessions->len; i++)
    {
      WeftSession *session = g_ptr_array_index (present->sessions, i);
      WeftSubscription *subscription = g_hash_table_lookup (session->subscriptions, stream);

      if (role != WEFT_ROLE_NONE)
        {
          if (session->mine && subscription == NULL)
            _weft_session_subscribe (session, stream, NULL);
          else if (subscription != NULL)
            subscription->end = 0;
          continue;
        }

      close_stream (self, session, stream);
      if (subscription == NULL)
        continue;
      /* Who was sent more than this was let in again, by another server whose word came first. */
      if (seq > 0 && subscription->state >= WEFT_SUBSCRIPTION_BEHIND && subscription->position.seq > seq)
        continue;
      if (subscription->state == WEFT_SUBSCRIPTION_LIVE && subscription->position.seq == seq)
        _weft_session_drop (session, subscription, TRUE);
      else
        {
          /* They were a member up to here, so they may catch up to here. */
          if (subscription->state > WEFT_SUBSCRIPTION_BEHIND)
            subscription->state = WEFT_SUBSCRIPTION_BEHIND;
          subscription->end = MAX (seq, 1);
          _weft_session_look_at (session, subscription);
        }
    }

  if (role == WEFT_ROLE_NONE)
    {
      _weft_hub_forget_watches (self, present);
      _weft_hub_tidy_present (self, present);
    }
}

static void
on_members_changed (const char *stream, const char *person, WeftRole role, gpointer user_data)
{
  WeftHub *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  WeftTopic *topic = _weft_hub_get_topic (self, stream, FALSE);

  /* The event which says so was told just now. */
  _weft_hub_change_member (self, stream, person, role, topic != NULL ? topic->written : 0);
}

static void
on_told (gpointer user_data)
{
  WeftHub *self = user_data;

  if (self->nodes != NULL)
    weft_nodes_tell_moved (self->nodes);
}

static void
on_sessions_ended (const char *person, gpointer user_data)
{
  WeftHub *self = user_data;
  g_autoptr (GMutexLocker) locker = NULL;
  WeftPresent *present;

  weft_authority_forget_person (self->authority, person);
  if (self->nodes != NULL)
    weft_nodes_tell_sessions (self->nodes, person);

  locker = g_mutex_locker_new (&self->mutex);
  present = _weft_hub_get_present (self, person, FALSE);
  for (guint i = 0; present != NULL && i < present->sessions->len; i++)
    _weft_session_end (g_ptr_array_index (present->sessions, i), WEFT_CLOSE_SUSPENDED,
                       "an administrator shut you out");
}

static gboolean
is_here (const char *person, gpointer user_data)
{
  WeftHub *self = user_data;
  WeftPresent *present;
  gboolean here;

  g_mutex_lock (&self->mutex);
  present = _weft_hub_get_present (self, person, FALSE);
  here = present != NULL && _weft_present_is_here (present);
  g_mutex_unlock (&self->mutex);

  return here;
}

static const WeftSubscriber subscriber
    = { on_events, on_members_changed, on_sessions_ended, on_told, is_here };

static void
on_family_ended (const char *family, gpointer user_data)
{
  WeftHub *self = user_data;
  g_autoptr (GMutexLocker) locker = NULL;
  GHashTableIter iter;
  gpointer session;

  if (self->nodes != NULL)
    weft_nodes_tell_sessions (self->nodes, family);

  locker = g_mutex_locker_new (&self->mutex);
  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, &session, NULL))
    if (g_str_equal (((WeftSession *) session)->family, family))
      _weft_session_end (session, WEFT_CLOSE_UNAUTHENTICATED, "signed out");
}

static gpointer
tick_thread (gpointer user_data)
{
  WeftHub *self = user_data;
  guint turn = 0;

  g_mutex_lock (&self->mutex);
  while (!self->stopping)
    {
      gint64 until = g_get_monotonic_time () + TICK * 1000;

      _weft_hub_tick (self);
      if (turn++ % 600 == 0)
        weft_authority_expire (self->authority);
      while (!self->stopping && g_cond_wait_until (&self->stopping_changed, &self->mutex, until))
        continue;
    }
  g_mutex_unlock (&self->mutex);

  return NULL;
}

static void
work (gpointer data, gpointer user_data)
{
  g_autoptr (WeftSession) session = data;

  _weft_session_run (session);
}

void
_weft_hub_push (WeftHub *self, WeftSession *session)
{
  if (self->workers != NULL)
    g_thread_pool_push (self->workers, _weft_session_ref (session), NULL);
  else
    g_queue_push_tail (&self->waiting, _weft_session_ref (session));
}

/* Public API */

WeftHub *
weft_hub_new (WeftEngine *engine, WeftAuthority *authority, const WeftLimits *limits)
{
  WeftHub *self = g_new0 (WeftHub, 1);

  self->engine = g_object_ref (engine);
  self->authority = authority;
  self->limits = *limits;
  g_queue_init (&self->waiting);
  g_mutex_init (&self->asking);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->stopping_changed);
  self->sessions = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) _weft_session_unref, NULL);
  self->clients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->topics = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) topic_free);
  self->people = _weft_hub_new_people ();
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->kept_out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  weft_engine_set_subscriber (engine, &subscriber, self);
  weft_authority_set_family_func (authority, on_family_ended, self);

  return self;
}

void
weft_hub_set_bus (WeftHub *self, WeftBus *bus)
{
  g_return_if_fail (self->ticker == NULL);

  g_set_object (&self->bus, bus);
}

void
weft_hub_start (WeftHub *self)
{
  guint n_processors = g_get_num_processors ();

  self->running = TRUE;
  self->poller = weft_poller_new (CLAMP (n_processors / 2, 1, 4));
  self->workers = g_thread_pool_new (work, self, (int) CLAMP (n_processors, 2, 8), FALSE, NULL);
  self->ticker = g_thread_new ("weft-ticker", tick_thread, self);
  if (_weft_engine_is_shared (self->engine))
    {
      WeftNodes *nodes = weft_nodes_new (self, self->bus);

      self->marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      weft_nodes_start (nodes);
      g_atomic_pointer_set (&self->nodes, nodes);
    }
}

void
_weft_hub_start_driven (WeftHub *self)
{
  g_return_if_fail (!self->running && !_weft_engine_is_shared (self->engine));

  self->running = TRUE;
  self->poller = weft_poller_new (1);
}

gboolean
_weft_hub_turn (WeftHub *self)
{
  WeftSession *session = g_queue_pop_head (&self->waiting);

  if (session != NULL)
    work (session, self);

  return session != NULL;
}

guint
_weft_hub_get_n_waiting (WeftHub *self)
{
  return self->waiting.length;
}

void
_weft_hub_beat (WeftHub *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  _weft_hub_tick (self);
}

/* The writer may be telling of something at this moment: it holds the mutex meanwhile. */
static void
free_poller (WeftHub *self)
{
  WeftPoller *poller;

  g_mutex_lock (&self->mutex);
  poller = g_atomic_pointer_exchange (&self->poller, NULL);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&poller, weft_poller_free);
}

static void
stop_driven (WeftHub *self)
{
  self->draining = TRUE;
  free_poller (self);
  while (_weft_hub_turn (self))
    continue;
  self->running = FALSE;
}

void
weft_hub_stop (WeftHub *self)
{
  if (!self->running)
    return;
  if (self->ticker == NULL)
    {
      stop_driven (self);
      return;
    }

  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  self->draining = TRUE;
  g_cond_broadcast (&self->stopping_changed);
  g_mutex_unlock (&self->mutex);

  g_thread_join (g_steal_pointer (&self->ticker));
  if (self->nodes != NULL)
    weft_nodes_stop (self->nodes);
  free_poller (self);
  /* Every session hears that its connection is over, and its worker lets go of it. */
  g_thread_pool_free (g_steal_pointer (&self->workers), FALSE, TRUE);
  self->running = FALSE;
}

void
weft_hub_free (WeftHub *self)
{
  weft_hub_stop (self);
  g_clear_pointer (&self->nodes, weft_nodes_free);
  g_clear_object (&self->bus);
  g_clear_pointer (&self->marks, g_hash_table_unref);
  g_hash_table_unref (self->clients);
  g_hash_table_unref (self->sessions);
  g_hash_table_unref (self->topics);
  g_hash_table_unref (self->people);
  g_hash_table_unref (self->changed);
  g_hash_table_unref (self->kept_out);
  g_mutex_clear (&self->asking);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->stopping_changed);
  g_clear_object (&self->engine);
  g_free (self);
}

void
weft_hub_accept (WeftHub *self,
                 WeftConnection *connection,
                 const char *address,
                 const char *person,
                 const char *family,
                 gint64 expires_at)
{
  WeftPoller *poller = g_atomic_pointer_get (&self->poller);
  WeftSession *session;
  WeftPresent *present;
  gboolean first;
  gboolean used;
  gboolean draining;

  /* A handshake which was under way when the threads ended. */
  if (poller == NULL)
    {
      _weft_connection_finish (connection);
      weft_connection_unref (connection);
      return;
    }

  session = _weft_session_new (self, connection, address, person, family, expires_at);
  g_mutex_lock (&self->mutex);
  g_hash_table_add (self->sessions, _weft_session_ref (session));
  present = _weft_hub_get_present (self, person, TRUE);
  used = _weft_present_is_used (present);
  g_ptr_array_add (present->sessions, session);
  session->registered = TRUE;
  first = present->sessions->len == 1 || !used;
  if (first)
    g_hash_table_add (self->changed, g_strdup (person));
  draining = self->draining;
  g_mutex_unlock (&self->mutex);

  if (first && self->nodes != NULL)
    weft_nodes_tell_presence (self->nodes, person, WEFT_BUS_HERE);

  weft_connection_start (session->connection, poller);
  if (draining)
    _weft_session_end (session, WEFT_CLOSE_DRAINING, "the server is going down");
  _weft_session_unref (session);
}

void
weft_hub_drain (WeftHub *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  gpointer session;

  self->draining = TRUE;
  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, &session, NULL))
    _weft_session_end (session, WEFT_CLOSE_DRAINING, "the server is going down");
}

guint
weft_hub_get_n_sessions (WeftHub *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_hash_table_size (self->sessions);
}

WeftPoller *
weft_hub_get_poller (WeftHub *self)
{
  return self->poller;
}

WeftNodes *
weft_hub_get_nodes (WeftHub *self)
{
  return self->nodes;
}

void
weft_hub_get_statistics (WeftHub *self, WeftHubStatistics *statistics)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  gpointer value;

  *statistics = self->statistics;
  statistics->n_sessions = g_hash_table_size (self->sessions);
  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    {
      const char *name = weft_connection_get_name (((WeftSession *) value)->connection);

      statistics->n_streaming += g_str_equal (name, "stream");
      statistics->n_polling += g_str_equal (name, "poll");
    }
  statistics->n_streams = g_hash_table_size (self->topics);
  g_hash_table_iter_init (&iter, self->topics);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    statistics->n_subscriptions += ((WeftTopic *) value)->subscriptions->len;
  g_hash_table_iter_init (&iter, self->people);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    statistics->n_people += ((WeftPresent *) value)->sessions->len > 0;
}
