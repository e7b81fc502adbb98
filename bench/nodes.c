/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two real weftd on one PostgreSQL, with Valkey between them, against one: operations from a client's socket
 * to the answer after a durable commit; and how long it takes from saying something to hearing it, in a room
 * where the other listens at the same node or at the other one. Everything shares the machine.
 *
 *     bench-nodes WEFTD VALKEY-SERVER [SECONDS] */

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "base/weft-json.h"
#include "peer.h"
#include "server.h"
#include "test-cluster.h"

#define N_WRITERS 8
#define WINDOW 64
#define PATIENCE 10000 /* ms */

/* Valkey, on a socket of its own */

static void
die_together (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GPid
start_valkey (const char *program, const char *directory, const char *path)
{
  char *arguments[] = { (char *) program, "--port", "0",     "--unixsocket",     (char *) path,
                        "--save",         "",       "--dir", (char *) directory, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;

  if (!g_spawn_async (NULL, arguments, NULL,
                      G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL,
                      die_together, NULL, &pid, &error))
    g_error ("%s", error->message);
  for (guint i = 0; !g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      if (i > PATIENCE / 10)
        g_error ("%s did not start", program);
      g_usleep (10000);
    }

  return pid;
}

/* From one client saying something to another hearing it, one at a time */

static GArray *
run_hearing (Crowd *crowd, guint speaking, guint listening, double seconds)
{
  g_autofree char *room = crowd_make_room (crowd);
  GArray *times = g_array_new (FALSE, FALSE, sizeof (double));
  Peer *speaker = crowd_add (crowd, speaking, room);
  Peer *listener = crowd_add (crowd, listening, room);
  gint64 start = g_get_monotonic_time ();

  peer_subscribe (listener);
  while (!listener->ready)
    crowd_turn (crowd, 100);
  for (guint n = 0; g_get_monotonic_time () - start < seconds * 1e6; n++)
    {
      guint64 before = listener->n_events;
      double ms;

      peer_say (speaker);
      while (listener->n_events == before)
        crowd_turn (crowd, 100);
      ms = (double) (listener->heard_at - speaker->sent_at) / 1000;
      if (n >= 20)
        g_array_append_val (times, ms);
    }
  g_ptr_array_set_size (crowd->peers, 0);

  return times;
}

static void
wait_for_bus (const char *socket)
{
  for (guint i = 0; i < PATIENCE / 10; i++)
    {
      g_autofree char *metrics = peer_get (socket, "/metrics");

      if (strstr (metrics, "\nweft_bus_connected 1\n") != NULL)
        return;
      g_usleep (10000);
    }
  g_error ("There is no connection to the bus");
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

int
main (int argc, char **argv)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) same = NULL;
  g_autoptr (GArray) across = NULL;
  g_autofree char *directory = bench_new_directory (NULL);
  g_autofree char *path = g_build_filename (directory, "valkey", NULL);
  g_autofree char *bus = g_strconcat ("unix:", path, NULL);
  g_autofree char *url = NULL;
  double seconds = argc > 3 ? g_ascii_strtod (argv[3], NULL) : 3;
  Server *servers[2];
  double one, two;
  GPid valkey;
  Crowd crowd;

  if (argc < 3)
    {
      g_printerr ("usage: bench-nodes WEFTD VALKEY-SERVER [SECONDS]\n");
      return 2;
    }

  crowd_init (&crowd);
  valkey = start_valkey (argv[2], directory, path);
  test_cluster_set_durable ();
  url = test_cluster_new_url ();
  g_setenv ("WEFT_DATABASE", url, TRUE);
  g_setenv ("WEFT_BUS", bus, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      servers[i] = server_start (argv[1], NULL, NULL, &error);
      if (servers[i] == NULL)
        g_error ("%s", error->message);
      crowd.sockets[i] = server_get_socket (servers[i]);
      wait_for_bus (crowd.sockets[i]);
    }
  crowd_found (&crowd);

  one = crowd_run_operations (&crowd, 1, N_WRITERS, WINDOW, seconds);
  two = crowd_run_operations (&crowd, 2, N_WRITERS, WINDOW, seconds);
  same = run_hearing (&crowd, 0, 0, seconds);
  across = run_hearing (&crowd, 0, 1, seconds);
  for (guint i = 0; i < 2; i++)
    server_stop (servers[i]);
  kill (valkey, SIGTERM);
  waitpid (valkey, NULL, 0);
  bench_remove (directory);

  weft_json_begin (out, NULL);
  weft_json_double (out, "one_node_operations_per_s", one);
  weft_json_double (out, "two_nodes_operations_per_s", two);
  weft_json_double (out, "same_node_p50_ms", peer_get_quantile (same, 0.5));
  weft_json_double (out, "same_node_p95_ms", peer_get_quantile (same, 0.95));
  weft_json_double (out, "other_node_p50_ms", peer_get_quantile (across, 0.5));
  weft_json_double (out, "other_node_p95_ms", peer_get_quantile (across, 0.95));
  weft_json_begin_array (out, "figures");
  add_figure (out, "durable operations in PostgreSQL by two nodes, 8 clients", "1/s", two, one);
  add_figure (out, "heard at the other node, p95", "ms", peer_get_quantile (across, 0.95),
              peer_get_quantile (same, 0.95));
  weft_json_end_array (out);
  weft_json_end (out);
  g_print ("%s\n", out->str);
  crowd_clear (&crowd);

  return 0;
}
