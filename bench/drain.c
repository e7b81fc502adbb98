/* SPDX-License-Identifier: GPL-3.0-or-later */

/* 10,000 messages written offline: how long it takes to put them into the outbox, and to drain it once the
 * server is back, where each must arrive once and in its order. "Client time" is the processor time of this
 * process, which is the engine without a window; the wall's and the server's stand beside it. */

#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include <locale.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "client.h"
#include "server.h"
#include "store/weft-sqlite.h"

#define LIMIT 2.0 /* s */
#define REFERENCE 100

typedef struct
{
  const char *weftd;
  guint n;
} Setup;

typedef struct
{
  double write_wall, write_client, wall, client, server;
} Times;

static double
get_time (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
         + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Each is there once, in the order in which they were written. */
static gboolean
check_order (Server *server, const char *room, guint n, GError **error)
{
  g_autofree char *path = g_build_filename (server_get_directory (server), "weft.db", NULL);
  WeftDatabase *database = weft_sqlite_open (path, WEFT_SQLITE_READ_ONLY, error);
  gint64 n_there = -1, n_elsewhere = -1;
  gboolean read;

  if (database == NULL)
    return FALSE;
  read = weft_database_get_value (database, &n_there, -1, error,
                                  "SELECT count (*) FROM message WHERE stream = ?1", "t", room)
         && weft_database_get_value (database, &n_elsewhere, -1, error,
                                     "SELECT count (*) FROM message WHERE stream = ?1 AND text NOT LIKE "
                                     "'Message ' || (ordinal - 1) || ',%'",
                                     "t", room);
  g_object_unref (database);
  if (read && (n_there != n || n_elsewhere != 0))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL,
                   "%" G_GINT64_FORMAT " of %u messages arrived, %" G_GINT64_FORMAT " out of their order",
                   n_there, n, n_elsewhere);
      return FALSE;
    }
  return read;
}

static gboolean
measure (Client *client, Server *server, guint n, Times *times, GError **error)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  g_autofree char *room = client_make_room (client, "drain", NULL, error);
  WeftSync *sync = client_get_sync (client);
  double client_before;
  gint64 began, server_before;
  gboolean done;

  if (room == NULL)
    return FALSE;
  weft_sync_stop (sync);
  if (!client_await_state (client, WEFT_SYNC_OFFLINE, error))
    return FALSE;

  client_before = get_time ();
  began = g_get_monotonic_time ();
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text
          = g_strdup_printf ("Message %u, which was written on a train without a network.", i);

      g_ptr_array_add (futures, client_send (client, room, text));
    }
  if (!dex_await (dex_future_allv ((DexFuture **) futures->pdata, futures->len), error))
    return FALSE;
  times->write_wall = (g_get_monotonic_time () - began) / 1e6;
  times->write_client = get_time () - client_before;
  bench_pause (1500); /* the search index has caught up */

  client_before = get_time ();
  server_before = server_get_time (server);
  began = g_get_monotonic_time ();
  weft_sync_start (sync);
  done = client_await_sent (client, error);
  times->wall = (g_get_monotonic_time () - began) / 1e6;
  times->client = get_time () - client_before;
  times->server = (server_get_time (server) - server_before) / 1e6;
  if (done && weft_sync_get_n_failed (sync) > 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "%u messages were refused",
                   weft_sync_get_n_failed (sync));
      return FALSE;
    }
  return done && check_order (server, room, n, error);
}

static DexFuture *
run (gpointer user_data)
{
  Setup *setup = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Server) server = server_start (setup->weftd, NULL, NULL, &error);
  g_autoptr (Client) client = server != NULL ? client_found (server_get_address (server), &error) : NULL;
  Times few = { 0 }, many = { 0 };

  if (client == NULL || !measure (client, server, REFERENCE, &few, &error)
      || !measure (client, server, setup->n, &many, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_print ("{\"pending\": %u, \"write_wall_s\": %.3f, \"write_client_s\": %.3f, \"drain_wall_s\": %.3f, "
           "\"drain_client_s\": %.3f, \"drain_server_s\": %.3f, "
           "\"reference\": {\"pending\": %d, \"drain_wall_s\": %.3f, \"drain_client_s\": %.3f}, "
           "\"figures\": [{\"name\": \"drain of %u pending, client time\", \"unit\": \"s\", \"value\": %.3f, "
           "\"reference\": %.3f, \"limit\": %.1f, \"met\": %s}]}\n",
           setup->n, many.write_wall, many.write_client, many.wall, many.client, many.server, REFERENCE,
           few.wall, few.client, setup->n, many.client, few.client, LIMIT,
           many.client <= LIMIT ? "true" : "false");
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  Setup setup = { .n = 10000 };

  setlocale (LC_ALL, "");
  if (argc < 2)
    {
      g_printerr ("Usage: %s WEFTD [MESSAGES]\n", argv[0]);
      return 2;
    }
  setup.weftd = argv[1];
  if (argc > 2)
    setup.n = (guint) atoi (argv[2]);
  return bench_run (run, &setup);
}
