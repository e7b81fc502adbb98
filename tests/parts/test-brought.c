/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was said elsewhere and brought here, in a whole engine. */

#include <string.h>

#include "serve-fixture.h"

#define BRING "{\"id\":\"%s\",\"author\":\"%s\",\"speaker\":\"%s\",\"written_at\":%d,\"text\":\"%s\"}"

static char *
try (ServeFixture *fixture,
     const char *who,
     const char *room,
     const char *word,
     const char *author,
     const char *speaker,
     const char *text)
{
  g_autofree char *result = serve_run (fixture, serve_id (who), room, "thread.bring", BRING, serve_id (word),
                                       serve_id (author), speaker, 1000, text);

  return serve_error_of (result);
}

/* Anna administers the workspace and made the room; Ben administers only the room. */
static const char *
furnish (ServeFixture *fixture)
{
  const char *room;

  serve_found (fixture);
  serve_join (fixture, "ben", "member");
  serve_join (fixture, "cleo", "member");
  room = serve_room (fixture, serve_id ("anna"), "lobby", "ben");
  serve_run_ok (fixture, serve_id ("anna"), room, "people.set-member-role",
                "{\"person\":\"%s\",\"role\":\"admin\"}", serve_id ("ben"));
  return room;
}

/* Nobody says what others said but who administers the workspace, and nobody goes by a name which is
 * somebody's. */
static void
test_who (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  const struct
  {
    const char *who;
    const char *author;
    const char *speaker;
    const char *error;
  } cases[] = {
    { "ben", "cleo", "",
      "denied: op: only an administrator of the workspace may say what was said elsewhere" },
    { "ben", "ben", "",
      "denied: op: only an administrator of the workspace may say what was said elsewhere" },
    { "cleo", "cleo", "", "not-found: stream: no such stream" },
    { "anna", "ghost", "", "not-found: author: no such person in this workspace, and no speaker" },
    { "anna", "cleo", "Cleo", "invalid: speaker: the author is a person here and goes by their own name" },
  };
  g_autofree char *result = NULL;
  g_autofree char *reactor = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *error
          = try (fixture, cases[i].who, room, "m", cases[i].author, cases[i].speaker, "quokka");

      g_assert_cmpstr (error, ==, cases[i].error);
    }
  result = serve_run (
      fixture, serve_id ("anna"), room, "thread.bring",
      "{\"id\":\"%s\",\"author\":\"%s\",\"written_at\":1,\"text\":\"x\",\"reactions\":\"\\n👍 %s\"}",
      serve_id ("m"), serve_id ("cleo"), serve_id ("ghost"));
  reactor = serve_error_of (result);
  g_assert_cmpstr (reactor, ==, "not-found: reactions: no such person in this workspace");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message"), ==, 0);
}

/* It stands before all that people write there, once, and nobody is told; what comes later is news as ever.
 */
static void
test_past (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  g_autofree char *late = NULL;

  for (guint i = 0; i < 2; i++)
    {
      serve_run_ok (fixture, serve_id ("anna"), room, "thread.bring", BRING, serve_id ("m"),
                    serve_id ("cleo"), "", 1000, "@ben @all quokka");
      serve_run_ok (fixture, serve_id ("anna"), room, "thread.bring", BRING, serve_id ("o"),
                    serve_id ("ghost"), "Gus", 2000, "wombat");
    }
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%message-brought%'"),
                   ==, 2);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM notice"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM followed_thread"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT last_at FROM thread"), ==, 2000);
  g_assert_cmpint (serve_count (fixture, "SELECT last_ordinal - brought FROM thread"), ==, 0);
  /* The audit tells of the room, and not of every message. */
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM audit WHERE action = 'thread.bring'"), ==, 0);

  serve_run_ok (fixture, serve_id ("ben"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"hello\"}",
                serve_id ("p"));
  late = try (fixture, "anna", room, "q", "cleo", "", "too late");
  g_assert_cmpstr (late, ==,
                   "conflict: id: people have written here already, and what is brought stands before that");
  /* Who goes on with what is there already is told nothing of that. */
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.bring", BRING, serve_id ("o"), serve_id ("ghost"),
                "Gus", 2000, "wombat");
  g_assert_cmpint (serve_count (fixture, "SELECT last_ordinal - brought FROM thread"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message"), ==, 3);
}

/* They are their author's words: erased with that person, edited and deleted by them. */
static void
test_theirs (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  g_autofree char *result = NULL;
  g_autofree char *denied = NULL;

  serve_run_ok (fixture, serve_id ("anna"), room, "thread.bring", BRING, serve_id ("m"), serve_id ("cleo"),
                "", 1000, "quokka");
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.bring", BRING, serve_id ("o"), serve_id ("ben"), "",
                2000, "wombat");
  serve_run_ok (fixture, serve_id ("ben"), room, "thread.edit", "{\"id\":\"%s\",\"text\":\"numbat\"}",
                serve_id ("o"));
  result = serve_run (fixture, serve_id ("ben"), room, "thread.edit", "{\"id\":\"%s\",\"text\":\"numbat\"}",
                      serve_id ("m"));
  denied = serve_error_of (result);
  g_assert_cmpstr (denied, ==, "denied: id: only who wrote a message may change it");

  serve_run_ok (fixture, serve_id ("anna"), room, "content.erase", "{\"rows\":\"message:%s\"}",
                serve_id ("m"));
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%quokka%'"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE text = '' AND via = 'import'"),
                   ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parts/brought/who", test_who);
  g_test_add_func ("/parts/brought/past", test_past);
  g_test_add_func ("/parts/brought/theirs", test_theirs);
  return g_test_run ();
}
