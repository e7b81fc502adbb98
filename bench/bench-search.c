/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Searching a store of a million messages: how fast the index comes by, what folding loses to it, and how
 * long a page of 50 hits takes for what people type. The words are as unevenly spread as in a language
 * (Zipf), syllables of Vietnamese with their marks. Prints one JSON object. Folding and indexing are in time
 * of the processor, what a person waits for is in time of the clock, and the load of the machine stands
 * beside it. */

#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "parts/thread/shared/weft-thread-module.h"
#include "store/weft-fold.h"
#include "store/weft-migration.h"
#include "store/weft-row-set.h"
#include "store/weft-search-follower.h"
#include "store/weft-search.h"
#include "store/weft-search-work.h"
#include "store/weft-sqlite-private.h"

#define N_WORDS 20000
#define N_ROOMS 200
#define N_PEOPLE 300
#define ROUNDS 24
#define TURN WEFT_BLOCK_ROWS /* messages of a turn */
#define FILL (n_rows - N_PACES * N_KINDS * ROUNDS * TURN)
#define BATCH 100
#define VARIANTS 60

/* How messages come: at the rate which the index must keep up with, or as fast as they can be folded. */
typedef enum
{
  FEED,
  BURST,
  N_PACES,
} Pace;

/* A turn without the index, the same again (how much two that are alike differ), one with the index behind
 * it. */
typedef enum
{
  PLAIN,
  AGAIN,
  INDEXED,
  N_KINDS,
} Kind;

static int n_rows = 1000000;
static int rate = 31000; /* messages a second of the feed */

static const GOptionEntry entries[]
    = { { "rows", 'n', 0, G_OPTION_ARG_INT, &n_rows, "Messages", "N" },
        { "rate", 'r', 0, G_OPTION_ARG_INT, &rate, "Messages a second of the feed", "N" },
        { NULL } };

typedef struct
{
  GRand *random;
  char *words[N_WORDS];
  double sums[N_WORDS];
  char *rooms[N_ROOMS];
  char *people[N_PEOPLE];
} Material;

static void
check (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static void
make_material (Material *self)
{
  static const char *const first[] = { "",  "b",  "c",  "ch", "d",  "đ", "g", "gi", "h",  "kh", "l", "m",
                                       "n", "ng", "nh", "ph", "qu", "r", "s", "t",  "th", "tr", "v", "x" };
  static const char *const middle[]
      = { "a", "à", "á", "ả", "ạ", "ă", "ắ", "â", "ấ", "ầ", "e", "é", "ê", "ế",  "ệ",  "i",
          "í", "o", "ó", "ô", "ố", "ồ", "ơ", "ớ", "ờ", "u", "ú", "ư", "ứ", "ươ", "iê", "uô" };
  static const char *const last[] = { "", "c", "ch", "m", "n", "ng", "nh", "p", "t", "i", "u" };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  double sum = 0;

  self->random = g_rand_new_with_seed (1);
  for (guint i = 0; i < N_WORDS;)
    {
      char *word
          = i == 30 ? g_strdup ("đơn")
            : i == 40
                ? g_strdup ("hàng")
                : g_strdup_printf ("%s%s%s%s",
                                   first[g_rand_int_range (self->random, 0, G_N_ELEMENTS (first))],
                                   middle[g_rand_int_range (self->random, 0, G_N_ELEMENTS (middle))],
                                   last[g_rand_int_range (self->random, 0, G_N_ELEMENTS (last))],
                                   i < 3000 ? ""
                                            : (char[]) { 'a' + g_rand_int_range (self->random, 0, 26),
                                                         'a' + g_rand_int_range (self->random, 0, 26), 0 });

      if (!g_hash_table_add (seen, word))
        {
          g_free (word);
          if (i < 3000)
            continue;
          word = g_strdup_printf ("%s%u", self->words[i - 3000], i);
        }
      self->words[i] = word;
      sum += 1.0 / (i + 3);
      self->sums[i++] = sum;
    }
  for (guint i = 0; i < N_ROOMS; i++)
    self->rooms[i] = g_strdup_printf ("room/01890a5d-ac96-774b-8000-%012x", i);
  for (guint i = 0; i < N_PEOPLE; i++)
    self->people[i] = g_strdup_printf ("01890a5d-ac96-774b-8002-%012x", i);
}

static const char *
pick_word (Material *self)
{
  double at = g_rand_double (self->random) * self->sums[N_WORDS - 1];
  guint low = 0, high = N_WORDS - 1;

  while (low < high)
    {
      guint i = (low + high) / 2;

      if (self->sums[i] < at)
        low = i + 1;
      else
        high = i;
    }

  return self->words[low];
}

static char *
make_text (Material *material, gint64 seq)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = g_rand_int_range (material->random, 2, 22); i > 0; i--)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", pick_word (material));
  if (seq % 20 == 0)
    g_string_append_printf (text, " https://weft.dev/%" G_GINT64_FORMAT, seq);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
fold_message (WeftDatabase *database, Material *material, gint64 seq, const char *text)
{
  g_autofree char *id = g_strdup_printf ("01890a5d-ac96-774b-8001-%012" G_GINT64_MODIFIER "x", seq);
  WeftThreadMessageSent args = { .id = id, .text = text };
  WeftFold fold = { database, material->rooms[seq % N_ROOMS],
                    material->people[g_rand_int_range (material->random, 0, N_PEOPLE)], seq,
                    G_GINT64_CONSTANT (1700000000000) + seq * 20000 };
  g_autoptr (GError) error = NULL;

  weft_thread_message_sent_event.fold (&fold, &args, &error);
  check (error);
}

/* Of this thread's own. */
static gint64
processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static double
seconds_since (gint64 start)
{
  return MAX (processor_time () - start, 1) / 1e6;
}

/* The store, and what follows its rows. */
typedef struct
{
  const char *path;
  WeftDatabase *database;
  WeftRegistry *registry;
  WeftSearchFollower *follower;
  int ready; /* atomic */
} Store;

static WeftDatabase *
open_reader (gpointer user_data, GError **error)
{
  return weft_sqlite_open (((Store *) user_data)->path, WEFT_SQLITE_READ_ONLY, error);
}

static void
on_ready (gpointer user_data)
{
  g_atomic_int_set (&((Store *) user_data)->ready, TRUE);
}

/* What a turn took, in this thread: folding, and what the index does here. */
typedef struct
{
  double busy; /* seconds of the processor, as the next */
  double index;
  double wall;    /* of the clock: from when a batch could be folded until it was */
  double elapsed; /* of the whole turn */
  gint64 lag;     /* rows not indexed, at most */
} Turn;

/* As the engines do it: after each batch, whatever is due. */
static void
follow (Store *store, Turn *turn)
{
  g_autoptr (GError) error = NULL;
  gint64 start = processor_time ();

  while (weft_search_follower_get_due (store->follower) <= g_get_monotonic_time ())
    weft_search_follower_step (store->follower, g_get_monotonic_time (), &error);
  check (error);
  turn->index += (processor_time () - start) / 1e6;
}

static gint64
get_lag (Store *store)
{
  g_autoptr (GError) error = NULL;
  gint64 lag;

  weft_database_get_value (store->database, &lag, 0, &error,
                           "SELECT (SELECT max (rowid) FROM message) - watermark FROM search_state WHERE "
                           "table_name = 'message'",
                           "");
  check (error);

  return lag;
}

/* A turn ends when its rows are indexed, so that each pays for its own. */
static void
finish_following (Store *store, Turn *turn)
{
  while (get_lag (store) >= WEFT_SEARCH_WORTHWHILE)
    {
      follow (store, turn);
      g_usleep (500);
    }
}

static void
fold_batch (Store *store, Material *material, char **texts, gint64 *seq, Turn *turn)
{
  g_autoptr (GError) error = NULL;
  gint64 busy = processor_time ();
  gint64 wall = g_get_monotonic_time ();

  weft_database_begin (store->database, &error);
  for (guint i = 0; i < BATCH; i++)
    fold_message (store->database, material, ++*seq, texts[i]);
  weft_database_commit (store->database, &error);
  check (error);
  turn->busy += (processor_time () - busy) / 1e6;
  turn->wall += (g_get_monotonic_time () - wall) / 1e6;
}

static Turn
take_turn (Store *store, Material *material, int n, gint64 interval, gboolean indexed, gint64 *seq)
{
  gint64 start = g_get_monotonic_time ();
  gint64 due = start;
  Turn turn = { 0 };

  for (int done = 0; done < n; done += BATCH)
    {
      char *texts[BATCH];

      for (guint i = 0; i < BATCH; i++)
        texts[i] = make_text (material, *seq + i);
      if (interval > 0)
        {
          gint64 now = g_get_monotonic_time ();

          if (now < due)
            g_usleep (due - now);
          due += interval;
        }
      fold_batch (store, material, texts, seq, &turn);
      for (guint i = 0; i < BATCH; i++)
        g_free (texts[i]);
      if (indexed)
        {
          gint64 wall = g_get_monotonic_time ();

          weft_search_follower_wrote (store->follower, g_get_monotonic_time ());
          follow (store, &turn);
          turn.wall += (g_get_monotonic_time () - wall) / 1e6;
          turn.lag = MAX (turn.lag, get_lag (store));
        }
    }
  turn.elapsed = (g_get_monotonic_time () - start) / 1e6;
  if (indexed)
    finish_following (store, &turn);

  return turn;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return first < second ? -1 : first > second;
}

/* Of @n values in order: the middle one, or another part. */
static double
get_quantile (double *values, guint n, double part)
{
  qsort (values, n, sizeof (double), compare_doubles);

  return values[(guint) ((n - 1) * part + 0.5)];
}

static double
ask (WeftDatabase *database,
     WeftRegistry *registry,
     const char *typed,
     const char *const *streams,
     guint *n_hits,
     gboolean *cut)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GError) error = NULL;
  WeftSearchScope scope = { streams, "01890a5d-ac96-774b-8002-000000000007", NULL, 50, 40000 };
  gint64 start = g_get_monotonic_time ();
  g_autoptr (WeftSearchQuery) query
      = weft_search_query_new (registry, typed, G_GINT64_CONSTANT (1720000000000), utc);
  g_autoptr (WeftSearchResult) result = NULL;
  double time;

  weft_database_begin_read (database, &error);
  result = weft_search_run (database, registry, query, &scope, &error);
  weft_database_rollback (database);
  check (error);
  time = (g_get_monotonic_time () - start) / 1000.0;
  *n_hits += result->hits->len;
  *cut |= result->cursor != NULL && result->hits->len < 50;

  return time;
}

static char *
make_query (Material *material, const char *kind)
{
  GRand *random = material->random;
  const char *common = material->words[g_rand_int_range (random, 0, 30)];
  const char *medium = material->words[g_rand_int_range (random, 100, 2000)];
  const char *rare = material->words[g_rand_int_range (random, 15000, N_WORDS)];

  if (g_str_equal (kind, "common word"))
    return g_strdup_printf ("%s ", common);
  if (g_str_equal (kind, "word"))
    return g_strdup_printf ("%s ", medium);
  if (g_str_equal (kind, "rare word"))
    return g_strdup_printf ("%s ", rare);
  if (g_str_equal (kind, "no such word"))
    return g_strdup_printf ("zzqq%u ", g_rand_int (random));
  if (g_str_has_prefix (kind, "prefix of"))
    {
      guint n = kind[strlen ("prefix of ")] - '0';
      g_autofree char *word = g_strdup (material->words[g_rand_int_range (random, 3000, N_WORDS)]);

      if (g_utf8_strlen (word, -1) > n)
        *g_utf8_offset_to_pointer (word, n) = '\0';
      return g_steal_pointer (&word);
    }
  if (g_str_equal (kind, "two words"))
    return g_strdup_printf ("%s %s ", common, medium);
  if (g_str_equal (kind, "two rare words"))
    return g_strdup_printf ("%s %s ", rare, material->words[g_rand_int_range (random, 5000, N_WORDS)]);
  if (g_str_equal (kind, "phrase"))
    return g_strdup_printf ("\"%s %s\"", common, material->words[g_rand_int_range (random, 0, 300)]);
  if (g_str_equal (kind, "don hang"))
    return g_strndup ("don hang", g_rand_int_range (random, 1, 9));
  if (g_str_equal (kind, "negation"))
    return g_strdup_printf ("%s -%s", medium, common);
  if (g_str_equal (kind, "from me"))
    return g_strdup_printf ("from:me %s", medium);

  return g_strdup ("has:link after:30d");
}

int
main (int argc, char **argv)
{
  static const WeftModule *const modules[] = { &weft_thread_module, NULL };
  static const WeftSearchFollowerFuncs funcs = { open_reader, on_ready };
  static const char *const kinds[]
      = { "common word", "word",        "rare word", "no such word",    "prefix of 1",
          "prefix of 2", "prefix of 3", "two words", "two rare words",  "don hang",
          "phrase",      "negation",    "from me",   "links of a month" };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (WeftRegistry) registry = weft_registry_new (modules);
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("weft-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "bench.db", NULL);
  g_autoptr (WeftDatabase) database = NULL;
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) rooms = g_ptr_array_new ();
  Material *material = g_new0 (Material, 1);
  double load[3], indexing, feeding = 0, slowed = 0;
  Store store = { 0 };
  Turn fill;
  gint64 start, seq = 0, n_bytes, n_index, lag = 0;
  gboolean indexed;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || FILL < 100000)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "at least 700000 rows");
      return 1;
    }

  make_material (material);
  database = weft_sqlite_open (path, WEFT_SQLITE_WRITE, &error);
  check (error);
  weft_migrate_modules (database, registry, &error);
  check (error);

  store = (Store) { .path = path, .database = database, .registry = registry };
  store.follower = weft_search_follower_new (database, registry, WEFT_SEARCH_WORTHWHILE, &funcs, &store);
  fill = take_turn (&store, material, FILL, 0, FALSE, &seq);
  start = processor_time ();
  do
    weft_search_index (database, registry, &indexed, &error);
  while (error == NULL && !indexed);
  check (error);
  indexing = seconds_since (start);

  getloadavg (load, 3);
  weft_json_begin (out, NULL);
  weft_json_double (out, "load", load[0]);
  weft_json_int (out, "fold_rows_per_s", (gint64) (FILL / fill.busy));
  weft_json_int (out, "index_rows_per_s", (gint64) (FILL / indexing));

  /* Short turns, one of each kind beside the other, which of them is first changes; how much folding is
   * slowed is the middle of what the rounds say. All is counted that this thread does: folding, and the
   * index's part of it. */
  for (Pace pace = FEED; pace < N_PACES; pace++)
    {
      double busy[N_KINDS][ROUNDS], wall[N_KINDS][ROUNDS], shares[ROUNDS];

      weft_json_begin (out, pace == FEED ? "feed" : "burst");
      for (int round = 0; round < ROUNDS; round++)
        {
          Turn turns[N_KINDS];

          for (int i = 0; i < N_KINDS; i++)
            {
              Kind kind = (i + round) % N_KINDS;

              turns[kind]
                  = take_turn (&store, material, TURN, pace == FEED ? BATCH * G_USEC_PER_SEC / rate : 0,
                               kind == INDEXED, &seq);
              while (kind != INDEXED && weft_search_index (database, registry, &indexed, &error) && !indexed)
                ;
              check (error);
            }
          for (int i = 0; i < N_KINDS; i++)
            {
              busy[i][round] = (turns[i].busy + turns[i].index) / turns[PLAIN].busy;
              wall[i][round] = turns[i].wall / turns[PLAIN].wall;
            }
          shares[round] = turns[INDEXED].index / turns[INDEXED].busy;
          lag = MAX (lag, turns[INDEXED].lag);
          if (pace == FEED)
            feeding += turns[INDEXED].elapsed;
        }
      if (pace == FEED)
        slowed = get_quantile (busy[INDEXED], ROUNDS, 0.5);
      for (Kind kind = AGAIN; kind < N_KINDS; kind++)
        {
          const char *name = kind == AGAIN ? "plain_to_plain" : "with_index_to_without";

          weft_json_begin (out, name);
          weft_json_double (out, "processor", get_quantile (busy[kind], ROUNDS, 0.5));
          weft_json_double (out, "processor_quarter", get_quantile (busy[kind], ROUNDS, 0.25));
          weft_json_double (out, "processor_three_quarters", get_quantile (busy[kind], ROUNDS, 0.75));
          weft_json_double (out, "clock", get_quantile (wall[kind], ROUNDS, 0.5));
          weft_json_double (out, "clock_quarter", get_quantile (wall[kind], ROUNDS, 0.25));
          weft_json_double (out, "clock_three_quarters", get_quantile (wall[kind], ROUNDS, 0.75));
          weft_json_end (out);
        }
      weft_json_double (out, "index_in_this_thread_to_folding", get_quantile (shares, ROUNDS, 0.5));
      weft_json_end (out);
    }
  weft_json_int (out, "fed_rows_per_s", (gint64) (ROUNDS * TURN / feeding));
  weft_json_int (out, "rows_not_indexed_at_most", lag);
  weft_json_int (out, "rows", seq);
  g_clear_pointer (&store.follower, weft_search_follower_free);

  weft_database_get_value (database, &n_bytes, 0, &error,
                           "SELECT page_count * page_size FROM pragma_page_count (), pragma_page_size ()",
                           "");
  weft_database_get_value (database, &n_index, 0, &error,
                           "SELECT sum (length (first) + length (words)) FROM search_words_message", "");
  weft_json_int (out, "store_bytes", n_bytes);
  weft_json_int (out, "index_bytes", n_index);

  for (guint i = 0; i < N_ROOMS; i += 4)
    g_ptr_array_add (rooms, material->rooms[i]);
  g_ptr_array_add (rooms, NULL);
  weft_json_begin (out, "queries");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint scoped = 0; scoped < 2; scoped++)
      {
        g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
        g_autofree char *name
            = g_strdup_printf ("%s%s", kinds[i], scoped ? ", in a quarter of the rooms" : "");
        guint n_hits = 0, n_cut = 0;

        for (guint j = 0; j < VARIANTS; j++)
          {
            g_autofree char *typed = make_query (material, kinds[i]);
            gboolean cut = FALSE;
            double time = ask (database, registry, typed, scoped ? (const char *const *) rooms->pdata : NULL,
                               &n_hits, &cut);

            n_cut += cut;
            g_array_append_val (times, time);
            if (i < 10)
              g_array_append_val (all, time);
          }
        g_array_sort (times, compare_doubles);
        weft_json_begin (out, name);
        weft_json_double (out, "p50_ms", g_array_index (times, double, VARIANTS / 2));
        weft_json_double (out, "p95_ms", g_array_index (times, double, VARIANTS * 95 / 100));
        weft_json_double (out, "worst_ms", g_array_index (times, double, VARIANTS - 1));
        weft_json_double (out, "hits", n_hits / (double) VARIANTS);
        weft_json_int (out, "ended_early", n_cut);
        weft_json_end (out);
      }
  weft_json_end (out);

  g_array_sort (all, compare_doubles);
  weft_json_begin_array (out, "figures");
  {
    const struct
    {
      const char *name;
      const char *unit;
      double value;
      double limit;
      gboolean at_least;
    } figures[] = {
      { "search of a million messages as typed: words, prefixes, don hang: p95", "ms",
        g_array_index (all, double, all->len * 95 / 100), 50, FALSE },
      { "rows indexed a second", "1/s", FILL / indexing, 30000, TRUE },
      { "rows a second folded with the index behind them", "1/s", ROUNDS * TURN / feeding, 30000, TRUE },
      { "folding 30,000 rows a second with the index behind it, to folding without: processor", "", slowed,
        1.05, FALSE },
    };

    for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
      {
        weft_json_begin (out, NULL);
        weft_json_string (out, "name", figures[i].name);
        weft_json_string (out, "unit", figures[i].unit);
        weft_json_double (out, "value", figures[i].value);
        weft_json_double (out, "limit", figures[i].limit);
        weft_json_bool (out, "met",
                        figures[i].at_least ? figures[i].value >= figures[i].limit
                                            : figures[i].value <= figures[i].limit);
        weft_json_end (out);
      }
  }
  weft_json_end_array (out);
  weft_json_end (out);
  g_print ("%s\n", out->str);

  g_clear_object (&database);
  g_unlink (path);
  g_rmdir (directory);

  return 0;
}
