/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a real weftd does in a second: operations from a client's socket to the answer after a durable commit,
 * and deliveries to subscribers in small rooms and in one large room; and the operations once more with the
 * workspace in PostgreSQL. Beside it, as reference: each database alone with rows of the same size, ten to a
 * commit, and bare sockets with an epoll loop. Client and server share the machine.
 *
 *     bench-serve WEFTD [SECONDS] */

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/weft-id.h"
#include "base/weft-json.h"
#include "peer.h"
#include "server.h"
#include "store/weft-sqlite.h"
#ifdef WITH_CLUSTER
#include "store/weft-postgres.h"
#include "test-cluster.h"
#endif

#define N_WRITERS 8
#define WINDOW 64

/* The figures */

static double
run_deliveries (Crowd *crowd, guint n_rooms, guint per_room, guint window, double seconds, double *connects)
{
  gint64 start = g_get_monotonic_time ();
  guint64 before = 0;
  guint64 after = 0;
  guint n_ready = 0;
  guint n_peers = n_rooms * per_room;
  g_autoptr (GPtrArray) rooms = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n_rooms; i++)
    g_ptr_array_add (rooms, crowd_make_room (crowd));
  start = g_get_monotonic_time ();
  for (guint i = 0; i < n_peers; i++)
    {
      Peer *peer = crowd_add (crowd, 0, g_ptr_array_index (rooms, i % n_rooms));

      peer_subscribe (peer);
      crowd_turn (crowd, 0);
    }
  while (n_ready < n_peers)
    {
      crowd_turn (crowd, 100);
      n_ready = 0;
      for (guint i = 0; i < n_peers; i++)
        n_ready += ((Peer *) g_ptr_array_index (crowd->peers, i))->ready;
    }
  *connects = n_peers / ((double) (g_get_monotonic_time () - start) / 1e6);

  for (guint i = 0; i < MIN (n_rooms, N_WRITERS); i++)
    {
      Peer *writer = crowd_add (crowd, 0, g_ptr_array_index (rooms, i));

      writer->window = window;
      for (guint j = 0; j < window; j++)
        peer_say (writer);
    }
  start = g_get_monotonic_time ();
  while (g_get_monotonic_time () - start < 300000)
    crowd_turn (crowd, 10);
  for (guint i = 0; i < crowd->peers->len; i++)
    before += ((Peer *) g_ptr_array_index (crowd->peers, i))->n_events;
  start = g_get_monotonic_time ();
  while (g_get_monotonic_time () - start < seconds * 1e6)
    crowd_turn (crowd, 10);
  seconds = (double) (g_get_monotonic_time () - start) / 1e6;
  for (guint i = 0; i < crowd->peers->len; i++)
    after += ((Peer *) g_ptr_array_index (crowd->peers, i))->n_events;
  g_ptr_array_set_size (crowd->peers, 0);

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
          weft_database_run (database, &error, "INSERT INTO event VALUES (?1, ?2)", "it", n,
                             PEER_TEXT PEER_TEXT PEER_TEXT);
          weft_database_run (database, &error, "INSERT INTO message VALUES (?1, ?2)", "tt", id, PEER_TEXT);
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
found (Crowd *crowd, const char *weftd)
{
  g_autoptr (GError) error = NULL;
  Server *server = server_start (weftd, NULL, NULL, &error);

  if (server == NULL)
    g_error ("%s", error->message);

  crowd->sockets[0] = server_get_socket (server);
  crowd_found (crowd);

  return server;
}

typedef struct
{
  double operations; /* 1/s */
  double one;        /* 1/s, one at a time */
  double p50, p95;   /* ms, of those */
} Commits;

static Commits
run_commits (Crowd *crowd, double seconds)
{
  Commits commits;

  commits.operations = crowd_run_operations (crowd, 1, N_WRITERS, WINDOW, seconds);
  crowd->latencies = g_array_new (FALSE, FALSE, sizeof (double));
  commits.one = crowd_run_operations (crowd, 1, 1, 1, seconds);
  commits.p50 = peer_get_quantile (crowd->latencies, 0.5);
  commits.p95 = peer_get_quantile (crowd->latencies, 0.95);
  g_clear_pointer (&crowd->latencies, g_array_unref);

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
run_postgresql (Crowd *crowd, const char *weftd, double seconds, double *reference)
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
  server = found (crowd, weftd);
  g_unsetenv ("WEFT_DATABASE");
  commits = run_commits (crowd, seconds);
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
  Crowd crowd;
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
  crowd_init (&crowd);
  server = found (&crowd, argv[1]);
  commits = run_commits (&crowd, seconds);
  small = run_deliveries (&crowd, 100, 10, WINDOW, seconds, &connects);
  large = run_deliveries (&crowd, 1, 500, 16, seconds, &ignored);
  server_stop (server);

  sqlite = run_sqlite (seconds);
  bare = run_bare (500, seconds);
#ifdef WITH_CLUSTER
  postgresql = run_postgresql (&crowd, argv[1], seconds, &rows);
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

  crowd_clear (&crowd);

  return 0;
}
