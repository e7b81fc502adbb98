/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A thousand clients by long polls, in rooms of ten, at a weftd which has one core: how long a message takes
 * to them, and how much of the core goes, to all and to the main thread, which serves the polls. Beside it
 * the same messages when nobody polls.
 *
 *     bench-polls WEFTD [POLLERS [MESSAGES-A-SECOND]] */

#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <locale.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/weft-id.h"
#include "measured.h"
#include "peer.h"
#include "proto/weft-frame.h"
#include "server.h"
#include "swarm-weft.h"
#include "swarm.h"

#define N_POLLERS 1000
#define RATE 1000 /* messages a second */
#define TIME 5    /* s */
#define IN_ROOM 10
#define HALF_A_SECOND 500000 /* µs */

typedef struct
{
  int fd;
  char *head; /* of its requests, behind the first line */
  GByteArray *in;
  gint64 seen;
  SwarmMember marks;
} Poller;

typedef struct
{
  SwarmWeft *weft;
  Swarm *sayers;
  guint16 port;
  GPid pid;
  int epoll;
  GPtrArray *pollers;
  GArray *latencies;
  guint64 n_answers;
  guint n_rooms;
} Bench;

/** Shares: of a core. */
typedef struct
{
  double all;
  double main_thread;
  double messages; /* a second, as they were said */
} Shares;

/* One poller */

static void
send_all (Poller *self, const char *text, gsize length)
{
  while (length > 0)
    {
      gssize n = send (self->fd, text, length, MSG_NOSIGNAL);

      if (n < 0 && errno != EAGAIN && errno != EINTR)
        g_error ("A poller was let go: %s", g_strerror (errno));
      text += MAX (n, 0);
      length -= (gsize) MAX (n, 0);
    }
}

static void
ask (Poller *self)
{
  g_autofree char *request = g_strdup_printf ("GET /v1/poll?after=%" G_GINT64_FORMAT " HTTP/1.1\r\n%s\r\n",
                                              self->seen, self->head);

  send_all (self, request, strlen (request));
}

/* Returns: the length of the answer that has come whole, its body at @body; 0 if it has not. */
static gsize
find_answer (Poller *self, const char **body)
{
  const char *text = (const char *) self->in->data;
  const char *end = self->in->len > 0 ? memmem (text, self->in->len, "\r\n\r\n", 4) : NULL;
  const char *length = end != NULL ? memmem (text, self->in->len, "Content-Length: ", 16) : NULL;
  gsize size;

  if (end == NULL)
    return 0;
  if (memcmp (text, "HTTP/1.1 200", 12) != 0 || length == NULL || length > end)
    g_error ("A poll was refused: %.*s", (int) self->in->len, text);
  size = (gsize) (end + 4 - text) + (gsize) g_ascii_strtoull (length + 16, NULL, 10);
  *body = end + 4;

  return self->in->len >= size ? size : 0;
}

static gboolean
read_some (Poller *self)
{
  guint8 bytes[65536];
  gssize n = recv (self->fd, bytes, sizeof bytes, 0);

  if (n == 0 || (n < 0 && errno != EAGAIN))
    g_error ("A poller was let go");
  if (n > 0)
    g_byte_array_append (self->in, bytes, (guint) n);

  return n > 0;
}

static void
wait_for_answer (Poller *self)
{
  const char *body;
  gsize size;

  while ((size = find_answer (self, &body)) == 0)
    read_some (self);
  g_byte_array_remove_range (self->in, 0, (guint) size);
}

static void
take (Bench *bench, Poller *self)
{
  const char *body;
  gsize size;

  if (!read_some (self) || (size = find_answer (self, &body)) == 0)
    return;

  bench->n_answers++;
  for (const char *p = body, *end = (const char *) self->in->data + size;
       (p = memmem (p, (gsize) (end - p), "data: ", 6)) != NULL; p += 6)
    self->seen += p == body || p[-1] == '\n';
  swarm_find_marks (&self->marks, body, (gsize) ((const char *) self->in->data + size - body),
                    bench->latencies);
  g_byte_array_remove_range (self->in, 0, (guint) size);
  ask (self);
}

static void
add_poller (Bench *bench, guint i)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons (bench->port),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  guint room = i / IN_ROOM;
  g_autofree char *client = weft_id_random ();
  g_autofree char *name = weft_secret_new (24);
  g_autoptr (GString) frames = g_string_new (NULL);
  g_autofree char *request = NULL;
  Poller *self = g_new0 (Poller, 1);
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = self };

  self->in = g_byte_array_new ();
  self->head = g_strdup_printf ("Host: b\r\nAuthorization: Bearer %s\r\nWeft-Channel: %s\r\n",
                                swarm_weft_get_token (bench->weft, room, i % IN_ROOM), name);
  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setsockopt (self->fd, IPPROTO_TCP, TCP_NODELAY, &(int) { 1 }, sizeof (int));
  if (connect (self->fd, (struct sockaddr *) &address, sizeof address) != 0)
    g_error ("connect: %s", g_strerror (errno));
  ask (self);
  wait_for_answer (self);

  weft_frame_write_hello (frames, client, "bench", 0, FALSE, NULL);
  g_string_append_printf (frames, "\n{\"type\":\"subscribe\",\"mine\":false,\"positions\":[[\"%s\",null]]}\n",
                          swarm_weft_get_room (bench->weft, room));
  request = g_strdup_printf ("POST /v1/frames?first=1 HTTP/1.1\r\n%sContent-Length: %zu\r\n\r\n%s",
                             self->head, frames->len, frames->str);
  send_all (self, request, strlen (request));
  wait_for_answer (self);

  ask (self);
  epoll_ctl (bench->epoll, EPOLL_CTL_ADD, self->fd, &event);
  g_ptr_array_add (bench->pollers, self);
}

static void
poller_free (Poller *self)
{
  close (self->fd);
  g_free (self->head);
  g_byte_array_unref (self->in);
  g_free (self);
}

/* All of them */

static void
turn (Bench *self, int timeout)
{
  struct epoll_event events[256];
  int n = epoll_wait (self->epoll, events, G_N_ELEMENTS (events), timeout);

  for (int i = 0; i < n; i++)
    take (self, events[i].data.ptr);
  swarm_turn (self->sayers, 0);
}

static void
wait_for (Bench *self, double seconds)
{
  gint64 until = g_get_monotonic_time () + (gint64) (seconds * 1e6);

  while (g_get_monotonic_time () < until)
    turn (self, 10);
}

/* µs. The thread that a process begins with has its number. */
static gint64
get_main_time (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/stat", (int) pid, (int) pid);
  g_autofree char *text = NULL;
  unsigned long user = 0, system = 0;
  const char *rest;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (rest = strrchr (text, ')')) == NULL
      || sscanf (rest + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
    return 0;
  return (gint64) (user + system) * G_USEC_PER_SEC / sysconf (_SC_CLK_TCK);
}

static Shares
say (Bench *self, guint rate)
{
  gint64 time = measured_get_time (self->pid);
  gint64 main_time = get_main_time (self->pid);
  gint64 began = g_get_monotonic_time ();
  Shares shares;
  double seconds;
  guint said = 0;

  for (gint64 now = began; now - began < TIME * G_USEC_PER_SEC; now = g_get_monotonic_time ())
    {
      for (; said < (guint) ((now - began) * rate / G_USEC_PER_SEC); said++)
        {
          g_autofree char *mark = swarm_mark ();
          g_autofree char *text = g_strconcat (mark, " ", PEER_TEXT, NULL);

          swarm_weft_say (self->weft, swarm_get (self->sayers, said * 7 % self->n_rooms), FALSE, text);
        }
      turn (self, 1);
    }
  seconds = (double) (g_get_monotonic_time () - began) / 1e6;
  shares.all = (double) (measured_get_time (self->pid) - time) / 1e6 / seconds;
  shares.main_thread = (double) (get_main_time (self->pid) - main_time) / 1e6 / seconds;
  shares.messages = said / seconds;
  wait_for (self, 1);

  return shares;
}

int
main (int argc, char *argv[])
{
  Bench bench = { .epoll = epoll_create1 (EPOLL_CLOEXEC) };
  g_autoptr (GArray) latencies = g_array_new (FALSE, FALSE, sizeof (double));
  guint n = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : N_POLLERS;
  guint rate = argc > 3 ? (guint) g_ascii_strtoull (argv[3], NULL, 10) : RATE;
  Server *server;
  SwarmProtocol protocol;
  Shares without;
  Shares with;
  double load = measured_get_load ();

  setlocale (LC_ALL, "");
  if (argc < 2)
    {
      g_printerr ("Usage: %s WEFTD [POLLERS [MESSAGES-A-SECOND]]\n", argv[0]);
      return 2;
    }
  measured_keep_off ();
  server = server_start_measured (argv[1], NULL, NULL);
  bench.pid = server_get_pid (server);
  bench.port = server_get_port (server);
  bench.n_rooms = n / IN_ROOM;
  bench.pollers = g_ptr_array_new_with_free_func ((GDestroyNotify) poller_free);
  bench.weft = swarm_weft_new (server_get_socket (server));
  protocol = swarm_weft_get_protocol (bench.weft);
  bench.sayers = swarm_new (bench.port, FALSE, &protocol);
  swarm_weft_set_swarm (bench.weft, bench.sayers);
  swarm_open (bench.sayers, bench.n_rooms, 50);

  without = say (&bench, rate);
  for (guint i = 0; i < bench.n_rooms * IN_ROOM; i++)
    add_poller (&bench, i);
  wait_for (&bench, (double) HALF_A_SECOND / 1e6);
  bench.latencies = latencies;
  bench.n_answers = 0;
  with = say (&bench, rate);

  g_print (
      "{\"pollers\": %u, \"load_before\": %.2f, \"messages_per_s\": %.0f, \"deliveries\": %u, \"of\": %.0f, "
      "\"answers\": %" G_GUINT64_FORMAT ", \"p50_ms\": %.2f, \"p95_ms\": %.2f, \"of_a_core\": %.3f, "
      "\"of_a_core_main_thread\": %.3f, \"nobody_polls\": {\"of_a_core\": %.3f, \"of_a_core_main_thread\": "
      "%.3f}, "
      "\"figures\": []}\n",
      bench.n_rooms * IN_ROOM, load, with.messages, latencies->len, with.messages * TIME * IN_ROOM,
      bench.n_answers, peer_get_quantile (latencies, 0.5), peer_get_quantile (latencies, 0.95), with.all,
      with.main_thread, without.all, without.main_thread);
  swarm_free (bench.sayers);
  swarm_weft_free (bench.weft);
  g_ptr_array_unref (bench.pollers);
  server_stop (server);
  close (bench.epoll);
  return 0;
}
