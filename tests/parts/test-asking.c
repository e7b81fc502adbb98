/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-fixture.h"


/* Messages which ask for acknowledgement, in a whole engine: who is told, who is told again, and when that
 * ends. */

#define MINUTE 60000

/* Of which @person was told; @more: a condition. */
static gint64
count_notices (ServeFixture *fixture, const char *person, const char *more)
{
  return serve_count_of (fixture, "SELECT count(*) FROM notice WHERE stream = 'user/%s' AND kind = 'ask' %s",
                serve_id (person), more);
}

static gint64
count_jobs (ServeFixture *fixture)
{
  return serve_count_of (fixture, "SELECT count(*) FROM job WHERE id LIKE 'thread/ask/%%' AND state = 'waiting'");
}

static void
ask (ServeFixture *fixture, const char *room, const char *word, const char *severity, const char *people)
{
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.ask",
                "{\"id\":\"%s\",\"text\":\"The mill is on fire\",\"severity\":\"%s\",%s}", serve_id (word),
                severity, people);
}

static void
acknowledge (ServeFixture *fixture, const char *person, const char *room, const char *word)
{
  serve_run_ok (fixture, serve_id (person), room, "thread.acknowledge", "{\"id\":\"%s\"}", serve_id (word));
}

static ServeFixture *
make_fixture (const char **room)
{
  ServeFixture *fixture = serve_fixture_new_with (weft_server_modules, NULL, NULL);

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  serve_join (fixture, "carl", "member");
  serve_join (fixture, "dora", "member");
  *room = serve_room (fixture, serve_id ("anna"), "lobby", "bert,carl,dora");

  return fixture;
}

/* Every five minutes, whoever has not acknowledged, and nobody else; across a restart; for an hour. */
static void
test_again (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);

  ask (fixture, room, "fire", "urgent", "\"everyone\":true,\"people\":[]");
  g_assert_cmpint (count_notices (fixture, "bert",
                                  "AND event = 'thread.asked' AND severity = 'urgent' AND seen = 0"),
                   ==, 1);
  g_assert_cmpint (count_notices (fixture, "anna", ""), ==, 0);
  acknowledge (fixture, "bert", room, "fire");
  /* To have acknowledged is to have seen, on whatever device. */
  g_assert_cmpint (count_notices (fixture, "bert", "AND seen = 0"), ==, 0);

  serve_pass (fixture, 4 * MINUTE);
  g_assert_cmpint (count_notices (fixture, "carl", ""), ==, 1);
  serve_pass (fixture, MINUTE);
  g_assert_cmpint (count_notices (fixture, "bert", ""), ==, 1);
  g_assert_cmpint (
      count_notices (fixture, "carl",
                     "AND event = 'thread.asked-again' AND severity = 'urgent' AND author = 'system'"
                     " AND fields = '{\"text\":\"The mill is on fire\"}'"),
      ==, 1);
  /* Told anew, not twice. */
  g_assert_cmpint (count_notices (fixture, "carl", "AND seen = 0"), ==, 1);

  serve_fixture_reopen (fixture);
  acknowledge (fixture, "carl", room, "fire");
  serve_pass (fixture, 5 * MINUTE);
  g_assert_cmpint (count_notices (fixture, "carl", ""), ==, 2);
  g_assert_cmpint (count_notices (fixture, "carl", "AND seen = 0"), ==, 0);
  g_assert_cmpint (count_notices (fixture, "dora", ""), ==, 3);

  for (guint i = 0; i < 20; i++)
    serve_pass (fixture, 5 * MINUTE);
  g_assert_cmpint (count_notices (fixture, "dora", ""), ==, 13);
  g_assert_cmpint (count_jobs (fixture), ==, 0);
  serve_assert_whole (fixture);
}

/* When all have acknowledged, or the message is gone, nothing follows; who takes it back is asked again. */
static void
test_end (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autofree char *bert = g_strdup_printf ("\"people\":[\"%s\"]", serve_id ("bert"));
  g_autofree char *refusal = NULL;

  ask (fixture, room, "fire", "urgent", bert);
  g_assert_cmpint (count_notices (fixture, "carl", ""), ==, 0);
  acknowledge (fixture, "bert", room, "fire");
  /* From a second device, which was away. */
  acknowledge (fixture, "bert", room, "fire");
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%%thread.acknowledged%%'"),
                   ==, 1);
  serve_pass (fixture, 5 * MINUTE);
  g_assert_cmpint (count_jobs (fixture), ==, 0);
  g_assert_cmpint (count_notices (fixture, "bert", ""), ==, 1);

  serve_run_ok (fixture, serve_id ("bert"), room, "thread.take-back", "{\"id\":\"%s\"}", serve_id ("fire"));
  serve_pass (fixture, 5 * MINUTE);
  g_assert_cmpint (count_notices (fixture, "bert", "AND event = 'thread.asked-again' AND seen = 0"), ==, 1);
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.delete", "{\"id\":\"%s\"}", serve_id ("fire"));
  g_assert_cmpint (count_jobs (fixture), ==, 0);
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.restore",
                "{\"id\":\"%s\",\"text\":\"The mill is on fire\"}", serve_id ("fire"));
  g_assert_cmpint (count_jobs (fixture), ==, 1);
  /* Whoever has left is not asked. */
  serve_run_ok (fixture, serve_id ("anna"), room, "people.remove-member", "{\"person\":\"%s\"}",
                serve_id ("bert"));
  serve_pass (fixture, 5 * MINUTE);
  g_assert_cmpint (count_notices (fixture, "bert", ""), ==, 2);
  g_assert_cmpint (count_jobs (fixture), ==, 0);

  /* What only matters, and what only asks, is told once. */
  ask (fixture, room, "look", "warning", "\"everyone\":true,\"people\":[]");
  ask (fixture, room, "loud", "urgent", "\"people\":[]");
  g_assert_cmpint (count_jobs (fixture), ==, 0);
  {
    g_autofree char *result = serve_run (fixture, serve_id ("carl"), room, "thread.acknowledge",
                                         "{\"id\":\"%s\"}", serve_id ("loud"));

    refusal = serve_error_of (result);
    g_assert_cmpstr (refusal, ==, "conflict: id: nobody is asked to acknowledge it");
  }
  serve_assert_whole (fixture);
}

/* A muted room stays silent, but for what is urgent, and only for who wants that. */
static void
test_muted (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);

  for (guint i = 0; i < 2; i++)
    serve_run_ok (fixture, serve_id (i == 0 ? "bert" : "carl"),
                  serve_stream ("user", i == 0 ? "bert" : "carl"), "notices.mute",
                  "{\"target\":\"%s\",\"muted\":true}", room);
  serve_run_ok (fixture, serve_id ("carl"), serve_stream ("user", "carl"), "notices.let-through",
                "{\"urgent\":true}");
  ask (fixture, room, "look", "warning", "\"everyone\":true,\"people\":[]");
  ask (fixture, room, "fire", "urgent", "\"everyone\":true,\"people\":[]");
  serve_pass (fixture, 5 * MINUTE);
  g_assert_cmpint (count_notices (fixture, "bert", ""), ==, 0);
  g_assert_cmpint (count_notices (fixture, "carl", "AND severity = 'urgent'"), ==, 2);
  g_assert_cmpint (count_notices (fixture, "carl", ""), ==, 2);
  g_assert_cmpint (count_notices (fixture, "dora", ""), ==, 3);
  serve_run_ok (fixture, serve_id ("carl"), serve_stream ("user", "carl"), "notices.let-through",
                "{\"urgent\":false}");
  serve_pass (fixture, 5 * MINUTE);
  g_assert_cmpint (count_notices (fixture, "carl", ""), ==, 2);
}

/* Where only administrators may write, only they may ask; and what was erased asks nobody. */
static void
test_rights (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autofree char *result = NULL;
  g_autofree char *refusal = NULL;

  ask (fixture, room, "fire", "urgent", "\"everyone\":true,\"people\":[]");
  serve_run_ok (fixture, serve_id ("anna"), room, "chat.set-permissions",
                "{\"post\":\"admin\",\"invite\":\"admin\",\"pin\":\"admin\"}");
  result = serve_run (fixture, serve_id ("bert"), room, "thread.ask",
                      "{\"id\":\"%s\",\"text\":\"x\",\"severity\":\"urgent\",\"people\":[]}", serve_id ("x"));
  refusal = serve_error_of (result);
  g_assert_cmpstr (refusal, ==, "denied: op: in this room it takes the role admin");
  serve_run_ok (fixture, serve_id ("anna"), room, "content.erase", "{\"rows\":\"message:%s\"}",
                serve_id ("fire"));
  serve_pass (fixture, 5 * MINUTE);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%%mill is on fire%%'"), ==,
                   0);
  g_assert_cmpint (count_notices (fixture, "bert", "AND event = 'thread.asked-again'"), ==, 0);
  g_assert_cmpint (count_jobs (fixture), ==, 0);
  serve_assert_whole (fixture);
}

/* In a thread: who is asked hears of it once, and stands asked until they acknowledge; who follows hears of a reply; an urgent one asks again. */
static void
test_thread (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);

  serve_run_ok (fixture, serve_id ("dora"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"The mill\"}", serve_id ("root"));
  serve_run_ok (fixture, serve_id ("bert"), room, "thread.reply", "{\"id\":\"%s\",\"root\":\"%s\",\"text\":\"Yes?\"}", serve_id ("first"),
                serve_id ("root"));
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.ask",
                "{\"id\":\"%s\",\"root\":\"%s\",\"text\":\"The mill is on fire\",\"severity\":\"urgent\",\"people\":[\"%s\",\"%s\"]}", serve_id ("fire"),
                serve_id ("root"), serve_id ("bert"), serve_id ("carl"));
  g_assert_cmpint (serve_count_of (fixture, "SELECT replies FROM message WHERE id = '%s'", serve_id ("root")), ==, 2);
  /* Bert follows, and is asked: told once. Dora began it. Carl has nothing to do with it but to be asked. */
  g_assert_cmpint (count_notices (fixture, "bert", "AND event = 'thread.reply-asked' AND severity = 'urgent'"), ==, 1);
  g_assert_cmpint (count_notices (fixture, "carl", "AND event = 'thread.reply-asked' AND severity = 'urgent'"), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM notice WHERE stream = 'user/%s' AND event = 'thread.reply-asked'", serve_id ("bert")), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM notice WHERE stream = 'user/%s' AND event = 'thread.reply-asked' AND kind = 'reply'", serve_id ("dora")), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM followed_thread WHERE stream = 'user/%s' AND follows = 1", serve_id ("anna")), ==, 1);

  acknowledge (fixture, "bert", room, "fire");
  g_assert_cmpint (count_notices (fixture, "bert", "AND seen = 0"), ==, 0);
  g_assert_cmpint (count_notices (fixture, "carl", "AND seen = 0"), ==, 1);
  serve_pass (fixture, 5 * MINUTE);
  g_assert_cmpint (count_notices (fixture, "bert", ""), ==, 1);
  g_assert_cmpint (count_notices (fixture, "carl", "AND event = 'thread.asked-again' AND seen = 0"), ==, 1);
  acknowledge (fixture, "carl", room, "fire");
  serve_pass (fixture, 5 * MINUTE);
  g_assert_cmpint (count_notices (fixture, "carl", ""), ==, 2);
  g_assert_cmpint (count_jobs (fixture), ==, 0);
  serve_assert_whole (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/asking/again", test_again);
  g_test_add_func ("/parts/asking/end", test_end);
  g_test_add_func ("/parts/asking/muted", test_muted);
  g_test_add_func ("/parts/asking/rights", test_rights);
  g_test_add_func ("/parts/asking/thread", test_thread);

  return g_test_run ();
}
