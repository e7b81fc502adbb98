/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-words.h"

#include <string.h>

#include "base/weft-text.h"

#define WORDS_MAX 64   /* one bit each in Match */
#define LENGTH_MAX 128 /* bytes of a word that count; FTS5 cuts words as well, but at a length of its own */

struct _WeftWords
{
  char *text;
  GPtrArray *words; /* of char* */
};

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
  if (length <= LENGTH_MAX)
    return length;

  length = LENGTH_MAX;
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

static gboolean
add_word (const char *word, gsize length, gsize offset, gpointer user_data)
{
  GPtrArray *words = user_data;

  g_ptr_array_add (words, g_strndup (word, length));

  return words->len < WORDS_MAX;
}

WeftWords *
weft_words_new (const char *text)
{
  WeftWords *self = g_new0 (WeftWords, 1);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *folded = weft_text_fold (valid, -1);

  self->text = g_strdup (text);
  self->words = g_ptr_array_new_with_free_func (g_free);
  weft_words_split (folded, strlen (folded), add_word, self->words);

  return self;
}

void
weft_words_free (WeftWords *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->words);
  g_free (self->text);
  g_free (self);
}

const char *
weft_words_get_text (WeftWords *self)
{
  return self->text;
}

gboolean
weft_words_is_empty (WeftWords *self)
{
  return self->words->len == 0;
}

typedef struct
{
  WeftWords *words;
  guint64 found; /* one bit a word */
} Match;

static gboolean
match_word (const char *word, gsize length, gsize offset, gpointer user_data)
{
  Match *match = user_data;
  guint n = match->words->words->len;

  for (guint i = 0; i < n; i++)
    {
      const char *wanted = g_ptr_array_index (match->words->words, i);
      gsize wanted_length = strlen (wanted);
      gboolean prefix = i + 1 == n;

      if ((prefix ? wanted_length <= length : wanted_length == length)
          && memcmp (wanted, word, wanted_length) == 0)
        match->found |= G_GUINT64_CONSTANT (1) << i;
    }

  return match->found != G_MAXUINT64 >> (64 - n);
}

gboolean
weft_words_match (WeftWords *self, const char *const *folded, guint n_folded)
{
  Match match = { .words = self };

  if (self->words->len == 0)
    return FALSE;

  for (guint i = 0; i < n_folded; i++)
    if (folded[i] != NULL)
      weft_words_split (folded[i], strlen (folded[i]), match_word, &match);

  return match.found == G_MAXUINT64 >> (64 - self->words->len);
}

char *
weft_words_to_fts5 (WeftWords *self)
{
  GString *query = g_string_new (NULL);

  /* Words hold letters and digits only, so quoting them is enough: no operator of FTS5 can come through. */
  for (guint i = 0; i < self->words->len; i++)
    g_string_append_printf (query, "%s\"%s\"%s", i > 0 ? " AND " : "",
                            (const char *) g_ptr_array_index (self->words, i),
                            i + 1 == self->words->len ? "*" : "");

  return g_string_free_and_steal (query);
}
