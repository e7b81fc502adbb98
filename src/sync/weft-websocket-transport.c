/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "sync/weft-transport-private.h"

typedef struct
{
  WeftTransport parent;
  SoupWebsocketConnection *connection;
} WebsocketTransport;

static void
on_message (SoupWebsocketConnection *connection, int type, GBytes *message, gpointer user_data)
{
  g_autoptr (WeftTransport) self = _weft_transport_ref (user_data);

  if (type == SOUP_WEBSOCKET_DATA_TEXT)
    _weft_transport_receive (self, g_bytes_get_data (message, NULL), g_bytes_get_size (message));
}

static void
on_closed (SoupWebsocketConnection *connection, gpointer user_data)
{
  g_autoptr (WeftTransport) self = _weft_transport_ref (user_data);
  guint code = soup_websocket_connection_get_close_code (connection);

  /* Without a close frame libsoup says 0, or what RFC 6455, section 7.1.5 has for it. */
  if (code == 0 || code == SOUP_WEBSOCKET_CLOSE_ABNORMAL || code == SOUP_WEBSOCKET_CLOSE_NO_STATUS)
    _weft_transport_end (self, WEFT_TRANSPORT_LOST, 0, NULL);
  else
    _weft_transport_end_closed (self, code, soup_websocket_connection_get_close_data (connection));
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WeftTransport) transport = user_data;
  WebsocketTransport *self = (WebsocketTransport *) transport;
  g_autoptr (SoupMessage) message
      = g_object_ref (soup_session_get_async_result_message (SOUP_SESSION (source), result));
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupWebsocketConnection) connection
      = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);

  if (transport->over)
    {
      if (connection != NULL)
        soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
      return;
    }
  if (connection == NULL)
    {
      _weft_transport_end_refused (transport, message, error);
      return;
    }

  self->connection = g_steal_pointer (&connection);
  soup_websocket_connection_set_max_incoming_payload_size (self->connection, WEFT_TRANSPORT_PAYLOAD_MAX);
  g_signal_connect (self->connection, "message", G_CALLBACK (on_message), self);
  g_signal_connect (self->connection, "closed", G_CALLBACK (on_closed), self);
  _weft_transport_set_open (transport);
}

static void
begin (WeftTransport *transport)
{
  g_autoptr (SoupMessage) message = _weft_transport_new_message (transport, "GET", "/v1/sync");
  char *protocols[] = { (char *) WEFT_PROTOCOL, NULL };

  soup_session_websocket_connect_async (transport->session, message, NULL, protocols, G_PRIORITY_DEFAULT,
                                        transport->cancellable, on_connected,
                                        _weft_transport_ref (transport));
}

static void
send_frame (WeftTransport *transport, const char *frame)
{
  WebsocketTransport *self = (WebsocketTransport *) transport;

  if (soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_text (self->connection, frame);
}

/* libsoup tells of whole messages only, but the kernel counts. */
static guint64
count_bytes (WeftTransport *transport)
{
  GIOStream *stream
      = soup_websocket_connection_get_io_stream (((WebsocketTransport *) transport)->connection);
  g_autoptr (GIOStream) base = stream != NULL ? g_object_ref (stream) : NULL;
  struct tcp_info info = { 0 };
  socklen_t length = sizeof info;

  /* libsoup's wrapper, TLS, a socket: each is around the next. */
  while (base != NULL && !G_IS_SOCKET_CONNECTION (base))
    {
      const char *name = G_IS_TLS_CONNECTION (base) ? "base-io-stream" : "base-iostream";
      g_autoptr (GIOStream) outer = g_steal_pointer (&base);

      if (g_object_class_find_property (G_OBJECT_GET_CLASS (outer), name) != NULL)
        g_object_get (outer, name, &base, NULL);
    }
  if (base == NULL
      || getsockopt (g_socket_get_fd (g_socket_connection_get_socket (G_SOCKET_CONNECTION (base))), IPPROTO_TCP,
                     TCP_INFO, &info, &length) != 0)
    return 0;

  return info.tcpi_bytes_received;
}

static void
stop (WeftTransport *transport)
{
  WebsocketTransport *self = (WebsocketTransport *) transport;
  g_autoptr (SoupWebsocketConnection) connection = g_steal_pointer (&self->connection);

  g_cancellable_cancel (transport->cancellable);
  if (connection == NULL)
    return;
  g_signal_handlers_disconnect_by_data (connection, self);
  if (soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
}

static void
finalize (WeftTransport *transport)
{
  g_clear_object (&((WebsocketTransport *) transport)->connection);
}

static const WeftTransportClass websocket_class = { begin, send_frame, count_bytes, stop, finalize };

WeftTransport *
_weft_websocket_transport_new (void)
{
  WebsocketTransport *self = g_new0 (WebsocketTransport, 1);

  self->parent.klass = &websocket_class;

  return &self->parent;
}
