/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-daemon.h"
#include "serve-fixture.h"

#include <signal.h>
#include <string.h>

#include "serve/weft-check.h"
#include "serve/weft-engine-private.h"

#include "test-database.h"

/* A database which other servers write too, and which can go away. */

#define N_PEOPLE 4
#define N_MESSAGES 60

static const char *const people[N_PEOPLE] = { "anna", "bert", "carl", "dora" };

typedef struct
{
  WeftEngine *engine;
  const char *person;
  const char *const *rooms;
  guint n_messages;
  guint n_unavailable;
} Writer;

/* As a client does: what was not kept is sent again, the same. */
static void
run_until_kept (Writer *self, gint64 n, const char *id, const char *stream, const char *op, const char *args)
{
  while (TRUE)
    {
      g_autofree char *client = g_strconcat ("client of ", self->person, NULL);
      const WeftRequest request = { serve_id (client), serve_id (self->person), n, id, stream, op, args };
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) result = weft_engine_run_now (self->engine, &request, &error);
      g_autofree char *text = NULL;
      g_autofree char *refusal = NULL;

      g_assert_no_error (error);
      text = g_strndup (g_bytes_get_data (result, NULL), g_bytes_get_size (result));
      refusal = serve_error_of (text);
      if (refusal == NULL)
        return;
      if (!g_str_has_prefix (refusal, "unavailable: "))
        g_error ("%s of %s: %s", op, self->person, refusal);
      self->n_unavailable++;
      g_usleep (20000);
    }
}

static gpointer
write_messages (gpointer data)
{
  Writer *self = data;

  for (guint i = 0; i < self->n_messages; i++)
    {
      g_autofree char *id = weft_id_random ();
      g_autofree char *message = weft_id_random ();
      g_autofree char *args
          = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"%s %u\"}", message, self->person, i);

      run_until_kept (self, i + 1, id, self->rooms[i % 2], "thread.send", args);
    }

  return NULL;
}

static void
fail_check (const char *stream, const char *text, gpointer user_data)
{
  g_error ("%s: %s", stream != NULL ? stream : "workspace", text);
}

/* Logs without holes, which add up to the rows; and each message once, in its writer's order. */
static void
assert_whole (ServeFixture *fixture, guint n_messages)
{
  WeftCheck check = { .problem = fail_check };
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (fixture->engine, &error);
  WeftStatement *statement;
  int step;

  g_assert_no_error (error);
  weft_check_run (&check, database, fixture->registry, &error);
  g_assert_no_error (error);
  statement
      = weft_database_query (database, &error,
                             "SELECT author, text, ordinal FROM message ORDER BY stream, author, ordinal",
                             "");
  for (guint n = 0; (step = weft_statement_step (statement, &error)) > 0; n++)
    g_assert_cmpuint (n, <, n_messages);
  g_assert_no_error (error);
  weft_engine_release_reader (fixture->engine, database);

  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message"), ==, n_messages);
  g_assert_cmpint (serve_count (fixture, "SELECT count(DISTINCT text) FROM message"), ==, n_messages);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM stream s WHERE head <> (SELECT count(*) FROM "
                                         "event e WHERE e.stream = s.stream)"),
                   ==, 0);
  g_assert_cmpint (
      serve_count (
          fixture,
          "SELECT count(*) FROM message a JOIN message b ON a.stream = b.stream AND a.author = b.author"
          " AND a.ordinal < b.ordinal AND CAST (split_part (a.text, ' ', 2) AS INTEGER)"
          " > CAST (split_part (b.text, ' ', 2) AS INTEGER)"),
      ==, 0);
}

static void
make_rooms (ServeFixture *fixture, const char *rooms[2])
{
  serve_found (fixture);
  for (guint i = 1; i < N_PEOPLE; i++)
    serve_join (fixture, people[i], "member");
  rooms[0] = serve_room (fixture, serve_id ("anna"), "loom", "bert,carl,dora");
  rooms[1] = serve_room (fixture, serve_id ("anna"), "mill", "bert,carl,dora");
}

/* Two servers write the same logs at the same time. */
static void
test_two_servers (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autofree char *directory = g_dir_make_tmp ("weft-serve-XXXXXX", NULL);
  g_autoptr (WeftEngine) other
      = weft_engine_new (fixture->registry, weft_server_modules, directory, WEFT_CLOCK (fixture->clock));
  g_autoptr (GError) error = NULL;
  const char *rooms[2];
  Writer writers[N_PEOPLE];
  GThread *threads[N_PEOPLE];

  weft_engine_set_database (other, fixture->url);
  weft_engine_open (other, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (weft_engine_get_workspace (other), ==, weft_engine_get_workspace (fixture->engine));
  make_rooms (fixture, rooms);

  for (guint i = 0; i < N_PEOPLE; i++)
    {
      writers[i] = (Writer) { i % 2 == 0 ? fixture->engine : other, people[i], rooms, N_MESSAGES };
      threads[i] = g_thread_new ("writer", write_messages, &writers[i]);
    }

  /* Meanwhile people come and go, by both, whose own lists only reactions touch. */
  for (guint i = 0; i < 20; i++)
    {
      Writer admin = { i % 2 == 0 ? fixture->engine : other, "the administrator's desk", NULL };
      g_autofree char *args = g_strdup_printf ("{\"person\":\"%s\"%s}", serve_id (people[1 + i / 2 % 3]),
                                               i % 2 == 0 ? ",\"role\":\"admin\"" : ",\"role\":\"member\"");
      g_autofree char *id = weft_id_random ();
      const WeftRequest request = { serve_id ("desk"), serve_id ("anna"),        i + 1, id,
                                    rooms[i / 2 % 2],  "people.set-member-role", args };
      g_autoptr (GBytes) result = weft_engine_run_now (admin.engine, &request, &error);
      g_autofree char *text = g_strndup (g_bytes_get_data (result, NULL), g_bytes_get_size (result));
      g_autofree char *refusal = serve_error_of (text);

      g_assert_cmpstr (refusal, ==, NULL);
    }
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpuint (writers[i].n_unavailable, ==, 0);
    }
  assert_whole (fixture, N_PEOPLE * N_MESSAGES);
  g_clear_object (&other);
  serve_remove_directory (directory);
}

/* One operation, sent to both servers at the same time again and again, runs once. */
static gpointer
send_all (gpointer data)
{
  Writer *self = data;

  for (guint i = 0; i < self->n_messages; i++)
    {
      g_autofree char *word = g_strdup_printf ("operation %u", i);
      g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"anna %u\"}", serve_id (word), i);

      run_until_kept (self, i + 1, serve_id (word), self->rooms[0], "thread.send", args);
    }

  return NULL;
}

static void
test_same_client (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autofree char *directory = g_dir_make_tmp ("weft-serve-XXXXXX", NULL);
  g_autoptr (WeftEngine) other
      = weft_engine_new (fixture->registry, weft_server_modules, directory, WEFT_CLOCK (fixture->clock));
  g_autoptr (GError) error = NULL;
  const char *rooms[2];
  GThread *thread;

  weft_engine_set_database (other, fixture->url);
  weft_engine_open (other, &error);
  g_assert_no_error (error);
  make_rooms (fixture, rooms);
  {
    Writer here = { fixture->engine, "anna", rooms, N_MESSAGES };
    Writer there = { other, "anna", rooms, N_MESSAGES };

    thread = g_thread_new ("writer", send_all, &there);
    send_all (&here);
    g_thread_join (thread);
  }
  assert_whole (fixture, N_MESSAGES);
  g_clear_object (&other);
  serve_remove_directory (directory);
}

/* What a subscriber hears: each event of a stream once, in order, whatever happens to the connection. */
typedef struct
{
  GMutex mutex;
  GHashTable *heads; /* stream → GINT_TO_POINTER (seq) */
  guint n_events;
} Hearing;

static void
hear_events (
    const char *stream, gint64 first, GPtrArray *stored, const WeftPosition *position, gpointer user_data)
{
  Hearing *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_assert_cmpint (first, ==, GPOINTER_TO_INT (g_hash_table_lookup (self->heads, stream)) + 1);
  g_assert_cmpint (position->seq, ==, first + stored->len - 1);
  g_hash_table_replace (self->heads, g_strdup (stream), GINT_TO_POINTER ((int) position->seq));
  self->n_events += stored->len;
}

static void
hear_members (const char *stream, const char *person, WeftRole role, gpointer user_data)
{
}

static void
hear_sessions (const char *person, gpointer user_data)
{
}

static void
kill_backends (int signal)
{
  g_autofree char *pids = test_cluster_get (
      NULL, "SELECT string_agg (pid::text, ' ') FROM pg_stat_activity WHERE application_name = 'weftd'");
  g_auto (GStrv) words = g_strsplit (pids != NULL ? pids : "", " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    kill ((pid_t) g_ascii_strtoll (words[i], NULL, 10), signal);
}

static void
test_lost (gconstpointer data)
{
  static const WeftSubscriber subscriber = { hear_events, hear_members, hear_sessions };
  int signal = GPOINTER_TO_INT (data);
  Hearing hearing = { .heads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  g_autoptr (ServeFixture) fixture = NULL;
  const char *rooms[2];
  Writer writers[N_PEOPLE];
  GThread *threads[N_PEOPLE];
  guint n_unavailable = 0;

  g_mutex_init (&hearing.mutex);
  fixture = serve_fixture_new_with (weft_server_modules, &subscriber, &hearing);
  make_rooms (fixture, rooms);
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      writers[i] = (Writer) { fixture->engine, people[i], rooms, 4 * N_MESSAGES };
      threads[i] = g_thread_new ("writer", write_messages, &writers[i]);
    }
  for (guint i = 0; i < (signal == SIGTERM ? 12 : 3); i++)
    {
      g_usleep ((gulong) g_random_int_range (1000, 60000));
      if (signal != 0)
        kill_backends (signal);
      else
        {
          test_cluster_stop (i % 2 == 0 ? SIGINT : SIGQUIT);
          g_usleep (50000);
          test_cluster_start ();
        }
    }
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      g_thread_join (threads[i]);
      n_unavailable += writers[i].n_unavailable;
    }
  g_test_message ("%u answers were “unavailable”", n_unavailable);
  assert_whole (fixture, N_PEOPLE * 4 * N_MESSAGES);

  /* The last commit may be told a little later. */
  for (guint i = 0; i < 500; i++)
    {
      gboolean all;

      g_mutex_lock (&hearing.mutex);
      all = hearing.n_events == serve_count (fixture, "SELECT count(*) FROM event");
      g_mutex_unlock (&hearing.mutex);
      if (all)
        break;
      g_usleep (20000);
    }
  g_assert_cmpuint (hearing.n_events, ==, serve_count (fixture, "SELECT count(*) FROM event"));
  g_clear_pointer (&fixture, serve_fixture_free);
  g_hash_table_unref (hearing.heads);
  g_mutex_clear (&hearing.mutex);
}

/* A client of a real weftd goes on where it was. */
static void
test_restart (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autoptr (ServeSocket) socket = NULL;
  g_autofree char *room = NULL;
  g_autofree char *health = NULL;
  guint status = 0;

  serve_daemon_found (daemon);
  socket = serve_socket_hello (daemon, daemon->anna, NULL);
  room = serve_socket_room (socket, "lobby", NULL);
  serve_socket_message (socket, room, "before");
  test_cluster_stop (SIGINT);
  {
    g_autofree char *refusal
        = serve_socket_run (socket, room, "thread.send",
                            "{\"id\":\"0192f000-0000-7000-8000-000000000001\",\"text\":\"away\"}");

    g_assert_nonnull (refusal);
    g_assert_true (g_str_has_prefix (refusal, "unavailable: "));
    g_assert_null (strstr (refusal, "weft-pg")); /* where the database is, is nobody's business */
  }
  health = serve_daemon_request (daemon, "unix", "GET", "/healthz", NULL, NULL, &status);
  g_assert_cmpuint (status, ==, 200);
  test_cluster_start ();
  socket->n--; /* an operation that was not kept keeps its number */
  while (TRUE)
    {
      g_autofree char *refusal
          = serve_socket_run (socket, room, "thread.send",
                              "{\"id\":\"0192f000-0000-7000-8000-000000000001\",\"text\":\"away\"}");

      if (refusal == NULL)
        break;
      g_assert_true (g_str_has_prefix (refusal, "unavailable: "));
      socket->n--;
      g_usleep (50000);
    }
  serve_socket_message (socket, room, "after");
}

static int
run_weftd (const char *const *arguments, const char *url, char **output, char **complaint)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (GError) error = NULL;
  int status;

  if (url != NULL)
    environment = g_environ_setenv (environment, "WEFT_DATABASE", url, TRUE);
  g_ptr_array_add (argv, (gpointer) WEFTD);
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, environment, G_SPAWN_DEFAULT, NULL, NULL, output, complaint,
                &status, &error);
  g_assert_no_error (error);

  return g_spawn_check_wait_status (status, NULL) ? 0 : WEXITSTATUS (status);
}

static void
test_command_line (void)
{
  g_autofree char *directory = g_dir_make_tmp ("weft-serve-XXXXXX", NULL);
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const struct
  {
    const char *arguments[6];
    const char *url;
    int code;
    const char *says;
  } cases[] = {
    { { "--database", "postgresql://weft:hush@localhost/x" }, NULL, 2, "~/.pgpass" },
    { { "--database", "host=localhost password=hush" }, NULL, 2, "~/.pgpass" },
    { { "--database", "nonsense" }, NULL, 2, "connection URI" },
    { { "--directory", directory }, "postgresql://weft:hush@localhost:1/x", 3, "PostgreSQL" },
    { { "--directory", directory, "--backup", "x" }, fixture->url, 2, "pg_dump" },
    { { "--directory", directory, "--fsck" }, fixture->url, 0, "all is whole" },
    { { "--directory", directory, "--repair" }, fixture->url, 0, "all is whole" },
    { { "--directory", directory, "--restored" }, fixture->url, 0, "load its streams anew" },
    { { "--restored", "--fsck" }, fixture->url, 2, "one at a time" },
  };
  gint64 epoch;

  serve_found (fixture);
  epoch = serve_count (fixture, "SELECT epoch FROM stream WHERE stream = 'workspace'");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *output = NULL;
      g_autofree char *complaint = NULL;
      int code = run_weftd (cases[i].arguments, cases[i].url, &output, &complaint);

      if (code != cases[i].code || strstr (code == 0 ? output : complaint, cases[i].says) == NULL)
        g_error ("case %u: %d, “%s”, “%s”", i, code, output, complaint);
      g_assert_null (strstr (output, "hush"));
      g_assert_null (strstr (complaint, "hush"));
    }
  g_assert_cmpint (serve_count (fixture, "SELECT epoch FROM stream WHERE stream = 'workspace'"), !=, epoch);
  serve_remove_directory (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* Faults are what these are about. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);

  g_test_add_func ("/serve/postgres/two-servers", test_two_servers);
  g_test_add_func ("/serve/postgres/same-client", test_same_client);
  g_test_add_data_func ("/serve/postgres/terminated", GINT_TO_POINTER (SIGTERM), test_lost);
  g_test_add_data_func ("/serve/postgres/killed", GINT_TO_POINTER (SIGKILL), test_lost);
  g_test_add_data_func ("/serve/postgres/restarted", NULL, test_lost);
  g_test_add_func ("/serve/postgres/restart", test_restart);
  g_test_add_func ("/serve/postgres/command-line", test_command_line);

  return g_test_run ();
}
