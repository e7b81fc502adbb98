/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A teammate who writes very much: starts a weftd on a given socket, founds a workspace on it, lets a second
 * person in, makes a room of both, and says "ready". For each line it reads on its input, RATE SECONDS, that
 * person writes so many messages a second for so long; then one JSON object follows. It ends with its input.
 */

#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include <gio/gunixinputstream.h>
#include <locale.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "server.h"

#define INTERVAL 10 /* ms between two handfuls */
#define N_BEFORE 200
#define SETTLE 1000 /* ms, until what was under way is let go of */

static gboolean
write_some (Client *writer, const char *room, guint from, guint n, GError **error)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text
          = g_strdup_printf ("Message %u: one of very many which pour in now, and not the shortest.",
                             from + i);

      g_ptr_array_add (futures, client_send (writer, room, text));
    }
  return futures->len == 0
         || dex_await (dex_future_allv ((DexFuture **) futures->pdata, futures->len), error);
}

static gboolean
pour (Client *writer, const char *room, guint rate, guint seconds, GError **error)
{
  gint64 began = g_get_monotonic_time ();
  guint n = 0;
  double wall;

  while ((wall = (g_get_monotonic_time () - began) / 1e6) < seconds)
    {
      guint due = (guint) (wall * rate);

      if (due > n && !write_some (writer, room, n, due - n, error))
        return FALSE;
      n = MAX (n, due);
      bench_pause (INTERVAL);
    }
  if (!client_await_sent (writer, error))
    return FALSE;
  wall = (g_get_monotonic_time () - began) / 1e6;
  bench_pause (SETTLE);
  g_print ("{\"messages\": %u, \"seconds\": %.2f, \"a_second\": %.0f, \"heap_kb\": %zu}\n", n, wall, n / wall,
           mallinfo2 ().uordblks / 1024);
  fflush (stdout);
  return TRUE;
}

static DexFuture *
run (gpointer user_data)
{
  char **argv = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Server) server = server_start (argv[1], argv[2], argv[3], &error);
  g_autoptr (Client) owner = server != NULL ? client_found (server_get_address (server), &error) : NULL;
  g_autoptr (Client) writer
      = owner != NULL ? client_invite (owner, server_get_address (server), "Nguyễn Thu Hà", "ha", &error)
                      : NULL;
  g_autofree char *room = writer != NULL ? client_make_room (owner, "general", writer, &error) : NULL;
  g_autoptr (GInputStream) stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);

  if (room == NULL || !write_some (owner, room, 0, N_BEFORE, &error) || !client_await_sent (owner, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* All is read, so that the room opens at its end. */
  weft_sync_set_latest (client_get_sync (owner), room, &weft_thread_read_latest, N_BEFORE);
  bench_pause (2000);
  g_clear_pointer (&owner, client_free);
  g_print ("ready\n");
  fflush (stdout);

  while (TRUE)
    {
      g_autoptr (GBytes) bytes
          = dex_await_boxed (dex_input_stream_read_bytes (stream, 256, G_PRIORITY_DEFAULT), NULL);
      g_autofree char *line
          = bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL;
      guint rate, seconds;

      if (line == NULL || sscanf (line, "%u %u", &rate, &seconds) != 2)
        break;
      if (!pour (writer, room, rate, seconds, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  if (argc != 4)
    {
      g_printerr ("Usage: %s WEFTD DIRECTORY SOCKET\n", argv[0]);
      return 2;
    }
  return bench_run (run, argv);
}
