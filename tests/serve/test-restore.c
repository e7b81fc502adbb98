/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A deleted message comes back as the log has it, or not at all. */

#include <string.h>

#include "serve-fixture.h"
#include "serve/weft-check.h"

#define HASH "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

typedef struct
{
  ServeFixture *fixture;
  const char *room;
} Desk;

static gboolean
keep_blob (WeftDatabase *database, gpointer user_data, GError **error)
{
  return weft_database_run (database, error,
                            "INSERT INTO blob (hash, size, place, at, loose_at) VALUES (?1, 1, ?1, 0, NULL)",
                            "t", HASH)
         && weft_database_run (database, error,
                               "INSERT INTO blob_owner (hash, person, size, at) VALUES (?1, ?2, 1, 0)", "tt",
                               HASH, serve_id ("ben"));
}

/* Ben wrote "one" and changed it, and hung a file on it. */
static void
furnish (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  desk->fixture = serve_fixture_new ();
  serve_found (desk->fixture);
  serve_join (desk->fixture, "ben", "member");
  serve_join (desk->fixture, "cleo", "member");
  desk->room = serve_room (desk->fixture, serve_id ("anna"), "lobby", "ben,cleo");
  weft_engine_call (desk->fixture->engine, keep_blob, NULL, &error);
  g_assert_no_error (error);
  serve_run_ok (desk->fixture, serve_id ("ben"), desk->room, "thread.send",
                "{\"id\":\"%s\",\"text\":\"numbat\"}", serve_id ("one"));
  serve_run_ok (desk->fixture, serve_id ("ben"), desk->room, "thread.edit",
                "{\"id\":\"%s\",\"text\":\"quokka\"}", serve_id ("one"));
  serve_run_ok (desk->fixture, serve_id ("ben"), desk->room, "files.attach",
                "{\"id\":\"%s\",\"target\":\"%s\",\"hash\":\"" HASH "\",\"name\":\"a\",\"size\":1,\"duration\":9,\"peaks\":\"0v\"}",
                serve_id ("file"), serve_id ("one"));
}

static void
on_problem (const char *stream, const char *text, gpointer user_data)
{
  g_test_message ("%s: %s", stream, text);
}

static void
clear (Desk *desk)
{
  WeftCheck check = { .problem = on_problem };
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (desk->fixture->engine, &error);

  weft_check_run (&check, database, desk->fixture->registry, &error);
  g_assert_no_error (error);
  weft_engine_release_reader (desk->fixture->engine, database);
  g_assert_cmpuint (check.n_problems, ==, 0);
  serve_fixture_free (desk->fixture);
}

static void delete (Desk *desk, const char *who)
{
  serve_run_ok (desk->fixture, serve_id (who), desk->room, "thread.delete", "{\"id\":\"%s\"}",
                serve_id ("one"));
  g_assert_cmpint (serve_count (desk->fixture, "SELECT count(*) FROM message WHERE text <> ''"), ==, 0);
  g_assert_cmpint (serve_count (desk->fixture, "SELECT count(*) FROM file"), ==, 0);
}

static void
assert_restore (Desk *desk, const char *who, const char *text, const char *refusal)
{
  g_autofree char *result = serve_run (desk->fixture, serve_id (who), desk->room, "thread.restore",
                                       "{\"id\":\"%s\",\"text\":\"%s\"}", serve_id ("one"), text);
  g_autofree char *error = serve_error_of (result);

  g_assert_cmpstr (error, ==, refusal);
  g_assert_cmpint (serve_count (desk->fixture,
                                "SELECT count(*) FROM message WHERE text = 'quokka' AND deleted = 0"),
                   ==, refusal == NULL);
}

static void
test_own (void)
{
  Desk desk;

  furnish (&desk);
  delete (&desk, "ben");
  assert_restore (&desk, "cleo", "quokka",
                  "denied: id: only who wrote a message or an administrator may bring it back");
  assert_restore (&desk, "ben", "numbat", "invalid: text: not what the message said");
  assert_restore (&desk, "ben", "quokka", NULL);
  g_assert_cmpint (serve_count (desk.fixture, "SELECT count(*) FROM file WHERE hash = '" HASH "' AND peaks = '0v'"), ==, 1);
  /* And once more: the newest text is that of the restoring. */
  delete (&desk, "ben");
  assert_restore (&desk, "anna", "quokka", NULL);
  g_assert_cmpint (serve_count (desk.fixture, "SELECT count(*) FROM file WHERE hash = '" HASH "'"), ==, 1);
  clear (&desk);
}

/* What an administrator takes away, its author does not bring back. */
static void
test_moderated (void)
{
  Desk desk;

  furnish (&desk);
  delete (&desk, "anna");
  assert_restore (&desk, "ben", "quokka",
                  "denied: id: only who deleted a message or an administrator may bring it back");
  assert_restore (&desk, "anna", "quokka", NULL);
  clear (&desk);
}

static void
test_erased (void)
{
  Desk desk;

  furnish (&desk);
  delete (&desk, "ben");
  serve_run_ok (desk.fixture, serve_id ("ben"), desk.room, "content.erase", "{\"rows\":\"message:%s\"}",
                serve_id ("one"));
  assert_restore (&desk, "ben", "quokka", "conflict: text: it was erased for good");
  clear (&desk);
}

static void
test_trimmed (void)
{
  Desk desk;
  g_autoptr (GError) error = NULL;
  gint64 head;

  /* Behind the floor the baseline knows it. */
  furnish (&desk);
  head = serve_count (desk.fixture, "SELECT head FROM stream WHERE stream LIKE 'room/%'");
  delete (&desk, "ben");
  weft_engine_trim (desk.fixture->engine, desk.room, head, NULL, &error);
  g_assert_no_error (error);
  assert_restore (&desk, "ben", "quokka", NULL);

  /* Behind the deletion nothing does. */
  delete (&desk, "ben");
  weft_engine_trim (desk.fixture->engine, desk.room, G_MAXINT64, NULL, &error);
  g_assert_no_error (error);
  assert_restore (&desk, "anna", "quokka", "conflict: text: what is that old is not kept here any more");
  clear (&desk);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/serve/restore/own", test_own);
  g_test_add_func ("/serve/restore/moderated", test_moderated);
  g_test_add_func ("/serve/restore/erased", test_erased);
  g_test_add_func ("/serve/restore/trimmed", test_trimmed);

  return g_test_run ();
}
