/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ten thousand WebSockets at a server which has one core: what a connect and an idle connection cost,
 * deliveries in rooms of ten and in one room of all, and all of them coming back at once. The same crowd goes
 * to weftd, to the least that such a server can be (bare.c) and to nchan in nginx, each plain and, where it
 * can, over TLS. The crowd has another core. On a machine that does other things too, believe the processor
 * time of the server more than the clock.
 *
 *     bench-load WEFTD BARE [CONNECTIONS [NAME… [until PHASE]]] */

#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "measured.h"
#include "peer.h"
#include "server.h"
#include "swarm-weft.h"
#include "swarm.h"

#define N_CONNECTIONS 10000
#define N_ROOMS SWARM_WEFT_PEOPLE
#define WINDOW 200     /* connects on their way */
#define RATE 1000      /* messages a second */
#define RATE_TIME 5    /* s */
#define HIGHEST_TIME 5 /* s */
#define SAYERS 64
#define UNDER_WAY 32   /* messages of one sayer */
#define LARGE_TIMES 20 /* messages to all */
#define FRONT "weft-poller" /* the thread of weftd in which connections live */
#define NCHAN "/usr/lib/nginx/modules/ngx_nchan_module.so"

typedef struct
{
  const char *name;
  const char *program; /* of bare or nginx; NULL: weftd */
  gboolean tls;
  gboolean store; /* bare: as durably as weftd */
  gboolean large; /* bare and nchan: paths name the one room */

  GPid pid;
  Server *server;
  SwarmWeft *weft;
  Swarm *swarm;
  GArray *latencies;

  /* Figures: by the clock, and in seconds of the server's processor. */
  double memory;
  double connect, connect_busy;
  double ready, ready_busy; /* until the rows of the room are there */
  double resumed, resumed_busy;
  guint n_resumed;                          /* connections of those which took up a session */
  double rate_p50, rate_p95, rate_busy;     /* of a core */
  double highest, highest_busy;             /* deliveries a second, and by a second of processor */
  double highest_front;                     /* and by a second of what only speaks with clients */
  double large_p95, large_last, large_busy; /* of the server's processor, ms a message */
  double storm, storm_busy;
} Subject;

static guint n_connections = N_CONNECTIONS;
static const char *last_phase = "storm";

/* Those that do not speak weft */

static char *
on_request (SwarmMember *member, gpointer user_data)
{
  Subject *subject = user_data;

  return subject->large ? g_strdup ("/room/all HTTP/1.1\r\n")
                        : g_strdup_printf ("/room/%u HTTP/1.1\r\n", member->index % N_ROOMS);
}

static void
on_opened (SwarmMember *member, gpointer user_data)
{
  member->ready = TRUE;
}

static void
on_frame (SwarmMember *member, const char *text, gsize length, gpointer user_data)
{
  swarm_find_marks (member, text, length, ((Subject *) user_data)->latencies);
}

static void
say (Subject *subject, SwarmMember *member, gboolean large)
{
  g_autofree char *mark = swarm_mark ();
  g_autofree char *text = g_strconcat (mark, " ", PEER_TEXT, NULL);

  if (subject->weft != NULL)
    swarm_weft_say (subject->weft, member, large, text);
  else
    swarm_send (subject->swarm, member, text, strlen (text));
}

static void
note_latencies (Subject *subject, GArray *latencies)
{
  subject->latencies = latencies;
  if (subject->weft != NULL)
    swarm_weft_set_latencies (subject->weft, latencies);
}

/* Starting them */

static guint16
find_port (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (bind (fd, (struct sockaddr *) &address, sizeof address) != 0
      || getsockname (fd, (struct sockaddr *) &address, &size) != 0)
    g_error ("No port");
  close (fd);
  return ntohs (address.sin_port);
}

static guint16
start_nchan (Subject *subject, const char *directory)
{
  guint16 port = find_port ();
  g_autofree char *path = g_build_filename (directory, "nginx.conf", NULL);
  g_autofree char *text = g_strdup_printf (
      "user root root; load_module %s; daemon off; master_process off; pid %s/pid; error_log stderr crit; "
      "worker_rlimit_nofile 20000;\n"
      "events { worker_connections 12000; }\n"
      "http { access_log off; client_body_temp_path %s/b; proxy_temp_path %s/p; fastcgi_temp_path %s/f;\n"
      "  uwsgi_temp_path %s/u; scgi_temp_path %s/s; nchan_shared_memory_size 512m;\n"
      "  server { listen 127.0.0.1:%u backlog=4096; location ~ ^/room/(\\w+)$ {\n"
      "    nchan_pubsub websocket; nchan_channel_id $1; nchan_message_timeout 5s; } } }\n",
      NCHAN, directory, directory, directory, directory, directory, directory, port);

  if (!g_file_set_contents (path, text, -1, NULL))
    g_error ("%s: cannot write", path);
  /* nchan's own requests have their files where Debian says, whatever the configuration says. */
  subject->pid = measured_spawn (
      (const char *[]) { "unshare", "--map-root-user", "--mount", "sh", "-c",
                         "mount -t tmpfs none /var/lib/nginx && exec nginx -e stderr -p \"$1\" -c \"$2\"",
                         "sh", directory, path, NULL },
      NULL);
  g_usleep (500000);
  return port;
}

static void
start (Subject *subject, const char *weftd, const char *bare, const char *directory)
{
  g_autofree char *certificate = g_build_filename (directory, "certificate.pem", NULL);
  g_autofree char *key = g_build_filename (directory, "key.pem", NULL);
  SwarmProtocol protocol
      = { .request = on_request, .opened = on_opened, .frame = on_frame, .user_data = subject };
  guint16 port;

  if (g_str_has_prefix (subject->name, "weft"))
    {
      subject->server = server_start_measured (weftd, subject->tls ? certificate : NULL, key);
      subject->pid = server_get_pid (subject->server);
      port = server_get_port (subject->server);
      subject->weft = swarm_weft_new (server_get_socket (subject->server));
      protocol = swarm_weft_get_protocol (subject->weft);
    }
  else if (!g_str_equal (subject->name, "nchan"))
    {
      g_autofree char *database = g_strconcat (directory, "/", subject->name, ".db", NULL);
      const char *argv[6] = { bare };
      guint n = 1;
      g_autofree char *line = NULL;

      if (subject->store)
        {
          argv[n++] = "--store";
          argv[n++] = database;
        }
      if (subject->tls)
        {
          argv[n++] = certificate;
          argv[n++] = key;
        }
      subject->pid = measured_spawn (argv, &line);
      port = (guint16) g_ascii_strtoull (line, NULL, 10);
    }
  else
    port = start_nchan (subject, directory);
  subject->swarm = swarm_new (port, subject->tls, &protocol);
  if (subject->weft != NULL)
    swarm_weft_set_swarm (subject->weft, subject->swarm);
}

static void
stop (Subject *subject)
{
  g_clear_pointer (&subject->swarm, swarm_free);
  g_clear_pointer (&subject->weft, swarm_weft_free);
  if (subject->server != NULL)
    g_clear_pointer (&subject->server, server_stop);
  else
    measured_end (subject->pid);
}

/* Measuring */

static void
wait_for (Subject *subject, double seconds)
{
  gint64 until = g_get_monotonic_time () + (gint64) (seconds * 1e6);

  while (g_get_monotonic_time () < until)
    swarm_turn (subject->swarm, 10);
}

static double
take_time (Subject *subject, gint64 since)
{
  return (double) (measured_get_time (subject->pid) - since) / 1e6;
}

static guint64
count_marks (Subject *subject)
{
  guint64 n = 0;

  for (guint i = 0; i < swarm_get_n (subject->swarm); i++)
    n += swarm_get (subject->swarm, i)->n_marks;
  return n;
}

static void
wait_until_quiet (Subject *subject)
{
  guint64 n;

  do
    {
      n = count_marks (subject);
      wait_for (subject, 1);
    }
  while (count_marks (subject) > n);
}

static void
measure_connects (Subject *subject)
{
  gint64 memory;
  gint64 time;
  double seconds;

  /* What is made once for all, threads and caches, is there after a few. */
  swarm_open (subject->swarm, MIN (100, n_connections), WINDOW);
  wait_for (subject, 0.5);
  swarm_cut (subject->swarm);
  wait_for (subject, 0.5);

  memory = measured_get_memory (subject->pid);
  time = measured_get_time (subject->pid);
  seconds = swarm_open (subject->swarm, n_connections, WINDOW);
  subject->connect = n_connections / seconds;
  subject->connect_busy = n_connections / take_time (subject, time);
  wait_for (subject, 2);
  subject->memory = (double) (measured_get_memory (subject->pid) - memory) / n_connections;

  if (subject->tls)
    {
      guint n_resumed = swarm_get_n_resumed (subject->swarm);
      double busy;

      swarm_cut (subject->swarm);
      wait_for (subject, 1);
      swarm_set_resuming (subject->swarm, TRUE);
      time = measured_get_time (subject->pid);
      seconds = swarm_open (subject->swarm, n_connections, WINDOW);
      busy = take_time (subject, time);
      subject->resumed = n_connections / seconds;
      subject->resumed_busy = n_connections / busy;
      subject->n_resumed = swarm_get_n_resumed (subject->swarm) - n_resumed;
      if (subject->n_resumed < n_connections * 9 / 10)
        {
          g_printerr ("%s: only %u of %u TLS sessions were resumed\n", subject->name, subject->n_resumed,
                      n_connections);
          subject->resumed = subject->resumed_busy = 0;
        }
    }
}

static void
measure_rows (Subject *subject)
{
  gint64 time = measured_get_time (subject->pid);
  double seconds = swarm_weft_subscribe (subject->weft, FALSE);

  subject->ready = 1 / (1 / subject->connect + seconds / n_connections);
  subject->ready_busy = 1 / (1 / subject->connect_busy + take_time (subject, time) / n_connections);
}

static void
measure_rate (Subject *subject)
{
  g_autoptr (GArray) latencies = g_array_new (FALSE, FALSE, sizeof (double));
  gint64 began = g_get_monotonic_time ();
  gint64 time = measured_get_time (subject->pid);
  guint said = 0;

  note_latencies (subject, latencies);
  for (gint64 now = began; now - began < RATE_TIME * G_USEC_PER_SEC; now = g_get_monotonic_time ())
    {
      for (; said < (guint) ((now - began) * RATE / G_USEC_PER_SEC); said++)
        say (subject, swarm_get (subject->swarm, said * 7 % MIN (n_connections, N_ROOMS)), FALSE);
      swarm_turn (subject->swarm, 1);
    }
  subject->rate_busy = take_time (subject, time) / ((double) (g_get_monotonic_time () - began) / 1e6);
  wait_for (subject, 1);
  note_latencies (subject, NULL);
  subject->rate_p50 = peer_get_quantile (latencies, 0.5);
  subject->rate_p95 = peer_get_quantile (latencies, 0.95);
}

/* All that a bare server does is to speak with its clients. */
static gint64
get_front_time (Subject *subject)
{
  return subject->weft != NULL ? measured_get_thread_time (subject->pid, FRONT) : measured_get_time (subject->pid);
}

/* Each sayer keeps so many under way: who hears an own one says the next. */
static void
measure_highest (Subject *subject)
{
  guint n_sayers = MIN (SAYERS, n_connections);
  guint64 said[SAYERS];
  guint64 before;
  gint64 began;
  gint64 start = g_get_monotonic_time ();
  gint64 time = 0;
  gint64 front = 0;
  gboolean counting = FALSE;

  before = 0;
  began = start;
  for (guint i = 0; i < n_sayers; i++)
    said[i] = swarm_get (subject->swarm, i)->n_marks;
  for (gint64 now = start; now - start < (HIGHEST_TIME + 1) * G_USEC_PER_SEC; now = g_get_monotonic_time ())
    {
      if (!counting && now - start > G_USEC_PER_SEC / 2)
        {
          counting = TRUE;
          before = count_marks (subject);
          began = now;
          time = measured_get_time (subject->pid);
          front = get_front_time (subject);
        }
      for (guint i = 0; i < n_sayers; i++)
        for (SwarmMember *sayer = swarm_get (subject->swarm, i); said[i] - sayer->n_marks < UNDER_WAY;
             said[i]++)
          say (subject, sayer, FALSE);
      swarm_turn (subject->swarm, 10);
    }
  subject->highest
      = (double) (count_marks (subject) - before) / ((double) (g_get_monotonic_time () - began) / 1e6);
  subject->highest_busy = (double) (count_marks (subject) - before) / take_time (subject, time);
  subject->highest_front
      = (double) (count_marks (subject) - before) / ((double) (get_front_time (subject) - front) / 1e6);
  wait_until_quiet (subject);
}

static void
measure_large (Subject *subject)
{
  g_autoptr (GArray) latencies = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) lasts = g_array_new (FALSE, FALSE, sizeof (double));
  gint64 time;

  if (subject->weft != NULL)
    swarm_weft_subscribe (subject->weft, TRUE);
  else
    {
      swarm_cut (subject->swarm);
      subject->large = TRUE;
      swarm_open (subject->swarm, n_connections, WINDOW);
    }
  wait_for (subject, 1);
  time = measured_get_time (subject->pid);
  for (guint i = 0; i < LARGE_TIMES; i++)
    {
      g_autoptr (GArray) once = g_array_new (FALSE, FALSE, sizeof (double));
      double last;

      note_latencies (subject, once);
      say (subject, swarm_get (subject->swarm, i * 37 % n_connections), TRUE);
      wait_for (subject, 0.5);
      if (once->len != n_connections)
        g_printerr ("%s: %u of %u heard it within 0.5 s\n", subject->name, once->len, n_connections);
      last = peer_get_quantile (once, 1);
      g_array_append_val (lasts, last);
      g_array_append_vals (latencies, once->data, once->len);
    }
  note_latencies (subject, NULL);
  subject->large_busy = take_time (subject, time) * 1000 / LARGE_TIMES;
  subject->large_p95 = peer_get_quantile (latencies, 0.95);
  subject->large_last = peer_get_quantile (lasts, 0.5);
}

/* All are cut, something is said meanwhile, and all come back at once: for weftd until each heard what it
 * missed. */
static void
measure_storm (Subject *subject)
{
  g_autofree char *mark = swarm_mark ();
  gint64 time;

  swarm_cut (subject->swarm);
  wait_for (subject, 1);
  swarm_set_resuming (subject->swarm, TRUE);
  swarm_set_returning (subject->swarm, TRUE);
  if (subject->weft != NULL)
    {
      swarm_weft_say_from_outside (subject->weft, mark);
      swarm_weft_set_resuming (subject->weft);
    }
  time = measured_get_time (subject->pid);
  subject->storm = swarm_open (subject->swarm, n_connections, n_connections);
  subject->storm_busy = take_time (subject, time);
  if (swarm_get_n_returned (subject->swarm) > 0)
    g_printerr ("%s: %u connections of the storm were closed and came again\n", subject->name,
                swarm_get_n_returned (subject->swarm));
}

static const struct
{
  const char *name;
  void (*measure) (Subject *subject);
} phases[] = {
  { "connects", measure_connects }, { "rows", measure_rows },   { "rate", measure_rate },
  { "highest", measure_highest },   { "large", measure_large }, { "storm", measure_storm },
};

static void
measure (Subject *subject, const char *weftd, const char *bare, const char *directory)
{
  g_printerr ("load: %s\n", subject->name);
  start (subject, weftd, bare, directory);
  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    {
      if (subject->weft == NULL && phases[i].measure == measure_rows)
        continue;
      /* For perf record -k CLOCK_MONOTONIC. */
      g_debug ("%s at %.3f s", phases[i].name, (double) g_get_monotonic_time () / 1e6);
      phases[i].measure (subject);
      if (g_str_equal (phases[i].name, last_phase))
        break;
    }
  stop (subject);
  g_printerr ("  %.0f B, %.0f connects/s (%.0f a processor second; rows %.0f; resumed %.0f), p95 %.2f ms at "
              "%.0f %%, %.0f deliveries/s (%.0f, front %.0f), all p95 %.1f ms (%.0f), "
              "storm %.2f s (%.2f)\n",
              subject->memory, subject->connect, subject->connect_busy, subject->ready_busy,
              subject->resumed_busy, subject->rate_p95, subject->rate_busy * 100, subject->highest,
              subject->highest_busy, subject->highest_front, subject->large_p95, subject->large_busy,
              subject->storm, subject->storm_busy);
}

/* Figures */

static void
print_subject (const Subject *subject)
{
  g_print (
      "\"%s\": {\"bytes_a_connection\": %.0f, \"connects_per_s\": %.0f, \"connects_per_processor_s\": %.0f, ",
      subject->name, subject->memory, subject->connect, subject->connect_busy);
  if (subject->ready > 0)
    g_print ("\"connects_with_rows_per_s\": %.0f, \"connects_with_rows_per_processor_s\": %.0f, ",
             subject->ready, subject->ready_busy);
  if (subject->tls)
    g_print ("\"connects_resumed_per_s\": %.0f, \"connects_resumed_per_processor_s\": %.0f, "
             "\"sessions_resumed\": %u, ",
             subject->resumed, subject->resumed_busy, subject->n_resumed);
  g_print ("\"messages_per_s\": %d, \"p50_ms\": %.2f, \"p95_ms\": %.2f, \"of_a_core\": %.3f, "
           "\"highest_deliveries_per_s\": %.0f, "
           "\"highest_deliveries_per_processor_s\": %.0f, \"highest_deliveries_per_front_s\": %.0f, "
           "\"one_room_p95_ms\": %.1f, \"one_room_last_ms\": "
           "%.1f, \"one_room_processor_ms\": %.1f, \"storm_s\": %.2f, "
           "\"storm_processor_s\": %.2f}, ",
           RATE, subject->rate_p50, subject->rate_p95, subject->rate_busy, subject->highest,
           subject->highest_busy, subject->highest_front, subject->large_p95, subject->large_last,
           subject->large_busy, subject->storm, subject->storm_busy);
}

static const char *separator = "";

/* @more: whether a higher value is better. */
static void
print_figure (const char *name,
              const char *unit,
              double value,
              double busy,
              double reference,
              double limit,
              gboolean more)
{
  if (!isfinite (value)) /* a phase that was left out */
    return;
  g_print ("%s{\"name\": \"%s\", \"unit\": \"%s\", \"value\": %.2f, ", separator, name, unit, value);
  if (busy > 0)
    g_print ("\"by_processor\": %.2f, ", busy);
  if (reference > 0)
    g_print ("\"reference\": %.2f, ", reference);
  g_print ("\"limit\": %g, \"met\": %s}", limit, (more ? value >= limit : value <= limit) ? "true" : "false");
  separator = ", ";
}

static void
print_figures (const Subject *weft, const Subject *bare)
{
  print_figure ("10,000 clients: connects", "1/s", weft->connect, weft->connect_busy, bare->connect, 10000,
                TRUE);
  print_figure ("10,000 clients: memory of an idle connection", "bytes", weft->memory, 0, bare->memory, 2048,
                FALSE);
  print_figure ("10,000 clients: durable deliveries in rooms of ten", "1/s", weft->highest,
                weft->highest_busy, bare->highest, 60000, TRUE);
  print_figure ("10,000 clients: 1,000 messages a second in rooms of ten, p95", "ms", weft->rate_p95, 0,
                bare->rate_p95, 5, FALSE);
  print_figure ("10,000 clients: one message to all in one room, p95", "ms", weft->large_p95,
                weft->large_busy, bare->large_p95, 120, FALSE);
}

static void
print_secure_figures (const Subject *weft, const Subject *bare, const Subject *durable)
{
  print_figure ("10,000 clients over TLS: connects, to those of a bare GnuTLS server", "",
                weft->connect / bare->connect, weft->connect_busy / bare->connect_busy, 0, 0.8, TRUE);
  print_figure ("10,000 clients over TLS: resumed connects, to those of a bare GnuTLS server", "",
                weft->resumed / MAX (bare->resumed, 1), weft->resumed_busy / MAX (bare->resumed_busy, 1), 0,
                0.8, TRUE);
  print_figure ("10,000 clients over TLS: deliveries in rooms of ten by what speaks TLS, to those of a bare GnuTLS server",
                "", weft->highest_front / bare->highest_front, 0, 0, 0.8, TRUE);
  print_figure ("10,000 clients over TLS: one message to all in one room, a bare GnuTLS server's p95 to it", "",
                bare->large_p95 / weft->large_p95, bare->large_busy / weft->large_busy, 0, 0.8, TRUE);
  print_figure ("10,000 clients over TLS: all coming back, the time of a bare GnuTLS server to it", "",
                bare->storm / weft->storm, bare->storm_busy / weft->storm_busy, 0, 0.8, TRUE);
  if (durable->pid != 0)
    print_figure ("10,000 clients over TLS: durable deliveries, to those of a bare GnuTLS server with SQLite",
                  "", weft->highest / durable->highest, weft->highest_busy / durable->highest_busy, 0, 0.8,
                  TRUE);
}

static void
make_certificate (const char *directory)
{
  g_autofree char *certificate = g_build_filename (directory, "certificate.pem", NULL);
  g_autofree char *key = g_build_filename (directory, "key.pem", NULL);
  const char *argv[] = { "openssl",
                         "req",
                         "-x509",
                         "-newkey",
                         "ec",
                         "-pkeyopt",
                         "ec_paramgen_curve:P-256",
                         "-nodes",
                         "-days",
                         "2",
                         "-subj",
                         "/CN=localhost",
                         "-keyout",
                         key,
                         "-out",
                         certificate,
                         NULL };
  int status;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                     NULL, NULL, &status, NULL)
      || status != 0)
    g_error ("openssl could not make a certificate");
}

int
main (int argc, char *argv[])
{
  Subject subjects[] = {
    { .name = "weft" },
    { .name = "bare" },
    { .name = "nchan" },
    { .name = "weft-tls", .tls = TRUE },
    { .name = "bare-tls", .tls = TRUE },
    { .name = "durable-tls", .tls = TRUE, .store = TRUE },
  };
  g_autofree char *directory = NULL;
  double load;

  setlocale (LC_ALL, "");
  if (argc < 3)
    {
      g_printerr ("Usage: %s WEFTD BARE [CONNECTIONS [NAME… [until PHASE]]]\n", argv[0]);
      return 2;
    }
  if (argc > 6 && g_str_equal (argv[argc - 2], "until"))
    last_phase = argv[argc - 1];
  if (argc > 3)
    n_connections = (guint) g_ascii_strtoull (argv[3], NULL, 10);
  directory = bench_new_directory (NULL);
  make_certificate (directory);
  load = measured_get_load ();
  measured_keep_off ();
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      if (argc > 4 && !g_strv_contains ((const char *const *) argv + 4, subjects[i].name))
        continue;
      if (g_str_equal (subjects[i].name, "nchan") && !g_file_test (NCHAN, G_FILE_TEST_EXISTS))
        {
          g_printerr ("load: nchan is not here (%s): no figures of it\n", NCHAN);
          continue;
        }
      measure (&subjects[i], argv[1], argv[2], directory);
    }

  g_print ("{\"connections\": %u, \"load_before\": %.2f, ", n_connections, load);
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    if (subjects[i].pid != 0)
      print_subject (&subjects[i]);
  g_print ("\"figures\": [");
  if (subjects[0].pid != 0 && subjects[1].pid != 0)
    print_figures (&subjects[0], &subjects[1]);
  if (subjects[3].pid != 0 && subjects[4].pid != 0)
    print_secure_figures (&subjects[3], &subjects[4], &subjects[5]);
  g_print ("]}\n");
  bench_remove (directory);
  return 0;
}
