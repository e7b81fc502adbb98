/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine of the app over mobile networks (slow-link.h): until it is online with 20 rooms of 50 messages,
 * for the first time and after 100 missed events, with the bytes and connections which that took; how long
 * one's own message takes until one sees it, and until another does. The reference is the same without delay;
 * one HTTP request on a new connection says what a round trip costs. */

#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include <libsoup/soup.h>
#include <locale.h>

#include "client.h"
#include "server.h"
#include "slow-link.h"

#define N_ROOMS 20
#define N_MESSAGES 50 /* a room */
#define N_MISSED 100
#define LIMIT 50 /* ms until one's own message is a row */

static const SlowLinkProfile profiles[] = {
  { .name = "none", .round_trip = 0, .down = 1e6, .up = 1e6 },
  { .name = "3G", .round_trip = 300, .down = 1600, .up = 768 },
  { .name = "2G", .round_trip = 800, .down = 280, .up = 256 },
  { .name = "2G, 5 % lost", .round_trip = 800, .down = 280, .up = 256, .lost = 0.05 },
};

typedef struct
{
  double request, online, first, resumed, resumed_online, seen, heard; /* ms */
  SlowLinkTraffic first_traffic, resumed_traffic;
} Figures;

static double
since (gint64 began)
{
  return (double) (g_get_monotonic_time () - began) / 1e3;
}

static gboolean
say_in_all (Client *writer, GPtrArray *rooms, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!dex_await (client_send (writer, rooms->pdata[i % rooms->len],
                                 "Something was said, neither short nor very long."),
                    error))
      return FALSE;
  return client_await_sent (writer, error);
}

static gboolean
measure_request (SlowLink *link, double *time, GError **error)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *url = g_strconcat (slow_link_get_address (link), "/v1", NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  gint64 began = g_get_monotonic_time ();
  g_autoptr (GBytes) answer = soup_session_send_and_read (session, message, NULL, error);

  *time = since (began);
  return answer != NULL;
}

static gboolean
measure_resume (
    Client *reader, Client *writer, SlowLink *link, GPtrArray *rooms, Figures *figures, GError **error)
{
  WeftSync *sync = client_get_sync (reader);
  gint64 began;

  slow_link_set_cut (link, TRUE);
  while (weft_sync_get_state (sync) == WEFT_SYNC_ONLINE)
    bench_pause (5);
  client_count_rows (reader, "message");
  if (!say_in_all (writer, rooms, N_MISSED, error))
    return FALSE;
  slow_link_take_traffic (link);
  slow_link_set_cut (link, FALSE);
  began = g_get_monotonic_time ();
  weft_sync_retry (sync);
  if (!client_await_rows (reader, N_MISSED, error))
    return FALSE;
  figures->resumed = since (began);
  if (!client_await_state (reader, WEFT_SYNC_ONLINE, error))
    return FALSE;
  figures->resumed_online = since (began);
  figures->resumed_traffic = slow_link_take_traffic (link);
  return TRUE;
}

static gboolean
measure_message (Client *reader, Client *writer, const char *room, Figures *figures, GError **error)
{
  gint64 began = g_get_monotonic_time ();

  client_count_rows (reader, "message");
  client_count_rows (writer, "message");
  if (!dex_await (client_send (reader, room, "Here I am."), error) || !client_await_rows (reader, 1, error))
    return FALSE;
  figures->seen = since (began);
  if (!client_await_rows (writer, 1, error))
    return FALSE;
  figures->heard = since (began);
  return client_await_sent (reader, error);
}

static gboolean
measure (Server *server,
         Client *writer,
         GPtrArray *rooms,
         const SlowLinkProfile *profile,
         Figures *figures,
         GError **error)
{
  g_autoptr (SlowLink) link = slow_link_new (server_get_socket (server), profile, error);
  g_autoptr (Client) reader = NULL;
  gint64 began;

  if (link == NULL || !measure_request (link, &figures->request, error))
    return FALSE;
  slow_link_take_traffic (link);
  began = g_get_monotonic_time ();
  reader = client_join_local (server_get_address (server), slow_link_get_address (link), error);
  if (reader == NULL)
    return FALSE;
  figures->online = since (began);
  if (!client_await_rows (reader, N_ROOMS * N_MESSAGES, error))
    return FALSE;
  figures->first = since (began);
  figures->first_traffic = slow_link_take_traffic (link);
  bench_pause (500);
  return measure_message (reader, writer, rooms->pdata[0], figures, error)
         && measure_resume (reader, writer, link, rooms, figures, error);
}

static void
print (const SlowLinkProfile *profile, const Figures *figures)
{
  g_print ("\"%s\": {\"round_trip_ms\": %u, \"down_kbit\": %.0f, \"up_kbit\": %.0f, \"lost\": %.2f, "
           "\"one_request_ms\": %.0f, "
           "\"first_online_ms\": %.0f, \"first_start_ms\": %.0f, \"first_down_bytes\": %" G_GUINT64_FORMAT
           ", \"first_up_bytes\": %" G_GUINT64_FORMAT
           ", \"first_connections\": %u, \"resume_rows_ms\": %.0f, \"resume_online_ms\": %.0f, "
           "\"resume_down_bytes\": %" G_GUINT64_FORMAT ", \"resume_up_bytes\": %" G_GUINT64_FORMAT
           ", \"resume_connections\": %u, \"own_message_seen_ms\": %.1f, \"heard_by_another_ms\": %.0f}, ",
           profile->name, profile->round_trip, profile->down, profile->up, profile->lost, figures->request,
           figures->online, figures->first, figures->first_traffic.down, figures->first_traffic.up,
           figures->first_traffic.connections, figures->resumed, figures->resumed_online,
           figures->resumed_traffic.down, figures->resumed_traffic.up, figures->resumed_traffic.connections,
           figures->seen, figures->heard);
}

static DexFuture *
run (gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Server) server = server_start (user_data, NULL, NULL, &error);
  g_autoptr (Client) writer = server != NULL ? client_found (server_get_address (server), &error) : NULL;
  g_autoptr (GPtrArray) rooms = g_ptr_array_new_with_free_func (g_free);
  Figures figures[G_N_ELEMENTS (profiles)] = { 0 };

  if (writer == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  for (guint i = 0; i < N_ROOMS; i++)
    {
      g_autofree char *name = g_strdup_printf ("room %u", i);
      char *room = client_make_room (writer, name, NULL, &error);

      if (room == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      g_ptr_array_add (rooms, room);
    }
  if (!say_in_all (writer, rooms, N_ROOMS * N_MESSAGES, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_print ("{");
  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      if (!measure (server, writer, rooms, &profiles[i], &figures[i], &error))
        {
          g_prefix_error (&error, "%s: ", profiles[i].name);
          return dex_future_new_for_error (g_steal_pointer (&error));
        }
      print (&profiles[i], &figures[i]);
    }
  g_print ("\"figures\": [{\"name\": \"an own message on 2G, until it is seen\", \"unit\": \"ms\", "
           "\"value\": %.1f, \"reference\": %.1f, \"limit\": %d, "
           "\"met\": %s}, {\"name\": \"first start on 2G\", \"unit\": \"ms\", \"value\": %.0f, "
           "\"reference\": %.0f}, "
           "{\"name\": \"100 missed events in 20 rooms on 2G\", \"unit\": \"ms\", \"value\": %.0f, "
           "\"reference\": %.0f}]}\n",
           figures[2].seen, figures[0].seen, LIMIT, figures[2].seen <= LIMIT ? "true" : "false",
           figures[2].first, figures[2].request, figures[2].resumed, figures[2].request);
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
