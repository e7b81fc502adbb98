/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-connection.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <wslay/wslay.h>

#include "proto/weft-frame.h"
#include "serve/weft-poller.h"

#define VECTORS_MAX 64
#define READ_BUDGET 65536            /* bytes of one connection in one turn */
#define CLOSE_PATIENCE (3 * 1000000) /* µs for a peer to take the close frame and end */

struct _WeftConnection
{
  gatomicrefcount ref_count;
  WeftLimits limits;
  WeftConnectionHandler handler;
  gpointer user_data;

  /* Only the poller's thread. */
  GIOStream *stream; /* NULL once its buffered bytes are read, if plain */
  int fd;            /* own if plain, else the stream's */
  gboolean plain;
  gsize budget;
  gboolean again; /* the budget ran out with bytes left */
  gboolean eof;
  gboolean close_received;
  gboolean broken; /* what comes is no WebSocket any more */
  wslay_event_context_ptr wslay;
  GByteArray *answers; /* what wslay wants to write */
  WeftPollerThread *thread;

  gint64 received_at; /* µs, atomic */

  GMutex mutex;       /* what follows */
  GQueue queue;       /* of GBytes: whole WebSocket frames */
  gsize head_offset;  /* bytes of the first which are written */
  gsize queued;       /* bytes */
  gint64 progress_at; /* µs: when a byte was last taken */
  gint64 closing_at;  /* µs when the close frame was queued; 0: open */
  gboolean full;
  gboolean reading;
  gboolean woken;
};

static guint64 n_bytes_in, n_bytes_out, n_frames_in, n_frames_out, n_too_slow;
#define COUNT(counter, n) __atomic_fetch_add (&(counter), (guint64) (n), __ATOMIC_RELAXED)

/* The queue; the mutex is held */

static void
wake_locked (WeftConnection *self)
{
  if (self->woken || self->thread == NULL)
    return;

  self->woken = TRUE;
  _weft_poller_thread_wake (self->thread, self);
}

static void
push_locked (WeftConnection *self, GBytes *frame)
{
  if (self->queued == 0)
    self->progress_at = g_get_monotonic_time ();
  g_queue_push_tail (&self->queue, g_bytes_ref (frame));
  self->queued += g_bytes_get_size (frame);
  if (self->queued >= self->limits.queue_soft)
    self->full = TRUE;
}

static GBytes *
encode (guint8 opcode, const void *data, gsize length)
{
  gsize header = length < 126 ? 2 : length < 65536 ? 4 : 10;
  guint8 *frame = g_malloc (header + length);

  frame[0] = 0x80 | opcode;
  if (header == 2)
    frame[1] = (guint8) length;
  else if (header == 4)
    {
      frame[1] = 126;
      frame[2] = (guint8) (length >> 8);
      frame[3] = (guint8) length;
    }
  else
    {
      frame[1] = 127;
      for (guint i = 0; i < 8; i++)
        frame[2 + i] = (guint8) ((guint64) length >> (56 - 8 * i));
    }
  memcpy (frame + header, data, length);

  return g_bytes_new_take (frame, header + length);
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
  g_autoptr (GBytes) frame = NULL;
  guint8 payload[125];
  gsize length = MIN (strlen (reason), sizeof payload - 2);

  if (self->closing_at != 0)
    return;

  payload[0] = (guint8) (code >> 8);
  payload[1] = (guint8) code;
  memcpy (payload + 2, reason, length);
  frame = encode (WSLAY_CONNECTION_CLOSE, payload, length + 2);
  push_locked (self, frame);
  self->closing_at = g_get_monotonic_time ();
  wake_locked (self);
}

static void
too_slow_locked (WeftConnection *self)
{
  COUNT (n_too_slow, 1);
  drop_queue_locked (self);
  close_locked (self, WEFT_CLOSE_TOO_SLOW, "too slow: connect again and go on from where you are");
}

/* Bytes in and out, on the poller's thread */

static gssize
read_some (WeftConnection *self, guint8 *data, gsize length)
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

static ssize_t
on_recv (wslay_event_context_ptr wslay, uint8_t *data, size_t length, int flags, void *user_data)
{
  WeftConnection *self = user_data;
  gboolean reading;
  gssize n;

  g_mutex_lock (&self->mutex);
  reading = self->reading;
  g_mutex_unlock (&self->mutex);

  if (!reading || self->budget == 0)
    {
      self->again = reading;
      wslay_event_set_error (wslay, WSLAY_ERR_WOULDBLOCK);
      return -1;
    }

  n = read_some (self, data, MIN (length, self->budget));
  if (n > 0)
    {
      self->budget -= (gsize) n;
      COUNT (n_bytes_in, n);
      __atomic_store_n (&self->received_at, g_get_monotonic_time (), __ATOMIC_RELAXED);
      return n;
    }
  self->eof = n == 0;
  wslay_event_set_error (wslay, n < 0 ? WSLAY_ERR_WOULDBLOCK : WSLAY_ERR_CALLBACK_FAILURE);

  return -1;
}

/* wslay writes only its own answers, pongs and closes, each in several pieces. */
static ssize_t
on_send (wslay_event_context_ptr wslay, const uint8_t *data, size_t length, int flags, void *user_data)
{
  WeftConnection *self = user_data;

  g_byte_array_append (self->answers, data, (guint) length);
  return (ssize_t) length;
}

static void
on_message (wslay_event_context_ptr wslay, const struct wslay_event_on_msg_recv_arg *message, void *user_data)
{
  WeftConnection *self = user_data;

  COUNT (n_frames_in, 1);
  if (message->opcode == WSLAY_CONNECTION_CLOSE)
    self->close_received = TRUE;
  else if (message->opcode == WSLAY_BINARY_FRAME)
    weft_connection_close (self, 1003, "frames are text");
  else if (message->opcode == WSLAY_TEXT_FRAME && !weft_connection_is_closing (self))
    self->handler.message (self, (const char *) message->msg, message->msg_length, self->user_data);
}

/* After a breach of the protocol: bytes left unread would make the kernel reset the connection, and our close
 * frame with it. */
static void
discard_all (WeftConnection *self)
{
  guint8 bytes[4096];
  gssize n = 1;

  for (guint i = 0; i < READ_BUDGET / sizeof bytes && n > 0; i++)
    n = read_some (self, bytes, sizeof bytes);
  self->again = n > 0;
  self->eof = n == 0;
}

static void
read_all (WeftConnection *self)
{
  if (self->eof)
    return;
  if (self->broken || !wslay_event_want_read (self->wslay))
    {
      discard_all (self);
      return;
    }

  self->budget = READ_BUDGET;
  self->again = FALSE;
  if (wslay_event_recv (self->wslay) != 0 && !self->eof)
    {
      /* wslay would close without a code. */
      self->broken = TRUE;
      weft_connection_close (self, 1002, "not a WebSocket frame");
    }

  g_mutex_lock (&self->mutex);
  while (wslay_event_want_write (self->wslay) && wslay_event_send (self->wslay) == 0)
    continue;
  if (self->answers->len > 0)
    {
      gboolean closing = wslay_event_get_close_received (self->wslay) || !wslay_event_want_read (self->wslay);

      /* After our own close frame nothing may follow. */
      if (self->closing_at == 0)
        {
          g_autoptr (GBytes) answers = g_bytes_new (self->answers->data, self->answers->len);

          push_locked (self, answers);
          if (closing)
            self->closing_at = g_get_monotonic_time ();
        }
      g_byte_array_set_size (self->answers, 0);
    }
  if (self->queued > self->limits.queue_hard && self->closing_at == 0)
    too_slow_locked (self);
  g_mutex_unlock (&self->mutex);
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

/* Public API */

WeftConnection *
weft_connection_new (GIOStream *stream,
                     int fd,
                     gboolean plain,
                     const WeftLimits *limits,
                     const WeftConnectionHandler *handler,
                     gpointer user_data)
{
  WeftConnection *self = g_new0 (WeftConnection, 1);
  const struct wslay_event_callbacks callbacks = {
    .recv_callback = on_recv,
    .send_callback = on_send,
    .on_msg_recv_callback = on_message,
  };

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  g_queue_init (&self->queue);
  self->limits = *limits;
  self->handler = *handler;
  self->user_data = user_data;
  self->stream = g_object_ref (stream);
  self->fd = fd;
  self->plain = plain;
  self->reading = TRUE;
  self->answers = g_byte_array_new ();
  self->received_at = self->progress_at = g_get_monotonic_time ();
  if (wslay_event_context_server_init (&self->wslay, &callbacks, self) != 0)
    g_error ("Out of memory for a connection");
  wslay_event_config_set_max_recv_msg_length (self->wslay, WEFT_FRAME_MAX);

  return self;
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

  wslay_event_context_free (self->wslay);
  g_byte_array_unref (self->answers);
  g_queue_clear_full (&self->queue, (GDestroyNotify) g_bytes_unref);
  g_clear_object (&self->stream);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

GBytes *
weft_connection_encode (GBytes *text)
{
  gsize length;
  const void *data = g_bytes_get_data (text, &length);

  return encode (WSLAY_TEXT_FRAME, data, length);
}

gboolean
weft_connection_send (WeftConnection *self, GBytes *frame)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->closing_at != 0)
    return FALSE;

  push_locked (self, frame);
  if (self->queued > self->limits.queue_hard)
    too_slow_locked (self);
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
  statistics->n_bytes_in = __atomic_load_n (&n_bytes_in, __ATOMIC_RELAXED);
  statistics->n_bytes_out = __atomic_load_n (&n_bytes_out, __ATOMIC_RELAXED);
  statistics->n_frames_in = __atomic_load_n (&n_frames_in, __ATOMIC_RELAXED);
  statistics->n_frames_out = __atomic_load_n (&n_frames_out, __ATOMIC_RELAXED);
  statistics->n_too_slow = __atomic_load_n (&n_too_slow, __ATOMIC_RELAXED);
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

  if (readable)
    read_all (self);

  g_mutex_lock (&self->mutex);
  over = !write_all_locked (self) || self->eof;
  /* Both have said goodbye. */
  if (self->closing_at != 0 && self->queued == 0 && self->close_received)
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
    too_slow_locked (self);

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

  /* A TLS goodbye would wait for the peer, so the socket just ends. */
  shutdown (self->fd, SHUT_RDWR);
  g_clear_object (&self->stream);
  if (self->plain)
    close (self->fd);
  self->fd = -1;
  self->handler.closed (self, self->user_data);
}
