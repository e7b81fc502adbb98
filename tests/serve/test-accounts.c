/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-daemon.h"

#include "base/weft-id.h"
#include "serve-fixture.h"
#include "serve/weft-authority.h"

/* Who may come in, and for how long. */

static void
expect (ServeDaemon *daemon,
        const char *over,
        const char *path,
        const char *body,
        guint status,
        const char *code,
        const char *field)
{
  guint got;
  g_autofree char *answer = serve_daemon_request (daemon, over, "POST", path, NULL, body, &got);
  g_autofree char *got_code = serve_member_of (answer, "error.code");
  g_autofree char *got_field = serve_member_of (answer, "error.field");

  g_test_message ("%s: %u %s", path, got, answer);
  g_assert_cmpuint (got, ==, status);
  g_assert_cmpstr (got_code, ==, code);
  g_assert_cmpstr (got_field, ==, field);
}

static void
test_found (void)
{
  static const char *const options[] = { "--listen", "127.0.0.1:0", NULL };
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (options);
  g_autofree char *path = g_build_filename (daemon->data, "setup-code", NULL);
  g_autofree char *code = NULL;
  g_autofree char *about = NULL;
  g_autofree char *name = NULL;
  g_autofree char *body = NULL;
  g_autofree char *answer = NULL;
  guint status;

  about = serve_daemon_request (daemon, "tcp", "GET", "/v1", NULL, NULL, &status);
  g_assert_cmpuint (status, ==, 200);
  g_assert_nonnull (strstr (about, "\"name\":null"));
  expect (daemon, "tcp", "/v1/found",
          "{\"workspace\":\"W\",\"name\":\"Anna\",\"login\":\"anna\",\"password\":\"correct horse\"}", 403,
          "denied", "setup");
  expect (daemon, "tcp", "/v1/found",
          "{\"workspace\":\"W\",\"name\":\"Anna\",\"login\":\"anna\",\"password\":\"correct "
          "horse\",\"setup\":\"guess\"}",
          403, "denied", "setup");
  expect (daemon, "tcp", "/v1/found", "{\"workspace\":\"W\",\"name\":\"Anna\",\"login\":\"anna\"}", 400,
          "invalid", "password");
  expect (daemon, "unix", "/v1/found",
          "{\"workspace\":\"W\",\"name\":\"Anna\",\"login\":\"anna\",\"password\":\"short\"}", 400, "invalid",
          "password");
  expect (daemon, "unix", "/v1/found", "{\"workspace\":\"\",\"name\":\"Anna\",\"login\":\"anna\"}", 400,
          "invalid", "name");
  expect (daemon, "unix", "/v1/found", "{\"name\":\"Anna\",\"login\":\"anna\"}", 400, "invalid", "workspace");

  g_file_get_contents (path, &code, NULL, NULL);
  g_assert_nonnull (code);
  g_strchomp (code);
  body = g_strdup_printf ("{\"workspace\":\"W\",\"name\":\"Anna\",\"login\":\"anna\",\"password\":\"correct "
                          "horse\",\"setup\":\"%s\"}",
                          code);
  answer = serve_daemon_request (daemon, "tcp", "POST", "/v1/found", NULL, body, &status);
  g_assert_cmpuint (status, ==, 200);
  name = serve_member_of (answer, "workspace_name");
  g_assert_cmpstr (name, ==, "W");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  expect (daemon, "tcp", "/v1/found", body, 409, "exists", "workspace");
  expect (daemon, "unix", "/v1/found", body, 409, "exists", "workspace");

  /* The user who runs it is its owner, by the Unix socket only. */
  expect (daemon, "unix", "/v1/sign-in", "{\"local\":true}", 200, NULL, NULL);
  expect (daemon, "tcp", "/v1/sign-in", "{\"local\":true}", 403, "denied", "local");
}

static void
test_sign_in (void)
{
  static const char *const options[] = { "--listen", "127.0.0.1:0", "--limits", "attempts=4", NULL };
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (options);
  g_autofree char *wrong = NULL;
  g_autofree char *unknown = NULL;
  guint status;

  serve_daemon_found (daemon);
  expect (daemon, "tcp", "/v1/sign-in", "{\"login\":\"Ánna\",\"password\":\"correct horse\"}", 200, NULL,
          NULL);
  wrong = serve_daemon_request (daemon, "tcp", "POST", "/v1/sign-in", NULL,
                                "{\"login\":\"anna\",\"password\":\"incorrect horse\"}", &status);
  g_assert_cmpuint (status, ==, 401);
  unknown = serve_daemon_request (daemon, "tcp", "POST", "/v1/sign-in", NULL,
                                  "{\"login\":\"nobody\",\"password\":\"incorrect horse\"}", &status);
  g_assert_cmpuint (status, ==, 401);
  g_assert_cmpstr (wrong, ==, unknown);

  for (guint i = 0; i < 2; i++)
    expect (daemon, "tcp", "/v1/sign-in", "{\"login\":\"anna\",\"password\":\"incorrect horse\"}", 401,
            "unauthenticated", "login");
  expect (daemon, "tcp", "/v1/sign-in", "{\"login\":\"anna\",\"password\":\"correct horse\"}", 429,
          "rate-limited", "login");
}

static void
test_requests (void)
{
  static const char *const options[] = { "--listen", "127.0.0.1:0", NULL };
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (options);
  g_autofree char *big = g_strnfill (65537, ' ');
  g_autofree char *health = NULL;
  g_autofree char *metrics = NULL;
  guint status;

  expect (daemon, "tcp", "/v1/sign-in", big, 413, "too-large", "body");
  expect (daemon, "tcp", "/v1/sign-in", "[1]", 400, "invalid", NULL);
  expect (daemon, "tcp", "/v1/sign-in", "{\"login\":5,\"password\":\"correct horse\"}", 400, "invalid",
          "login");
  expect (daemon, "tcp", "/v1/sign-in", "", 400, "invalid", NULL);
  expect (daemon, "tcp", "/v1/refresh", "{\"refresh\":\"nonsense\"}", 401, "unauthenticated", "refresh");
  expect (daemon, "tcp", "/v1/sign-out", "{}", 401, "unauthenticated", "token");
  expect (daemon, "tcp", "/v1/nothing", "{}", 404, "not-found", "path");
  expect (daemon, "tcp", "/v1/join",
          "{\"invitation\":\"x\",\"name\":\"B\",\"login\":\"b\",\"password\":\"correct horse\"}", 400,
          "invalid", "invitation");
  g_free (serve_daemon_request (daemon, "tcp", "GET", "/v1/sign-in", NULL, NULL, &status));
  g_assert_cmpuint (status, ==, 405);
  g_free (serve_daemon_request (daemon, "tcp", "DELETE", "/v1", NULL, NULL, &status));
  g_assert_cmpuint (status, ==, 405);
  g_free (serve_daemon_request (daemon, "tcp", "GET", "/v1/sync", NULL, NULL, &status));
  g_assert_cmpuint (status, ==, 400);
  health = serve_daemon_request (daemon, "unix", "GET", "/healthz", NULL, NULL, &status);
  g_assert_cmpuint (status, ==, 200);
  g_assert_cmpstr (health, ==, "ok\n");
  metrics = serve_daemon_request (daemon, "unix", "GET", "/metrics", NULL, NULL, &status);
  g_assert_cmpuint (status, ==, 200);
  g_assert_nonnull (strstr (metrics, "\nweft_sessions 0\n"));
}

static char *
refresh (ServeDaemon *daemon, const char *token, guint *status, char **access)
{
  g_autofree char *body = g_strdup_printf ("{\"refresh\":\"%s\"}", token);
  g_autofree char *answer = serve_daemon_request (daemon, "unix", "POST", "/v1/refresh", NULL, body, status);

  if (access != NULL)
    *access = serve_member_of (answer, "access");
  return serve_member_of (answer, "refresh");
}

static void
test_refresh (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autoptr (ServeSocket) socket = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *access = NULL;
  guint status;

  serve_daemon_found (daemon);
  answer = serve_daemon_request (daemon, "unix", "POST", "/v1/sign-in", NULL,
                                 "{\"login\":\"anna\",\"password\":\"correct horse\"}", &status);
  first = serve_member_of (answer, "refresh");
  second = refresh (daemon, first, &status, NULL);
  g_assert_cmpuint (status, ==, 200);
  third = refresh (daemon, second, &status, &access);
  g_assert_cmpuint (status, ==, 200);
  socket = serve_socket_hello (daemon, access, NULL);

  /* A thief, or the one who was robbed. */
  g_assert_null (refresh (daemon, first, &status, NULL));
  g_assert_cmpuint (status, ==, 401);
  serve_socket_expect_close (socket, WEFT_CLOSE_UNAUTHENTICATED);
  g_assert_null (refresh (daemon, third, &status, NULL));
  g_assert_cmpuint (status, ==, 401);
  g_assert_null (serve_socket_open (daemon, "unix", access, &status));
  g_assert_cmpuint (status, ==, 401);

  /* Other sign-ins of the same person go on. */
  g_clear_pointer (&socket, serve_socket_free);
  socket = serve_socket_hello (daemon, daemon->anna, NULL);
  g_free (serve_daemon_request (daemon, "unix", "POST", "/v1/sign-out", daemon->anna, "{}", &status));
  g_assert_cmpuint (status, ==, 200);
  serve_socket_expect_close (socket, WEFT_CLOSE_UNAUTHENTICATED);
  g_free (serve_daemon_request (daemon, "unix", "POST", "/v1/sign-out", daemon->anna, "{}", &status));
  g_assert_cmpuint (status, ==, 401);
}

static void
test_suspended (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autoptr (ServeSocket) anna = NULL;
  g_autoptr (ServeSocket) bert = NULL;
  g_autofree char *bert_id = NULL;
  g_autofree char *bert_refresh = NULL;
  g_autofree char *bert_token = NULL;
  g_autofree char *refusal = NULL;
  gint64 start;
  guint status;

  serve_daemon_found (daemon);
  bert_token = serve_daemon_join (daemon, "bert", "member", NULL, &bert_id, &bert_refresh);
  anna = serve_socket_hello (daemon, daemon->anna, NULL);
  bert = serve_socket_hello (daemon, bert_token, NULL);
  serve_socket_subscribe_mine (bert);
  start = g_get_monotonic_time ();
  refusal = serve_socket_run (anna, WEFT_STREAM_WORKSPACE, "people.suspend",
                              "{\"person\":\"%s\",\"suspended\":true}", bert_id);
  g_assert_cmpstr (refusal, ==, NULL);
  serve_socket_expect_close (bert, WEFT_CLOSE_SUSPENDED);
  g_test_message ("ended after %d ms", (int) ((g_get_monotonic_time () - start) / 1000));
  g_assert_null (serve_socket_open (daemon, "unix", bert_token, &status));
  g_assert_cmpuint (status, ==, 401);
  g_assert_null (refresh (daemon, bert_refresh, &status, NULL));
  g_assert_cmpuint (status, ==, 401);
  expect (daemon, "unix", "/v1/sign-in", "{\"login\":\"bert\",\"password\":\"correct horse\"}", 401,
          "unauthenticated", "login");

  g_free (serve_socket_run (anna, WEFT_STREAM_WORKSPACE, "people.suspend",
                            "{\"person\":\"%s\",\"suspended\":false}", bert_id));
  expect (daemon, "unix", "/v1/sign-in", "{\"login\":\"bert\",\"password\":\"correct horse\"}", 200, NULL,
          NULL);
}

static void
test_expiry (void)
{
  static const char *const options[] = { "--limits", "access=2500", NULL };
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (options);
  g_autoptr (ServeSocket) lazy = NULL;
  g_autoptr (ServeSocket) careful = NULL;
  g_autoptr (WeftFrame) refused = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *access = NULL;
  g_autofree char *room = NULL;
  GString *out;
  guint status;

  serve_daemon_found (daemon);
  lazy = serve_socket_hello (daemon, daemon->anna, NULL);
  careful = serve_socket_hello (daemon, daemon->anna, NULL);
  room = serve_socket_room (careful, "lobby", NULL);

  out = g_string_new (NULL);
  weft_frame_write_authenticate (out, "nonsense");
  serve_socket_send_string (careful, out);
  refused = serve_socket_expect (careful, WEFT_FRAME_ERROR);
  g_assert_cmpstr (refused->code, ==, "unauthenticated");

  /* A fresh token before the old one is over. */
  g_usleep (1000000);
  answer = serve_daemon_request (daemon, "unix", "POST", "/v1/sign-in", NULL,
                                 "{\"login\":\"anna\",\"password\":\"correct horse\"}", &status);
  access = serve_member_of (answer, "access");
  out = g_string_new (NULL);
  weft_frame_write_authenticate (out, access);
  serve_socket_send_string (careful, out);

  serve_socket_expect_close (lazy, WEFT_CLOSE_UNAUTHENTICATED);
  serve_socket_message (careful, room, "still here");
  g_assert_null (serve_socket_open (daemon, "unix", daemon->anna, &status));
  g_assert_cmpuint (status, ==, 401);
  serve_socket_expect_close (careful, WEFT_CLOSE_UNAUTHENTICATED);
}

static void
test_invitation (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autoptr (ServeSocket) anna = NULL;
  g_autofree char *room = NULL;
  g_autofree char *bert_token = NULL;
  g_autofree char *invitation = weft_id_random ();
  g_autofree char *hash = weft_secret_hash ("s3cret");
  g_autofree char *good = NULL;
  g_autofree char *bad = NULL;
  g_autofree char *taken = NULL;
  g_autofree char *second = NULL;

  serve_daemon_found (daemon);
  anna = serve_socket_hello (daemon, daemon->anna, NULL);
  room = serve_socket_room (anna, "lobby", NULL);
  bert_token = serve_daemon_join (daemon, "bert", "guest", room, NULL, NULL);
  {
    g_autoptr (ServeSocket) bert = serve_socket_hello (daemon, bert_token, NULL);

    serve_socket_subscribe_mine (bert);
    weft_frame_free (serve_socket_seek (bert, WEFT_FRAME_SNAPSHOT, room));
    serve_socket_message (bert, room, "thank you");
  }

  g_free (
      serve_socket_run (anna, WEFT_STREAM_WORKSPACE, "people.invite",
                        "{\"id\":\"%s\",\"secret_hash\":\"%s\",\"role\":\"member\",\"streams\":[],\"uses\":1,"
                        "\"expires_at\":4000000000000}",
                        invitation, hash));
  bad = g_strdup_printf (
      "{\"invitation\":\"%s.wrong\",\"name\":\"C\",\"login\":\"carl\",\"password\":\"correct horse\"}",
      invitation);
  expect (daemon, "unix", "/v1/join", bad, 404, "not-found", "invitation");
  taken = g_strdup_printf (
      "{\"invitation\":\"%s.s3cret\",\"name\":\"C\",\"login\":\"BERT\",\"password\":\"correct horse\"}",
      invitation);
  expect (daemon, "unix", "/v1/join", taken, 409, "exists", "login");
  good = g_strdup_printf ("{\"invitation\":\"%s.s3cret\",\"name\":\"C\",\"login\":\"carl\"}", invitation);
  expect (daemon, "unix", "/v1/join", good, 200, NULL, NULL);
  expect (daemon, "unix", "/v1/sign-in", "{\"login\":\"carl\",\"password\":\"correct horse\"}", 401,
          "unauthenticated", "login");
  {
    guint status;

    second = g_strdup_printf ("{\"invitation\":\"%s.s3cret\",\"name\":\"D\",\"login\":\"dora\"}", invitation);
    g_free (serve_daemon_request (daemon, "unix", "POST", "/v1/join", NULL, second, &status));
    g_assert_cmpuint (status, >=, 400);
  }
}

static void
test_restart (void)
{
  g_autofree char *directory = g_dir_make_tmp ("weftd-XXXXXX", NULL);
  g_autofree char *token = NULL;
  g_autofree char *room = NULL;

  {
    g_autoptr (ServeDaemon) daemon = serve_daemon_new_in (directory, NULL);
    g_autoptr (ServeSocket) anna = NULL;

    serve_daemon_found (daemon);
    token = g_strdup (daemon->anna);
    anna = serve_socket_hello (daemon, token, NULL);
    room = serve_socket_room (anna, "lobby", NULL);
  }
  {
    g_autoptr (ServeDaemon) daemon = serve_daemon_new_in (directory, NULL);
    g_autoptr (ServeSocket) anna = serve_socket_hello (daemon, token, NULL);

    serve_socket_message (anna, room, "again");
  }
  serve_remove_directory (directory);
}

/* A stolen token does not live longer because the server's clock is set back, by its administrator or by who
 * can forge its time. */

static gboolean
give_access (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autofree char *hash = weft_secret_hash ("a token");
  const gint64 *expires_at = user_data;

  return weft_database_run (database, error,
                            "INSERT INTO family (family, person, created_at, used_at) VALUES ('f', ?1, 1, 1)",
                            "t", serve_id ("anna"))
         && weft_database_run (
             database, error,
             "INSERT INTO access (hash, family, person, expires_at) VALUES (?1, 'f', ?2, ?3)", "tti", hash,
             serve_id ("anna"), *expires_at);
}

static gboolean
is_let_in (WeftAuthority *authority)
{
  g_autofree char *person = NULL;
  g_autofree char *family = NULL;
  gint64 expires_at;

  return weft_authority_check (authority, "a token", &person, &family, &expires_at);
}

static void
test_clock_set_back (void)
{
  static const gint64 day = G_GINT64_CONSTANT (24) * 3600 * 1000;
  const gint64 lifetime = weft_default_limits.access_lifetime;
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autoptr (WeftAuthority) authority = NULL;
  g_autoptr (GError) error = NULL;
  gint64 expires_at = weft_clock_now (WEFT_CLOCK (fixture->clock)) + lifetime;

  serve_found (fixture);
  weft_engine_call (fixture->engine, give_access, &expires_at, &error);
  g_assert_no_error (error);
  authority = weft_authority_new (fixture->engine, &weft_default_limits);
  weft_authority_load (authority, &error);
  g_assert_no_error (error);

  g_assert_true (is_let_in (authority));
  weft_manual_clock_jump (fixture->clock, -3 * day);
  g_assert_false (is_let_in (authority));
  weft_manual_clock_jump (fixture->clock, 3 * day);
  g_assert_true (is_let_in (authority));
  /* A little is what NTP does. */
  weft_manual_clock_jump (fixture->clock, -30000);
  g_assert_true (is_let_in (authority));
  weft_manual_clock_jump (fixture->clock, 30000 + lifetime - 1);
  g_assert_true (is_let_in (authority));
  weft_manual_clock_jump (fixture->clock, 1);
  g_assert_false (is_let_in (authority));
  weft_manual_clock_jump (fixture->clock, 1000 * day);
  g_assert_false (is_let_in (authority));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/serve/accounts/found", test_found);
  g_test_add_func ("/serve/accounts/sign-in", test_sign_in);
  g_test_add_func ("/serve/accounts/requests", test_requests);
  g_test_add_func ("/serve/accounts/refresh", test_refresh);
  g_test_add_func ("/serve/accounts/suspended", test_suspended);
  g_test_add_func ("/serve/accounts/expiry", test_expiry);
  g_test_add_func ("/serve/accounts/clock-set-back", test_clock_set_back);
  g_test_add_func ("/serve/accounts/invitation", test_invitation);
  g_test_add_func ("/serve/accounts/restart", test_restart);

  return g_test_run ();
}
