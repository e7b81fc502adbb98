/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include "slow-link.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define SEGMENT 1400
#define HEADERS 40
#define WINDOW_FIRST 10
#define WINDOW_MAX 200

typedef struct
{
  gint64 arrives_at; /* µs; its acknowledgment half a round trip later */
  GBytes *bytes;     /* NULL: the end; or it has arrived */
  gboolean arrived;
} Segment;

/* One direction of one connection. */
typedef struct
{
  int from, to;
  gboolean down;
  gboolean ended;  /* no more comes */
  GQueue segments; /* of Segment, until they are acknowledged */
  guint window;
  gint64 last_at; /* µs: arrives_at of the last */
} Way;

typedef struct
{
  Way ways[2];
  gint64 open_at; /* µs */
} Wire;

struct _SlowLink
{
  char *path;
  char *address;
  SlowLinkProfile profile;
  int listener;
  int wake;
  GThread *thread;
  GPtrArray *wires;  /* of Wire; the thread's */
  gint64 free_at[2]; /* µs: when the line up, and down, has sent all it has; the thread's */
  GRand *rand;       /* with one seed: every run loses the same */
  int cut;           /* atomic */
  int ended;         /* atomic */
  GMutex mutex;
  SlowLinkTraffic traffic; /* of the mutex */
};

static void
segment_free (gpointer data)
{
  Segment *segment = data;

  g_clear_pointer (&segment->bytes, g_bytes_unref);
  g_free (segment);
}

static void
wire_free (gpointer data)
{
  Wire *wire = data;

  for (guint i = 0; i < 2; i++)
    g_queue_clear_full (&wire->ways[i].segments, segment_free);
  close (wire->ways[0].from);
  close (wire->ways[1].from);
  g_free (wire);
}

static void
count (SlowLink *self, gboolean down, gsize n)
{
  g_mutex_lock (&self->mutex);
  *(down ? &self->traffic.down : &self->traffic.up) += n;
  g_mutex_unlock (&self->mutex);
}

/* A piece of what the sender has goes on the line. */
static void
take (SlowLink *self, Wire *wire, Way *way, gint64 now)
{
  char bytes[SEGMENT];
  gssize n = recv (way->from, bytes, sizeof bytes, MSG_DONTWAIT);
  double rate = (way->down ? self->profile.down : self->profile.up) / 8 * 1000 / 1e6; /* bytes a µs */
  Segment *segment;

  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return;
  way->ended = n <= 0;
  segment = g_new0 (Segment, 1);
  segment->bytes = n > 0 ? g_bytes_new (bytes, (gsize) n) : NULL;
  self->free_at[way->down] = MAX (MAX (now, wire->open_at), self->free_at[way->down])
                             + (gint64) ((double) (MAX (n, 0) + HEADERS) / rate);
  segment->arrives_at = self->free_at[way->down] + self->profile.round_trip * 500;
  count (self, way->down, (gsize) MAX (n, 0) + HEADERS);
  if (g_rand_double (self->rand) < self->profile.lost)
    {
      segment->arrives_at += MAX (self->profile.round_trip * 2, 200) * 1000;
      way->window = MAX (way->window / 2, 2);
      count (self, way->down, (gsize) MAX (n, 0) + HEADERS);
    }
  way->last_at = segment->arrives_at = MAX (segment->arrives_at, way->last_at);
  g_queue_push_tail (&way->segments, segment);
}

/* FALSE if the connection is over. */
static gboolean
deliver (SlowLink *self, Way *way, gint64 now)
{
  for (GList *link = way->segments.head; link != NULL; link = link->next)
    {
      Segment *segment = link->data;
      gsize length;
      const char *data;

      if (segment->arrives_at > now)
        break;
      if (segment->arrived)
        continue;
      segment->arrived = TRUE;
      if (segment->bytes == NULL)
        {
          shutdown (way->to, SHUT_WR);
          continue;
        }
      data = g_bytes_get_data (segment->bytes, &length);
      while (length > 0)
        {
          gssize n = send (way->to, data, length, MSG_NOSIGNAL);

          if (n <= 0)
            return FALSE;
          data += n;
          length -= (gsize) n;
        }
    }
  while (!g_queue_is_empty (&way->segments)
         && ((Segment *) g_queue_peek_head (&way->segments))->arrives_at + self->profile.round_trip * 500
                <= now)
    {
      segment_free (g_queue_pop_head (&way->segments));
      way->window = MIN (way->window + 1, WINDOW_MAX);
    }
  return TRUE;
}

/* When something is to be done next: an arrival or an acknowledgment. */
static gint64
next_time (SlowLink *self, const Way *way)
{
  gint64 at = G_MAXINT64;

  for (GList *link = way->segments.head; link != NULL; link = link->next)
    {
      const Segment *segment = link->data;

      if (link == way->segments.head)
        at = segment->arrives_at + self->profile.round_trip * 500;
      if (!segment->arrived)
        return MIN (at, segment->arrives_at);
    }
  return at;
}

static void
take_client (SlowLink *self, gint64 now)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int client = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC);
  int server = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  Wire *wire;

  g_strlcpy (address.sun_path, self->path, sizeof address.sun_path);
  if (g_atomic_int_get (&self->cut) || connect (server, (struct sockaddr *) &address, sizeof address) != 0)
    {
      close (client);
      close (server);
      return;
    }
  setsockopt (client, IPPROTO_TCP, TCP_NODELAY, &(int) { 1 }, sizeof (int));
  wire = g_new0 (Wire, 1);
  wire->open_at = now + self->profile.round_trip * 1000;
  wire->ways[0] = (Way) { .from = client, .to = server, .window = WINDOW_FIRST };
  wire->ways[1] = (Way) { .from = server, .to = client, .down = TRUE, .window = WINDOW_FIRST };
  g_ptr_array_add (self->wires, wire);
  g_mutex_lock (&self->mutex);
  self->traffic.connections++;
  g_mutex_unlock (&self->mutex);
}

static gboolean
wire_turn (SlowLink *self, Wire *wire, const struct pollfd *polled, gint64 now)
{
  for (guint i = 0; i < 2; i++)
    {
      if (polled[i].revents != 0)
        take (self, wire, &wire->ways[i], now);
      if (!deliver (self, &wire->ways[i], now))
        return FALSE;
    }
  return !(wire->ways[0].ended && wire->ways[1].ended && g_queue_is_empty (&wire->ways[0].segments)
           && g_queue_is_empty (&wire->ways[1].segments));
}

static gpointer
run (gpointer data)
{
  SlowLink *self = data;
  g_autoptr (GArray) polled = g_array_new (FALSE, TRUE, sizeof (struct pollfd));

  while (!g_atomic_int_get (&self->ended))
    {
      guint n = self->wires->len;
      gint64 until = G_MAXINT64;
      struct pollfd *fds;
      gint64 now = g_get_monotonic_time ();

      g_array_set_size (polled, 2 + 2 * n);
      fds = (struct pollfd *) (void *) polled->data;
      fds[0] = (struct pollfd) { .fd = self->wake, .events = POLLIN };
      fds[1] = (struct pollfd) { .fd = self->listener, .events = POLLIN };
      for (guint i = 0; i < 2 * n; i++)
        {
          Way *way = &((Wire *) g_ptr_array_index (self->wires, i / 2))->ways[i % 2];
          gboolean wants = !way->ended && way->segments.length < way->window;

          fds[2 + i] = (struct pollfd) { .fd = wants ? way->from : -1, .events = POLLIN };
          until = MIN (until, next_time (self, way));
        }
      if (poll (fds, polled->len,
                until == G_MAXINT64 ? -1 : (int) CLAMP ((until - now + 999) / 1000, 0, 60000))
          < 0)
        continue;
      if (fds[0].revents != 0)
        {
          guint64 value;

          if (read (self->wake, &value, sizeof value) < 0)
            continue;
        }
      if (g_atomic_int_get (&self->cut))
        g_ptr_array_set_size (self->wires, 0);
      else
        for (guint i = n; i-- > 0;)
          if (!wire_turn (self, g_ptr_array_index (self->wires, i), &fds[2 + 2 * i], g_get_monotonic_time ()))
            g_ptr_array_remove_index_fast (self->wires, i);
      if (fds[1].revents != 0)
        take_client (self, g_get_monotonic_time ());
    }

  return NULL;
}

static void
wake (SlowLink *self)
{
  guint64 one = 1;

  if (write (self->wake, &one, sizeof one) < 0)
    g_warning ("slow link: %s", g_strerror (errno));
}

/* Public API */

SlowLink *
slow_link_new (const char *socket_path, const SlowLinkProfile *profile, GError **error)
{
  SlowLink *self = g_new0 (SlowLink, 1);
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;

  self->path = g_strdup (socket_path);
  self->profile = *profile;
  self->wires = g_ptr_array_new_with_free_func (wire_free);
  self->rand = g_rand_new_with_seed (5);
  g_mutex_init (&self->mutex);
  self->wake = eventfd (0, EFD_CLOEXEC);
  self->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (self->wake < 0 || self->listener < 0
      || bind (self->listener, (struct sockaddr *) &address, sizeof address) < 0
      || listen (self->listener, 64) < 0
      || getsockname (self->listener, (struct sockaddr *) &address, &length) < 0)
    {
      int saved_errno = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), "slow link: %s",
                   g_strerror (saved_errno));
      slow_link_free (self);
      return NULL;
    }
  self->address = g_strdup_printf ("http://127.0.0.1:%u", ntohs (address.sin_port));
  self->thread = g_thread_new ("slow-link", run, self);

  return self;
}

void
slow_link_free (SlowLink *self)
{
  g_atomic_int_set (&self->ended, 1);
  if (self->thread != NULL)
    {
      wake (self);
      g_thread_join (self->thread);
    }
  g_ptr_array_unref (self->wires);
  if (self->listener >= 0)
    close (self->listener);
  if (self->wake >= 0)
    close (self->wake);
  g_rand_free (self->rand);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  g_free (self->address);
  g_free (self);
}

const char *
slow_link_get_address (SlowLink *self)
{
  return self->address;
}

void
slow_link_set_cut (SlowLink *self, gboolean cut)
{
  g_atomic_int_set (&self->cut, cut);
  wake (self);
}

SlowLinkTraffic
slow_link_take_traffic (SlowLink *self)
{
  SlowLinkTraffic traffic;

  g_mutex_lock (&self->mutex);
  traffic = self->traffic;
  self->traffic = (SlowLinkTraffic) { 0 };
  g_mutex_unlock (&self->mutex);
  return traffic;
}
