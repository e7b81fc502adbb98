/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve/weft-proxies.h"

#include <string.h>

#include "base/weft-error.h"

/* Who asks, by what proxies and liars say. */

static WeftProxies *
make_proxies (void)
{
  WeftProxies *proxies = weft_proxies_new ();
  g_autoptr (GError) error = NULL;

  for (const char *const *text
       = (const char *const[]) { "10.0.0.1", "10.1.0.0/16", "fd00::/8", "unix", NULL };
       *text != NULL; text++)
    {
      weft_proxies_trust (proxies, *text, &error);
      g_assert_no_error (error);
    }

  return proxies;
}

typedef struct
{
  const char *peer; /* NULL: the Unix socket */
  const char *forwarded;
  const char *x_forwarded_for;
  const char *client;
} Case;

static const Case cases[] = {
  /* Nobody's word counts but a proxy's. */
  { "192.0.2.9", NULL, NULL, "192.0.2.9" },
  { "192.0.2.9", NULL, "198.51.100.1", "192.0.2.9" },
  { "192.0.2.9", "for=198.51.100.1", NULL, "192.0.2.9" },
  { "192.0.2.9", "for=10.0.0.1", "10.0.0.1", "192.0.2.9" },
  { "10.0.0.2", NULL, "198.51.100.1", "10.0.0.2" },
  { "10.0.0.1", NULL, NULL, "10.0.0.1" },
  { "10.0.0.1", NULL, "198.51.100.1", "198.51.100.1" },
  { "10.1.200.3", NULL, "198.51.100.1", "198.51.100.1" },
  { "::ffff:10.0.0.1", NULL, "198.51.100.1", "198.51.100.1" },
  { "::ffff:192.0.2.9", NULL, "198.51.100.1", "192.0.2.9" },
  { "10.0.0.1", "for=198.51.100.1", NULL, "198.51.100.1" },
  { NULL, NULL, NULL, NULL },
  { NULL, NULL, "198.51.100.1", "198.51.100.1" },
  { NULL, "for=\"[2001:db8::7]\"", NULL, "2001:db8::7" },

  /* What a client writes stands to the left of what its proxy adds. */
  { "10.0.0.1", NULL, "203.0.113.5, 198.51.100.1", "198.51.100.1" },
  { "10.0.0.1", NULL, "10.0.0.1, 198.51.100.1", "198.51.100.1" },
  { "10.0.0.1", "for=203.0.113.5, for=198.51.100.1", NULL, "198.51.100.1" },

  /* Several hops, each trusted. */
  { "10.0.0.1", NULL, "203.0.113.5, 198.51.100.1, 10.1.0.7, fd00::3", "198.51.100.1" },
  { "10.0.0.1", "for=203.0.113.5, for=198.51.100.1;proto=https, for=10.1.0.7, For=\"[fd00::3]:443\"", NULL,
    "198.51.100.1" },
  { "10.0.0.1", NULL, "10.1.0.7, 10.1.0.8", "10.1.0.7" },

  /* Ports, spaces, IPv6. */
  { "10.0.0.1", NULL, "  198.51.100.1:4711 ", "198.51.100.1" },
  { "10.0.0.1", NULL, "2001:DB8:0::1", "2001:db8::1" },
  { "10.0.0.1", NULL, "[2001:db8::1]:4711", "2001:db8::1" },
  { "10.0.0.1", NULL, "::ffff:198.51.100.1", "198.51.100.1" },
  { "10.0.0.1", "FOR=\"198.51.100.1:4711\" ; by=10.0.0.1;host=\"a, b\\\" for=203.0.113.5\"", NULL,
    "198.51.100.1" },
  { "fd00::1", "for=\"[2001:db8::1]:_hidden\"", NULL, "fd00::1" },

  /* Garbage ends the search at the last who was believed. */
  { "10.0.0.1", NULL, "", "10.0.0.1" },
  { "10.0.0.1", NULL, ",,,", "10.0.0.1" },
  { "10.0.0.1", NULL, "unknown", "10.0.0.1" },
  { "10.0.0.1", NULL, "198.51.100.1, ", "10.0.0.1" },
  { "10.0.0.1", NULL, "198.51.100.1, _secret, 10.1.0.7", "10.1.0.7" },
  { "10.0.0.1", NULL, "198.51.100.1.5", "10.0.0.1" },
  { "10.0.0.1", NULL, "198.51.100.999", "10.0.0.1" },
  { "10.0.0.1", NULL, "0x7f.1", "10.0.0.1" },
  { "10.0.0.1", NULL, "127.1", "10.0.0.1" },
  { "10.0.0.1", NULL, "198.51.100.1 203.0.113.5", "10.0.0.1" },
  { "10.0.0.1", NULL, "198.51.100.1:http", "10.0.0.1" },
  { "10.0.0.1", NULL, "198.51.100.1:", "10.0.0.1" },
  { "10.0.0.1", NULL, "198.51.100.1:123456", "10.0.0.1" },
  { "10.0.0.1", NULL, "[198.51.100.1]", "10.0.0.1" },
  { "10.0.0.1", NULL, "[2001:db8::1", "10.0.0.1" },
  { "10.0.0.1", NULL, "[2001:db8::1]x", "10.0.0.1" },
  { "10.0.0.1", NULL, "fe80::1%eth0", "10.0.0.1" },
  { "10.0.0.1", NULL, ":::::", "10.0.0.1" },
  { "10.0.0.1", NULL, "\"198.51.100.1\"", "10.0.0.1" },
  { "10.0.0.1", NULL, "198.51.100.1\r\nEvil: yes", "10.0.0.1" },
  { "10.0.0.1", "", NULL, "10.0.0.1" },
  { "10.0.0.1", "for", NULL, "10.0.0.1" },
  { "10.0.0.1", "for=", NULL, "10.0.0.1" },
  { "10.0.0.1", "for=unknown", NULL, "10.0.0.1" },
  { "10.0.0.1", "for=_gazonk", NULL, "10.0.0.1" },
  { "10.0.0.1", "proto=https", NULL, "10.0.0.1" },
  { "10.0.0.1", "for=198.51.100.1;for=203.0.113.5", NULL, "10.0.0.1" },
  { "10.0.0.1", "for=\"198.51.100.1", NULL, "10.0.0.1" },
  { "10.0.0.1", "for=\"198.51.100.1\\", NULL, "10.0.0.1" },
  { "10.0.0.1", "for=198.51.100.1 203.0.113.5", NULL, "10.0.0.1" },
  { "10.0.0.1", "for =198.51.100.1", NULL, "10.0.0.1" },
  /* A quote left open by the client may not make the proxy's own words look like a text. */
  { "10.0.0.1", "for=\"x, for=198.51.100.1;host=\",for=203.0.113.5;x=\"", NULL, "10.0.0.1" },
  { "10.0.0.1", "x=\", for=198.51.100.1;host=\"example.org\"", NULL, "10.0.0.1" },

  /* Of two headers, a proxy writes one and may pass on the other as the client wrote it. */
  { "10.0.0.1", "for=203.0.113.5", "198.51.100.1", "10.0.0.1" },
  { "10.0.0.1", "for=198.51.100.1", "203.0.113.5, 198.51.100.1", "198.51.100.1" },
  { "10.0.0.1", "nonsense", "198.51.100.1", "10.0.0.1" },
  { NULL, "for=203.0.113.5", "198.51.100.1", NULL },
};

static void
test_headers (void)
{
  g_autoptr (WeftProxies) proxies = make_proxies ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (GInetAddress) peer = c->peer != NULL ? g_inet_address_new_from_string (c->peer) : NULL;
      g_autofree char *client = weft_proxies_find_client (proxies, peer, c->forwarded, c->x_forwarded_for);

      if (g_strcmp0 (client, c->client) != 0)
        g_error ("%s, Forwarded: %s, X-Forwarded-For: %s: %s instead of %s", c->peer, c->forwarded,
                 c->x_forwarded_for, client, c->client);
    }
}

/* However many hops and bytes, the end of it is read, and never what the client put far to the left. */
static void
test_long (void)
{
  g_autoptr (WeftProxies) proxies = make_proxies ();
  g_autoptr (GInetAddress) peer = g_inet_address_new_from_string ("10.0.0.1");
  g_autoptr (GString) hops = g_string_new ("198.51.100.1");
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autofree char *client = NULL;

  for (guint i = 0; i < WEFT_PROXIES_HOPS_MAX; i++)
    g_string_append_printf (hops, ", 10.1.0.%u", i);
  client = weft_proxies_find_client (proxies, peer, NULL, hops->str);
  g_assert_cmpstr (client, ==, "10.1.0.0");
  g_clear_pointer (&client, g_free);

  while (bytes->len < 100000)
    g_string_append (bytes, "203.0.113.5, ");
  g_string_append (bytes, "198.51.100.1");
  client = weft_proxies_find_client (proxies, peer, NULL, bytes->str);
  g_assert_cmpstr (client, ==, "10.0.0.1");
}

/* Whatever a client writes before what its proxy adds: it is that, or at worst the proxy itself. */
static void
test_random (void)
{
  static const char *const words[] = {
    "198.51.100.1", "10.0.0.1", "10.1.9.9", "fd00::1", "for=",    "\"",          "[", "]",     ":",  ",", ";",
    "\\",           " ",        "=",        "_x",      "unknown", "2001:db8::1", "%", "host=", ":80"
  };
  g_autoptr (WeftProxies) proxies = make_proxies ();
  g_autoptr (GInetAddress) peer = g_inet_address_new_from_string ("10.0.0.1");

  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (GString) header = g_string_new (NULL);
      g_autofree char *plain = NULL;
      g_autofree char *standard = NULL;

      for (int i = g_test_rand_int_range (0, 12); i > 0; i--)
        g_string_append (header, words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);

      g_string_append (header, ", 203.0.113.77");
      plain = weft_proxies_find_client (proxies, peer, NULL, header->str);
      g_assert_cmpstr (plain, ==, "203.0.113.77");

      g_string_insert (header, (gssize) (header->len - strlen ("203.0.113.77")), "for=");
      g_string_append (header, ";host=\"example.org, x\"");
      standard = weft_proxies_find_client (proxies, peer, header->str, NULL);
      if (g_strcmp0 (standard, "203.0.113.77") != 0 && g_strcmp0 (standard, "10.0.0.1") != 0)
        g_error ("%s: %s", header->str, standard);
    }
}

static void
test_option (void)
{
  static const char *const bad[] = {
    "", "proxy.example.org", "10.0.0.0/33", "10.0.0.1/8", "fd00::/129", "10.0.0.1:80", "*", "/8", "10.0.0.0/",
    "-"
  };
  g_autoptr (WeftProxies) proxies = weft_proxies_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (weft_proxies_trust (proxies, bad[i], &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, "trusted-proxy: "));
    }
}

static void
test_limit_key (void)
{
  static const char *const pairs[][2] = {
    { "192.0.2.9", "192.0.2.9" },
    { "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::" },
    { "2001:db8:1:2:ffff::", "2001:db8:1:2::" },
    { "::1", "::" },
    { "unix", "unix" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *key = weft_proxies_get_limit_key (pairs[i][0]);

      g_assert_cmpstr (key, ==, pairs[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/serve/proxies/headers", test_headers);
  g_test_add_func ("/serve/proxies/long", test_long);
  g_test_add_func ("/serve/proxies/random", test_random);
  g_test_add_func ("/serve/proxies/option", test_option);
  g_test_add_func ("/serve/proxies/limit-key", test_limit_key);

  return g_test_run ();
}
