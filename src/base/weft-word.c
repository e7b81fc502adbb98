/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/weft-word.h"

gsize
weft_word_length (const char *text)
{
  const char *p;
  guint n = 0;

  g_return_val_if_fail (text != NULL, 0);

  for (p = text; *p != '\0' && !g_unichar_isspace (g_utf8_get_char (p)); p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      if (n == WEFT_WORD_MAX)
        return 0;
      if (!g_unichar_isalpha (c)
          && !(n > 0 && (g_unichar_ismark (c) || g_unichar_isdigit (c) || c == '-' || c == '_')))
        return 0;
    }
  return p - text;
}

gboolean
weft_word_is (const char *text)
{
  gsize length = weft_word_length (text);

  return length > 0 && text[length] == '\0';
}
