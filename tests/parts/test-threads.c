/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-fixture.h"

#include "parts/thread/shared/weft-reply.h"

/* Threads in a whole engine: their numbers, who hears of them, and what goes with what. */

static gint64
count_notices (ServeFixture *fixture, const char *person, const char *kind)
{
  return serve_count_of (fixture, "SELECT count(*) FROM notice WHERE stream = 'user/%s' AND event = 'thread.replied' AND kind = '%s'",
                serve_id (person), kind);
}

static gint64
get_follows (ServeFixture *fixture, const char *person, const char *root)
{
  return serve_count_of (fixture, "SELECT coalesce (max (follows), -1) FROM followed_thread WHERE stream = 'user/%s' AND root = '%s'",
                serve_id (person), serve_id (root));
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
  serve_run_ok (fixture, serve_id ("anna"), *room, "thread.send", "{\"id\":\"%s\",\"text\":\"First\"}", serve_id ("first"));
  serve_run_ok (fixture, serve_id ("bert"), *room, "thread.send", "{\"id\":\"%s\",\"text\":\"Second\"}", serve_id ("second"));

  return fixture;
}

static void
reply (ServeFixture *fixture, const char *person, const char *stream, const char *id, const char *root, const char *text)
{
  serve_run_ok (fixture, serve_id (person), stream, "thread.reply", "{\"id\":\"%s\",\"root\":\"%s\",\"text\":\"%s\"}",
                serve_id (id), serve_id (root), text);
}

/* Each thread is numbered without a hole, in a stretch of its own, and the room's own numbers know nothing of it. */
static void
test_numbers (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  static const char *const people[] = { "anna", "bert", "carl", "dora" };
  static const char *const roots[] = { "first", "second" };
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *id = g_strdup_printf ("r%u", i);
      const char *person = people[g_rand_int_range (random, 0, 4)];

      reply (fixture, person, room, id, roots[g_rand_int_range (random, 0, 2)], "Reply");
      if (g_rand_int_range (random, 0, 4) == 0)
        serve_run_ok (fixture, serve_id (person), room, "thread.delete", "{\"id\":\"%s\"}", serve_id (id));
    }
  for (guint r = 0; r < 2; r++)
    {
      gint64 base = weft_reply_base (r + 1);
      gint64 n = serve_count_of (fixture, "SELECT replies FROM message WHERE id = '%s'", serve_id (roots[r]));

      g_assert_cmpint (n, >, 0);
      g_assert_cmpint (n, ==, serve_count_of (fixture, "SELECT count(*) FROM message WHERE ordinal BETWEEN %" G_GINT64_FORMAT " AND %" G_GINT64_FORMAT,
                                     base + 1, base + n));
      g_assert_cmpint (weft_reply_get_root (base + 1), ==, r + 1);
      g_assert_cmpint (weft_reply_get_root (base + WEFT_REPLIES_MAX), ==, r + 1);
      g_assert_cmpint (weft_reply_get_place (base + n), ==, n);
    }
  g_assert_cmpint (serve_count_of (fixture, "SELECT sum (replies) FROM message"), ==, 60);
  g_assert_cmpint (serve_count_of (fixture, "SELECT last_ordinal FROM thread"), ==, 2);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM message WHERE ordinal = 0 OR ordinal > 2"), ==, 0);
  serve_assert_whole (fixture);
}

/* Who began it and who replies hear of it; who says otherwise does not. */
static void
test_followers (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);

  reply (fixture, "bert", room, "one", "first", "Yes");
  g_assert_cmpint (count_notices (fixture, "anna", "reply"), ==, 1);
  g_assert_cmpint (count_notices (fixture, "bert", "reply"), ==, 0);
  g_assert_cmpint (count_notices (fixture, "carl", "reply"), ==, 0);
  g_assert_cmpint (get_follows (fixture, "anna", "first"), ==, 1);
  g_assert_cmpint (get_follows (fixture, "bert", "first"), ==, 1);
  g_assert_cmpint (get_follows (fixture, "carl", "first"), ==, -1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM notice WHERE fields = '{\"text\":\"Yes\",\"root\":\"%s\"}' AND object = '%s'",
                          serve_id ("first"), serve_id ("one")), ==, 1);

  serve_run_ok (fixture, serve_id ("carl"), serve_stream ("user", "carl"), "thread.follow-thread",
                "{\"target\":\"%s\",\"root\":\"%s\",\"follows\":true}", room, serve_id ("first"));
  serve_run_ok (fixture, serve_id ("anna"), serve_stream ("user", "anna"), "thread.follow-thread",
                "{\"target\":\"%s\",\"root\":\"%s\",\"follows\":false}", room, serve_id ("first"));
  reply (fixture, "dora", room, "two", "first", "No");
  g_assert_cmpint (count_notices (fixture, "anna", "reply"), ==, 1);
  g_assert_cmpint (count_notices (fixture, "bert", "reply"), ==, 1);
  g_assert_cmpint (count_notices (fixture, "carl", "reply"), ==, 1);

  /* Who wants to hear nothing of it does not begin to by replying, but hears when named. */
  reply (fixture, "anna", room, "three", "first", "Well");
  g_assert_cmpint (get_follows (fixture, "anna", "first"), ==, 0);
  reply (fixture, "bert", room, "four", "first", "@Anna, no?");
  g_assert_cmpint (count_notices (fixture, "anna", "reply"), ==, 1);
  g_assert_cmpint (count_notices (fixture, "anna", "mention"), ==, 1);
  /* Named and following: one notice. */
  reply (fixture, "anna", room, "five", "first", "@bert yes");
  g_assert_cmpint (count_notices (fixture, "bert", "mention"), ==, 1);
  g_assert_cmpint (count_notices (fixture, "bert", "reply"), ==, 2);

  /* A muted room is silent, and who left follows nothing there. */
  serve_run_ok (fixture, serve_id ("carl"), serve_stream ("user", "carl"), "notices.mute", "{\"target\":\"%s\",\"muted\":true}", room);
  reply (fixture, "anna", room, "six", "first", "So");
  g_assert_cmpint (count_notices (fixture, "carl", "reply"), ==, 4);
  serve_run_ok (fixture, serve_id ("bert"), room, "people.leave", "{}");
  g_assert_cmpint (get_follows (fixture, "bert", "first"), ==, -1);
  reply (fixture, "anna", room, "seven", "second", "Bert began this");
  g_assert_cmpint (get_follows (fixture, "bert", "second"), ==, -1);
  serve_assert_whole (fixture);
}

/* In a conversation of two the other one hears of every reply, also in a thread which is not theirs. */
static void
test_direct (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  const char *direct = serve_stream ("room", "pair");

  serve_run_ok (fixture, serve_id ("anna"), direct, "chat.create-room", "{\"kind\":\"direct\",\"name\":\"\",\"members\":[\"%s\"]}", serve_id ("bert"));
  serve_run_ok (fixture, serve_id ("anna"), direct, "thread.send", "{\"id\":\"%s\",\"text\":\"Psst\"}", serve_id ("psst"));
  reply (fixture, "anna", direct, "one", "psst", "And another thing");
  g_assert_cmpint (count_notices (fixture, "bert", "direct"), ==, 1);
  reply (fixture, "bert", direct, "two", "psst", "Yes?");
  g_assert_cmpint (count_notices (fixture, "anna", "reply") + count_notices (fixture, "anna", "direct"), ==, 1);
}

/* Where only administrators write, they also reply; and a thread is no way around that. */
static void
test_permission (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autofree char *result = NULL;
  g_autofree char *error = NULL;

  serve_run_ok (fixture, serve_id ("anna"), room, "chat.set-permissions", "{\"post\":\"admin\",\"invite\":\"member\",\"pin\":\"member\"}");
  result = serve_run (fixture, serve_id ("bert"), room, "thread.reply", "{\"id\":\"%s\",\"root\":\"%s\",\"text\":\"x\"}", serve_id ("one"), serve_id ("first"));
  error = serve_error_of (result);
  g_assert_cmpstr (error, ==, "denied: op: in this room it takes the role admin");
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM followed_thread"), ==, 0);
  reply (fixture, "anna", room, "two", "first", "Fine");
}

/* A reply that is shown in the room as well is one thing said in two places. */
static void
test_shown (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);

  serve_run_ok (fixture, serve_id ("bert"), room, "thread.reply", "{\"id\":\"%s\",\"root\":\"%s\",\"text\":\"quokka @carl\",\"also\":\"%s\"}",
                serve_id ("one"), serve_id ("first"), serve_id ("shown"));
  g_assert_cmpint (serve_count_of (fixture, "SELECT last_ordinal FROM thread"), ==, 3);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM notice WHERE stream = 'user/%s'", serve_id ("carl")), ==, 1);

  serve_run_ok (fixture, serve_id ("bert"), room, "thread.edit", "{\"id\":\"%s\",\"text\":\"numbat\"}", serve_id ("shown"));
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM message WHERE text = 'numbat'"), ==, 2);
  serve_run_ok (fixture, serve_id ("bert"), room, "thread.delete", "{\"id\":\"%s\"}", serve_id ("one"));
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM message WHERE deleted = 1"), ==, 2);
  serve_run_ok (fixture, serve_id ("bert"), room, "thread.restore", "{\"id\":\"%s\",\"text\":\"numbat\"}", serve_id ("one"));
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM message WHERE text = 'numbat' AND deleted = 0"), ==, 2);
  serve_assert_whole (fixture);

  /* Erased in one place, it is nowhere. */
  serve_run_ok (fixture, serve_id ("bert"), room, "content.erase", "{\"rows\":\"message:%s\"}", serve_id ("one"));
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM message WHERE text = 'numbat'"), ==, 0);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%%numbat%%' OR stored LIKE '%%quokka%%'"), ==, 0);
  serve_assert_whole (fixture);
}

/* Its title is content of the root's. */
static void
test_title_is_erased (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);

  reply (fixture, "bert", room, "one", "first", "Yes");
  serve_run_ok (fixture, serve_id ("bert"), room, "thread.name-thread", "{\"id\":\"%s\",\"title\":\"wombat\"}", serve_id ("first"));
  serve_run_ok (fixture, serve_id ("carl"), room, "thread.resolve-thread", "{\"id\":\"%s\",\"resolved\":true}", serve_id ("first"));
  serve_run_ok (fixture, serve_id ("anna"), room, "content.erase", "{\"rows\":\"message:%s\"}", serve_id ("first"));
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%%wombat%%'"), ==, 0);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM message WHERE title IS NULL AND resolved = 1 AND replies = 1"), ==, 1);
  serve_assert_whole (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/threads/numbers", test_numbers);
  g_test_add_func ("/parts/threads/followers", test_followers);
  g_test_add_func ("/parts/threads/direct", test_direct);
  g_test_add_func ("/parts/threads/permission", test_permission);
  g_test_add_func ("/parts/threads/shown", test_shown);
  g_test_add_func ("/parts/threads/title-is-erased", test_title_is_erased);

  return g_test_run ();
}
