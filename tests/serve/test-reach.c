/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "base/weft-error.h"
#include "serve/weft-fetch.h"
#include "serve/weft-reach.h"

/* Where the server goes at the word of people, and where it does not; names that mean something else each time they are asked for. */

static gboolean
admits (WeftReach *reach, const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  g_assert_nonnull (address);
  return weft_reach_admits (reach, address);
}

static void
test_addresses (void)
{
  static const char *const good[] = {
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "223.255.255.255", "100.63.255.255",
    "2606:4700:4700::1111", "2a00:1450::1", "::ffff:1.1.1.1",
  };
  static const char *const bad[] = {
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8",
    "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
    "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1", "fd12::1", "fe80::1", "fec0::1", "ff02::1",
  };
  WeftReach *reach = weft_reach_new ();

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    if (!admits (reach, good[i]))
      g_error ("%s is closed", good[i]);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    if (admits (reach, bad[i]))
      g_error ("%s is open", bad[i]);
  weft_reach_free (reach);
}

static void
test_open (void)
{
  static const char *const wrong[] = { "", "x", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "localhost" };
  WeftReach *reach = weft_reach_new ();

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (weft_reach_open (reach, wrong[i], &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
    }
  g_assert_true (weft_reach_open (reach, "10.1.0.0/16", NULL));
  g_assert_true (weft_reach_open (reach, "fd00::/16", NULL));
  g_assert_true (admits (reach, "10.1.2.3"));
  g_assert_true (admits (reach, "::ffff:10.1.2.3"));
  g_assert_true (admits (reach, "fd00::7"));
  g_assert_false (admits (reach, "10.2.0.1"));
  g_assert_false (admits (reach, "fd01::7"));
  g_assert_false (admits (reach, "127.0.0.1"));
  weft_reach_free (reach);
}

/* A resolver whose names are the tests'. */

#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver parent_instance;
  guint asked;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static GList *
test_resolver_lookup (GResolver *resolver, const char *name, GResolverNameLookupFlags flags, GCancellable *cancellable, GError **error)
{
  TestResolver *self = TEST_RESOLVER (resolver);

  self->asked++;
  /* Good when it is held against the reach; this machine's ever after. */
  if (strcmp (name, "rebound.example") == 0)
    return g_list_append (NULL, g_inet_address_new_from_string (self->asked == 1 ? "127.0.0.2" : "127.0.0.1"));
  if (strcmp (name, "two.example") == 0)
    return g_list_append (g_list_append (NULL, g_inet_address_new_from_string ("127.0.0.2")), g_inet_address_new_from_string ("10.0.0.1"));
  g_set_error_literal (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "not found");
  return NULL;
}

static GList *
test_resolver_lookup_plain (GResolver *resolver, const char *name, GCancellable *cancellable, GError **error)
{
  return test_resolver_lookup (resolver, name, 0, cancellable, error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  G_RESOLVER_CLASS (klass)->lookup_by_name = test_resolver_lookup_plain;
  G_RESOLVER_CLASS (klass)->lookup_by_name_with_flags = test_resolver_lookup;
}

static void
test_resolver_init (TestResolver *self)
{
}

/* Answers one request with @text, and counts. */
typedef struct
{
  GSocketListener *listener;
  GThread *thread;
  const char *text;
  guint16 port;
  int answered; /* atomic */
} Server;

static gpointer
serve (gpointer user_data)
{
  Server *self = user_data;
  GSocketConnection *connection;

  while ((connection = g_socket_listener_accept (self->listener, NULL, NULL, NULL)) != NULL)
    {
      char request[4096];

      g_atomic_int_inc (&self->answered);
      g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), request, sizeof request, NULL, NULL);
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), self->text, strlen (self->text), NULL, NULL, NULL);
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
      g_object_unref (connection);
    }
  return NULL;
}

static void
server_start (Server *self, const char *host, guint16 port, const char *text)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (host, port);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  *self = (Server) { .listener = g_socket_listener_new (), .text = text };
  g_socket_listener_add_address (self->listener, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  self->thread = g_thread_new ("server", serve, self);
}

static gboolean
fetch (const char *address, WeftFetched *fetched, GError **error)
{
  WeftReach *reach = weft_reach_new ();
  gboolean done;

  g_assert_true (weft_reach_open (reach, "127.0.0.2", NULL));
  done = weft_fetch_run (&(WeftFetch) { .method = "GET", .address = address, .max = 1000, .seconds = 5 }, reach, NULL, fetched, error);
  weft_reach_free (reach);
  return done;
}

static void
test_names (void)
{
  static Server outside, inside; /* their threads wait for the end of the program */
  g_autoptr (GResolver) before = g_resolver_get_default ();
  g_autoptr (GResolver) resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  g_autofree char *rebound = NULL;
  g_autofree char *two = NULL;
  g_auto (WeftFetched) fetched = { 0 };
  g_autoptr (GError) error = NULL;

  server_start (&outside, "127.0.0.2", 0,
                "HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=utf-8\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello");
  server_start (&inside, "127.0.0.1", outside.port, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret");
  g_resolver_set_default (resolver);
  rebound = g_strdup_printf ("http://rebound.example:%u/", outside.port);
  two = g_strdup_printf ("http://two.example:%u/", outside.port);

  /* It was asked for once, and what it meant then was connected to; nothing was unpacked. */
  g_assert_true (fetch (rebound, &fetched, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fetched.status, ==, 200);
  g_assert_cmpstr (fetched.type, ==, "text/html");
  g_assert_cmpmem (g_bytes_get_data (fetched.body, NULL), g_bytes_get_size (fetched.body), "hello", 5);
  g_assert_true (fetched.whole);
  weft_fetched_clear (&fetched);
  g_assert_false (fetch (rebound, &fetched, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DENIED);
  g_clear_error (&error);
  /* One good address does not excuse another. */
  g_assert_false (fetch (two, &fetched, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_false (fetch ("http://none.example/", &fetched, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);

  g_assert_cmpint (g_atomic_int_get (&outside.answered), ==, 1);
  g_assert_cmpint (g_atomic_int_get (&inside.answered), ==, 0);
  g_resolver_set_default (before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reach/addresses", test_addresses);
  g_test_add_func ("/reach/open", test_open);
  g_test_add_func ("/reach/names", test_names);

  return g_test_run ();
}
