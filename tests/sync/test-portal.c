/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "weft-test-peer.h"
#include "weft-test-server.h"
#include "weft-test-ways.h"

#include <glib/gstdio.h>
#include <string.h>

#include "sync/weft-probe.h"
#include "sync/weft-sync.h"

/* Networks which answer in the server's place: they are named for what they are, and hear nothing that is
 * secret. */

typedef enum
{
  REDIRECTS,
  SHOWS_A_PAGE,
  WANTS_A_SIGN_IN, /* RFC 6585, section 6 */
  SAYS_OK,
  SAYS_NEARLY_THAT,
  SAYS_MUCH,
  N_MANNERS,
} Manner;

#define PAGE "http://portal.example/login?from=here"

typedef struct
{
  WeftTestServer *server;
  SoupServer *portal;
  guint port; /* the server's own */
  guint portal_port;
  Manner manner;
  GString *heard; /* all that the portal was sent */
  guint n_heard;
  WeftRegistry *registry;
  WeftTokenStore *tokens;
  WeftAccount *account;
  WeftSync *sync;
  char *store; /* directory */
} Fixture;

static void
on_portal (
    SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  static const char *const bodies[] = {
    [REDIRECTS] = "",   [SHOWS_A_PAGE] = "<p>Room number?", [WANTS_A_SIGN_IN] = "",
    [SAYS_OK] = "ok\n", [SAYS_NEARLY_THAT] = "weft.v1",
  };
  Fixture *fixture = user_data;
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  fixture->n_heard++;
  g_string_append_printf (fixture->heard, "%s %s\n", soup_server_message_get_method (message), path);
  soup_message_headers_iter_init (&iter, soup_server_message_get_request_headers (message));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    g_string_append_printf (fixture->heard, "%s: %s\n", name, value);
  g_string_append (fixture->heard, soup_server_message_get_request_body (message)->data);

  if (fixture->manner == SAYS_MUCH)
    {
      g_autofree char *much = g_strnfill (1000000, 'x');

      memcpy (much, WEFT_PROBE_BODY, strlen (WEFT_PROBE_BODY));
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, much, 1000000);
      return;
    }
  if (fixture->manner == REDIRECTS)
    soup_server_message_set_redirect (message, 302, PAGE);
  else
    soup_server_message_set_status (message, fixture->manner == WANTS_A_SIGN_IN ? 511 : 200, NULL);
  soup_server_message_set_response (message, fixture->manner == SHOWS_A_PAGE ? "text/html" : "text/plain",
                                    SOUP_MEMORY_STATIC, bodies[fixture->manner],
                                    strlen (bodies[fixture->manner]));
}

static void
listen_as_portal (Fixture *fixture, gboolean tls)
{
  GSList *uris;
  g_autoptr (GTlsCertificate) certificate = weft_test_ways_get_certificate ();
  g_autoptr (GError) error = NULL;

  fixture->portal = soup_server_new (NULL, NULL);
  if (tls)
    soup_server_set_tls_certificate (fixture->portal, certificate);
  soup_server_add_handler (fixture->portal, NULL, on_portal, fixture, NULL);
  soup_server_listen_local (fixture->portal, 0,
                            SOUP_SERVER_LISTEN_IPV4_ONLY | (tls ? SOUP_SERVER_LISTEN_HTTPS : 0), &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->portal);
  fixture->portal_port = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *address = NULL;
  gboolean tls = GPOINTER_TO_INT (data);
  g_autoptr (GError) error = NULL;

  fixture->server = weft_test_server_new ();
  fixture->registry = weft_test_registry ();
  fixture->tokens = weft_memory_token_store_new ();
  fixture->heard = g_string_new (NULL);
  fixture->store = g_dir_make_tmp ("weft-portal-XXXXXX", &error);
  g_assert_no_error (error);
  uri = g_uri_parse (fixture->server->address, G_URI_FLAGS_NONE, &error);
  g_assert_no_error (error);
  fixture->port = (guint) g_uri_get_port (uri);
  listen_as_portal (fixture, tls);
  weft_test_ways_lead_to (fixture->port);
  address
      = g_strdup_printf ("%s://" WEFT_TEST_WAYS_HOST ":%u", tls ? "https" : "http", weft_test_ways_listen ());
  fixture->account = weft_account_new (address, tls ? ME : NULL, fixture->tokens, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->sync != NULL)
    weft_test_ways_await (weft_sync_close (fixture->sync), NULL);
  g_clear_object (&fixture->sync);
  g_clear_object (&fixture->account);
  g_clear_object (&fixture->tokens);
  g_clear_object (&fixture->registry);
  soup_server_disconnect (fixture->portal);
  g_clear_object (&fixture->portal);
  weft_test_server_free (fixture->server);
  weft_test_ways_remove_store (fixture->store);
  g_free (fixture->store);
  g_string_free (fixture->heard, TRUE);
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
assert_no_secret (Fixture *fixture)
{
  g_assert_cmpuint (fixture->n_heard, >, 0);
  g_assert_null (strstr (fixture->heard->str, "Authorization"));
  g_assert_null (strstr (fixture->heard->str, "access-"));
  g_assert_null (strstr (fixture->heard->str, "refresh-"));
  g_assert_null (strstr (fixture->heard->str, "correct"));
}

static void
test_plain (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  weft_test_ways_await (weft_account_sign_in (fixture->account, "mai", "correct"), &error);
  g_assert_no_error (error);
  open_sync (fixture);

  for (fixture->manner = 0; fixture->manner < N_MANNERS; fixture->manner++)
    {
      gboolean portal = fixture->manner <= WANTS_A_SIGN_IN;

      g_test_message ("manner %d", fixture->manner);
      while (weft_sync_get_state (fixture->sync) != WEFT_SYNC_ONLINE)
        g_main_context_iteration (NULL, TRUE);
      g_test_message ("online");

      /* Somewhere else: another network, with a page of its own. */
      weft_test_ways_lead_to (fixture->portal_port);
      g_string_truncate (fixture->heard, 0);
      fixture->n_heard = 0;
      weft_test_server_close (fixture->server, WEFT_CLOSE_DRAINING);
      while (portal ? weft_sync_get_state (fixture->sync) != WEFT_SYNC_PORTAL
                    : g_strcmp0 (weft_sync_get_reason (fixture->sync),
                                 "What answers at this address is no Weft server")
                          != 0)
        g_main_context_iteration (NULL, TRUE);
      g_test_message ("%s", weft_sync_get_reason (fixture->sync));
      if (fixture->manner == REDIRECTS)
        g_assert_cmpstr (weft_sync_get_portal_page (fixture->sync), ==, PAGE);
      else if (portal)
        g_assert_true (
            g_str_has_prefix (weft_sync_get_portal_page (fixture->sync), "http://" WEFT_TEST_WAYS_HOST ":"));

      /* Whatever is asked in one's name asks who is there first. */
      g_assert_false (weft_test_ways_await (weft_account_call (fixture->account, "/v1/jobs", "{}"), NULL));
      g_assert_false (weft_test_ways_await (weft_account_get_access (fixture->account, TRUE), NULL));
      g_assert_false (
          weft_test_ways_await (weft_account_sign_in (fixture->account, "mai", "correct"), &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
      g_clear_error (&error);
      assert_no_secret (fixture);
      g_assert_true (weft_account_get_signed_in (fixture->account));

      /* Signed in there: the network lets everything pass. */
      weft_test_ways_lead_to (fixture->port);
      weft_sync_retry (fixture->sync);
    }
  while (weft_sync_get_state (fixture->sync) != WEFT_SYNC_ONLINE)
    g_main_context_iteration (NULL, TRUE);
}

/* With a certificate that is not the server's nobody is spoken to at all. */
/* The server of libsoup, which plays the portal here, says so of a connection that ended during its TLS handshake. */
static gboolean
is_fatal (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  return strstr (message, "soup_server_connection_disconnect") == NULL;
}

static void
test_self_signed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_test_log_set_fatal_handler (is_fatal, NULL);
  weft_test_ways_lead_to (fixture->portal_port);
  weft_test_ways_await (weft_token_store_save (fixture->tokens, weft_account_get_address (fixture->account),
                                               ME, "refresh-1"),
                        &error);
  g_assert_no_error (error);
  open_sync (fixture);
  while (weft_sync_get_reason (fixture->sync) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (weft_sync_get_state (fixture->sync), !=, WEFT_SYNC_ONLINE);
  g_assert_nonnull (strstr (weft_sync_get_reason (fixture->sync), "safe connection"));
  g_assert_cmpuint (fixture->n_heard, ==, 0);
}

/* Plain HTTP at a server which speaks TLS */

typedef struct
{
  gboolean done;
  WeftProbeResult result;
  char *page;
} Probed;

static void
on_probed (WeftProbeResult result, const char *page, const GError *error, gpointer user_data)
{
  Probed *probed = user_data;

  *probed = (Probed) { TRUE, result, g_strdup (page) };
}

static void
on_home (
    SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  soup_server_message_set_redirect (message, 301, user_data);
}

static void
test_beside_tls (void)
{
  static const struct
  {
    const char *location;
    WeftProbeResult result;
    const char *page;
  } cases[] = {
    { "https://team.example.org/probe", WEFT_PROBE_OTHER, NULL },
    { "https://portal.example/", WEFT_PROBE_PORTAL, "https://portal.example/" },
    { "/login", WEFT_PROBE_PORTAL, "http://team.example.org/login" },
    { "file:///etc/passwd", WEFT_PROBE_PORTAL, NULL },
    { "javascript:alert(1)", WEFT_PROBE_PORTAL, NULL },
    { "https://me:secret@portal.example/", WEFT_PROBE_PORTAL, NULL },
    { "weft://portal.example/join#a.b", WEFT_PROBE_PORTAL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      /* It answers for every name, as a proxy in the way does. */
      g_autoptr (SoupServer) way = soup_server_new (NULL, NULL);
      g_autoptr (SoupSession) session = NULL;
      g_autoptr (GProxyResolver) resolver = NULL;
      g_autoptr (WeftAddress) address = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *proxy = NULL;
      Probed probed = { 0 };
      GSList *uris;

      soup_server_add_handler (way, NULL, on_home, (gpointer) cases[i].location, NULL);
      soup_server_listen_local (way, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
      g_assert_no_error (error);
      uris = soup_server_get_uris (way);
      proxy = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
      g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
      resolver = g_simple_proxy_resolver_new (proxy, NULL);
      address = weft_address_parse ("https://team.example.org", &error);
      session = weft_address_new_session (address, "test");
      soup_session_set_proxy_resolver (session, resolver);
      weft_probe_start_plain (session, address, NULL, on_probed, &probed);
      while (!probed.done)
        g_main_context_iteration (NULL, TRUE);
      g_test_message ("%s", cases[i].location);
      g_assert_cmpint (probed.result, ==, cases[i].result);
      if (cases[i].result == WEFT_PROBE_PORTAL)
        g_assert_cmpstr (probed.page, ==, cases[i].page);
      g_free (probed.page);
      soup_session_abort (session);
      soup_server_disconnect (way);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  weft_test_ways_init ();
  dex_init ();

  g_test_add ("/sync/portal/plain", Fixture, GINT_TO_POINTER (FALSE), set_up, test_plain, tear_down);
  g_test_add ("/sync/portal/self-signed", Fixture, GINT_TO_POINTER (TRUE), set_up, test_self_signed,
              tear_down);
  g_test_add_func ("/sync/portal/beside-tls", test_beside_tls);

  return g_test_run ();
}
