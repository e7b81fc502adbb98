/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is erased is nowhere any more, and what is left still adds up: log, baseline and rows. At random, with
 * clients: tests/engine/test-convergence.c. */

#include <string.h>

#include "proto/weft-frame.h"
#include "serve-fixture.h"
#include "serve/weft-access.h"
#include "serve/weft-baseline.h"
#include "serve/weft-log.h"
#include "serve/weft-stored-event.h"
#include "store/weft-erase.h"
#include "store/weft-fold.h"
#include "store/weft-rows.h"

#define DAY (G_GINT64_CONSTANT (24) * 3600 * 1000) /* ms */

/* How many cells of the whole database hold @word. */
static gint64
count_word (ServeFixture *fixture, const char *word)
{
  static const char *const places[]
      = { "event.stored",  "baseline.cells", "message.text",    "draft.text",    "note.title",
          "note.text",     "person.name",    "person.login",    "result.stored", "job.args",
          "notice.fields", "conflict.mine",  "conflict.theirs", "conflict.base", "reminder.text", "scheduled_message.text",
          "file.name",     "audit.target" };
  gint64 n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_auto (GStrv) place = g_strsplit (places[i], ".", 2);
      g_autofree char *sql
          = g_strdup_printf ("SELECT count(*) FROM %s WHERE %s LIKE '%%%s%%'", place[0], place[1], word);

      n += serve_count (fixture, sql);
    }

  return n;
}

static void
tidy (ServeFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  weft_engine_tidy (fixture->engine, &error);
  g_assert_no_error (error);
}

static char *
try (ServeFixture *fixture, const char *person, const char *stream, const char *op, const char *args)
{
  g_autofree char *result = serve_run (fixture, person, stream, op, "%s", args);

  return serve_error_of (result);
}

static void
assert_refused (ServeFixture *fixture,
                const char *person,
                const char *stream,
                const char *op,
                const char *args,
                const char *expected)
{
  g_autofree char *refusal = try (fixture, serve_id (person), stream, op, args);

  g_assert_cmpstr (refusal, ==, expected);
}

static char *
name_message (const char *word)
{
  return g_strdup_printf ("{\"rows\":\"message:%s\"}", serve_id (word));
}

static const char *
furnish (ServeFixture *fixture)
{
  const char *room;

  serve_found (fixture);
  serve_join (fixture, "ben", "member");
  serve_join (fixture, "cleo", "member");
  room = serve_room (fixture, serve_id ("anna"), "lobby", "ben,cleo");
  serve_run_ok (fixture, serve_id ("ben"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"quokka one\"}",
                serve_id ("one"));
  serve_run_ok (fixture, serve_id ("ben"), room, "thread.edit", "{\"id\":\"%s\",\"text\":\"quokka two\"}",
                serve_id ("one"));
  serve_message (fixture, serve_id ("cleo"), room, "wombat");

  return room;
}

static void
test_message (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  g_autofree char *row = name_message ("one");
  g_autofree char *nowhere = name_message ("nothing");
  g_autofree char *nobody
      = g_strdup_printf ("not-found: rows: there is no “message:%s” here", serve_id ("nothing"));
  g_autofree char *others
      = g_strdup_printf ("denied: rows: only who wrote “message:%s” or an administrator may erase it",
                         serve_id ("one"));

  g_assert_cmpint (count_word (fixture, "quokka"), ==, 3);
  assert_refused (fixture, "cleo", room, "content.erase", row, others);
  assert_refused (fixture, "ben", room, "content.erase", nowhere, nobody);
  assert_refused (fixture, "ben", room, "content.erase", "{\"rows\":\"message\"}",
                  "invalid: rows: “message” names no row whose content can be erased");
  assert_refused (fixture, "ben", room, "content.erase", "{\"rows\":\"thread:\"}",
                  "invalid: rows: “thread:” names no row whose content can be erased");
  /* Its picture can. */
  assert_refused (fixture, "ben", room, "content.erase", "{\"rows\":\"room:\"}",
                  "denied: rows: only who wrote “room:” or an administrator may erase it");
  assert_refused (fixture, "ben", room, "content.erase", "{\"rows\":\"event:1\"}",
                  "invalid: rows: “event:1” names no row whose content can be erased");
  assert_refused (fixture, "ben", room, "content.erase", "{\"rows\":\"message:a\\tb\"}",
                  "invalid: rows: “message:a\tb” names no row whose content can be erased");
  assert_refused (fixture, "anna", "workspace", "content.erase", row,
                  "denied: stream: nothing of the workspace is erased row by row; erase the person");
  g_assert_cmpint (count_word (fixture, "quokka"), ==, 3);

  assert_refused (fixture, "ben", room, "content.erase", row, NULL);
  g_assert_cmpint (count_word (fixture, "quokka"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE erased = 1"), ==, 2);
  g_assert_cmpint (count_word (fixture, "wombat"), ==, 2);
  serve_assert_whole (fixture);

  /* What is written anew is new. */
  serve_run_ok (fixture, serve_id ("ben"), room, "thread.edit", "{\"id\":\"%s\",\"text\":\"numbat\"}",
                serve_id ("one"));
  serve_assert_whole (fixture);
  assert_refused (fixture, "anna", room, "content.erase", row, NULL);
  g_assert_cmpint (count_word (fixture, "numbat"), ==, 0);
  serve_assert_whole (fixture);
  serve_fixture_reopen (fixture);
  serve_assert_whole (fixture);
}

static void
test_baseline (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  g_autofree char *row = name_message ("one");
  g_autofree char *others
      = g_strdup_printf ("denied: rows: only who wrote “message:%s” or an administrator may erase it",
                         serve_id ("one"));
  g_autoptr (GError) error = NULL;
  gint64 reached;

  weft_engine_trim (fixture->engine, room, G_MAXINT64, &reached, &error);
  g_assert_no_error (error);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stream LIKE 'room%'"), ==, 0);
  g_assert_cmpint (count_word (fixture, "quokka"), ==, 2);
  assert_refused (fixture, "cleo", room, "content.erase", row, others);
  assert_refused (fixture, "ben", room, "content.erase", row, NULL);
  g_assert_cmpint (count_word (fixture, "quokka"), ==, 0);
  serve_assert_whole (fixture);
  weft_engine_trim (fixture->engine, room, G_MAXINT64, &reached, &error);
  g_assert_no_error (error);
  serve_assert_whole (fixture);
}

/* What the server told people of a text is gone with it, also what their lists no longer hold; other
 * people's notices stay. */
static void
test_notices (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  g_autofree char *row = name_message ("told");
  g_autoptr (GError) error = NULL;

  serve_run_ok (fixture, serve_id ("cleo"), room, "thread.send",
                "{\"id\":\"%s\",\"text\":\"@ben @Anna bettong\"}", serve_id ("told"));
  serve_run_ok (fixture, serve_id ("cleo"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"@ben dasyure\"}",
                serve_id ("kept"));
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM notice WHERE fields LIKE '%bettong%'"), ==, 2);
  g_assert_cmpint (count_word (fixture, "bettong"), ==, 6);
  /* One is in a baseline, and in no list. */
  weft_engine_trim (fixture->engine, serve_stream ("user", "ben"), G_MAXINT64, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *text = g_strdup_printf ("@Anna %u", i);

      serve_message (fixture, serve_id ("cleo"), room, text);
    }
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM notice WHERE fields LIKE '%bettong%'"), ==, 1);

  assert_refused (fixture, "cleo", room, "content.erase", row, NULL);
  g_assert_cmpint (count_word (fixture, "bettong"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM notice WHERE fields LIKE '%dasyure%'"), ==, 1);
  serve_assert_whole (fixture);

  /* A deleted text stays in the log of its room, but what was made of it does not. */
  serve_run_ok (fixture, serve_id ("cleo"), room, "thread.delete", "{\"id\":\"%s\"}", serve_id ("kept"));
  g_assert_cmpint (count_word (fixture, "dasyure"), ==, 1);
  g_assert_cmpint (serve_count (fixture,
                                "SELECT count(*) FROM event WHERE stream LIKE 'room/%' AND stored LIKE "
                                "'%dasyure%'"),
                   ==, 1);
  serve_assert_whole (fixture);
}

/* What keeps both of the only conflict there is. */
static char *
conflict_kept (ServeFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (fixture->engine, &error);
  WeftStatement *statement = weft_database_query (database, &error, "SELECT id FROM conflict", "");
  char *args;

  g_assert_no_error (error);
  g_assert_cmpint (weft_statement_step (statement, &error), >, 0);
  args = g_strdup_printf (
      "{\"id\":\"%s\",\"text\":\"kowari theirs and mine\",\"base\":{\"values\":{},\"conflict\":\"%s\"}}",
      serve_id ("note"), weft_statement_get_text (statement, 0));
  weft_statement_reset (statement);
  weft_engine_release_reader (fixture->engine, database);

  return args;
}

static void
test_conflict (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *book = serve_stream ("notebook", "book");
  g_autofree char *row = g_strdup_printf ("{\"rows\":\"note:%s\"}", serve_id ("note"));
  g_autofree char *kept = NULL;

  serve_found (fixture);
  serve_join (fixture, "ben", "member");
  serve_run_ok (fixture, serve_id ("anna"), book, "note.create-notebook",
                "{\"name\":\"Book\",\"members\":[\"%s\"]}", serve_id ("ben"));
  serve_run_ok (fixture, serve_id ("anna"), book, "note.create",
                "{\"id\":\"%s\",\"title\":\"Bread\",\"text\":\"kowari base\"}", serve_id ("note"));
  serve_run_ok (fixture, serve_id ("anna"), book, "note.set", "{\"id\":\"%s\",\"text\":\"kowari theirs\"}",
                serve_id ("note"));
  serve_run_ok (fixture, serve_id ("ben"), book, "note.set",
                "{\"id\":\"%s\",\"text\":\"kowari mine\",\"base\":{\"values\":{\"text\":\"kowari base\"}}}",
                serve_id ("note"));
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM conflict WHERE mine LIKE '%kowari%'"), ==, 1);
  kept = conflict_kept (fixture);
  assert_refused (
      fixture, "anna", book, "note.set", kept,
      "conflict: base.conflict: what this brings back was settled or erased since"); /* Ben's alone */

  assert_refused (fixture, "anna", book, "content.erase", row, NULL);
  g_assert_cmpint (count_word (fixture, "kowari"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM conflict"), ==, 0);
  /* He settled it before he heard of that. */
  assert_refused (fixture, "ben", book, "note.set", kept,
                  "conflict: base.conflict: what this brings back was settled or erased since");
  g_assert_cmpint (count_word (fixture, "kowari"), ==, 0);
  serve_assert_whole (fixture);
}

/* A reminder stands in its author's own stream; its notice names where it leads, not where it is from. */
static void
test_reminder (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  const char *own = serve_stream ("user", "ben");
  g_autofree char *row = g_strdup_printf ("{\"rows\":\"reminder:%s\"}", serve_id ("remind"));
  g_autofree char *fire = g_strdup_printf ("{\"id\":\"%s\",\"at\":1900000000000}", serve_id ("remind"));
  WeftRequest request = { .client = WEFT_PERSON_SYSTEM,
                          .person = WEFT_PERSON_SYSTEM,
                          .id = serve_id ("fire"),
                          .stream = own,
                          .op = "reminders.fire",
                          .args = fire };
  g_autoptr (GBytes) result = NULL;
  g_autoptr (GError) error = NULL;

  serve_run_ok (
      fixture, serve_id ("ben"), own, "reminders.set",
      "{\"id\":\"%s\",\"at\":1900000000000,\"text\":\"dibbler\",\"target\":\"%s\",\"object\":\"%s\"}",
      serve_id ("remind"), room, serve_id ("one"));
  result = weft_engine_run_now (fixture->engine, &request, &error);
  g_assert_no_error (error);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM notice WHERE fields LIKE '%dibbler%'"), ==, 1);
  assert_refused (fixture, "ben", own, "content.erase", row, NULL);
  g_assert_cmpint (count_word (fixture, "dibbler"), ==, 0);
  serve_assert_whole (fixture);
}

static gboolean
forget_copies (WeftDatabase *database, gpointer user_data, GError **error)
{
  return weft_database_execute (database, "DELETE FROM copied; DELETE FROM setting WHERE name = 'quoted'",
                                error);
}

static void
remind (ServeFixture *fixture, const char *person, const char *word, const char *room, const char *text)
{
  g_autofree char *own = g_strconcat ("user/", serve_id (person), NULL);

  serve_run_ok (fixture, serve_id (person), own, "reminders.set",
                "{\"id\":\"%s\",\"at\":1900000000000,\"text\":\"%s\",\"target\":\"%s\",\"object\":\"%s\"}",
                serve_id (word), text, room, serve_id ("one"));
}

/* What a reminder quotes goes with its source, on everybody's stream and wherever it went on to; the reminder
 * itself stays, and comes. */
static void
test_quotation (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  const char *own = serve_stream ("user", "anna");
  g_autofree char *row = name_message ("one");
  g_autofree char *again = g_strdup_printf (
      "{\"id\":\"%s\",\"at\":1900000000000,\"text\":\"quokka two\",\"target\":\"%s\",\"object\":\"%s\","
      "\"base\":{\"values\":{},\"undo\":true}}",
      serve_id ("done"), room, serve_id ("one"));
  g_autoptr (GError) error = NULL;

  remind (fixture, "anna", "waiting", room, "quokka two");
  remind (fixture, "cleo", "theirs", room, "quokka one");
  remind (fixture, "anna", "done", room, "quokka two");
  serve_run_ok (fixture, serve_id ("anna"), own, "reminders.dismiss", "{\"id\":\"%s\"}", serve_id ("done"));
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM reminder WHERE text LIKE '%quokka%'"), ==, 2);

  /* As an older program left it. */
  weft_engine_call (fixture->engine, forget_copies, NULL, &error);
  g_assert_no_error (error);
  serve_fixture_reopen (fixture);
  remind (fixture, "ben", "new", room, "quokka two");

  assert_refused (fixture, "ben", room, "content.erase", row, NULL);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM reminder WHERE text LIKE '%quokka%'"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM reminder"), ==, 3);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM job WHERE id LIKE 'reminders/%'"), ==, 3);
  g_assert_cmpint (count_word (fixture, "quokka"), ==, 0);

  /* It was set without a connection, before it was erased. */
  remind (fixture, "cleo", "late", room, "quokka two");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM reminder WHERE text = ''"), ==, 4);
  g_assert_cmpint (count_word (fixture, "quokka"), ==, 0);
  assert_refused (fixture, "anna", own, "reminders.set", again,
                  "conflict: text: what was here before may have been erased since");
  g_assert_cmpint (count_word (fixture, "quokka"), ==, 0);
  serve_assert_whole (fixture);
}

/* Where @stream stands, @back events ago, as a client has it; with another epoch if it is @other. */
static char *
dup_position (ServeFixture *fixture, const char *stream, gint64 back, gboolean other)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (fixture->engine, &error);
  WeftPosition position;
  WeftHead head;

  weft_log_read_head (database, stream, &head, &error);
  g_assert_no_error (error);
  weft_engine_release_reader (fixture->engine, database);
  weft_head_get_position (&head, &position);
  position.seq -= back;
  position.epoch ^= other ? 1 : 0;

  return weft_position_to_string (&position);
}

static char *
make_undo (const char *at)
{
  return g_strdup_printf ("{\"id\":\"%s\",\"text\":\"planigale two\",\"base\":{\"values\":{\"text\":\"planigale three\"},"
                          "\"undo\":true%s%s%s}}",
                          serve_id ("note"), at != NULL ? ",\"at\":\"" : "", at != NULL ? at : "",
                          at != NULL ? "\"" : "");
}

/* What was written after a row was erased can be taken back, by whoever had heard of that when they wrote. */
static void
test_undo (void)
{
  static const char refusal[] = "conflict: text: what was here before may have been erased since";
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *book = serve_stream ("notebook", "book");
  g_autofree char *row = g_strdup_printf ("{\"rows\":\"note:%s\"}", serve_id ("note"));
  g_autofree char *now = NULL;
  g_autofree char *before = NULL;
  g_autofree char *elsewhere = NULL;
  const char *unsure[4] = { NULL, NULL, NULL, "nowhere" };
  g_autofree char *undo = NULL;

  serve_found (fixture);
  serve_run_ok (fixture, serve_id ("anna"), book, "note.create-notebook", "{\"name\":\"Book\",\"members\":[]}");
  serve_run_ok (fixture, serve_id ("anna"), book, "note.create",
                "{\"id\":\"%s\",\"title\":\"Bread\",\"text\":\"planigale one\"}", serve_id ("note"));
  assert_refused (fixture, "anna", book, "content.erase", row, NULL);
  serve_run_ok (fixture, serve_id ("anna"), book, "note.set", "{\"id\":\"%s\",\"text\":\"planigale two\"}",
                serve_id ("note"));
  serve_run_ok (fixture, serve_id ("anna"), book, "note.set", "{\"id\":\"%s\",\"text\":\"planigale three\"}",
                serve_id ("note"));

  now = dup_position (fixture, book, 1, FALSE);    /* between the two */
  before = dup_position (fixture, book, 3, FALSE); /* before it was erased */
  elsewhere = dup_position (fixture, book, 1, TRUE);
  unsure[1] = before;
  unsure[2] = elsewhere;
  for (guint i = 0; i < G_N_ELEMENTS (unsure); i++)
    {
      g_autofree char *args = make_undo (unsure[i]);

      assert_refused (fixture, "anna", book, "note.set", args, refusal);
    }
  undo = make_undo (now);
  assert_refused (fixture, "anna", book, "note.set", undo, NULL);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM note WHERE text = 'planigale two'"), ==, 1);

  /* Erased once more, it is gone for them too. */
  assert_refused (fixture, "anna", book, "content.erase", row, NULL);
  serve_run_ok (fixture, serve_id ("anna"), book, "note.set", "{\"id\":\"%s\",\"text\":\"planigale three\"}",
                serve_id ("note"));
  assert_refused (fixture, "anna", book, "note.set", undo, refusal);
  serve_assert_whole (fixture);
}

/* Only the newest draft keeps what was typed, and erasing one takes it away altogether. */
static void
test_draft (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  const char *own = serve_stream ("user", "ben");
  g_autofree char *row = g_strdup_printf ("{\"rows\":\"draft:%s\"}", room);
  g_autoptr (GError) error = NULL;

  serve_run_ok (fixture, serve_id ("ben"), own, "thread.save-draft", "{\"target\":\"%s\",\"text\":\"bilby\"}",
                room);
  weft_engine_trim (fixture->engine, own, G_MAXINT64, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_word (fixture, "bilby"), ==, 2);
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.save-draft", "{\"target\":\"%s\",\"text\":\"quoll\"}",
                room);
  g_assert_cmpint (count_word (fixture, "bilby"), ==, 0);
  g_assert_cmpint (count_word (fixture, "quoll"), ==, 2);
  serve_assert_whole (fixture);
  assert_refused (fixture, "anna", own, "content.erase", row, "not-found: stream: no such stream");
  assert_refused (fixture, "ben", own, "content.erase", row, NULL);
  g_assert_cmpint (count_word (fixture, "quoll"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM draft"), ==, 0);
  serve_assert_whole (fixture);
}

#define FACE "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static gboolean
keep_face (WeftDatabase *database, gpointer user_data, GError **error)
{
  return weft_database_run (database, error,
                            "INSERT INTO blob (hash, size, place, at, loose_at) VALUES (?1, 4, ?1, 0, NULL)",
                            "t", FACE)
         && weft_database_run (database, error,
                               "INSERT INTO blob_owner (hash, person, size, at) VALUES (?1, ?2, 4, 0)", "tt",
                               FACE, serve_id ("ben"));
}

static void
test_person (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  const char *second;
  g_autofree char *args = g_strdup_printf ("{\"person\":\"%s\"}", serve_id ("ben"));
  g_autoptr (GError) error = NULL;

  weft_engine_call (fixture->engine, keep_face, NULL, &error);
  g_assert_no_error (error);
  assert_refused (fixture, "ben", "workspace", "people.set-picture", "{\"picture\":\"" FACE "\",\"picture_size\":5}",
                  "invalid: picture_size: 5, but the file has 4 bytes");
  serve_run_ok (fixture, serve_id ("ben"), "workspace", "people.set-picture",
                "{\"picture\":\"" FACE "\",\"picture_size\":4}");
  g_assert_cmpint (count_word (fixture, FACE), >, 0);
  serve_message (fixture, serve_id ("ben"), room, "potoroo");
  second = serve_room (fixture, serve_id ("ben"), "second", NULL);
  for (guint i = 0; i < 2 * WEFT_ERASE_MAX + 7; i++)
    serve_message (fixture, serve_id ("ben"), second, "potoroo");
  serve_run_ok (fixture, serve_id ("ben"), serve_stream ("user", "ben"), "thread.save-draft",
                "{\"target\":\"%s\",\"text\":\"potoroo\"}", room);
  serve_run_ok (fixture, serve_id ("ben"), room, "people.leave", "{}");

  assert_refused (fixture, "anna", "workspace", "content.erase-person", args,
                  "conflict: person: suspend them first, so that they write nothing more");
  serve_run_ok (fixture, serve_id ("anna"), "workspace", "people.suspend",
                "{\"person\":\"%s\",\"suspended\":true}", serve_id ("ben"));
  assert_refused (fixture, "anna", "workspace", "content.erase-person", args, NULL);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM erasure"), ==, 1);
  serve_fixture_reopen (fixture);
  tidy (fixture);

  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM erasure"), ==, 0);
  g_assert_cmpint (count_word (fixture, "potoroo"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM person WHERE picture IS NOT NULL"), ==, 0);
  g_assert_cmpint (count_word (fixture, FACE), ==, 0);
  g_assert_cmpint (count_word (fixture, "quokka"), ==, 0);
  g_assert_cmpint (count_word (fixture, "wombat"), ==, 2);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM person WHERE login = 'ben' OR name = 'ben'"),
                   ==, 0);
  serve_assert_whole (fixture);
}

/* Retention: old content goes, logs get shorter, and nothing stays behind a file on offer. */
static void
test_retention (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  const char *kept;
  gint64 head;

  kept = serve_room (fixture, serve_id ("anna"), "kept", NULL);
  serve_message (fixture, serve_id ("anna"), kept, "dunnart");
  serve_run_ok (fixture, serve_id ("anna"), kept, "content.set-retention", "{}");
  serve_run_ok (fixture, serve_id ("anna"), "workspace", "content.set-retention",
                "{\"log_days\":10,\"log_events\":2,\"content_days\":30}");
  weft_manual_clock_advance (fixture->clock, 20 * DAY);
  serve_message (fixture, serve_id ("anna"), room, "bandicoot");

  /* Ten days: all but the newest two events are forgotten, no content is. */
  tidy (fixture);
  head = serve_count (
      fixture,
      "SELECT max(head) FROM stream WHERE stream IN (SELECT stream FROM message WHERE text = 'bandicoot')");
  g_assert_cmpint (serve_count (fixture, "SELECT max(floor) FROM stream WHERE stream IN (SELECT stream FROM "
                                         "message WHERE text = 'bandicoot')"),
                   ==, head - 2);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE text LIKE 'quokka%'"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT max(floor) FROM stream WHERE stream IN (SELECT stream FROM "
                                         "message WHERE text = 'dunnart')"),
                   ==, 0);
  serve_assert_whole (fixture);

  weft_manual_clock_advance (fixture->clock, 15 * DAY);
  tidy (fixture);
  g_assert_cmpint (count_word (fixture, "quokka"), ==, 0);
  g_assert_cmpint (count_word (fixture, "wombat"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE text = 'bandicoot'"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE text = 'dunnart'"), ==, 1);
  serve_assert_whole (fixture);
  tidy (fixture);
  serve_assert_whole (fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/serve/erasure/message", test_message);
  g_test_add_func ("/serve/erasure/baseline", test_baseline);
  g_test_add_func ("/serve/erasure/notices", test_notices);
  g_test_add_func ("/serve/erasure/conflict", test_conflict);
  g_test_add_func ("/serve/erasure/reminder", test_reminder);
  g_test_add_func ("/serve/erasure/quotation", test_quotation);
  g_test_add_func ("/serve/erasure/undo", test_undo);
  g_test_add_func ("/serve/erasure/draft", test_draft);
  g_test_add_func ("/serve/erasure/person", test_person);
  g_test_add_func ("/serve/erasure/retention", test_retention);

  return g_test_run ();
}
