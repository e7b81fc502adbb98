/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One message into a room of 100,000 members and as many messages: the bytes that each receiving client is
 * sent for it, and sends back, counted on the cable (TCP payload, so with HTTP's and WebSocket's framing but
 * without IP's). Beside it the same in a room of two. */

#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include <locale.h>
#include <stdlib.h>

#include "base/weft-id.h"
#include "client.h"
#include "fixture.h"
#include "modules/weft-server-modules.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "relay.h"
#include "serve/weft-engine.h"
#include "serve/weft-transaction.h"
#include "server.h"

#define N_RECEIVERS 3
#define N_MESSAGES 20
#define CHUNK 5000
#define LIMIT 1000 /* bytes */
#define TEXT "The figures of the week are in: 41 closed, 12 new, and the long one from March is finally done."

typedef struct
{
  const char *weftd;
  guint size;
} Setup;

/* What one job of the writer adds to the room. */
typedef struct
{
  WeftEngine *engine;
  const char *room;
  const char *author;
  guint first, n;
} Filling;

static gboolean
append (WeftTransaction *transaction,
        const char *stream,
        const WeftEvent *event,
        const char *by,
        gconstpointer args,
        GError **error)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  event->write (args, body);
  node = json_from_string (body->str, error);
  return node != NULL
         && weft_transaction_append (transaction, stream, event, by, body->str, json_node_get_object (node),
                                     error);
}

static gboolean
fill_part (WeftDatabase *database, gpointer user_data, GError **error)
{
  Filling *filling = user_data;
  g_autoptr (WeftTransaction) transaction
      = weft_transaction_new (filling->engine, database, weft_clock_now (weft_clock_get_system ()));

  for (guint i = filling->first; i < filling->first + filling->n; i++)
    {
      g_autofree char *person = fixture_dup_person (i);
      g_autofree char *login = g_strdup_printf ("person%u", i);
      g_autofree char *name = g_strdup_printf ("Person %u", i);
      g_autofree char *message = weft_id_new (weft_clock_get_system ());

      if (!append (transaction, WEFT_STREAM_WORKSPACE, &weft_people_person_joined_event, WEFT_AUTHOR_SYSTEM,
                   &(WeftPeoplePersonJoined) {
                       .person = person, .name = name, .login = login, .role = "member" },
                   error)
          || !append (transaction, filling->room, &weft_people_member_added_event, filling->author,
                      &(WeftPeopleMemberAdded) { .person = person, .role = "member" }, error)
          || !append (transaction, filling->room, &weft_thread_message_sent_event, person,
                      &(WeftThreadMessageSent) { .id = message, .text = TEXT }, error))
        return FALSE;
    }
  return TRUE;
}

/* What two hundred thousand requests would do, without the requests. */
static gboolean
fill (const char *directory, const char *room, const char *author, guint size, GError **error)
{
  g_autoptr (WeftEngine) engine = weft_engine_new (fixture_get_registry (), weft_server_modules, directory, NULL);
  Filling filling = { .engine = engine, .room = room, .author = author };
  gboolean done;

  if (!weft_engine_open (engine, error))
    return FALSE;
  done = TRUE;
  for (guint i = 0; i < size && done; i += CHUNK)
    {
      filling.first = i;
      filling.n = MIN (CHUNK, size - i);
      done = weft_engine_call (engine, fill_part, &filling, error);
    }
  weft_engine_close (engine);
  return done;
}

typedef struct
{
  Relay *relays[N_RECEIVERS];
  Client *clients[N_RECEIVERS];
  double load_s, load_bytes;
} Receivers;

static void
receivers_clear (Receivers *self)
{
  for (guint i = 0; i < N_RECEIVERS; i++)
    {
      g_clear_pointer (&self->clients[i], client_free);
      g_clear_pointer (&self->relays[i], relay_free);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Receivers, receivers_clear)

static gboolean
measure (
    Receivers *receivers, Client *sender, const char *room, double *received, double *sent, GError **error)
{
  guint64 before_received[N_RECEIVERS], before_sent[N_RECEIVERS];

  for (guint i = 0; i < N_RECEIVERS; i++)
    {
      before_received[i] = relay_get_received (receivers->relays[i]);
      before_sent[i] = relay_get_sent (receivers->relays[i]);
      client_count_rows (receivers->clients[i], "message");
    }
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      if (!dex_await (client_send (sender, room, TEXT), error) || !client_await_sent (sender, error))
        return FALSE;
      for (guint j = 0; j < N_RECEIVERS; j++)
        if (!client_await_rows (receivers->clients[j], i + 1, error))
          return FALSE;
    }
  bench_pause (200);
  for (guint i = 0; i < N_RECEIVERS; i++)
    {
      *received = MAX (*received, (double) (relay_get_received (receivers->relays[i]) - before_received[i])
                                      / N_MESSAGES);
      *sent = MAX (*sent, (double) (relay_get_sent (receivers->relays[i]) - before_sent[i]) / N_MESSAGES);
    }
  return TRUE;
}

static gboolean
open_receivers (Receivers *receivers, Server *server, const char *room, GError **error)
{
  for (guint i = 0; i < N_RECEIVERS; i++)
    {
      gint64 began = g_get_monotonic_time ();

      receivers->relays[i] = relay_new (server_get_socket (server), error);
      if (receivers->relays[i] == NULL)
        return FALSE;
      receivers->clients[i]
          = client_join_local (server_get_address (server), relay_get_address (receivers->relays[i]), error);
      if (receivers->clients[i] == NULL)
        return FALSE;
      receivers->load_s = (g_get_monotonic_time () - began) / 1e6;
      receivers->load_bytes = relay_get_received (receivers->relays[i]);
      weft_sync_open_stream (client_get_sync (receivers->clients[i]), room);
    }
  bench_pause (1500);
  return TRUE;
}

static DexFuture *
run_in (const char *directory, Setup *setup, GError **error)
{
  g_autofree char *large = NULL, *small = NULL, *person = NULL;
  g_auto (Receivers) receivers = { 0 };
  g_autoptr (Server) server = NULL;
  g_autoptr (Client) sender = NULL;
  double received[2] = { 0 }, sent[2] = { 0 }, fill_s;
  gint64 began;

  server = server_start (setup->weftd, directory, NULL, error);
  if (server == NULL || (sender = client_found (server_get_address (server), error)) == NULL
      || (large = client_make_room (sender, "everybody", NULL, error)) == NULL
      || (small = client_make_room (sender, "just us", NULL, error)) == NULL)
    return NULL;
  person = g_strdup (client_get_person (sender));
  g_clear_pointer (&sender, client_free);
  g_clear_pointer (&server, server_stop);

  began = g_get_monotonic_time ();
  if (!fill (directory, large, person, setup->size, error))
    return NULL;
  fill_s = (g_get_monotonic_time () - began) / 1e6;

  server = server_start (setup->weftd, directory, NULL, error);
  if (server == NULL || !open_receivers (&receivers, server, large, error)
      || (sender = client_join_local (server_get_address (server), server_get_address (server), error))
             == NULL
      || !measure (&receivers, sender, small, &received[0], &sent[0], error)
      || !measure (&receivers, sender, large, &received[1], &sent[1], error))
    return NULL;

  g_print ("{\"members\": %u, \"messages\": %u, \"fill_s\": %.1f, \"first_load_s\": %.2f, "
           "\"first_load_bytes\": %.0f, "
           "\"received_bytes\": %.0f, \"sent_bytes\": %.0f, \"reference\": {\"members\": 1, "
           "\"received_bytes\": %.0f, "
           "\"sent_bytes\": %.0f}, "
           "\"figures\": [{\"name\": \"one message into a room of %u, on the wire of each who receives it\", "
           "\"unit\": \"bytes\", \"value\": %.0f, \"reference\": %.0f, \"limit\": %d, \"met\": %s}]}\n",
           setup->size, setup->size, fill_s, receivers.load_s, receivers.load_bytes, received[1], sent[1],
           received[0], sent[0], setup->size, received[1] + sent[1], received[0] + sent[0], LIMIT,
           received[1] + sent[1] <= LIMIT ? "true" : "false");
  return dex_future_new_true ();
}

static DexFuture *
run (gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = bench_new_directory (&error);
  DexFuture *future = directory != NULL ? run_in (directory, user_data, &error) : NULL;

  if (directory != NULL)
    bench_remove (directory);
  return future != NULL ? future : dex_future_new_for_error (g_steal_pointer (&error));
}

int
main (int argc, char *argv[])
{
  Setup setup = { .size = 100000 };

  setlocale (LC_ALL, "");
  if (argc < 2)
    {
      g_printerr ("Usage: %s WEFTD [SIZE]\n", argv[0]);
      return 2;
    }
  setup.weftd = argv[1];
  if (argc > 2)
    setup.size = (guint) atoi (argv[2]);
  return bench_run (run, &setup);
}
