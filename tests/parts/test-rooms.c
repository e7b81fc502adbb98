/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-fixture.h"

/* The server's half of chat, in a whole engine: who comes to be in which room, and what is left when they go. */

/* Anna is the administrator, Bert and Carl are members, Gina is a guest. */
static ServeFixture *
make_workspace (void)
{
  ServeFixture *fixture = serve_fixture_new ();

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  serve_join (fixture, "carl", "member");
  serve_join (fixture, "gina", "guest");

  return fixture;
}

/* Where somebody kept a room is forgotten with their membership, by whatever way that ends; nobody else's is. */
static void
test_place_is_forgotten (void)
{
  g_autoptr (ServeFixture) fixture = make_workspace ();
  const char *room = serve_room (fixture, serve_id ("anna"), "lobby", "bert,carl");
  static const char *const people[] = { "anna", "bert" };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    serve_run_ok (fixture, serve_id (people[i]), serve_stream ("user", people[i]), "chat.pin-room",
                  "{\"target\":\"%s\",\"pinned\":true}", room);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM room_place WHERE target = '%s'", room), ==, 2);

  serve_run_ok (fixture, serve_id ("anna"), room, "people.remove-member", "{\"person\":\"%s\"}", serve_id ("bert"));
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM room_place WHERE target = '%s'", room), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM room_place WHERE stream = 'user/%s'", serve_id ("anna")), ==, 1);

  /* Who kept nothing of it leaves no trace of that. */
  serve_run_ok (fixture, serve_id ("carl"), room, "people.leave", "{}");
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%%room-forgotten%%'"), ==, 1);
}

static void
refuse (ServeFixture *fixture, const char *expected, const char *person, const char *stream, const char *op, const char *args)
{
  g_autofree char *result = serve_run (fixture, serve_id (person), stream, op, "%s", args);
  g_autofree char *refusal = serve_error_of (result);

  g_assert_cmpstr (refusal, ==, expected);
}

static gint64
reads (ServeFixture *fixture, const char *person, const char *room)
{
  return serve_count_of (fixture, "SELECT count(*) FROM member WHERE stream = '%s' AND person = '%s'", room, serve_id (person))
         + serve_count_of (fixture, "SELECT count(*) FROM membership WHERE stream = 'user/%s' AND target = '%s'", serve_id (person), room);
}

#define LISTED "SELECT count(*) FROM listed_room WHERE stream = 'workspace' AND name = '%s' AND access = '%s'"
#define WAITING "SELECT count(*) FROM asked_room WHERE stream = 'user/%s'"

/* A public room stands where everybody but guests looks, by its newest name, as long as somebody is in it. */
static void
test_public (void)
{
  g_autoptr (ServeFixture) fixture = make_workspace ();
  const char *room = serve_stream ("room", "lounge");
  g_autofree char *join = g_strdup_printf ("{\"room\":\"%s\"}", room);

  serve_run_ok (fixture, serve_id ("bert"), room, "chat.create-room",
                "{\"kind\":\"room\",\"name\":\"Lounge\",\"members\":[]}");
  refuse (fixture, "not-found: room: no such room", "carl", WEFT_STREAM_WORKSPACE, "chat.join-room", join);
  serve_run_ok (fixture, serve_id ("bert"), room, "chat.set-access", "{\"access\":\"public\"}");
  g_assert_cmpint (serve_count_of (fixture, LISTED, "Lounge", "public"), ==, 1);
  serve_run_ok (fixture, serve_id ("bert"), room, "chat.set-room", "{\"name\":\"Parlour\"}");
  g_assert_cmpint (serve_count_of (fixture, LISTED, "Parlour", "public"), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM listed_room"), ==, 1);

  refuse (fixture, "not-found: stream: no such stream", "gina", WEFT_STREAM_WORKSPACE, "chat.join-room", join);
  refuse (fixture, "not-found: stream: no such stream", "carl", room, "thread.send", "{}");
  serve_run_ok (fixture, serve_id ("carl"), WEFT_STREAM_WORKSPACE, "chat.join-room", "%s", join);
  g_assert_cmpint (reads (fixture, "carl", room), ==, 2);
  refuse (fixture, "exists: room: you are a member already", "carl", WEFT_STREAM_WORKSPACE, "chat.join-room", join);
  serve_message (fixture, serve_id ("carl"), room, "Hello");

  /* Private again: nobody finds it, who is in it stays. */
  serve_run_ok (fixture, serve_id ("bert"), room, "chat.set-access", "{\"access\":\"private\"}");
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM listed_room"), ==, 0);
  refuse (fixture, "not-found: room: no such room", "anna", WEFT_STREAM_WORKSPACE, "chat.join-room", join);
  g_assert_cmpint (reads (fixture, "carl", room), ==, 2);

  /* Nobody is there to let anyone in. */
  serve_run_ok (fixture, serve_id ("bert"), room, "chat.set-access", "{\"access\":\"public\"}");
  serve_run_ok (fixture, serve_id ("carl"), room, "people.leave", "{}");
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM listed_room"), ==, 1);
  serve_run_ok (fixture, serve_id ("bert"), room, "people.leave", "{}");
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM listed_room"), ==, 0);
}

/* Whoever asks waits for an administrator, who hears of it; being added is an answer, too. */
static void
test_ask (void)
{
  g_autoptr (ServeFixture) fixture = make_workspace ();
  const char *room = serve_room (fixture, serve_id ("anna"), "lobby", NULL);
  g_autofree char *join = g_strdup_printf ("{\"room\":\"%s\"}", room);

  serve_run_ok (fixture, serve_id ("anna"), room, "chat.set-access", "{\"access\":\"ask\"}");
  serve_run_ok (fixture, serve_id ("bert"), WEFT_STREAM_WORKSPACE, "chat.join-room", "%s", join);
  g_assert_cmpint (reads (fixture, "bert", room), ==, 0);
  g_assert_cmpint (serve_count_of (fixture, WAITING, serve_id ("bert")), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM notice WHERE stream = 'user/%s' AND kind = 'join' AND author = '%s'",
                          serve_id ("anna"), serve_id ("bert")), ==, 1);
  refuse (fixture, "exists: room: you have asked already", "bert", WEFT_STREAM_WORKSPACE, "chat.join-room", join);
  serve_run_ok (fixture, serve_id ("anna"), room, "chat.answer-join", "{\"person\":\"%s\",\"accepted\":false}", serve_id ("bert"));
  g_assert_cmpint (reads (fixture, "bert", room), ==, 0);
  g_assert_cmpint (serve_count_of (fixture, WAITING, serve_id ("bert")), ==, 0);

  serve_run_ok (fixture, serve_id ("bert"), WEFT_STREAM_WORKSPACE, "chat.join-room", "%s", join);
  serve_run_ok (fixture, serve_id ("anna"), room, "chat.answer-join", "{\"person\":\"%s\",\"accepted\":true}", serve_id ("bert"));
  g_assert_cmpint (reads (fixture, "bert", room), ==, 2);

  /* Bert is a member and hears nothing of those who ask. */
  serve_run_ok (fixture, serve_id ("carl"), WEFT_STREAM_WORKSPACE, "chat.join-room", "%s", join);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM notice WHERE kind = 'join'"), ==, 3);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM notice WHERE kind = 'join' AND stream <> 'user/%s'", serve_id ("anna")), ==, 0);
  serve_run_ok (fixture, serve_id ("bert"), room, "people.add-member", "{\"person\":\"%s\"}", serve_id ("carl"));
  g_assert_cmpint (serve_count_of (fixture, WAITING, serve_id ("carl")), ==, 0);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM join_request"), ==, 0);
}

/* A conversation becomes a room: the same stream, so that nothing of it is lost; a new one can be begun. */
static void
test_convert (void)
{
  g_autoptr (ServeFixture) fixture = make_workspace ();
  const char *direct = serve_stream ("room", "direct");

  serve_run_ok (fixture, serve_id ("anna"), direct, "chat.create-room",
                "{\"kind\":\"direct\",\"name\":\"\",\"members\":[\"%s\",\"%s\"]}", serve_id ("bert"), serve_id ("carl"));
  serve_message (fixture, serve_id ("bert"), direct, "Before");
  serve_run_ok (fixture, serve_id ("anna"), direct, "chat.convert-room", "{\"name\":\"Three\"}");
  serve_message (fixture, serve_id ("carl"), direct, "After");
  g_assert_cmpint (serve_count_of (fixture, "SELECT last_ordinal FROM thread WHERE stream = '%s'", direct), ==, 2);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM member WHERE stream = '%s'", direct), ==, 3);
  serve_run_ok (fixture, serve_id ("anna"), direct, "chat.set-access", "{\"access\":\"public\"}");
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM listed_room WHERE name = 'Three'"), ==, 1);
  serve_run_ok (fixture, serve_id ("bert"), serve_stream ("room", "again"), "chat.create-room",
                "{\"kind\":\"direct\",\"name\":\"\",\"members\":[\"%s\",\"%s\"]}", serve_id ("anna"), serve_id ("carl"));
}

/* Notes to oneself: one such room, and nobody else gets in. */
static void
test_self (void)
{
  g_autoptr (ServeFixture) fixture = make_workspace ();
  const char *own = serve_stream ("room", "own");
  g_autofree char *again = g_strdup_printf ("exists: members: you have a conversation of these people already, %s", own);
  g_autofree char *add = g_strdup_printf ("{\"person\":\"%s\"}", serve_id ("anna"));

  serve_run_ok (fixture, serve_id ("bert"), own, "chat.create-room", "{\"kind\":\"self\",\"name\":\"\",\"members\":[]}");
  serve_message (fixture, serve_id ("bert"), own, "Buy wool");
  refuse (fixture, again, "bert", serve_stream ("room", "two"), "chat.create-room", "{\"kind\":\"self\",\"name\":\"\",\"members\":[]}");
  refuse (fixture, "invalid: person: notes to oneself are nobody else's", "bert", own, "people.add-member", add);
}

/* Who writes and who adds people is what the room's administrators say. */
static void
test_permissions (void)
{
  g_autoptr (ServeFixture) fixture = make_workspace ();
  const char *room = serve_room (fixture, serve_id ("anna"), "lobby", "bert");
  g_autofree char *send = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"x\"}", serve_id ("message"));
  g_autofree char *add = g_strdup_printf ("{\"person\":\"%s\"}", serve_id ("carl"));

  serve_run_ok (fixture, serve_id ("anna"), room, "chat.set-permissions", "{\"post\":\"admin\",\"invite\":\"admin\",\"pin\":\"admin\"}");
  refuse (fixture, "denied: op: in this room it takes the role admin", "bert", room, "thread.send", send);
  refuse (fixture, "denied: person: in this room it takes the role admin", "bert", room, "people.add-member", add);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM message"), ==, 0);
  serve_message (fixture, serve_id ("anna"), room, "News");
  serve_run_ok (fixture, serve_id ("anna"), room, "people.add-member", "%s", add);
  serve_run_ok (fixture, serve_id ("anna"), room, "people.set-member-role", "{\"person\":\"%s\",\"role\":\"admin\"}", serve_id ("bert"));
  serve_run_ok (fixture, serve_id ("bert"), room, "thread.send", "%s", send);
}

#define HASH "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static void
invite (ServeFixture *fixture, const char *inviter, const char *word, const char *rooms)
{
  serve_run_ok (fixture, serve_id (inviter), WEFT_STREAM_WORKSPACE, "people.invite",
                "{\"id\":\"%s\",\"secret_hash\":\"" HASH "\",\"role\":\"member\",\"streams\":[%s],\"uses\":99,\"expires_at\":1900000000000}",
                serve_id (word), rooms);
}

/* They come to the workspace in any case. Returns: of how many rooms they are a member, and their list says so. */
static gint64
come (ServeFixture *fixture, const char *person, const char *invitation)
{
  gint64 n;

  serve_run_ok (fixture, "system", WEFT_STREAM_WORKSPACE, "people.join",
                "{\"person\":\"%s\",\"name\":\"%s\",\"login\":\"%s\",\"role\":\"member\",\"invitation\":\"%s\"}", serve_id (person), person,
                person, serve_id (invitation));
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM person WHERE stream = 'workspace' AND id = '%s'", serve_id (person)), ==, 1);
  n = serve_count_of (fixture, "SELECT count(*) FROM member WHERE person = '%s'", serve_id (person));
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM membership WHERE stream = 'user/%s'", serve_id (person)), ==, n);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%%membership-added%%' AND stream = 'user/%s'", serve_id (person)), ==, n);

  return n;
}

#define REFUSED "SELECT count(*) FROM audit WHERE action = 'people.add-member' AND actor = '%s' AND target = '%s %s' AND detail = '{\"refused\":\"%s\"}'"

/* Nobody gets anybody in by an invitation whom they may not add, and what counts is what they may when that one comes. */
static void
test_invited (void)
{
  g_autoptr (ServeFixture) fixture = make_workspace ();
  const char *open = serve_room (fixture, serve_id ("anna"), "open", "bert");
  const char *closed = serve_room (fixture, serve_id ("anna"), "closed", "bert");
  const char *own = serve_stream ("room", "own");
  const char *const closed_after[] = { "{\"post\":\"admin\",\"invite\":\"admin\",\"pin\":\"admin\"}", "{\"post\":\"member\",\"invite\":\"member\",\"pin\":\"member\"}" };
  g_autofree char *both = g_strdup_printf ("\"%s\",\"%s\",\"%s\"", closed, open, own);

  serve_run_ok (fixture, serve_id ("bert"), own, "chat.create-room", "{\"kind\":\"self\",\"name\":\"\",\"members\":[]}");
  invite (fixture, "bert", "early", both);
  serve_run_ok (fixture, serve_id ("anna"), closed, "chat.set-permissions", "%s", closed_after[0]);
  invite (fixture, "bert", "late", both);

  /* Whether it was made before or after: into the one room, by Bert, and neither into the closed one nor into his own notes. */
  g_assert_cmpint (come (fixture, "dora", "early"), ==, 1);
  g_assert_cmpint (come (fixture, "emil", "late"), ==, 1);
  g_assert_cmpint (reads (fixture, "dora", open), ==, 2);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM event WHERE stream = '%s' AND stored LIKE '%%member-added%%%s%%' AND stored LIKE '%%\"by\":\"%s\"%%'", open,
                          serve_id ("dora"), serve_id ("bert")), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, REFUSED, serve_id ("bert"), closed, serve_id ("dora"), "denied"), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, REFUSED, serve_id ("bert"), own, serve_id ("emil"), "invalid"), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT uses_left FROM invitation WHERE id = '%s'", serve_id ("early")), ==, 98);
  refuse (fixture, "not-found: stream: no such stream", "dora", closed, "thread.send", "{}");

  /* He may, and does; he may no more; he left. */
  serve_run_ok (fixture, serve_id ("anna"), closed, "chat.set-permissions", "%s", closed_after[1]);
  g_assert_cmpint (come (fixture, "fred", "early"), ==, 2);
  serve_run_ok (fixture, serve_id ("anna"), open, "people.set-member-role", "{\"person\":\"%s\",\"role\":\"guest\"}", serve_id ("bert"));
  g_assert_cmpint (come (fixture, "gerd", "early"), ==, 1);
  serve_run_ok (fixture, serve_id ("bert"), closed, "people.leave", "{}");
  g_assert_cmpint (come (fixture, "hugo", "late"), ==, 0);
  g_assert_cmpint (serve_count_of (fixture, REFUSED, serve_id ("bert"), closed, serve_id ("hugo"), "not-found"), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM member WHERE stream = '%s'", closed), ==, 3); /* Anna, Fred and Gerd */
}

static void
edit (ServeFixture *fixture, const char *who, const char *room, const char *message, const char *text, const char *refusal)
{
  g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"%s\"}", serve_id (message), text);

  if (refusal != NULL)
    refuse (fixture, refusal, who, room, "thread.edit", args);
  else
    serve_run_ok (fixture, serve_id (who), room, "thread.edit", "%s", args);
}

/* How long people change what they said is what the room's administrators say, who are bound by it as well; by the server's times of both. */
static void
test_edit_window (void)
{
  static const char *const late = "denied: id: was sent more than 300 s ago, the time in which messages may be changed here";
  g_autoptr (ServeFixture) fixture = make_workspace ();
  const char *room = serve_room (fixture, serve_id ("anna"), "lobby", "bert");

  serve_run_ok (fixture, serve_id ("bert"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"one\"}", serve_id ("m"));
  serve_run_ok (fixture, serve_id ("bert"), room, "thread.reply", "{\"id\":\"%s\",\"root\":\"%s\",\"also\":\"%s\",\"text\":\"one\"}",
                serve_id ("r"), serve_id ("m"), serve_id ("also"));
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"one\"}", serve_id ("a"));
  refuse (fixture, "denied: op: thread.limit-editing takes the role admin or higher, yours is member", "bert", room, "thread.limit-editing", "{\"seconds\":300}");
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.limit-editing", "{\"seconds\":300}");
  edit (fixture, "bert", room, "m", "two", NULL);

  /* The last moment, and the one after it. An edit counts from when the message was sent, not from the edit before. */
  weft_manual_clock_advance (fixture->clock, 300 * 1000 - 1);
  edit (fixture, "bert", room, "m", "three", NULL);
  edit (fixture, "bert", room, "r", "two", NULL);
  weft_manual_clock_advance (fixture->clock, 1);
  edit (fixture, "bert", room, "m", "four", late);
  edit (fixture, "bert", room, "r", "three", late);
  edit (fixture, "bert", room, "also", "three", late);
  edit (fixture, "anna", room, "a", "two", late);
  edit (fixture, "anna", room, "m", "hers", "denied: id: only who wrote a message may change it");
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM message WHERE text IN ('three', 'two', 'one')"), ==, 4);

  /* Deleting, and what is said anew, go on; in another room all goes on. */
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.delete", "{\"id\":\"%s\"}", serve_id ("a"));
  serve_run_ok (fixture, serve_id ("bert"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"one\"}", serve_id ("n"));
  edit (fixture, "bert", room, "n", "two", NULL);
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.limit-editing", "{\"seconds\":0}");
  edit (fixture, "bert", room, "n", "three", "denied: id: messages stay as they were sent here");
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.limit-editing", "{\"seconds\":-1}");
  edit (fixture, "bert", room, "m", "six", NULL);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM edit_window"), ==, 0);
}

/* As if nine thousand more had joined. */
static gboolean
fill (WeftDatabase *database, gpointer room, GError **error)
{
  return weft_database_run (database, error,
                            "INSERT INTO member (stream, person, role, since)"
                            " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)"
                            " SELECT ?1, 'x' || i, 'member', 0 FROM n",
                            "t", (const char *) room);
}

/* A thousand people come to be in one room, ten thousand have room, and not one more. */
static void
test_thousand (void)
{
  g_autoptr (ServeFixture) fixture = make_workspace ();
  const char *room = serve_room (fixture, serve_id ("anna"), "hall", NULL);
  g_autofree char *bert = g_strdup_printf ("{\"person\":\"%s\"}", serve_id ("bert"));
  g_autofree char *quoted = NULL;

  for (guint i = 0; i < 999; i++)
    {
      g_autofree char *word = g_strdup_printf ("p%u", i);

      serve_join (fixture, word, "member");
      serve_run_ok (fixture, serve_id ("anna"), room, "people.add-member", "{\"person\":\"%s\"}", serve_id (word));
    }
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM member WHERE stream = '%s'", room), ==, 1000);
  {
    g_autoptr (GError) error = NULL;

    weft_engine_call (fixture->engine, fill, (gpointer) room, &error);
    g_assert_no_error (error);
  }
  refuse (fixture, "too-large: person: there are 10000 members, the most there may be", "anna", room, "people.add-member", bert);

  /* Whoever is invited to it comes to the workspace. */
  quoted = g_strdup_printf ("\"%s\"", room);
  invite (fixture, "anna", "full", quoted);
  g_assert_cmpint (come (fixture, "dora", "full"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/rooms/place-is-forgotten", test_place_is_forgotten);
  g_test_add_func ("/parts/rooms/public", test_public);
  g_test_add_func ("/parts/rooms/ask", test_ask);
  g_test_add_func ("/parts/rooms/convert", test_convert);
  g_test_add_func ("/parts/rooms/self", test_self);
  g_test_add_func ("/parts/rooms/permissions", test_permissions);
  g_test_add_func ("/parts/rooms/invited", test_invited);
  g_test_add_func ("/parts/rooms/edit-window", test_edit_window);
  g_test_add_func ("/parts/rooms/thousand", test_thousand);

  return g_test_run ();
}
