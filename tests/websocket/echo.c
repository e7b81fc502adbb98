/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <libsoup/soup.h>
#include <unistd.h>

#include "serve/weft-poller.h"
#include "serve/weft-websocket.h"

/* echo: prints its port and sends every message back, over the connection which weftd has, until its input ends. */

static guint
on_message (WeftConnection *connection, const char *text, gsize length, gpointer user_data)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);

  weft_connection_send_text (connection, bytes);
  return 0;
}

static void
on_drained (WeftConnection *connection, gpointer user_data)
{
}

static void
on_closed (WeftConnection *connection, gpointer user_data)
{
}

static void
on_upgraded (SoupServerMessage *message, gpointer user_data)
{
  static const WeftConnectionHandler handler = { on_message, on_drained, on_closed };
  g_autoptr (SoupServerMessage) kept = g_object_ref (message);
  int fd = fcntl (g_socket_get_fd (soup_server_message_get_socket (message)), F_DUPFD_CLOEXEC, 3);
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
  g_autoptr (WeftConnection) connection = NULL;

  g_assert_nonnull (stream);
  connection = weft_websocket_new (stream, fd, TRUE, &weft_default_limits);
  weft_connection_set_handler (connection, &handler, NULL);
  weft_connection_start (connection, user_data);
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  if (soup_websocket_server_process_handshake (message, NULL, NULL, NULL, NULL))
    g_signal_connect (message, "wrote-informational", G_CALLBACK (on_upgraded), user_data);
}

static gboolean
on_input (GIOChannel *channel, GIOCondition condition, gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (STDIN_FILENO);
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftPoller) poller = weft_poller_new (2);
  GSList *uris;

  soup_server_add_handler (server, NULL, on_request, poller, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  g_print ("%d\n", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  g_io_add_watch (input, G_IO_IN | G_IO_HUP, on_input, loop);
  g_main_loop_run (loop);
  soup_server_disconnect (server);

  return 0;
}
