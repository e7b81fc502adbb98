/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-connection-private.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "proto/weft-frame.h"
#include "serve/weft-poller.h"

#define VECTORS_MAX 64
#define CLOSE_PATIENCE (3 * 1000000) /* µs for a peer to take the goodbye and end */

static WeftConnectionStatistics sums;
#define COUNT(member, n) __atomic_fetch_add (&sums.member, (guint64) (n), __ATOMIC_RELAXED)

/* The queue; the mutex is held */

static void
wake_locked (WeftConnection *self)
{
  if (self->woken)
    return;
  if (self->thread != NULL)
    {
      self->woken = TRUE;
      _weft_poller_thread_wake (self->thread, self);
    }
  else if (self->klass->wake_locked != NULL)
    {
      self->woken = TRUE;
      self->klass->wake_locked (self);
    }
}

void
_weft_connection_push_locked (WeftConnection *self, GBytes *bytes)
{
  if (self->queued == 0)
    self->progress_at = g_get_monotonic_time ();
  g_queue_push_tail (&self->queue, g_bytes_ref (bytes));
  self->queued += g_bytes_get_size (bytes);
  if (self->queued >= self->limits.queue_soft)
    self->full = TRUE;
}

static void
drop_queue_locked (WeftConnection *self)
{
  GBytes *head = NULL;

  /* A frame that is half written must be finished, or nothing behind it can be read. */
  if (self->head_offset > 0)
    head = g_queue_pop_head (&self->queue);
  g_queue_clear_full (&self->queue, (GDestroyNotify) g_bytes_unref);
  self->queued = 0;
  if (head != NULL)
    {
      g_queue_push_head (&self->queue, head);
      self->queued = g_bytes_get_size (head) - self->head_offset;
    }
}

static void
close_locked (WeftConnection *self, guint code, const char *reason)
{
  if (self->closing_at != 0)
    return;

  self->klass->close_locked (self, code, reason);
  self->closing_at = g_get_monotonic_time ();
  wake_locked (self);
}

void
_weft_connection_check_queue_locked (WeftConnection *self)
{
  if (self->queued <= self->limits.queue_hard || self->closing_at != 0)
    return;

  _weft_connection_too_slow_locked (self);
}

void
_weft_connection_too_slow_locked (WeftConnection *self)
{
  COUNT (n_too_slow, 1);
  drop_queue_locked (self);
  close_locked (self, WEFT_CLOSE_TOO_SLOW, "too slow: connect again and go on from where you are");
}

/* Bytes in and out, on the poller's thread */

gssize
_weft_connection_read_some (WeftConnection *self, guint8 *data, gsize length)
{
  gssize n;

  if (self->stream != NULL)
    {
      g_autoptr (GError) error = NULL;
      GInputStream *input = g_io_stream_get_input_stream (self->stream);

      n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (input), data, length, NULL,
                                                    &error);
      if (n >= 0)
        return n;
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return 0;
      if (!self->plain)
        return -1;
      g_clear_object (&self->stream);
    }

  do
    n = recv (self->fd, data, length, MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return errno == EAGAIN || errno == EWOULDBLOCK ? -1 : 0;

  return n;
}

gsize
_weft_connection_discard (WeftConnection *self)
{
  guint8 bytes[4096];
  gsize n_read = 0;
  gssize n = 1;

  for (guint i = 0; i < WEFT_CONNECTION_READ_BUDGET / sizeof bytes && n > 0; i++)
    {
      n = _weft_connection_read_some (self, bytes, sizeof bytes);
      n_read += (gsize) MAX (n, 0);
    }
  self->again = n > 0;
  self->eof = n == 0;

  return n_read;
}

void
_weft_connection_count_in (WeftConnection *self, gsize n_bytes, guint n_frames)
{
  COUNT (n_bytes_in, n_bytes);
  COUNT (n_frames_in, n_frames);
  __atomic_store_n (&self->received_at, g_get_monotonic_time (), __ATOMIC_RELAXED);
}

void
_weft_connection_count_out (WeftConnection *self, gsize n_bytes, guint n_frames)
{
  COUNT (n_bytes_out, n_bytes);
  COUNT (n_frames_out, n_frames);
}

static gssize
write_some_locked (WeftConnection *self)
{
  struct iovec vectors[VECTORS_MAX];
  struct msghdr message = { .msg_iov = vectors };
  gsize offset = self->head_offset;
  gssize n;

  if (!self->plain)
    {
      g_autoptr (GError) error = NULL;
      GOutputStream *output = g_io_stream_get_output_stream (self->stream);
      gsize length;
      const guint8 *data = g_bytes_get_data (g_queue_peek_head (&self->queue), &length);

      n = g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (output), data + offset,
                                                      length - offset, NULL, &error);
      if (n < 0 && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return -2;
      return n;
    }

  for (GList *link = self->queue.head; link != NULL && message.msg_iovlen < VECTORS_MAX; link = link->next)
    {
      gsize length;
      const guint8 *data = g_bytes_get_data (link->data, &length);

      vectors[message.msg_iovlen].iov_base = (gpointer) (data + offset);
      vectors[message.msg_iovlen++].iov_len = length - offset;
      offset = 0;
    }
  do
    n = sendmsg (self->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return errno == EAGAIN || errno == EWOULDBLOCK ? -1 : -2;

  return n;
}

/* FALSE if the peer is gone. */
static gboolean
write_all_locked (WeftConnection *self)
{
  while (!g_queue_is_empty (&self->queue))
    {
      gssize n = write_some_locked (self);
      gsize left;

      if (n < 0)
        return n == -1;

      COUNT (n_bytes_out, n);
      self->queued -= (gsize) n;
      self->progress_at = g_get_monotonic_time ();
      left = (gsize) n + self->head_offset;
      while (!g_queue_is_empty (&self->queue) && left >= g_bytes_get_size (g_queue_peek_head (&self->queue)))
        {
          GBytes *frame = g_queue_pop_head (&self->queue);

          left -= g_bytes_get_size (frame);
          g_bytes_unref (frame);
          COUNT (n_frames_out, 1);
        }
      self->head_offset = left;
    }

  return TRUE;
}

/* For those who carry */

void
_weft_connection_init (WeftConnection *self,
                       const WeftConnectionClass *klass,
                       GIOStream *stream,
                       int fd,
                       gboolean plain,
                       const WeftLimits *limits)
{
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->delivering);
  g_queue_init (&self->queue);
  self->klass = klass;
  self->limits = *limits;
  self->stream = stream != NULL ? g_object_ref (stream) : NULL;
  self->fd = fd;
  self->plain = plain;
  self->reading = TRUE;
  self->received_at = self->progress_at = g_get_monotonic_time ();
}

/* Public API */

void
weft_connection_set_handler (WeftConnection *self, const WeftConnectionHandler *handler, gpointer user_data)
{
  self->handler = *handler;
  self->user_data = user_data;
}

const char *
weft_connection_get_name (WeftConnection *self)
{
  return self->klass->name;
}

void
weft_connection_start (WeftConnection *self, WeftPoller *poller)
{
  if (self->fd >= 0)
    weft_poller_add (poller, self);
}

WeftConnection *
weft_connection_ref (WeftConnection *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
weft_connection_unref (WeftConnection *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  if (self->klass->finalize != NULL)
    self->klass->finalize (self);
  g_queue_clear_full (&self->queue, (GDestroyNotify) g_bytes_unref);
  g_clear_object (&self->stream);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->delivering);
  g_free (self);
}

gboolean
weft_connection_send (WeftConnection *self, GBytes *frame)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->closing_at != 0)
    return FALSE;

  self->klass->queue_locked (self, frame);
  _weft_connection_check_queue_locked (self);
  wake_locked (self);

  return self->closing_at == 0;
}

gboolean
weft_connection_send_text (WeftConnection *self, GBytes *text)
{
  g_autoptr (GBytes) frame = weft_connection_encode (text);

  return weft_connection_send (self, frame);
}

void
weft_connection_close (WeftConnection *self, guint code, const char *reason)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  close_locked (self, code, reason);
}

gboolean
weft_connection_is_full (WeftConnection *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->full;
}

gboolean
weft_connection_is_closing (WeftConnection *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->closing_at != 0;
}

gboolean
weft_connection_deliver (WeftConnection *self, const char *text, gsize length, guint *wait)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->delivering);
  gboolean takes;

  *wait = 0;
  if (self->gone)
    return FALSE;
  g_mutex_lock (&self->mutex);
  takes = self->reading && self->closing_at == 0;
  g_mutex_unlock (&self->mutex);
  if (!takes)
    return FALSE;

  _weft_connection_count_in (self, length, 1);
  *wait = self->handler.message (self, text, length, self->user_data);

  return *wait == 0;
}

gboolean
weft_connection_is_gone (WeftConnection *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->delivering);

  return self->gone;
}

void
weft_connection_heard (WeftConnection *self)
{
  _weft_connection_count_in (self, 0, 0);
}

void
weft_connection_set_reading (WeftConnection *self, gboolean reading)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->reading == reading)
    return;
  self->reading = reading;
  wake_locked (self);
}

gint64
weft_connection_get_received_at (WeftConnection *self)
{
  return __atomic_load_n (&self->received_at, __ATOMIC_RELAXED);
}

void
weft_connection_get_statistics (WeftConnectionStatistics *statistics)
{
  statistics->n_bytes_in = __atomic_load_n (&sums.n_bytes_in, __ATOMIC_RELAXED);
  statistics->n_bytes_out = __atomic_load_n (&sums.n_bytes_out, __ATOMIC_RELAXED);
  statistics->n_frames_in = __atomic_load_n (&sums.n_frames_in, __ATOMIC_RELAXED);
  statistics->n_frames_out = __atomic_load_n (&sums.n_frames_out, __ATOMIC_RELAXED);
  statistics->n_too_slow = __atomic_load_n (&sums.n_too_slow, __ATOMIC_RELAXED);
}

/* For the poller */

void
_weft_connection_attach (WeftConnection *self, WeftPollerThread *thread)
{
  g_mutex_lock (&self->mutex);
  self->thread = thread;
  g_mutex_unlock (&self->mutex);
}

int
_weft_connection_get_fd (WeftConnection *self)
{
  return self->fd;
}

gboolean
_weft_connection_handle (WeftConnection *self, gboolean readable, guint32 *interest, gboolean *again)
{
  gboolean drained = FALSE;
  gboolean over;

  g_mutex_lock (&self->mutex);
  self->woken = FALSE;
  g_mutex_unlock (&self->mutex);

  if (readable && !self->eof)
    self->klass->read (self);

  g_mutex_lock (&self->mutex);
  over = !write_all_locked (self) || self->eof;
  if (self->closing_at != 0 && self->queued == 0 && self->klass->has_parted (self))
    over = TRUE;
  if (self->full && self->queued < self->limits.queue_soft / 2)
    {
      self->full = FALSE;
      drained = TRUE;
    }
  *interest = (self->reading ? EPOLLIN : 0) | (self->queued > 0 ? EPOLLOUT : 0);
  g_mutex_unlock (&self->mutex);

  *again = self->again && !over;
  self->again = FALSE;
  if (drained && !over)
    self->handler.drained (self, self->user_data);

  return !over;
}

gboolean
_weft_connection_tick (WeftConnection *self, gint64 now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->closing_at != 0)
    return now - self->closing_at < CLOSE_PATIENCE;
  if (self->queued > 0 && now - self->progress_at > self->limits.stall * 1000)
    _weft_connection_too_slow_locked (self);

  return TRUE;
}

void
_weft_connection_finish (WeftConnection *self)
{
  g_mutex_lock (&self->mutex);
  if (self->closing_at == 0)
    self->closing_at = g_get_monotonic_time ();
  self->thread = NULL;
  g_mutex_unlock (&self->mutex);

  if (self->fd >= 0)
    {
      /* A TLS goodbye would wait for the peer, so the socket just ends. */
      shutdown (self->fd, SHUT_RDWR);
      g_clear_object (&self->stream);
      if (self->plain)
        close (self->fd);
      self->fd = -1;
    }

  /* Nothing is delivered while, or after, the handler is told. */
  g_mutex_lock (&self->delivering);
  self->gone = TRUE;
  g_mutex_unlock (&self->delivering);
  if (self->handler.closed != NULL)
    self->handler.closed (self, self->user_data);
}
