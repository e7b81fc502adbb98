/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-daemon.h"

#include <sys/wait.h>

#include "base/weft-id.h"
#include "serve-fixture.h"
#include "test-database.h"

/* The server dies at any moment, and what it answered stays true: nothing lost, nothing doubled, one order.
 */

#define N_ROUNDS 20
#define N_OPERATIONS 60

typedef struct
{
  char *id;      /* of the operation */
  char *message; /* the id of what it sends */
  gboolean answered;
} Operation;

static void
operation_free (gpointer data)
{
  Operation *operation = data;

  g_free (operation->id);
  g_free (operation->message);
  g_free (operation);
}

static void
send_from (ServeSocket *socket, GPtrArray *operations, const char *room, gint64 first, gint64 offset)
{
  for (guint i = (guint) first; i < operations->len; i++)
    {
      const Operation *operation = g_ptr_array_index (operations, i);
      g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"%u\"}", operation->message, i);

      serve_socket_operate (socket, offset + i, operation->id, room, "thread.send", args);
    }
}

static void
take_results (GPtrArray *operations, GArray *results, gint64 offset)
{
  for (guint i = 0; i < results->len; i++)
    {
      const WeftFrameResult *result = &g_array_index (results, WeftFrameResult, i);
      Operation *operation;

      if (result->n < offset)
        continue;
      operation = g_ptr_array_index (operations, (guint) (result->n - offset));
      g_assert_cmpstr (operation->id, ==, result->id);
      g_assert_no_error (result->error);
      operation->answered = TRUE;
    }
}

static void
kill_round (const char *directory,
            const char *token,
            const char *client,
            const char *room,
            gint64 offset,
            GRand *random)
{
  g_autoptr (GPtrArray) operations = g_ptr_array_new_with_free_func (operation_free);
  /* Most of them share a commit: what is interesting happens around the first answers. */
  guint n_before = g_rand_boolean (random) ? (guint) g_rand_int_range (random, 0, 3)
                                           : (guint) g_rand_int_range (random, 0, N_OPERATIONS);
  guint n_answered = 0;

  for (guint i = 0; i < N_OPERATIONS; i++)
    {
      Operation *operation = g_new0 (Operation, 1);

      operation->id = weft_id_random ();
      operation->message = weft_id_new (weft_clock_get_system ());
      g_ptr_array_add (operations, operation);
    }

  /* Killed after some answers and a random bit of time: before, during or after a commit, or between it and
   * the reply. */
  {
    g_autoptr (ServeDaemon) daemon = serve_daemon_new_in (directory, NULL);
    g_autoptr (ServeSocket) socket = serve_socket_hello (daemon, token, client);

    send_from (socket, operations, room, 0, offset);
    for (guint i = 0; i < n_before; i++)
      {
        g_autoptr (WeftFrame) frame = serve_socket_expect (socket, WEFT_FRAME_RESULT);

        take_results (operations, frame->results, offset);
        n_answered++;
      }
    g_usleep ((gulong) g_rand_int_range (random, 0, 1500));
    serve_daemon_kill (daemon);
  }

  /* Back again, as a client does: what is not answered goes again from the first of it. */
  {
    g_autoptr (ServeDaemon) daemon = serve_daemon_new_in (directory, NULL);
    g_autoptr (ServeSocket) socket = serve_socket_open (daemon, "unix", token, NULL);
    g_autoptr (WeftFrame) welcome = NULL;
    GString *out = g_string_new (NULL);
    guint first = 0;

    weft_frame_write_hello (out, client, "test", offset - 1, FALSE, NULL);
    serve_socket_send_string (socket, out);
    welcome = serve_socket_expect (socket, WEFT_FRAME_WELCOME);
    /* Whatever was answered is still there. */
    g_assert_cmpint (welcome->next, >=, offset + n_answered);
    take_results (operations, welcome->results, offset);
    while (first < N_OPERATIONS && ((Operation *) g_ptr_array_index (operations, first))->answered)
      first++;
    g_assert_cmpint (welcome->next, ==, offset + first);
    g_test_message ("killed after %u answers, %u were kept", n_answered, first);

    /* From a little earlier, to see that repeats do nothing. */
    first = first > 5 ? first - 5 : 0;
    send_from (socket, operations, room, first, offset);
    for (guint i = first; i < N_OPERATIONS; i++)
      {
        g_autoptr (WeftFrame) frame = serve_socket_expect (socket, WEFT_FRAME_RESULT);

        take_results (operations, frame->results, offset);
      }
    for (guint i = 0; i < N_OPERATIONS; i++)
      g_assert_true (((Operation *) g_ptr_array_index (operations, i))->answered);
  }
}

static void
test_kill (void)
{
  g_autofree char *directory = g_dir_make_tmp ("weftd-XXXXXX", NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (g_test_rand_int ());
  g_autofree char *client = weft_id_random ();
  g_autofree char *token = NULL;
  g_autofree char *room = NULL;
  g_autofree char *data = g_build_filename (directory, "data", "weft.db", NULL);
  guint n_rounds = g_test_slow () ? 5 * N_ROUNDS : test_database_is_postgresql () ? N_ROUNDS / 3 : N_ROUNDS;
  gint64 offset = 1;

  {
    g_autoptr (ServeDaemon) daemon = serve_daemon_new_in (directory, NULL);
    g_autoptr (ServeSocket) socket = NULL;

    serve_daemon_found (daemon);
    token = g_strdup (daemon->anna);
    socket = serve_socket_hello (daemon, token, NULL);
    room = serve_socket_room (socket, "lobby", NULL);
  }
  for (guint i = 0; i < n_rounds; i++, offset += N_OPERATIONS)
    kill_round (directory, token, client, room, offset, random);

  /* Each once, in order, and the log is whole. */
  {
    g_autoptr (ServeDaemon) daemon = serve_daemon_new_in (directory, NULL);
    g_autoptr (ServeSocket) socket = serve_socket_hello (daemon, token, NULL);
    WeftFramePosition position = { .stream = room };
    GString *out = g_string_new (NULL);
    gint64 expected = 2 + (gint64) n_rounds * N_OPERATIONS;
    gint64 seen = 0;
    guint n_messages = 0;

    /* From nothing, on the right epoch: the whole log. */
    position.fresh = TRUE;
    weft_frame_write_subscribe (out, FALSE, &position, 1);
    serve_socket_send_string (socket, out);
    {
      g_autoptr (WeftFrame) snapshot = serve_socket_seek (socket, WEFT_FRAME_SNAPSHOT, room);
      const char *const streams[] = { room, NULL };

      g_assert_cmpint (snapshot->position.seq, ==, expected);
      position.position.epoch = snapshot->position.epoch;
      out = g_string_new (NULL);
      weft_frame_write_unsubscribe (out, streams);
      serve_socket_send_string (socket, out);
    }
    position.fresh = FALSE;
    out = g_string_new (NULL);
    weft_frame_write_subscribe (out, FALSE, &position, 1);
    serve_socket_send_string (socket, out);
    while (seen < expected)
      {
        g_autoptr (WeftFrame) frame = serve_socket_seek (socket, WEFT_FRAME_EVENTS, room);

        for (guint i = 0; i < frame->events->len; i++)
          {
            const WeftFrameEvent *event = &g_array_index (frame->events, WeftFrameEvent, i);

            g_assert_cmpint (event->seq, ==, ++seen);
            if (g_str_equal (event->name, "thread.message-sent"))
              {
                g_autofree char *text = g_strdup_printf ("%u", n_messages++ % N_OPERATIONS);

                g_assert_cmpstr (json_object_get_string_member (event->body, "text"), ==, text);
              }
          }
      }
    g_assert_cmpuint (n_messages, ==, n_rounds * N_OPERATIONS);
  }
  serve_remove_directory (directory);
}

/* An embedded server ends by itself, and not before its last client. */
static void
test_embedded (void)
{
  static const char *const options[] = { "--embedded", "--linger", "3000", NULL };
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (options);
  g_autoptr (ServeSocket) socket = NULL;

  serve_daemon_found (daemon);
  socket = serve_socket_hello (daemon, daemon->anna, NULL);
  g_usleep (4000000);
  g_free (serve_socket_room (socket, "still here", NULL));
  g_clear_pointer (&socket, serve_socket_free);
  g_subprocess_wait (daemon->process, NULL, NULL);
  g_assert_cmpint (g_subprocess_get_exit_status (daemon->process), ==, 0);
  g_clear_object (&daemon->process);
}

static int
run_weftd (const char *const *arguments, char **output, char **complaint)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  int status;

  g_ptr_array_add (argv, (gpointer) WEFTD);
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, output, complaint, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));

  return WEXITSTATUS (status);
}

static void
test_command_line (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  const char *const taken[] = { "--directory", daemon->data, NULL };
  static const struct
  {
    const char *arguments[5];
    int code;
    const char *says;
  } cases[] = {
    { { "--version" }, 0, "weftd 0.1.0\n" },
    { { "--help" }, 0, "--listen" },
    { { "--nonsense" }, 2, "--nonsense" },
    { { "extra" }, 2, "extra" },
    { { "--tls-key", "x" }, 2, "--tls-certificate" },
    { { "--limits", "hello=never" }, 2, "hello=never" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *output = NULL;
      g_autofree char *complaint = NULL;
      int code = run_weftd (cases[i].arguments, &output, &complaint);

      g_assert_cmpint (code, ==, cases[i].code);
      g_assert_nonnull (strstr (code == 0 ? output : complaint, cases[i].says));
      g_assert_cmpuint (strlen (code == 0 ? complaint : output), ==, 0);
    }

  {
    g_autofree char *output = NULL;
    g_autofree char *complaint = NULL;

    g_assert_cmpint (run_weftd (taken, &output, &complaint), ==, 3);
    g_assert_nonnull (strstr (complaint, "another weftd"));
  }
  {
    g_autofree char *other = g_build_filename (daemon->directory, "other", NULL);
    const char *const bad[] = { "--directory", other, "--socket", daemon->socket, NULL };
    g_autofree char *output = NULL;
    g_autofree char *complaint = NULL;

    g_assert_cmpint (run_weftd (bad, &output, &complaint), ==, 3);
    g_assert_nonnull (strstr (complaint, "another server answers"));
  }
  {
    g_autofree char *other = g_build_filename (daemon->directory, "other", NULL);
    g_autofree char *socket = g_build_filename (daemon->directory, "t", NULL);
    const char *const bad[] = { "--directory", other, "--socket", socket, "--listen=nowhere", NULL };
    g_autofree char *output = NULL;
    g_autofree char *complaint = NULL;

    g_assert_cmpint (run_weftd (bad, &output, &complaint), ==, 2);
    g_assert_nonnull (strstr (complaint, "nowhere"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/serve/crash/kill", test_kill);
  g_test_add_func ("/serve/crash/embedded", test_embedded);
  g_test_add_func ("/serve/crash/command-line", test_command_line);

  return g_test_run ();
}
