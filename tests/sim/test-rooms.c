/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What it costs somebody in many rooms to come back: the real client and the real server, bytes counted on
 * the line between them. */

#include <unistd.h>

#include "base/weft-id.h"
#include "modules/weft-modules.h"
#include "serve-fixture.h"
#include "serve/weft-engine-private.h"
#include "sim-client.h"
#include "sim-person.h"
#include "sim-reader.h"
#include "sim-world.h"

#define N_ROOMS 500
#define WELCOME_MAX 50000 /* bytes, where nothing moved */
#define PATIENCE 60000    /* ms */

typedef struct
{
  WeftRegistry *registry;
  SimServer *server;
  SimClient *client;
  GPtrArray *rooms;
} Fixture;

static char *
make_room (Fixture *fixture, guint index)
{
  g_autofree char *name = g_strdup_printf ("room-%u", index);
  g_autofree char *id = weft_id_derive ("weft-tests", name);
  g_autofree char *operation = weft_id_random ();
  g_autofree char *args
      = g_strdup_printf ("{\"kind\":\"room\",\"name\":\"Room %u\",\"topic\":\"\",\"members\":[]}", index);
  char *stream = g_strconcat ("room/", id, NULL);
  const WeftRequest request = {
    .client = "founder-of-rooms",
    .person = sim_person_get_id (0),
    .n = index + 1,
    .id = operation,
    .stream = stream,
    .op = "chat.create-room",
    .args = args,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) result = weft_engine_run_now (sim_server_get_engine (fixture->server), &request, &error);

  g_assert_no_error (error);
  g_assert_null (g_strstr_len (g_bytes_get_data (result, NULL), (gssize) g_bytes_get_size (result), "error"));

  return stream;
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
        sim_server_run (fixture->server, 1);
    }
}

static void
run_until_settled (Fixture *fixture)
{
  for (gint64 ms = 0; !sim_client_is_settled (fixture->client); ms++)
    {
      g_assert_cmpint (ms, <, PATIENCE);
      run (fixture, 1);
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  sim_begin (1);
  sim_lines_begin ();
  sim_network = (SimNetwork) { .delay = 0 };
  fixture->registry = weft_registry_new (weft_modules);
  fixture->server = sim_world_new_server (fixture->registry);
  g_assert_true (sim_server_start (fixture->server));
  fixture->rooms = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < N_ROOMS; i++)
    g_ptr_array_add (fixture->rooms, make_room (fixture, i));
  fixture->client = sim_client_new (0, 0, fixture->registry);
  g_assert_true (sim_client_start (fixture->client));
  run_until_settled (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sim_client_free (fixture->client);
  sim_server_free (fixture->server);
  g_ptr_array_unref (fixture->rooms);
  g_object_unref (fixture->registry);
  sim_lines_begin ();
}

static gint64
count (WeftDatabase *database, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  weft_database_get_value (database, &n, 0, &error, sql, "");
  g_assert_no_error (error);

  return n;
}

static gint64
count_in_server (Fixture *fixture, const char *sql)
{
  WeftEngine *engine = sim_server_get_engine (fixture->server);
  WeftDatabase *database = weft_engine_acquire_reader (engine, NULL);
  gint64 n = count (database, sql);

  weft_engine_release_reader (engine, database);

  return n;
}

static void
set_mark (Fixture *fixture, guint room, gint64 value)
{
  g_autoptr (GError) error = NULL;

  weft_client_session_set_latest (weft_sync_core_get_session (sim_client_get_core (fixture->client)),
                                  fixture->rooms->pdata[room], "thread.read", value, &error);
  g_assert_no_error (error);
}

static void
come_back (Fixture *fixture, gsize *down, gsize *up)
{
  run_until_settled (fixture);
  run (fixture, 3000);
  sim_line_get_bytes (sim_client_get_line (fixture->client), down, up);
}

static void
test_welcome (Fixture *fixture, gconstpointer data)
{
  gsize down, up, down_again, up_again;
  g_autoptr (SimReader) other = NULL;
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < N_ROOMS; i++)
    set_mark (fixture, i, 1);
  run (fixture, 5000);
  g_assert_cmpint (count_in_server (fixture, "SELECT count(*) FROM latest WHERE value = 1"), ==, N_ROOMS);

  /* Nothing moved. */
  sim_client_stop (fixture->client);
  come_back (fixture, &down, &up);
  g_test_message ("%d rooms where nothing moved: %zu bytes down, %zu up", N_ROOMS, down, up);
  g_assert_cmpuint (down, <=, WELCOME_MAX);

  /* One moved on another device: it is told, and nothing that the server knows is sent again, though the
   * marks do not all fit into the welcome. */
  sim_client_stop (fixture->client);
  other = sim_reader_new (fixture->server, sim_person_get_id (0));
  weft_frame_write_latest_value (out, fixture->rooms->pdata[7], "thread.read", 2);
  sim_reader_send (other, out);
  sim_server_run (fixture->server, 100);
  come_back (fixture, &down_again, &up_again);
  g_test_message ("one moved: %zu bytes down, %zu up", down_again, up_again);
  g_assert_cmpint (count (weft_sync_core_get_copy (sim_client_get_core (fixture->client))->database,
                          "SELECT count(*) FROM latest WHERE value = 2"),
                   ==, 1);
  g_assert_cmpuint (up_again, <, up + 1000);

  /* Some moved here, and were lost on the way: of each kind, those in the welcome and those behind it. */
  sim_client_set_network (fixture->client, FALSE);
  for (guint i = 0; i < N_ROOMS; i += 50)
    set_mark (fixture, i, 3);
  run (fixture, 5000);
  sim_client_kill (fixture->client, FALSE);
  sim_client_set_network (fixture->client, TRUE);
  come_back (fixture, &down, &up);
  g_assert_cmpint (count_in_server (fixture, "SELECT count(*) FROM latest WHERE value = 3"), ==,
                   N_ROOMS / 50);

  /* And it is quiet again. */
  sim_client_stop (fixture->client);
  come_back (fixture, &down, &up);
  g_assert_cmpuint (down, <=, WELCOME_MAX);
  g_clear_pointer (&other, sim_reader_free);
}

int
main (int argc, char *argv[])
{
  char directory[] = "/tmp/weft-rooms-XXXXXX";
  int status;

  g_test_init (&argc, &argv, NULL);
  if (mkdtemp (directory) == NULL || chdir (directory) != 0)
    g_error ("Cannot make a directory");
  sim_disk_install ();
  sim_world_prepare ();
  g_test_add ("/sim/rooms/welcome", Fixture, NULL, set_up, test_welcome, tear_down);
  status = g_test_run ();
  if (chdir ("/") != 0)
    g_error ("Cannot leave the directory");
  serve_remove_directory (directory);

  return status;
}
