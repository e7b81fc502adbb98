/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-taken-stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

static int
get_descriptor (GIOStream *stream)
{
  g_autoptr (GIOStream) base = NULL;

  if (G_IS_SOCKET_CONNECTION (stream))
    return g_socket_get_fd (g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream)));
  if (G_IS_TLS_CONNECTION (stream))
    g_object_get (stream, "base-io-stream", &base, NULL);
  else if (g_object_class_find_property (G_OBJECT_GET_CLASS (stream), "base-iostream") != NULL)
    g_object_get (stream, "base-iostream", &base, NULL);

  return base != NULL ? get_descriptor (base) : -1;
}

static gboolean
is_encrypted (GIOStream *stream)
{
  g_autoptr (GIOStream) base = NULL;

  if (G_IS_TLS_CONNECTION (stream))
    return TRUE;
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (stream), "base-iostream") != NULL)
    g_object_get (stream, "base-iostream", &base, NULL);

  return base != NULL && is_encrypted (base);
}

/* Public API */

GIOStream *
weft_taken_stream_new (SoupServerMessage *message, int *fd, gboolean *plain)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  *fd = stream != NULL ? get_descriptor (stream) : -1;
  if (*fd < 0)
    return NULL;

  *plain = !is_encrypted (stream);
  if (*plain)
    *fd = fcntl (*fd, F_DUPFD_CLOEXEC, 3);
  if (*fd < 0)
    {
      g_warning ("Cannot take a connection: %s", g_strerror (errno));
      return NULL;
    }

  return g_steal_pointer (&stream);
}
