/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-cluster.h"

#ifdef POSTGRESQL_BIN

#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define PATIENCE 60 /* s: far beyond what starting takes */

static char *directory; /* of data and socket */
static GPid server;
static guint n_schemas;
static GQueue idle = G_QUEUE_INIT; /* of char*: URLs given back */
static gboolean durable;
static gboolean has_small;  /* a small file system is mounted for it */
static gboolean made_small; /* there is a tablespace on it */
static gboolean use_small;

static void open_cluster (void);

static void
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *errors = NULL;
  int status;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                NULL, &errors, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s: %s", arguments[0], error->message, errors);
}

/* initdb takes seconds; its result is made once a build and copied. */
static void
make_template (void)
{
  static const char lock_path[] = POSTGRESQL_TEMPLATE ".lock";
  static const char fresh[] = POSTGRESQL_TEMPLATE ".new";
  static const char *const initdb[] = { POSTGRESQL_BIN "/initdb",
                                        "--pgdata",
                                        fresh,
                                        "--auth=trust",
                                        "--username=weft",
                                        "--encoding=UTF8",
                                        "--locale=C.UTF-8",
                                        "--locale-provider=icu",
                                        "--icu-locale=en",
                                        "--wal-segsize=1",
                                        "--no-sync",
                                        "--no-instructions",
                                        NULL };
  static const char *const remove[] = { "rm", "-rf", fresh, NULL };
  int lock = g_open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (lock, >=, 0);
  g_assert_no_errno (flock (lock, LOCK_EX));
  if (!g_file_test (POSTGRESQL_TEMPLATE, G_FILE_TEST_IS_DIR))
    {
      run (remove);
      run (initdb);
      g_assert_no_errno (g_rename (fresh, POSTGRESQL_TEMPLATE));
    }
  close (lock);
}

/* A test which aborts takes its server with it. */
static void
die_together (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGQUIT);
}

static char *
make_url (const char *schema)
{
  return g_strdup_printf ("postgresql://weft@/postgres?host=%s%s%s%s", directory,
                          schema != NULL ? "&options=-csearch_path%3D" : "", schema != NULL ? schema : "",
                          schema != NULL && use_small ? "%20-cdefault_tablespace%3Dsmall" : "");
}

static void
wait_until_ready (void)
{
  g_autofree char *url = make_url (NULL);

  for (guint i = 0; i < PATIENCE * 50; i++)
    {
      if (PQping (url) == PQPING_OK)
        return;
      g_assert_cmpint (waitpid (server, NULL, WNOHANG), ==, 0);
      g_usleep (20000);
    }
  g_error ("PostgreSQL did not start; its log: %s/log", directory);
}

/* Mounts a small file system in a namespace of its own and becomes PostgreSQL there, as the user we are. */
#define MOUNT_SMALL                                                                                          \
  "mount -t tmpfs -o size=8m,mode=0700 tmpfs \"$1\" && shift && exec unshare --user --map-user=\"$1\" "      \
  "--map-group=\"$2\" \"${@:3}\""

static gboolean
can_mount (void)
{
  static const char *const try[] = { "unshare", "--user", "--map-root-user", "--mount", "true", NULL };
  int status;

  return g_spawn_sync (NULL, (char **) try, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                       NULL, NULL, NULL, &status, NULL)
         && g_spawn_check_wait_status (status, NULL);
}

void
test_cluster_start (void)
{
  const char *const settings[] = { "listen_addresses=",
                                   durable ? "fsync=on" : "fsync=off",
                                   durable ? "full_page_writes=on" : "full_page_writes=off",
                                   "max_connections=80",
                                   durable ? "shared_buffers=128MB" : "shared_buffers=16MB",
                                   "restart_after_crash=on" };
  g_autofree char *data = g_build_filename (directory, "data", NULL);
  g_autofree char *log = g_build_filename (directory, "log", NULL);
  g_autofree char *small = g_build_filename (directory, "small", NULL);
  g_autofree char *user = g_strdup_printf ("%u", (guint) geteuid ());
  g_autofree char *group = g_strdup_printf ("%u", (guint) getegid ());
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  int out = g_open (log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

  g_assert_cmpint (out, >=, 0);
  has_small = can_mount ();
  g_mkdir (small, 0700);
  if (has_small)
    g_strv_builder_add_many (builder, "unshare", "--user", "--map-root-user", "--mount", "bash", "-c",
                             MOUNT_SMALL, "bash", small, user, group, NULL);
  g_strv_builder_add_many (builder, POSTGRESQL_BIN "/postgres", "-D", data, "-k", directory, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    g_strv_builder_add_many (builder, "-c", settings[i], NULL);
  arguments = g_strv_builder_end (builder);
  g_spawn_async_with_fds (NULL, arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH,
                          die_together, NULL, &server, -1, out, out, &error);
  g_assert_no_error (error);
  close (out);
  wait_until_ready ();
}

void
test_cluster_set_durable (void)
{
  g_assert (directory == NULL);

  durable = TRUE;
}

gboolean
test_cluster_has_small (void)
{
  open_cluster ();

  return has_small;
}

void
test_cluster_use_small (gboolean small)
{
  g_autofree char *sql = NULL;

  if (small && !made_small)
    {
      g_assert_true (test_cluster_has_small ());
      sql = g_strdup_printf ("CREATE TABLESPACE small LOCATION '%s/small'", directory);
      test_cluster_run (NULL, sql);
      made_small = TRUE;
    }
  use_small = small;
}

void
test_cluster_stop (int signal)
{
  if (server == 0)
    return;

  kill (server, signal);
  while (waitpid (server, NULL, 0) < 0 && errno == EINTR)
    ;
  server = 0;
}

static void
clean_up (void)
{
  const char *const remove[] = { "rm", "-rf", directory, NULL };

  test_cluster_stop (SIGQUIT);
  g_spawn_sync (NULL, (char **) remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_clear_pointer (&directory, g_free);
}

static void
open_cluster (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;

  if (directory != NULL)
    return;

  make_template ();
  directory = g_dir_make_tmp ("weft-pg-XXXXXX", &error);
  g_assert_no_error (error);
  data = g_build_filename (directory, "data", NULL);
  run ((const char *const[]) { "cp", "-a", "--reflink=auto", POSTGRESQL_TEMPLATE, data, NULL });
  atexit (clean_up);
  test_cluster_start ();
}

char *
test_cluster_get (const char *url, const char *sql)
{
  g_autofree char *any = NULL;
  char *value = NULL;
  PGconn *connection = NULL;
  PGresult *result;

  open_cluster ();
  any = make_url (NULL);
  /* It may be on its way up again after a test killed a part of it. */
  for (guint i = 0; i < PATIENCE * 50; i++)
    {
      connection = PQconnectdb (url != NULL ? url : any);
      if (PQstatus (connection) == CONNECTION_OK)
        break;
      PQfinish (connection);
      connection = NULL;
      g_usleep (20000);
    }
  g_assert_nonnull (connection);
  result = PQexec (connection, sql);
  g_assert_cmpstr (PQresultErrorMessage (result), ==, "");
  if (PQntuples (result) > 0 && !PQgetisnull (result, 0, 0))
    value = g_strdup (PQgetvalue (result, 0, 0));
  PQclear (result);
  PQfinish (connection);

  return value;
}

void
test_cluster_run (const char *url, const char *sql)
{
  g_free (test_cluster_get (url, sql));
}

char *
test_cluster_new_url (void)
{
  g_autofree char *schema = g_strdup_printf ("test_%u", ++n_schemas);
  g_autofree char *sql = g_strdup_printf ("CREATE SCHEMA %s", schema);

  test_cluster_run (NULL, sql);

  return make_url (schema);
}

void
test_cluster_give_back (const char *url)
{
  if (strstr (url, "small") == NULL)
    g_queue_push_tail (&idle, g_strdup (url));
}

char *
test_cluster_take_back (void)
{
  static const char sql[]
      = "DO $$ DECLARE t text; BEGIN FOR t IN SELECT relname FROM pg_class WHERE relkind = 'r' AND "
        "relnamespace ="
        " CAST (current_schema AS regnamespace) AND relname NOT IN ('schema_version', 'search_state') LOOP"
        " EXECUTE 'DELETE FROM ' || quote_ident (t); END LOOP; END $$;"
        "DO $$ DECLARE t text; BEGIN FOR t IN SELECT relname FROM pg_class WHERE relkind = 'r' AND "
        "relnamespace ="
        " CAST (current_schema AS regnamespace) AND relname LIKE 'search_changed_%' LOOP"
        " EXECUTE 'DELETE FROM ' || quote_ident (t); END LOOP; END $$";
  char *url = use_small ? NULL : g_queue_pop_head (&idle);

  if (url != NULL)
    test_cluster_run (url, sql);

  return url;
}

#else

/* Nothing asks for it: tests/database/meson.build. */

static const char nothing[] = "built without PostgreSQL";

char *
test_cluster_new_url (void)
{
  g_error ("%s", nothing);
}

void
test_cluster_set_durable (void)
{
}

gboolean
test_cluster_has_small (void)
{
  return FALSE;
}

void
test_cluster_use_small (gboolean small)
{
}

void
test_cluster_give_back (const char *url)
{
}

char *
test_cluster_take_back (void)
{
  return NULL;
}

void
test_cluster_stop (int signal)
{
  g_error ("%s", nothing);
}

void
test_cluster_start (void)
{
  g_error ("%s", nothing);
}

void
test_cluster_run (const char *url, const char *sql)
{
  g_error ("%s", nothing);
}

char *
test_cluster_get (const char *url, const char *sql)
{
  g_error ("%s", nothing);
}

#endif
