/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-forward.h"
#include "parts/thread/client/weft-thread.h"

#define CUT "…"

char *
weft_forward_dup_text (const char *text, const char *link)
{
  GString *out;
  glong left;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (link != NULL, NULL);

  out = g_string_new ("> ");
  left = WEFT_THREAD_TEXT_MAX - g_utf8_strlen (link, -1) - 1 - 2 - 1;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      glong width = *p == '\n' ? 3 : 1;

      if (left < width)
        {
          g_string_append (out, CUT);
          break;
        }
      left -= width;
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
      if (*p == '\n')
        g_string_append (out, "> ");
    }
  g_string_append_printf (out, "\n%s", link);
  return g_string_free (out, FALSE);
}
