/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages which are sent at a time, with the server's clock: each goes once, or its author is told why not.
 */

#include <string.h>

#include "serve-fixture.h"
#include "serve/weft-blobs.h"
#include "serve/weft-engine-private.h"

#define START G_GINT64_CONSTANT (1800000000000)
#define MINUTE 60000

static const char *room;
static const char *own;

static ServeFixture *
furnish (void)
{
  ServeFixture *fixture = serve_fixture_new ();

  serve_found (fixture);
  serve_join (fixture, "ben", "member");
  room = serve_room (fixture, serve_id ("anna"), "lobby", "ben");
  own = serve_stream ("user", "ben");
  return fixture;
}

static void
schedule (ServeFixture *fixture, const char *word, gint64 at)
{
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.schedule",
                "{\"id\":\"%s\",\"target\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"text\":\"%s\"}",
                serve_id (word), room, at, word);
}

static gint64
count_sent (ServeFixture *fixture, const char *word)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM message WHERE text = '%s' AND author = '%s'",
                                          word, serve_id ("ben"));

  return serve_count (fixture, sql);
}

static gint64
count_waiting (ServeFixture *fixture)
{
  return serve_count (fixture, "SELECT count(*) FROM job WHERE id LIKE 'thread/%' AND state = 'waiting'");
}

static void
assert_refused (ServeFixture *fixture, const char *word, const char *why)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT count(*) FROM scheduled_message WHERE text = '%s' AND refusal LIKE '%s'",
                         word, why);

  g_assert_cmpint (serve_count (fixture, sql), ==, 1);
  g_assert_cmpint (count_sent (fixture, word), ==, 0);
}

static void
test_sent (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();

  schedule (fixture, "quokka", START + 5 * MINUTE);
  schedule (fixture, "moved", START + 5 * MINUTE);
  schedule (fixture, "taken-back", START + 5 * MINUTE);
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.set-scheduled",
                "{\"id\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"text\":\"moved\"}", serve_id ("moved"),
                START + 10 * MINUTE);
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.unschedule", "{\"id\":\"%s\"}",
                serve_id ("taken-back"));
  serve_pass (fixture, 4 * MINUTE);
  g_assert_cmpint (count_sent (fixture, "quokka"), ==, 0);
  serve_pass (fixture, MINUTE);
  serve_pass (fixture, MINUTE / 2);
  g_assert_cmpint (count_sent (fixture, "quokka"), ==, 1);
  g_assert_cmpint (count_sent (fixture, "moved"), ==, 0);
  serve_fixture_reopen (fixture);
  serve_pass (fixture, 5 * MINUTE);
  g_assert_cmpint (count_sent (fixture, "moved"), ==, 1);
  g_assert_cmpint (count_sent (fixture, "quokka"), ==, 1);
  g_assert_cmpint (count_sent (fixture, "taken-back"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE due_at IS NOT NULL"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM scheduled_message"), ==, 0);
  g_assert_cmpint (count_waiting (fixture), ==, 0);

  /* The words of what was erased are in no log, its author's neither. */
  serve_run_ok (fixture, serve_id ("ben"), room, "content.erase", "{\"rows\":\"message:%s\"}",
                serve_id ("quokka"));
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%quokka%'"), ==, 0);
}

/* The server was down when the time came: once, and marked. */
static void
test_late (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();
  g_autofree char *sql
      = g_strdup_printf ("SELECT count(*) FROM message WHERE text = 'late' AND due_at = %" G_GINT64_FORMAT,
                         START + MINUTE);

  schedule (fixture, "late", START + MINUTE);
  serve_fixture_reopen (fixture);
  serve_pass (fixture, 26 * 60 * MINUTE);
  serve_pass (fixture, MINUTE);
  serve_fixture_reopen (fixture);
  serve_pass (fixture, MINUTE);
  g_assert_cmpint (count_sent (fixture, "late"), ==, 1);
  g_assert_cmpint (serve_count (fixture, sql), ==, 1);

  /* Said without a connection, and its time has come by now. */
  schedule (fixture, "offline", START - 60 * MINUTE);
  serve_pass (fixture, 0);
  g_assert_cmpint (count_sent (fixture, "offline"), ==, 1);
}

/* Numbered as any reply, shown in the room where that was said; whoever began the thread hears of it; not under what never was here. */
static void
test_thread (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();
  g_autofree char *sql = NULL;

  serve_run_ok (fixture, serve_id ("anna"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"root\"}", serve_id ("root"));
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.reply", "{\"id\":\"%s\",\"root\":\"%s\",\"text\":\"first\"}", serve_id ("first"),
                serve_id ("root"));
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.schedule",
                "{\"id\":\"%s\",\"target\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"text\":\"below\",\"root\":\"%s\",\"also\":\"%s\"}", serve_id ("below"),
                room, START + 5 * MINUTE, serve_id ("root"), serve_id ("shown"));
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.schedule",
                "{\"id\":\"%s\",\"target\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"text\":\"nowhere\",\"root\":\"%s\"}", serve_id ("nowhere"), room,
                START + 5 * MINUTE, serve_id ("nobody"));
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.schedule",
                "{\"id\":\"%s\",\"target\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"text\":\"deeper\",\"root\":\"%s\"}", serve_id ("deeper"), room,
                START + 5 * MINUTE, serve_id ("first"));
  serve_pass (fixture, 4 * MINUTE);
  g_assert_cmpint (count_sent (fixture, "below"), ==, 0);
  serve_fixture_reopen (fixture);
  serve_pass (fixture, MINUTE);
  serve_pass (fixture, MINUTE);
  g_assert_cmpint (count_sent (fixture, "below"), ==, 2);
  sql = g_strdup_printf ("SELECT ordinal FROM message WHERE id = '%s'", serve_id ("below"));
  g_assert_cmpint (serve_count (fixture, sql), ==, -(1 << 20) + 2);
  g_clear_pointer (&sql, g_free);
  sql = g_strdup_printf ("SELECT ordinal FROM message WHERE id = '%s' AND twin = '%s'", serve_id ("shown"), serve_id ("below"));
  g_assert_cmpint (serve_count (fixture, sql), ==, 2);
  g_clear_pointer (&sql, g_free);
  sql = g_strdup_printf ("SELECT count(*) FROM notice WHERE stream = 'user/%s' AND event = 'thread.replied'", serve_id ("anna"));
  g_assert_cmpint (serve_count (fixture, sql), ==, 1);
  g_clear_pointer (&sql, g_free);
  sql = g_strdup_printf ("SELECT count(*) FROM followed_thread WHERE stream = '%s' AND follows = 1", own);
  g_assert_cmpint (serve_count (fixture, sql), ==, 1);
  assert_refused (fixture, "nowhere", "%root: no such message here%");
  assert_refused (fixture, "deeper", "%root: is a reply itself%");
  g_assert_cmpint (count_waiting (fixture), ==, 0);
}

/* As its author, with their rights of that moment. */
static void
test_not_sent (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();

  schedule (fixture, "forbidden", START + MINUTE);
  schedule (fixture, "outside", START + 5 * MINUTE);
  schedule (fixture, "suspended", START + 10 * MINUTE);
  serve_run_ok (fixture, serve_id ("anna"), room, "chat.set-permissions",
                "{\"post\":\"admin\",\"invite\":\"member\",\"pin\":\"member\"}");
  serve_pass (fixture, 2 * MINUTE);
  assert_refused (fixture, "forbidden", "%in this room it takes the role admin%");
  serve_run_ok (fixture, serve_id ("anna"), room, "people.remove-member", "{\"person\":\"%s\"}",
                serve_id ("ben"));
  serve_pass (fixture, 5 * MINUTE);
  assert_refused (fixture, "outside", "left");
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.suspend",
                "{\"person\":\"%s\",\"suspended\":true}", serve_id ("ben"));
  serve_pass (fixture, 5 * MINUTE);
  assert_refused (fixture, "suspended", "suspended");
  g_assert_cmpint (count_waiting (fixture), ==, 0);

  /* Back again, it goes when its author says so; nothing went by itself. */
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.suspend",
                "{\"person\":\"%s\",\"suspended\":false}", serve_id ("ben"));
  serve_run_ok (fixture, serve_id ("anna"), room, "people.add-member",
                "{\"person\":\"%s\",\"role\":\"admin\"}", serve_id ("ben"));
  serve_pass (fixture, MINUTE);
  g_assert_cmpint (count_sent (fixture, "outside"), ==, 0);
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.send-scheduled",
                "{\"id\":\"%s\",\"at\":%" G_GINT64_FORMAT "}", serve_id ("outside"), START + 5 * MINUTE);
  g_assert_cmpint (count_sent (fixture, "outside"), ==, 1);
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.set-scheduled",
                "{\"id\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"text\":\"forbidden\"}", serve_id ("forbidden"),
                START + 30 * MINUTE);
  serve_pass (fixture, 30 * MINUTE);
  g_assert_cmpint (count_sent (fixture, "forbidden"), ==, 1);
}

/* Before its time: then never again, and not late. */
static void
test_now (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();
  g_autofree char *args
      = g_strdup_printf ("{\"id\":\"%s\",\"at\":%" G_GINT64_FORMAT "}", serve_id ("now"), START + 5 * MINUTE);
  g_autofree char *result = NULL;
  g_autofree char *again = NULL;

  schedule (fixture, "now", START + 5 * MINUTE);
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.send-scheduled", "%s", args);
  result = serve_run (fixture, serve_id ("ben"), own, "thread.send-scheduled", "%s", args);
  again = serve_error_of (result);
  g_assert_cmpstr (again, ==, "not-found: id: no such message is scheduled");
  serve_pass (fixture, 60 * MINUTE);
  g_assert_cmpint (count_sent (fixture, "now"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE due_at IS NOT NULL"), ==, 0);
  g_assert_cmpint (count_waiting (fixture), ==, 0);
}

/* ── with files ──────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  ServeFixture *fixture;
  const char *person;
  const char *hash;
  gint64 size;
  gboolean may;
} Bytes;

/* As if Ben had uploaded it. */
static gboolean
put_bytes (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Bytes *bytes = user_data;

  return weft_database_run (database, error, "INSERT INTO blob (hash, size, place, at, loose_at) VALUES (?1, ?2, ?1, 0, NULL)", "ti", bytes->hash,
                            bytes->size)
         && weft_database_run (database, error, "INSERT INTO blob_owner (hash, person, size, at) VALUES (?1, ?2, ?3, 0)", "tti", bytes->hash,
                               serve_id ("ben"), bytes->size);
}

static gboolean
look (WeftDatabase *database, gpointer user_data, GError **error)
{
  Bytes *bytes = user_data;

  return weft_blobs_may_name (_weft_engine_get_blobs (bytes->fixture->engine), database, bytes->person, bytes->hash, &bytes->may, error);
}

/* By what rows name it, or because they brought it. */
static gboolean
may_read (ServeFixture *fixture, const char *person, const char *hash)
{
  Bytes bytes = { .fixture = fixture, .person = serve_id (person), .hash = hash };
  g_autoptr (GError) error = NULL;

  weft_engine_call (fixture->engine, look, &bytes, &error);
  g_assert_no_error (error);
  return bytes.may;
}

/* Ben's file @word, which hangs on the message @on. Returns: its hash. */
static const char *
attach (ServeFixture *fixture, const char *word, const char *on)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, word, -1);
  g_autoptr (GError) error = NULL;

  weft_engine_call (fixture->engine, put_bytes, &(Bytes) { .hash = hash, .size = (gint64) strlen (word) }, &error);
  g_assert_no_error (error);
  serve_run_ok (fixture, serve_id ("ben"), own, "files.attach",
                "{\"id\":\"%s\",\"target\":\"%s\",\"hash\":\"%s\",\"name\":\"%s.txt\",\"media_type\":\"text/plain\",\"size\":%zu}", serve_id (word),
                serve_id (on), hash, word, strlen (word));
  return g_intern_string (hash);
}

#define IN_ROOM "SELECT count(*) FROM file WHERE stream = '%s' AND target = '%s' AND name = '%s.txt' AND author = '%s'"

/* They are in the room from the moment it is sent, and nobody else's before; what is erased there is in no log. */
static void
test_files (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();
  const char *hash = attach (fixture, "wombat", "with");

  attach (fixture, "numbat", "with");
  schedule (fixture, "with", START + 5 * MINUTE);
  g_assert_cmpint (may_read (fixture, "ben", hash), ==, TRUE);
  g_assert_cmpint (may_read (fixture, "anna", hash), ==, FALSE);
  serve_pass (fixture, 4 * MINUTE);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM file WHERE stream = '%s'", room), ==, 0);

  serve_fixture_reopen (fixture);
  serve_pass (fixture, MINUTE);
  g_assert_cmpint (count_sent (fixture, "with"), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, IN_ROOM, room, serve_id ("with"), "wombat", serve_id ("ben")), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, IN_ROOM, room, serve_id ("with"), "numbat", serve_id ("ben")), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM file WHERE stream = '%s'", own), ==, 0);
  g_assert_cmpint (may_read (fixture, "anna", hash), ==, TRUE);

  serve_run_ok (fixture, serve_id ("ben"), room, "content.erase", "{\"rows\":\"message:%s\"}", serve_id ("with"));
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM file"), ==, 0);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%%wombat%%' OR stored LIKE '%%numbat%%'"), ==, 0);
  g_assert_cmpint (may_read (fixture, "anna", hash), ==, FALSE);
}

/* Taken back they go with it, and come back with it. What was not sent keeps them. */
static void
test_files_stay (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();
  g_autoptr (GError) error = NULL;
  const char *hash = attach (fixture, "wombat", "with");

  schedule (fixture, "with", START + 5 * MINUTE);
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.unschedule", "{\"id\":\"%s\"}", serve_id ("with"));
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM file"), ==, 0);
  serve_pass (fixture, 6 * MINUTE);
  g_assert_cmpint (count_sent (fixture, "with"), ==, 0);
  schedule (fixture, "with", START + 10 * MINUTE);
  g_assert_cmpint (serve_count_of (fixture, IN_ROOM, own, serve_id ("with"), "wombat", serve_id ("ben")), ==, 1);

  serve_run_ok (fixture, serve_id ("anna"), room, "people.remove-member", "{\"person\":\"%s\"}", serve_id ("ben"));
  serve_pass (fixture, 10 * MINUTE);
  assert_refused (fixture, "with", "left");
  g_assert_cmpint (serve_count_of (fixture, IN_ROOM, own, serve_id ("with"), "wombat", serve_id ("ben")), ==, 1);
  g_assert_cmpint (may_read (fixture, "anna", hash), ==, FALSE);

  /* They go with their person. */
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.suspend", "{\"person\":\"%s\",\"suspended\":true}", serve_id ("ben"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "content.erase-person", "{\"person\":\"%s\"}", serve_id ("ben"));
  weft_engine_tidy (fixture->engine, &error);
  g_assert_no_error (error);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM file"), ==, 0);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%%wombat%%'"), ==, 0);
}

/* A file's id that is taken in the room refuses the message, once, and takes nothing from anybody. */
static void
test_files_taken (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();
  const char *hash = attach (fixture, "wombat", "with");

  serve_message (fixture, serve_id ("ben"), room, "x");
  serve_run_ok (fixture, serve_id ("ben"), room, "files.attach", "{\"id\":\"%s\",\"hash\":\"%s\",\"name\":\"there\",\"size\":6}", serve_id ("wombat"), hash);
  schedule (fixture, "with", START + 5 * MINUTE);
  serve_pass (fixture, 6 * MINUTE);
  serve_pass (fixture, 6 * MINUTE);
  assert_refused (fixture, "with", "%there is a file with the id of one of its files already%");
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM file WHERE stream = '%s' AND name = 'there'", room), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM file WHERE stream = '%s'", own), ==, 1);
  g_assert_cmpint (count_waiting (fixture), ==, 0);
}

/* In a draft, to be sent some day: nobody else's, let go of by nobody else, and gone with their person. */
static void
test_files_draft (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();
  g_autoptr (GError) error = NULL;
  g_autofree char *denied = NULL;
  g_autofree char *refused = NULL;
  const char *hash = attach (fixture, "wombat", "room");

  attach (fixture, "numbat", "room");
  g_assert_cmpint (may_read (fixture, "anna", hash), ==, FALSE);
  denied = serve_run (fixture, serve_id ("anna"), own, "files.let-go", "{\"ids\":[\"%s\"]}", serve_id ("wombat"));
  refused = serve_error_of (denied);
  g_assert_true (g_str_has_prefix (refused, "not-found: "));
  serve_run_ok (fixture, serve_id ("ben"), own, "files.let-go", "{\"ids\":[\"%s\",\"%s\"]}", serve_id ("numbat"), serve_id ("nothing"));
  serve_run_ok (fixture, serve_id ("ben"), own, "files.let-go", "{\"ids\":[\"%s\"]}", serve_id ("numbat"));
  g_assert_cmpint (serve_count_of (fixture, IN_ROOM, own, serve_id ("room"), "wombat", serve_id ("ben")), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM file"), ==, 1);

  serve_run_ok (fixture, serve_id ("anna"), room, "people.remove-member", "{\"person\":\"%s\"}", serve_id ("ben"));
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM file"), ==, 1);
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.suspend", "{\"person\":\"%s\",\"suspended\":true}", serve_id ("ben"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "content.erase-person", "{\"person\":\"%s\"}", serve_id ("ben"));
  weft_engine_tidy (fixture->engine, &error);
  g_assert_no_error (error);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM file"), ==, 0);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%%wombat%%' OR stored LIKE '%%numbat%%'"), ==, 0);
}

/* Into a thread and shown in the room: they hang on the reply, and go with it whichever of the two is deleted. */
static void
test_files_thread (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();

  serve_run_ok (fixture, serve_id ("anna"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"root\"}", serve_id ("root"));
  attach (fixture, "wombat", "below");
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.schedule",
                "{\"id\":\"%s\",\"target\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"text\":\"below\",\"root\":\"%s\",\"also\":\"%s\"}", serve_id ("below"),
                room, START + 5 * MINUTE, serve_id ("root"), serve_id ("shown"));
  serve_pass (fixture, 6 * MINUTE);
  g_assert_cmpint (count_sent (fixture, "below"), ==, 2);
  g_assert_cmpint (serve_count_of (fixture, IN_ROOM, room, serve_id ("below"), "wombat", serve_id ("ben")), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM file"), ==, 1);
  serve_run_ok (fixture, serve_id ("ben"), room, "thread.delete", "{\"id\":\"%s\"}", serve_id ("shown"));
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM file"), ==, 0);
}

static void
test_bound (void)
{
  g_autoptr (ServeFixture) fixture = furnish ();
  g_autofree char *result = NULL;
  g_autofree char *refused = NULL;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *word = g_strdup_printf ("n%u", i);

      schedule (fixture, word, START + 5 * MINUTE);
    }
  result = serve_run (fixture, serve_id ("ben"), own, "thread.schedule",
                      "{\"id\":\"%s\",\"target\":\"%s\",\"at\":1,\"text\":\"x\"}", serve_id ("x"), room);
  refused = serve_error_of (result);
  g_assert_cmpstr (refused, ==, "too-large: id: 100 messages are scheduled, the most there may be");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parts/scheduled/sent", test_sent);
  g_test_add_func ("/parts/scheduled/late", test_late);
  g_test_add_func ("/parts/scheduled/thread", test_thread);
  g_test_add_func ("/parts/scheduled/not-sent", test_not_sent);
  g_test_add_func ("/parts/scheduled/now", test_now);
  g_test_add_func ("/parts/scheduled/files", test_files);
  g_test_add_func ("/parts/scheduled/files-stay", test_files_stay);
  g_test_add_func ("/parts/scheduled/files-taken", test_files_taken);
  g_test_add_func ("/parts/scheduled/files-thread", test_files_thread);
  g_test_add_func ("/parts/scheduled/files-draft", test_files_draft);
  g_test_add_func ("/parts/scheduled/bound", test_bound);
  return g_test_run ();
}
