/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A device whose disk fails just when something arrives: the real client and server, one fault at a time. */

#include <unistd.h>

#include "base/weft-id.h"
#include "modules/weft-modules.h"
#include "serve-fixture.h"
#include "sim-client.h"
#include "sim-person.h"
#include "sim-reader.h"
#include "sim-world.h"

#define PATIENCE 120000 /* ms */

typedef struct
{
  WeftRegistry *registry;
  SimServer *server;
  SimClient *client;
  SimReader *writer;
  char *room;
  gint64 n;
} Fixture;

static void
run (Fixture *fixture, gint64 ms)
{
  gint64 until = sim_now () + ms * 1000;

  while (sim_now () < until)
    {
      if (sim_client_get_due (fixture->client) <= sim_now ())
        sim_client_step (fixture->client);
      else
        sim_server_run (fixture->server, 1);
    }
}

static WeftCopy *
get_copy (Fixture *fixture)
{
  return weft_sync_core_get_copy (sim_client_get_core (fixture->client));
}

static gint64
count (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  weft_database_get_value (get_copy (fixture)->database, &n, 0, &error, sql, "");
  g_assert_no_error (error);

  return n;
}

static void
run_until_settled (Fixture *fixture)
{
  for (gint64 ms = 0; !sim_client_is_settled (fixture->client); ms += 10)
    {
      g_assert_cmpint (ms, <, PATIENCE);
      run (fixture, 10);
    }
}

static void
say (Fixture *fixture)
{
  g_autofree char *id = weft_id_random ();
  g_autofree char *message = weft_id_random ();
  g_autofree char *args
      = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"message %" G_GINT64_FORMAT "\"}", message, ++fixture->n);
  GString *out = g_string_new (NULL);

  weft_frame_write_operation (out, fixture->n, id, fixture->room, "thread.send", args);
  sim_reader_send (fixture->writer, out);
}

static gboolean
submit (Fixture *fixture, GError **error)
{
  g_autofree char *message = weft_id_random ();
  g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"my own\"}", message);
  WeftSubmission submission = { .stream = fixture->room, .op = "thread.send", .args = args };
  gboolean stored
      = weft_client_session_submit (weft_sync_core_get_session (sim_client_get_core (fixture->client)),
                                    &submission, 1, error);

  g_assert_no_error (submission.error);
  g_free (submission.id);

  return stored;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  sim_begin (1);
  sim_lines_begin ();
  sim_network = (SimNetwork) { .delay = 0 };
  fixture->registry = weft_registry_new (weft_modules);
  fixture->server = sim_world_new_server (fixture->registry);
  fixture->room = g_strconcat ("room/", sim_person_get_id (0), NULL);
  g_assert_true (sim_server_start (fixture->server));
  fixture->client = sim_client_new (0, 0, fixture->registry);
  g_assert_true (sim_client_start (fixture->client));
  run_until_settled (fixture);
  fixture->writer = sim_reader_new (fixture->server, sim_person_get_id (1));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sim_reader_free (fixture->writer);
  sim_client_free (fixture->client);
  sim_server_free (fixture->server);
  g_object_unref (fixture->registry);
  g_free (fixture->room);
  sim_lines_begin ();
}

/* Nothing is written any more, from then on nothing read, and nothing read before is remembered. */
static void
set_broken (Fixture *fixture, gboolean broken)
{
  SimDiskFaults *faults = sim_disk_get_faults (sim_client_get_disk (fixture->client));

  faults->failing = broken ? 1000 : 0;
  faults->breaks = broken;
  faults->unreadable = 0;
  if (broken)
    {
      weft_database_execute (get_copy (fixture)->database, "PRAGMA cache_size = 0", NULL);
      weft_database_execute (get_copy (fixture)->database, "PRAGMA cache_spill = 0", NULL);
      weft_database_execute (get_copy (fixture)->database, "PRAGMA shrink_memory", NULL);
    }
}

/* A batch fails, and so does reading the copy again: memory must not be taken for what is on disk, or the
 * next batch skips the events which were lost with the first. */
static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  gboolean was_stale = FALSE;

  for (guint i = 0; i < 3; i++)
    {
      say (fixture);
      run (fixture, 1000);
    }
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM message"), ==, 3);

  set_broken (fixture, TRUE);
  say (fixture);
  for (guint i = 0; i < 50 && !was_stale; i++)
    {
      run (fixture, 20);
      was_stale = get_copy (fixture)->stale;
    }
  g_assert_true (was_stale);
  set_broken (fixture, FALSE);
  say (fixture);
  run_until_settled (fixture);
  run (fixture, 2000);

  g_assert_cmpint (count (fixture, "SELECT count(*) FROM message"), ==, 5);
  g_assert_cmpint (count (fixture, "SELECT sum(ordinal) FROM message"), ==, 1 + 2 + 3 + 4 + 5);
  g_assert_cmpint (count (fixture, "SELECT last_ordinal FROM thread WHERE last_ordinal > 0"), ==, 5);
  g_assert_false (get_copy (fixture)->stale);
}

/* What a person does while the disk fails is refused, and what they do after that is taken, also without a
 * network. */
static void
test_submit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sim_client_set_network (fixture->client, FALSE);
  run (fixture, 30000);
  set_broken (fixture, TRUE);
  g_assert_false (submit (fixture, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (get_copy (fixture)->stale);
  set_broken (fixture, FALSE);

  g_assert_true (submit (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM outbox"), ==, 1);
  sim_client_set_network (fixture->client, TRUE);
  run_until_settled (fixture);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM message"), ==, 1);
}

int
main (int argc, char *argv[])
{
  char directory[] = "/tmp/weft-copy-XXXXXX";
  int status;

  g_test_init (&argc, &argv, NULL);
  /* A disk that fails is said so loudly. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  if (mkdtemp (directory) == NULL || chdir (directory) != 0)
    g_error ("Cannot make a directory");
  sim_disk_install ();
  sim_world_prepare ();
  g_test_add ("/sim/copy/unreadable", Fixture, NULL, set_up, test_unreadable, tear_down);
  g_test_add ("/sim/copy/submit", Fixture, NULL, set_up, test_submit, tear_down);
  status = g_test_run ();
  if (chdir ("/") != 0)
    g_error ("Cannot leave the directory");
  serve_remove_directory (directory);

  return status;
}
