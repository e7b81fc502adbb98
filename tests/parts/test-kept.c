/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages pinned in a room and saved by people, in a whole engine. */

#include <string.h>

#include "serve-fixture.h"

static char *
try (ServeFixture *fixture, const char *who, const char *stream, const char *op, const char *word)
{
  g_autofree char *result
      = serve_run (fixture, serve_id (who), stream, op, "{\"id\":\"%s\"}", serve_id (word));

  return serve_error_of (result);
}

static const char *
furnish (ServeFixture *fixture)
{
  const char *room;

  serve_found (fixture);
  serve_join (fixture, "ben", "member");
  room = serve_room (fixture, serve_id ("anna"), "lobby", "ben");
  serve_run_ok (fixture, serve_id ("ben"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"quokka\"}",
                serve_id ("m"));
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"wombat\"}",
                serve_id ("o"));
  return room;
}

/* Who may pin is the room's to say, also to take down what is pinned. */
static void
test_permission (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  g_autofree char *pinned = NULL;
  g_autofree char *unpinned = NULL;
  g_autofree char *late = NULL;

  serve_run_ok (fixture, serve_id ("ben"), room, "thread.pin", "{\"id\":\"%s\"}", serve_id ("m"));
  serve_run_ok (fixture, serve_id ("anna"), room, "chat.set-permissions",
                "{\"post\":\"guest\",\"invite\":\"member\",\"pin\":\"admin\"}");
  pinned = try (fixture, "ben", room, "thread.pin", "o");
  g_assert_cmpstr (pinned, ==, "denied: id: in this room it takes the role admin");
  unpinned = try (fixture, "ben", room, "thread.unpin", "m");
  g_assert_cmpstr (unpinned, ==, "denied: id: in this room it takes the role admin");
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.unpin", "{\"id\":\"%s\"}", serve_id ("m"));
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.pin", "{\"id\":\"%s\"}", serve_id ("o"));
  late = try (fixture, "anna", room, "thread.pin", "o");
  g_assert_cmpstr (late, ==, "exists: id: the message is pinned already");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message_pin"), ==, 1);
}

/* What is kept holds nothing of what was said: the place outlives the message, and one's membership. */
static void
test_gone (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  const char *own = serve_stream ("user", "ben");
  g_autofree char *outside = NULL;
  g_autofree char *result = NULL;

  serve_run_ok (fixture, serve_id ("anna"), room, "thread.pin", "{\"id\":\"%s\"}", serve_id ("m"));
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.save",
                "{\"id\":\"%s\",\"target\":\"%s\",\"ordinal\":1}", serve_id ("m"), room);
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.save",
                "{\"id\":\"%s\",\"target\":\"%s\",\"ordinal\":2}", serve_id ("o"), room);
  serve_run_ok (fixture, serve_id ("ben"), room, "content.erase", "{\"rows\":\"message:%s\"}",
                serve_id ("m"));
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%quokka%'"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message_pin"), ==, 1);

  serve_run_ok (fixture, serve_id ("ben"), room, "people.leave", "{}");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM saved_message"), ==, 2);
  g_assert_cmpint (
      serve_count (fixture,
                   "SELECT count(*) FROM event WHERE stream LIKE 'user/%' AND stored LIKE '%wombat%'"),
      ==, 0);
  /* Nothing more is saved of a place that is not theirs any more; what is there can go. */
  result = serve_run (fixture, serve_id ("ben"), own, "thread.save",
                      "{\"id\":\"%s\",\"target\":\"%s\",\"ordinal\":3}", serve_id ("p"), room);
  outside = serve_error_of (result);
  g_assert_cmpstr (outside, ==, "not-found: target: no such stream");
  serve_run_ok (fixture, serve_id ("ben"), own, "thread.unsave", "{\"id\":\"%s\"}", serve_id ("o"));
}

static void
test_bounds (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  g_autofree char *refused = NULL;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *word = g_strdup_printf ("n%u", i);

      serve_run_ok (fixture, serve_id ("ben"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"x\"}",
                    serve_id (word));
      serve_run_ok (fixture, serve_id ("ben"), room, "thread.pin", "{\"id\":\"%s\"}", serve_id (word));
    }
  refused = try (fixture, "ben", room, "thread.pin", "m");
  g_assert_cmpstr (refused, ==,
                   "too-large: id: 100 messages are pinned here, the most there may be; take some down");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parts/kept/permission", test_permission);
  g_test_add_func ("/parts/kept/gone", test_gone);
  g_test_add_func ("/parts/kept/bounds", test_bounds);
  return g_test_run ();
}
