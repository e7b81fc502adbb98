/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-connection-private.h"

#include <string.h>
#include <sys/epoll.h>
#include <sys/uio.h>

#include "proto/weft-frame.h"

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
      _weft_poller_thread_wake (self->thread, &self->watch);
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
  if (self->queued >= self->queue_soft)
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
  if (self->queued <= self->queue_hard || self->closing_at != 0)
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
  return weft_wire_read (&self->wire, data, length);
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
  guint n_vectors = 0;
  gsize offset = self->head_offset;

  for (GList *link = self->queue.head; link != NULL && n_vectors < VECTORS_MAX; link = link->next)
    {
      gsize length;
      const guint8 *data = g_bytes_get_data (link->data, &length);

      vectors[n_vectors].iov_base = (gpointer) (data + offset);
      vectors[n_vectors++].iov_len = length - offset;
      offset = 0;
    }

  return weft_wire_write (&self->wire, vectors, n_vectors);
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

  return weft_wire_flush (&self->wire) != -2;
}

/* For those who carry */

static void
ref_watch (WeftWatch *watch)
{
  weft_connection_ref ((WeftConnection *) watch);
}

static void
unref_watch (WeftWatch *watch)
{
  weft_connection_unref ((WeftConnection *) watch);
}

static void
attach (WeftWatch *watch, WeftPollerThread *thread)
{
  WeftConnection *self = (WeftConnection *) watch;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->thread = thread;
  /* What is queued already is seen when the poller first looks. */
  self->woken = TRUE;
}

static gboolean
handle (WeftWatch *watch, guint32 events, gboolean *again)
{
  WeftConnection *self = (WeftConnection *) watch;
  gboolean drained = FALSE;
  gboolean look;
  gboolean over;

  /* Nobody who only queued something makes us read, which is a call of the kernel for nothing. */
  g_mutex_lock (&self->mutex);
  self->woken = FALSE;
  look = self->look;
  self->look = FALSE;
  g_mutex_unlock (&self->mutex);

  if ((look || (events & EPOLLIN) != 0) && !self->eof)
    self->klass->read (self);

  g_mutex_lock (&self->mutex);
  over = !write_all_locked (self) || self->eof;
  if (self->closing_at != 0 && self->queued == 0 && !self->wire.flushing && self->klass->has_parted (self))
    over = TRUE;
  if (self->full && self->queued < self->queue_soft / 2)
    {
      self->full = FALSE;
      drained = TRUE;
    }
  watch->interest = (self->reading ? EPOLLIN : 0) | (self->queued > 0 || self->wire.flushing ? EPOLLOUT : 0);
  *again = self->again && !over;
  self->look = *again;
  g_mutex_unlock (&self->mutex);

  self->again = FALSE;
  if (drained && !over)
    self->handler.drained (self, self->user_data);

  return !over;
}

static gboolean
tick (WeftWatch *watch, gint64 now)
{
  return _weft_connection_tick ((WeftConnection *) watch, now);
}

static void
finish (WeftWatch *watch)
{
  _weft_connection_finish ((WeftConnection *) watch);
}

static const WeftWatchClass watch_class = {
  .ref = ref_watch, .unref = unref_watch, .attach = attach, .handle = handle, .tick = tick, .finish = finish
};

void
_weft_connection_init (WeftConnection *self,
                       const WeftConnectionClass *klass,
                       WeftWire *wire,
                       const WeftLimits *limits)
{
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->delivering);
  g_queue_init (&self->queue);
  self->klass = klass;
  self->queue_soft = limits->queue_soft;
  self->queue_hard = limits->queue_hard;
  self->stall = limits->stall * 1000;
  self->wire = wire != NULL ? weft_wire_move (wire) : WEFT_WIRE_NONE;
  self->watch.klass = &watch_class;
  self->watch.fd = self->wire.fd;
  self->watch.interest = EPOLLIN;
  self->reading = TRUE;
  self->look = weft_wire_has_more (&self->wire);
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
  if (self->wire.fd >= 0)
    weft_poller_add (poller, &self->watch);
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
  weft_wire_clear (&self->wire);
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
  self->look = reading;
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

/* Without a descriptor */

gboolean
_weft_connection_tick (WeftConnection *self, gint64 now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->closing_at != 0)
    return now - self->closing_at < CLOSE_PATIENCE;
  if (self->queued > 0 && now - self->progress_at > self->stall)
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

  weft_wire_clear (&self->wire);
  self->watch.fd = -1;

  /* Nothing is delivered while, or after, the handler is told. */
  g_mutex_lock (&self->delivering);
  self->gone = TRUE;
  g_mutex_unlock (&self->delivering);
  if (self->handler.closed != NULL)
    self->handler.closed (self, self->user_data);
}
