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

static gint64
count (ServeFixture *fixture, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gint64
count (ServeFixture *fixture, const char *format, ...)
{
  g_autofree char *sql = NULL;
  va_list arguments;

  va_start (arguments, format);
  sql = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  return serve_count (fixture, sql);
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
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM room_place WHERE target = '%s'", room), ==, 2);

  serve_run_ok (fixture, serve_id ("anna"), room, "people.remove-member", "{\"person\":\"%s\"}", serve_id ("bert"));
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM room_place WHERE target = '%s'", room), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM room_place WHERE stream = 'user/%s'", serve_id ("anna")), ==, 1);

  /* Who kept nothing of it leaves no trace of that. */
  serve_run_ok (fixture, serve_id ("carl"), room, "people.leave", "{}");
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%%room-forgotten%%'"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/rooms/place-is-forgotten", test_place_is_forgotten);

  return g_test_run ();
}
