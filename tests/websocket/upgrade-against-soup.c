/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "upgrade-against-soup.h"

#include <libsoup/soup.h>

#include "serve/weft-upgrade.h"

static void
check_header (SoupMessageHeaders *headers, const char *name, const char *expected)
{
  const char *found = soup_message_headers_get_list (headers, name);

  g_assert_cmpstr (found, ==, expected);
}

static void
check_word (SoupMessageHeaders *headers, const char *name, const char *expected)
{
  const char *found = soup_message_headers_get_list (headers, name);

  g_assert_nonnull (found);
  g_assert_cmpint (g_ascii_strcasecmp (found, expected), ==, 0);
}

gboolean
upgrade_check_against_soup (const char *data, gsize length)
{
  WeftUpgrade asked;
  WeftUpgradeVerdict verdict = weft_upgrade_parse (&asked, data, length);
  SoupMessageHeaders *headers;
  g_autofree char *method = NULL;
  g_autofree char *path = NULL;
  g_autofree char *bearer = NULL;
  SoupHTTPVersion version;

  if (verdict != WEFT_UPGRADE_ASKED)
    {
      weft_upgrade_clear (&asked);
      return FALSE;
    }

  /* Without the empty line, as libsoup cuts it. */
  headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  g_assert_cmpuint (soup_headers_parse_request (data, (int) length - 2, headers, &method, &path, &version),
                    ==, SOUP_STATUS_OK);
  g_assert_cmpstr (method, ==, "GET");
  g_assert_cmpstr (path, ==, asked.path);
  g_assert_cmpint (version, ==, SOUP_HTTP_1_1);
  g_assert_cmpint (soup_message_headers_get_encoding (headers), ==, SOUP_ENCODING_NONE);
  check_word (headers, "Upgrade", "websocket");
  check_word (headers, "Connection", "upgrade");
  check_header (headers, "Sec-WebSocket-Version", "13");
  check_header (headers, "Sec-WebSocket-Key", asked.key);
  check_header (headers, "Sec-WebSocket-Protocol", asked.protocol[0] != '\0' ? asked.protocol : NULL);
  check_header (headers, "Forwarded", asked.forwarded);
  check_header (headers, "X-Forwarded-For", asked.x_forwarded_for);
  g_assert_nonnull (soup_message_headers_get_one (headers, "Host"));
  bearer = g_strconcat ("Bearer ", asked.bearer, NULL);
  if (asked.bearer[0] != '\0')
    check_word (headers, "Authorization", bearer);
  else
    check_header (headers, "Authorization", NULL);
  soup_message_headers_unref (headers);
  weft_upgrade_clear (&asked);

  return TRUE;
}
