/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/weft-changes.h"
#include "store/weft-rows.h"
#include "store/weft-search.h"
#include "store/weft-search-work.h"
#include "store/weft-sqlite.h"

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
  fixture->database = weft_sqlite_open (":memory:", WEFT_SQLITE_WRITE, &error);
  g_assert_no_error (error);
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

static WeftRecording *
record (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  WeftRecording *recording
      = weft_sqlite_record (WEFT_SQLITE (fixture->database), test_tables, G_N_ELEMENTS (test_tables), &error);

  g_assert_no_error (error);

  return recording;
}

static char *
digest (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  char *result = weft_rows_digest (fixture->database, fixture->registry, NULL, FALSE, &error);

  g_assert_no_error (error);

  return result;
}

static const char *
random_stream (GRand *random)
{
  static const char *const streams[] = { STREAM_A, STREAM_B, STREAM_C };

  return streams[g_rand_int_range (random, 0, 3)];
}

static gint64
random_integer (GRand *random)
{
  switch (g_rand_int_range (random, 0, 6))
    {
    case 0:
      return G_MAXINT64;
    case 1:
      return G_MININT64;
    case 2:
      return 0;
    case 3:
      return (gint64) ((guint64) g_rand_int (random) << 32 | g_rand_int (random));
    default:
      return g_rand_int_range (random, -5, 5);
    }
}

static const char *
random_text (GRand *random)
{
  static const char *const texts[]
      = { NULL, "", "one", "Đơn hàng số hai", "a\nb\tc", "\xf0\x9f\x91\x8d", "'quoted'" };

  return texts[g_rand_int_range (random, 0, G_N_ELEMENTS (texts))];
}

static void
change_something (Fixture *fixture, GRand *random)
{
  static const guint8 bytes[16] = { 0, 1, 2, 255 };
  g_autoptr (GBytes) blob = g_bytes_new (bytes, g_rand_int_range (random, 0, 16));
  g_autoptr (GError) error = NULL;
  const char *stream = random_stream (random);
  const char *text = random_text (random);
  g_autofree char *id = g_strdup_printf ("%d", g_rand_int_range (random, 0, 12));
  gint64 number = g_rand_int_range (random, 0, 6);
  gint64 integer = random_integer (random);
  double real = g_rand_int_range (random, 0, 3) == 0 ? -0.0 : g_rand_double_range (random, -1e300, 1e300);

  switch (g_rand_int_range (random, 0, 9))
    {
    case 0:
    case 1:
      weft_database_run (fixture->database, &error,
                         "INSERT INTO note (stream, id, ordinal, author, title, text, seq, at) VALUES (?1, "
                         "?2, ?3, 'an', ?4, ?5, ?6, ?6) "
                         "ON CONFLICT (stream, id) DO UPDATE SET text = excluded.text, seq = excluded.seq",
                         "ttitti", stream, id, number, text, text != NULL ? text : "none", integer);
      break;

    case 2:
      weft_database_run (fixture->database, &error,
                         "UPDATE note SET ordinal = ordinal + ?2 WHERE stream = ?1 AND id < ?3", "tit",
                         stream, number, id);
      break;

    case 3:
      weft_database_run (fixture->database, &error, "DELETE FROM note WHERE stream = ?1 AND id = ?2", "tt",
                         stream, id);
      break;

    case 4:
    case 5:
      weft_database_run (
          fixture->database, &error,
          "INSERT OR REPLACE INTO thing (stream, number, name, whole, real, text, blob, changed_at) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?4)",
          "titirtb", stream, number, text != NULL ? text : "name", integer, real, text, blob);
      break;

    case 6:
      weft_database_run (fixture->database, &error,
                         "UPDATE thing SET text = ?2, blob = NULL, real = NULL, whole = ?3 WHERE stream = ?1 "
                         "AND number = ?4",
                         "ttii", stream, text, integer, number);
      break;

    case 7:
      weft_database_run (fixture->database, &error, "DELETE FROM thing WHERE stream = ?1 AND number = ?2",
                         "ti", stream, number);
      break;

    default:
      weft_database_run (fixture->database, &error,
                         "INSERT INTO board (stream, last_ordinal, last_at) VALUES (?1, ?2, ?2) "
                         "ON CONFLICT (stream) DO UPDATE SET last_ordinal = excluded.last_ordinal",
                         "ti", stream, integer);
    }
  g_assert_no_error (error);
}

/* Taking back gives the rows of before; forward again those of after; two halves joined are the whole. */
static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  for (guint seed = 0; seed < 120; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftRecording) whole = NULL;
      GBytes *forward[2], *inverse[2];
      g_autoptr (GBytes) whole_forward = NULL;
      g_autoptr (GBytes) whole_inverse = NULL;
      g_autoptr (GBytes) joined = NULL;
      g_autofree char *before = NULL;
      g_autofree char *middle = NULL;
      g_autofree char *after = NULL;
      g_autofree char *now = NULL;

      g_assert_true (weft_database_begin (fixture->database, &error));
      for (gint i = g_rand_int_range (random, 0, 30); i > 0; i--)
        change_something (fixture, random);
      g_assert_true (weft_database_commit (fixture->database, &error));
      before = digest (fixture);

      g_assert_true (weft_database_begin (fixture->database, &error));
      whole = record (fixture);
      for (guint half = 0; half < 2; half++)
        {
          g_autoptr (WeftRecording) part = record (fixture);

          for (gint i = g_rand_int_range (random, 0, 20); i > 0; i--)
            {
              gboolean undo = g_rand_int_range (random, 0, 5) == 0;

              g_assert_true (weft_database_savepoint (fixture->database, "op", &error));
              change_something (fixture, random);
              if (undo)
                weft_database_rollback_to (fixture->database, "op");
              g_assert_true (weft_database_release (fixture->database, "op", &error));
            }
          forward[half] = weft_recording_finish (part, &error);
          inverse[half] = weft_recording_finish_inverse (part, &error);
          g_assert_no_error (error);
          if (half == 0)
            middle = digest (fixture);
        }
      whole_forward = weft_recording_finish (whole, &error);
      whole_inverse = weft_recording_finish_inverse (whole, &error);
      after = digest (fixture);
      joined = weft_sqlite_concat (forward[0], forward[1], &error);
      g_assert_no_error (error);

#define APPLY_AND_EXPECT(changeset, expected)                                                                \
  g_assert_true (weft_sqlite_apply (WEFT_SQLITE (fixture->database), changeset, &error));                    \
  g_assert_no_error (error);                                                                                 \
  g_clear_pointer (&now, g_free);                                                                            \
  now = digest (fixture);                                                                                    \
  if (!g_str_equal (now, expected))                                                                          \
  g_error ("seed %u: the rows differ", seed)

      APPLY_AND_EXPECT (inverse[1], middle);
      APPLY_AND_EXPECT (inverse[0], before);
      APPLY_AND_EXPECT (whole_forward, after);
      APPLY_AND_EXPECT (whole_inverse, before);
      APPLY_AND_EXPECT (joined, after);
      g_assert_true (weft_database_commit (fixture->database, &error));
      for (guint half = 0; half < 2; half++)
        {
          g_bytes_unref (forward[half]);
          g_bytes_unref (inverse[half]);
        }

      if (seed % 10 == 9)
        g_assert_true (weft_search_index (fixture->database, fixture->registry, NULL, &error));
      g_assert_no_error (error);
    }
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftRecording) recording = record (fixture);
  g_autoptr (GBytes) changeset = NULL;
  g_autoptr (GBytes) inverse = NULL;
  g_autoptr (GBytes) joined = NULL;

  run (fixture,
       "INSERT INTO board VALUES ('" STREAM_A "', 1, 1); UPDATE board SET last_at = 4; DELETE FROM board");
  changeset = weft_recording_finish (recording, &error);
  inverse = weft_recording_finish_inverse (recording, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (changeset), ==, 0);
  g_assert_cmpuint (g_bytes_get_size (inverse), ==, 0);
  g_assert_true (weft_sqlite_apply (WEFT_SQLITE (fixture->database), changeset, &error));
  joined = weft_sqlite_concat (changeset, inverse, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (joined), ==, 0);
}

static void
test_conflicts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftRecording) recording = record (fixture);
  g_autoptr (GBytes) inverse = NULL;
  g_autoptr (GBytes) garbage = g_bytes_new_static ("garbage", 7);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  run (fixture, "INSERT INTO board VALUES ('" STREAM_A "', 1, 1), ('" STREAM_B "', 1, 1)");
  inverse = weft_recording_finish_inverse (recording, &error);
  g_assert_no_error (error);

  run (fixture, "UPDATE board SET last_ordinal = 2 WHERE stream = '" STREAM_B "'");
  before = digest (fixture);
  g_assert_true (weft_database_begin (fixture->database, &error));
  g_assert_false (weft_sqlite_apply (WEFT_SQLITE (fixture->database), inverse, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, "board"));
  g_clear_error (&error);
  weft_database_rollback (fixture->database);
  after = digest (fixture);
  g_assert_cmpstr (before, ==, after);

  run (fixture, "DELETE FROM board");
  g_assert_false (weft_sqlite_apply (WEFT_SQLITE (fixture->database), inverse, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT);
  g_clear_error (&error);

  /* What SQLite would pass over without a word. */
  run (fixture, "ALTER TABLE board DROP COLUMN last_at");
  g_assert_false (weft_sqlite_apply (WEFT_SQLITE (fixture->database), inverse, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT);
  g_clear_error (&error);
  run (fixture, "DROP TABLE board");
  g_assert_false (weft_sqlite_apply (WEFT_SQLITE (fixture->database), inverse, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT);
  g_clear_error (&error);

  g_assert_false (weft_sqlite_apply (WEFT_SQLITE (fixture->database), garbage, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT);
}

/* ── changes ───────────────────────────────────────────────────────────────────────────────────────── */

static void
add (Fixture *fixture, WeftChanges *changes, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftRecording) recording = record (fixture);
  g_autoptr (GBytes) changeset = NULL;

  run (fixture, sql);
  changeset = weft_recording_finish (recording, &error);
  g_assert_no_error (error);
  g_assert_true (weft_changes_add (changes, fixture->database, changeset, &error));
  g_assert_no_error (error);
}

static const WeftChange *
find (WeftChanges *changes, const WeftTable *table, const char *stream, const char *key)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (change->table == table && g_str_equal (change->stream, stream) && g_str_equal (change->key, key))
        return change;
    }

  return NULL;
}

#define INSERT_NOTE(id, ordinal)                                                                             \
  "INSERT INTO note (stream, id, ordinal, author, text, seq, at) VALUES ('" STREAM_A "', '" id "', " ordinal \
  ", 'an', 'text', 1, 1);"

static void
test_kinds (Fixture *fixture, gconstpointer data)
{
  g_autoptr (WeftChanges) changes = weft_changes_new (fixture->registry);
  const WeftChange *change;

  run (fixture, INSERT_NOTE ("old", "3") INSERT_NOTE ("moved", "4") INSERT_NOTE ("gone", "5"));
  add (fixture, changes,
       INSERT_NOTE ("new", "9") "UPDATE note SET text = 'other' WHERE id = 'old';"
                                "UPDATE note SET ordinal = 7 WHERE id = 'moved';"
                                "DELETE FROM note WHERE id = 'gone';"
                                "INSERT INTO board VALUES ('" STREAM_B "', 1, 1);"
                                "INSERT INTO thing (stream, number, name) VALUES ('" STREAM_B
                                "', -9223372036854775808, 'x');");

  g_assert_cmpuint (weft_changes_get_n (changes), ==, 6);
  change = find (changes, &note_table, STREAM_A, "new");
  g_assert_cmpint (change->kind, ==, WEFT_CHANGE_INSERT);
  g_assert_cmpint (change->window, ==, 9);
  change = find (changes, &note_table, STREAM_A, "old");
  g_assert_cmpint (change->kind, ==, WEFT_CHANGE_UPDATE);
  g_assert_cmpint (change->window, ==, 3);
  g_assert_cmpint (change->old_window, ==, 3);
  change = find (changes, &note_table, STREAM_A, "moved");
  g_assert_cmpint (change->kind, ==, WEFT_CHANGE_UPDATE);
  g_assert_cmpint (change->window, ==, 7);
  g_assert_cmpint (change->old_window, ==, 4);
  change = find (changes, &note_table, STREAM_A, "gone");
  g_assert_cmpint (change->kind, ==, WEFT_CHANGE_DELETE);
  g_assert_cmpint (change->window, ==, 5);
  change = find (changes, &board_table, STREAM_B, "");
  g_assert_cmpint (change->kind, ==, WEFT_CHANGE_INSERT);
  g_assert_cmpint (change->window, ==, 0);
  g_assert_true (change->stream == g_intern_string (STREAM_B));
  g_assert_nonnull (find (changes, &thing_table, STREAM_B, "-9223372036854775808\x1fx"));
}

/* One row after the other kind of change; what remains. */
static void
test_merge (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *before;
    const char *first;
    const char *second;
    int kind; /* -1: nothing */
    gint64 window;
    gint64 old_window;
  } cases[] = {
    { "", INSERT_NOTE ("x", "1"), "UPDATE note SET ordinal = 2", WEFT_CHANGE_INSERT, 2, 2 },
    { "", INSERT_NOTE ("x", "1"), "UPDATE note SET text = ''", WEFT_CHANGE_INSERT, 1, 1 },
    { "", INSERT_NOTE ("x", "1"), "DELETE FROM note", -1 },
    { INSERT_NOTE ("x", "1"), "UPDATE note SET ordinal = 2", "UPDATE note SET ordinal = 3",
      WEFT_CHANGE_UPDATE, 3, 1 },
    { INSERT_NOTE ("x", "1"), "UPDATE note SET ordinal = 2", "UPDATE note SET text = ''", WEFT_CHANGE_UPDATE,
      2, 1 },
    { INSERT_NOTE ("x", "1"), "UPDATE note SET ordinal = 2", "DELETE FROM note", WEFT_CHANGE_DELETE, 1, 1 },
    { INSERT_NOTE ("x", "1"), "DELETE FROM note", INSERT_NOTE ("x", "5"), WEFT_CHANGE_UPDATE, 5, 1 },
  };

  for (guint separately = 0; separately < 2; separately++)
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        g_autoptr (WeftChanges) changes = weft_changes_new (fixture->registry);
        const WeftChange *change;

        run (fixture, "DELETE FROM note");
        run (fixture, cases[i].before);
        add (fixture, changes, cases[i].first);
        if (separately)
          {
            g_autoptr (WeftChanges) later = weft_changes_new (fixture->registry);

            add (fixture, later, cases[i].second);
            weft_changes_merge (changes, later);
          }
        else
          add (fixture, changes, cases[i].second);

        if (cases[i].kind == -1)
          {
            g_assert_cmpuint (weft_changes_get_n (changes), ==, 0);
            continue;
          }
        g_assert_cmpuint (weft_changes_get_n (changes), ==, 1);
        change = weft_changes_get (changes, 0);
        g_assert_cmpint (change->kind, ==, cases[i].kind);
        g_assert_cmpint (change->window, ==, cases[i].window);
        g_assert_cmpint (change->old_window, ==, cases[i].old_window);
      }
}

/* Small change sets merged are the same as one recording over all of them. */
static void
test_merge_at_random (Fixture *fixture, gconstpointer data)
{
  for (guint seed = 1000; seed < 1060; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftRecording) whole = record (fixture);
      g_autoptr (WeftChanges) merged = weft_changes_new (fixture->registry);
      g_autoptr (WeftChanges) expected = weft_changes_new (fixture->registry);
      g_autoptr (GBytes) changeset = NULL;
      guint n_back_again = 0;

      for (guint i = 0; i < 10; i++)
        {
          g_autoptr (WeftRecording) part = record (fixture);
          g_autoptr (GBytes) part_changeset = NULL;

          for (guint j = 0; j < 3; j++)
            change_something (fixture, random);
          part_changeset = weft_recording_finish (part, &error);
          g_assert_true (weft_changes_add (merged, fixture->database, part_changeset, &error));
          g_assert_no_error (error);
        }
      changeset = weft_recording_finish (whole, &error);
      g_assert_true (weft_changes_add (expected, fixture->database, changeset, &error));
      g_assert_no_error (error);

      for (guint i = 0; i < weft_changes_get_n (merged); i++)
        {
          const WeftChange *change = weft_changes_get (merged, i);
          const WeftChange *other = find (expected, change->table, change->stream, change->key);

          /* A row that became what it was: nothing for the recording, an update for us, who never saw the
           * values. */
          if (other == NULL)
            {
              g_assert_cmpint (change->kind, ==, WEFT_CHANGE_UPDATE);
              n_back_again++;
              continue;
            }
          g_assert_cmpint (change->kind, ==, other->kind);
          g_assert_cmpint (change->window, ==, other->window);
          g_assert_cmpint (change->old_window, ==, other->old_window);
        }
      g_assert_cmpuint (weft_changes_get_n (merged), ==, weft_changes_get_n (expected) + n_back_again);
    }
}

#define ADD(name, func) g_test_add ("/store/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("recording/round-trip", test_round_trip);
  ADD ("recording/nothing", test_nothing);
  ADD ("recording/conflicts", test_conflicts);
  ADD ("changes/kinds", test_kinds);
  ADD ("changes/merge", test_merge);
  ADD ("changes/merge-at-random", test_merge_at_random);

  return g_test_run ();
}
