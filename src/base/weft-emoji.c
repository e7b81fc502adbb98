/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/weft-emoji.h"

#include <string.h>

#define ZERO_WIDTH_JOINER 0x200d
#define TEXT_STYLE 0xfe0e
#define EMOJI_STYLE 0xfe0f
#define KEYCAP 0x20e3
#define TAG_FIRST 0xe0020
#define TAG_LAST 0xe007f
#define CHARACTERS_MAX 16

/* Skin colours are symbols of the kind Sk, flags are of two letters of the kind So; both count as pictures. */
static gboolean
is_picture (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_OTHER_SYMBOL:
    case G_UNICODE_MODIFIER_SYMBOL:
    case G_UNICODE_MATH_SYMBOL:
      return c > 0x7f;
    case G_UNICODE_UNASSIGNED: /* of a Unicode newer than GLib's, in the planes of pictures */
      return c >= 0x1f000 && c <= 0x1faff;
    default:
      return c == 0x203c || c == 0x2049 || c == 0x3030 || c == 0x303d;
    }
}

static gboolean
is_mark (gunichar c)
{
  return c == ZERO_WIDTH_JOINER || c == TEXT_STYLE || c == EMOJI_STYLE || c == KEYCAP || (c >= TAG_FIRST && c <= TAG_LAST);
}

static gboolean
is_name (const char *text)
{
  gsize length = strlen (text);

  return length > 2 && text[0] == ':' && text[length - 1] == ':'
         && strspn (text + 1, "abcdefghijklmnopqrstuvwxyz0123456789_+-") == length - 2;
}

gboolean
weft_emoji_is_valid (const char *text)
{
  gboolean begun = FALSE;
  guint n = 0;

  if (is_name (text))
    return TRUE;
  /* 1️⃣, #️⃣: a key is a sign, its style and its cap. */
  if (strchr ("0123456789#*", *text) != NULL && *text != '\0')
    return g_utf8_get_char (g_utf8_offset_to_pointer (text, g_utf8_strlen (text, -1) - 1)) == KEYCAP && g_utf8_strlen (text, -1) <= 3;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_picture (c) && !(begun && is_mark (c)))
        return FALSE;
      begun = TRUE;
    }
  return n > 0 && n <= CHARACTERS_MAX;
}
