/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a real weftd does in a second: operations from a client's socket to the answer after a durable commit,
 * and deliveries to subscribers in small rooms and in one large room; and the operations once more with the
 * workspace in PostgreSQL. Beside it, as reference: each database alone with rows of the same size, ten to a
 * commit, and bare sockets with an epoll loop. Client and server share the machine.
 *
 *     bench-serve WEFTD [SECONDS] */

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/weft-id.h"
#include "base/weft-json.h"
#include "proto/weft-frame.h"
#include "server.h"
#include "store/weft-sqlite.h"
#ifdef WITH_CLUSTER
#include "store/weft-postgres.h"
#include "test-cluster.h"
#endif

#define TEXT "The figures of the week are in: 41 closed, 12 new, and the long one from March is finally done."
#define N_WRITERS 8
#define WINDOW 64
#define MATCH "\"name\":\"thread.message-sent\""

typedef struct
{
  int fd;
  GByteArray *in;
  char *room;
  gint64 n;
  guint window;   /* operations it keeps under way; 0: only listens */
  gint64 sent_at; /* µs, of the last operation */
  guint64 n_results;
  guint64 n_events;
  gboolean ready; /* its snapshot has come */
} Peer;

typedef struct
{
  const char *socket;
  char *token;
  int epoll;
  GPtrArray *peers;
  GArray *latencies; /* of double, ms */
} Bench;

/* A small client, blocking until it is subscribed */

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
post (const char *socket_path, const char *path, const char *body)
{
  g_autofree char *request
      = g_strdup_printf ("POST %s HTTP/1.1\r\nHost: b\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n%s",
                         path, strlen (body), body);
  GString *answer = g_string_new (NULL);
  int fd = connect_to (socket_path);
  char chunk[4096];
  gssize n;

  write_all (fd, request, strlen (request));
  while ((n = read (fd, chunk, sizeof chunk)) > 0)
    g_string_append_len (answer, chunk, n);
  close (fd);

  return g_string_free (answer, FALSE);
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

static void
operate (Peer *peer, const char *op, const char *args)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *id = weft_id_random ();

  weft_frame_write_operation (text, ++peer->n, id, peer->room, op, args);
  peer->sent_at = g_get_monotonic_time ();
  send_text (peer, text);
}

static void
say_something (Peer *peer)
{
  g_autofree char *id = weft_id_random ();
  g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"" TEXT "\"}", id);

  operate (peer, "thread.send", args);
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
take_frame (Bench *bench, Peer *peer, const char *data, gsize length)
{
  gsize start = MIN (length, 40);

  if (memmem (data, start, "\"result\"", 8) != NULL)
    {
      peer->n_results++;
      if (bench->latencies != NULL)
        {
          double ms = (double) (g_get_monotonic_time () - peer->sent_at) / 1000;

          g_array_append_val (bench->latencies, ms);
        }
      if (peer->window > 0)
        say_something (peer);
    }
  else if (memmem (data, start, "\"events\"", 8) != NULL)
    peer->n_events += count (data, length, MATCH);
  else if (memmem (data, start, "\"snapshot\"", 10) != NULL)
    peer->ready = TRUE;
}

static void
take_bytes (Bench *bench, Peer *peer)
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
      take_frame (bench, peer, (const char *) frame + header, length);
      used += (guint) (header + length);
    }
  if (used == peer->in->len)
    g_byte_array_set_size (peer->in, 0);
  else if (used > 0)
    g_byte_array_remove_range (peer->in, 0, used);
}

static void
turn (Bench *bench, int timeout)
{
  static guint8 chunk[1 << 18];
  struct epoll_event events[256];
  int n = epoll_wait (bench->epoll, events, G_N_ELEMENTS (events), timeout);

  for (int i = 0; i < n; i++)
    {
      Peer *peer = events[i].data.ptr;
      gssize got = read (peer->fd, chunk, sizeof chunk);

      if (got < 0 && errno == EAGAIN)
        continue;
      if (got <= 0)
        g_error ("The server closed a connection");
      g_byte_array_append (peer->in, chunk, (guint) got);
      take_bytes (bench, peer);
    }
}

static Peer *
add_peer (Bench *bench, const char *room)
{
  Peer *peer = g_new0 (Peer, 1);
  g_autofree char *request
      = g_strdup_printf ("GET /v1/sync HTTP/1.1\r\nHost: b\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                         "Sec-WebSocket-Protocol: weft.v1\r\nAuthorization: Bearer %s\r\n\r\n",
                         bench->token);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *client = weft_id_random ();
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = peer };
  char byte;

  peer->fd = connect_to (bench->socket);
  peer->in = g_byte_array_new ();
  peer->room = g_strdup (room);
  write_all (peer->fd, request, strlen (request));
  for (guint32 last = 0; last != 0x0d0a0d0a;)
    {
      if (read (peer->fd, &byte, 1) != 1)
        g_error ("No handshake");
      last = last << 8 | (guint8) byte;
    }
  weft_frame_write_hello (text, client, "bench", 0);
  send_text (peer, text);
  g_unix_set_fd_nonblocking (peer->fd, TRUE, NULL);
  epoll_ctl (bench->epoll, EPOLL_CTL_ADD, peer->fd, &event);
  g_ptr_array_add (bench->peers, peer);

  return peer;
}

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
subscribe (Peer *peer)
{
  const WeftFramePosition position = { .stream = peer->room, .fresh = TRUE };
  g_autoptr (GString) text = g_string_new (NULL);

  weft_frame_write_subscribe (text, FALSE, &position, 1);
  send_text (peer, text);
}

static char *
make_room (Bench *bench)
{
  g_autofree char *id = weft_id_random ();
  g_autofree char *room = g_strconcat ("room/", id, NULL);
  Peer *peer = add_peer (bench, room);

  operate (peer, "chat.create-room", "{\"kind\":\"room\",\"name\":\"r\",\"topic\":\"\",\"members\":[]}");
  while (peer->n_results == 0)
    turn (bench, 1000);
  g_ptr_array_remove (bench->peers, peer);

  return g_steal_pointer (&room);
}

/* The figures */

static double
run_operations (Bench *bench, guint n_writers, guint window, double seconds)
{
  gint64 start;
  guint64 before = 0;
  guint64 after = 0;

  for (guint i = 0; i < n_writers; i++)
    {
      g_autofree char *room = make_room (bench);

      add_peer (bench, room);
    }
  for (guint i = 0; i < bench->peers->len; i++)
    {
      Peer *peer = g_ptr_array_index (bench->peers, i);

      peer->window = window;
      for (guint j = 0; j < window; j++)
        say_something (peer);
    }
  start = g_get_monotonic_time ();
  while (g_get_monotonic_time () - start < 300000)
    turn (bench, 10);
  for (guint i = 0; i < bench->peers->len; i++)
    before += ((Peer *) g_ptr_array_index (bench->peers, i))->n_results;
  if (bench->latencies != NULL)
    g_array_set_size (bench->latencies, 0);
  start = g_get_monotonic_time ();
  while (g_get_monotonic_time () - start < seconds * 1e6)
    turn (bench, 10);
  seconds = (double) (g_get_monotonic_time () - start) / 1e6;
  for (guint i = 0; i < bench->peers->len; i++)
    after += ((Peer *) g_ptr_array_index (bench->peers, i))->n_results;
  g_ptr_array_set_size (bench->peers, 0);

  return (double) (after - before) / seconds;
}

static double
run_deliveries (Bench *bench, guint n_rooms, guint per_room, guint window, double seconds, double *connects)
{
  gint64 start = g_get_monotonic_time ();
  guint64 before = 0;
  guint64 after = 0;
  guint n_ready = 0;
  guint n_peers = n_rooms * per_room;
  g_autoptr (GPtrArray) rooms = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n_rooms; i++)
    g_ptr_array_add (rooms, make_room (bench));
  start = g_get_monotonic_time ();
  for (guint i = 0; i < n_peers; i++)
    {
      Peer *peer = add_peer (bench, g_ptr_array_index (rooms, i % n_rooms));

      subscribe (peer);
      turn (bench, 0);
    }
  while (n_ready < n_peers)
    {
      turn (bench, 100);
      n_ready = 0;
      for (guint i = 0; i < n_peers; i++)
        n_ready += ((Peer *) g_ptr_array_index (bench->peers, i))->ready;
    }
  *connects = n_peers / ((double) (g_get_monotonic_time () - start) / 1e6);

  for (guint i = 0; i < MIN (n_rooms, N_WRITERS); i++)
    {
      Peer *writer = add_peer (bench, g_ptr_array_index (rooms, i));

      writer->window = window;
      for (guint j = 0; j < window; j++)
        say_something (writer);
    }
  start = g_get_monotonic_time ();
  while (g_get_monotonic_time () - start < 300000)
    turn (bench, 10);
  for (guint i = 0; i < bench->peers->len; i++)
    before += ((Peer *) g_ptr_array_index (bench->peers, i))->n_events;
  start = g_get_monotonic_time ();
  while (g_get_monotonic_time () - start < seconds * 1e6)
    turn (bench, 10);
  seconds = (double) (g_get_monotonic_time () - start) / 1e6;
  for (guint i = 0; i < bench->peers->len; i++)
    after += ((Peer *) g_ptr_array_index (bench->peers, i))->n_events;
  g_ptr_array_set_size (bench->peers, 0);

  return (double) (after - before) / seconds;
}

/* The references */

/* Rows of the same size, ten to a commit, with nothing around them. */
static double
run_rows (WeftDatabase *database, double seconds)
{
  g_autoptr (GError) error = NULL;
  gint64 start;
  gint64 n = 0;

  weft_database_execute (database,
                         "CREATE TABLE event (seq INTEGER PRIMARY KEY, stored TEXT NOT NULL) STRICT;"
                         "CREATE TABLE message (id TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL) STRICT;"
                         "CREATE TABLE head (stream TEXT NOT NULL PRIMARY KEY, seq INTEGER NOT NULL) STRICT;"
                         "INSERT INTO head VALUES ('room', 0);",
                         &error);
  g_assert_no_error (error);
  start = g_get_monotonic_time ();
  while (g_get_monotonic_time () - start < seconds * 1e6)
    {
      weft_database_begin (database, &error);
      for (guint i = 0; i < 10; i++)
        {
          g_autofree char *id = weft_id_random ();

          n++;
          weft_database_run (database, &error, "INSERT INTO event VALUES (?1, ?2)", "it", n, TEXT TEXT TEXT);
          weft_database_run (database, &error, "INSERT INTO message VALUES (?1, ?2)", "tt", id, TEXT);
          weft_database_run (database, &error, "UPDATE head SET seq = ?1", "i", n);
        }
      weft_database_commit (database, &error);
      g_assert_no_error (error);
    }
  seconds = (double) (g_get_monotonic_time () - start) / 1e6;

  return (double) n / seconds;
}

static double
run_sqlite (double seconds)
{
  g_autofree char *directory = bench_new_directory (NULL);
  g_autofree char *path = g_build_filename (directory, "r.db", NULL);
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_sqlite_open (path, WEFT_SQLITE_WRITE, &error);
  double figure;

  g_assert_no_error (error);
  weft_sqlite_set_durable (WEFT_SQLITE (database), TRUE, NULL);
  figure = run_rows (database, seconds);
  g_object_unref (database);
  bench_remove (directory);

  return figure;
}

typedef struct
{
  int *fds;
  guint n;
  gint stop;
} Writer;

static gpointer
write_bare (gpointer user_data)
{
  Writer *writer = user_data;
  static const char frame[330];

  while (!g_atomic_int_get (&writer->stop))
    for (guint i = 0; i < writer->n; i++)
      while (send (writer->fds[i], frame, sizeof frame, MSG_DONTWAIT) < 0
             && !g_atomic_int_get (&writer->stop))
        g_thread_yield ();

  return NULL;
}

static double
run_bare (guint n_sockets, double seconds)
{
  g_autofree int *ours = g_new (int, n_sockets);
  g_autofree int *theirs = g_new (int, n_sockets);
  Writer writer = { theirs, n_sockets, 0 };
  int epoll = epoll_create1 (EPOLL_CLOEXEC);
  static guint8 chunk[1 << 16];
  guint64 n_bytes = 0;
  GThread *thread;
  gint64 start;

  for (guint i = 0; i < n_sockets; i++)
    {
      struct epoll_event event = { .events = EPOLLIN };
      int pair[2];

      if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        g_error ("socketpair: %s", g_strerror (errno));
      ours[i] = event.data.fd = pair[0];
      theirs[i] = pair[1];
      epoll_ctl (epoll, EPOLL_CTL_ADD, pair[0], &event);
    }
  thread = g_thread_new ("bare", write_bare, &writer);
  start = g_get_monotonic_time ();
  while (g_get_monotonic_time () - start < seconds * 1e6)
    {
      struct epoll_event events[256];
      int n = epoll_wait (epoll, events, G_N_ELEMENTS (events), 10);

      for (int i = 0; i < n; i++)
        {
          gssize got = recv (events[i].data.fd, chunk, sizeof chunk, MSG_DONTWAIT);

          n_bytes += got > 0 ? (guint64) got : 0;
        }
    }
  seconds = (double) (g_get_monotonic_time () - start) / 1e6;
  g_atomic_int_set (&writer.stop, 1);
  g_thread_join (thread);
  for (guint i = 0; i < n_sockets; i++)
    {
      close (ours[i]);
      close (theirs[i]);
    }
  close (epoll);

  return (double) n_bytes / 330 / seconds;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
add_figure (GString *out, const char *name, const char *unit, double value, double reference)
{
  weft_json_begin (out, NULL);
  weft_json_string (out, "name", name);
  weft_json_string (out, "unit", unit);
  weft_json_double (out, "value", value);
  weft_json_double (out, "reference", reference);
  weft_json_end (out);
}

static Server *
found (Bench *bench, const char *weftd)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *tokens = NULL;
  Server *server = server_start (weftd, NULL, NULL, &error);
  char *start;

  if (server == NULL)
    g_error ("%s", error->message);

  bench->socket = server_get_socket (server);
  tokens = post (bench->socket, "/v1/found", "{\"workspace\":\"W\",\"name\":\"A\",\"login\":\"a\"}");
  start = strstr (tokens, "\"access\":\"");
  if (start == NULL)
    g_error ("%s", tokens);
  g_free (bench->token);
  bench->token = g_strndup (start + 10, strcspn (start + 10, "\""));

  return server;
}

typedef struct
{
  double operations; /* 1/s */
  double one;        /* 1/s, one at a time */
  double p50, p95;   /* ms, of those */
} Commits;

static Commits
run_commits (Bench *bench, double seconds)
{
  Commits commits;

  commits.operations = run_operations (bench, N_WRITERS, WINDOW, seconds);
  bench->latencies = g_array_new (FALSE, FALSE, sizeof (double));
  commits.one = run_operations (bench, 1, 1, seconds);
  g_array_sort (bench->latencies, compare);
  commits.p50 = g_array_index (bench->latencies, double, bench->latencies->len / 2);
  commits.p95 = g_array_index (bench->latencies, double, bench->latencies->len * 95 / 100);
  g_clear_pointer (&bench->latencies, g_array_unref);

  return commits;
}

static void
add_commits (GString *out, const char *prefix, const Commits *commits, double reference)
{
  const struct
  {
    const char *name;
    double value;
  } values[] = {
    { "operations_per_s", commits->operations }, { "one_at_a_time_per_s", commits->one },
    { "one_at_a_time_p50_ms", commits->p50 },    { "one_at_a_time_p95_ms", commits->p95 },
    { "reference_events_per_s", reference },
  };

  weft_json_begin (out, prefix);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    weft_json_double (out, values[i].name, values[i].value);
  weft_json_end (out);
}

#ifdef WITH_CLUSTER
/* PostgreSQL beside it on the same machine, by its Unix socket, each commit on the disk. */
static Commits
run_postgresql (Bench *bench, const char *weftd, double seconds, double *reference)
{
  g_autofree char *url = NULL;
  g_autofree char *other = NULL;
  g_autoptr (WeftDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  Commits commits;
  Server *server;

  test_cluster_set_durable ();
  url = test_cluster_new_url ();
  g_setenv ("WEFT_DATABASE", url, TRUE);
  server = found (bench, weftd);
  g_unsetenv ("WEFT_DATABASE");
  commits = run_commits (bench, seconds);
  server_stop (server);

  other = test_cluster_new_url ();
  database = weft_postgres_open (other, WEFT_POSTGRES_WRITE, &error);
  g_assert_no_error (error);
  *reference = run_rows (database, seconds);

  return commits;
}
#endif

int
main (int argc, char **argv)
{
  g_autoptr (GString) out = g_string_new (NULL);
  double seconds = argc > 2 ? g_ascii_strtod (argv[2], NULL) : 3;
  struct rlimit limit;
  Bench bench = { .epoll = epoll_create1 (EPOLL_CLOEXEC) };
  double small, large, connects, ignored, sqlite, bare;
  Commits commits;
  Server *server;
#ifdef WITH_CLUSTER
  Commits postgresql;
  double rows;
#endif

  if (argc < 2)
    {
      g_printerr ("usage: bench-serve WEFTD [SECONDS]\n");
      return 2;
    }
  if (getrlimit (RLIMIT_NOFILE, &limit) == 0)
    {
      limit.rlim_cur = limit.rlim_max;
      setrlimit (RLIMIT_NOFILE, &limit);
    }
  bench.peers = g_ptr_array_new_with_free_func (peer_free);
  server = found (&bench, argv[1]);
  commits = run_commits (&bench, seconds);
  small = run_deliveries (&bench, 100, 10, WINDOW, seconds, &connects);
  large = run_deliveries (&bench, 1, 500, 16, seconds, &ignored);
  server_stop (server);

  sqlite = run_sqlite (seconds);
  bare = run_bare (500, seconds);
#ifdef WITH_CLUSTER
  postgresql = run_postgresql (&bench, argv[1], seconds, &rows);
#endif

  weft_json_begin (out, NULL);
  add_commits (out, "sqlite", &commits, sqlite);
#ifdef WITH_CLUSTER
  add_commits (out, "postgresql", &postgresql, rows);
#endif
  weft_json_double (out, "deliveries_rooms_of_10_per_s", small);
  weft_json_double (out, "deliveries_room_of_500_per_s", large);
  weft_json_double (out, "connects_per_s", connects);
  weft_json_double (out, "reference_bare_deliveries_per_s", bare);
  weft_json_begin_array (out, "figures");
  add_figure (out, "durable operations, 8 clients", "1/s", commits.operations, sqlite);
#ifdef WITH_CLUSTER
  add_figure (out, "durable operations in PostgreSQL, 8 clients", "1/s", postgresql.operations, rows);
#endif
  add_figure (out, "deliveries, 100 rooms of 10", "1/s", small, bare);
  add_figure (out, "deliveries, one room of 500", "1/s", large, bare);
  weft_json_end_array (out);
  weft_json_end (out);
  g_print ("%s\n", out->str);

  g_ptr_array_unref (bench.peers);
  g_free (bench.token);
  close (bench.epoll);

  return 0;
}
