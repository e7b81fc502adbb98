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
#include "store/weft-search.h"
#include "store/weft-sqlite-private.h"

#define N_WORDS 20000
#define N_ROOMS 200
#define N_PEOPLE 300
#define ROUNDS 10
#define TURN 8192 /* messages of a turn */
#define FILL (n_rows - N_BETWEEN * ROUNDS * TURN)
#define BATCH 100
#define VARIANTS 60

/* What comes by between batches of messages. */
typedef enum
{
  NOTHING,
  INDEX,
  PAUSE, /* as long as the index would take, without touching anything */
  N_BETWEEN,
} Between;

static int n_rows = 1000000;
static int slice = 2048; /* rows the index takes at once, as the client's and the server's threads do */

static const GOptionEntry entries[]
    = { { "rows", 'n', 0, G_OPTION_ARG_INT, &n_rows, "Messages", "N" },
        { "slice", 's', 0, G_OPTION_ARG_INT, &slice, "Rows the index takes at once", "N" },
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

/* Seconds of the processor in this thread, and of the clock. */
typedef struct
{
  double busy;
  double wall;
  double longest; /* of the processor, at once */
} Taken;

typedef struct
{
  gint64 busy;
  gint64 wall;
} Begun;

static Begun
begin_taking (void)
{
  return (Begun) { processor_time (), g_get_monotonic_time () };
}

static void
take (Taken *taken, Begun begun)
{
  double busy = seconds_since (begun.busy);

  taken->busy += busy;
  taken->longest = MAX (taken->longest, busy);
  taken->wall += (g_get_monotonic_time () - begun.wall) / 1e6;
}

static void
keep_busy (double seconds)
{
  gint64 start = processor_time ();

  while (seconds_since (start) < seconds)
    ;
}

/* What folding @n messages takes is put on @folding; what comes by in between, on @taken. */
static void
fold_all (WeftDatabase *database,
          WeftRegistry *registry,
          Material *material,
          int n,
          Between between,
          double pause,
          gint64 *seq,
          Taken *folding,
          Taken *taken)
{
  g_autoptr (GError) error = NULL;
  int waiting = 0;

  for (int done = 0; done < n;)
    {
      char *texts[BATCH];
      Begun begun;

      for (int i = 0; i < BATCH; i++)
        texts[i] = make_text (material, *seq + i);
      begun = begin_taking ();
      weft_database_begin (database, &error);
      for (int i = 0; i < BATCH && done < n; i++, done++, waiting++)
        fold_message (database, material, ++*seq, texts[i]);
      weft_database_commit (database, &error);
      check (error);
      take (folding, begun);
      for (int i = 0; i < BATCH; i++)
        g_free (texts[i]);

      if (between != NOTHING && waiting >= slice)
        {
          begun = begin_taking ();
          if (between == INDEX)
            weft_search_index (database, registry, slice, NULL, &error);
          else
            keep_busy (pause);
          check (error);
          take (taken, begun);
          waiting -= slice;
        }
    }
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return first < second ? -1 : first > second;
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
  double load[3], indexing, busy[N_BETWEEN][ROUNDS], wall[N_BETWEEN][ROUNDS];
  Taken fills = { 0 }, behind[N_BETWEEN] = { { 0 } };
  gint64 start, seq = 0, n_bytes, n_index;
  guint n_left;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || n_rows < 300000)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "at least 300000 rows");
      return 1;
    }

  make_material (material);
  database = weft_sqlite_open (path, WEFT_SQLITE_WRITE, &error);
  check (error);
  weft_migrate_modules (database, registry, &error);
  check (error);

  fold_all (database, registry, material, FILL, NOTHING, 0, &seq, &fills, NULL);
  start = processor_time ();
  do
    weft_search_index (database, registry, slice, &n_left, &error);
  while (error == NULL && n_left > 0);
  check (error);
  indexing = seconds_since (start);

  /* The last quarter in turns: with nothing between batches, with the index, and with a pause as long. How
   * much folding is slowed is the median of what the turns of each round say; which of them is first changes.
   * The pause is there because much of what folding loses to anything that comes by is not what that does:
   * where the processor is shared, caches are others' after 20 ms. */
  for (int round = 0; round < ROUNDS; round++)
    {
      Taken folding[N_BETWEEN] = { { 0 } };

      for (int turn = 0; turn < N_BETWEEN; turn++)
        {
          Between between = (turn + round) % N_BETWEEN;

          fold_all (database, registry, material, TURN, between, indexing / FILL * slice, &seq,
                    &folding[between], &behind[between]);
          do
            weft_search_index (database, registry, slice, &n_left, &error);
          while (error == NULL && n_left > 0);
          check (error);
        }
      for (int i = 0; i < N_BETWEEN; i++)
        {
          busy[i][round] = folding[i].busy / folding[NOTHING].busy;
          wall[i][round] = folding[i].wall / folding[NOTHING].wall;
        }
    }
  for (int i = 0; i < N_BETWEEN; i++)
    {
      qsort (busy[i], ROUNDS, sizeof (double), compare_doubles);
      qsort (wall[i], ROUNDS, sizeof (double), compare_doubles);
    }

  getloadavg (load, 3);
  weft_json_begin (out, NULL);
  weft_json_int (out, "rows", seq);
  weft_json_double (out, "load", load[0]);
  weft_json_int (out, "fold_rows_per_s", (gint64) (FILL / fills.busy));
  weft_json_int (out, "index_rows_per_s", (gint64) (FILL / indexing));
  weft_json_int (out, "rows_of_a_slice", slice);
  weft_json_double (out, "longest_slice_ms", behind[INDEX].longest * 1000);
  weft_json_double (out, "folding_with_index_to_without", busy[INDEX][ROUNDS / 2]);
  weft_json_double (out, "folding_with_index_to_without_best", busy[INDEX][0]);
  weft_json_double (out, "folding_with_index_to_without_worst", busy[INDEX][ROUNDS - 1]);
  weft_json_double (out, "folding_with_index_to_without_by_the_clock", wall[INDEX][ROUNDS / 2]);
  weft_json_double (out, "folding_with_pauses_to_without", busy[PAUSE][ROUNDS / 2]);
  weft_json_double (out, "folding_with_pauses_to_without_by_the_clock", wall[PAUSE][ROUNDS / 2]);
  weft_json_int (out, "index_behind_rows_per_s", (gint64) (ROUNDS * TURN / behind[INDEX].busy));
  weft_json_int (out, "index_behind_rows_per_s_by_the_clock", (gint64) (ROUNDS * TURN / behind[INDEX].wall));

  weft_database_get_value (database, &n_bytes, 0, &error,
                           "SELECT page_count * page_size FROM pragma_page_count (), pragma_page_size ()",
                           "");
  weft_database_get_value (database, &n_index, 0, &error,
                           "SELECT sum (length (word) + length (rows)) FROM search_words_message", "");
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
      { "folding with the index behind it, to folding without", "", busy[INDEX][ROUNDS / 2], 1.05, FALSE },
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
