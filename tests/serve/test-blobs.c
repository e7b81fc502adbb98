/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "serve-fixture.h"
#include "serve/weft-engine-private.h"

/* Whatever people attach and remove, in whatever order, while others bring the same bytes and the collection
 * runs between: what a row names is there, and what nothing names goes. WEFT_TEST_SEED=N runs one seed. */

#define N_SEEDS 6
#define N_STEPS 120
#define N_FILES 6
#define GRACE 1000

static const char *const people[] = { "anna", "ben" };

typedef struct
{
  ServeFixture *fixture;
  WeftBlobs *blobs;
  GRand *random;
  const char *rooms[2];
  GPtrArray *ids; /* of files tried */
  guint n_made;
  gint stop; /* atomic */
} Play;

static char *
contents_of (guint k)
{
  return g_strdup_printf ("file %u", k);
}

static char *
hash_of (guint k)
{
  g_autofree char *contents = contents_of (k);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, contents, -1);
}

typedef struct
{
  Play *play;
  const char *person;
  char *hash;
  gint64 size;
  const char *place;
  gboolean first;
} Keep;

static gboolean
keep_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Keep *keep = user_data;

  return weft_blobs_keep (keep->play->blobs, database, keep->person, keep->hash, keep->size, keep->place,
                          weft_clock_now (weft_engine_get_clock (keep->play->fixture->engine)), &keep->first,
                          error);
}

static void
bring (Play *play, const char *person, guint k)
{
  g_autofree char *contents = contents_of (k);
  g_autofree char *hash = hash_of (k);
  g_autofree char *id = weft_id_random ();
  g_autofree char *path = weft_blobs_get_upload_path (play->blobs, id);
  g_autofree char *place = NULL;
  g_autoptr (GError) error = NULL;
  Keep keep = { play, person, hash, (gint64) strlen (contents), NULL, FALSE };

  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
  weft_blobs_place (play->blobs, path, hash, &place, &error);
  g_assert_no_error (error);
  keep.place = place;
  weft_engine_call (play->fixture->engine, keep_job, &keep, &error);
  g_assert_no_error (error);
  if (!keep.first)
    weft_blobs_drop (play->blobs, place);
}

typedef struct
{
  Play *play;
  GPtrArray *hashes;
  GPtrArray *dropped;
} Collection;

static gboolean
collect_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Collection *collection = user_data;

  g_ptr_array_set_size (collection->dropped, 0);
  return weft_blobs_collect (collection->play->blobs, database, collection->hashes,
                             weft_clock_now (weft_engine_get_clock (collection->play->fixture->engine)),
                             GRACE, collection->dropped, error);
}

static void
collect (Play *play)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (play->fixture->engine, &error);
  g_autoptr (GPtrArray) hashes = NULL;
  g_autoptr (GPtrArray) dropped = g_ptr_array_new_with_free_func (g_free);
  Collection collection = { play, NULL, dropped };

  g_assert_no_error (error);
  hashes = weft_blobs_find_loose (play->blobs, database, "", 100, &error);
  g_assert_no_error (error);
  weft_engine_release_reader (play->fixture->engine, database);

  collection.hashes = hashes;
  g_thread_yield ();
  weft_engine_call (play->fixture->engine, collect_job, &collection, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < dropped->len; i++)
    weft_blobs_drop (play->blobs, dropped->pdata[i]);
}

static gpointer
collect_thread (gpointer data)
{
  Play *play = data;

  while (!g_atomic_int_get (&play->stop))
    {
      collect (play);
      g_usleep (500);
    }

  return NULL;
}

static gpointer
bring_thread (gpointer data)
{
  Play *play = data;
  guint k = 0;

  while (!g_atomic_int_get (&play->stop))
    {
      bring (play, serve_id (people[k % 2]), k % N_FILES);
      k++;
      g_usleep (2000);
    }

  return NULL;
}

static void
check_one (Play *play, WeftDatabase *database, const char *hash, guint seed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sum = NULL;
  char buffer[64];
  gint64 size;
  gssize n;
  int fd = weft_blobs_open (play->blobs, database, hash, &size, &error);

  if (fd < 0)
    g_error ("seed %u: a row names %s, which is gone: %s", seed, hash, error->message);
  n = read (fd, buffer, sizeof buffer);
  g_assert_cmpint (n, ==, size);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) buffer, (gsize) n);
  g_assert_cmpstr (sum, ==, hash);
  g_close (fd, NULL);
}

static void
check_named (Play *play, guint seed)
{
  g_autoptr (GPtrArray) named = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (play->fixture->engine, &error);
  WeftStatement *statement;

  g_assert_no_error (error);
  /* One snapshot for the rows and where their bytes are. */
  weft_database_begin_read (database, &error);
  g_assert_no_error (error);
  statement = weft_database_query (database, &error, "SELECT DISTINCT hash FROM file", "");
  g_assert_no_error (error);
  while (weft_statement_step (statement, &error) > 0)
    g_ptr_array_add (named, weft_statement_dup_text (statement, 0));
  for (guint i = 0; i < named->len; i++)
    check_one (play, database, named->pdata[i], seed);
  weft_database_rollback (database);
  weft_engine_release_reader (play->fixture->engine, database);
}

static void
take_step (Play *play)
{
  const char *person = serve_id (people[g_rand_int_range (play->random, 0, 2)]);
  const char *room = play->rooms[g_rand_int_range (play->random, 0, 2)];
  guint k = (guint) g_rand_int_range (play->random, 0, N_FILES);
  g_autofree char *hash = hash_of (k);
  g_autofree char *contents = contents_of (k);
  g_autofree char *id = NULL;
  g_autofree char *result = NULL;
  g_autofree char *refusal = NULL;

  switch (g_rand_int_range (play->random, 0, 5))
    {
    case 0:
    case 1:
      id = g_strdup_printf ("0192f0c1-0000-7000-9000-%012x", ++play->n_made);
      result = serve_run (play->fixture, person, room, "files.attach",
                          "{\"id\":\"%s\",\"hash\":\"%s\",\"name\":\"a\",\"size\":%zu}", id, hash,
                          strlen (contents));
      refusal = serve_error_of (result);
      if (refusal != NULL)
        g_assert_cmpstr (refusal, ==, "not-found: hash: no such file; upload it first");
      else
        g_ptr_array_add (play->ids, g_steal_pointer (&id));
      break;
    case 2:
    case 3:
      if (play->ids->len > 0)
        {
          guint i = (guint) g_rand_int_range (play->random, 0, (int) play->ids->len);

          for (guint r = 0; r < 2; r++)
            {
              g_autofree char *answer
                  = serve_run (play->fixture, serve_id ("anna"), play->rooms[r], "files.remove",
                               "{\"id\":\"%s\"}", (const char *) play->ids->pdata[i]);
            }
          g_ptr_array_remove_index_fast (play->ids, i);
        }
      break;
    default:
      weft_manual_clock_advance (play->fixture->clock, g_rand_int_range (play->random, 0, 2 * GRACE));
    }
}

static void
play_seed (guint seed)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  Play play = { .fixture = fixture, .random = g_rand_new_with_seed (seed) };
  g_autoptr (GThread) collecting = NULL;
  g_autoptr (GThread) bringing = NULL;
  gint64 kept;

  serve_found (fixture);
  serve_join (fixture, "ben", "member");
  play.blobs = _weft_engine_get_blobs (fixture->engine);
  play.rooms[0] = serve_room (fixture, serve_id ("anna"), "one", "ben");
  play.rooms[1] = serve_room (fixture, serve_id ("anna"), "two", "ben");
  play.ids = g_ptr_array_new_with_free_func (g_free);

  collecting = g_thread_new ("collect", collect_thread, &play);
  bringing = g_thread_new ("bring", bring_thread, &play);
  for (guint i = 0; i < N_STEPS; i++)
    {
      take_step (&play);
      if (i % 10 == 0)
        check_named (&play, seed);
    }
  g_atomic_int_set (&play.stop, 1);
  g_thread_join (g_steal_pointer (&bringing));
  g_thread_join (g_steal_pointer (&collecting));
  check_named (&play, seed);

  /* What is left over goes: first noticed, then taken. */
  for (guint i = 0; i < 3; i++)
    {
      collect (&play);
      weft_manual_clock_advance (fixture->clock, GRACE + 1);
    }
  kept = serve_count (fixture, "SELECT count(*) FROM blob");
  g_assert_cmpint (kept, ==, serve_count (fixture, "SELECT count(DISTINCT hash) FROM file"));
  g_assert_cmpint (serve_count (fixture,
                                "SELECT count(*) FROM blob_owner WHERE hash NOT IN (SELECT hash FROM blob)"),
                   ==, 0);
  check_named (&play, seed);

  g_ptr_array_unref (play.ids);
  g_rand_free (play.random);
}

static void
test_collection (void)
{
  const char *one = g_getenv ("WEFT_TEST_SEED");

  if (one != NULL)
    play_seed ((guint) g_ascii_strtoull (one, NULL, 10));
  else
    for (guint seed = 1; seed <= N_SEEDS; seed++)
      play_seed (seed);
}

static gboolean
erase_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Keep *keep = user_data;

  return weft_database_run (database, error, "UPDATE file SET hash = '' WHERE hash = ?1 AND stream = ?2",
                            "tt", keep->hash, keep->place)
         && weft_blobs_erase (keep->play->blobs, database, keep->hash, error);
}

/* What is erased for good can be read no more at once, and is gone without grace; unless somebody else names
 * it too. */
static void
test_erase (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  Play play = { .fixture = fixture };
  g_autofree char *hash = hash_of (1);
  Keep erase = { .play = &play, .hash = hash };
  g_autoptr (GError) error = NULL;
  WeftDatabase *database;
  gint64 size;

  serve_found (fixture);
  play.blobs = _weft_engine_get_blobs (fixture->engine);
  play.rooms[0] = serve_room (fixture, serve_id ("anna"), "one", NULL);
  play.rooms[1] = serve_room (fixture, serve_id ("anna"), "two", NULL);
  bring (&play, serve_id ("anna"), 1);
  for (guint i = 0; i < 2; i++)
    serve_run_ok (fixture, serve_id ("anna"), play.rooms[i], "files.attach",
                  "{\"id\":\"%s\",\"hash\":\"%s\",\"name\":\"a\",\"size\":6}", serve_id ("file"), hash);

  for (guint i = 0; i < 2; i++)
    {
      int fd;

      erase.place = play.rooms[i];
      weft_engine_call (fixture->engine, erase_job, &erase, &error);
      g_assert_no_error (error);
      database = weft_engine_acquire_reader (fixture->engine, NULL);
      fd = weft_blobs_open (play.blobs, database, hash, &size, &error);
      weft_engine_release_reader (fixture->engine, database);
      if (i == 0)
        {
          g_assert_no_error (error);
          g_close (fd, NULL);
        }
      else
        {
          g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
          g_clear_error (&error);
        }
      collect (&play);
      g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM blob"), ==, i == 0 ? 1 : 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/serve/blobs/collection", test_collection);
  g_test_add_func ("/serve/blobs/erase", test_erase);

  return g_test_run ();
}
