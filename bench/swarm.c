/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include "swarm.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE (180 * G_USEC_PER_SEC)
#define PING_EVERY (8 * G_USEC_PER_SEC)
#define MARK "~t=" /* no @: that would be looked for among the members */
#define MARK_LENGTH (strlen (MARK) + 16)
#define SOURCES 40 /* addresses */

struct _Swarm
{
  SwarmProtocol protocol;
  guint16 port;
  int epoll;
  GPtrArray *members; /* of SwarmMember */
  guint n_pinged;     /* the next to ping */
  gint64 pinged_at;   /* µs: since when that is counted */

  gnutls_certificate_credentials_t credentials; /* NULL: plain */
  gboolean resuming;
  gnutls_datum_t ticket;
  guint n_resumed;
  gboolean returning;
  guint n_returned;
};

static void
watch (Swarm *self, SwarmMember *member, int operation, guint32 events)
{
  struct epoll_event event = { .events = events, .data.ptr = member };

  if (epoll_ctl (self->epoll, operation, member->fd, &event) != 0)
    g_error ("epoll: %s", g_strerror (errno));
}

static void
drop (SwarmMember *member)
{
  const struct linger now = { .l_onoff = 1, .l_linger = 0 };

  if (member->tls != NULL)
    gnutls_deinit (member->tls);
  member->tls = NULL;
  if (member->fd >= 0)
    {
      /* Without a goodbye, and no port is left waiting. */
      setsockopt (member->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
      close (member->fd);
    }
  member->fd = -1;
  member->asked = member->open = member->ready = FALSE;
  g_clear_pointer (&member->rest, g_free);
  member->n_rest = 0;
}

static void
member_free (gpointer data)
{
  drop (data);
  g_free (data);
}

/* Bytes */

static void
write_all (SwarmMember *member, gconstpointer data, gsize length)
{
  const char *bytes = data;

  while (length > 0)
    {
      gssize n = member->tls != NULL ? gnutls_record_send (member->tls, bytes, length)
                                     : send (member->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);

      if (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED || (n == -1 && errno == EAGAIN))
        {
          g_usleep (50);
          continue;
        }
      if (n <= 0)
        g_error ("The server is gone: %s",
                 member->tls != NULL ? gnutls_strerror ((int) n) : g_strerror (errno));
      bytes += n;
      length -= (gsize) n;
    }
}

static gssize
read_some (Swarm *self, SwarmMember *member, guint8 *data, gsize length)
{
  gssize n = member->tls != NULL ? gnutls_record_recv (member->tls, data, length)
                                 : recv (member->fd, data, length, MSG_DONTWAIT);

  if (member->tls != NULL && (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED))
    return -1;
  member->ended = n <= 0 && (member->tls != NULL || n == 0 || errno != EAGAIN);
  if (member->ended && !self->returning)
    g_error ("The server closed connection %u: %s", member->index,
             n == 0                ? "end"
             : member->tls != NULL ? gnutls_strerror ((int) n)
                                   : g_strerror (errno));
  return n;
}

static void
send_frame (SwarmMember *member, guint8 opcode, const char *text, gsize length)
{
  g_autofree guint8 *frame = g_malloc (length + 8);
  gsize header = length < 126 ? 2 : 4;

  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (length < 126 ? (guint8) length : 126);
  if (header == 4)
    {
      frame[2] = (guint8) (length >> 8);
      frame[3] = (guint8) length;
    }
  memset (frame + header, 0, 4);
  memcpy (frame + header + 4, text, length);
  write_all (member, frame, header + 4 + length);
}

/* Connecting */

static void
say_hello (Swarm *self, SwarmMember *member)
{
  g_autofree char *path = self->protocol.request (member, self->protocol.user_data);
  g_autofree char *request
      = g_strdup_printf ("GET %sHost: b\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                         path);

  write_all (member, request, strlen (request));
  member->asked = TRUE;
  watch (self, member, EPOLL_CTL_MOD, EPOLLIN);
}

/* FALSE while the handshake goes on. */
static gboolean
shake_hands (Swarm *self, SwarmMember *member)
{
  int status = gnutls_handshake (member->tls);

  if (status == GNUTLS_E_AGAIN || status == GNUTLS_E_INTERRUPTED)
    {
      watch (self, member, EPOLL_CTL_MOD,
             gnutls_record_get_direction (member->tls) == 1 ? EPOLLOUT : EPOLLIN);
      return FALSE;
    }
  if (status != GNUTLS_E_SUCCESS)
    g_error ("No TLS: %s", gnutls_strerror (status));
  self->n_resumed += gnutls_session_is_resumed (member->tls) != 0;
  return TRUE;
}

static void
start_tls (Swarm *self, SwarmMember *member)
{
  gnutls_session_t session;

  if (gnutls_init (&session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) != GNUTLS_E_SUCCESS)
    g_error ("Cannot speak TLS");
  gnutls_set_default_priority (session);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, self->credentials);
  gnutls_server_name_set (session, GNUTLS_NAME_DNS, "localhost", strlen ("localhost"));
  gnutls_transport_set_int (session, member->fd);
  gnutls_handshake_set_timeout (session, 0);
  if (self->resuming && self->ticket.data != NULL)
    gnutls_session_set_data (session, self->ticket.data, self->ticket.size);
  member->tls = session;
}

static void
begin (Swarm *self, SwarmMember *member)
{
  struct sockaddr_in source
      = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (0x7f000002 + member->index % SOURCES) };
  struct sockaddr_in target
      = { .sin_family = AF_INET, .sin_port = htons (self->port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  struct epoll_event event = { .events = EPOLLOUT, .data.ptr = member };
  const int yes = 1;

  member->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (member->fd < 0)
    g_error ("socket %u: %s (descriptors: ulimit -n)", member->index, g_strerror (errno));
  setsockopt (member->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
  setsockopt (member->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (bind (member->fd, (struct sockaddr *) &source, sizeof source) != 0
      || (connect (member->fd, (struct sockaddr *) &target, sizeof target) != 0 && errno != EINPROGRESS))
    g_error ("connect %u: %s", member->index, g_strerror (errno));
  if (self->credentials != NULL)
    start_tls (self, member);
  epoll_ctl (self->epoll, EPOLL_CTL_ADD, member->fd, &event);
}

static void
come_back (Swarm *self, SwarmMember *member)
{
  drop (member);
  member->ended = FALSE;
  self->n_returned++;
  begin (self, member);
}

/* What comes */

static guint
count_ready (Swarm *self)
{
  guint n = 0;

  for (guint i = 0; i < self->members->len; i++)
    n += swarm_get (self, i)->ready;
  return n;
}

/* Returns: how many bytes were used. */
static gsize
take_answer (Swarm *self, SwarmMember *member, const guint8 *data, gsize length)
{
  const guint8 *end = memmem (data, length, "\r\n\r\n", 4);

  if (end == NULL)
    return 0;
  if (length < 12 || memcmp (data + 9, "101", 3) != 0)
    g_error ("No WebSocket: %.*s", (int) length, data);
  member->open = TRUE;
  self->protocol.opened (member, self->protocol.user_data);
  return (gsize) (end - data) + 4;
}

static gsize
take_frame (Swarm *self, SwarmMember *member, const guint8 *data, gsize available)
{
  gsize header = 2;
  gsize length;

  if (available < 2)
    return 0;
  length = data[1] & 0x7f;
  if (length == 126)
    {
      header = 4;
      if (available < header)
        return 0;
      length = (gsize) data[2] << 8 | data[3];
    }
  else if (length == 127)
    g_error ("A frame of more than 65,535 bytes");
  if (available < header + length)
    return 0;
  if (data[0] == 0x81)
    self->protocol.frame (member, (const char *) data + header, length, self->protocol.user_data);
  else if ((data[0] & 0xf) == 8 && self->returning)
    member->ended = TRUE;
  else if ((data[0] & 0xf) == 8)
    g_error ("The server closed %u with %u: %.*s; %u of %u are ready", member->index,
             (guint) (data[2] << 8 | data[3]), (int) MIN (length - 2, 100), (const char *) data + header + 2,
             count_ready (self), self->members->len);
  else if ((data[0] & 0xf) == 9)
    send_frame (member, 10, (const char *) data + header, length);
  return header + length;
}

static void
take (Swarm *self, SwarmMember *member)
{
  static guint8 chunk[1 << 18];
  gsize length = member->n_rest;
  gsize used = 0;
  gssize n;

  if (length > 0)
    memcpy (chunk, member->rest, length);
  n = read_some (self, member, chunk + length, sizeof chunk - length);
  if (member->ended)
    {
      come_back (self, member);
      return;
    }
  if (n < 0)
    return;
  length += (gsize) n;
  for (gsize step = 1; step > 0; used += step)
    step = member->open ? take_frame (self, member, chunk + used, length - used)
                        : take_answer (self, member, chunk + used, length - used);
  g_clear_pointer (&member->rest, g_free);
  member->n_rest = (guint) (length - used);
  if (member->n_rest > 0)
    member->rest = g_memdup2 (chunk + used, member->n_rest);
  if (member->ended)
    come_back (self, member);
}

static void
keep_ticket (Swarm *self, SwarmMember *member)
{
  if (self->ticket.data == NULL
      && (gnutls_session_get_flags (member->tls) & GNUTLS_SFLAGS_SESSION_TICKET) != 0)
    gnutls_session_get_data2 (member->tls, &self->ticket);
}

static void
handle (Swarm *self, SwarmMember *member, guint32 events)
{
  if (member->fd < 0)
    return;
  if (!member->open && (events & EPOLLERR) != 0)
    g_error ("Connection %u was refused", member->index);
  if (!member->asked)
    {
      if (member->tls == NULL || shake_hands (self, member))
        say_hello (self, member);
      return;
    }
  take (self, member);
  while (member->tls != NULL && member->asked && gnutls_record_check_pending (member->tls) > 0)
    take (self, member);
  if (member->tls != NULL && member->open)
    keep_ticket (self, member);
}

static void
ping_some (Swarm *self)
{
  gint64 now = g_get_monotonic_time ();
  guint n = self->members->len;
  guint due = (guint) ((now - self->pinged_at) * n / PING_EVERY);

  if (due == 0)
    return;
  self->pinged_at += due * PING_EVERY / n;
  for (guint i = 0; i < MIN (due, n); i++)
    {
      SwarmMember *member = g_ptr_array_index (self->members, self->n_pinged++ % n);

      if (!member->ready)
        continue;
      if (self->protocol.ping != NULL)
        send_frame (member, 1, self->protocol.ping, strlen (self->protocol.ping));
      else
        send_frame (member, 9, "", 0);
    }
}

/* Public API */

Swarm *
swarm_new (guint16 port, gboolean tls, const SwarmProtocol *protocol)
{
  Swarm *self = g_new0 (Swarm, 1);
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0)
    {
      limit.rlim_cur = limit.rlim_max;
      setrlimit (RLIMIT_NOFILE, &limit);
    }
  self->protocol = *protocol;
  self->port = port;
  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  self->members = g_ptr_array_new_with_free_func (member_free);
  self->pinged_at = g_get_monotonic_time ();
  if (tls)
    gnutls_certificate_allocate_credentials (&self->credentials);

  return self;
}

void
swarm_free (Swarm *self)
{
  g_ptr_array_unref (self->members);
  if (self->credentials != NULL)
    gnutls_certificate_free_credentials (self->credentials);
  gnutls_free (self->ticket.data);
  close (self->epoll);
  g_free (self);
}

void
swarm_set_resuming (Swarm *self, gboolean resuming)
{
  self->resuming = resuming;
}

guint
swarm_get_n_resumed (Swarm *self)
{
  return self->n_resumed;
}

void
swarm_set_returning (Swarm *self, gboolean returning)
{
  self->returning = returning;
}

guint
swarm_get_n_returned (Swarm *self)
{
  return self->n_returned;
}

double
swarm_open (Swarm *self, guint n, guint window)
{
  gint64 began = g_get_monotonic_time ();
  guint begun = 0;
  guint first = 0; /* all before are ready */

  while (first < n)
    {
      guint n_way = 0;

      for (guint i = first; i < begun; i++)
        n_way += !swarm_get (self, i)->ready;
      for (; begun < n && n_way < window; begun++, n_way++)
        {
          if (begun == self->members->len)
            {
              SwarmMember *member = g_new0 (SwarmMember, 1);

              member->index = begun;
              member->fd = -1;
              g_ptr_array_add (self->members, member);
            }
          begin (self, swarm_get (self, begun));
        }
      swarm_turn (self, 100);
      while (first < begun && swarm_get (self, first)->ready)
        first++;
      if (g_get_monotonic_time () - began > PATIENCE)
        g_error ("Only %u of %u connections became ready", first, n);
    }

  return (double) (g_get_monotonic_time () - began) / 1e6;
}

void
swarm_cut (Swarm *self)
{
  for (guint i = 0; i < self->members->len; i++)
    drop (g_ptr_array_index (self->members, i));
}

SwarmMember *
swarm_get (Swarm *self, guint index)
{
  return g_ptr_array_index (self->members, index);
}

guint
swarm_get_n (Swarm *self)
{
  return self->members->len;
}

void
swarm_turn (Swarm *self, int timeout)
{
  struct epoll_event events[256];
  int n = epoll_wait (self->epoll, events, G_N_ELEMENTS (events), timeout);

  for (int i = 0; i < n; i++)
    handle (self, events[i].data.ptr, events[i].events);
  ping_some (self);
}

void
swarm_send (Swarm *self, SwarmMember *member, const char *text, gsize length)
{
  send_frame (member, 1, text, length);
}

char *
swarm_mark (void)
{
  return g_strdup_printf (MARK "%016" G_GINT64_MODIFIER "x", (guint64) g_get_monotonic_time ());
}

guint
swarm_find_marks (SwarmMember *member, const char *text, gsize length, GArray *latencies)
{
  const char *end = text + length;
  guint n = 0;

  while ((text = memmem (text, (gsize) (end - text), MARK, strlen (MARK))) != NULL
         && (gsize) (end - text) >= MARK_LENGTH)
    {
      n++;
      member->heard_at = g_get_monotonic_time ();
      if (latencies != NULL)
        {
          char digits[17] = { 0 };
          double ms;

          memcpy (digits, text + strlen (MARK), 16);
          ms = (double) (member->heard_at - (gint64) g_ascii_strtoull (digits, NULL, 16)) / 1000;
          g_array_append_val (latencies, ms);
        }
      text += MARK_LENGTH;
    }
  member->n_marks += n;
  return n;
}
