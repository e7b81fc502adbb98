/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-words.h"

static gboolean
is_word_character (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || g_unichar_type (c) == G_UNICODE_PRIVATE_USE;
}

static gboolean
stands_alone (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_THAI:
    case G_UNICODE_SCRIPT_LAO:
    case G_UNICODE_SCRIPT_KHMER:
    case G_UNICODE_SCRIPT_MYANMAR:
      return TRUE;

    default:
      return FALSE;
    }
}

static gsize
cut_length (const char *word, gsize length)
{
  if (length <= WEFT_WORD_MAX)
    return length;

  length = WEFT_WORD_MAX;
  while ((word[length] & 0xc0) == 0x80)
    length--;

  return length;
}

void
weft_words_split (const char *folded, gsize length, WeftWordFunc func, gpointer user_data)
{
  const char *end = folded + length;
  const char *start = NULL;

  for (const char *p = folded; p < end;)
    {
      const char *next = p + 1;
      gboolean in_word;
      gboolean alone = FALSE;

      if ((guchar) *p < 0x80)
        in_word = g_ascii_isalnum (*p);
      else
        {
          gunichar c = g_utf8_get_char_validated (p, end - p);

          if ((gint32) c < 0)
            in_word = FALSE;
          else
            {
              next = g_utf8_next_char (p);
              in_word = is_word_character (c);
              alone = in_word && stands_alone (c);
            }
        }

      if (start != NULL && (!in_word || alone))
        {
          if (!func (start, cut_length (start, p - start), start - folded, user_data))
            return;
          start = NULL;
        }

      if (alone)
        {
          if (!func (p, next - p, p - folded, user_data))
            return;
        }
      else if (in_word && start == NULL)
        start = p;

      p = next;
    }

  if (start != NULL)
    func (start, cut_length (start, end - start), start - folded, user_data);
}
