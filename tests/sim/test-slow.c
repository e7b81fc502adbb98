/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A client at the end of a line that takes 10 kB a second, while very much happens: the real client and
 * server in virtual time. WEFT_TEST_BURST says how many events (4000); 100,000 take an hour of it. */

#include <stdlib.h>
#include <unistd.h>

#include "base/weft-id.h"
#include "modules/weft-modules.h"
#include "serve-fixture.h"
#include "serve/weft-engine-private.h"
#include "sim-client.h"
#include "sim-person.h"
#include "sim-reader.h"
#include "sim-world.h"

#define BANDWIDTH 10000             /* bytes/s */
#define STEP 10                     /* ms which the server may be ahead */
#define AT_ONCE 200                 /* events between two looks at the line */
#define QUEUED_MAX (2 * 256 * 1024) /* bytes: the soft limit, and what one turn may add */
#define AN_EVENT 1000 /* bytes that one may take of the line, frames and answers around it included */

typedef struct
{
  WeftRegistry *registry;
  SimServer *server;
  SimClient *client;
  SimReader *other;
  char *room;
  gsize queued_highest;
  SimLine *line; /* (nullable): the slow one */
  guint n_lines;
} Fixture;

/* Each connection of the client is as slow as the one before. */
static void
look_at_line (Fixture *fixture)
{
  SimLine *line = sim_client_get_line (fixture->client);

  if (line == NULL || fixture->n_lines == 0)
    return;
  if (line != fixture->line)
    {
      g_clear_pointer (&fixture->line, sim_line_unref);
      fixture->line = sim_line_ref (line);
      fixture->n_lines++;
      sim_line_set_bandwidth (line, BANDWIDTH);
    }
  fixture->queued_highest = MAX (fixture->queued_highest, sim_line_get_queued (line));
}

static void
run (Fixture *fixture, gint64 ms)
{
  gint64 until = sim_now () + ms * 1000;

  while (sim_now () < until)
    {
      gint64 due = sim_client_get_due (fixture->client);

      if (due <= sim_now ())
        sim_client_step (fixture->client);
      else
        sim_server_run (fixture->server, CLAMP ((MIN (due, until) - sim_now ()) / 1000, 1, STEP));
      look_at_line (fixture);
    }
}

static void
run_until_settled (Fixture *fixture, gint64 patience)
{
  for (gint64 ms = 0; !sim_client_is_settled (fixture->client); ms += 10)
    {
      g_assert_cmpint (ms, <, patience);
      run (fixture, 10);
    }
}

static void
say (Fixture *fixture, gint64 n)
{
  g_autofree char *id = weft_id_random ();
  g_autofree char *message = weft_id_random ();
  g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"%" G_GINT64_FORMAT
                                           ": one of very many, and not the shortest\"}",
                                           message, n);
  const WeftRequest request = {
    .client = "one-who-writes-much",
    .person = sim_person_get_id (1),
    .n = n,
    .id = id,
    .stream = fixture->room,
    .op = "thread.send",
    .args = args,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) result = weft_engine_run_now (sim_server_get_engine (fixture->server), &request, &error);

  g_assert_no_error (error);
  g_assert_null (g_strstr_len (g_bytes_get_data (result, NULL), (gssize) g_bytes_get_size (result), "error"));
}

static gint64
count_messages (Fixture *fixture)
{
  WeftCopy *copy = weft_sync_core_get_copy (sim_client_get_core (fixture->client));
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  weft_database_get_value (copy->database, &n, 0, &error, "SELECT count(*) FROM message", "");
  g_assert_no_error (error);

  return n;
}

static void
test_burst (void)
{
  Fixture fixture = { 0 };
  const char *wanted = g_getenv ("WEFT_TEST_BURST");
  guint n_events = wanted != NULL ? (guint) atoi (wanted) : 4000;
  gint64 began;

  sim_begin (1);
  sim_lines_begin ();
  sim_network = (SimNetwork) { .delay = 0 };
  fixture.registry = weft_registry_new (weft_modules);
  fixture.server = sim_world_new_server (fixture.registry);
  fixture.room = g_strconcat ("room/", sim_person_get_id (0), NULL);
  g_assert_true (sim_server_start (fixture.server));
  fixture.client = sim_client_new (0, 0, fixture.registry);
  g_assert_true (sim_client_start (fixture.client));
  run_until_settled (&fixture, 60000);
  fixture.other = sim_reader_new (fixture.server, sim_person_get_id (2));
  fixture.n_lines = 1;
  look_at_line (&fixture);
  began = sim_now ();

  for (guint i = 1; i <= n_events; i++)
    {
      say (&fixture, i);
      if (i % AT_ONCE == 0)
        {
          run (&fixture, 10);
          sim_reader_forget (fixture.other);
        }
    }
  for (gint64 ms = 0; count_messages (&fixture) < n_events; ms += 1000)
    {
      g_assert_cmpint (ms, <, (gint64) n_events * AN_EVENT * 1000 / BANDWIDTH + 60000);
      run (&fixture, 1000);
      sim_reader_forget (fixture.other);
    }
  g_test_message ("%u events over a line of %d bytes a second: in %" G_GINT64_FORMAT
                  " s; at most %zu bytes waited at the server",
                  n_events, BANDWIDTH, (sim_now () - began) / G_USEC_PER_SEC, fixture.queued_highest);

  /* Nobody lost patience, and nothing piled up: a connection ends with its access token, and is made anew. */
  g_assert_cmpuint (fixture.n_lines, <=,
                    2 + (guint) ((sim_now () - began) / 1000 / weft_default_limits.access_lifetime));
  g_assert_cmpuint (fixture.queued_highest, >, 0);
  g_assert_cmpuint (fixture.queued_highest, <, QUEUED_MAX);
  g_assert_cmpint (count_messages (&fixture), ==, n_events);

  g_clear_pointer (&fixture.line, sim_line_unref);
  sim_reader_free (fixture.other);
  sim_client_free (fixture.client);
  sim_server_free (fixture.server);
  g_object_unref (fixture.registry);
  g_free (fixture.room);
  sim_lines_begin ();
}

int
main (int argc, char *argv[])
{
  char directory[] = "/tmp/weft-slow-XXXXXX";
  int status;

  g_test_init (&argc, &argv, NULL);
  if (mkdtemp (directory) == NULL || chdir (directory) != 0)
    g_error ("Cannot make a directory");
  sim_disk_install ();
  sim_world_prepare ();
  g_test_add_func ("/sim/slow/burst", test_burst);
  status = g_test_run ();
  if (chdir ("/") != 0)
    g_error ("Cannot leave the directory");
  serve_remove_directory (directory);

  return status;
}
