/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "serve/weft-upgrade.h"
#include "upgrade-against-soup.h"

#define FIRST "GET /v1/sync HTTP/1.1\r\n"
#define REST                                                                                                 \
  "Host: weft:80\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"              \
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
#define PROTOCOL "Sec-WebSocket-Protocol: weft.v1\r\n"
#define TOKEN "Authorization: Bearer abc.DEF-123_~+/=\r\n"
#define WHOLE                                                                                                \
  FIRST REST PROTOCOL TOKEN "X-Forwarded-For: 192.0.2.7, 10.0.0.1\r\nUser-Agent: probe (1; \"x\")\r\n\r\n"

static WeftUpgradeVerdict
judge (const char *data, gsize length)
{
  WeftUpgrade asked;
  WeftUpgradeVerdict verdict = weft_upgrade_parse (&asked, data, length);

  weft_upgrade_clear (&asked);

  return verdict;
}

static void
test_asked (void)
{
  WeftUpgrade asked;
  g_autoptr (GBytes) answer = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (weft_upgrade_parse (&asked, WHOLE, strlen (WHOLE)), ==, WEFT_UPGRADE_ASKED);
  g_assert_cmpstr (asked.path, ==, "/v1/sync");
  g_assert_cmpstr (asked.key, ==, "dGhlIHNhbXBsZSBub25jZQ==");
  g_assert_cmpstr (asked.protocol, ==, "weft.v1");
  g_assert_cmpstr (asked.bearer, ==, "abc.DEF-123_~+/=");
  g_assert_cmpstr (asked.x_forwarded_for, ==, "192.0.2.7, 10.0.0.1");
  g_assert_null (asked.forwarded);

  /* The example of RFC 6455, section 1.3. */
  answer = weft_upgrade_answer (&asked);
  text = g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  g_assert_true (g_str_has_prefix (text, "HTTP/1.1 101 "));
  g_assert_nonnull (strstr (text, "\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
  g_assert_nonnull (strstr (text, "\r\nSec-WebSocket-Protocol: weft.v1\r\n"));
  g_assert_true (g_str_has_suffix (text, "\r\n\r\n"));
  weft_upgrade_clear (&asked);

  g_assert_true (upgrade_check_against_soup (WHOLE, strlen (WHOLE)));
}

static void
test_pieces (void)
{
  g_assert_cmpint (judge (NULL, 0), ==, WEFT_UPGRADE_UNFINISHED);
  for (gsize n = 0; n < strlen (WHOLE); n++)
    g_assert_cmpint (judge (WHOLE, n), ==, WEFT_UPGRADE_UNFINISHED);
  for (guint c = 0; c < 256; c++)
    {
      g_autofree char *more = g_strdup_printf ("%s%c", WHOLE, (char) c);

      more[strlen (WHOLE)] = (char) c;
      g_assert_cmpint (judge (more, strlen (WHOLE) + 1), ==, WEFT_UPGRADE_OTHER);
    }
}

static void
test_others (void)
{
  static const char *const others[] = {
    "\r\n" WHOLE,
    "POST /v1/sync HTTP/1.1\r\n" REST "\r\n",
    "get /v1/sync HTTP/1.1\r\n" REST "\r\n",
    "GET /v1/sync HTTP/1.0\r\n" REST "\r\n",
    "GET  /v1/sync HTTP/1.1\r\n" REST "\r\n",
    "GET /v1/sync  HTTP/1.1\r\n" REST "\r\n",
    "GET /v1/sync?x HTTP/1.1\r\n" REST "\r\n",
    "GET /v1//sync HTTP/1.1\r\n" REST "\r\n",
    "GET //v1/sync HTTP/1.1\r\n" REST "\r\n",
    "GET /v1/%73ync HTTP/1.1\r\n" REST "\r\n",
    "GET /v1/../v1/sync HTTP/1.1\r\n" REST "\r\n",
    "GET http://weft/v1/sync HTTP/1.1\r\n" REST "\r\n",
    "GET * HTTP/1.1\r\n" REST "\r\n",
    "GET HTTP/1.1\r\n" REST "\r\n",
    FIRST "\r\n",
    FIRST REST "Host: weft\r\n\r\n",
    FIRST REST "host: weft\r\n\r\n",
    FIRST REST "Upgrade: websocket\r\n\r\n",
    FIRST REST "Connection: close\r\n\r\n",
    FIRST REST "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
    FIRST REST TOKEN TOKEN "\r\n",
    FIRST REST "Authorization: Basic abc\r\n\r\n",
    FIRST REST "Authorization: Bearer a, Bearer b\r\n\r\n",
    FIRST REST PROTOCOL PROTOCOL "\r\n",
    FIRST REST "Sec-WebSocket-Protocol: weft.v1, other\r\n\r\n",
    FIRST REST "Content-Length: 0\r\n\r\n",
    FIRST REST "Content-Length: 5\r\n\r\n",
    FIRST REST "Transfer-Encoding: chunked\r\n\r\n",
    FIRST REST "transfer-encoding:\r\n\r\n",
    FIRST REST "Expect: 100-continue\r\n\r\n",
    FIRST REST "TE: trailers\r\n\r\n",
    FIRST REST "X: a\r\n folded\r\n\r\n",
    FIRST REST "X: a\r\n\tfolded\r\n\r\n",
    FIRST REST "X : a\r\n\r\n",
    FIRST REST ": a\r\n\r\n",
    FIRST REST "X\r\n\r\n",
    FIRST REST "X: a\n\r\n",
    FIRST REST "X: a\rb\r\n\r\n",
    FIRST REST "X: \x7f\r\n\r\n",
    FIRST REST "X: \xc3\xa4\r\n\r\n",
    FIRST REST "\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      if (judge (others[i], strlen (others[i])) != WEFT_UPGRADE_OTHER)
        g_error ("taken: %s", others[i]);
    }
  /* NUL, which C's strings do not show. */
  for (gsize n = 0; n < strlen (WHOLE); n++)
    {
      g_autofree char *with = g_strdup (WHOLE);

      with[n] = '\0';
      g_assert_cmpint (judge (with, strlen (WHOLE)), ==, WEFT_UPGRADE_OTHER);
    }
}

static void
test_endless (void)
{
  g_autoptr (GString) head = g_string_new (FIRST "X: ");

  while (head->len < WEFT_UPGRADE_HEAD_MAX - 1)
    g_string_append_c (head, 'x');
  g_assert_cmpint (judge (head->str, head->len), ==, WEFT_UPGRADE_UNFINISHED);
  g_string_append_c (head, 'x');
  g_assert_cmpint (judge (head->str, head->len), ==, WEFT_UPGRADE_OTHER);
}

/* Heads with bytes changed, taken out, doubled and put in from a list of what is dangerous: whatever the door
 * takes libsoup reads the same. */
static void
test_against_soup (void)
{
  static const char *const spice[] = { "\r\n",
                                       "\n",
                                       "\r",
                                       " ",
                                       "\t",
                                       ":",
                                       ",",
                                       "\r\n ",
                                       "Content-Length: 3\r\n",
                                       "Host: x\r\n",
                                       "Transfer-Encoding: chunked\r\n",
                                       "Connection: upgrade\r\n",
                                       "=",
                                       "A",
                                       "\"",
                                       ";",
                                       "\xff" };
  guint n_taken = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) head = g_string_new (WHOLE);

      for (gint n = g_test_rand_int_range (0, 3); n > 0; n--)
        {
          gssize at = g_test_rand_int_range (0, (gint32) head->len);

          switch (g_test_rand_int_range (0, 4))
            {
            case 0:
              head->str[at] = (char) g_test_rand_int ();
              break;
            case 1:
              g_string_erase (head, at, 1);
              break;
            case 2:
              g_string_insert_c (head, at, head->str[at]);
              break;
            default:
              g_string_insert (head, at, spice[g_test_rand_int_range (0, G_N_ELEMENTS (spice))]);
            }
        }
      n_taken += upgrade_check_against_soup (head->str, head->len);
    }
  g_test_message ("%u were taken", n_taken);
  g_assert_cmpuint (n_taken, >, 5000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/websocket/upgrade/asked", test_asked);
  g_test_add_func ("/websocket/upgrade/pieces", test_pieces);
  g_test_add_func ("/websocket/upgrade/others", test_others);
  g_test_add_func ("/websocket/upgrade/endless", test_endless);
  g_test_add_func ("/websocket/upgrade/against-soup", test_against_soup);

  return g_test_run ();
}
