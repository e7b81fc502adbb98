/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "weft-test-peer.h"
#include "weft-test-server.h"
#include "weft-test-ways.h"

#include "sync/weft-sync.h"

/* What GNetworkMonitor says, which here is what the test says. */

#define TEST_TYPE_MONITOR (test_monitor_get_type ())
G_DECLARE_FINAL_TYPE (TestMonitor, test_monitor, TEST, MONITOR, GObject)

struct _TestMonitor
{
  GObject parent_instance;

  gboolean available;
  GNetworkConnectivity connectivity;
};

enum
{
  PROP_0,
  PROP_NETWORK_AVAILABLE,
  PROP_NETWORK_METERED,
  PROP_CONNECTIVITY
};

static gboolean
initable_init (GInitable *initable, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
implement_initable (GInitableIface *iface)
{
  iface->init = initable_init;
}

static void
implement_monitor (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestMonitor,
                               test_monitor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, implement_initable)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, implement_monitor))

static void
test_monitor_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TestMonitor *self = TEST_MONITOR (object);

  switch (prop_id)
    {
    case PROP_NETWORK_AVAILABLE:
      g_value_set_boolean (value, self->available);
      break;
    case PROP_NETWORK_METERED:
      g_value_set_boolean (value, FALSE);
      break;
    case PROP_CONNECTIVITY:
      g_value_set_enum (value, self->connectivity);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
test_monitor_class_init (TestMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_monitor_get_property;
  g_object_class_override_property (object_class, PROP_NETWORK_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_NETWORK_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
test_monitor_init (TestMonitor *self)
{
  self->available = TRUE;
  self->connectivity = G_NETWORK_CONNECTIVITY_FULL;
}

static void
say (gboolean available)
{
  TestMonitor *monitor = TEST_MONITOR (g_network_monitor_get_default ());

  monitor->available = available;
  g_signal_emit_by_name (monitor, "network-changed", available);
}

typedef struct
{
  WeftTestServer *server;
  WeftRegistry *registry;
  WeftTokenStore *tokens;
  WeftAccount *account;
  WeftSync *sync;
  char *store; /* directory */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  fixture->server = weft_test_server_new ();
  fixture->registry = weft_test_registry ();
  fixture->tokens = weft_memory_token_store_new ();
  fixture->store = g_dir_make_tmp ("weft-network-XXXXXX", &error);
  g_assert_no_error (error);
  uri = g_uri_parse (fixture->server->address, G_URI_FLAGS_NONE, &error);
  g_assert_no_error (error);
  weft_test_ways_lead_to ((guint) g_uri_get_port (uri));
  address = g_strdup_printf ("http://" WEFT_TEST_WAYS_HOST ":%u", weft_test_ways_listen ());
  fixture->account = weft_account_new (address, NULL, fixture->tokens, NULL);
  weft_test_ways_await (weft_account_sign_in (fixture->account, "mai", "correct"), &error);
  g_assert_no_error (error);
  fixture->sync = weft_sync_new (fixture->registry, fixture->account, fixture->store, NULL);
  weft_test_ways_await (weft_sync_open (fixture->sync), &error);
  g_assert_no_error (error);
  weft_sync_start (fixture->sync);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  weft_test_ways_await (weft_sync_close (fixture->sync), NULL);
  g_clear_object (&fixture->sync);
  g_clear_object (&fixture->account);
  g_clear_object (&fixture->tokens);
  g_clear_object (&fixture->registry);
  weft_test_server_free (fixture->server);
  weft_test_ways_remove_store (fixture->store);
  g_free (fixture->store);
  say (TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
wait_for_state (Fixture *fixture, WeftSyncState state)
{
  while (weft_sync_get_state (fixture->sync) != state)
    g_main_context_iteration (NULL, TRUE);
}

/* Without a network nothing is tried, so that nothing but its word can bring the connection back. */
static void
test_back (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      guint n_handshakes;

      wait_for_state (fixture, WEFT_SYNC_ONLINE);
      n_handshakes = fixture->server->n_handshakes;
      say (FALSE);
      weft_test_server_close (fixture->server, WEFT_CLOSE_DRAINING);
      wait_for_state (fixture, WEFT_SYNC_OFFLINE);
      g_assert_cmpstr (weft_sync_get_reason (fixture->sync), ==, "No network");
      /* Whatever is under way of the old one comes to its end. */
      while (g_main_context_iteration (NULL, FALSE))
        continue;
      g_assert_cmpuint (fixture->server->n_handshakes, ==, n_handshakes);

      say (TRUE);
      wait_for_state (fixture, WEFT_SYNC_ONLINE);
      g_assert_cmpuint (fixture->server->n_handshakes, ==, n_handshakes + 1);
    }
}

/* A connection that outlives the network's word is not given up. */
static void
test_word_alone (Fixture *fixture, gconstpointer data)
{
  wait_for_state (fixture, WEFT_SYNC_ONLINE);
  say (FALSE);
  weft_test_server_send (fixture->server, "{\"type\":\"heartbeat\",\"time\":1,\"heads\":[]}");
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpint (weft_sync_get_state (fixture->sync), ==, WEFT_SYNC_ONLINE);
  say (TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpint (weft_sync_get_state (fixture->sync), ==, WEFT_SYNC_ONLINE);
  g_assert_cmpuint (fixture->server->n_handshakes, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  weft_test_ways_init ();
  g_setenv ("GIO_USE_NETWORK_MONITOR", "weft-test", TRUE);
  g_type_ensure (G_TYPE_NETWORK_MONITOR);
  g_io_extension_point_register (G_NETWORK_MONITOR_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME, TEST_TYPE_MONITOR, "weft-test",
                                  1000);
  g_assert_true (TEST_IS_MONITOR (g_network_monitor_get_default ()));
  dex_init ();

  g_test_add ("/sync/network/back", Fixture, NULL, set_up, test_back, tear_down);
  g_test_add ("/sync/network/word-alone", Fixture, NULL, set_up, test_word_alone, tear_down);

  return g_test_run ();
}
