/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "weft-test-ways.h"

#include <glib/gstdio.h>

static GMutex mutex;
static char *proxy;

/* Names */

#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static GList *
look_up (const char *name, GResolverNameLookupFlags flags, GError **error)
{
  if (g_str_equal (name, WEFT_TEST_WAYS_HOST) && (flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY) == 0)
    return g_list_append (NULL, g_inet_address_new_from_string ("127.0.0.1"));

  g_set_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "%s is no name here", name);
  return NULL;
}

static void
look_up_async (GResolver *resolver,
               const char *name,
               GResolverNameLookupFlags flags,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GError *error = NULL;
  GList *list = look_up (name, flags, &error);

  if (list != NULL)
    g_task_return_pointer (task, list, (GDestroyNotify) g_resolver_free_addresses);
  else
    g_task_return_error (task, error);
}

static void
look_up_plain_async (GResolver *resolver,
                     const char *name,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  look_up_async (resolver, name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, cancellable, callback, user_data);
}

static GList *
look_up_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GList *
look_up_plain (GResolver *resolver, const char *name, GCancellable *cancellable, GError **error)
{
  return look_up (name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, error);
}

static GList *
look_up_with_flags (GResolver *resolver,
                    const char *name,
                    GResolverNameLookupFlags flags,
                    GCancellable *cancellable,
                    GError **error)
{
  return look_up (name, flags, error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name = look_up_plain;
  resolver_class->lookup_by_name_async = look_up_plain_async;
  resolver_class->lookup_by_name_finish = look_up_finish;
  resolver_class->lookup_by_name_with_flags = look_up_with_flags;
  resolver_class->lookup_by_name_with_flags_async = look_up_async;
  resolver_class->lookup_by_name_with_flags_finish = look_up_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

/* Proxies */

#define TEST_TYPE_PROXIES (test_proxies_get_type ())
G_DECLARE_FINAL_TYPE (TestProxies, test_proxies, TEST, PROXIES, GObject)

struct _TestProxies
{
  GObject parent_instance;
};

static gboolean
is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static char **
look_proxy_up (GProxyResolver *resolver, const char *uri, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  const char *const found[] = { proxy != NULL ? proxy : "direct://", NULL };

  return g_strdupv ((char **) found);
}

static void
look_proxy_up_async (GProxyResolver *resolver,
                     const char *uri,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task, look_proxy_up (resolver, uri, NULL, NULL), (GDestroyNotify) g_strfreev);
}

static char **
look_proxy_up_finish (GProxyResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
implement_proxies (GProxyResolverInterface *iface)
{
  iface->is_supported = is_supported;
  iface->lookup = look_proxy_up;
  iface->lookup_async = look_proxy_up_async;
  iface->lookup_finish = look_proxy_up_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestProxies,
                               test_proxies,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, implement_proxies))

static void
test_proxies_class_init (TestProxiesClass *klass)
{
}

static void
test_proxies_init (TestProxies *self)
{
}

/* Public */

void
weft_test_ways_init (void)
{
  g_autoptr (GResolver) resolver = NULL;

  g_setenv ("GIO_USE_NETWORK_MONITOR", "base", TRUE);
  resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  g_resolver_set_default (resolver);
  g_type_ensure (G_TYPE_PROXY_RESOLVER);
  g_io_extension_point_register (G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME, TEST_TYPE_PROXIES, "test", 1000);
  g_assert_true (TEST_IS_PROXIES (g_proxy_resolver_get_default ()));
}

static guint target;

static void
on_spliced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_io_stream_splice_finish (result, NULL);
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) onward = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  onward = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) target, NULL, NULL);
  if (onward != NULL)
    g_io_stream_splice_async (G_IO_STREAM (connection), G_IO_STREAM (onward),
                              G_IO_STREAM_SPLICE_CLOSE_STREAM1 | G_IO_STREAM_SPLICE_CLOSE_STREAM2,
                              G_PRIORITY_DEFAULT, NULL, on_spliced, NULL);

  return TRUE;
}

guint
weft_test_ways_listen (void)
{
  static GSocketService *service;
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_object (&service);
  service = g_socket_service_new ();
  g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  g_signal_connect (service, "incoming", G_CALLBACK (on_incoming), NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

void
weft_test_ways_lead_to (guint port)
{
  target = port;
}

void
weft_test_ways_set_proxy (const char *uri)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  g_set_str (&proxy, uri);
}

static char *
get_certificate_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "..", "serve", "tls", name, NULL);
}

GTlsCertificate *
weft_test_ways_get_certificate (void)
{
  g_autofree char *certificate = get_certificate_path ("certificate.pem");
  g_autofree char *key = get_certificate_path ("key.pem");
  g_autoptr (GError) error = NULL;
  GTlsCertificate *loaded = g_tls_certificate_new_from_files (certificate, key, &error);

  g_assert_no_error (error);
  return loaded;
}

void
weft_test_ways_trust (void)
{
  g_autofree char *certificate = get_certificate_path ("certificate.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = G_TLS_DATABASE (g_tls_file_database_new (certificate, &error));

  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

gboolean
weft_test_ways_await (DexFuture *future, GError **error)
{
  gboolean good;

  while (dex_future_is_pending (future))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
  good = dex_future_get_value (future, error) != NULL;
  dex_unref (future);

  return good;
}

void
weft_test_ways_remove_store (const char *directory)
{
  const char *const names[] = { "store.db", "store.db-wal", "store.db-shm", "lock" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (directory, names[i], NULL);

      g_remove (path);
    }
  g_rmdir (directory);
}
