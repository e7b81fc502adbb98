/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "parts/thread/server/weft-web-page.h"

/* A page somebody linked to, with whatever its server says of its characters: one line of valid text within
 * its bounds, or nothing. */

static void
check (const char *line, glong max)
{
  g_assert_true (g_utf8_validate (line, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (line, -1), <=, max);
  for (const char *at = line; *at != '\0'; at = g_utf8_next_char (at))
    g_assert_false (g_unichar_iscntrl (g_utf8_get_char (at)));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const charsets[] = { NULL, "utf-8", "utf-16", "iso-2022-jp", "gb18030", "no-such" };
  g_auto (WeftWebPage) page = { NULL };

  if (size == 0)
    return 0;
  weft_web_page_read (&page, (const char *) data + 1, size - 1, charsets[data[0] % G_N_ELEMENTS (charsets)]);
  check (page.title, WEFT_WEB_PAGE_TITLE_MAX);
  check (page.text, WEFT_WEB_PAGE_TEXT_MAX);
  check (page.site, WEFT_WEB_PAGE_SITE_MAX);
  check (page.picture, 4096);

  return 0;
}
