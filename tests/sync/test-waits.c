/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libsoup/soup.h>
#include <string.h>

#include "sync/weft-socket.h"
#include "sync/weft-transport.h"

/* Whoever asks to be left alone for a while is left alone for so long: whatever the network says, and whoever
 * presses what. Time is the test's own, so that seconds are exact and cost nothing. */

static gint64 now = G_GINT64_CONSTANT (3600000000); /* µs */

gint64 __wrap_g_get_monotonic_time (void);
GSource *__wrap_g_timeout_source_new (guint ms);

gint64
__wrap_g_get_monotonic_time (void)
{
  return now;
}

typedef struct
{
  GSource source;
  gint64 interval; /* µs */
  gint64 due;
} Timer;

static gboolean
timer_prepare (GSource *source, int *timeout)
{
  *timeout = -1;
  return ((Timer *) source)->due <= now;
}

static gboolean
timer_check (GSource *source)
{
  return ((Timer *) source)->due <= now;
}

static gboolean
timer_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  Timer *self = (Timer *) source;

  self->due = now + self->interval;
  return callback (user_data);
}

GSource *
__wrap_g_timeout_source_new (guint ms)
{
  static GSourceFuncs functions = { timer_prepare, timer_check, timer_dispatch, NULL, NULL, NULL };
  Timer *self = (Timer *) g_source_new (&functions, sizeof (Timer));

  self->interval = MAX (ms, 1) * G_GINT64_CONSTANT (1000);
  self->due = now + self->interval;

  return &self->source;
}

static void
advance (gint64 ms)
{
  now += ms * 1000;
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* A server which says when to come back */

typedef struct
{
  guint status; /* of its answer to the handshake; 0: it takes it, and says goodbye */
  guint code;   /* of that goodbye */
  const char *reason;
  const char *header; /* Retry-After */
  guint wait;         /* ms, that it asks for */
} Case;

typedef struct
{
  SoupServer *soup;
  WeftAddress *address;
  const Case *asks; /* (nullable): nothing more */
  guint n_handshakes;
  guint n_posted;
  guint n_taken;
} Server;

static void
refuse (SoupServerMessage *message, guint status, const char *after)
{
  soup_server_message_set_status (message, status, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Server", "weftd");
  if (after != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After", after);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, "{}", 2);
}

static void
on_handshake (
    SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  Server *self = user_data;

  self->n_handshakes++;
  if (self->asks != NULL && self->asks->status != 0)
    refuse (message, self->asks->status, self->asks->header);
}

static void
on_websocket (SoupServer *soup,
              SoupServerMessage *message,
              const char *path,
              SoupWebsocketConnection *connection,
              gpointer user_data)
{
  Server *self = user_data;

  if (self->asks != NULL)
    soup_websocket_connection_close (connection, (gushort) self->asks->code, self->asks->reason);
  else
    g_object_set_data_full (G_OBJECT (soup), "connection", g_object_ref (connection), g_object_unref);
}

static void
on_stream (
    SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_content_type (soup_server_message_get_response_headers (message),
                                         "text/event-stream", NULL);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC,
                            ": weft.v1\n\n", 11);
}

/* The first time it has had enough of them. */
static void
on_frames (
    SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  Server *self = user_data;

  if (self->n_posted++ == 0)
    {
      refuse (message, 429, "3");
      return;
    }
  self->n_taken++;
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, "{\"received\":1}", 14);
}

static Server *
server_new (void)
{
  Server *self = g_new0 (Server, 1);
  char *protocols[] = { (char *) WEFT_PROTOCOL, NULL };
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->soup = soup_server_new (NULL, NULL);
  soup_server_add_websocket_handler (self->soup, "/v1/sync", NULL, protocols, on_websocket, self, NULL);
  soup_server_add_early_handler (self->soup, "/v1/sync", on_handshake, self, NULL);
  soup_server_add_handler (self->soup, "/v1/stream", on_stream, self, NULL);
  soup_server_add_handler (self->soup, "/v1/frames", on_frames, self, NULL);
  soup_server_listen_local (self->soup, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->soup);
  address = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  self->address = weft_address_parse (address, &error);
  g_assert_no_error (error);

  return self;
}

static void
server_free (Server *self)
{
  g_object_set_data (G_OBJECT (self->soup), "connection", NULL);
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  weft_address_free (self->address);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_free)

/* A socket whose owner gives it a token each time it asks */

typedef struct
{
  WeftSocket *socket;
  guint n_attempts;
  gboolean failed; /* it says why it is not connected */
} Client;

static void
on_need_token (gboolean force_refresh, gpointer user_data)
{
  Client *self = user_data;

  self->n_attempts++;
  weft_socket_set_token (self->socket, "a token", NULL);
}

static void
on_opened (gpointer user_data)
{
}

static void
on_received (WeftFrame *frame, gpointer user_data)
{
  weft_frame_free (frame);
}

static void
on_lost (guint close_code, gpointer user_data)
{
}

static void
on_state_changed (WeftSyncState state, const char *reason, gpointer user_data)
{
  ((Client *) user_data)->failed = reason != NULL;
}

static const WeftSocketEvents events = { on_need_token, on_opened, on_received, on_lost, on_state_changed };

static const Case cases[] = {
  { .code = WEFT_CLOSE_RATE_LIMITED, .reason = "too many frames; Retry-After: 7", .wait = 7000 },
  { .code = WEFT_CLOSE_RATE_LIMITED, .reason = "too many frames; Retry-After: 45", .wait = 45000 },
  { .code = WEFT_CLOSE_RATE_LIMITED, .reason = "too many frames", .wait = 0 },
  { .code = WEFT_CLOSE_DRAINING, .reason = "the server is going down; Retry-After: 9", .wait = 9000 },
  { .status = 429, .header = "12", .wait = 12000 },
  { .status = 503, .header = "5", .wait = 5000 },
};

/* @impatient: somebody presses “try again” and the network says that it is back, all the time. */
static void
check_wait (const Case *asks, gboolean impatient)
{
  g_autoptr (Server) server = server_new ();
  Client client = { 0 };
  guint n_attempts;
  gint64 waited = 0;

  server->asks = asks;
  client.socket = weft_socket_new (server->address, &events, &client);
  weft_socket_start (client.socket);
  while (!client.failed)
    g_main_context_iteration (NULL, TRUE);
  server->asks = NULL;
  n_attempts = client.n_attempts;

  while (client.n_attempts == n_attempts)
    {
      if (impatient && asks->wait > 0)
        {
          weft_socket_retry (client.socket);
          weft_socket_set_network (client.socket, TRUE, FALSE);
        }
      g_assert_cmpuint (client.n_attempts, ==, n_attempts);
      advance (250);
      waited += 250;
      g_assert_cmpint (waited, <=, asks->wait + 31000);
    }
  g_assert_cmpint (waited, >=, asks->wait);
  if (impatient && asks->wait > 0)
    g_assert_cmpint (waited, <=, asks->wait + 250);

  while (!weft_socket_is_open (client.socket))
    g_main_context_iteration (NULL, TRUE);
  weft_socket_free (client.socket);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
test_socket (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u", i);
      check_wait (&cases[i], FALSE);
      check_wait (&cases[i], TRUE);
    }
}

/* Without a WebSocket the channel stays, and what was not taken is sent again when the time has come. */

typedef struct
{
  gboolean open;
  gboolean ended;
} Way;

static void
on_way_opened (gpointer user_data)
{
  ((Way *) user_data)->open = TRUE;
}

static void
on_way_ended (const WeftTransportEnd *end, gpointer user_data)
{
  ((Way *) user_data)->ended = TRUE;
}

static void
test_channel (void)
{
  static const WeftTransportEvents way_events = { on_way_opened, on_received, on_way_ended };
  g_autoptr (Server) server = server_new ();
  g_autoptr (SoupSession) session = weft_address_new_session (server->address, "test");
  Way way = { 0 };
  WeftTransport *transport
      = weft_transport_new (WEFT_TRANSPORT_STREAM, session, server->address, "a token", &way_events, &way);
  gint64 until;

  while (!way.open)
    g_main_context_iteration (NULL, TRUE);
  weft_transport_send (transport, "{\"type\":\"ping\"}");
  while (server->n_posted == 0)
    g_main_context_iteration (NULL, TRUE);
  /* The answer is on its way: real, but little. */
  until = g_get_real_time () + G_USEC_PER_SEC / 2;
  while (g_get_real_time () < until)
    g_main_context_iteration (NULL, FALSE);

  for (guint i = 0; i < 29; i++)
    advance (100);
  g_assert_cmpuint (server->n_posted, ==, 1);
  g_assert_false (way.ended);
  advance (200);
  while (server->n_taken == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (server->n_posted, ==, 2);
  g_assert_false (way.ended);

  weft_transport_free (transport);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/waits/socket", test_socket);
  g_test_add_func ("/sync/waits/channel", test_channel);

  return g_test_run ();
}
