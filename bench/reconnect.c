/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Back to live after the network returns: a client without a window loses its connection to a real weftd,
 * misses 100 events in 20 rooms, and the cable is mended. Measured is from "try now", which is also what the
 * return of the network calls, until the engine says that libsoup's WebSocket handshakes with nothing to
 * follow would be no less. */

#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include <locale.h>
#include <libsoup/soup.h>

#include "client.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "relay.h"
#include "server.h"

#define N_MANY 500        /* rooms of somebody who is in very many */
#define WELCOME_MAX 50000 /* bytes */
#define N_ROOMS 20
#define N_EVENTS 100
#define N_ROUNDS 9
#define LIMIT 200 /* ms */

/* What any client pays: a new connection and one answer. */
static gboolean
measure_request (const char *address, double *time, GError **error)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *url = g_strconcat (address, "/v1", NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  gint64 began = g_get_monotonic_time ();
  g_autoptr (GBytes) answer = soup_session_send_and_read (session, message, NULL, error);

  *time = (g_get_monotonic_time () - began) / 1e3;
  return answer != NULL;
}

static gboolean
miss_events (Client *writer, GPtrArray *rooms, GError **error)
{
  for (guint i = 0; i < N_EVENTS; i++)
    if (!dex_await (client_send (writer, rooms->pdata[i % rooms->len],
                                 "Something was said while you were away."),
                    error))
      return FALSE;
  return client_await_sent (writer, error);
}

static void
cut (WeftSync *sync, Relay *relay)
{
  relay_cut (relay);
  while (weft_sync_get_state (sync) == WEFT_SYNC_ONLINE)
    bench_pause (5);
}

static gboolean
measure_return (Client *reader,
                Client *writer,
                Relay *relay,
                GPtrArray *rooms,
                double *online,
                double *rows,
                GError **error)
{
  WeftSync *sync = client_get_sync (reader);
  gint64 began;

  cut (sync, relay);
  client_count_rows (reader, "message");
  if (!miss_events (writer, rooms, error))
    return FALSE;

  relay_mend (relay);
  began = g_get_monotonic_time ();
  weft_sync_retry (sync);
  if (!client_await_rows (reader, N_EVENTS, error))
    return FALSE;
  *rows = (g_get_monotonic_time () - began) / 1e3;
  if (!client_await_state (reader, WEFT_SYNC_ONLINE, error))
    return FALSE;
  *online = (g_get_monotonic_time () - began) / 1e3;
  bench_pause (300);
  return TRUE;
}

/* Somebody in very many rooms, all of which they have read, comes back, and nothing has moved. */
static gboolean
measure_many (Client *reader,
              Client *writer,
              Relay *relay,
              GPtrArray *rooms,
              GArray *onlines,
              guint64 *bytes,
              GError **error)
{
  WeftSync *sync = client_get_sync (reader);

  client_count_rows (reader, "room");
  for (guint i = rooms->len; i < N_MANY; i++)
    {
      g_autofree char *name = g_strdup_printf ("room %u", i);
      char *room = client_make_room (writer, name, NULL, error);

      if (room == NULL)
        return FALSE;
      g_ptr_array_add (rooms, room);
    }
  if (!client_await_rows (reader, N_MANY - N_ROOMS, error))
    return FALSE;
  for (guint i = 0; i < rooms->len; i++)
    weft_sync_set_latest (sync, rooms->pdata[i], &weft_thread_read_latest, 1000000);
  bench_pause (3000);

  *bytes = 0;
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      guint64 before;
      gint64 began;
      double online;

      cut (sync, relay);
      relay_mend (relay);
      before = relay_get_received (relay);
      began = g_get_monotonic_time ();
      weft_sync_retry (sync);
      if (!client_await_state (reader, WEFT_SYNC_ONLINE, error))
        return FALSE;
      online = (g_get_monotonic_time () - began) / 1e3;
      g_array_append_val (onlines, online);
      *bytes = MAX (*bytes, relay_get_received (relay) - before);
      bench_pause (300);
    }

  return TRUE;
}

static DexFuture *
run (gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Server) server = server_start (user_data, NULL, NULL, &error);
  g_autoptr (Relay) relay = server != NULL ? relay_new (server_get_socket (server), &error) : NULL;
  g_autoptr (Client) writer = relay != NULL ? client_found (server_get_address (server), &error) : NULL;
  g_autoptr (Client) reader
      = writer != NULL ? client_join_local (server_get_address (server), relay_get_address (relay), &error)
                       : NULL;
  g_autoptr (GPtrArray) rooms = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) onlines = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) requests = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) many = g_array_new (FALSE, FALSE, sizeof (double));
  guint64 bytes;
  guint64 many_bytes;
  double median;

  if (reader == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  client_count_rows (reader, "room");
  for (guint i = 0; i < N_ROOMS; i++)
    {
      g_autofree char *name = g_strdup_printf ("room %u", i);
      char *room = client_make_room (writer, name, NULL, &error);

      if (room == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      g_ptr_array_add (rooms, room);
    }
  if (!client_await_rows (reader, N_ROOMS, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  bytes = relay_get_received (relay);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      double online, rows, request;

      if (!measure_return (reader, writer, relay, rooms, &online, &rows, &error)
          || !measure_request (relay_get_address (relay), &request, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
      g_array_append_val (onlines, online);
      g_array_append_val (all, rows);
      g_array_append_val (requests, request);
    }
  bytes = (relay_get_received (relay) - bytes) / N_ROUNDS;

  if (!measure_many (reader, writer, relay, rooms, many, &many_bytes, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  median = bench_get_median (onlines);
  g_print ("{\"rooms\": %d, \"missed\": %d, \"rounds\": %d, \"rows_ms\": %.1f, \"online_ms\": %.1f, "
           "\"online_highest_ms\": %.1f, \"one_request_ms\": %.1f, \"received_bytes\": %" G_GUINT64_FORMAT
           ", "
           "\"figures\": [{\"name\": \"back to live, 100 missed events in 20 rooms\", \"unit\": \"ms\", "
           "\"value\": %.1f, \"reference\": %.1f, \"limit\": %d, \"met\": %s}, "
           "{\"name\": \"back to live in %d rooms where nothing moved\", \"unit\": \"ms\", \"value\": %.1f, "
           "\"reference\": %.1f, \"limit\": %d, \"met\": %s}, "
           "{\"name\": \"what that costs, HTTP and WebSocket included\", \"unit\": \"bytes\", \"value\": "
           "%" G_GUINT64_FORMAT ", \"limit\": %d, \"met\": %s}]}\n",
           N_ROOMS, N_EVENTS, N_ROUNDS, bench_get_median (all), median, bench_get_highest (onlines),
           bench_get_median (requests), bytes, median, bench_get_median (requests), LIMIT,
           median <= LIMIT ? "true" : "false", N_MANY, bench_get_median (many), bench_get_median (requests),
           LIMIT, bench_get_median (many) <= LIMIT ? "true" : "false", many_bytes, WELCOME_MAX,
           many_bytes <= WELCOME_MAX ? "true" : "false");
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  if (argc != 2)
    {
      g_printerr ("Usage: %s WEFTD\n", argv[0]);
      return 2;
    }
  return bench_run (run, argv[1]);
}
