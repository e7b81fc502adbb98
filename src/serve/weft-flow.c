/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-flow.h"

#include "proto/weft-frame.h"

#define STEPS 8 /* “sent” frames in a soft limit: the client answers that often */

static guint64 n_too_slow;

struct _WeftFlow
{
  WeftConnection *connection;
  gsize soft;
  gsize hard;
  gint64 stall; /* µs */

  GMutex mutex; /* what follows; held while sending, so that “sent” stands in its place */
  gboolean open;
  gboolean full;
  gboolean ended;
  gint64 sent;        /* bytes; but for the frames “sent” */
  gint64 told;        /* in the last “sent” */
  gint64 received;    /* as the client said */
  gint64 waits_since; /* µs: for an answer, or for another */
};

WeftFlow *
weft_flow_new (WeftConnection *connection, const WeftLimits *limits)
{
  WeftFlow *self = g_new0 (WeftFlow, 1);

  g_mutex_init (&self->mutex);
  self->connection = weft_connection_ref (connection);
  self->soft = limits->queue_soft;
  self->hard = limits->queue_hard;
  self->stall = limits->stall * 1000;

  return self;
}

void
weft_flow_free (WeftFlow *self)
{
  weft_connection_unref (self->connection);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
weft_flow_open (WeftFlow *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->open = TRUE;
}

gboolean
weft_flow_is_open (WeftFlow *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->open;
}

static void
tell_locked (WeftFlow *self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GBytes) text = NULL;

  if (self->told == self->received)
    self->waits_since = g_get_monotonic_time ();
  self->told = self->sent;
  weft_frame_write_sent (out, self->sent);
  text = g_string_free_to_bytes (g_steal_pointer (&out));
  weft_connection_send_text (self->connection, text);
}

static void
end_locked (WeftFlow *self)
{
  self->ended = TRUE;
  __atomic_fetch_add (&n_too_slow, 1, __ATOMIC_RELAXED);
  weft_connection_close (self->connection, WEFT_CLOSE_TOO_SLOW,
                         "too slow: connect again and go on from where you are");
}

void
weft_flow_send (WeftFlow *self, GBytes *frame)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 unreceived;

  if (!weft_connection_send (self->connection, frame) || !self->open || self->ended)
    return;

  self->sent += (gint64) g_bytes_get_size (frame);
  unreceived = self->sent - self->received;
  if (unreceived > (gint64) self->hard)
    {
      end_locked (self);
      return;
    }
  if (unreceived >= (gint64) self->soft)
    self->full = TRUE;
  if (self->sent - self->told >= MAX ((gint64) self->soft / STEPS, 1))
    tell_locked (self);
}

void
weft_flow_send_text (WeftFlow *self, GBytes *text)
{
  g_autoptr (GBytes) frame = weft_connection_encode (text);

  weft_flow_send (self, frame);
}

gboolean
weft_flow_receive (WeftFlow *self, gint64 bytes, gboolean *news, gboolean *drained, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  *drained = FALSE;
  *news = FALSE;
  if (bytes > self->told)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "bytes: %" G_GINT64_FORMAT ", but %" G_GINT64_FORMAT " were told to be sent", bytes,
                   self->told);
      return FALSE;
    }

  if (bytes > self->received)
    {
      *news = TRUE;
      self->received = bytes;
      self->waits_since = g_get_monotonic_time ();
    }
  if (self->full && self->sent - self->received < (gint64) self->soft / 2)
    {
      self->full = FALSE;
      *drained = TRUE;
    }

  return TRUE;
}

void
weft_flow_tick (WeftFlow *self, gint64 now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->told > self->received && !self->ended && now - self->waits_since > self->stall)
    end_locked (self);
}

gboolean
weft_flow_is_full (WeftFlow *self)
{
  gboolean full;

  g_mutex_lock (&self->mutex);
  full = self->full;
  g_mutex_unlock (&self->mutex);

  return full || weft_connection_is_full (self->connection);
}

guint64
weft_flow_get_n_too_slow (void)
{
  return __atomic_load_n (&n_too_slow, __ATOMIC_RELAXED);
}
