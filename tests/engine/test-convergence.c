/* SPDX-License-Identifier: GPL-3.0-or-later */

/* THE property. Three people on four computers write at random, undo, redo, settle conflicts and erase,
 * online and offline; their programs end, the network loses frames, the server forgets what is old. When it
 * has calmed down, every computer holds the server's rows, baseline and log add up to them, every message is
 * there once, and of what was erased no file of either end holds a byte.
 *
 *   test-engine-convergence [--seeds N] [--from SEED] [--go-on]
 *
 * Each world is a process of its own with chance of its own, so a seed does the same alone and among others;
 * one that fails prints itself. On SQLite and, with WEFT_TEST_DATABASE=postgresql, on that. */

#include "deeds.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/weft-access.h"
#include "serve/weft-check.h"
#include "serve/weft-job-runner.h"
#include "serve/weft-log.h"
#include "store/weft-rows.h"
#include "store/weft-scrub.h"
#include "tasks.h"
#include "test-database.h"

#define STEPS 500
#define SEEDS 8
#define SEEDS_SERVER 2                         /* with a database server, each statement is a round trip */
#define HOUR (G_GINT64_CONSTANT (3600) * 1000) /* ms */

/* What has happened in all worlds: shared with their processes. */
typedef struct
{
  guint n_undone;
  guint n_settled;
  guint n_erased;
} Play;

static int n_seeds = 0;
static int first_seed = 1;
static gboolean go_on = FALSE;
static GRand *chance;

static const GOptionEntry options[] = {
  { "seeds", 0, 0, G_OPTION_ARG_INT, &n_seeds, "How many, one after the other", "N" },
  { "from", 0, 0, G_OPTION_ARG_INT, &first_seed, "The first", "SEED" },
  { "go-on", 0, 0, G_OPTION_ARG_NONE, &go_on, "Do not end at the first which fails", NULL },
  G_OPTION_ENTRY_NULL,
};

/* The linker takes it in place of the system's: ids are the same in every run of a seed. */
ssize_t __wrap_getrandom (void *buffer, size_t length, unsigned int flags);

ssize_t
__wrap_getrandom (void *buffer, size_t length, unsigned int flags)
{
  static GMutex mutex;

  g_mutex_lock (&mutex);
  for (size_t i = 0; i < length; i++)
    ((guint8 *) buffer)[i] = (guint8) g_rand_int_range (chance, 0, 256);
  g_mutex_unlock (&mutex);

  return (ssize_t) length;
}

static gboolean
keep_blobs (WeftDatabase *database, gpointer user_data, GError **error)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *hash = g_strdup_printf ("%064x", i);

      if (!weft_database_run (
              database, error,
              "INSERT INTO blob (hash, size, place, at, loose_at) VALUES (?1, 1, ?1, 0, NULL)", "t", hash)
          || !weft_database_run (database, error,
                                 "INSERT INTO blob_owner (hash, person, size, at) VALUES (?1, ?2, 1, 0)",
                                 "tt", hash, serve_id ("anna"))
          || !weft_database_run (database, error,
                                 "INSERT INTO blob_owner (hash, person, size, at) VALUES (?1, ?2, 1, 0)",
                                 "tt", hash, serve_id ("ben")))
        return FALSE;
    }

  return TRUE;
}

/* The server keeps house: what is old goes, and what was erased leaves its files. */
static void
tidy (World *world)
{
  g_autoptr (GError) error = NULL;

  weft_engine_tidy (world->fixture->engine, &error);
  g_assert_no_error (error);
  world_fan_out (world);
}

/* Reminders which are due, and what rules make of notices. */
static void
run_jobs (World *world)
{
  while (weft_job_runner_run_due (world->jobs) > 0)
    continue;
  world_fan_out (world);
}

static void
trim (World *world)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (world->fixture->engine, &error);
  g_autofree char *stream
      = world_pick_text (world, database, "SELECT stream FROM stream ORDER BY head, stream", "", NULL, NULL);
  gint64 keep = world_pick (world, 20);
  WeftHead head;

  weft_log_read_head (database, stream, &head, &error);
  weft_engine_release_reader (world->fixture->engine, database);
  weft_engine_trim (world->fixture->engine, stream, MAX (0, head.head - keep), NULL, &error);
  g_assert_no_error (error);
}

static void
step (World *world, Deeds *deeds)
{
  WorldClient *client = world->clients->pdata[world_pick (world, world->clients->len)];
  guint what = world_pick (world, 100);

  weft_manual_clock_advance (world->fixture->clock, world_pick (world, 60));
  if (what < 43)
    deeds_do (deeds, client);
  else if (what < 46)
    world_client_connect (client);
  else if (what < 49)
    world_client_disconnect (client);
  else if (what < 51)
    {
      world_client_end (client);
      world_client_start (client);
    }
  else if (what < 53 && client->connected)
    world_client_send_heads (client);
  else if (what == 53)
    trim (world);
  else if (what == 54)
    {
      weft_manual_clock_advance (world->fixture->clock, world_pick (world, 40) * HOUR);
      tidy (world);
    }
  else if (what == 55)
    run_jobs (world);
  else
    for (guint i = 0; i < 6; i++)
      {
        if (client->connected)
          world_client_take_up (client);
        if (client->connected)
          world_client_take_down (client, TRUE);
      }

  if (client->connected)
    world_client_take_late (client);
  world_client_tick (client);
}

static void
on_problem (const char *stream, const char *text, gpointer user_data)
{
  g_test_message ("%s: %s", stream, text);
}

static void
check_server (World *world)
{
  WeftCheck check = { .problem = on_problem };
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (world->fixture->engine, &error);

  g_assert_no_error (error);
  weft_check_run (&check, database, world->fixture->registry, &error);
  g_assert_no_error (error);
  weft_engine_release_reader (world->fixture->engine, database);
  g_assert_cmpuint (check.n_problems, ==, 0);
}

static void
check_client (WorldClient *client, WeftDatabase *database)
{
  World *world = client->world;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) streams = weft_access_get_streams (database, client->person, &error);
  g_autofree char *pending = NULL;
  g_autofree char *rooms = NULL;

  /* What is left was refused. */
  pending = world_query (client->copy->database, "SELECT op || ' ' || state FROM outbox WHERE state <> 3", "",
                         NULL, NULL);
  g_assert_cmpstr (pending, ==, NULL);

  for (char **stream = streams; *stream != NULL; stream++)
    {
      g_autofree char *mine
          = weft_rows_digest (client->copy->database, world->fixture->registry, *stream, FALSE, &error);
      g_autofree char *theirs = weft_rows_digest (database, world->fixture->registry, *stream, FALSE, &error);

      g_assert_no_error (error);
      if (g_strcmp0 (mine, theirs) != 0)
        g_test_message ("client %u differs in %s", client->index, *stream);
      g_assert_cmpstr (mine, ==, theirs);
    }

  /* Nothing of what is not theirs. */
  rooms = world_query (client->copy->database,
                       "SELECT stream FROM message WHERE NOT EXISTS (SELECT 1 FROM member WHERE "
                       "member.stream = message.stream AND person = ?1)",
                       "t", client->person, NULL);
  g_assert_cmpstr (rooms, ==, NULL);
}

/* Every message and every card that somebody wrote is with the server, or was refused and is still with its author. */
static void
check_sent (Deeds *deeds, WeftDatabase *database)
{
  World *world = deeds->world;
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, deeds->sent);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autofree char *text = world_query (
          database, "SELECT text FROM message WHERE id = ?1 UNION ALL SELECT title FROM task WHERE id = ?1", "t", id, NULL);

      for (guint i = 0; i < world->clients->len && text == NULL; i++)
        {
          WorldClient *client = world->clients->pdata[i];
          g_autofree char *like = g_strdup_printf ("%%%s%%", (const char *) id);

          text = world_query (client->copy->database,
                              "SELECT args FROM outbox WHERE state = 3 AND args LIKE ?1", "t", like, NULL);
        }
      g_assert_nonnull (text);
    }
}

static void
check (Deeds *deeds)
{
  World *world = deeds->world;
  g_autofree char *revived = words_get_revived (deeds->words);
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (world->fixture->engine, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (revived, ==, NULL);
  for (guint i = 0; i < world->clients->len; i++)
    check_client (world->clients->pdata[i], database);
  check_sent (deeds, database);
  tasks_check (database);
  weft_engine_release_reader (world->fixture->engine, database);
  check_server (world);
}

/* As a client's thread does when it is idle, or closes. */
static void
scrub (WorldClient *client)
{
  g_autoptr (GError) error = NULL;

  for (gboolean done = FALSE; !done;)
    {
      weft_scrub_step (WEFT_SQLITE (client->copy->database), client->world->fixture->registry, &done, &error);
      g_assert_no_error (error);
    }
}

/* With the programs ended: what a database keeps beside its file is searched too. */
static void
check_files (Deeds *deeds)
{
  World *world = deeds->world;
  g_autofree char *found = NULL;

  for (guint i = 0; i < world->clients->len; i++)
    {
      WorldClient *client = world->clients->pdata[i];

      deeds_discard (deeds, client);
      scrub (client);
      world_client_end (client);
      found = words_find_file (deeds->words, client->directory);
      g_assert_cmpstr (found, ==, NULL);
    }
  tidy (world);
  world_close (world);
  found = words_find_file (deeds->words, world->fixture->directory);
  g_assert_cmpstr (found, ==, NULL);
  if (world->fixture->url != NULL)
    found = words_find_cell (deeds->words, world->fixture->url);
  g_assert_cmpstr (found, ==, NULL);
}

static void
furnish (World *world)
{
  ServeFixture *fixture = world->fixture;
  g_autoptr (GError) error = NULL;

  serve_found (fixture);
  serve_join (fixture, "ben", "member");
  serve_join (fixture, "cleo", "member");
  serve_room (fixture, serve_id ("anna"), "lobby", "ben,cleo");
  serve_run_ok (fixture, serve_id ("anna"), serve_stream ("notebook", "book"), "note.create-notebook",
                "{\"name\":\"Book\",\"members\":[\"%s\",\"%s\"]}", serve_id ("ben"), serve_id ("cleo"));
  serve_run_ok (fixture, serve_id ("anna"), serve_stream ("project", "loom"), "board.create-project",
                "{\"name\":\"Loom\",\"code\":\"LOOM\",\"members\":[\"%s\",\"%s\"]}", serve_id ("ben"), serve_id ("cleo"));
  for (guint i = 0; i < 3; i++)
    {
      static const char *const names[] = { "todo", "doing", "done" };

      serve_run_ok (fixture, serve_id ("anna"), serve_stream ("project", "loom"), "board.add-status",
                    "{\"id\":\"%s\",\"name\":\"%s\",\"category\":\"%s\"}", serve_id (names[i]), names[i], names[i]);
    }
  weft_engine_call (fixture->engine, keep_blobs, NULL, &error);
  g_assert_no_error (error);

  /* What calls somebody by name, anywhere, is said in the hall, and what is said there once more. */
  serve_room (fixture, serve_id ("anna"), "hall", "ben,cleo");
  serve_run_ok (fixture, serve_id ("anna"), "workspace", "notices.add-rule",
                "{\"id\":\"%s\",\"kind\":\"mention\",\"target\":\"%s\",\"op\":\"thread.send\","
                "\"template\":\"{\\\"id\\\":\\\"{new-id}\\\",\\\"text\\\":\\\"heard {text}\\\"}\"}",
                serve_id ("rule"), serve_stream ("room", "hall"));
  world_add_client (world, "anna");
  world_add_client (world, "ben");
  world_add_client (world, "cleo");
  world_add_client (world, "anna"); /* her other computer */
}

static gboolean
has_pending (World *world)
{
  for (guint i = 0; i < world->clients->len; i++)
    {
      WorldClient *client = world->clients->pdata[i];
      g_autofree char *op
          = world_query (client->copy->database, "SELECT op FROM outbox WHERE state <> 3", "", NULL, NULL);

      if (op != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Until everybody has everything; who was told of a fault tries again after a while. What gets old in that
 * time the server erases now, and not later behind our back. */
static void
settle (World *world)
{
  for (guint i = 0; i < 4 && (i == 0 || has_pending (world)); i++)
    {
      world_calm_down (world);
      run_jobs (world);
      tidy (world);
      world_exchange (world);
    }
}

static void
run_seed (guint seed, Play *play)
{
  g_autoptr (GRand) typing = g_rand_new_with_seed (seed);
  g_autoptr (Words) words = words_new (typing);
  g_autoptr (World) world = NULL;
  g_autoptr (GHashTable) sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Deeds deeds = { .words = words, .sent = sent };

  chance = g_rand_new_with_seed (seed);
  g_random_set_seed (seed);
  world = world_new (seed, words_on_event, words);
  deeds.world = world;
  furnish (world);
  for (guint i = 0; i < world->clients->len; i++)
    world_client_connect (world->clients->pdata[i]);
  world_exchange (world);
  for (guint i = 0; i < STEPS; i++)
    step (world, &deeds);
  settle (world);
  check (&deeds);

  deeds_erase (&deeds, world->clients->pdata[0],
               (const char *[]) { serve_stream ("room", "lobby"), serve_stream ("notebook", "book"), serve_stream ("project", "loom") }[seed % 3]);
  settle (world);
  check (&deeds);
  check_files (&deeds);
  play->n_undone += deeds.n_undone;
  play->n_settled += deeds.n_settled;
  play->n_erased += words_count_erased (words);
}

/* Returns: whether it is well. */
static gboolean
run_in_process (guint seed, Play *play)
{
  int status;
  pid_t child;

  /* One schema for all of them, emptied. */
  if (test_database_is_postgresql ())
    {
      g_autofree char *url = test_cluster_take_back ();

      if (url == NULL)
        url = test_cluster_new_url ();
      test_cluster_give_back (url);
    }
  fflush (NULL);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      run_seed (seed, play);
      fflush (NULL);
      _exit (0);
    }
  while (waitpid (child, &status, 0) < 0)
    g_assert_cmpint (errno, ==, EINTR);
  if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
    return TRUE;
  g_printerr ("--from %u --seeds 1 fails\n", seed);

  return FALSE;
}

static void
test_seeds (void)
{
  guint n = n_seeds > 0 ? (guint) n_seeds : test_database_is_postgresql () ? SEEDS_SERVER : SEEDS;
  Play *play = mmap (NULL, sizeof *play, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  guint n_failed = 0;

  g_assert_true (play != MAP_FAILED);
  for (guint i = 0; i < n && (n_failed == 0 || go_on); i++)
    n_failed += run_in_process ((guint) first_seed + i, play) ? 0 : 1;
  g_test_message ("%u seeds from %d: %u failed; %u undone or redone, %u conflicts settled, %u words erased",
                  n, first_seed, n_failed, play->n_undone, play->n_settled, play->n_erased);
  g_assert_cmpuint (n_failed, ==, 0);

  /* A play in which nothing happens proves nothing. */
  g_assert_cmpuint (play->n_undone, >=, n);
  g_assert_cmpuint (play->n_erased, >=, n);
  munmap (play, sizeof *play);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  g_test_add_func ("/engine/convergence", test_seeds);

  return g_test_run ();
}
