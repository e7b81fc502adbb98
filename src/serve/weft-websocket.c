/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-websocket.h"

#include <string.h>

#include "proto/weft-close-reason.h"
#include "proto/weft-frame.h"
#include "serve/weft-connection-private.h"
#include "serve/weft-frame-reader.h"

typedef struct
{
  WeftConnection parent;

  /* Only the poller's thread. */
  gsize budget;
  gboolean dry; /* what is left unread, epoll will tell */
  gboolean close_received;
  gboolean broken;         /* what comes is no WebSocket any more */
  WeftFrameReader *reader; /* NULL between messages */
  WeftFrameBoundary boundary;
} WeftWebsocket;

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
  if (length > 0)
    memcpy (frame + header, data, length);

  return g_bytes_new_take (frame, header + length);
}

static void
queue_locked (WeftConnection *connection, GBytes *frame)
{
  _weft_connection_push_locked (connection, frame);
}

static void
close_locked (WeftConnection *connection, guint code, const char *reason)
{
  g_autoptr (GBytes) frame = NULL;
  guint8 payload[125];
  gsize length = MIN (strlen (reason), sizeof payload - 2);

  payload[0] = (guint8) (code >> 8);
  payload[1] = (guint8) code;
  memcpy (payload + 2, reason, length);
  frame = encode (WSLAY_CONNECTION_CLOSE, payload, length + 2);
  _weft_connection_push_locked (connection, frame);
}

/* wslay's callbacks, on the poller's thread */

static ssize_t
on_recv (wslay_event_context_ptr wslay, uint8_t *data, size_t length, int flags, void *user_data)
{
  WeftWebsocket *self = ((WeftFrameReader *) user_data)->holder;
  WeftConnection *connection = &self->parent;
  gboolean reading;
  gsize asked;
  gssize n;

  g_mutex_lock (&connection->mutex);
  reading = connection->reading;
  g_mutex_unlock (&connection->mutex);

  if (!reading || self->budget == 0 || self->dry)
    {
      connection->again = reading && !self->dry;
      wslay_event_set_error (wslay, WSLAY_ERR_WOULDBLOCK);
      return -1;
    }

  asked = MIN (length, self->budget);
  n = _weft_connection_read_some (connection, data, asked);
  if (n > 0)
    {
      self->dry = (gsize) n < asked && !weft_wire_has_more (&connection->wire);
      self->budget -= (gsize) n;
      weft_frame_boundary_pass (&self->boundary, data, (gsize) n);
      _weft_connection_count_in (connection, (gsize) n, 0);
      return n;
    }
  connection->eof = n == 0;
  wslay_event_set_error (wslay, n < 0 ? WSLAY_ERR_WOULDBLOCK : WSLAY_ERR_CALLBACK_FAILURE);

  return -1;
}

/* wslay writes only its own answers, pongs and closes, each in several pieces. */
static ssize_t
on_send (wslay_event_context_ptr wslay, const uint8_t *data, size_t length, int flags, void *user_data)
{
  g_byte_array_append (((WeftFrameReader *) user_data)->answers, data, (guint) length);
  return (ssize_t) length;
}

/* What wslay answers by itself, pongs and closes, joins the queue. */
static void
send_answers (WeftWebsocket *self)
{
  WeftConnection *connection = &self->parent;
  wslay_event_context_ptr wslay = self->reader->wslay;
  GByteArray *bytes = self->reader->answers;

  g_mutex_lock (&connection->mutex);
  while (wslay_event_want_write (wslay) && wslay_event_send (wslay) == 0)
    continue;
  if (bytes->len > 0)
    {
      gboolean closing = wslay_event_get_close_received (wslay) || !wslay_event_want_read (wslay);

      /* After our own close frame nothing may follow. */
      if (connection->closing_at == 0)
        {
          g_autoptr (GBytes) answers = g_bytes_new (bytes->data, bytes->len);

          _weft_connection_push_locked (connection, answers);
          if (closing)
            connection->closing_at = g_get_monotonic_time ();
        }
      g_byte_array_set_size (bytes, 0);
    }
  _weft_connection_check_queue_locked (connection);
  g_mutex_unlock (&connection->mutex);
}

static void
on_message (wslay_event_context_ptr wslay, const struct wslay_event_on_msg_recv_arg *message, void *user_data)
{
  WeftWebsocket *self = ((WeftFrameReader *) user_data)->holder;
  WeftConnection *connection = &self->parent;

  _weft_connection_count_in (connection, 0, 1);
  send_answers (self); /* a pong goes before what this message brings about */
  if (message->opcode == WSLAY_CONNECTION_CLOSE)
    self->close_received = TRUE;
  else if (message->opcode == WSLAY_BINARY_FRAME)
    weft_connection_close (connection, 1003, "frames are text");
  else if (message->opcode == WSLAY_TEXT_FRAME && !weft_connection_is_closing (connection))
    {
      guint wait = connection->handler.message (connection, (const char *) message->msg, message->msg_length,
                                                connection->user_data);

      if (wait > 0)
        {
          g_autofree char *reason = weft_close_reason_new ("too many frames", wait);

          weft_connection_close (connection, WEFT_CLOSE_RATE_LIMITED, reason);
        }
    }
}

static const struct wslay_event_callbacks callbacks = {
  .recv_callback = on_recv,
  .send_callback = on_send,
  .on_msg_recv_callback = on_message,
};

static void
read_all (WeftConnection *connection)
{
  WeftWebsocket *self = (WeftWebsocket *) connection;

  if (self->broken || (self->reader != NULL && !wslay_event_want_read (self->reader->wslay)))
    {
      _weft_connection_discard (connection);
      return;
    }

  if (self->reader == NULL)
    self->reader = weft_frame_reader_borrow (&callbacks, WEFT_FRAME_MAX, self);
  self->budget = WEFT_CONNECTION_READ_BUDGET;
  self->dry = FALSE;
  connection->again = FALSE;
  if (wslay_event_recv (self->reader->wslay) != 0 && !connection->eof)
    {
      /* wslay would close without a code. */
      self->broken = TRUE;
      weft_connection_close (connection, 1002, "not a WebSocket frame");
    }

  send_answers (self);
  if (!self->broken && !connection->eof && weft_frame_boundary_is_between (&self->boundary)
      && wslay_event_want_read (self->reader->wslay) && !wslay_event_want_write (self->reader->wslay))
    weft_frame_reader_give_back (g_steal_pointer (&self->reader));
}

/* Both have said goodbye. */
static gboolean
has_parted (WeftConnection *connection)
{
  return ((WeftWebsocket *) connection)->close_received;
}

static void
finalize (WeftConnection *connection)
{
  WeftWebsocket *self = (WeftWebsocket *) connection;

  g_clear_pointer (&self->reader, weft_frame_reader_free);
}

static const WeftConnectionClass websocket_class = {
  .name = "websocket",
  .queue_locked = queue_locked,
  .close_locked = close_locked,
  .read = read_all,
  .has_parted = has_parted,
  .finalize = finalize,
};

/* Public API */

WeftConnection *
weft_websocket_new (WeftWire *wire, GBytes *answer, const WeftLimits *limits)
{
  WeftWebsocket *self = g_new0 (WeftWebsocket, 1);

  _weft_connection_init (&self->parent, &websocket_class, wire, limits);
  if (answer != NULL)
    _weft_connection_push_locked (&self->parent, answer);

  return &self->parent;
}

GBytes *
weft_connection_encode (GBytes *text)
{
  gsize length;
  const void *data = g_bytes_get_data (text, &length);

  return encode (WSLAY_TEXT_FRAME, data, length);
}

GBytes *
_weft_connection_decode (GBytes *frame)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (frame, &length);
  gsize header = data[1] < 126 ? 2 : data[1] == 126 ? 4 : 10;

  return g_bytes_new_from_bytes (frame, header, length - header);
}
