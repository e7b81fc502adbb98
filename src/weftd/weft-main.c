/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftd"

#include "config.h"

#include <errno.h>
#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/weft-json.h"
#include "modules/weft-server-modules.h"
#include "serve/weft-front.h"
#include "serve/weft-job-runner.h"
#include "serve/weft-storage.h"
#include "weftd/weft-demo-clock.h"
#include "weftd/weft-journal.h"
#include "weftd/weft-maintenance.h"
#include "weftd/weft-supervisor.h"

/* Exit codes, as weftd --help says. */
enum
{
  EXIT_FINE = 0,
  EXIT_FAULT = 1,
  EXIT_USAGE = 2,
  EXIT_TAKEN = 3,
  EXIT_DAMAGE = 4,
};

#define DRAIN_TIME 8000   /* ms */
#define LINGER_TIME 30000 /* ms an embedded server stays after its last client */

static char *directory;
static char *database_url;
static char *bus_url;
static char **listen_addresses;
static char **trusted_proxies;
static char *socket_path;
static char *certificate_path;
static char *key_path;
static char *limits_text;
static char *backup_path;
static char *restore_path;
static gboolean renew;
static char *export_path;
static char *export_stream;
static char *import_path;
static gboolean fsck;
static gboolean repair;
static gboolean embedded;
static gboolean demo;
static gboolean metrics;
static gboolean show_version;
static gboolean verbose;
static char **reach;
static int ready_fd = -1;
static int audit_days = 365;
static int linger = LINGER_TIME;

static const GOptionEntry entries[] = {
  { "directory", 'd', 0, G_OPTION_ARG_FILENAME, &directory,
    "Where the workspace is kept [~/.local/share/weft/default]", "DIR" },
  { "database", 0, 0, G_OPTION_ARG_STRING, &database_url,
    "Keep the workspace in PostgreSQL, as libpq's URIs say it, without a password [$WEFT_DATABASE]", "URI" },
  { "bus", 0, 0, G_OPTION_ARG_STRING, &bus_url,
    "Tell other weftd of the database of changes: redis://HOST:PORT or unix:PATH, without a password "
    "[$WEFT_BUS]",
    "URI" },
  { "listen", 'l', 0, G_OPTION_ARG_STRING_ARRAY, &listen_addresses,
    "Listen on a network address; may be given several times", "ADDR:PORT" },
  { "socket", 's', 0, G_OPTION_ARG_FILENAME, &socket_path,
    "Listen on a Unix socket [$XDG_RUNTIME_DIR/weft/NAME/weftd.sock]", "PATH" },
  { "trusted-proxy", 0, 0, G_OPTION_ARG_STRING_ARRAY, &trusted_proxies,
    "Believe what it says of where clients are: its address, a network such as 10.0.0.0/8, or “unix”; may be given "
    "several times",
    "ADDRESS" },
  { "reach", 0, 0, G_OPTION_ARG_STRING_ARRAY, &reach,
    "Let the server go to a network of your own, such as 10.1.0.0/16, where people name addresses: outgoing hooks; may "
    "be given several times",
    "NETWORK" },
  { "tls-certificate", 0, 0, G_OPTION_ARG_FILENAME, &certificate_path, "Certificate chain for TLS", "PEM" },
  { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &key_path, "Its private key", "PEM" },
  { "embedded", 0, 0, G_OPTION_ARG_NONE, &embedded, "End 30 seconds after the last client", NULL },
  { "audit-days", 0, 0, G_OPTION_ARG_INT, &audit_days, "Days for which the audit is kept [365]; 0: for ever", "N" },
  { "metrics", 0, 0, G_OPTION_ARG_NONE, &metrics, "Serve /metrics to other machines too", NULL },
  { "ready-fd", 0, 0, G_OPTION_ARG_INT, &ready_fd, "Write a line of JSON to FD once clients can come", "FD" },
  { "backup", 0, 0, G_OPTION_ARG_FILENAME, &backup_path,
    "Write a backup of the workspace and exit; a server may be using it", "DIR" },
  { "restore", 0, 0, G_OPTION_ARG_FILENAME, &restore_path, "Make the workspace of a backup and exit", "DIR" },
  { "restored", 0, 0, G_OPTION_ARG_NONE, &renew,
    "The database was restored with PostgreSQL's tools: have every client load anew, and exit", NULL },
  { "export", 0, 0, G_OPTION_ARG_FILENAME, &export_path,
    "Write the workspace as plain files and exit; a server may be using it", "DIR" },
  { "stream", 0, 0, G_OPTION_ARG_STRING, &export_stream, "Export only this stream, without accounts", "STREAM" },
  { "import", 0, 0, G_OPTION_ARG_FILENAME, &import_path,
    "Make the workspace of an export, or add the stream that was exported, and exit", "DIR" },
  { "fsck", 0, 0, G_OPTION_ARG_NONE, &fsck, "Prove that logs are whole and add up to the rows, and exit",
    NULL },
  { "repair", 0, 0, G_OPTION_ARG_NONE, &repair, "The same, and mend what is damaged", NULL },
  { "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "Log more", NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, &show_version, "Show the version and exit", NULL },
  /* For weftctl play: it dates what was said before by the file SOCKET.clock. */
  { "demo", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &demo, NULL, NULL },
  /* For tests: shorter times and smaller queues. */
  { "limits", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &limits_text, NULL, NULL },
  { "linger", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT, &linger, NULL, NULL },
  { NULL },
};

typedef struct
{
  GMainLoop *loop;
  WeftFront *front;
  gint64 alone_since; /* monotonic µs; 0: there are clients */
} Program;

static gboolean
on_signal (gpointer user_data)
{
  Program *program = user_data;

  g_message ("Going down: no new clients, what was asked for is finished");
  g_main_loop_quit (program->loop);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_linger (gpointer user_data)
{
  Program *program = user_data;
  gint64 now = g_get_monotonic_time ();

  if (weft_front_get_n_clients (program->front) > 0)
    program->alone_since = 0;
  else if (program->alone_since == 0)
    program->alone_since = now;
  else if (now - program->alone_since >= linger * G_GINT64_CONSTANT (1000))
    {
      g_message ("No client is left: ending");
      g_main_loop_quit (program->loop);
    }

  return G_SOURCE_CONTINUE;
}

/* Ten thousand clients are ten thousand descriptors. */
static void
raise_descriptors (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max)
    {
      limit.rlim_cur = limit.rlim_max;
      setrlimit (RLIMIT_NOFILE, &limit);
    }
}

static void
say_ready (WeftFront *front)
{
  g_auto (GStrv) addresses = weft_front_get_addresses (front);
  g_autofree char *list = g_strjoinv (" ", addresses);
  const char *setup = weft_front_get_setup_code (front);
  g_autoptr (GString) line = g_string_new (NULL);

  printf ("ready %s\n", list);
  if (setup != NULL && listen_addresses != NULL)
    printf ("No workspace yet. To found one over the network, give this code: %s\n", setup);
  fflush (stdout);

  if (ready_fd < 0)
    return;
  weft_json_begin (line, NULL);
  weft_json_begin_array (line, "addresses");
  for (guint i = 0; addresses[i] != NULL; i++)
    weft_json_string (line, NULL, addresses[i]);
  weft_json_end_array (line);
  weft_json_int (line, "pid", getpid ());
  weft_json_end (line);
  g_string_append_c (line, '\n');
  for (gsize written = 0; written < line->len;)
    {
      gssize n = write (ready_fd, line->str + written, line->len - written);

      if (n < 0 && errno != EINTR)
        break;
      written += n > 0 ? (gsize) n : 0;
    }
  close (ready_fd);
}

static char *
get_default_socket (void)
{
  g_autofree char *name = g_path_get_basename (directory);

  return g_build_filename (g_get_user_runtime_dir (), "weft", name, "weftd.sock", NULL);
}

static gboolean
start (WeftFront *front, GError **error)
{
  g_autofree int *sockets = weft_supervisor_take_sockets ();

  if (!weft_front_start (front, error))
    return FALSE;
  weft_front_set_metrics (front, metrics);

  if (certificate_path != NULL && !weft_front_set_certificate (front, certificate_path, key_path, error))
    return FALSE;

  for (guint i = 0; sockets[i] >= 0; i++)
    if (!weft_front_listen_socket (front, sockets[i], error))
      return FALSE;
  /* Whoever opened sockets for us has said where we are to be found. */
  if (socket_path == NULL && sockets[0] < 0)
    socket_path = get_default_socket ();
  if (socket_path != NULL && !weft_front_listen_unix (front, socket_path, error))
    return FALSE;
  for (guint i = 0; listen_addresses != NULL && listen_addresses[i] != NULL; i++)
    if (!weft_front_listen (front, listen_addresses[i], error))
      return FALSE;

  return TRUE;
}

static int
fail (const GError *error)
{
  fprintf (stderr, "weftd: %s\n", error->message);

  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE))
    return EXIT_TAKEN;
  return g_error_matches (error, WEFT_ERROR, WEFT_ERROR_INVALID) ? EXIT_USAGE : EXIT_FAULT;
}

static WeftEngine *
make_engine (WeftRegistry *registry)
{
  WeftEngine *engine = weft_engine_new (registry, weft_server_modules, directory, NULL);

  weft_engine_set_database (engine, database_url);

  return engine;
}

/* An option, or a variable: what a service file leaves empty means none. */
static void
take_variable (char **option, const char *name)
{
  const char *value = g_getenv (name);

  if (*option == NULL && value != NULL && value[0] != '\0')
    *option = g_strdup (value);
  g_unsetenv (name);
}

static int
run (const WeftLimits *limits)
{
  g_autoptr (WeftRegistry) registry = weft_registry_new (weft_modules);
  g_autoptr (WeftEngine) engine = make_engine (registry);
  g_autoptr (WeftFront) front = weft_front_new (engine, limits);
  g_autoptr (WeftJobRunner) runner = NULL;
  g_autoptr (WeftClock) clock = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  Program program = { .loop = loop, .front = front };
  guint sources[3] = { 0 };

  for (guint i = 0; trusted_proxies != NULL && trusted_proxies[i] != NULL; i++)
    if (!weft_front_trust_proxy (front, trusted_proxies[i], &error))
      return fail (error);
  weft_engine_set_audit_days (engine, (guint) MAX (audit_days, 0));
  if (bus_url != NULL)
    {
      g_autoptr (WeftBus) bus = weft_bus_new (bus_url, &error);

      if (bus == NULL)
        return fail (error);
      weft_hub_set_bus (weft_front_get_hub (front), bus);
    }
  if (!weft_engine_open (engine, &error))
    return fail (error);
  if (!start (front, &error))
    {
      weft_front_drain (front, 0);
      weft_engine_close (engine);
      return fail (error);
    }

  if (demo && socket_path != NULL)
    {
      g_autofree char *path = g_strconcat (socket_path, ".clock", NULL);
      g_autoptr (GError) clock_error = NULL;

      clock = weft_demo_clock_new (path, &clock_error);
      if (clock != NULL)
        weft_engine_set_dating (engine, clock);
      else
        g_warning ("%s", clock_error->message);
    }

  runner = weft_job_runner_new (engine);
  for (char **network = reach; network != NULL && *network != NULL; network++)
    if (!weft_reach_open (weft_job_runner_get_reach (runner), *network, &error))
      {
        g_clear_pointer (&runner, weft_job_runner_free);
        weft_engine_close (engine);
        return fail (error);
      }
  weft_job_runner_start (runner);

  sources[0] = g_unix_signal_add (SIGTERM, on_signal, &program);
  sources[1] = g_unix_signal_add (SIGINT, on_signal, &program);
  if (embedded)
    sources[2] = g_timeout_add ((guint) CLAMP (linger / 10, 20, 1000), on_linger, &program);

  say_ready (front);
  weft_supervisor_tell ("READY=1");
  g_message ("Serving %s", directory);
  g_main_loop_run (loop);

  g_clear_pointer (&runner, weft_job_runner_free);
  weft_supervisor_tell ("STOPPING=1");
  weft_front_drain (front, DRAIN_TIME);
  weft_engine_close (engine);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i] != 0)
      g_source_remove (sources[i]);
  g_message ("Ended");

  return EXIT_FINE;
}

static int
maintain (void)
{
  g_autoptr (WeftRegistry) registry = weft_registry_new (weft_modules);
  g_autoptr (GError) error = NULL;
  gboolean whole = TRUE;
  gboolean done;

  if (renew)
    done = weft_maintenance_renew (make_engine (registry), &error);
  else if (backup_path != NULL)
    done = weft_maintenance_backup (directory, backup_path, &error);
  else if (export_path != NULL)
    done = weft_maintenance_export (directory, database_url, registry, export_path, export_stream, &error);
  else if (import_path != NULL)
    done = weft_maintenance_import (import_path, directory, database_url, registry, weft_server_modules, &error);
  else if (restore_path != NULL)
    done = weft_maintenance_restore (restore_path, directory, &error);
  else
    done = weft_maintenance_check (directory, database_url, registry, weft_server_modules, repair, &whole, &error);
  if (!done)
    return fail (error);

  return whole ? EXIT_FINE : EXIT_DAMAGE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftLimits limits = weft_default_limits;

  setlocale (LC_ALL, "");
  signal (SIGPIPE, SIG_IGN);
  /* A quota on the size of files is a full disk, not a reason to die. */
  signal (SIGXFSZ, SIG_IGN);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (
      context, "The Weft workspace server: keeps a team's streams and tells everybody of changes.");
  g_option_context_set_description (
      context,
      "Without --listen only this machine can connect. Without --tls-certificate a network address is not "
      "encrypted:\n"
      "keep it to loopback, or put a proxy before it.\n\n"
      "With --database several weftd may serve one workspace, each with a directory of its own. A password "
      "goes into\n"
      "~/.pgpass, a service file or $WEFT_DATABASE, never onto the command line. With --bus (Valkey or "
      "Redis) "
      "they\n"
      "hear of each other's changes at once, else within 5 seconds.\n\n"
      "Signals: SIGTERM and SIGINT finish what was asked for, close all connections and end.\n\n"
      "Exit codes: 0 ended as asked, 1 a fault, 2 wrong usage, 3 the directory or an address is taken or the "
      "database away, 4 "
      "--fsck "
      "found damage.\n");

  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "weftd: %s\nTry “weftd --help”.\n", error->message);
      return EXIT_USAGE;
    }
  if (argc > 1)
    {
      fprintf (stderr, "weftd: %s: unexpected argument\nTry “weftd --help”.\n", argv[1]);
      return EXIT_USAGE;
    }
  if (show_version)
    {
      printf ("weftd %s\n", WEFT_VERSION);
      return EXIT_FINE;
    }
  if (certificate_path == NULL && key_path != NULL)
    {
      fprintf (stderr, "weftd: --tls-key needs --tls-certificate\n");
      return EXIT_USAGE;
    }
  if (limits_text != NULL && !weft_limits_parse (&limits, limits_text, &error))
    {
      fprintf (stderr, "weftd: --limits: %s\n", error->message);
      return EXIT_USAGE;
    }

  if (database_url != NULL && weft_storage_url_has_password (database_url))
    {
      fprintf (stderr, "weftd: --database: everybody on this machine can read a password here; put it into "
                       "~/.pgpass or $WEFT_DATABASE\n");
      return EXIT_USAGE;
    }
  if (bus_url != NULL && weft_bus_url_has_password (bus_url))
    {
      fprintf (stderr,
               "weftd: --bus: everybody on this machine can read a password here; put it into $WEFT_BUS\n");
      return EXIT_USAGE;
    }
  take_variable (&database_url, "WEFT_DATABASE");
  take_variable (&bus_url, "WEFT_BUS");
  if (bus_url != NULL && database_url == NULL)
    {
      fprintf (stderr, "weftd: --bus: nobody else can use a workspace in a file; it goes with --database\n");
      return EXIT_USAGE;
    }

  weft_journal_start (verbose);
  raise_descriptors ();
  umask (0077);
  if (directory == NULL)
    directory = g_build_filename (g_get_user_data_dir (), "weft", "default", NULL);

  if (database_url != NULL && (backup_path != NULL || restore_path != NULL))
    {
      fprintf (stderr, "weftd: a workspace in PostgreSQL is backed up by pg_dump and restored by pg_restore; "
                       "then run weftd --restored\n");
      return EXIT_USAGE;
    }
  if (backup_path == NULL && restore_path == NULL && export_path == NULL && import_path == NULL && !renew && !fsck && !repair)
    return run (&limits);
  if ((backup_path != NULL) + (restore_path != NULL) + (export_path != NULL) + (import_path != NULL) + renew + (fsck || repair) > 1)
    {
      fprintf (stderr, "weftd: --backup, --restore, --restored, --export, --import and --fsck: one at a time\n");
      return EXIT_USAGE;
    }

  return maintain ();
}
