/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include "peer.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/weft-id.h"
#include "proto/weft-frame.h"

#define MATCH "\"name\":\"thread.message-sent\""

static void
peer_free (gpointer data)
{
  Peer *peer = data;

  close (peer->fd);
  g_byte_array_unref (peer->in);
  g_free (peer->room);
  g_free (peer);
}

static void
write_all (int fd, gconstpointer data, gsize length)
{
  const char *bytes = data;

  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno == EAGAIN)
        {
          g_usleep (50);
          continue;
        }
      if (n <= 0)
        g_error ("The server is gone: %s", g_strerror (errno));
      bytes += n;
      length -= (gsize) n;
    }
}

static int
connect_to (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  while (connect (fd, (const struct sockaddr *) (const void *) &address, sizeof address) != 0)
    if (errno != EAGAIN && errno != EINTR)
      g_error ("%s: %s", path, g_strerror (errno));

  return fd;
}

static char *
read_answer (int fd)
{
  GString *answer = g_string_new (NULL);
  char chunk[4096];
  gssize n;

  while ((n = read (fd, chunk, sizeof chunk)) > 0)
    g_string_append_len (answer, chunk, n);
  close (fd);

  return g_string_free (answer, FALSE);
}

char *
peer_get (const char *socket_path, const char *path)
{
  g_autofree char *text = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n", path);
  int fd = connect_to (socket_path);

  write_all (fd, text, strlen (text));
  return read_answer (fd);
}

int
peer_begin_post (const char *socket_path, const char *path, const char *body)
{
  int fd = connect_to (socket_path);
  g_autofree char *text
      = g_strdup_printf ("POST %s HTTP/1.1\r\nHost: b\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n%s",
                         path, strlen (body), body);

  write_all (fd, text, strlen (text));
  return fd;
}

char *
peer_end_post (int fd)
{
  return read_answer (fd);
}

char *
peer_post (const char *socket_path, const char *path, const char *body)
{
  return peer_end_post (peer_begin_post (socket_path, path, body));
}

static void
send_text (Peer *peer, const GString *text)
{
  guint8 header[8] = { 0x81, 0x80 | 126, (guint8) (text->len >> 8), (guint8) text->len };
  g_autoptr (GByteArray) frame = g_byte_array_sized_new ((guint) text->len + 8);

  if (text->len < 126)
    {
      header[1] = 0x80 | (guint8) text->len;
      memset (header + 2, 0, 4);
    }
  g_byte_array_append (frame, header, text->len < 126 ? 6 : 8);
  g_byte_array_append (frame, (const guint8 *) text->str, (guint) text->len);
  write_all (peer->fd, frame->data, frame->len);
}

void
peer_operate (Peer *peer, const char *op, const char *args)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *id = weft_id_random ();

  weft_frame_write_operation (text, ++peer->n, id, peer->room, op, args);
  peer->sent_at = g_get_monotonic_time ();
  send_text (peer, text);
}

void
peer_say (Peer *peer)
{
  g_autofree char *id = weft_id_random ();
  g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"" PEER_TEXT "\"}", id);

  peer_operate (peer, "thread.send", args);
}

static guint
count (const char *data, gsize length, const char *needle)
{
  guint n = 0;
  gsize size = strlen (needle);
  const char *end = data + length;

  while ((data = memmem (data, (gsize) (end - data), needle, size)) != NULL)
    {
      n++;
      data += size;
    }

  return n;
}

static void
read_frame (Peer *peer, const char *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftFrame) frame = weft_frame_parse (data, length, &error);

  if (frame == NULL)
    g_error ("A frame cannot be read: %s", error->message);
  if (frame->type == WEFT_FRAME_SENT)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      weft_frame_write_received (text, frame->bytes);
      send_text (peer, text);
    }
  if (frame->type != WEFT_FRAME_SNAPSHOT && frame->type != WEFT_FRAME_EVENTS)
    return;
  peer->position = frame->position;
  peer->whole = peer->whole || (frame->type == WEFT_FRAME_SNAPSHOT && frame->last);
}

static void
take_frame (Crowd *self, Peer *peer, const char *data, gsize length)
{
  gsize start = MIN (length, 40);

  if (peer->reads)
    read_frame (peer, data, length);

  if (memmem (data, start, "\"result\"", 8) != NULL)
    {
      peer->n_results++;
      if (self->latencies != NULL)
        {
          double ms = (double) (g_get_monotonic_time () - peer->sent_at) / 1000;

          g_array_append_val (self->latencies, ms);
        }
      if (peer->window > 0)
        peer_say (peer);
    }
  else if (memmem (data, start, "\"events\"", 8) != NULL)
    {
      peer->n_events += count (data, length, MATCH);
      peer->heard_at = g_get_monotonic_time ();
    }
  else if (memmem (data, start, "\"snapshot\"", 10) != NULL)
    peer->ready = TRUE;
  else if (memmem (data, start, "\"heartbeat\"", 11) != NULL)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      weft_frame_write_ping (text);
      send_text (peer, text);
    }
}

static void
take_bytes (Crowd *self, Peer *peer)
{
  guint used = 0;

  while (peer->in->len - used >= 2)
    {
      const guint8 *frame = peer->in->data + used;
      gsize header = 2;
      gsize length = frame[1];

      if (length == 126)
        {
          header = 4;
          if (peer->in->len - used < header)
            break;
          length = (gsize) frame[2] << 8 | frame[3];
        }
      if (peer->in->len - used < header + length)
        break;
      if (frame[0] != 0x81)
        g_error ("The server closed with %u", (guint) (frame[2] << 8 | frame[3]));
      take_frame (self, peer, (const char *) frame + header, length);
      used += (guint) (header + length);
    }
  if (used == peer->in->len)
    g_byte_array_set_size (peer->in, 0);
  else if (used > 0)
    g_byte_array_remove_range (peer->in, 0, used);
}

void
crowd_turn (Crowd *self, int timeout)
{
  static guint8 chunk[1 << 18];
  struct epoll_event events[256];
  int n = epoll_wait (self->epoll, events, G_N_ELEMENTS (events), timeout);

  for (int i = 0; i < n; i++)
    {
      Peer *peer = events[i].data.ptr;
      gssize got = read (peer->fd, chunk, sizeof chunk);

      if (got < 0 && errno == EAGAIN)
        continue;
      if (got <= 0)
        g_error ("The server closed a connection");
      peer->n_bytes += (guint64) got;
      g_byte_array_append (peer->in, chunk, (guint) got);
      take_bytes (self, peer);
    }
}

Peer *
crowd_add (Crowd *self, guint node, const char *room)
{
  Peer *peer = g_new0 (Peer, 1);
  g_autofree char *request
      = g_strdup_printf ("GET /v1/sync HTTP/1.1\r\nHost: b\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                         "Sec-WebSocket-Protocol: weft.v1\r\nAuthorization: Bearer %s\r\n\r\n",
                         self->token);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *client = weft_id_random ();
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = peer };
  char byte;

  peer->fd = connect_to (self->sockets[node]);
  peer->in = g_byte_array_new ();
  peer->room = g_strdup (room);
  write_all (peer->fd, request, strlen (request));
  for (guint32 last = 0; last != 0x0d0a0d0a;)
    {
      if (read (peer->fd, &byte, 1) != 1)
        g_error ("No handshake");
      last = last << 8 | (guint8) byte;
    }
  weft_frame_write_hello (text, client, "bench", 0, FALSE, NULL);
  send_text (peer, text);
  g_unix_set_fd_nonblocking (peer->fd, TRUE, NULL);
  epoll_ctl (self->epoll, EPOLL_CTL_ADD, peer->fd, &event);
  g_ptr_array_add (self->peers, peer);

  return peer;
}

void
peer_subscribe (Peer *peer)
{
  const WeftFramePosition position = { .stream = peer->room, .fresh = TRUE };
  g_autoptr (GString) text = g_string_new (NULL);

  weft_frame_write_subscribe (text, FALSE, &position, 1);
  send_text (peer, text);
}

void
peer_resume (Peer *peer, const WeftPosition *old)
{
  const WeftFramePosition position = { .stream = peer->room, .position = *old };
  g_autoptr (GString) text = g_string_new (NULL);

  weft_frame_write_subscribe (text, FALSE, &position, 1);
  send_text (peer, text);
}

char *
crowd_make_room (Crowd *self)
{
  g_autofree char *id = weft_id_random ();
  g_autofree char *room = g_strconcat ("room/", id, NULL);
  Peer *peer = crowd_add (self, 0, room);

  peer_operate (peer, "chat.create-room", "{\"kind\":\"room\",\"name\":\"r\",\"topic\":\"\",\"members\":[]}");
  while (peer->n_results == 0)
    crowd_turn (self, 1000);
  g_ptr_array_remove (self->peers, peer);

  return g_steal_pointer (&room);
}

/* The crowd */

void
crowd_init (Crowd *self)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0)
    {
      limit.rlim_cur = limit.rlim_max;
      setrlimit (RLIMIT_NOFILE, &limit);
    }
  *self = (Crowd) { .epoll = epoll_create1 (EPOLL_CLOEXEC),
                    .peers = g_ptr_array_new_with_free_func (peer_free) };
}

void
crowd_clear (Crowd *self)
{
  g_ptr_array_unref (self->peers);
  g_free (self->token);
  close (self->epoll);
}

char *
peer_find_member (const char *text, const char *name)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\":\"", name);
  const char *start = strstr (text, quoted);

  if (start == NULL)
    g_error ("No %s in %s", name, text);
  start += strlen (quoted);
  return g_strndup (start, strcspn (start, "\""));
}

void
crowd_found (Crowd *self)
{
  g_autofree char *tokens
      = peer_post (self->sockets[0], "/v1/found", "{\"workspace\":\"W\",\"name\":\"A\",\"login\":\"a\"}");

  g_free (self->token);
  self->token = peer_find_member (tokens, "access");
}

double
crowd_run_operations (Crowd *self, guint n_nodes, guint n_writers, guint window, double seconds)
{
  gint64 start;
  guint64 before = 0;
  guint64 after = 0;

  for (guint i = 0; i < n_writers; i++)
    {
      g_autofree char *room = crowd_make_room (self);

      crowd_add (self, i % n_nodes, room);
    }
  for (guint i = 0; i < self->peers->len; i++)
    {
      Peer *peer = g_ptr_array_index (self->peers, i);

      peer->window = window;
      for (guint j = 0; j < window; j++)
        peer_say (peer);
    }
  start = g_get_monotonic_time ();
  while (g_get_monotonic_time () - start < 300000)
    crowd_turn (self, 10);
  for (guint i = 0; i < self->peers->len; i++)
    before += ((Peer *) g_ptr_array_index (self->peers, i))->n_results;
  if (self->latencies != NULL)
    g_array_set_size (self->latencies, 0);
  start = g_get_monotonic_time ();
  while (g_get_monotonic_time () - start < seconds * 1e6)
    crowd_turn (self, 10);
  seconds = (double) (g_get_monotonic_time () - start) / 1e6;
  for (guint i = 0; i < self->peers->len; i++)
    after += ((Peer *) g_ptr_array_index (self->peers, i))->n_results;
  g_ptr_array_set_size (self->peers, 0);

  return (double) (after - before) / seconds;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

double
peer_get_quantile (GArray *sample, double quantile)
{
  g_array_sort (sample, compare);

  return sample->len > 0
             ? g_array_index (sample, double, MIN ((guint) (quantile * sample->len), sample->len - 1))
             : 0;
}
