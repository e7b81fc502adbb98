/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the store costs, on chat's own tables: folding with and without noticing rows for the search index,
 * the batch that takes predictions back and makes them again, indexing, asking. The reference beside it
 * writes the same rows by bare prepared statements. Prints one JSON object; times are of the processor. */

#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "parts/thread/shared/weft-thread-module.h"
#include "proto/weft-position.h"
#include "store/weft-changes.h"
#include "store/weft-fold.h"
#include "store/weft-migration.h"
#include "store/weft-search.h"
#include "store/weft-search-work.h"
#include "store/weft-sqlite-private.h"

#define BATCH 100
#define PENDING 20
#define N_ROOMS 20

static int n_rows = 50000;
static int n_rounds = 7;

static const GOptionEntry entries[]
    = { { "rows", 'n', 0, G_OPTION_ARG_INT, &n_rows, "Messages to fold in a round", "N" },
        { "rounds", 'r', 0, G_OPTION_ARG_INT, &n_rounds, "Rounds; the median counts", "N" },
        { NULL } };

static const char *const words[] = {
  "đơn",      "hàng",  "giao",     "chiều",  "họp",    "lúc",     "ba",        "giờ",   "được",
  "không",    "quick", "update",   "on",     "the",    "roadmap", "renderer",  "keeps", "row",
  "cache",    "warm",  "and",      "we",     "should", "be",      "able",      "to",    "ship",
  "calendar", "view",  "Thursday", "column", "limits", "export",  "duplicate", "cards",
};

typedef struct
{
  char *rooms[N_ROOMS];
  char **texts;
  char **ids;
} Material;

static void
check (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static Material
make_material (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  Material self = { .texts = g_new0 (char *, n_rows), .ids = g_new0 (char *, n_rows) };

  for (guint i = 0; i < N_ROOMS; i++)
    self.rooms[i] = g_strdup_printf ("room/01890a5d-ac96-774b-8000-%012x", i);
  for (int i = 0; i < n_rows; i++)
    {
      GString *text = g_string_new (NULL);

      for (int j = g_rand_int_range (random, 3, 25); j > 0; j--)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "",
                                words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
      g_string_append_printf (text, " %d", g_rand_int_range (random, 0, 100000));
      self.texts[i] = g_string_free_and_steal (text);
      self.ids[i] = g_strdup_printf ("01890a5d-ac96-774b-8001-%012x", i);
    }

  return self;
}

static void
clear_material (Material *self)
{
  for (guint i = 0; i < N_ROOMS; i++)
    g_free (self->rooms[i]);
  for (int i = 0; i < n_rows; i++)
    {
      g_free (self->texts[i]);
      g_free (self->ids[i]);
    }
  g_free (self->texts);
  g_free (self->ids);
}

static WeftDatabase *
open_database (const char *directory, WeftRegistry *registry)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };
  g_autofree char *path = g_build_filename (directory, "bench.db", NULL);
  g_autoptr (GError) error = NULL;
  WeftDatabase *database;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, suffixes[i], NULL);

      g_unlink (file);
    }

  database = weft_sqlite_open (path, WEFT_SQLITE_WRITE, &error);
  check (error);
  weft_migrate_modules (database, registry, &error);
  check (error);

  return database;
}

/* Time of this thread's own, so that what else the machine does is not counted; nor is waiting for the disk,
 * which the reference does as well. */
static gint64
start_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static double
seconds_since (gint64 start)
{
  return MAX (start_time () - start, 1) / 1e6;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return first < second ? -1 : first > second;
}

static double
median (GArray *values)
{
  g_array_sort (values, compare_doubles);

  return g_array_index (values, double, values->len / 2);
}

static void
fold_message (WeftDatabase *database, const char *room, const char *id, const char *text, gint64 seq)
{
  WeftThreadMessageSent args = { .id = id, .text = text };
  WeftFold fold = { database, room, "01890a5d-ac96-774b-8002-000000000001", seq, 1700000000000 + seq };
  g_autoptr (GError) error = NULL;

  weft_thread_message_sent_event.fold (&fold, &args, &error);
  check (error);
}

/* Rows a second. */
static double
fold_all (WeftDatabase *database, Material *material)
{
  g_autoptr (GError) error = NULL;
  gint64 start = start_time ();

  for (int i = 0; i < n_rows; i++)
    {
      if (i % BATCH == 0)
        weft_database_begin (database, &error);
      fold_message (database, material->rooms[i % N_ROOMS], material->ids[i], material->texts[i], i);
      if (i % BATCH == BATCH - 1 || i == n_rows - 1)
        weft_database_commit (database, &error);
      check (error);
    }

  return n_rows / seconds_since (start);
}

/* The same rows by two bare statements of SQLite. */
static double
insert_all (WeftDatabase *database, Material *material)
{
  sqlite3 *db = _weft_sqlite_get_handle (WEFT_SQLITE (database));
  sqlite3_stmt *counter, *message;
  gint64 start = start_time ();

  sqlite3_prepare_v2 (db,
                      "INSERT INTO thread VALUES (?1, 1, ?2) ON CONFLICT (stream) DO UPDATE SET last_ordinal "
                      "= last_ordinal + 1, last_at = ?2",
                      -1, &counter, NULL);
  sqlite3_prepare_v2 (db,
                      "INSERT INTO message VALUES (?1, ?2, (SELECT last_ordinal FROM thread WHERE stream = "
                      "?1), ?3, ?4, NULL, 0, NULL, ?5, ?6)",
                      -1, &message, NULL);
  if (counter == NULL || message == NULL)
    g_error ("%s", sqlite3_errmsg (db));

  for (int i = 0; i < n_rows; i++)
    {
      const char *room = material->rooms[i % N_ROOMS];

      if (i % BATCH == 0)
        sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
      sqlite3_bind_text (counter, 1, room, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (counter, 2, 1700000000000 + i);
      sqlite3_step (counter);
      sqlite3_reset (counter);
      sqlite3_bind_text (message, 1, room, -1, SQLITE_STATIC);
      sqlite3_bind_text (message, 2, material->ids[i], -1, SQLITE_STATIC);
      sqlite3_bind_text (message, 3, "01890a5d-ac96-774b-8002-000000000001", -1, SQLITE_STATIC);
      sqlite3_bind_text (message, 4, material->texts[i], -1, SQLITE_STATIC);
      sqlite3_bind_int64 (message, 5, i);
      sqlite3_bind_int64 (message, 6, 1700000000000 + i);
      sqlite3_step (message);
      sqlite3_reset (message);
      if (i % BATCH == BATCH - 1 || i == n_rows - 1)
        sqlite3_exec (db, "COMMIT", NULL, NULL, NULL);
    }
  sqlite3_finalize (counter);
  sqlite3_finalize (message);

  return n_rows / seconds_since (start);
}

/* What the client does with confirmed events while operations wait: net changes are the same as what is told
 * to the window. Events a second. */
static double
rebase_all (WeftDatabase *database, WeftRegistry *registry, Material *material, double *net_changes)
{
  guint n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (registry, &n_tables);
  WeftSqlite *sqlite = WEFT_SQLITE (database);
  g_autoptr (GBytes) inverse = g_bytes_new_static ("", 0);
  gint64 start = start_time ();
  guint64 n_changes = 0;
  int n_batches = n_rows / BATCH;

  for (int batch = 0; batch < n_batches; batch++)
    {
      g_autoptr (WeftChanges) changes = weft_changes_new (registry);
      g_autoptr (WeftRecording) net = NULL;
      g_autoptr (WeftRecording) predictions = NULL;
      g_autoptr (GBytes) changeset = NULL;
      g_autoptr (GError) error = NULL;

      weft_database_begin (database, &error);
      net = weft_sqlite_record (sqlite, tables, n_tables, &error);
      weft_sqlite_apply (sqlite, inverse, &error);
      check (error);
      for (int i = batch * BATCH; i < (batch + 1) * BATCH; i++)
        fold_message (database, material->rooms[0], material->ids[i], material->texts[i], i);

      predictions = weft_sqlite_record (sqlite, tables, n_tables, &error);
      for (int i = 0; i < PENDING; i++)
        {
          char id[40];

          g_snprintf (id, sizeof id, "01890a5d-ac96-774b-8003-%012x", i);
          fold_message (database, material->rooms[0], id, "a message that waits", WEFT_SEQ_PREDICTED + i);
        }
      g_clear_pointer (&inverse, g_bytes_unref);
      inverse = weft_recording_finish_inverse (predictions, &error);
      changeset = weft_recording_finish (net, &error);
      weft_changes_add (changes, database, changeset, &error);
      n_changes += weft_changes_get_n (changes);
      weft_database_commit (database, &error);
      check (error);
    }
  *net_changes = (double) n_changes / n_batches;

  return n_batches * BATCH / seconds_since (start);
}

static double
index_all (WeftDatabase *database, WeftRegistry *registry)
{
  g_autoptr (GError) error = NULL;
  gint64 start = start_time ();
  gboolean done;

  do
    weft_search_index (database, registry, &done, &error);
  while (error == NULL && !done);
  check (error);

  return n_rows / seconds_since (start);
}

static double
ask (WeftDatabase *database, WeftRegistry *registry, const char *text)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (int i = 0; i < 7; i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 start = start_time ();
      g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
      g_autoptr (WeftSearchQuery) query = weft_search_query_new (registry, text, 0, utc);
      WeftSearchScope scope = { .limit = 50 };
      g_autoptr (WeftSearchResult) result = NULL;
      double time;

      weft_database_begin_read (database, &error);
      result = weft_search_run (database, registry, query, &scope, &error);
      weft_database_rollback (database);
      time = seconds_since (start) * 1000;

      check (error);
      g_array_append_val (times, time);
    }

  return median (times);
}

int
main (int argc, char **argv)
{
  static const WeftModule *const modules[] = { &weft_thread_module, NULL };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (WeftRegistry) registry = weft_registry_new (modules);
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("weft-bench-XXXXXX", NULL);
  g_autofree char *leftover = g_build_filename (directory, "bench.db", NULL);
  GArray *values[8];
  double net_changes = 0, asked_rare, asked_common, asked_scan;
  Material material;
  GString *out = g_string_new (NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || n_rows < BATCH || n_rounds < 1)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "at least 100 rows and one round");
      return 1;
    }

  material = make_material ();
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = g_array_new (FALSE, FALSE, sizeof (double));

  /* In turns, so that what else the machine does hits all alike. */
  for (int round = 0; round < n_rounds; round++)
    {
      double results[5];

      for (guint i = 0; i < 4; i++)
        {
          g_autoptr (WeftDatabase) database = open_database (directory, registry);

          if (i < 2)
            _weft_sqlite_watch (WEFT_SQLITE (database), NULL, 0);
          results[i] = i == 0  ? insert_all (database, &material)
                       : i < 3 ? fold_all (database, &material)
                               : rebase_all (database, registry, &material, &net_changes);
          if (i == 2)
            results[4] = index_all (database, registry);
        }
      for (guint i = 0; i < G_N_ELEMENTS (results); i++)
        g_array_append_val (values[i], results[i]);
      /* Ratios within a round. */
      results[0] = results[2] / results[1];
      results[1] = g_array_index (values[2], double, round) / g_array_index (values[0], double, round);
      g_array_append_val (values[5], results[0]);
      g_array_append_val (values[6], results[1]);
    }

  {
    g_autoptr (WeftDatabase) database = open_database (directory, registry);

    fold_all (database, &material);
    asked_scan = ask (database, registry, "roadmap");
    index_all (database, registry);
    asked_common = ask (database, registry, "roadmap");
    asked_rare = ask (database, registry, "4242");
  }

  weft_json_begin (out, NULL);
  weft_json_int (out, "rows", n_rows);
  weft_json_int (out, "reference_rows_per_s", (gint64) median (values[0]));
  weft_json_int (out, "fold_unwatched_rows_per_s", (gint64) median (values[1]));
  weft_json_int (out, "fold_rows_per_s", (gint64) median (values[2]));
  weft_json_double (out, "fold_watched_to_unwatched", median (values[5]));
  weft_json_double (out, "fold_to_reference", median (values[6]));
  weft_json_int (out, "rebase_events_per_s", (gint64) median (values[3]));
  weft_json_int (out, "rebase_pending", PENDING);
  weft_json_int (out, "rebase_batch", BATCH);
  weft_json_double (out, "rebase_net_changes_per_batch", net_changes);
  weft_json_int (out, "index_rows_per_s", (gint64) median (values[4]));
  weft_json_double (out, "search_common_ms", asked_common);
  weft_json_double (out, "search_rare_ms", asked_rare);
  weft_json_double (out, "search_unindexed_ms", asked_scan);
  weft_json_begin_array (out, "figures");
  weft_json_begin (out, NULL);
  weft_json_string (out, "name", "confirmed events a second with 20 pending");
  weft_json_string (out, "unit", "1/s");
  weft_json_double (out, "value", median (values[3]));
  weft_json_double (out, "reference", median (values[0]));
  weft_json_int (out, "limit", 50000);
  weft_json_bool (out, "met", median (values[3]) >= 50000);
  weft_json_end (out);
  weft_json_end_array (out);
  weft_json_end (out);
  g_print ("%s\n", out->str);

  g_unlink (leftover);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *file = g_strconcat (leftover, i == 0 ? "-wal" : "-shm", NULL);

      g_unlink (file);
    }
  g_rmdir (directory);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_array_unref (values[i]);
  clear_material (&material);
  g_string_free (out, TRUE);

  return 0;
}
