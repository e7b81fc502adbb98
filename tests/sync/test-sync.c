/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "weft-test-peer.h"
#include "weft-test-server.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "parts/reminders/shared/weft-reminders-module.h"
#include "sync/weft-dated.h"
#include "sync/weft-sync-private.h"

#define M1 "0190a000-0000-7000-8000-000100000001"

/* A person's engine on a server of the test's. */
typedef struct
{
  WeftTestServer *server;
  WeftRegistry *registry;
  WeftTokenStore *tokens;
  WeftAccount *account;
  WeftSync *sync;
  char *directory;
  guint n_changed;
  guint n_outbox;
} Fixture;

static void
wait_until (gboolean (*condition) (Fixture *fixture), Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (!condition (fixture))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
}

/* Takes @future. */
static gboolean
wait_for (DexFuture *future, GError **error)
{
  gboolean good;

  while (dex_future_is_pending (future))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
  good = dex_future_get_value (future, error) != NULL;
  dex_unref (future);

  return good;
}

static char *
wait_for_string (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  char *text;

  while (dex_future_is_pending (future))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
  text = g_strdup (g_value_get_string (dex_future_get_value (future, &error)));
  g_assert_no_error (error);
  dex_unref (future);

  return text;
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, Fixture *fixture)
{
  g_assert_cmpuint (weft_changes_get_n (changes), >, 0);
  fixture->n_changed++;
}

static void
on_outbox_changed (WeftSync *sync, Fixture *fixture)
{
  fixture->n_outbox++;
}

static void
open_sync (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->sync = weft_sync_new (fixture->registry, fixture->account, fixture->directory, NULL);
  _weft_sync_set_strict (fixture->sync, TRUE);
  g_signal_connect (fixture->sync, "changed", G_CALLBACK (on_changed), fixture);
  g_signal_connect (fixture->sync, "outbox-changed", G_CALLBACK (on_outbox_changed), fixture);
  wait_for (weft_sync_open (fixture->sync), &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->server = weft_test_server_new ();
  fixture->registry = weft_test_registry ();
  fixture->tokens = weft_memory_token_store_new ();
  fixture->account = weft_account_new (fixture->server->address, NULL, fixture->tokens, NULL);
  fixture->directory = g_dir_make_tmp ("weft-sync-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
close_sync (Fixture *fixture)
{
  if (fixture->sync != NULL)
    wait_for (weft_sync_close (fixture->sync), NULL);
  g_clear_object (&fixture->sync);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = { "store.db", "store.db-wal", "store.db-shm", "lock" };

  close_sync (fixture);
  g_clear_object (&fixture->account);
  g_clear_object (&fixture->tokens);
  g_clear_object (&fixture->registry);
  weft_test_server_free (fixture->server);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->directory, names[i], NULL);

      g_remove (path);
    }
  g_rmdir (fixture->directory);
  g_free (fixture->directory);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
sign_in (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  wait_for (weft_account_sign_in (fixture->account, "mai", "correct"), &error);
  g_assert_no_error (error);
  g_assert_true (weft_account_get_signed_in (fixture->account));
}

static gboolean
is_online (Fixture *fixture)
{
  return weft_sync_get_state (fixture->sync) == WEFT_SYNC_ONLINE;
}

static gboolean
is_signed_out (Fixture *fixture)
{
  return weft_sync_get_state (fixture->sync) == WEFT_SYNC_SIGNED_OUT;
}

static gboolean
is_portal (Fixture *fixture)
{
  return weft_sync_get_state (fixture->sync) == WEFT_SYNC_PORTAL;
}

static gboolean
is_unreachable (Fixture *fixture)
{
  return weft_sync_get_state (fixture->sync) == WEFT_SYNC_UNREACHABLE;
}

static gboolean
is_offline (Fixture *fixture)
{
  return weft_sync_get_state (fixture->sync) == WEFT_SYNC_OFFLINE;
}

static gboolean
has_operation (Fixture *fixture)
{
  return weft_test_server_find (fixture->server, WEFT_FRAME_OPERATION) != NULL;
}

static gboolean
has_authenticated (Fixture *fixture)
{
  return weft_test_server_find (fixture->server, WEFT_FRAME_AUTHENTICATE) != NULL;
}

static gboolean
is_waiting_for_none (Fixture *fixture)
{
  return weft_sync_get_n_waiting (fixture->sync) == 0;
}

static gboolean
has_connected_again (Fixture *fixture)
{
  return fixture->server->n_handshakes >= 2 && is_online (fixture);
}

static gpointer
count_messages (WeftDatabase *database, gpointer user_data, GError **error)
{
  gint64 n;

  if (!weft_database_get_value (database, &n, 0, error, "SELECT count (*) FROM message", ""))
    return NULL;

  return g_strdup_printf ("%" G_GINT64_FORMAT, n);
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return dex_ref (future);
}

/* However fast it is read, whoever asks has gone on before it is told. */
static void
test_read_later (Fixture *fixture, gconstpointer data)
{
  DexFuture *future, *told;
  gboolean called = FALSE;

  open_sync (fixture);
  future = weft_sync_read (fixture->sync, count_messages, G_TYPE_STRING, NULL, NULL);
  g_usleep (300 * 1000);
  g_assert_cmpint (dex_future_get_status (future), ==, DEX_FUTURE_STATUS_PENDING);
  told = dex_future_finally (future, on_read, &called, NULL);
  g_assert_false (called);
  g_free (wait_for_string (told));
  g_assert_true (called);
}

static void
assert_messages (Fixture *fixture, const char *expected)
{
  g_autofree char *n = wait_for_string (weft_sync_read (fixture->sync, count_messages, G_TYPE_STRING, NULL, NULL));

  g_assert_cmpstr (n, ==, expected);
}

static char *
submit (Fixture *fixture)
{
  return wait_for_string (weft_sync_submit (fixture->sync, ROOM, &weft_thread_send_operation,
                                            &(WeftThreadSend) { .id = M1, .text = "Xin chào" }));
}

static void
answer_operation (Fixture *fixture)
{
  const WeftFrame *operation = weft_test_server_find (fixture->server, WEFT_FRAME_OPERATION);
  g_autofree char *result = g_strdup_printf ("{\"type\":\"result\",\"n\":%" G_GINT64_FORMAT ",\"id\":\"%s\",\"positions\":[[\"" ROOM "\",4]]}",
                                             operation->n, operation->id);

  weft_test_server_send (fixture->server, result);
  weft_test_server_send (fixture->server,
                         "{\"type\":\"events\",\"stream\":\"" ROOM "\",\"position\":\"0000000000000007.4.0000000000000002\",\"events\":["
                         "{\"seq\":4,\"at\":1700000000000,\"by\":\"" ME "\",\"name\":\"thread.message-sent\",\"version\":1,"
                         "\"body\":{\"id\":\"" M1 "\",\"text\":\"Xin chào\"}}]}");
}

static void
test_online (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *confirmed;

  sign_in (fixture);
  open_sync (fixture);
  g_assert_cmpint (weft_sync_get_state (fixture->sync), ==, WEFT_SYNC_OFFLINE);
  weft_sync_start (fixture->sync);
  wait_until (is_online, fixture);
  g_assert_cmpstr (weft_sync_get_person (fixture->sync), ==, ME);
  g_assert_null (weft_sync_get_reason (fixture->sync));
  g_assert_cmpuint (fixture->n_changed, >, 0);

  id = submit (fixture);
  assert_messages (fixture, "1");
  confirmed = weft_sync_await (fixture->sync, id);
  wait_until (has_operation, fixture);
  answer_operation (fixture);
  wait_for (confirmed, &error);
  g_assert_no_error (error);
  wait_until (is_waiting_for_none, fixture);
  assert_messages (fixture, "1");
}

static gboolean
is_refused (Fixture *fixture)
{
  return weft_sync_get_n_waiting (fixture->sync) == 0 && weft_sync_get_n_failed (fixture->sync) == 1;
}

static void
refuse_operation (Fixture *fixture)
{
  const WeftFrame *operation;
  g_autofree char *result = NULL;

  wait_until (has_operation, fixture);
  operation = weft_test_server_find (fixture->server, WEFT_FRAME_OPERATION);
  result = g_strdup_printf ("{\"type\":\"result\",\"n\":%" G_GINT64_FORMAT
                            ",\"id\":\"%s\",\"error\":{\"code\":\"denied\",\"message\":\"no\"}}",
                            operation->n, operation->id);
  g_ptr_array_set_size (fixture->server->frames, 0);
  weft_test_server_send (fixture->server, result);
}

static gboolean
is_refused_twice (Fixture *fixture)
{
  return weft_sync_get_n_refusals (fixture->sync) == 2 && is_refused (fixture);
}

/* As many wait for the person as before, and yet it is news. */
static void
test_refused_again (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  sign_in (fixture);
  open_sync (fixture);
  weft_sync_start (fixture->sync);
  wait_until (is_online, fixture);
  id = submit (fixture);
  refuse_operation (fixture);
  wait_until (is_refused, fixture);
  g_assert_cmpuint (weft_sync_get_n_refusals (fixture->sync), ==, 1);

  wait_for (weft_sync_retry_operation (fixture->sync, id), &error);
  g_assert_no_error (error);
  refuse_operation (fixture);
  wait_until (is_refused_twice, fixture);

  /* Another start finds one that waits. */
  close_sync (fixture);
  open_sync (fixture);
  wait_until (is_refused, fixture);
  g_assert_cmpuint (weft_sync_get_n_refusals (fixture->sync), ==, 1);
}

static void
test_offline_first (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  sign_in (fixture);
  open_sync (fixture);
  weft_sync_start (fixture->sync);
  wait_until (is_online, fixture);
  weft_sync_stop (fixture->sync);
  wait_until (is_offline, fixture);
  id = submit (fixture);
  close_sync (fixture);

  /* The program ends and starts again: it is all there, and goes out when it can. */
  open_sync (fixture);
  assert_messages (fixture, "1");
  g_ptr_array_set_size (fixture->server->frames, 0);
  weft_sync_start (fixture->sync);
  wait_until (has_operation, fixture);
  answer_operation (fixture);
  wait_until (is_waiting_for_none, fixture);
  assert_messages (fixture, "1");
}

/* On a reader's thread, also without a connection. */
static void
test_dated (Fixture *fixture, gconstpointer data)
{
  const gint64 at = G_GINT64_CONSTANT (1800000000000);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *found;

  sign_in (fixture);
  open_sync (fixture);
  weft_sync_start (fixture->sync);
  wait_until (is_online, fixture);
  weft_sync_stop (fixture->sync);
  wait_until (is_offline, fixture);
  id = wait_for_string (weft_sync_submit (fixture->sync, ROOM, &weft_reminders_set_operation,
                                          &(WeftRemindersSet) { .id = M1, .at = at, .text = "Trà" }));

  for (guint i = 0; i < 2; i++)
    {
      const GPtrArray *list;

      found = weft_dated_load (fixture->sync, at + i, at + i + 1, 10);
      wait_for (dex_ref (found), &error);
      g_assert_no_error (error);
      list = g_value_get_boxed (dex_future_get_value (found, NULL));
      g_assert_cmpuint (list->len, ==, i == 0 ? 1 : 0);
      if (list->len > 0)
        {
          const WeftDated *dated = list->pdata[0];

          g_assert_cmpstr (dated->link, ==, "weft:" ROOM "#reminder/" M1);
          g_assert_cmpstr (dated->title, ==, "Trà");
          g_assert_cmpint (dated->start, ==, at);
          g_assert_cmpstrv (dated->people, ((const char *const[]) { ME, NULL }));
        }
      dex_unref (found);
    }
}

static void
test_locked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (WeftSync) second = NULL;
  g_autoptr (GError) error = NULL;

  open_sync (fixture);
  second = weft_sync_new (fixture->registry, fixture->account, fixture->directory, NULL);
  g_assert_false (wait_for (weft_sync_open (second), &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
  g_clear_error (&error);

  /* What is asked of it meanwhile is answered, not lost. */
  g_assert_false (wait_for (weft_sync_submit (second, ROOM, &weft_thread_send_operation, &(WeftThreadSend) { .id = M1, .text = "x" }), &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
}

static void
test_wrong_password (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (wait_for (weft_account_sign_in (fixture->account, "mai", "wrong"), &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED);
  g_assert_cmpstr (error->message, ==, "password: not the right one");
  g_assert_false (weft_account_get_signed_in (fixture->account));
}

static void
test_expired_at_handshake (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  fixture->server->refuse_handshakes = 1;
  open_sync (fixture);
  weft_sync_start (fixture->sync);
  wait_until (is_online, fixture);
  g_assert_cmpuint (fixture->server->n_refreshes, ==, 1);
  g_assert_cmpuint (fixture->server->n_handshakes, ==, 2);
}

static void
test_expired_in_the_middle (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;

  sign_in (fixture);
  open_sync (fixture);
  weft_sync_start (fixture->sync);
  wait_until (is_online, fixture);
  id = submit (fixture);
  wait_until (has_operation, fixture);

  /* The server ends the connection before it has answered. */
  weft_test_server_close (fixture->server, WEFT_CLOSE_UNAUTHENTICATED);
  g_ptr_array_set_size (fixture->server->frames, 0);
  wait_until (has_connected_again, fixture);
  g_assert_cmpuint (fixture->server->n_refreshes, ==, 1);
  wait_until (has_operation, fixture);
  answer_operation (fixture);
  wait_until (is_waiting_for_none, fixture);
  assert_messages (fixture, "1");
}

static void
test_refreshed_early (Fixture *fixture, gconstpointer data)
{
  fixture->server->expires_in = 3;
  sign_in (fixture);
  open_sync (fixture);
  weft_sync_start (fixture->sync);
  wait_until (has_authenticated, fixture);
  g_assert_cmpstr (weft_test_server_find (fixture->server, WEFT_FRAME_AUTHENTICATE)->token, ==, fixture->server->access);
  g_assert_cmpuint (fixture->server->n_handshakes, ==, 1);
}

static void
test_signed_out (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;

  sign_in (fixture);
  open_sync (fixture);
  weft_sync_start (fixture->sync);
  wait_until (is_online, fixture);
  fixture->server->refuse_refresh = TRUE;
  weft_test_server_close (fixture->server, WEFT_CLOSE_UNAUTHENTICATED);
  wait_until (is_signed_out, fixture);
  g_assert_false (weft_account_get_signed_in (fixture->account));
  g_assert_nonnull (weft_sync_get_reason (fixture->sync));

  /* What is written is kept. */
  id = submit (fixture);
  assert_messages (fixture, "1");

  fixture->server->refuse_refresh = FALSE;
  sign_in (fixture);
  weft_sync_retry (fixture->sync);
  wait_until (has_operation, fixture);
  answer_operation (fixture);
  wait_until (is_waiting_for_none, fixture);
}

static void
test_portal (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  fixture->server->portal = TRUE;
  open_sync (fixture);
  weft_sync_start (fixture->sync);
  wait_until (is_portal, fixture);
  g_assert_nonnull (weft_sync_get_reason (fixture->sync));
  fixture->server->portal = FALSE;
  weft_sync_retry (fixture->sync);
  wait_until (is_online, fixture);
}

static void
test_unreachable (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  open_sync (fixture);
  weft_sync_start (fixture->sync);
  wait_until (is_online, fixture);
  soup_server_disconnect (fixture->server->soup);
  weft_test_server_close (fixture->server, WEFT_CLOSE_DRAINING);
  wait_until (is_unreachable, fixture);
  g_assert_nonnull (weft_sync_get_reason (fixture->sync));
}

static void
test_burst (Fixture *fixture, gconstpointer data)
{
  guint before;

  sign_in (fixture);
  open_sync (fixture);
  weft_sync_start (fixture->sync);
  wait_until (is_online, fixture);
  before = fixture->n_changed;
  for (guint i = 1; i <= 500; i++)
    {
      g_autofree char *frame = NULL;

      frame = g_strdup_printf ("{\"type\":\"events\",\"stream\":\"" ROOM "\",\"position\":\"0000000000000007.%u.0000000000000002\",\"events\":["
                               "{\"seq\":%u,\"at\":1700000000000,\"by\":\"" HA "\",\"name\":\"thread.message-sent\",\"version\":1,"
                               "\"body\":{\"id\":\"0190a000-0000-7000-8000-0003%08x\",\"text\":\"x\"}}]}", 3 + i, 3 + i, i);
      weft_test_server_send (fixture->server, frame);
    }
  for (;;)
    {
      g_autofree char *n = wait_for_string (weft_sync_read (fixture->sync, count_messages, G_TYPE_STRING, NULL, NULL));

      if (g_str_equal (n, "500"))
        break;
    }

  /* Told a few times, not five hundred. */
  g_assert_cmpuint (fixture->n_changed - before, <, 250);
}

static void
test_bad_address (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "team.example.org", "https://team.example.org" },
    { " HTTPS://Team.Example.org:443/ ", "https://team.example.org" },
    { "http://127.0.0.1:8080", "http://127.0.0.1:8080" },
    { "http://[::1]:8080", "http://[::1]:8080" },
    { "localhost:8443", "https://localhost:8443" },
    { "unix:/run/weft/weftd.sock", "unix:/run/weft/weftd.sock" },
    { "/run/weft//weftd.sock", "unix:/run/weft/weftd.sock" },
    { "", NULL },
    { "unix:weftd.sock", NULL },
    { "ftp://example.org", NULL },
    { "https://me:secret@example.org", NULL },
    { "https://example.org/team", NULL },
    { "https://", NULL },
    { "two words", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *address = weft_account_normalize_address (cases[i].text, &error);

      g_assert_cmpstr (address, ==, cases[i].expected);
      if (cases[i].expected == NULL)
        {
          g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
          g_assert_true (g_str_has_prefix (error->message, "address: "));
        }
    }
}

static void
test_invitation (void)
{
  static const char code[] = "0190a000-0000-7000-8000-000000000001.c2VjcmV0";
  static const char *const addresses[] = { "https://team.example.org", "http://127.0.0.1:8080", "unix:/run/weft/weftd.sock" };
  static const char *const bad[] = {
    "", "https://team.example.org/join#x.y", "weft://team.example.org/join", "weft://team.example.org/join#x.y",
    "weft://team.example.org#0190a000-0000-7000-8000-000000000001.c2VjcmV0",
    "weft://team.example.org/join#0190a000-0000-7000-8000-000000000001.", "weft+unix:weftd.sock#0190a000-0000-7000-8000-000000000001.x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *link = weft_account_make_invitation (addresses[i], code);
      g_autofree char *address = NULL;
      g_autofree char *parsed = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (weft_account_parse_invitation (link, &address, &parsed, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (address, ==, addresses[i]);
      g_assert_cmpstr (parsed, ==, code);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *address = NULL;
      g_autofree char *parsed = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_false (weft_account_parse_invitation (bad[i], &address, &parsed, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
    }
}

static void
test_token_file (void)
{
  g_autofree char *directory = g_dir_make_tmp ("weft-sync-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "tokens", NULL);
  g_autoptr (WeftTokenStore) store = weft_file_token_store_new (path);
  g_autoptr (WeftTokenStore) again = weft_file_token_store_new (path);
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_autofree char *none = NULL;
  struct stat status;

  g_assert_true (wait_for (weft_token_store_save (store, "http://[::1]:8080", ME, "secret"), &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  token = wait_for_string (weft_token_store_load (again, "http://[::1]:8080", ME));
  g_assert_cmpstr (token, ==, "secret");
  g_assert_true (wait_for (weft_token_store_save (again, "http://[::1]:8080", ME, NULL), &error));
  none = wait_for_string (weft_token_store_load (store, "http://[::1]:8080", ME));
  g_assert_null (none);
  g_remove (path);
  g_rmdir (directory);
}

#define ADD(name, function) g_test_add ("/sync/sync/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("online", test_online);
  ADD ("offline-first", test_offline_first);
  ADD ("refused-again", test_refused_again);
  ADD ("dated", test_dated);
  ADD ("locked", test_locked);
  ADD ("wrong-password", test_wrong_password);
  ADD ("expired-at-handshake", test_expired_at_handshake);
  ADD ("expired-in-the-middle", test_expired_in_the_middle);
  ADD ("refreshed-early", test_refreshed_early);
  ADD ("signed-out", test_signed_out);
  ADD ("portal", test_portal);
  ADD ("unreachable", test_unreachable);
  ADD ("burst", test_burst);
  ADD ("read-later", test_read_later);
  g_test_add_func ("/sync/sync/address", test_bad_address);
  g_test_add_func ("/sync/sync/invitation", test_invitation);
  g_test_add_func ("/sync/sync/token-file", test_token_file);

  return g_test_run ();
}
