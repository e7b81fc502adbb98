/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "desk.h"
#include "serve-fixture.h"
#include "store/weft-rows.h"

/* The server's halves of people, thread and chat, in a whole engine: what only the server knows. */

#define SECRET_HASH "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static const char *const anna = "anna";

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

static void assert_refused (ServeFixture *fixture,
                            const char *expected,
                            const char *person,
                            const char *stream,
                            const char *op,
                            const char *format,
                            ...) G_GNUC_PRINTF (6, 7);

static void
assert_refused (ServeFixture *fixture,
                const char *expected,
                const char *person,
                const char *stream,
                const char *op,
                const char *format,
                ...)
{
  g_autofree char *args = NULL;
  g_autofree char *result = NULL;
  g_autofree char *refusal = NULL;
  va_list arguments;

  va_start (arguments, format);
  args = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  result = serve_run (fixture, g_str_equal (person, "system") ? person : serve_id (person), stream, op, "%s",
                      args);
  refusal = serve_error_of (result);
  g_assert_cmpstr (refusal, ==, expected);
}

#define assert_count(fixture_, expected_, ...)                                                               \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *sql_ = g_strdup_printf (__VA_ARGS__);                                                   \
    g_assert_cmpint (serve_count (fixture_, sql_), ==, expected_);                                           \
  }                                                                                                          \
  G_STMT_END

static void
invite (ServeFixture *fixture, const char *inviter, const char *word, const char *role, const char *stream)
{
  serve_run_ok (fixture, serve_id (inviter), WEFT_STREAM_WORKSPACE, "people.invite",
                "{\"id\":\"%s\",\"secret_hash\":\"" SECRET_HASH
                "\",\"role\":\"%s\",\"streams\":[\"%s\"],\"uses\":5,"
                "\"expires_at\":1900000000000}",
                serve_id (word), role, stream);
}

#define JOIN "{\"person\":\"%s\",\"name\":\"%s\",\"login\":\"%s\",\"role\":\"%s\",\"invitation\":\"%s\"}"

static void
test_invitation (void)
{
  g_autoptr (ServeFixture) fixture = make_workspace ();
  const char *room = serve_room (fixture, serve_id (anna), "looms", "bert");
  const char *other = serve_room (fixture, serve_id ("carl"), "dyes", NULL);

  /* To streams which the inviter is no member of one cannot invite, whether they are there or not. */
  assert_refused (fixture, "not-found: streams[1]: no such stream", "bert", WEFT_STREAM_WORKSPACE,
                  "people.invite",
                  "{\"id\":\"%s\",\"secret_hash\":\"" SECRET_HASH
                  "\",\"role\":\"member\",\"streams\":[\"%s\",\"%s\"],"
                  "\"uses\":1,\"expires_at\":1900000000000}",
                  serve_id ("bad"), room, other);
  assert_refused (fixture, "not-found: streams[0]: no such stream", "bert", WEFT_STREAM_WORKSPACE,
                  "people.invite",
                  "{\"id\":\"%s\",\"secret_hash\":\"" SECRET_HASH
                  "\",\"role\":\"member\",\"streams\":[\"%s\"],"
                  "\"uses\":1,\"expires_at\":1900000000000}",
                  serve_id ("bad"), serve_stream ("room", "nowhere"));
  assert_refused (fixture, "not-found: streams[0]: no such stream", "bert", WEFT_STREAM_WORKSPACE,
                  "people.invite",
                  "{\"id\":\"%s\",\"secret_hash\":\"" SECRET_HASH
                  "\",\"role\":\"member\",\"streams\":[\"workspace\"],"
                  "\"uses\":1,\"expires_at\":1900000000000}",
                  serve_id ("bad"));
  assert_count (fixture, 0, "SELECT count(*) FROM invitation_secret WHERE id = '%s'", serve_id ("bad"));

  invite (fixture, "bert", "to looms", "member", room);
  assert_count (fixture, 1,
                "SELECT count(*) FROM invitation_secret WHERE id = '%s' AND hash = '" SECRET_HASH "'",
                serve_id ("to looms"));
  /* The secret's hash is on no stream. */
  assert_count (fixture, 0, "SELECT count(*) FROM event WHERE stored LIKE '%%%s%%'", SECRET_HASH);

  serve_run_ok (fixture, "system", WEFT_STREAM_WORKSPACE, "people.join", JOIN, serve_id ("dora"), "Dora",
                "dora", "member", serve_id ("to looms"));
  assert_count (fixture, 1,
                "SELECT count(*) FROM member WHERE stream = '%s' AND person = '%s' AND role = 'member'", room,
                serve_id ("dora"));
  assert_count (fixture, 1, "SELECT count(*) FROM membership WHERE stream = 'user/%s' AND target = '%s'",
                serve_id ("dora"), room);
  assert_count (fixture, 4, "SELECT uses_left FROM invitation WHERE id = '%s'", serve_id ("to looms"));

  /* A login is taken however it is written. */
  assert_refused (fixture, "exists: login: is taken; choose another one", "system", WEFT_STREAM_WORKSPACE,
                  "people.join", JOIN, serve_id ("false dora"), "Dora", "DÓRA", "member",
                  serve_id ("to looms"));
  assert_count (fixture, 4, "SELECT uses_left FROM invitation WHERE id = '%s'", serve_id ("to looms"));

  /* Who has left a stream lets nobody into it any more. */
  serve_run_ok (fixture, serve_id (anna), room, "people.remove-member", "{\"person\":\"%s\"}",
                serve_id ("bert"));
  serve_run_ok (fixture, "system", WEFT_STREAM_WORKSPACE, "people.join", JOIN, serve_id ("emil"), "Emil",
                "emil", "member", serve_id ("to looms"));
  assert_count (fixture, 1, "SELECT count(*) FROM person WHERE id = '%s'", serve_id ("emil"));
  assert_count (fixture, 0, "SELECT count(*) FROM member WHERE person = '%s'", serve_id ("emil"));

  /* Taken back, it has neither secret nor streams. */
  serve_run_ok (fixture, serve_id ("bert"), WEFT_STREAM_WORKSPACE, "people.revoke-invitation",
                "{\"id\":\"%s\"}", serve_id ("to looms"));
  assert_count (fixture, 0, "SELECT count(*) FROM invitation_secret WHERE id = '%s'", serve_id ("to looms"));
  assert_count (fixture, 0, "SELECT count(*) FROM invitation_stream WHERE id = '%s'", serve_id ("to looms"));
  assert_refused (fixture, "denied: invitation: it was taken back; ask for a new one", "system",
                  WEFT_STREAM_WORKSPACE, "people.join", JOIN, serve_id ("fred"), "Fred", "fred", "member",
                  serve_id ("to looms"));
}

static void
test_guests (void)
{
  g_autoptr (ServeFixture) fixture = make_workspace ();
  const char *room = serve_room (fixture, serve_id (anna), "looms", "bert,gina");

  /* A guest of the workspace adds nobody, also where they are made a member. */
  assert_refused (fixture, "denied: op: people.add-member takes the role member or higher, yours is guest", "gina", room,
                  "people.add-member", "{\"person\":\"%s\"}", serve_id ("carl"));

  /* Guests come as guests: their row is what they are here if they become members of the workspace. */
  invite (fixture, "bert", "for guests", "guest", room);
  serve_run_ok (fixture, "system", WEFT_STREAM_WORKSPACE, "people.join", JOIN, serve_id ("hugo"), "Hugo",
                "hugo", "guest", serve_id ("for guests"));
  assert_count (fixture, 1,
                "SELECT count(*) FROM member WHERE stream = '%s' AND person = '%s' AND role = 'member'", room,
                serve_id ("hugo"));
  assert_refused (fixture, "denied: op: people.add-member takes the role member or higher, yours is guest", "hugo", room,
                  "people.add-member", "{\"person\":\"%s\"}", serve_id ("carl"));
  /* An administrator of the workspace comes as a member. */
  invite (fixture, anna, "for administrators", "admin", room);
  serve_run_ok (fixture, "system", WEFT_STREAM_WORKSPACE, "people.join", JOIN, serve_id ("ines"), "Ines",
                "ines", "admin", serve_id ("for administrators"));
  assert_count (fixture, 1,
                "SELECT count(*) FROM member WHERE stream = '%s' AND person = '%s' AND role = 'member'", room,
                serve_id ("ines"));
}

static void
test_add_member (void)
{
  g_autoptr (ServeFixture) fixture = make_workspace ();
  const char *room = serve_room (fixture, serve_id (anna), "looms", "bert");

  assert_refused (fixture, "not-found: person: no such person in this workspace", "bert", room,
                  "people.add-member", "{\"person\":\"%s\"}", serve_id ("nobody"));
  serve_run_ok (fixture, serve_id (anna), WEFT_STREAM_WORKSPACE, "people.suspend",
                "{\"person\":\"%s\",\"suspended\":true}", serve_id ("carl"));
  assert_refused (fixture, "denied: person: is suspended", "bert", room, "people.add-member",
                  "{\"person\":\"%s\"}", serve_id ("carl"));
  serve_run_ok (fixture, serve_id (anna), WEFT_STREAM_WORKSPACE, "people.suspend",
                "{\"person\":\"%s\",\"suspended\":false}", serve_id ("carl"));
  serve_run_ok (fixture, serve_id ("bert"), room, "people.add-member", "{\"person\":\"%s\"}",
                serve_id ("carl"));
  assert_count (
      fixture, 1,
      "SELECT count(*) FROM membership WHERE stream = 'user/%s' AND target = '%s' AND role = 'member'",
      serve_id ("carl"), room);

  serve_run_ok (fixture, serve_id (anna), room, "people.set-member-role",
                "{\"person\":\"%s\",\"role\":\"admin\"}", serve_id ("carl"));
  assert_count (
      fixture, 1,
      "SELECT count(*) FROM membership WHERE stream = 'user/%s' AND target = '%s' AND role = 'admin'",
      serve_id ("carl"), room);
  serve_run_ok (fixture, serve_id ("carl"), room, "people.leave", "{}");
  assert_count (fixture, 0, "SELECT count(*) FROM membership WHERE stream = 'user/%s' AND target = '%s'",
                serve_id ("carl"), room);
  /* Back outside, the room is not there. */
  assert_refused (fixture, "not-found: stream: no such stream", "carl", room, "people.leave", "{}");
}

static void
test_create_room (void)
{
  g_autoptr (ServeFixture) fixture = make_workspace ();
  const char *direct = serve_stream ("room", "anna and bert");
  g_autofree char *taken = NULL;

  assert_refused (fixture, "not-found: members[1]: no such person in this workspace", anna, direct,
                  "chat.create-room", "{\"kind\":\"room\",\"name\":\"Looms\",\"members\":[\"%s\",\"%s\"]}",
                  serve_id ("bert"), serve_id ("nobody"));
  assert_count (fixture, 0, "SELECT count(*) FROM room");
  assert_count (fixture, 0, "SELECT count(*) FROM member");

  serve_run_ok (fixture, serve_id (anna), direct, "chat.create-room",
                "{\"kind\":\"direct\",\"name\":\"\",\"members\":[\"%s\"]}", serve_id ("bert"));
  taken = g_strdup_printf ("exists: members: you have a conversation of these people already, %s", direct);
  assert_refused (fixture, taken, "bert", serve_stream ("room", "again"), "chat.create-room",
                  "{\"kind\":\"direct\",\"name\":\"\",\"members\":[\"%s\",\"%s\"]}", serve_id (anna),
                  serve_id ("bert"));
  /* Of others, or of more, it is another one. */
  serve_run_ok (fixture, serve_id (anna), serve_stream ("room", "anna and carl"), "chat.create-room",
                "{\"kind\":\"direct\",\"name\":\"\",\"members\":[\"%s\"]}", serve_id ("carl"));
  serve_run_ok (fixture, serve_id (anna), serve_stream ("room", "all three"), "chat.create-room",
                "{\"kind\":\"direct\",\"name\":\"\",\"members\":[\"%s\",\"%s\"]}", serve_id ("carl"),
                serve_id ("bert"));
  /* A room of the same people is no direct conversation. */
  serve_run_ok (fixture, serve_id (anna), serve_stream ("room", "a room"), "chat.create-room",
                "{\"kind\":\"room\",\"name\":\"Both\",\"members\":[\"%s\"]}", serve_id ("bert"));

  serve_run_ok (fixture, serve_id (anna), WEFT_STREAM_WORKSPACE, "people.suspend",
                "{\"person\":\"%s\",\"suspended\":true}", serve_id ("carl"));
  assert_refused (fixture, "denied: members[0]: is suspended", anna, serve_stream ("room", "late"),
                  "chat.create-room", "{\"kind\":\"room\",\"name\":\"Late\",\"members\":[\"%s\"]}",
                  serve_id ("carl"));
}

typedef struct
{
  GMutex mutex;
  GPtrArray *ended; /* ids of people */
} Listener;

static void
on_events (
    const char *stream, gint64 first, GPtrArray *stored, const WeftPosition *position, gpointer user_data)
{
}

static void
on_members_changed (const char *stream, const char *person, WeftRole role, gpointer user_data)
{
}

static void
on_sessions_ended (const char *person, gpointer user_data)
{
  Listener *listener = user_data;

  g_mutex_lock (&listener->mutex);
  g_ptr_array_add (listener->ended, g_strdup (person));
  g_mutex_unlock (&listener->mutex);
}

static void
test_suspend (void)
{
  static const WeftSubscriber subscriber = { on_events, on_members_changed, on_sessions_ended };
  Listener listener = { .ended = g_ptr_array_new_with_free_func (g_free) };
  ServeFixture *fixture = make_workspace ();
  g_autoptr (GError) error = NULL;

  g_mutex_init (&listener.mutex);
  g_clear_object (&fixture->engine);
  fixture->engine
      = weft_engine_new (fixture->registry, weft_server_modules, fixture->directory, WEFT_CLOCK (fixture->clock));
  weft_engine_set_database (fixture->engine, fixture->url);
  weft_engine_set_subscriber (fixture->engine, &subscriber, &listener);
  weft_engine_open (fixture->engine, &error);
  g_assert_no_error (error);

  serve_run_ok (fixture, serve_id (anna), WEFT_STREAM_WORKSPACE, "people.suspend",
                "{\"person\":\"%s\",\"suspended\":true}", serve_id ("bert"));
  assert_refused (
      fixture,
      "conflict: person: this is the last administrator of the workspace; make somebody else one first",
      "system", WEFT_STREAM_WORKSPACE, "people.suspend", "{\"person\":\"%s\",\"suspended\":true}",
      serve_id (anna));
  serve_run_ok (fixture, serve_id (anna), WEFT_STREAM_WORKSPACE, "people.suspend",
                "{\"person\":\"%s\",\"suspended\":false}", serve_id ("bert"));
  serve_fixture_free (fixture); /* waits for the writer */

  g_assert_cmpuint (listener.ended->len, ==, 1);
  g_assert_cmpstr (listener.ended->pdata[0], ==, serve_id ("bert"));
  g_ptr_array_unref (listener.ended);
  g_mutex_clear (&listener.mutex);
}

/* The log which the engine kept, folded on an empty desk, gives the engine's rows. */
static void
test_replay (void)
{
  g_autoptr (ServeFixture) fixture = make_workspace ();
  g_autoptr (Desk) desk = desk_new ();
  const char *room = serve_room (fixture, serve_id (anna), "looms", "bert,gina");
  g_autoptr (GError) error = NULL;
  g_autofree char *rows = NULL;
  g_autofree char *replayed = NULL;
  WeftDatabase *database;
  WeftStatement *statement;
  guint n_events = 0;

  invite (fixture, "bert", "to looms", "member", room);
  serve_run_ok (fixture, "system", WEFT_STREAM_WORKSPACE, "people.join", JOIN, serve_id ("dora"), "Dora",
                "dora", "member", serve_id ("to looms"));
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *text = g_strdup_printf ("Message %u", i);

      serve_message (fixture, serve_id (i % 2 == 0 ? "dora" : "gina"), room, text);
    }
  serve_run_ok (fixture, serve_id ("bert"), serve_stream ("user", "bert"), "thread.save-draft",
                "{\"target\":\"%s\",\"text\":\"Not yet\"}", room);
  serve_run_ok (fixture, serve_id (anna), room, "people.set-member-role",
                "{\"person\":\"%s\",\"role\":\"admin\"}", serve_id ("bert"));
  serve_run_ok (fixture, serve_id (anna), room, "people.leave", "{}");

  database = weft_engine_acquire_reader (fixture->engine, &error);
  g_assert_no_error (error);
  statement = weft_database_prepare (database, "SELECT stream, seq, stored FROM event ORDER BY stream, seq",
                                     &error);
  g_assert_no_error (error);
  while (weft_statement_step (statement, &error) > 0)
    {
      g_autofree char *stream = weft_statement_dup_text (statement, 0);
      g_autofree char *stored = weft_statement_dup_text (statement, 2);
      g_autoptr (JsonNode) node = weft_json_parse (stored, strlen (stored), &error);
      g_autoptr (JsonGenerator) generator = json_generator_new ();
      g_autofree char *body = NULL;
      JsonObject *object = json_node_get_object (node);
      DeskEvent event = { .stream = stream };

      json_generator_set_root (generator, json_object_get_member (object, "body"));
      body = json_generator_to_data (generator, NULL);
      event.body = body;
      event.seq = json_object_get_int_member (object, "seq");
      event.at = json_object_get_int_member (object, "at");
      event.by = (char *) json_object_get_string_member (object, "by");
      event.event = weft_registry_find_event (desk->registry, json_object_get_string_member (object, "name"),
                                              (int) json_object_get_int_member (object, "version"));
      g_assert_cmpint (event.seq, ==, weft_statement_get_int (statement, 1));
      g_assert_nonnull (event.event);
      desk_fold (desk, &event, &error);
      g_assert_no_error (error);
      n_events++;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n_events, >, 40);

  rows = weft_rows_digest (database, fixture->registry, NULL, FALSE, &error);
  g_assert_no_error (error);
  weft_engine_release_reader (fixture->engine, database);
  replayed = desk_digest (desk, FALSE);
  g_assert_cmpstr (rows, ==, replayed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/server/invitation", test_invitation);
  g_test_add_func ("/parts/server/guests", test_guests);
  g_test_add_func ("/parts/server/add-member", test_add_member);
  g_test_add_func ("/parts/server/create-room", test_create_room);
  g_test_add_func ("/parts/server/suspend", test_suspend);
  g_test_add_func ("/parts/server/replay", test_replay);

  return g_test_run ();
}
