/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "base/weft-mention.h"
#include "proto/weft-link.h"

/* A text and a name: links and mentions found in the text lie in it, and a link is written as it was read. */

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (GStrv) texts = fuzz_texts (data, size, 2);
  g_auto (GStrv) names = weft_mention_names (texts[1]);
  gsize length = strlen (texts[0]);
  gsize from = 0;

  for (;;)
    {
      gsize start;
      gsize n;
      g_autoptr (WeftLink) link = weft_link_find (texts[0], from, &start, &n);
      g_autoptr (WeftLink) again = NULL;
      g_autofree char *written = NULL;
      g_autofree char *repeated = NULL;

      if (link == NULL)
        break;
      g_assert_cmpuint (start, >=, from);
      g_assert_cmpuint (n, >, 0);
      g_assert_cmpuint (n, <=, length - start);
      written = weft_link_to_string (link);
      again = weft_link_parse (written, -1);
      g_assert_nonnull (again);
      repeated = weft_link_to_string (again);
      g_assert_cmpstr (written, ==, repeated);
      from = start + n;
    }

  weft_mention_is_in (texts[0], (const char *const *) names);
  for (const char *at = strchr (texts[0], '@'); at != NULL; at = strchr (at + 1, '@'))
    g_assert_cmpuint (weft_mention_match (at, (const char *const *) names), <=, strlen (at));

  return 0;
}
