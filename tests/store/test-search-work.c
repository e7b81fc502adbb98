/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/weft-position.h"
#include "store/weft-search-follower.h"
#include "store/weft-search-pages.h"
#include "store/weft-search-work.h"

#include "test-database.h"
#include "test-module.h"

/* How the index is made: blocks that were claimed and prepared while rows are written, changed and erased. */

typedef struct
{
  TestDatabase *kept;
  WeftRegistry *registry;
  WeftDatabase *database;
  WeftDatabase *reader;
} Fixture;

static void
open_databases (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->database = test_database_open (fixture->kept, FALSE);
  g_assert_true (weft_migrate_modules (fixture->database, fixture->registry, &error));
  g_assert_no_error (error);
  fixture->reader = test_database_open (fixture->kept, TRUE);
}

static void
close_databases (Fixture *fixture)
{
  g_clear_object (&fixture->reader);
  g_clear_object (&fixture->database);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->kept = test_database_new ();
  fixture->registry = test_registry_new ();
  open_databases (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_databases (fixture);
  g_clear_object (&fixture->registry);
  g_clear_pointer (&fixture->kept, test_database_free);
}

static void
begin (WeftDatabase *database)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_database_begin (database, &error));
  g_assert_no_error (error);
}

static void
commit (WeftDatabase *database)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_database_commit (database, &error));
  g_assert_no_error (error);
}

static void
run (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;

  begin (fixture->database);
  g_assert_true (weft_database_execute (fixture->database, sql, &error));
  g_assert_no_error (error);
  commit (fixture->database);
}

static gint64
value_of (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value;

  g_assert_true (weft_database_get_value (fixture->database, &value, -1, &error, sql, ""));
  g_assert_no_error (error);

  return value;
}

static void
write_note (Fixture *fixture, guint id, const char *text, gint64 seq)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("%05u", id);

  g_assert_true (
      weft_database_run (fixture->database, &error,
                         "INSERT INTO note (stream, id, ordinal, author, title, text, seq, at) VALUES "
                         "(?1, ?2, ?3, 'an', NULL, ?4, ?5, ?3) ON CONFLICT (stream, id) DO UPDATE SET "
                         "text = excluded.text, seq = excluded.seq",
                         "ttiti", id % 2 == 0 ? STREAM_A : STREAM_B, name, (gint64) id, text, seq));
  g_assert_no_error (error);
}

static void
write_notes (Fixture *fixture, guint first, guint n, const char *text)
{
  begin (fixture->database);
  for (guint i = first; i < first + n; i++)
    write_note (fixture, i, text, i);
  commit (fixture->database);
}

static WeftSearchWork *
claim (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  WeftSearchWork *work;

  begin (fixture->database);
  work = weft_search_claim (fixture->database, fixture->registry, 1, &error);
  g_assert_no_error (error);
  commit (fixture->database);

  return work;
}

static void
prepare (Fixture *fixture, WeftSearchWork *work)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_database_begin_read (fixture->reader, &error));
  g_assert_true (weft_search_prepare (fixture->reader, work, &error));
  weft_database_rollback (fixture->reader);
  g_assert_no_error (error);
}

static void
write_work (Fixture *fixture, WeftSearchWork *work)
{
  g_autoptr (GError) error = NULL;

  begin (fixture->database);
  g_assert_true (weft_search_write (fixture->database, work, &error));
  g_assert_no_error (error);
  commit (fixture->database);
}

static void
index_all (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  for (guint n = 0; !done; n++)
    {
      g_assert_cmpuint (n, <, 1000);
      g_assert_true (weft_search_index (fixture->database, fixture->registry, &done, &error));
      g_assert_no_error (error);
    }
}

/* How many rows @words finds, by the index and by scanning. */
static gint64
count_hits (Fixture *fixture, const char *words)
{
  g_autoptr (WeftSearchResult) result
      = test_search (fixture->database, fixture->registry, words, &(WeftSearchScope) { .limit = 20000 });

  g_assert_null (result->cursor);

  return result->hits->len;
}

/* Whether the index knows @word, be the rows there or not. */
static gboolean
knows (Fixture *fixture, const char *word)
{
  WeftStatement *pages;
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;

  pages = weft_database_query (fixture->database, &error, "SELECT words FROM search_words_note", "");
  while (weft_statement_step (pages, &error) > 0)
    {
      WeftSearchPageReader page = { 0 };
      gsize length;
      int result;

      page.at = weft_statement_get_blob (pages, 0, &length);
      page.end = page.at + length;
      while ((result = weft_search_page_reader_next (&page)) > 0)
        found |= weft_search_page_reader_compare (&page, word, strlen (word)) == 0;
      g_assert_cmpint (result, ==, 0);
    }
  g_assert_no_error (error);

  return found;
}

static void
expect_counts (Fixture *fixture)
{
  static const char *const words[] = { "apple", "pear", "cherry", "plum", "secret" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM note WHERE text LIKE '%%%s%%'", words[i]);
      g_autofree char *typed = g_strconcat (words[i], " ", NULL);

      g_assert_cmpint (count_hits (fixture, typed), ==, value_of (fixture, sql));
    }
}

/* A row that is erased while its block is being made never gets its words into the index. */
static void
test_erased_between (Fixture *fixture, gconstpointer data)
{
  static const char *const erase[]
      = { "UPDATE note SET text = '' WHERE id = '00003'", "DELETE FROM note WHERE id = '00003'" };

  for (guint i = 0; i < G_N_ELEMENTS (erase); i++)
    for (guint again = 0; again < 2; again++)
      {
        g_autoptr (WeftSearchWork) work = NULL;

        run (fixture, "DELETE FROM note WHERE ordinal >= 0");
        index_all (fixture);
        write_notes (fixture, 1, 5, "apple");
        if (again)
          index_all (fixture);
        begin (fixture->database);
        write_note (fixture, 3, "a secret", 3);
        commit (fixture->database);

        work = claim (fixture);
        prepare (fixture, work);
        run (fixture, erase[i]);
        expect_counts (fixture);
        write_work (fixture, work);
        g_assert_false (knows (fixture, "secret"));
        g_assert_true (knows (fixture, "apple"));
        expect_counts (fixture);
        g_assert_cmpint (value_of (fixture, "SELECT count(*) FROM search_changed_note"), ==, 0);
        g_assert_null (claim (fixture));
      }
}

/* Two servers are at one block; the first to read is the last to write. */
static void
test_overtaken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (WeftSearchWork) first = NULL;
  g_autoptr (WeftSearchWork) second = NULL;

  write_notes (fixture, 1, 5, "a secret");
  first = claim (fixture);
  prepare (fixture, first);
  run (fixture, "UPDATE note SET text = 'apple'");
  second = claim (fixture);
  prepare (fixture, second);
  write_work (fixture, second);
  expect_counts (fixture);
  write_work (fixture, first);
  g_assert_false (knows (fixture, "secret"));
  expect_counts (fixture);

  /* And one which was never prepared. */
  run (fixture, "UPDATE note SET text = 'pear'");
  g_clear_pointer (&first, weft_search_work_free);
  first = claim (fixture);
  write_work (fixture, first);
  g_assert_false (knows (fixture, "apple"));
  g_assert_null (claim (fixture));
  expect_counts (fixture);
}

/* What is due is done, until nothing is but what waits for time to pass. */
static void
step (WeftSearchFollower *follower, gint64 now)
{
  g_autoptr (GError) error = NULL;

  for (guint n = 0; weft_search_follower_get_due (follower) <= now; n++)
    {
      g_assert_cmpuint (n, <, 100);
      g_assert_true (weft_search_follower_step (follower, now, &error));
      g_assert_no_error (error);
    }
}

#define SECOND (G_GINT64_CONSTANT (1) * 1000000)

/* Fewer rows than it is worth are left to be looked at one by one, new or changed; while rows are written,
 * more of them. */
static void
test_worthwhile (Fixture *fixture, gconstpointer data)
{
  g_autoptr (WeftSearchFollower) follower
      = weft_search_follower_new (fixture->database, fixture->registry, WEFT_SEARCH_WORTHWHILE, NULL, NULL);
  gint64 now = 0;

  g_assert_cmpint (weft_search_follower_get_due (follower), ==, G_MAXINT64);
  write_notes (fixture, 1, WEFT_SEARCH_WORTHWHILE - 1, "apple");
  weft_search_follower_wrote (follower, now);
  step (follower, now += SECOND);
  g_assert_cmpint (weft_search_follower_get_due (follower), ==, G_MAXINT64);
  g_assert_false (knows (fixture, "apple"));
  write_notes (fixture, WEFT_SEARCH_WORTHWHILE, 1, "apple");
  weft_search_follower_wrote (follower, now);
  g_assert_cmpint (weft_search_follower_get_due (follower), >, now);
  step (follower, now += SECOND);
  g_assert_cmpint (weft_search_follower_get_due (follower), ==, G_MAXINT64);
  g_assert_true (knows (fixture, "apple"));

  run (fixture, "UPDATE note SET text = 'pear' WHERE ordinal < 100");
  weft_search_follower_wrote (follower, now);
  step (follower, now += SECOND);
  g_assert_cmpint (value_of (fixture, "SELECT count(*) FROM search_changed_note"), ==, 99);
  expect_counts (fixture);
  run (fixture, "UPDATE note SET text = 'pear'");
  weft_search_follower_wrote (follower, now);
  step (follower, now += SECOND);
  g_assert_false (knows (fixture, "apple"));
  expect_counts (fixture);

  /* Without a pause: only whole blocks. */
  for (guint i = 1; i <= 10; i++)
    {
      write_notes (fixture, i * 1000, 500, "cherry");
      weft_search_follower_wrote (follower, now += SECOND / 10);
      step (follower, now);
      g_assert_true (i == 9 || knows (fixture, "cherry") == (i == 10));
    }
  expect_counts (fixture);
  step (follower, now += SECOND);
  g_assert_cmpint (value_of (fixture, "SELECT max (note.rowid) - watermark FROM note, search_state WHERE "
                                      "table_name = 'note' GROUP BY watermark"),
                   ==, 0);
  expect_counts (fixture);
}

/* Many changes never keep new rows from coming into the index, nor the other way. */
static void
test_turns (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_notes (fixture, 1, 2 * WEFT_BLOCK_ROWS, "apple");
  index_all (fixture);
  for (guint i = 0; i < 6; i++)
    {
      run (fixture, "UPDATE note SET text = 'pear' WHERE id IN ('00001', '05000')");
      write_notes (fixture, 10000 + i * 10, 10, i < 4 ? "cherry" : "plum");
      g_assert_true (weft_search_index (fixture->database, fixture->registry, NULL, &error));
    }
  g_assert_true (knows (fixture, "cherry"));
  g_assert_true (knows (fixture, "pear"));
  expect_counts (fixture);
  index_all (fixture);
  g_assert_cmpint (value_of (fixture, "SELECT count(*) FROM search_changed_note"), ==, 0);
  expect_counts (fixture);
}

static void
change_something (Fixture *fixture, GRand *random, gint64 *n_notes)
{
  static const char *const texts[] = { "apple", "pear", "apple pear", "", "cherry", "a secret plum" };
  const char *text = texts[g_rand_int_range (random, 0, G_N_ELEMENTS (texts))];
  g_autofree char *sql = NULL;
  guint id = g_rand_int_range (random, 0, *n_notes + 1);
  gint64 seq = g_rand_int_range (random, 0, 6) == 0 ? WEFT_SEQ_PREDICTED + id : 1;

  switch (g_rand_int_range (random, 0, 8))
    {
    case 0: /* more than a block, now and then */
      {
        guint n = g_rand_int_range (random, 0, 4) == 0 ? g_rand_int_range (random, 1, 2000) : 20;

        write_notes (fixture, *n_notes + 1, n, text);
        *n_notes += n;
      }
      return;

    case 1:
      sql = g_strdup_printf ("DELETE FROM note WHERE id = '%05u'", id);
      break;

    case 2: /* the last ones, whose numbers SQLite gives out again */
      sql = g_strdup_printf ("DELETE FROM note WHERE ordinal > %d", (int) *n_notes - 10);
      break;

    case 3:
      sql = g_strdup_printf ("UPDATE note SET text = '%s' WHERE ordinal BETWEEN %u AND %u", text, id,
                             id + 30);
      break;

    case 4:
      sql = g_strdup_printf ("UPDATE note SET seq = 2 WHERE seq >= %" G_GINT64_FORMAT, WEFT_SEQ_PREDICTED);
      break;

    default:
      begin (fixture->database);
      write_note (fixture, id, text, seq);
      if (g_rand_int_range (random, 0, 5) == 0)
        weft_database_rollback (fixture->database);
      else
        commit (fixture->database);
      return;
    }
  run (fixture, sql);
}

/* Whatever happens between claiming, preparing and writing, of two that do it: what is found is what is
 * there. */
static void
test_in_any_order (Fixture *fixture, gconstpointer data)
{
  guint n_seeds = test_database_is_postgresql () ? 1 : 3;

  for (guint seed = 0; seed < n_seeds; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      WeftSearchWork *works[2] = { NULL };
      guint state[2] = { 0 };
      gint64 n_notes = 0;
      guint n_written = 0;

      g_test_message ("seed %u", seed);
      run (fixture, "DELETE FROM note WHERE ordinal >= 0");
      for (guint step = 0; step < 100; step++)
        {
          guint i = g_rand_int_range (random, 0, 2);

          change_something (fixture, random, &n_notes);
          switch (g_rand_boolean (random) ? state[i]++ : 99)
            {
            case 0:
              works[i] = claim (fixture);
              state[i] = works[i] != NULL;
              break;

            case 1:
              prepare (fixture, works[i]);
              break;

            case 2:
              if (g_rand_int_range (random, 0, 5) > 0)
                write_work (fixture, works[i]);
              g_clear_pointer (&works[i], weft_search_work_free);
              state[i] = 0;
              n_written++;
              break;

            default:
              break;
            }
          if (step % 5 == 0)
            expect_counts (fixture);
        }
      g_assert_cmpuint (n_written, >, 8);
      for (guint i = 0; i < 2; i++)
        g_clear_pointer (&works[i], weft_search_work_free);

      /* In the end nothing is known but what is there. */
      run (fixture, "UPDATE note SET text = 'pear', seq = 1");
      index_all (fixture);
      g_assert_false (knows (fixture, "apple"));
      g_assert_false (knows (fixture, "secret"));
      expect_counts (fixture);
    }
}

/* ── kill -9 ───────────────────────────────────────────────────────────────────────────────────────── */

typedef enum
{
  CLAIMED,
  PREPARED,
  ERASED,
  WRITING, /* not committed */
  WRITTEN,
  N_STAGES,
} Stage;

static void
die_at (Fixture *fixture, Stage stage)
{
  g_autoptr (GError) error = NULL;
  WeftSearchWork *work;

  open_databases (fixture);
  work = claim (fixture);
  g_assert_nonnull (work);
  if (stage >= PREPARED)
    prepare (fixture, work);
  if (stage == ERASED)
    run (fixture, "UPDATE note SET text = 'plum' WHERE text LIKE '%secret%'");
  if (stage >= WRITING)
    {
      begin (fixture->database);
      g_assert_true (weft_search_write (fixture->database, work, &error));
      if (stage == WRITTEN)
        commit (fixture->database);
      else
        weft_database_settle (fixture->database, NULL);
    }
  kill (getpid (), SIGKILL);
}

static void
test_killed (Fixture *fixture, gconstpointer data)
{
  for (Stage stage = CLAIMED; stage < N_STAGES; stage++)
    {
      pid_t child;
      int status;

      run (fixture, "DELETE FROM note WHERE ordinal >= 0");
      index_all (fixture);
      write_notes (fixture, 1, 300, "apple");
      index_all (fixture);
      write_notes (fixture, 301, 300, "a secret");
      run (fixture, "UPDATE note SET text = 'cherry' WHERE ordinal < 100");
      close_databases (fixture);

      child = fork ();
      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        die_at (fixture, stage);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);

      open_databases (fixture);
      expect_counts (fixture);
      run (fixture, "UPDATE note SET text = 'pear' WHERE text LIKE '%secret%'");
      expect_counts (fixture);
      index_all (fixture);
      expect_counts (fixture);
      g_assert_false (knows (fixture, "secret"));
      g_assert_true (knows (fixture, "cherry"));
      g_assert_cmpint (value_of (fixture, "SELECT count(*) FROM search_changed_note"), ==, 0);
    }
}

/* ── with a thread ─────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  Fixture *fixture;
  GMutex mutex;
  GCond cond;
  guint n_ready;
  gboolean fails; /* to open a database */
} Beside;

static WeftDatabase *
open_beside (gpointer user_data, GError **error)
{
  Beside *self = user_data;

  if (!self->fails)
    return test_database_open (self->fixture->kept, TRUE);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_FULL, "no more files can be opened");

  return NULL;
}

static void
on_ready (gpointer user_data)
{
  Beside *self = user_data;

  g_mutex_lock (&self->mutex);
  self->n_ready++;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static const char is_behind[]
    = "SELECT max (note.rowid) > watermark OR EXISTS (SELECT 1 FROM search_changed_note) FROM note, "
      "search_state WHERE table_name = 'note' GROUP BY watermark";

static void
follow (WeftSearchFollower *follower, Beside *self, gint64 now)
{
  gint64 deadline = g_get_monotonic_time () + 60 * SECOND;

  while (value_of (self->fixture, is_behind))
    {
      step (follower, now);
      g_mutex_lock (&self->mutex);
      while (weft_search_follower_get_due (follower) > now && value_of (self->fixture, is_behind))
        if (!g_cond_wait_until (&self->cond, &self->mutex, deadline))
          g_error ("the follower does not tell that it is ready");
      g_mutex_unlock (&self->mutex);
    }
}

static void
test_follower (Fixture *fixture, gconstpointer data)
{
  static const WeftSearchFollowerFuncs funcs = { open_beside, on_ready };
  Beside beside = { .fixture = fixture };
  WeftSearchFollower *follower
      = weft_search_follower_new (fixture->database, fixture->registry, 1, &funcs, &beside);
  gint64 now = SECOND;

  /* While it reads, the writer goes on. */
  write_notes (fixture, 1, WEFT_BLOCK_ROWS, "apple");
  weft_search_follower_wrote (follower, now);
  step (follower, now += SECOND);
  write_notes (fixture, 10000, 500, "pear");
  weft_search_follower_wrote (follower, now);
  step (follower, now);
  run (fixture, "UPDATE note SET text = 'cherry' WHERE ordinal % 100 = 0");
  weft_search_follower_wrote (follower, now);
  expect_counts (fixture);
  follow (follower, &beside, now += SECOND);
  g_assert_cmpuint (beside.n_ready, >=, 2);
  expect_counts (fixture);
  g_assert_true (knows (fixture, "cherry"));

  /* Where the thread cannot read, the writer does it. */
  weft_search_follower_free (follower);
  beside.fails = TRUE;
  follower = weft_search_follower_new (fixture->database, fixture->registry, 1, &funcs, &beside);
  run (fixture, "UPDATE note SET text = 'plum' WHERE ordinal % 100 = 1");
  weft_search_follower_wrote (follower, now);
  follow (follower, &beside, now += SECOND);
  g_assert_true (knows (fixture, "plum"));
  expect_counts (fixture);

  /* The end comes while it is at it. */
  weft_search_follower_free (follower);
  beside.fails = FALSE;
  follower = weft_search_follower_new (fixture->database, fixture->registry, 1, &funcs, &beside);
  run (fixture, "UPDATE note SET text = 'apple'");
  weft_search_follower_wrote (follower, now);
  step (follower, now += SECOND);
  weft_search_follower_free (follower);
  expect_counts (fixture);
}

/* ── pages ─────────────────────────────────────────────────────────────────────────────────────────── */

static char *
make_word (GRand *random)
{
  static const char letters[] = "abcdefg";
  g_autoptr (GString) word = g_string_new (g_rand_int_range (random, 0, 10) == 0 ? "\001" : "");

  for (guint i = g_rand_int_range (random, 1, 5); i > 0; i--)
    g_string_append_c (word, letters[g_rand_int_range (random, 0, 7)]);
  if (g_rand_int_range (random, 0, 20) == 0)
    g_string_append (word, "đơn");

  return g_string_free_and_steal (g_steal_pointer (&word));
}

static void
read_pages (GPtrArray *pages, GHashTable *model)
{
  g_autofree char *before = g_strdup ("");
  guint n_words = 0;

  for (guint i = 0; i < pages->len; i++)
    {
      const WeftSearchPage *kept = pages->pdata[i];
      WeftSearchPageReader page = { .at = kept->words->data, .end = kept->words->data + kept->words->len };
      gboolean is_first = TRUE;
      int result;

      g_assert_cmpuint (kept->words->len, <=, WEFT_SEARCH_PAGE_MAX);
      while ((result = weft_search_page_reader_next (&page)) > 0)
        {
          g_autofree char *word = g_strndup (page.word, page.word_length);
          const WeftRowSet *expected = g_hash_table_lookup (model, word);
          WeftRowSet rows = { 0 };

          g_assert_true (!is_first || g_str_equal (kept->first, word));
          is_first = FALSE;
          g_assert_cmpint (strcmp (before, word), <, 0);
          g_assert_nonnull (expected);
          g_assert_true (weft_search_page_reader_add_rows (&page, &rows));
          g_assert_cmpmem (&rows, sizeof rows, expected, sizeof *expected);
          g_free (before);
          before = g_steal_pointer (&word);
          n_words++;
        }
      g_assert_cmpint (result, ==, 0);
    }
  g_assert_cmpuint (n_words, ==, g_hash_table_size (model));
}

static void
test_pages (void)
{
  for (guint seed = 0; seed < 6; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (GHashTable) model = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_autoptr (WeftSearchPages) collected = weft_search_pages_new ();
      g_autoptr (GPtrArray) pages = NULL;

      g_test_message ("seed %u", seed);
      for (guint i = g_rand_int_range (random, 0, 30000); i > 0; i--)
        {
          g_autofree char *word = make_word (random);
          guint row = g_rand_int_range (random, 0, WEFT_BLOCK_ROWS);
          WeftRowSet *rows = g_hash_table_lookup (model, word);

          if (rows == NULL)
            g_hash_table_insert (model, g_strdup (word), rows = g_new0 (WeftRowSet, 1));
          weft_row_set_add (rows, row);
          weft_search_pages_add (collected, word, row);
        }
      pages = weft_search_pages_finish (collected);
      read_pages (pages, model);

      /* Any bytes are read without harm. */
      for (guint i = 0; i < pages->len; i++)
        {
          const WeftSearchPage *kept = pages->pdata[i];
          g_autofree guint8 *bytes = g_memdup2 (kept->words->data, kept->words->len);
          gsize length = g_rand_int_range (random, 0, kept->words->len + 1);
          WeftSearchPageReader page = { .at = bytes, .end = bytes + length };
          WeftRowSet rows = { 0 };

          for (guint j = 0; j < 3 && length > 0; j++)
            bytes[g_rand_int_range (random, 0, length)] = g_rand_int_range (random, 0, 256);
          while (weft_search_page_reader_next (&page) > 0)
            {
              weft_search_page_reader_add_rows (&page, &rows);
              weft_search_page_reader_compare (&page, "apple", 5);
            }
        }
    }
}

#define ADD(name, func) g_test_add ("/store/search-work/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("erased-between", test_erased_between);
  ADD ("overtaken", test_overtaken);
  ADD ("worthwhile", test_worthwhile);
  ADD ("turns", test_turns);
  ADD ("in-any-order", test_in_any_order);
  ADD ("killed", test_killed);
  ADD ("follower", test_follower);
  g_test_add_func ("/store/search-work/pages", test_pages);

  return g_test_run ();
}
