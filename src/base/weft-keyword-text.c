/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-keyword-text.h"

#include <string.h>

#include "base/weft-mention.h"
#include "base/weft-text.h"

struct _WeftKeywordText
{
  char *folded;
  GHashTable *words; /* of char* */
};

/* Folded, with one space wherever there is white space, and none at the ends. */
static char *
fold (const char *text)
{
  g_autofree char *folded = weft_text_fold (text, -1);
  GString *out = g_string_sized_new (strlen (folded));

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_isspace (c))
        g_string_append_unichar (out, c);
      else if (out->len > 0 && out->str[out->len - 1] != ' ')
        g_string_append_c (out, ' ');
    }
  if (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);

  return g_string_free (out, FALSE);
}

/* Returns: (nullable): the end of the first word at or behind *@at, which is set to where it begins; %NULL if there is none. */
static const char *
find_word (const char **at)
{
  const char *end;

  while (**at != '\0' && !weft_mention_is_word (*at))
    *at = g_utf8_next_char (*at);
  if (**at == '\0')
    return NULL;
  for (end = *at; *end != '\0' && weft_mention_is_word (end);)
    end = g_utf8_next_char (end);

  return end;
}

char *
weft_keyword_fold (const char *word)
{
  g_autofree char *folded = fold (word);
  const char *at = folded;

  return find_word (&at) != NULL ? g_steal_pointer (&folded) : g_strdup ("");
}

WeftKeywordText *
weft_keyword_text_new (const char *text)
{
  WeftKeywordText *self = g_new0 (WeftKeywordText, 1);
  const char *end;

  self->folded = fold (text);
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (const char *at = self->folded; (end = find_word (&at)) != NULL; at = end)
    g_hash_table_add (self->words, g_strndup (at, end - at));

  return self;
}

void
weft_keyword_text_free (WeftKeywordText *self)
{
  g_free (self->folded);
  g_hash_table_unref (self->words);
  g_free (self);
}

/* An edge of a keyword which belongs to a word must not go on as one. */
static gboolean
stands_alone (const char *text, const char *at, const char *keyword, gsize n)
{
  const char *last = g_utf8_find_prev_char (keyword, keyword + n);

  return (at == text || !weft_mention_is_word (keyword) || !weft_mention_is_word (g_utf8_find_prev_char (text, at)))
         && (at[n] == '\0' || !weft_mention_is_word (last) || !weft_mention_is_word (at + n));
}

gboolean
weft_keyword_text_has (WeftKeywordText *self, const char *keyword)
{
  const char *first = keyword;
  const char *end = find_word (&first);
  g_autofree char *word = end != NULL ? g_strndup (first, end - first) : NULL;
  gsize n = strlen (keyword);

  if (word == NULL || !g_hash_table_contains (self->words, word))
    return FALSE;
  if (n == strlen (word))
    return TRUE;
  for (const char *at = strstr (self->folded, keyword); at != NULL; at = strstr (at + 1, keyword))
    if (stands_alone (self->folded, at, keyword, n))
      return TRUE;

  return FALSE;
}
