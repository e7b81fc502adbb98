/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/weft-id.h"
#include "base/weft-json.h"
#include "sync/weft-event-parser.h"
#include "sync/weft-http.h"
#include "sync/weft-transport-private.h"

#define NAME_BYTES 24
#define READ_SIZE 16384
#define ANSWER_MAX 4096                /* bytes of what a POST is answered */
#define BODY_MAX (2 * WEFT_FRAME_MAX)  /* bytes of frames in one request, as the server takes them */
#define WAITING_MAX (16 * 1024 * 1024) /* bytes of frames that wait to be sent */
#define WAIT_MAX 5000                  /* ms which a server may ask to wait with frames; it is silent if it hears nothing for longer */
#define AGAIN 250                      /* ms before what was not taken, or not answered, is sent again */
#define TRIES 3                        /* of one request, before the connection counts as lost */
#define BEGIN WEFT_PROTOCOL            /* the comment each answer to a first request begins with */

/* Frames down by a stream or by polls, up by requests; docs/protocol.md, "Without a WebSocket". */
typedef struct
{
  WeftTransport parent;
  char *name;
  GSource *later[2]; /* of Direction: another try */

  /* Down */
  WeftEventParser *parser;
  SoupMessage *down;
  GInputStream *input;
  gint64 n_received;   /* frames */
  guint64 n_bytes;
  guint n_failed_down; /* in a row */

  /* Up */
  GQueue waiting;  /* of char: frames */
  gsize n_waiting; /* bytes */
  gint64 n_taken;  /* frames which the server has */
  gboolean sending;
  guint n_failed_up;
} ChannelTransport;

typedef enum
{
  DOWN,
  UP,
} Direction;

static void ask (ChannelTransport *self);
static void post (ChannelTransport *self);
static void read_on (ChannelTransport *self);

/* Another try, a little later */

static void
clear_later (ChannelTransport *self, Direction direction)
{
  if (self->later[direction] != NULL)
    g_source_destroy (self->later[direction]);
  g_clear_pointer (&self->later[direction], g_source_unref);
}

static gboolean
on_later (gpointer user_data)
{
  ChannelTransport *self = user_data;

  if (self->later[UP] == g_main_current_source ())
    {
      clear_later (self, UP);
      if (self->n_waiting > WAITING_MAX)
        _weft_transport_end (&self->parent, WEFT_TRANSPORT_LOST, 0, NULL);
      else
        post (self);
    }
  else
    {
      clear_later (self, DOWN);
      ask (self);
    }

  return G_SOURCE_REMOVE;
}

static void
do_later (ChannelTransport *self, Direction direction, guint ms)
{
  clear_later (self, direction);
  self->later[direction] = g_timeout_source_new (ms);
  g_source_set_callback (self->later[direction], on_later, self, NULL);
  g_source_attach (self->later[direction], g_main_context_get_thread_default ());
}

/* Down */

static void
take_close (WeftTransport *transport, const WeftEvent *event)
{
  g_autoptr (JsonNode) node = weft_json_parse (event->data, event->length, NULL);
  JsonObject *object = node != NULL ? json_node_get_object (node) : NULL;
  const char *reason = NULL;
  gint64 code = 0;

  if (object == NULL || !weft_json_get_int (object, "code", &code, NULL) || code < 1000 || code > 4999)
    {
      _weft_transport_end (transport, WEFT_TRANSPORT_LOST, 0, NULL);
      return;
    }
  weft_json_get_string (object, "reason", &reason, NULL);
  _weft_transport_end_closed (transport, (guint) code, reason);
}

static void
take_events (ChannelTransport *self)
{
  WeftTransport *transport = &self->parent;
  g_autoptr (GError) error = NULL;
  WeftEvent event;

  while (!transport->over && weft_event_parser_next (self->parser, &event, &error))
    {
      if (g_str_equal (event.type, ":"))
        {
          if (event.length == strlen (BEGIN) && memcmp (event.data, BEGIN, event.length) == 0)
            _weft_transport_set_open (transport);
        }
      else if (!transport->open)
        _weft_transport_end (transport, WEFT_TRANSPORT_NOT_PASSED, 0,
                             _ ("What answers at this address is no Weft server"));
      else if (g_str_equal (event.type, "close"))
        take_close (transport, &event);
      else if (event.type[0] == '\0')
        {
          self->n_received++;
          _weft_transport_receive (transport, event.data, event.length);
        }
    }
  if (error != NULL)
    {
      g_warning ("The server sends what is no stream of events: %s", error->message);
      _weft_transport_end (transport, WEFT_TRANSPORT_BAD_FRAME, 0,
                           _ ("The server sends what this program does not understand"));
    }
}

/* An answer is over, or was cut. */
static void
end_answer (ChannelTransport *self, const GError *error)
{
  WeftTransport *transport = &self->parent;

  g_clear_object (&self->input);
  weft_event_parser_reset (self->parser);
  if (transport->over)
    return;

  if (!transport->open)
    _weft_transport_end (transport, WEFT_TRANSPORT_NOT_PASSED, 0,
                         _ ("What answers at this address is no Weft server"));
  else if (transport->kind == WEFT_TRANSPORT_STREAM)
    _weft_transport_end (transport, WEFT_TRANSPORT_LOST, 0, NULL);
  else if (error == NULL)
    {
      self->n_failed_down = 0;
      ask (self);
    }
  else if (++self->n_failed_down < TRIES)
    do_later (self, DOWN, AGAIN);
  else
    _weft_transport_end (transport, WEFT_TRANSPORT_LOST, 0, NULL);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WeftTransport) transport = user_data;
  ChannelTransport *self = (ChannelTransport *) transport;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (transport->over)
    return;
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    {
      end_answer (self, error);
      return;
    }

  self->n_bytes += g_bytes_get_size (bytes);
  weft_event_parser_push (self->parser, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  take_events (self);
  if (!transport->over)
    read_on (self);
}

static void
read_on (ChannelTransport *self)
{
  g_input_stream_read_bytes_async (self->input, READ_SIZE, G_PRIORITY_DEFAULT, self->parent.cancellable,
                                   on_read, _weft_transport_ref (&self->parent));
}

static gboolean
is_events (SoupMessage *message)
{
  const char *type
      = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  return soup_message_get_status (message) == 200 && g_strcmp0 (type, "text/event-stream") == 0;
}

/* A request was answered with something else. Once open, the server knows nothing of us any more. */
static void
end_refused (WeftTransport *transport, SoupMessage *message, const GError *error)
{
  if (transport->open && soup_message_get_status (message) == 404)
    _weft_transport_end (transport, WEFT_TRANSPORT_LOST, 0, NULL);
  else
    _weft_transport_end_refused (transport, message, error);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WeftTransport) transport = user_data;
  ChannelTransport *self = (ChannelTransport *) transport;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) input = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (transport->over)
    return;
  if (input == NULL && transport->open)
    end_answer (self, error);
  else if (input == NULL || !is_events (self->down))
    end_refused (transport, self->down, error);
  else
    {
      self->input = g_steal_pointer (&input);
      read_on (self);
    }
}

static SoupMessage *
new_message (ChannelTransport *self, const char *method, const char *path)
{
  SoupMessage *message = _weft_transport_new_message (&self->parent, method, path);

  soup_message_headers_replace (soup_message_get_request_headers (message), "Weft-Channel", self->name);

  return message;
}

static void
ask (ChannelTransport *self)
{
  WeftTransport *transport = &self->parent;
  g_autofree char *path = transport->kind == WEFT_TRANSPORT_STREAM
                              ? g_strdup ("/v1/stream")
                              : g_strdup_printf ("/v1/poll?after=%" G_GINT64_FORMAT, self->n_received);

  g_clear_object (&self->down);
  self->down = new_message (self, "GET", path);
  soup_message_headers_replace (soup_message_get_request_headers (self->down), "Accept", "text/event-stream");
  soup_session_send_async (transport->session, self->down, G_PRIORITY_DEFAULT, transport->cancellable,
                           on_answered, _weft_transport_ref (transport));
}

/* Up */

/** Posting: one request on its way. */
typedef struct
{
  WeftTransport *transport;
  SoupMessage *message;
} Posting;

static void
posting_free (Posting *posting)
{
  _weft_transport_unref (posting->transport);
  g_object_unref (posting->message);
  g_free (posting);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Posting, posting_free)

static void
post_failed (ChannelTransport *self)
{
  if (++self->n_failed_up < TRIES)
    do_later (self, UP, AGAIN);
  else
    _weft_transport_end (&self->parent, WEFT_TRANSPORT_LOST, 0, NULL);
}

static void
take_answer (ChannelTransport *self, GBytes *answer)
{
  g_autoptr (JsonNode) node
      = weft_json_parse (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), NULL);
  gint64 received = -1;

  if (node == NULL || !weft_json_get_int (json_node_get_object (node), "received", &received, NULL)
      || received < self->n_taken || received > self->n_taken + (gint64) self->waiting.length)
    {
      post_failed (self);
      return;
    }

  self->n_failed_up = 0;
  if (received == self->n_taken)
    {
      do_later (self, UP, AGAIN); /* it has its hands full */
      return;
    }
  for (; self->n_taken < received; self->n_taken++)
    {
      g_autofree char *frame = g_queue_pop_head (&self->waiting);

      self->n_waiting -= strlen (frame);
    }
  post (self);
}

static void
on_post_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Posting) posting = user_data;
  ChannelTransport *self = (ChannelTransport *) posting->transport;
  g_autoptr (GBytes) answer = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
  guint status = soup_message_get_status (posting->message);
  guint wait = weft_http_get_retry_after (posting->message);

  if (posting->transport->over)
    return;
  self->sending = FALSE;
  if (status == 200 && answer != NULL)
    take_answer (self, answer);
  else if (wait > WAIT_MAX)
    _weft_transport_end_refused (posting->transport, posting->message, NULL);
  else if (wait > 0)
    do_later (self, UP, wait); /* it is there, and will take them */
  else if (status == 429 || status >= 500 || answer == NULL)
    post_failed (self);
  else
    end_refused (posting->transport, posting->message, NULL);
}

static void
on_posted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Posting) posting = user_data;
  ChannelTransport *self = (ChannelTransport *) posting->transport;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) input = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (posting->transport->over)
    return;
  if (input == NULL)
    {
      self->sending = FALSE;
      post_failed (self);
      return;
    }

  /* One read is enough for a few bytes; less than all of them parses as nothing and is asked for again. */
  g_input_stream_read_bytes_async (input, ANSWER_MAX, G_PRIORITY_DEFAULT, self->parent.cancellable,
                                   on_post_read, g_steal_pointer (&posting));
}

static void
post (ChannelTransport *self)
{
  WeftTransport *transport = &self->parent;
  g_autoptr (GString) body = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *path = NULL;
  Posting *posting;

  if (self->sending || self->later[UP] != NULL || g_queue_is_empty (&self->waiting))
    return;

  body = g_string_new (NULL);
  for (GList *link = self->waiting.head; link != NULL; link = link->next)
    {
      if (body->len > 0 && body->len + strlen (link->data) + 1 > BODY_MAX)
        break;
      if (body->len > 0)
        g_string_append_c (body, '\n');
      g_string_append (body, link->data);
    }
  bytes = g_string_free_to_bytes (g_steal_pointer (&body));
  path = g_strdup_printf ("/v1/frames?first=%" G_GINT64_FORMAT, self->n_taken + 1);

  posting = g_new0 (Posting, 1);
  posting->transport = _weft_transport_ref (transport);
  posting->message = new_message (self, "POST", path);
  soup_message_set_request_body_from_bytes (posting->message, "application/x-ndjson", bytes);
  self->sending = TRUE;
  soup_session_send_async (transport->session, posting->message, G_PRIORITY_DEFAULT, transport->cancellable,
                           on_posted, posting);
}

/* The class */

static void
begin (WeftTransport *transport)
{
  ask ((ChannelTransport *) transport);
}

static void
send (WeftTransport *transport, const char *frame)
{
  ChannelTransport *self = (ChannelTransport *) transport;

  g_queue_push_tail (&self->waiting, g_strdup (frame));
  self->n_waiting += strlen (frame);
  /* The owner is not told from inside a call of its own. */
  if (self->n_waiting > WAITING_MAX && self->later[UP] == NULL)
    do_later (self, UP, AGAIN);
  post (self);
}

static guint64
count_bytes (WeftTransport *transport)
{
  return ((ChannelTransport *) transport)->n_bytes;
}

static void
stop (WeftTransport *transport)
{
  ChannelTransport *self = (ChannelTransport *) transport;

  g_cancellable_cancel (transport->cancellable);
  clear_later (self, UP);
  clear_later (self, DOWN);
}

static void
finalize (WeftTransport *transport)
{
  ChannelTransport *self = (ChannelTransport *) transport;

  g_clear_object (&self->input);
  g_clear_object (&self->down);
  weft_event_parser_free (self->parser);
  g_queue_clear_full (&self->waiting, g_free);
  g_free (self->name);
}

static const WeftTransportClass channel_class = { begin, send, count_bytes, stop, finalize };

WeftTransport *
_weft_channel_transport_new (WeftTransportKind kind)
{
  ChannelTransport *self = g_new0 (ChannelTransport, 1);

  self->parent.klass = &channel_class;
  self->name = weft_secret_new (NAME_BYTES);
  self->parser = weft_event_parser_new (WEFT_TRANSPORT_PAYLOAD_MAX);
  g_queue_init (&self->waiting);

  return &self->parent;
}
