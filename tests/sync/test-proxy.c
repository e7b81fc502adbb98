/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "weft-test-peer.h"
#include "weft-test-server.h"
#include "weft-test-ways.h"

#include <glib/gstdio.h>
#include <string.h>

#include "sync/weft-sync.h"

/* Through a real HTTP proxy, as the system's settings name it: TLS by CONNECT. */

typedef struct
{
  WeftTestServer *server;
  WeftRegistry *registry;
  WeftTokenStore *tokens;
  WeftAccount *account;
  WeftSync *sync;
  char *store; /* directory */
  char *directory;
  char *log;
  GSubprocess *proxy;
} Fixture;

static guint
get_free_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);
  return port;
}

static gboolean
answers (guint port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) port, NULL, NULL);

  return connection != NULL;
}

/* @more: lines of its settings. */
static void
start_proxy (Fixture *fixture, const char *more)
{
  g_autofree char *settings = g_build_filename (fixture->directory, "settings", NULL);
  g_autofree char *text = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (GError) error = NULL;
  guint port = get_free_port ();

  text = g_strdup_printf (
      "Port %u\nListen 127.0.0.1\nTimeout 60\nMaxClients 50\nLogFile \"%s\"\nLogLevel Connect\n%s", port,
      fixture->log, more);
  g_file_set_contents (settings, text, -1, &error);
  g_assert_no_error (error);
  fixture->proxy = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                     &error, "tinyproxy", "-d", "-c", settings, NULL);
  g_assert_no_error (error);
  for (guint i = 0; !answers (port); i++)
    {
      g_assert_cmpuint (i, <, 2000);
      g_usleep (10000);
    }
  uri = g_strdup_printf ("http://127.0.0.1:%u", port);
  weft_test_ways_set_proxy (uri);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTlsCertificate) certificate = weft_test_ways_get_certificate ();
  g_autoptr (GError) error = NULL;

  weft_test_ways_set_proxy (NULL);
  fixture->server = weft_test_server_new_secure (certificate);
  fixture->registry = weft_test_registry ();
  fixture->tokens = weft_memory_token_store_new ();
  fixture->account = weft_account_new (fixture->server->address, NULL, fixture->tokens, NULL);
  fixture->directory = g_dir_make_tmp ("weft-proxy-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->store = g_build_filename (fixture->directory, "store", NULL);
  fixture->log = g_build_filename (fixture->directory, "log", NULL);

  /* Signed in somewhere else, without a proxy. */
  weft_test_ways_await (weft_account_sign_in (fixture->account, "mai", "correct"), &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->account);
  fixture->account = weft_account_new (fixture->server->address, ME, fixture->tokens, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *settings = g_build_filename (fixture->directory, "settings", NULL);

  if (fixture->sync != NULL)
    weft_test_ways_await (weft_sync_close (fixture->sync), NULL);
  g_clear_object (&fixture->sync);
  g_clear_object (&fixture->account);
  g_clear_object (&fixture->tokens);
  g_clear_object (&fixture->registry);
  weft_test_server_free (fixture->server);
  weft_test_ways_remove_store (fixture->store);
  g_free (fixture->store);
  if (fixture->proxy != NULL)
    {
      g_subprocess_force_exit (fixture->proxy);
      g_subprocess_wait (fixture->proxy, NULL, NULL);
    }
  g_clear_object (&fixture->proxy);
  g_remove (settings);
  g_remove (fixture->log);
  g_rmdir (fixture->directory);
  g_free (fixture->log);
  g_free (fixture->directory);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
open_sync (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->sync = weft_sync_new (fixture->registry, fixture->account, fixture->store, NULL);
  weft_test_ways_await (weft_sync_open (fixture->sync), &error);
  g_assert_no_error (error);
  weft_sync_start (fixture->sync);
}

static void
test_connect (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;

  start_proxy (fixture, "");
  open_sync (fixture);
  while (weft_sync_get_state (fixture->sync) != WEFT_SYNC_ONLINE)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (weft_sync_get_transport (fixture->sync), ==, "websocket");

  /* And it was no way around it. */
  g_file_get_contents (fixture->log, &log, NULL, &error);
  g_assert_no_error (error);
  expected = g_strdup_printf ("CONNECT %s HTTP/1.1", fixture->server->address + strlen ("https://"));
  g_assert_nonnull (strstr (log, expected));
}

/* A clear word, and the tokens stay. */
static void
assert_reason (Fixture *fixture, const char *expected)
{
  open_sync (fixture);
  while (weft_sync_get_reason (fixture->sync) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_test_message ("%s", weft_sync_get_reason (fixture->sync));
  g_assert_nonnull (strstr (weft_sync_get_reason (fixture->sync), expected));
  g_assert_cmpint (weft_sync_get_state (fixture->sync), !=, WEFT_SYNC_SIGNED_OUT);
  g_assert_cmpuint (fixture->server->n_handshakes + fixture->server->n_refreshes, ==, 0);
}

static void
test_password (Fixture *fixture, gconstpointer data)
{
  start_proxy (fixture, "BasicAuth mai secret\n");
  assert_reason (fixture, "proxy wants a sign-in");
}

static void
test_forbidden (Fixture *fixture, gconstpointer data)
{
  start_proxy (fixture, "ConnectPort 1\n");
  assert_reason (fixture, "HTTP status 403");
}

static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u", get_free_port ());

  weft_test_ways_set_proxy (uri);
  assert_reason (fixture, "The server is not running, or not at this address");
}

#define ADD(name, function) g_test_add ("/sync/proxy/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  weft_test_ways_init ();
  weft_test_ways_trust ();
  dex_init ();

  ADD ("connect", test_connect);
  ADD ("password", test_password);
  ADD ("forbidden", test_forbidden);
  ADD ("gone", test_gone);

  return g_test_run ();
}
