/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include "relay.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

typedef struct
{
  int client;
  int server;
} Wire;

struct _Relay
{
  char *path;
  char *address;
  guint16 port;
  int listener;
  int wake;
  GThread *thread;
  GArray *wires; /* of Wire; the thread's */
  int cut;       /* atomic */
  int ended;     /* atomic */
  gint64 received;
  gint64 sent;
  GMutex mutex; /* of the two counts */
};

static int
connect_unix (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int descriptor = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  if (descriptor >= 0 && connect (descriptor, (struct sockaddr *) &address, sizeof address) < 0)
    {
      close (descriptor);
      return -1;
    }
  return descriptor;
}

static gboolean
write_all (int descriptor, const char *data, gssize length)
{
  for (gssize done = 0; done < length;)
    {
      gssize n = send (descriptor, data + done, length - done, MSG_NOSIGNAL);

      if (n < 0 && errno != EINTR)
        return FALSE;
      done += MAX (n, 0);
    }
  return TRUE;
}

static gboolean
pass (Relay *self, int from, int to, gint64 *count)
{
  char buffer[65536];
  gssize n = recv (from, buffer, sizeof buffer, MSG_DONTWAIT);

  if (n < 0)
    return errno == EAGAIN || errno == EINTR;
  if (n == 0 || !write_all (to, buffer, n))
    return FALSE;
  g_mutex_lock (&self->mutex);
  *count += n;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static void
end_wire (Relay *self, guint i)
{
  Wire *wire = &g_array_index (self->wires, Wire, i);

  close (wire->client);
  close (wire->server);
  g_array_remove_index_fast (self->wires, i);
}

static void
take_client (Relay *self)
{
  Wire wire = { .client = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC) };

  if (wire.client < 0)
    return;
  setsockopt (wire.client, IPPROTO_TCP, TCP_NODELAY, &(int) { 1 }, sizeof (int));
  wire.server = g_atomic_int_get (&self->cut) ? -1 : connect_unix (self->path);
  if (wire.server < 0)
    close (wire.client);
  else
    g_array_append_val (self->wires, wire);
}

static gpointer
run (gpointer data)
{
  Relay *self = data;
  g_autoptr (GArray) polled = g_array_new (FALSE, TRUE, sizeof (struct pollfd));

  while (!g_atomic_int_get (&self->ended))
    {
      guint n = self->wires->len;
      struct pollfd *fds;

      g_array_set_size (polled, 2 + 2 * n);
      fds = (struct pollfd *) (void *) polled->data;
      fds[0] = (struct pollfd) { .fd = self->wake, .events = POLLIN };
      fds[1] = (struct pollfd) { .fd = self->listener, .events = POLLIN };
      for (guint i = 0; i < n; i++)
        {
          fds[2 + 2 * i]
              = (struct pollfd) { .fd = g_array_index (self->wires, Wire, i).client, .events = POLLIN };
          fds[3 + 2 * i]
              = (struct pollfd) { .fd = g_array_index (self->wires, Wire, i).server, .events = POLLIN };
        }
      if (poll (fds, polled->len, -1) < 0)
        continue;

      if (fds[0].revents != 0)
        {
          guint64 value;

          if (read (self->wake, &value, sizeof value) < 0)
            continue;
        }
      if (g_atomic_int_get (&self->cut))
        while (self->wires->len > 0)
          end_wire (self, 0);
      else
        for (guint i = n; i-- > 0;)
          {
            Wire *wire = &g_array_index (self->wires, Wire, i);

            if ((fds[2 + 2 * i].revents != 0 && !pass (self, wire->client, wire->server, &self->sent))
                || (fds[3 + 2 * i].revents != 0 && !pass (self, wire->server, wire->client, &self->received)))
              end_wire (self, i);
          }
      if (fds[1].revents != 0)
        take_client (self);
    }

  while (self->wires->len > 0)
    end_wire (self, 0);
  return NULL;
}

Relay *
relay_new (const char *socket_path, GError **error)
{
  Relay *self = g_new0 (Relay, 1);
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;

  self->path = g_strdup (socket_path);
  self->wires = g_array_new (FALSE, FALSE, sizeof (Wire));
  g_mutex_init (&self->mutex);
  self->wake = eventfd (0, EFD_CLOEXEC);
  self->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (self->wake < 0 || self->listener < 0
      || bind (self->listener, (struct sockaddr *) &address, sizeof address) < 0
      || listen (self->listener, 64) < 0
      || getsockname (self->listener, (struct sockaddr *) &address, &length) < 0)
    {
      int saved_errno = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), "relay: %s",
                   g_strerror (saved_errno));
      relay_free (self);
      return NULL;
    }
  self->port = ntohs (address.sin_port);
  self->address = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  self->thread = g_thread_new ("relay", run, self);
  return self;
}

static void
wake (Relay *self)
{
  guint64 one = 1;

  if (write (self->wake, &one, sizeof one) < 0)
    g_warning ("relay: %s", g_strerror (errno));
}

void
relay_free (Relay *self)
{
  g_atomic_int_set (&self->ended, 1);
  if (self->thread != NULL)
    {
      wake (self);
      g_thread_join (self->thread);
    }
  if (self->listener >= 0)
    close (self->listener);
  if (self->wake >= 0)
    close (self->wake);
  g_array_unref (self->wires);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  g_free (self->address);
  g_free (self);
}

const char *
relay_get_address (Relay *self)
{
  return self->address;
}

guint16
relay_get_port (Relay *self)
{
  return self->port;
}

void
relay_cut (Relay *self)
{
  g_atomic_int_set (&self->cut, 1);
  wake (self);
}

void
relay_mend (Relay *self)
{
  g_atomic_int_set (&self->cut, 0);
}

static guint64
get_count (Relay *self, gint64 *count)
{
  guint64 value;

  g_mutex_lock (&self->mutex);
  value = (guint64) *count;
  g_mutex_unlock (&self->mutex);
  return value;
}

guint64
relay_get_received (Relay *self)
{
  return get_count (self, &self->received);
}

guint64
relay_get_sent (Relay *self)
{
  return get_count (self, &self->sent);
}
