/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-engine-private.h"
#include "serve/weft-session.h"

/* Of more than a crowd all sessions are looked at only once a second: that takes milliseconds, in which
 * nothing is delivered. */
#define CROWD 500
#define TICKS_A_LOOK 10
#define PRESENCE_EVERY 1000000 /* µs between two frames of presence */

/* What the hub does ten times a second: lives that end, heartbeats, and what is told at most once a second.
 * The mutex is held. */

static gboolean
is_let_in (gpointer key, gpointer value, gpointer user_data)
{
  return *(gint64 *) value <= *(gint64 *) user_data;
}

static gboolean
is_over (gpointer key, gpointer value, gpointer user_data)
{
  return ((WeftLatestValue *) value)->until <= *(gint64 *) user_data;
}

/* @plain: (nullable): a heartbeat of a live session, without heads. */
static void
beat (WeftHub *self, WeftSession *session, gint64 now, gint64 time, GBytes *plain)
{
  g_autoptr (GArray) heads = NULL;
  GHashTableIter iter;
  gpointer value;

  session->heartbeat_at = now + self->limits.heartbeat * 1000;
  _weft_session_store_again (session);
  if (weft_connection_is_full (session->connection))
    return;

  g_hash_table_iter_init (&iter, session->subscriptions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      WeftSubscription *subscription = value;
      WeftFrameHead head
          = { subscription->topic->stream, MAX (subscription->topic->head, subscription->caught_up) };

      if (subscription->told >= head.seq || subscription->state == WEFT_SUBSCRIPTION_FRESH)
        continue;
      subscription->told = head.seq;
      if (heads == NULL)
        heads = g_array_new (FALSE, FALSE, sizeof (WeftFrameHead));
      if (heads->len < WEFT_FRAME_STREAMS_MAX)
        g_array_append_val (heads, head);
    }

  if (heads == NULL && plain != NULL && session->live)
    weft_flow_send (session->flow, plain);
  else
    {
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (GBytes) text = NULL;

      weft_frame_write_heartbeat (out, time, session->live,
                                  heads != NULL ? (const WeftFrameHead *) (void *) heads->data : NULL,
                                  heads != NULL ? heads->len : 0);
      text = g_string_free_to_bytes (g_steal_pointer (&out));
      weft_flow_send_text (session->flow, text);
    }
}

/* As soon as nothing is missing any more, once: the mutex is held. */
void
_weft_session_tell_live (WeftSession *self)
{
  GHashTableIter iter;
  gpointer value;

  if (self->live || !self->listed)
    return;
  g_hash_table_iter_init (&iter, self->subscriptions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((WeftSubscription *) value)->state < WEFT_SUBSCRIPTION_LIVE)
      return;

  self->live = TRUE;
  beat (self->hub, self, g_get_monotonic_time (), weft_clock_now (weft_engine_get_clock (self->hub->engine)),
        NULL);
}

/* Streams whose events are held back from now on: told together, each once until it is subscribed again. */
static void
poke (WeftHub *self, WeftSession *session)
{
  g_autoptr (GArray) heads = NULL;
  GHashTableIter iter;
  gpointer value;

  if (!session->poking || weft_connection_is_full (session->connection))
    return;

  session->poking = FALSE;
  heads = g_array_new (FALSE, FALSE, sizeof (WeftFrameHead));
  g_hash_table_iter_init (&iter, session->subscriptions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      WeftSubscription *subscription = value;
      WeftFrameHead head
          = { subscription->topic->stream, MAX (subscription->topic->head, subscription->caught_up) };

      if (subscription->state != WEFT_SUBSCRIPTION_POKED || !subscription->poke)
        continue;
      subscription->poke = FALSE;
      subscription->told = head.seq;
      g_array_append_val (heads, head);
    }

  for (guint from = 0; from < heads->len; from += WEFT_FRAME_STREAMS_MAX)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (GBytes) text = NULL;

      weft_frame_write_poke (out, &g_array_index (heads, WeftFrameHead, from),
                             MIN (heads->len - from, WEFT_FRAME_STREAMS_MAX));
      text = g_string_free_to_bytes (g_steal_pointer (&out));
      weft_flow_send_text (session->flow, text);
    }
  self->statistics.n_pokes += heads->len;
}

static void
look_at_sessions (WeftHub *self, gint64 now)
{
  gint64 time = weft_clock_now (weft_engine_get_clock (self->engine));
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GBytes) plain = NULL;
  GHashTableIter iter;
  gpointer value;

  weft_frame_write_heartbeat (out, time, TRUE, NULL, 0);
  text = g_string_free_to_bytes (g_steal_pointer (&out));
  plain = weft_connection_encode (text);

  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    {
      WeftSession *session = value;
      gint64 silent = (now - weft_connection_get_received_at (session->connection)) / 1000;
      WeftSessionState state;
      gboolean expired;

      g_mutex_lock (&session->mutex);
      state = session->state;
      expired = weft_limits_is_token_over (&self->limits, session->expires_at, time);
      g_mutex_unlock (&session->mutex);

      if (state == WEFT_SESSION_OVER)
        continue;
      if (expired)
        _weft_session_end (session, WEFT_CLOSE_UNAUTHENTICATED, "the access token has expired");
      else if (state == WEFT_SESSION_NEW && (now - session->connected_at) / 1000 > self->limits.hello)
        _weft_session_end (session, WEFT_CLOSE_BAD_FRAME, "no hello came");
      else if (silent > self->limits.silence)
        _weft_session_end (session, WEFT_CLOSE_SILENT, "nothing was heard of you");
      else if (state == WEFT_SESSION_READY)
        {
          weft_flow_tick (session->flow, now);
          poke (self, session);
          _weft_session_tell_late (session, now);
          _weft_session_tell_late_people (session);
          if (now >= session->heartbeat_at)
            beat (self, session, now, time, plain);
        }
    }
}

void
_weft_hub_tick (WeftHub *self)
{
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer value;

  if (g_hash_table_size (self->sessions) <= CROWD || self->n_ticks++ % TICKS_A_LOOK == 0)
    look_at_sessions (self, now);

  if (g_hash_table_size (self->kept_out) > 0)
    g_hash_table_foreach_remove (self->kept_out, is_let_in, &now);

  g_hash_table_iter_init (&iter, self->topics);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      WeftTopic *topic = value;

      if (g_hash_table_size (topic->values) > 0)
        g_hash_table_foreach_remove (topic->values, is_over, &now);
      _weft_hub_tell_latests (self, topic, now);
    }

  if (g_hash_table_size (self->changed) > 0 && now - self->presence_at >= PRESENCE_EVERY)
    {
      self->presence_at = now;
      _weft_hub_tell_presence (self);
    }
}
