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

/* One space wherever there is white space, and none at the beginning. */
static void
append_collapsed (GString *out, const char *folded)
{
  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_isspace (c))
        g_string_append_unichar (out, c);
      else if (out->len > 0 && out->str[out->len - 1] != ' ')
        g_string_append_c (out, ' ');
    }
}

/* Folded, with one space wherever there is white space, and none at the ends. */
static char *
fold (const char *text)
{
  g_autofree char *folded = weft_text_fold (text, -1);
  GString *out = g_string_sized_new (strlen (folded));

  append_collapsed (out, folded);
  if (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);

  return g_string_free (out, FALSE);
}

/* Returns: (nullable): the end of the first word at or behind *@at, which is set to where it begins; %NULL if
 * there is none. */
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

  return (at == text || !weft_mention_is_word (keyword)
          || !weft_mention_is_word (g_utf8_find_prev_char (text, at)))
         && (at[n] == '\0' || !weft_mention_is_word (last) || !weft_mention_is_word (at + n));
}

/* Returns: (nullable): where @keyword stands in @text from @at on. */
static const char *
find_next (const char *text, const char *at, const char *keyword, gsize n)
{
  for (at = strstr (at, keyword); at != NULL; at = strstr (at + 1, keyword))
    if (stands_alone (text, at, keyword, n))
      return at;

  return NULL;
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

  return n == strlen (word) || find_next (self->folded, self->folded, keyword, n) != NULL;
}

/* ── where they stand ────────────────────────────────────────────────────────────────────────────────── */

/* Folded as by fold (), but for a space at its end; @places gets of each byte of it the place in @text of
 * what it was made of. */
static char *
fold_with_places (const char *text, GArray *places)
{
  GString *out = g_string_new (NULL);
  const char *end;

  for (const char *at = text; *at != '\0'; at = end)
    {
      g_autofree char *folded = NULL;
      WeftKeywordPlace place;

      /* Marks of one character may change their order, and never pass the next one. */
      for (end = g_utf8_next_char (at);
           *end != '\0' && g_unichar_combining_class (g_utf8_get_char (end)) != 0;)
        end = g_utf8_next_char (end);
      folded = weft_text_fold (at, end - at);
      append_collapsed (out, folded);
      place.start = at - text;
      place.end = end - text;
      while (places->len < out->len)
        g_array_append_val (places, place);
    }

  return g_string_free (out, FALSE);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const WeftKeywordPlace *one = a, *two = b;

  return one->start != two->start ? (one->start > two->start) - (one->start < two->start)
                                  : (one->end < two->end) - (one->end > two->end);
}

/* Of those which overlap the first stays, of two with one beginning the longer. */
static void
drop_overlapping (GArray *found)
{
  guint n = 0;

  g_array_sort (found, compare_places);
  for (guint i = 0; i < found->len; i++)
    {
      WeftKeywordPlace place = g_array_index (found, WeftKeywordPlace, i);

      if (n == 0 || place.start >= g_array_index (found, WeftKeywordPlace, n - 1).end)
        g_array_index (found, WeftKeywordPlace, n++) = place;
    }
  g_array_set_size (found, n);
}

GArray *
weft_keyword_find (const char *text, const char *const *keywords)
{
  g_autofree char *folded = fold (text);
  g_autofree char *placed = NULL;
  g_autoptr (GArray) places = NULL;
  g_autoptr (GArray) found = NULL;

  for (guint i = 0; keywords[i] != NULL; i++)
    {
      gsize n = strlen (keywords[i]);

      if (n == 0 || find_next (folded, folded, keywords[i], n) == NULL)
        continue;
      if (found == NULL)
        {
          places = g_array_new (FALSE, FALSE, sizeof (WeftKeywordPlace));
          placed = fold_with_places (text, places);
          found = g_array_new (FALSE, FALSE, sizeof (WeftKeywordPlace));
        }
      for (const char *at = placed; (at = find_next (placed, at, keywords[i], n)) != NULL; at += n)
        {
          WeftKeywordPlace place = { g_array_index (places, WeftKeywordPlace, at - placed).start,
                                     g_array_index (places, WeftKeywordPlace, at - placed + n - 1).end };

          g_array_append_val (found, place);
        }
    }
  if (found != NULL)
    drop_overlapping (found);

  return found != NULL && found->len > 0 ? g_steal_pointer (&found) : NULL;
}
