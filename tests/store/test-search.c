/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "base/weft-text.h"
#include "proto/weft-position.h"
#include "store/weft-rows.h"
#include "store/weft-search.h"
#include "store/weft-search-work.h"
#include "store/weft-sqlite-private.h"

#include "test-database.h"
#include "test-module.h"

typedef struct
{
  WeftRegistry *registry;
  WeftDatabase *database;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->registry = test_registry_new ();
  fixture->database = test_database_open_memory ();
  g_assert_true (weft_migrate_modules (fixture->database, fixture->registry, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->database);
  g_clear_object (&fixture->registry);
}

static void
run (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_database_execute (fixture->database, sql, &error));
  g_assert_no_error (error);
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
write_note (Fixture *fixture,
            const char *stream,
            const char *id,
            gint64 ordinal,
            const char *title,
            const char *text,
            gint64 seq,
            gint64 at)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_database_run (fixture->database, &error,
                                    "INSERT INTO note (stream, id, ordinal, author, title, text, seq, at) "
                                    "VALUES (?1, ?2, ?3, 'an', ?4, ?5, ?6, ?7)",
                                    "ttittii", stream, id, ordinal, title, text, seq, at));
  g_assert_no_error (error);
}

static void
index_all (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  guint n_rounds = 0;
  gboolean done;

  do
    {
      g_assert_true (weft_search_index (fixture->database, fixture->registry, &done, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (++n_rounds, <, 10000);
    }
  while (!done);
}

static GPtrArray *
query (Fixture *fixture, const char *words, const char *const *streams, guint limit)
{
  WeftSearchScope scope = { .streams = streams, .person = "me", .limit = limit };
  g_autoptr (WeftSearchResult) result = test_search (fixture->database, fixture->registry, words, &scope);

  return g_ptr_array_ref (result->hits);
}

static char *
describe (GPtrArray *hits)
{
  GString *keys = g_string_new (NULL);

  for (guint i = 0; i < hits->len; i++)
    {
      WeftSearchHit *hit = g_ptr_array_index (hits, i);

      g_string_append_printf (keys, "%s%s:%s@%" G_GINT64_FORMAT, i > 0 ? " " : "",
                              strrchr (hit->stream, '/') + 35, hit->key, hit->window);
    }

  return g_string_free_and_steal (keys);
}

static void
expect (Fixture *fixture, const char *words, const char *keys)
{
  g_autoptr (GPtrArray) hits = query (fixture, words, NULL, 100);
  GString *found = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < hits->len; i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "",
                            ((WeftSearchHit *) g_ptr_array_index (hits, i))->key);
  text = g_string_free_and_steal (found);
  if (!g_str_equal (text, keys))
    g_error ("“%s” found “%s”, not “%s”", words, text, keys);
}

/* The golden cases of the grammar. */
static void
test_grammar (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "search-grammar.txt", NULL);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Ho_Chi_Minh");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  g_assert_nonnull (zone);
  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *arrow = strstr (lines[i], " →");
      g_autoptr (WeftSearchQuery) query = NULL;
      g_autofree char *read = NULL;
      const char *expected;

      if (lines[i][0] == '#' || arrow == NULL)
        continue;
      *arrow = '\0';
      expected = g_strchug (arrow + strlen (" →"));
      if (g_str_has_suffix (lines[i], "␠"))
        strcpy (lines[i] + strlen (lines[i]) - strlen ("␠"), "");
      query = weft_search_query_new (fixture->registry, lines[i], TEST_NOW, zone);
      read = weft_search_query_describe (query);
      if (!g_str_equal (read, expected))
        g_error ("search-grammar.txt:%u: “%s” is read as “%s”, not “%s”", i + 1, lines[i], read, expected);
      n++;
    }
  g_assert_cmpuint (n, >, 70);
}

/* What is typed letter by letter, cut anywhere, in any bytes, is read without harm. */
static void
test_grammar_of_anything (Fixture *fixture, gconstpointer data)
{
  static const char *const pieces[]
      = { "from:", "in:", "-",  "\"",  "“",    "has:",     "is:",        "title", "before:", "2026",   "-11",
          "7d",    " ",   "\t", "đơn", "\xff", "\xf0\x9f", "9999999999", ":",     "me",      "e\u0301" };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (guint seed = 0; seed < 400; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (GString) typed = g_string_new (NULL);
      g_autoptr (WeftSearchQuery) query = NULL;
      const WeftSearchTerm *terms;
      guint n_terms, n_words = 0;

      for (guint i = g_rand_int_range (random, 0, 200); i > 0; i--)
        g_string_append (typed, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      query = weft_search_query_new (fixture->registry, typed->str, TEST_NOW, zone);
      terms = weft_search_query_get_terms (query, &n_terms);
      g_assert_cmpuint (n_terms, <=, 32);
      for (guint i = 0; i < n_terms; i++)
        n_words += terms[i].words != NULL ? g_strv_length (terms[i].words) : 0;
      if (n_words > 64)
        g_error ("seed %u: %u words", seed, n_words);
    }
}

static void
expect_found (Fixture *fixture, const char *typed, const char *text, const char *marked)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (WeftSearchQuery) query = weft_search_query_new (fixture->registry, typed, TEST_NOW, zone);
  g_autoptr (GArray) ranges = weft_search_query_find (query, text);
  GString *out = g_string_new (text);
  g_autofree char *found = NULL;

  for (guint i = ranges->len; i > 0; i--)
    {
      WeftSearchRange range = g_array_index (ranges, WeftSearchRange, i - 1);

      g_string_insert (out, range.start + range.length, "]");
      g_string_insert (out, range.start, "[");
    }
  found = g_string_free_and_steal (out);
  g_assert_cmpstr (found, ==, marked);
}

/* Words are marked in the text as it was written. */
static void
test_find (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (WeftSearchQuery) query = weft_search_query_new (fixture->registry, "hang ", TEST_NOW, zone);
  g_autofree char *endless = g_strnfill (5000, 'x');
  g_autofree char *text
      = g_strdup_printf ("%s and then a long way on the Hàng stands before %s", endless, endless);
  g_autofree char *excerpt = weft_search_query_excerpt (query, text, 60);
  g_autofree char *start = weft_search_query_excerpt (query, "Đơn\n hàng  số 42", 60);

  expect_found (fixture, "don hang", "Đơn hàng số 42", "[Đơn] [hàng] số 42");
  expect_found (fixture, "don h", "ĐƠN hàng, Hà Nội", "[ĐƠN] [h]àng, [H]à Nội");
  expect_found (fixture, "don ", "Đo\u031bn hàng", "[Đo\u031bn] hàng"); /* the mark apart from its letter */
  expect_found (fixture, "strasse ", "die Straße", "die [Straße]");
  expect_found (fixture, "stras", "die Straße", "die [Straß]e");
  expect_found (fixture, "-don hang", "Đơn hàng", "Đơn [hàng]");
  expect_found (fixture, "from:an", "an", "an");
  g_assert_cmpstr (excerpt, ==, "…a long way on the Hàng stands before xxxxxxxxxxxxxxxxxxxxx…");
  g_assert_cmpstr (start, ==, "Đơn hàng số 42");
}

/* Everything is asked before and after the index came by. */
static void
test_words (Fixture *fixture, gconstpointer data)
{
  write_note (fixture, STREAM_A, "a", 1, NULL, "Đơn hàng số 42 đã giao", 1, 1000);
  write_note (fixture, STREAM_A, "b", 2, "Giao hàng", "chiều nay", 2, 2000);
  write_note (fixture, STREAM_B, "c", 1, NULL, "The ORDER was shipped; don't wait (it's 100% done)", 1, 3000);
  write_note (fixture, STREAM_B, "d", 2, NULL, "日本語のテキスト and straße", 2, 4000);

  for (guint round = 0; round < 2; round++)
    {
      expect (fixture, "don", "c a");
      expect (fixture, "don hang", "a");
      expect (fixture, "đơn HÀNG", "a");
      expect (fixture, "hang giao", "b a");
      expect (fixture, "giao chieu", "b"); /* across columns */
      expect (fixture, "hang gia", "b a"); /* the last as a prefix */
      expect (fixture, "gia hang", "");
      expect (fixture, "ship", "c");
      expect (fixture, "strasse", "d");
      expect (fixture, "本", "d");
      expect (fixture, "42", "a");
      expect (fixture, "nothing", "");
      expect (fixture, "done done done", "c");
      index_all (fixture);
    }
}

static void
test_anything_typed (Fixture *fixture, gconstpointer data)
{
  static const char *const typed[] = {
    "\"",
    "'",
    "\"\"",
    "don\"t",
    "a AND",
    "OR",
    "NOT x",
    "NEAR(a b)",
    "text:x",
    "*",
    "^a",
    "a*",
    "(",
    ")",
    "a - b",
    "{a b} : c",
    "+",
    "a\"; DROP TABLE note; --",
    "%",
    "_",
    "\\",
    "\n\t",
    "",
    "   ",
    "ﬁ",
    "\xef\xbf\xbd",
    "\xff\xfe bad utf-8",
    "col:\"x\"*",
    "🎉",
    "a\x01z",
    "?1",
    "\"a\" OR \"b\"",
  };
  g_autofree char *endless = g_strnfill (100000, 'x');
  GString *many = g_string_new (NULL);

  write_note (fixture, STREAM_A, "a", 1, NULL, "don't AND OR NOT near text x", 1, 1);
  write_note (fixture, STREAM_A, "b", 2, NULL, endless, 2, 2);
  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (many, "word%u \"", i);

  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
        {
          g_autoptr (GPtrArray) hits = query (fixture, typed[i], NULL, 10);

          g_assert_cmpuint (hits->len, <=, 1);
        }
      {
        g_autoptr (GPtrArray) hits = query (fixture, many->str, NULL, 10);

        g_assert_cmpuint (hits->len, ==, 0);
      }
      expect (fixture, "don't", "a");
      expect (fixture, "\"DON't\" AND-or", "a");
      expect (fixture, endless, "b");
      expect (fixture, "xxxxx", "b");
      index_all (fixture);
    }
  g_string_free (many, TRUE);
}

/* Changes below the watermark are seen at once, and by the index later. */
static void
test_changes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (gint64 i = 1; i <= 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, i);

      write_note (fixture, STREAM_A, id, i, NULL, "apple", i, i);
    }
  index_all (fixture);
  expect (fixture, "apple", "5 4 3 2 1");

  g_assert_true (weft_database_begin (fixture->database, &error));
  run (fixture, "UPDATE note SET text = 'pear' WHERE id = '3'; DELETE FROM note WHERE id = '5'");
  g_assert_true (weft_database_commit (fixture->database, &error));
  for (guint round = 0; round < 2; round++)
    {
      expect (fixture, "apple", "4 2 1");
      expect (fixture, "pear", "3");
      index_all (fixture);
    }

  /* SQLite gives the row id 5 out again, to another row. */
  g_assert_true (weft_database_begin (fixture->database, &error));
  write_note (fixture, STREAM_B, "again", 9, NULL, "cherry", 9, 9);
  g_assert_true (weft_database_commit (fixture->database, &error));
  g_assert_cmpint (value_of (fixture, "SELECT max(rowid) FROM note"), ==,
                   test_database_is_postgresql () ? 6 : 5);
  for (guint round = 0; round < 2; round++)
    {
      expect (fixture, "apple", "4 2 1");
      expect (fixture, "cherry", "again");
      index_all (fixture);
    }

  /* Rolled back: nothing happened, and nothing is to be done. */
  g_assert_true (weft_database_begin (fixture->database, &error));
  run (fixture, "UPDATE note SET text = 'plum'");
  weft_database_rollback (fixture->database);
  g_assert_cmpint (value_of (fixture, "SELECT count(*) FROM search_changed_note"), ==, 0);
  expect (fixture, "apple", "4 2 1");
  expect (fixture, "plum", "");

  /* Without a transaction too; and all rows at once, which SQLite does not report one by one. */
  run (fixture, "UPDATE note SET text = 'plum' WHERE id = '1'");
  expect (fixture, "plum", "1");
  expect (fixture, "apple", "4 2");
  run (fixture, "DELETE FROM note");
  expect (fixture, "apple", "");
  write_note (fixture, STREAM_A, "x", 1, NULL, "plum", 1, 1);
  expect (fixture, "plum", "x");
  index_all (fixture);
  expect (fixture, "plum", "x");
  run (fixture, "VACUUM");
  expect (fixture, "plum", "x");
}

/* Writing without a transaction while rows are being read does not begin the reading again. */
static void
test_write_while_reading (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  WeftStatement *statement;
  guint n = 0;

  for (gint64 i = 1; i <= 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, i);

      write_note (fixture, STREAM_A, id, i, NULL, "apple", i, i);
    }
  index_all (fixture);

  statement = weft_database_query (fixture->database, &error, "SELECT id FROM note", "");
  while (weft_statement_step (statement, &error) > 0)
    {
      g_autofree char *id = weft_statement_dup_text (statement, 0);

      g_assert_cmpuint (++n, <=, 5);
      g_assert_true (weft_database_run (fixture->database, &error,
                                        "UPDATE note SET text = 'pear' WHERE id = ?1", "t", id));
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 5);
  expect (fixture, "pear", "5 4 3 2 1");
  expect (fixture, "apple", "");
}

/* What was deleted is nowhere in the index any more. */
static void
test_erased (Fixture *fixture, gconstpointer data)
{
  const char *count_secret
      = test_database_is_postgresql ()
            ? "SELECT count(*) FROM search_words_note WHERE position ('secret'::bytea IN words) > 0"
            : "SELECT count(*) FROM search_words_note WHERE instr (words, CAST ('secret' AS BLOB)) > 0";

  write_note (fixture, STREAM_A, "a", 1, NULL, "a secret word", 1, 1);
  write_note (fixture, STREAM_A, "b", 2, NULL, "another word", 2, 2);
  index_all (fixture);
  g_assert_cmpint (value_of (fixture, count_secret), ==, 1);
  run (fixture, "UPDATE note SET text = '' WHERE id = 'a'");
  index_all (fixture);
  g_assert_cmpint (value_of (fixture, count_secret), ==, 0);
  expect (fixture, "word", "b");
  expect (fixture, "from:me", "");
  expect (fixture, "is:even", "b");
  run (fixture, "DELETE FROM note WHERE ordinal > 0");
  index_all (fixture);
  g_assert_cmpint (value_of (fixture, "SELECT count(*) FROM search_words_note"), ==, 0);
}

static void
test_predictions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_note (fixture, STREAM_A, "1", 1, NULL, "apple", 1, 1);
  write_note (fixture, STREAM_A, "p", 2, NULL, "apple", WEFT_SEQ_PREDICTED + 1, 2);
  index_all (fixture);
  g_assert_cmpint (value_of (fixture, "SELECT watermark FROM search_state WHERE table_name = 'note'"), ==, 1);
  expect (fixture, "apple", "p 1");

  /* The index goes by a prediction that has stood for long, without taking it in. */
  write_note (fixture, STREAM_B, "2", 1, NULL, "apple", 1, 3);
  index_all (fixture);
  g_assert_cmpint (value_of (fixture, "SELECT watermark FROM search_state WHERE table_name = 'note'"), ==, 3);
  g_assert_cmpint (value_of (fixture, "SELECT count(*) FROM search_changed_note WHERE build = -1"), ==, 1);
  expect (fixture, "apple", "2 p 1");

  run (fixture, "UPDATE note SET seq = 2 WHERE id = 'p'");
  index_all (fixture);
  g_assert_cmpint (value_of (fixture, "SELECT count(*) FROM search_changed_note"), ==, 0);
  expect (fixture, "apple", "2 p 1");
}

static void
test_streams_and_limit (Fixture *fixture, gconstpointer data)
{
  static const char *const none[] = { NULL };
  static const char *const one[] = { STREAM_B, NULL };
  static const char *const two[] = { STREAM_C, STREAM_A, "board/'); DROP TABLE note; --", NULL };

  for (gint64 i = 1; i <= 30; i++)
    {
      static const char *const streams[] = { STREAM_A, STREAM_B, STREAM_C };
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, i);

      write_note (fixture, streams[i % 3], id, i, NULL, "apple", i, i * 10);
    }

  for (guint round = 0; round < 3; round++)
    {
      g_autoptr (GPtrArray) nothing = query (fixture, "apple", none, 100);
      g_autoptr (GPtrArray) in_one = query (fixture, "apple", one, 100);
      g_autoptr (GPtrArray) in_two = query (fixture, "apple", two, 5);

      g_assert_cmpuint (nothing->len, ==, 0);
      g_assert_cmpuint (in_one->len, ==, 10);
      g_assert_cmpuint (in_two->len, ==, 5);
      for (guint i = 0; i < 5; i++)
        {
          static const gint64 expected[] = { 30, 29, 27, 26, 24 };
          WeftSearchHit *hit = g_ptr_array_index (in_two, i);

          g_assert_cmpint (hit->window, ==, expected[i]);
          g_assert_cmpint (hit->at, ==, expected[i] * 10);
          g_assert_true (hit->table == &note_table);
        }
      g_assert_true (weft_search_index (fixture->database, fixture->registry, NULL, NULL));
    }
}

/* The index is made by another connection than the one that writes. */
static void
test_two_connections (void)
{
  g_autoptr (TestDatabase) kept = test_database_new ();
  g_autoptr (GError) error = NULL;
  Fixture writer = { test_registry_new (), test_database_open (kept, FALSE) };
  Fixture indexer = { writer.registry, NULL };
  Fixture reader = { writer.registry, NULL };

  g_assert_no_error (error);
  g_assert_true (weft_migrate_modules (writer.database, writer.registry, &error));
  indexer.database = test_database_open (kept, FALSE);
  reader.database = test_database_open (kept, TRUE);
  g_assert_no_error (error);

  write_note (&writer, STREAM_A, "1", 1, NULL, "apple", 1, 1);
  expect (&reader, "apple", "1");
  index_all (&indexer);
  expect (&reader, "apple", "1");
  g_assert_true (weft_database_begin (writer.database, &error));
  run (&writer, "UPDATE note SET text = 'pear'");
  expect (&reader, "apple", "1");
  g_assert_true (weft_database_commit (writer.database, &error));
  expect (&reader, "apple", "");
  expect (&reader, "pear", "1");
  index_all (&indexer);
  expect (&reader, "apple", "");
  expect (&reader, "pear", "1");

  g_clear_object (&reader.database);
  g_clear_object (&indexer.database);
  g_clear_object (&writer.database);
  g_clear_object (&writer.registry);
}

static gpointer
index_there (gpointer data)
{
  index_all (data);

  return NULL;
}

/* Two servers: a row got its number before another and is committed after it, with the index in between. */
static void
test_two_writers (void)
{
  g_autoptr (TestDatabase) kept = NULL;
  g_autoptr (GError) error = NULL;
  Fixture first, second, indexer;
  GThread *thread;

  if (!test_database_is_postgresql ())
    {
      g_test_skip ("SQLite has one writer");
      return;
    }

  kept = test_database_new ();
  first = (Fixture) { test_registry_new (), test_database_open (kept, FALSE) };
  second = (Fixture) { first.registry, test_database_open (kept, FALSE) };
  indexer = (Fixture) { first.registry, test_database_open (kept, FALSE) };
  g_assert_true (weft_migrate_modules (first.database, first.registry, &error));
  write_note (&first, STREAM_A, "0", 1, NULL, "apple", 1, 1);

  g_assert_true (weft_database_begin (first.database, &error));
  write_note (&first, STREAM_A, "1", 2, NULL, "apple", 2, 2);
  run (&first, "UPDATE note SET text = 'pear' WHERE id = '0'");
  write_note (&second, STREAM_B, "2", 1, NULL, "apple", 3, 3);
  g_assert_cmpint (value_of (&second, "SELECT max (rowid) FROM note"), ==, 3);
  thread = g_thread_new ("indexer", index_there, &indexer);
  g_usleep (50000);
  expect (&second, "apple", "2 0");
  g_assert_true (weft_database_commit (first.database, &error));
  g_assert_no_error (error);
  g_thread_join (thread);

  g_assert_cmpint (value_of (&second, "SELECT watermark FROM search_state WHERE table_name = 'note'"), ==, 3);
  g_assert_cmpint (value_of (&second, "SELECT count(*) FROM search_changed_note"), ==, 0);
  expect (&second, "apple", "2 1");
  expect (&second, "pear", "0");

  g_clear_object (&first.database);
  g_clear_object (&second.database);
  g_clear_object (&indexer.database);
  g_clear_object (&first.registry);
}

/* ── a search is a scan ────────────────────────────────────────────────────────────────────────────── */

static const char *const corpus[] = {
  "đơn",  "hàng",  "Đường",  "đi",      "giao",  "giáo",   "gia",      "chiều",  "trưa",    "họp",   "hợp",
  "được", "không", "Nguyễn", "Lê",      "order", "orders", "Ordered",  "ship",   "shipped", "naïve", "café",
  "cafe", "I'll",  "x-ray",  "100%",    "42",    "3.14",   "e-mail",   "straße", "STRASSE", "日本",  "👍",
  "a",    "b",     "the",    "release", "note",  "notes",  "“quoted”", "end.",
};

static char *
random_words (GRand *random, guint most)
{
  GString *text = g_string_new (NULL);

  for (guint i = g_rand_int_range (random, 0, most + 1); i > 0; i--)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "",
                            corpus[g_rand_int_range (random, 0, G_N_ELEMENTS (corpus))]);

  return g_string_free_and_steal (text);
}

/* Splits by another way than the store: character by character, into a list. */
static GPtrArray *
split (const char *text)
{
  g_autofree char *folded = weft_text_fold (text, -1);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  GString *word = g_string_new (NULL);

  for (const char *p = folded;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean han = c != 0 && g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN;

      if (word->len > 0 && (c == 0 || han || !g_unichar_isalnum (c)))
        {
          g_ptr_array_add (words, g_strdup (word->str));
          g_string_truncate (word, 0);
        }
      if (c == 0)
        break;
      if (han)
        {
          g_string_append_unichar (word, c);
          g_ptr_array_add (words, g_strdup (word->str));
          g_string_truncate (word, 0);
        }
      else if (g_unichar_isalnum (c))
        g_string_append_unichar (word, c);
    }
  g_string_free (word, TRUE);

  return words;
}

/* A query as a person means it; written down as they would, and looked for row by row. */
typedef enum
{
  WORD,
  PHRASE,
  FROM,
  IN,
  EVEN,
  MINE,
  TITLED,
  BEFORE,
  AFTER,
  ON,
  N_KINDS,
} Kind;

typedef struct
{
  Kind kind;
  gboolean negated;
  GPtrArray *words; /* WORD, PHRASE */
  gboolean prefix;
  const char *name; /* FROM, IN */
  gint64 day;       /* BEFORE, AFTER, ON */
} Wanted;

static const char *const authors[] = { "an", "binh", "me" };

static gboolean
stands_at (const Wanted *wanted, GPtrArray *words, guint at)
{
  if (at + wanted->words->len > words->len)
    return FALSE;
  for (guint i = 0; i < wanted->words->len; i++)
    {
      const char *word = words->pdata[at + i];

      if (i + 1 == wanted->words->len && wanted->prefix ? !g_str_has_prefix (word, wanted->words->pdata[i])
                                                        : !g_str_equal (word, wanted->words->pdata[i]))
        return FALSE;
    }

  return TRUE;
}

static gboolean
stands_in (const Wanted *wanted, const char *text)
{
  g_autoptr (GPtrArray) words = split (text != NULL ? text : "");

  for (guint i = 0; i < words->len; i++)
    if (stands_at (wanted, words, i))
      return TRUE;

  return FALSE;
}

/* The row under @row: stream, id, ordinal, at, title, text, author. */
static gboolean
row_has (const Wanted *wanted, WeftStatement *row)
{
  gint64 day = weft_statement_get_int (row, 3) / 86400000;

  switch (wanted->kind)
    {
    case WORD:
    case PHRASE:
      return stands_in (wanted, weft_statement_get_text (row, 4))
             || stands_in (wanted, weft_statement_get_text (row, 5));
    case FROM:
      return g_str_equal (weft_statement_get_text (row, 6), wanted->name);
    case IN:
      return g_str_equal (weft_statement_get_text (row, 0), wanted->name);
    case EVEN:
      return weft_statement_get_int (row, 2) % 2 == 0;
    case MINE:
      return g_str_equal (weft_statement_get_text (row, 6), "me");
    case TITLED:
      return weft_statement_get_text (row, 4) != NULL;
    case BEFORE:
      return day < wanted->day;
    case AFTER:
      return day > wanted->day;
    default:
      return day == wanted->day;
    }
}

static GPtrArray *
scan (Fixture *fixture, GArray *wanted, const char *const *streams)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *hits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_search_hit_free);
  WeftStatement *statement = weft_database_query (fixture->database, &error,
                                                  "SELECT stream, id, ordinal, at, title, text, author FROM "
                                                  "note WHERE text <> '' OR coalesce (title, '') <> '' "
                                                  "ORDER BY at DESC, ordinal DESC, stream, id",
                                                  "");
  gboolean is_something = FALSE;

  for (guint i = 0; i < wanted->len; i++)
    is_something |= !g_array_index (wanted, Wanted, i).negated;

  while (weft_statement_step (statement, &error) > 0)
    {
      WeftSearchHit *hit;
      gboolean all = is_something;

      for (guint i = 0; all && i < wanted->len; i++)
        all = row_has (&g_array_index (wanted, Wanted, i), statement)
              != g_array_index (wanted, Wanted, i).negated;
      if (!all || (streams != NULL && !g_strv_contains (streams, weft_statement_get_text (statement, 0))))
        continue;
      hit = g_new0 (WeftSearchHit, 1);
      hit->stream = weft_statement_dup_text (statement, 0);
      hit->key = weft_statement_dup_text (statement, 1);
      hit->window = weft_statement_get_int (statement, 2);
      g_ptr_array_add (hits, hit);
    }
  g_assert_no_error (error);

  return hits;
}

static void
wanted_clear (gpointer data)
{
  g_clear_pointer (&((Wanted *) data)->words, g_ptr_array_unref);
}

static const char *
make_name (GRand *random, Kind kind)
{
  static const char *const streams[] = { STREAM_A, STREAM_B, STREAM_C };

  return kind == FROM ? authors[g_rand_int_range (random, 0, 3)] : streams[g_rand_int_range (random, 0, 3)];
}

/* Adds a term to @wanted, and what a person would type for it to @typed. */
static void
make_term (GRand *random, GArray *wanted, GString *typed)
{
  static const char *const operators[]
      = { "", "", "from:", "in:", "is:even", "is:mine", "has:title", "before:", "after:", "on:" };
  Wanted term = { .kind = g_rand_boolean (random) ? WORD : (Kind) g_rand_int_range (random, 0, N_KINDS) };
  g_autofree char *text = NULL;

  term.negated = g_rand_int_range (random, 0, 4) == 0;
  if (term.kind == WORD || term.kind == PHRASE)
    {
      text = random_words (random, term.kind == WORD ? 1 : 3);
      term.words = split (text);
      if (term.words->len == 0 || strstr (text, "“") != NULL)
        {
          wanted_clear (&term);
          return;
        }
    }
  else if (term.kind == FROM || term.kind == IN)
    term.name = make_name (random, term.kind);
  else if (term.kind >= BEFORE)
    term.day = g_rand_int_range (random, 0, 6);

  if (typed->len > 0)
    g_string_append_c (typed, ' ');
  g_string_append_printf (typed, "%s%s", term.negated ? "-" : "", operators[term.kind]);
  if (term.kind == PHRASE)
    g_string_append_printf (typed, "\"%s\"", text);
  else if (term.kind >= BEFORE)
    g_string_append_printf (typed, "1970-01-%02d", (int) term.day + 1);
  else
    g_string_append (typed, term.kind == WORD ? text : term.name != NULL ? term.name : "");
  g_array_append_val (wanted, term);
}

/* The same, a page after the other. */
static char *
search_in_pages (Fixture *fixture, const char *typed, const char *const *streams, guint limit, gint64 budget)
{
  GString *found = g_string_new (NULL);
  WeftSearchScope scope = { .streams = streams, .person = "me", .limit = limit, .budget = budget };
  g_autofree char *cursor = NULL;
  guint n_pages = 0;

  do
    {
      g_autoptr (WeftSearchResult) result = test_search (fixture->database, fixture->registry, typed, &scope);
      g_autofree char *page = describe (result->hits);

      g_assert_cmpuint (result->hits->len, <=, limit);
      if (result->hits->len > 0)
        g_string_append_printf (found, "%s%s", found->len > 0 ? " " : "", page);
      g_free (cursor);
      scope.cursor = cursor = g_strdup (result->cursor);
      g_assert_cmpuint (++n_pages, <, 1000);
    }
  while (cursor != NULL);

  return g_string_free_and_steal (found);
}

static void
change_something (Fixture *fixture, GRand *random)
{
  static const char *const streams[] = { STREAM_A, STREAM_B, STREAM_C };
  const char *stream = streams[g_rand_int_range (random, 0, 3)];
  g_autofree char *id = g_strdup_printf ("%d", g_rand_int_range (random, 0, 80));
  g_autofree char *title = g_rand_boolean (random) ? random_words (random, 3) : NULL;
  g_autofree char *text = random_words (random, 8);
  gint64 at = g_rand_int_range (random, 0, 50) * 10000000;
  const char *author = authors[g_rand_int_range (random, 0, 3)];
  gint64 ordinal = g_rand_int_range (random, 0, 100);
  gint64 seq = g_rand_int_range (random, 0, 5) == 0 ? WEFT_SEQ_PREDICTED + 1 : 1;
  g_autoptr (GError) error = NULL;

  switch (g_rand_int_range (random, 0, 20))
    {
    case 0:
      weft_rows_delete (fixture->database, &note_table, stream, &error);
      break;

    case 1:
      if (g_rand_int_range (random, 0, 4) == 0)
        weft_database_execute (fixture->database, "DELETE FROM note", &error);
      break;

    case 2:
    case 3:
    case 4:
      weft_database_run (fixture->database, &error, "DELETE FROM note WHERE id = ?1", "t", id);
      break;

    case 5:
      weft_database_run (fixture->database, &error, "UPDATE note SET seq = 2 WHERE seq > ?1", "i",
                         WEFT_SEQ_PREDICTED);
      break;

    case 6:
      weft_database_run (
          fixture->database, &error,
          test_database_is_postgresql ()
              ? "INSERT INTO note (stream, id, ordinal, author, title, text, seq, at) "
                "VALUES (?1, ?2, ?3, ?8, ?4, ?5, ?6, ?7) ON CONFLICT (stream, id) DO UPDATE SET ordinal = "
                "excluded.ordinal, author = excluded.author, title = excluded.title, text = excluded.text, "
                "seq = excluded.seq, at = excluded.at"
              : "INSERT OR REPLACE INTO note (stream, id, ordinal, author, title, text, seq, at) "
                "VALUES (?1, ?2, ?3, ?8, ?4, ?5, ?6, ?7)",
          "ttittiit", stream, id, ordinal, title, text, seq, at, author);
      break;

    default:
      weft_database_run (fixture->database, &error,
                         "INSERT INTO note (stream, id, ordinal, author, title, text, seq, at) VALUES (?1, "
                         "?2, ?3, ?8, ?4, ?5, ?6, ?7) "
                         "ON CONFLICT (stream, id) DO UPDATE SET title = excluded.title, text = "
                         "excluded.text, seq = excluded.seq",
                         "ttittiit", stream, id, ordinal, title, text, seq, at, author);
    }
  g_assert_no_error (error);
}

static void
test_like_a_scan (Fixture *fixture, gconstpointer data)
{
  static const char *const some[] = { STREAM_A, STREAM_B, NULL };
  gboolean postgresql
      = test_database_is_postgresql (); /* it takes nothing back: predictions are the client's */
  guint n_seeds = postgresql ? 8 : 40;
  guint n_found = 0;

  run (fixture, "INSERT INTO thing (stream, number, name) VALUES ('" STREAM_B "', 1, 'an'), ('" STREAM_B
                "', 2, 'binh'), ('" STREAM_B "', 3, 'ngan')");
  for (guint seed = 0; seed < n_seeds; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);

      for (guint batch = 0; batch < 8; batch++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (WeftRecording) recording = NULL;
          int end = g_rand_int_range (random, 0, 8);

          g_assert_true (weft_database_begin (fixture->database, &error));
          if (!postgresql)
            recording = weft_sqlite_record (WEFT_SQLITE (fixture->database), test_tables,
                                            G_N_ELEMENTS (test_tables), &error);
          for (guint i = g_rand_int_range (random, 1, 15); i > 0; i--)
            {
              g_assert_true (weft_database_savepoint (fixture->database, "op", &error));
              change_something (fixture, random);
              if (g_rand_int_range (random, 0, 6) == 0)
                weft_database_rollback_to (fixture->database, "op");
              g_assert_true (weft_database_release (fixture->database, "op", &error));
            }
          if (end == 0)
            weft_database_rollback (fixture->database);
          else
            {
              /* Taking back, as predictions are, in the same transaction or in one of its own. */
              if (end < 4 && !postgresql)
                {
                  g_autoptr (GBytes) inverse = weft_recording_finish_inverse (recording, &error);

                  if (end == 1)
                    {
                      g_assert_true (weft_database_commit (fixture->database, &error));
                      g_assert_true (weft_search_index (fixture->database, fixture->registry, NULL, &error));
                      g_assert_true (weft_database_begin (fixture->database, &error));
                    }
                  g_assert_true (weft_sqlite_apply (WEFT_SQLITE (fixture->database), inverse, &error));
                }
              g_assert_true (weft_database_commit (fixture->database, &error));
            }
          g_assert_no_error (error);

          if (g_rand_int_range (random, 0, 3) == 0)
            g_assert_true (weft_search_index (fixture->database, fixture->registry, NULL, &error));
          if (g_rand_int_range (random, 0, 10) == 0)
            index_all (fixture);
          g_assert_no_error (error);

          for (guint i = 0; i < 6; i++)
            {
              const char *const *streams = g_rand_boolean (random) ? some : NULL;
              guint limit = g_rand_boolean (random) ? 5 : 1000;
              g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (Wanted));
              g_autoptr (GString) typed = g_string_new (NULL);
              g_autoptr (GPtrArray) expected = NULL;
              g_autofree char *hits_text = NULL;
              g_autofree char *expected_text = NULL;

              g_array_set_clear_func (wanted, wanted_clear);
              for (guint j = g_rand_int_range (random, 1, 4); j > 0; j--)
                make_term (random, wanted, typed);
              if (wanted->len > 0)
                {
                  Wanted *last = &g_array_index (wanted, Wanted, wanted->len - 1);

                  if (last->kind == WORD && !last->negated && g_rand_boolean (random))
                    last->prefix = TRUE;
                  else
                    g_string_append_c (typed, ' ');
                }
              expected = scan (fixture, wanted, streams);
              hits_text
                  = search_in_pages (fixture, typed->str, streams, limit, g_rand_boolean (random) ? 1 : 0);
              expected_text = describe (expected);
              if (!g_str_equal (hits_text, expected_text))
                g_error ("seed %u, batch %u, “%s”: found “%s”, not “%s”", seed, batch, typed->str, hits_text,
                         expected_text);
              n_found += expected->len;
            }
        }
    }
  g_assert_cmpuint (n_found, >, 25 * n_seeds);
}

/* More rows than a block holds, in order of time or not, and changes among them. */
static void
test_many_blocks (Fixture *fixture, gconstpointer data)
{
  static const char *const asked[]
      = { "apple",       "pear ", "apple is:even", "app pear", "\"pear apple\"",
          "-apple pear", "rare",  "on:1970-01-03", "from:me",  "in:" STREAM_B " a" };
  static const char *const counts[] = {
    "SELECT count(*) FROM note WHERE text LIKE '%apple%'",
    "SELECT count(*) FROM note WHERE text LIKE '%pear%'",
    "SELECT count(*) FROM note WHERE text LIKE '%apple%' AND ordinal % 2 = 0",
    "SELECT 0",
    "SELECT count(*) FROM note WHERE text = 'pear apple'",
    "SELECT count(*) FROM note WHERE text = 'pear'",
    "SELECT count(*) FROM note WHERE text = 'rare'",
    "SELECT count(*) FROM note WHERE at >= 172800000 AND at < 259200000",
    "SELECT count(*) FROM note WHERE author = 'me'",
    "SELECT count(*) FROM note WHERE text LIKE '%apple%' AND stream = '" STREAM_B "'",
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_database_begin (fixture->database, &error));
  for (gint64 i = 1; i <= 10000; i++)
    {
      g_autofree char *id = g_strdup_printf ("%05" G_GINT64_FORMAT, i);
      const char *text = i % 4000 == 7 ? "rare" : i % 3 == 0 ? "apple" : i % 3 == 1 ? "pear apple" : "pear";
      gint64 at = i < 6000 ? i * 100000 : g_rand_int_range (random, 0, 10000) * 100000;

      g_assert_true (weft_database_run (fixture->database, &error,
                                        "INSERT INTO note VALUES (?1, ?2, ?3, ?4, NULL, ?5, ?3, ?6)",
                                        "ttitti", i % 2 != 0 ? STREAM_A : STREAM_B, id, i,
                                        i % 10 == 0 ? "me" : "an", text, at));
    }
  g_assert_true (weft_database_commit (fixture->database, &error));

  for (guint round = 0; round < 3; round++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
        {
          g_autofree char *whole = NULL;
          g_autofree char *pages = NULL;
          g_auto (GStrv) found = NULL;

          /* There a hit is a round trip: only the questions that have few. */
          if (test_database_is_postgresql () && value_of (fixture, counts[i]) > 900)
            continue;

          whole = search_in_pages (fixture, asked[i], NULL, 20000, 0);
          pages = search_in_pages (fixture, asked[i], NULL, test_database_is_postgresql () ? 300 : 1900,
                                   round == 2 ? 1 : 0);
          g_assert_cmpstr (whole, ==, pages);
          found = g_strsplit (whole, " ", *whole != '\0' ? -1 : 1);
          if (g_strv_length (found) != value_of (fixture, counts[i]))
            g_error ("round %u, “%s”: %u hits, not %" G_GINT64_FORMAT, round, asked[i], g_strv_length (found),
                     value_of (fixture, counts[i]));
        }
      if (round == 0)
        index_all (fixture);
      else
        {
          g_assert_true (weft_database_begin (fixture->database, &error));
          run (
              fixture,
              "DELETE FROM note WHERE ordinal % 7 = 0; UPDATE note SET text = 'pear' WHERE ordinal % 11 = 0");
          g_assert_true (weft_database_commit (fixture->database, &error));
          index_all (fixture);
        }
    }
}

#define ADD(name, func) g_test_add ("/store/search/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("grammar", test_grammar);
  ADD ("grammar-of-anything", test_grammar_of_anything);
  ADD ("find", test_find);
  ADD ("words", test_words);
  ADD ("anything-typed", test_anything_typed);
  ADD ("changes", test_changes);
  ADD ("write-while-reading", test_write_while_reading);
  ADD ("erased", test_erased);
  ADD ("predictions", test_predictions);
  ADD ("streams-and-limit", test_streams_and_limit);
  g_test_add_func ("/store/search/two-connections", test_two_connections);
  g_test_add_func ("/store/search/two-writers", test_two_writers);
  ADD ("like-a-scan", test_like_a_scan);
  ADD ("many-blocks", test_many_blocks);

  return g_test_run ();
}
