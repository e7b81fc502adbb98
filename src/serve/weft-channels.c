/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-channels.h"

#include <string.h>

#include "base/weft-json.h"
#include "proto/weft-frame.h"
#include "serve/weft-connection-private.h"
#include "serve/weft-event-stream.h"
#include "serve/weft-poll.h"
#include "serve/weft-wire-stream.h"

#define BODY_MAX (2 * WEFT_FRAME_MAX) /* of frames in one request */
#define NAME_LENGTH_MIN 22            /* characters: 128 bits */
#define NAME_LENGTH_MAX 64
#define TICK 500  /* ms */
#define DRAIN 500 /* ms, for the last answers */
#define WAIT_MAX 5000 /* ms: a client which is told to wait stays, though it says nothing meanwhile */

struct _WeftChannels
{
  WeftHub *hub;             /* unowned */
  WeftAuthority *authority; /* unowned */
  WeftLimits limits;
  GHashTable *channels; /* "family name" → Channel */
  GHashTable *people;   /* person → how many */
  GHashTable *polling;  /* WeftConnection → Channel */
  GSource *tick;        /* while there are any */
  gboolean stopped;
};

typedef struct
{
  WeftChannels *channels;
  char *key;
  char *person;
  WeftConnection *connection;
  gboolean polls;
  gint64 received;            /* frames */
  SoupServerMessage *waiting; /* (nullable): a poll which is not answered */
  gint64 after;               /* what it asked */
} Channel;

/** Asking: a request whose token is good. */
typedef struct
{
  WeftChannels *channels;
  char *person;
  char *family;
  gint64 expires_at;
  char *key;
} Asking;

static void
asking_free (Asking *asking)
{
  g_free (asking->person);
  g_free (asking->family);
  g_free (asking->key);
  g_free (asking);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

/* Answers */

static void
refuse (SoupServerMessage *message, WeftError code, const char *text)
{
  g_autoptr (GError) error = g_error_new_literal (WEFT_ERROR, code, text);

  weft_http_refuse (message, error);
}

static void
prepare_events (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_replace (headers, "Content-Type", WEFT_EVENT_STREAM_TYPE);
  soup_message_headers_replace (headers, "Cache-Control", "no-store, no-transform");
  /* nginx then passes on what it gets as it gets it. */
  soup_message_headers_replace (headers, "X-Accel-Buffering", "no");
}

static void
answer_events (SoupServerMessage *message, GBytes *events)
{
  prepare_events (message);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), events);
  soup_message_body_complete (soup_server_message_get_response_body (message));
}

/* Channels */

static void
channel_free (gpointer data)
{
  Channel *channel = data;
  WeftChannels *self = channel->channels;
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->people, channel->person));

  if (n > 1)
    g_hash_table_insert (self->people, g_strdup (channel->person), GUINT_TO_POINTER (n - 1));
  else
    g_hash_table_remove (self->people, channel->person);
  if (channel->waiting != NULL)
    {
      refuse (channel->waiting, WEFT_ERROR_NOT_FOUND, "channel: there is none of this name; begin one");
      soup_server_message_unpause (channel->waiting);
      g_object_unref (channel->waiting);
    }
  if (channel->polls)
    {
      g_hash_table_remove (self->polling, channel->connection);
      weft_poll_disconnect (channel->connection);
      if (!weft_connection_is_gone (channel->connection))
        _weft_connection_finish (channel->connection);
    }
  weft_connection_unref (channel->connection);
  g_free (channel->key);
  g_free (channel->person);
  g_free (channel);
}

static gboolean
is_over (gpointer key, gpointer value, gpointer user_data)
{
  Channel *channel = value;

  if (weft_connection_is_gone (channel->connection))
    return TRUE;
  return channel->polls
         && (weft_poll_has_parted (channel->connection)
             || !_weft_connection_tick (channel->connection, g_get_monotonic_time ()));
}

static gboolean
on_tick (gpointer user_data)
{
  WeftChannels *self = user_data;

  g_hash_table_foreach_remove (self->channels, is_over, NULL);
  if (g_hash_table_size (self->channels) > 0)
    return G_SOURCE_CONTINUE;

  g_clear_pointer (&self->tick, g_source_unref);
  return G_SOURCE_REMOVE;
}

static Channel *
add_channel (WeftChannels *self, const Asking *asking, WeftConnection *connection, gboolean polls)
{
  Channel *channel = g_new0 (Channel, 1);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->people, asking->person));

  channel->channels = self;
  channel->key = g_strdup (asking->key);
  channel->person = g_strdup (asking->person);
  channel->connection = weft_connection_ref (connection);
  channel->polls = polls;
  g_hash_table_insert (self->people, g_strdup (asking->person), GUINT_TO_POINTER (n + 1));
  g_hash_table_replace (self->channels, channel->key, channel);
  if (polls)
    g_hash_table_insert (self->polling, connection, channel);
  if (self->tick == NULL)
    {
      self->tick = g_timeout_source_new (TICK);
      g_source_set_callback (self->tick, on_tick, self, NULL);
      g_source_attach (self->tick, g_main_context_get_thread_default ());
    }

  return channel;
}

static Channel *
find_channel (WeftChannels *self, const Asking *asking)
{
  Channel *channel = g_hash_table_lookup (self->channels, asking->key);

  if (channel == NULL || !is_over (channel->key, channel, NULL))
    return channel;

  g_hash_table_remove (self->channels, asking->key);
  return NULL;
}

/* Whether another may begin; else it is refused. */
static gboolean
has_room (WeftChannels *self, SoupServerMessage *message, const Asking *asking, gboolean polls)
{
  g_autoptr (GError) error = NULL;
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->people, asking->person));

  if (n >= self->limits.channels)
    {
      g_hash_table_foreach_remove (self->channels, is_over, NULL);
      n = GPOINTER_TO_UINT (g_hash_table_lookup (self->people, asking->person));
    }
  if (self->stopped)
    g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The server is going down");
  else if (n >= self->limits.channels)
    g_set_error (&error, WEFT_ERROR, WEFT_ERROR_RATE_LIMITED, "channel: %u are open already, at most %u", n,
                 self->limits.channels);
  else if (polls && g_hash_table_size (self->polling) >= self->limits.polls)
    g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                         "The server is busy; try again in a moment");
  if (error == NULL)
    return TRUE;

  weft_http_refuse (message, error);
  return FALSE;
}

/* Requests */

static gboolean
is_name (const char *name)
{
  gsize length = strlen (name);

  return length >= NAME_LENGTH_MIN && length <= NAME_LENGTH_MAX
         && strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == length;
}

/* Who asks for which channel; NULL if they are refused. */
static Asking *
check_request (WeftChannels *self,
               SoupServerMessage *message,
               const char *path,
               const char *expected,
               const char *method)
{
  g_autoptr (Asking) asking = g_new0 (Asking, 1);
  g_autofree char *token = weft_http_get_bearer (message);
  const char *name
      = soup_message_headers_get_one (soup_server_message_get_request_headers (message), WEFT_CHANNEL_HEADER);

  if (!g_str_equal (path, expected))
    {
      refuse (message, WEFT_ERROR_NOT_FOUND, "path: there is nothing here");
      return NULL;
    }
  if (!weft_http_expect_method (message, method))
    return NULL;
  if (token == NULL
      || !weft_authority_check (self->authority, token, &asking->person, &asking->family,
                                &asking->expires_at))
    {
      refuse (message, WEFT_ERROR_UNAUTHENTICATED, "token: missing, unknown or expired");
      return NULL;
    }
  if (name == NULL || !is_name (name))
    {
      refuse (message, WEFT_ERROR_INVALID, WEFT_CHANNEL_HEADER ": expected 22 to 64 characters of base64url");
      return NULL;
    }

  asking->channels = self;
  asking->key = g_strconcat (asking->family, " ", name, NULL);

  return g_steal_pointer (&asking);
}

/* A number in the query; -1, refused, if there is none. */
static gint64
get_number (SoupServerMessage *message, GHashTable *query, const char *name, gint64 min)
{
  const char *text = query != NULL ? g_hash_table_lookup (query, name) : NULL;
  g_autofree char *problem = NULL;
  gint64 number;

  if (text != NULL && g_ascii_string_to_signed (text, 10, min, G_MAXINT64 / 2, &number, NULL))
    return number;

  problem = g_strdup_printf ("%s: expected a number of at least %" G_GINT64_FORMAT, name, min);
  refuse (message, WEFT_ERROR_INVALID, problem);
  return -1;
}

/* Down, as a stream */

static void
asking_free_closure (gpointer data, GClosure *closure)
{
  asking_free (data);
}

static void
on_stream_begun (SoupServerMessage *message, gpointer user_data)
{
  Asking *asking = user_data;
  WeftChannels *self = asking->channels;
  g_autoptr (SoupServerMessage) kept = g_object_ref (message);
  g_autofree char *address = weft_http_get_address (message);
  WeftConnection *connection;
  WeftWire wire;

  if (!weft_wire_stream_take (message, &wire))
    return;

  connection = weft_event_stream_new (&wire, &self->limits);
  /* Two of one name may have begun together; the second stays without anything to come by. */
  if (!self->stopped && find_channel (self, asking) == NULL)
    add_channel (self, asking, connection, FALSE);
  weft_hub_accept (self->hub, connection, address, asking->person, asking->family, asking->expires_at);
}

static void
on_stream (
    SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  WeftChannels *self = user_data;
  g_autoptr (Asking) asking = check_request (self, message, path, "/v1/stream", "GET");

  if (asking == NULL)
    return;
  if (find_channel (self, asking) != NULL)
    {
      refuse (message, WEFT_ERROR_EXISTS, "channel: there is one of this name already");
      return;
    }
  if (!has_room (self, message, asking, FALSE))
    return;

  prepare_events (message);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection", "close");
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_EOF);
  g_signal_connect_data (message, "wrote-headers", G_CALLBACK (on_stream_begun), g_steal_pointer (&asking),
                         asking_free_closure, 0);
}

/* Down, by long polls */

/* Answers a poll if there is something, and lets it wait otherwise. */
static void
answer_poll (Channel *channel, SoupServerMessage *message, gint64 after)
{
  g_autoptr (GBytes) events = NULL;
  g_autoptr (GError) error = NULL;

  if (!weft_poll_take (channel->connection, after, &events, &error))
    weft_http_refuse (message, error);
  else if (events != NULL)
    answer_events (message, events);
  else if (channel->waiting == NULL)
    {
      channel->waiting = g_object_ref (message);
      channel->after = after;
      soup_server_message_pause (message);
      return;
    }
  else
    return;

  if (channel->waiting == message)
    {
      soup_server_message_unpause (message);
      g_clear_object (&channel->waiting);
    }
}

static void
on_poll_ready (WeftConnection *connection, gpointer user_data)
{
  WeftChannels *self = user_data;
  Channel *channel = g_hash_table_lookup (self->polling, connection);

  if (channel != NULL && channel->waiting != NULL)
    answer_poll (channel, channel->waiting, channel->after);
}

static void
on_poll (
    SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  WeftChannels *self = user_data;
  g_autoptr (Asking) asking = check_request (self, message, path, "/v1/poll", "GET");
  Channel *channel;
  gint64 after;

  if (asking == NULL)
    return;
  after = get_number (message, query, "after", 0);
  if (after < 0)
    return;

  channel = find_channel (self, asking);
  if (channel == NULL && after == 0)
    {
      g_autofree char *address = weft_http_get_address (message);
      g_autoptr (GBytes) begin = weft_event_stream_begin ();
      WeftConnection *connection;

      if (!has_room (self, message, asking, TRUE))
        return;
      connection = weft_poll_new (&self->limits, on_poll_ready, self);
      add_channel (self, asking, connection, TRUE);
      weft_hub_accept (self->hub, connection, address, asking->person, asking->family, asking->expires_at);
      answer_events (message, begin);
      return;
    }
  if (channel == NULL)
    {
      refuse (message, WEFT_ERROR_NOT_FOUND, "channel: there is none of this name; begin one");
      return;
    }
  if (!channel->polls)
    {
      refuse (message, WEFT_ERROR_EXISTS, "channel: there is one of this name already");
      return;
    }

  weft_connection_heard (channel->connection);
  if (channel->waiting != NULL)
    {
      /* Whoever asks again waits no longer for the first answer. */
      g_autoptr (SoupServerMessage) older = g_steal_pointer (&channel->waiting);
      g_autoptr (GBytes) begin = weft_event_stream_begin ();

      answer_events (older, begin);
      soup_server_message_unpause (older);
    }
  answer_poll (channel, message, after);
}

/* Up */

/* The number of frames in a body of one a line; -1 with an error. */
static gint64
count_frames (const char *body, gsize length, GError **error)
{
  gint64 n = 0;

  if (!g_utf8_validate_len (body, length, NULL))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "body: not UTF-8 text");
      return -1;
    }
  for (const char *p = body, *end = body + length; p < end; n++)
    {
      const char *line = memchr (p, '\n', (gsize) (end - p));
      gsize size = (gsize) ((line != NULL ? line : end) - p);

      if (size == 0 || size > WEFT_FRAME_MAX)
        {
          g_set_error (error, WEFT_ERROR, size == 0 ? WEFT_ERROR_INVALID : WEFT_ERROR_TOO_LARGE,
                       "frames[%" G_GINT64_FORMAT "]: %zu bytes, expected 1 to %d", n, size, WEFT_FRAME_MAX);
          return -1;
        }
      p += size + 1;
    }

  return n;
}

static void
answer_received (SoupServerMessage *message, const Channel *channel)
{
  GString *out = g_string_new (NULL);

  weft_json_begin (out, NULL);
  weft_json_int (out, "received", channel->received);
  weft_json_end (out);
  weft_http_answer (message, 200, out);
}

static void
on_frames (
    SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  WeftChannels *self = user_data;
  g_autoptr (Asking) asking = check_request (self, message, path, "/v1/frames", "POST");
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const char *p = body->data != NULL ? body->data : "";
  const char *end = p + body->length;
  g_autoptr (GError) error = NULL;
  Channel *channel;
  guint wait = 0;
  gint64 first;
  gint64 n;

  if (asking == NULL)
    return;
  first = get_number (message, query, "first", 1);
  if (first < 0)
    return;
  channel = find_channel (self, asking);
  if (channel == NULL)
    {
      refuse (message, WEFT_ERROR_NOT_FOUND, "channel: there is none of this name; begin one");
      return;
    }
  n = count_frames (p, body->length, &error);
  if (n >= 0 && first > channel->received + 1)
    g_set_error (&error, WEFT_ERROR, WEFT_ERROR_CONFLICT,
                 "first: %" G_GINT64_FORMAT ", but %" G_GINT64_FORMAT " is next", first,
                 channel->received + 1);
  if (error != NULL)
    {
      weft_http_refuse (message, error);
      return;
    }

  weft_connection_heard (channel->connection);
  for (gint64 number = first; p < end; number++)
    {
      const char *line = memchr (p, '\n', (gsize) (end - p));
      gsize size = (gsize) ((line != NULL ? line : end) - p);

      /* What came before is passed over; what is not taken now is to be sent again. */
      if (number > channel->received)
        {
          if (!weft_connection_deliver (channel->connection, p, size, &wait))
            break;
          channel->received = number;
        }
      p += size + 1;
    }
  /* What was taken of them is passed over when they come again. */
  if (wait > 0)
    {
      error = g_error_new (WEFT_ERROR, WEFT_ERROR_RATE_LIMITED, "frames: at most %u at once and %u a second",
                           self->limits.frames_burst, self->limits.frames);
      weft_error_set_retry_after (error, MIN (wait, WAIT_MAX));
      weft_http_refuse (message, error);
    }
  else
    answer_received (message, channel);
}

/* Public API */

WeftChannels *
weft_channels_new (WeftHttp *http, WeftHub *hub, WeftAuthority *authority, const WeftLimits *limits)
{
  WeftChannels *self = g_new0 (WeftChannels, 1);

  self->hub = hub;
  self->authority = authority;
  self->limits = *limits;
  self->channels = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, channel_free);
  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->polling = g_hash_table_new (NULL, NULL);
  weft_http_add (http, "/v1/stream", 0, on_stream, self);
  weft_http_add (http, "/v1/poll", 0, on_poll, self);
  weft_http_add (http, "/v1/frames", BODY_MAX, on_frames, self);

  return self;
}

static gboolean
is_waiting (gpointer key, gpointer value, gpointer user_data)
{
  return ((Channel *) value)->waiting != NULL;
}

void
weft_channels_drain (WeftChannels *self)
{
  GMainContext *context = g_main_context_get_thread_default ();
  gint64 until = g_get_monotonic_time () + DRAIN * G_GINT64_CONSTANT (1000);

  if (g_hash_table_find (self->channels, is_waiting, NULL) == NULL)
    return;

  while (g_hash_table_find (self->channels, is_waiting, NULL) != NULL && g_get_monotonic_time () < until)
    g_main_context_iteration (context, TRUE);
  while (g_main_context_iteration (context, FALSE) && g_get_monotonic_time () < until)
    continue;
}

void
weft_channels_stop (WeftChannels *self)
{
  self->stopped = TRUE;
  g_hash_table_remove_all (self->channels);
  if (self->tick != NULL)
    g_source_destroy (self->tick);
  g_clear_pointer (&self->tick, g_source_unref);
}

void
weft_channels_free (WeftChannels *self)
{
  weft_channels_stop (self);
  g_hash_table_unref (self->channels);
  g_hash_table_unref (self->people);
  g_hash_table_unref (self->polling);
  g_free (self);
}
