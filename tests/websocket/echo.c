/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <unistd.h>

#include "serve/weft-connection.h"
#include "serve/weft-door.h"
#include "serve/weft-websocket.h"

/* echo: prints its port and sends every message back, over the connection which weftd has, until its input
 * ends. */

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

static gboolean
on_admit (int fd, gpointer user_data)
{
  return TRUE;
}

static gboolean
on_upgrade (const WeftUpgrade *asked, GSocketAddress *remote, WeftWire *wire, gpointer user_data)
{
  static const WeftConnectionHandler handler = { on_message, on_drained, on_closed };
  g_autoptr (GBytes) answer = weft_upgrade_answer (asked);
  g_autoptr (WeftConnection) connection = weft_websocket_new (wire, answer, &weft_default_limits);

  weft_connection_set_handler (connection, &handler, NULL);
  weft_connection_start (connection, user_data);

  return TRUE;
}

static void
on_other (WeftWire *wire, GSocketAddress *local, GSocketAddress *remote, gpointer user_data)
{
  g_assert_not_reached ();
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
  static const WeftDoorHandler handler = { on_admit, on_upgrade, on_other };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (STDIN_FILENO);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftPoller) poller = weft_poller_new (2);
  WeftDoor *door = weft_door_new (poller, &weft_default_limits, 1000, &handler, poller);

  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (socket, address, TRUE, &error) && g_socket_listen (socket, &error));
  bound = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);
  weft_door_open (door, socket, NULL);
  g_print ("%u\n", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));

  g_io_add_watch (input, G_IO_IN | G_IO_HUP, on_input, loop);
  g_main_loop_run (loop);
  weft_door_close (door);
  g_clear_pointer (&poller, weft_poller_free);
  weft_door_free (door);

  return 0;
}
