/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <signal.h>
#include <stdlib.h>

#include "app/weft-embedded.h"
#include "base/weft-error.h"

/* The real weftd, found in PATH. XDG_RUNTIME_DIR is this program's own. */

static char *scratch;

static DexFuture *
await_fiber (gpointer user_data)
{
  GError *error = NULL;

  if (!dex_await (dex_ref (user_data), &error))
    return dex_future_new_for_error (error);
  return dex_future_new_true ();
}

static gboolean
settle (DexFuture *future, GError **error)
{
  DexFuture *waiting = dex_scheduler_spawn (NULL, 0, await_fiber, future, dex_unref);
  gboolean resolved;

  while (dex_future_is_pending (waiting))
    g_main_context_iteration (NULL, TRUE);
  resolved = dex_future_get_value (waiting, error) != NULL;
  dex_unref (waiting);
  return resolved;
}

static gboolean
answers (WeftEmbedded *embedded)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address
      = g_unix_socket_address_new (weft_embedded_get_address (embedded) + strlen ("unix:"));
  g_autoptr (GSocketConnection) connection
      = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);

  return connection != NULL;
}

/* The process that holds the folder's lock, as /proc says: whose command line names @directory. */
static pid_t
find_server (const char *directory)
{
  g_autoptr (GDir) processes = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (processes)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "cmdline", NULL);
      g_autofree char *line = NULL;
      gsize length;

      if (!g_ascii_isdigit (*name) || !g_file_get_contents (path, &line, &length, NULL))
        continue;
      for (gsize i = 0; i < length; i += strlen (line + i) + 1)
        if (g_str_equal (line + i, directory))
          return atoi (name);
    }
  return 0;
}

static void
end_server (const char *directory, int signal)
{
  pid_t server = find_server (directory);

  g_assert_cmpint (server, >, 0);
  g_assert_cmpint (kill (server, signal), ==, 0);
}

static void
on_back (gboolean *back)
{
  *back = TRUE;
}

static void
test_lives_on (void)
{
  g_autofree char *directory = g_build_filename (scratch, "one", NULL);
  g_autoptr (WeftEmbedded) embedded = weft_embedded_new (directory, "one");
  g_autoptr (WeftEmbedded) second = weft_embedded_new (directory, "one");
  g_autoptr (GError) error = NULL;
  gboolean back = FALSE;
  pid_t first;

  g_signal_connect_swapped (embedded, "back", G_CALLBACK (on_back), &back);
  g_assert_true (settle (weft_embedded_start (embedded), &error));
  g_assert_no_error (error);
  g_assert_true (answers (embedded));
  first = find_server (directory);

  /* Another program joins what runs. */
  g_assert_true (settle (weft_embedded_start (second), &error));
  g_assert_no_error (error);
  g_assert_cmpint (find_server (directory), ==, first);

  end_server (directory, SIGKILL);
  while (!back)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (answers (embedded));
  g_assert_cmpint (find_server (directory), !=, first);

  weft_embedded_stop (embedded);
  weft_embedded_stop (second);
  end_server (directory, SIGTERM);
  while (find_server (directory) != 0)
    g_usleep (10000);
}

static void
test_no_program (void)
{
  g_autofree char *directory = g_build_filename (scratch, "none", NULL);
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autoptr (WeftEmbedded) embedded = weft_embedded_new (directory, "none");
  g_autoptr (GError) error = NULL;

  g_setenv ("PATH", scratch, TRUE);
  g_assert_false (settle (weft_embedded_start (embedded), &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
  g_setenv ("PATH", path, TRUE);
}

static void
test_folder_cannot_be_made (void)
{
  g_autofree char *file = g_build_filename (scratch, "file", NULL);
  g_autofree char *directory = g_build_filename (file, "below", NULL);
  g_autoptr (WeftEmbedded) embedded = weft_embedded_new (directory, "file");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_false (settle (weft_embedded_start (embedded), &error));
  g_assert_nonnull (strstr (error->message, directory));
}

static void
test_long_path (void)
{
  g_autofree char *name = g_strnfill (108, 'x');
  g_autoptr (WeftEmbedded) embedded = weft_embedded_new (scratch, name);
  g_autoptr (GError) error = NULL;

  g_assert_false (settle (weft_embedded_start (embedded), &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "107"));
}

int
main (int argc, char *argv[])
{
  int result;

  scratch = g_dir_make_tmp ("weft-embedded-XXXXXX", NULL);
  g_setenv ("XDG_RUNTIME_DIR", scratch, TRUE);
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/embedded/lives-on", test_lives_on);
  g_test_add_func ("/embedded/no-program", test_no_program);
  g_test_add_func ("/embedded/folder-cannot-be-made", test_folder_cannot_be_made);
  g_test_add_func ("/embedded/long-path", test_long_path);
  result = g_test_run ();
  {
    g_autoptr (GSubprocess) remove
        = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "rm", "-rf", scratch, NULL);

    g_subprocess_wait (remove, NULL, NULL);
  }
  g_free (scratch);
  return result;
}
