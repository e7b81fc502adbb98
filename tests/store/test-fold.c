/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "proto/weft-position.h"
#include "store/weft-plan.h"
#include "store/weft-rows.h"

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

static gint64
value_of (WeftDatabase *database, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value;

  g_assert_true (weft_database_get_value (database, &value, -1, &error, sql, ""));
  g_assert_no_error (error);

  return value;
}

static void
test_fold (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const WeftEvent *event = weft_registry_find_event (fixture->registry, "board.note-written", 1);
  WeftFold fold = { fixture->database, STREAM_A, "an", 1, 1000 };
  g_autoptr (JsonNode) body = weft_json_parse ("{\"id\":\"1\",\"text\":\"one\"}", 23, &error);
  g_autoptr (JsonNode) bad = weft_json_parse ("{\"id\":\"1\"}", 10, &error);

  g_assert_no_error (error);
  g_assert_true (weft_fold_apply (&fold, event, json_node_get_object (body), &error));
  fold.stream = STREAM_B;
  fold.seq = WEFT_SEQ_PREDICTED + 1;
  g_assert_true (weft_fold_apply (&fold, event, json_node_get_object (body), &error));
  g_assert_no_error (error);
  g_assert_cmpint (
      value_of (
          fixture->database,
          "SELECT count(*) FROM note WHERE id = '1' AND ordinal = 1 AND author = 'an' AND text = 'one'"),
      ==, 2);
  g_assert_cmpint (value_of (fixture->database, "SELECT max(seq) FROM note"), ==, WEFT_SEQ_PREDICTED + 1);

  g_assert_false (weft_fold_apply (&fold, event, json_node_get_object (body), &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (weft_fold_apply (&fold, event, json_node_get_object (bad), &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "board.note-written: text"));
}

static void
test_plan (Fixture *fixture, gconstpointer data)
{
  static const char sql[] = "SELECT count(*) FROM note WHERE stream = ?1 AND ordinal > ?2";
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftPlan) plan = weft_plan_new (fixture->database, STREAM_A, "an", WEFT_ROLE_MEMBER, 77);
  WeftFold fold = { fixture->database, STREAM_A, "an", 1, 1000 };
  WeftStatement *statement;
  const WeftPlannedEvent *event;

  g_assert_cmpstr (weft_plan_get_stream (plan), ==, STREAM_A);
  g_assert_cmpstr (weft_plan_get_author (plan), ==, "an");
  g_assert_cmpint (weft_plan_get_role (plan), ==, WEFT_ROLE_MEMBER);
  g_assert_cmpint (weft_plan_get_at (plan), ==, 77);

  g_assert_true (weft_fold_run (
      &fold, &error,
      "INSERT INTO note (stream, id, ordinal, author, text, seq, at) VALUES (?1, ?2, 5, 'an', '', 1, 1), "
      "('other', ?2, 6, 'an', '', 1, 1)",
      "t", "id"));
  g_assert_no_error (error);
  statement = weft_plan_query (plan, &error, sql, "i", G_GINT64_CONSTANT (4));
  g_assert_cmpint (weft_statement_step (statement, &error), ==, 1);
  g_assert_cmpint (weft_statement_get_int (statement, 0), ==, 1);
  weft_statement_reset (statement);

  {
    g_autofree char *id = g_strdup ("x");
    g_autofree char *text = g_strdup ("“quoted” \"and\" \\ more\n");
    NoteWritten args = { id, text };

    weft_plan_emit (plan, &note_written_event, &args);
    weft_plan_emit_to (plan, STREAM_B, &note_written_event, &args);
    weft_plan_emit_to (plan, STREAM_A, &note_written_event, &args);
    memset (id, 'y', 1);
  }

  g_assert_cmpuint (weft_plan_get_n_events (plan), ==, 3);
  event = weft_plan_get_event (plan, 0);
  g_assert_true (event->event == &note_written_event);
  g_assert_null (event->stream);
  g_assert_cmpstr (event->body, ==, "{\"id\":\"x\",\"text\":\"“quoted” \\\"and\\\" \\\\ more\\n\"}");
  g_assert_cmpstr (weft_plan_get_event (plan, 1)->stream, ==, STREAM_B);
  g_assert_null (weft_plan_get_event (plan, 2)->stream);

  g_assert_false (weft_plan_refuse (&error, WEFT_ERROR_CONFLICT, "text: %d of %d", 3, 2));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CONFLICT);
  g_assert_cmpstr (error->message, ==, "text: 3 of 2");
  g_assert_false (weft_plan_refuse (NULL, WEFT_ERROR_CONFLICT, "nobody asks"));
}

#define ADD(name, func) g_test_add ("/store/fold/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("fold", test_fold);
  ADD ("plan", test_plan);

  return g_test_run ();
}
