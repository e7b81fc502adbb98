/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-poll.h"

#include "base/weft-error.h"
#include "serve/weft-connection-private.h"
#include "serve/weft-event-stream.h"

#define ANSWER_MAX (256 * 1024) /* bytes, beyond which no more frames are added */

typedef struct
{
  WeftConnection parent;
  GMainContext *context;

  /* Only the thread that made it. */
  WeftPollReady ready;
  gpointer user_data;

  /* The connection's mutex: */
  gint64 taken;    /* frames which have come to the client */
  gint64 given;    /* those at the head of the queue which are on their way */
  gboolean parted; /* the goodbye was among them */
} WeftPoll;

static void
queue_locked (WeftConnection *connection, GBytes *frame)
{
  g_autoptr (GBytes) event = weft_event_stream_encode (frame);

  _weft_connection_push_locked (connection, event);
}

static void
close_locked (WeftConnection *connection, guint code, const char *reason)
{
  g_autoptr (GBytes) event = weft_event_stream_encode_close (code, reason);

  _weft_connection_push_locked (connection, event);
}

static gboolean
on_ready (gpointer user_data)
{
  WeftConnection *connection = user_data;
  WeftPoll *self = user_data;

  g_mutex_lock (&connection->mutex);
  connection->woken = FALSE;
  g_mutex_unlock (&connection->mutex);
  if (self->ready != NULL)
    self->ready (connection, self->user_data);

  return G_SOURCE_REMOVE;
}

static void
unref (gpointer data)
{
  weft_connection_unref (data);
}

static void
wake_locked (WeftConnection *connection)
{
  WeftPoll *self = (WeftPoll *) connection;
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_ready, weft_connection_ref (connection), unref);
  g_source_attach (source, self->context);
}

static void
finalize (WeftConnection *connection)
{
  g_main_context_unref (((WeftPoll *) connection)->context);
}

static const WeftConnectionClass poll_class = {
  .name = "poll",
  .queue_locked = queue_locked,
  .close_locked = close_locked,
  .wake_locked = wake_locked,
  .finalize = finalize,
};

/* Public API */

WeftConnection *
weft_poll_new (const WeftLimits *limits, WeftPollReady ready, gpointer user_data)
{
  WeftPoll *self = g_new0 (WeftPoll, 1);

  _weft_connection_init (&self->parent, &poll_class, NULL, limits);
  self->context = g_main_context_ref_thread_default ();
  self->ready = ready;
  self->user_data = user_data;

  return &self->parent;
}

gboolean
weft_poll_take (WeftConnection *connection, gint64 after, GBytes **events, GError **error)
{
  WeftPoll *self = (WeftPoll *) connection;
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&connection->mutex);
  gboolean drained = FALSE;
  gsize n_done = 0;

  *events = NULL;
  if (after < self->taken || after > self->taken + self->given)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "after: %" G_GINT64_FORMAT ", expected %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, after,
                   self->taken, self->taken + self->given);
      return FALSE;
    }

  connection->progress_at = g_get_monotonic_time ();
  for (; self->taken < after && !g_queue_is_empty (&connection->queue); self->taken++)
    {
      g_autoptr (GBytes) event = g_queue_pop_head (&connection->queue);

      n_done += g_bytes_get_size (event);
      _weft_connection_count_out (connection, g_bytes_get_size (event), 1);
    }
  self->taken = after;
  connection->queued -= n_done;
  if (connection->full && connection->queued < connection->queue_soft / 2)
    {
      connection->full = FALSE;
      drained = TRUE;
    }

  self->given = 0;
  for (GList *link = connection->queue.head; link != NULL && answer->len < ANSWER_MAX; link = link->next)
    {
      g_byte_array_append (answer, g_bytes_get_data (link->data, NULL),
                           (guint) g_bytes_get_size (link->data));
      self->given++;
      self->parted = connection->closing_at != 0 && link->next == NULL;
    }
  g_clear_pointer (&locker, g_mutex_locker_free);

  if (drained)
    connection->handler.drained (connection, connection->user_data);
  if (answer->len > 0)
    *events = g_byte_array_free_to_bytes (g_steal_pointer (&answer));

  return TRUE;
}

gboolean
weft_poll_has_parted (WeftConnection *connection)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&connection->mutex);

  return ((WeftPoll *) connection)->parted;
}

void
weft_poll_disconnect (WeftConnection *connection)
{
  ((WeftPoll *) connection)->ready = NULL;
}
