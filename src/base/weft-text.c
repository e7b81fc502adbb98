/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-text.h"

#include <string.h>

/* Letters which Unicode does not decompose, and how they are typed on a keyboard that lacks them.
 * Lower case only: folding of case comes first. */
static const struct
{
  gunichar letter;
  const char *typed;
} letters[] = {
  { 0x00df, "ss" }, { 0x00e6, "ae" }, { 0x00f0, "d" }, { 0x00f8, "o" }, { 0x00fe, "th" },
  { 0x0111, "d" },  { 0x0127, "h" },  { 0x0131, "i" }, { 0x0142, "l" }, { 0x0153, "oe" },
  { 0x0167, "t" },  { 0x0180, "b" },  { 0x0199, "k" }, { 0x01e5, "g" }, { 0x0237, "j" },
  { 0x0253, "b" },  { 0x0256, "d" },  { 0x0257, "d" }, { 0x0268, "i" }, { 0x0289, "u" },
};

static const char *
get_typed (gunichar letter)
{
  if (letter < letters[0].letter || letter > letters[G_N_ELEMENTS (letters) - 1].letter)
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    if (letters[i].letter == letter)
      return letters[i].typed;

  return NULL;
}

/* Marks are not typed by who searches; format characters (soft hyphen, joiners, direction) are not seen. */
static gboolean
is_left_out (gunichar character)
{
  switch (g_unichar_type (character))
    {
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_FORMAT:
      return TRUE;
    default:
      return FALSE;
    }
}

static char *
without_marks (const char *text)
{
  g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  GString *out = g_string_sized_new (strlen (decomposed));

  for (const char *at = decomposed; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (!is_left_out (character))
        g_string_append_unichar (out, character);
    }

  return g_string_free_and_steal (out);
}

static char *
with_typed_letters (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      /* GLib folds Cherokee letters to the other case, whichever they are in. */
      gunichar character = g_unichar_tolower (g_utf8_get_char (at));
      const char *typed = get_typed (character);

      if (typed != NULL)
        g_string_append (out, typed);
      else
        g_string_append_unichar (out, character);
    }

  return g_string_free_and_steal (out);
}

static char *
fold_whole (const char *text, gssize length)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);
  g_autofree char *bare = without_marks (valid);
  g_autofree char *lower = g_utf8_casefold (bare, -1);
  /* Folding the case of some letters makes new ones that decompose. */
  g_autofree char *bare_lower = without_marks (lower);

  return with_typed_letters (bare_lower);
}

/* ── folding one character after the other ─────────────────────────────────────────────────────────── */

/* What most texts are written in: alphabets, punctuation, signs, emoji. Here every character that is
 * reordered behind another is a mark and left out, so that each of them folds for itself, whatever stands
 * beside it. */
static const struct
{
  gunichar first;
  gunichar last;
} ranges[] = { { 0x0080, 0x07ff }, { 0x1e00, 0x27bf }, { 0xfe00, 0xfe0f }, { 0x1f300, 0x1faff } };
#define N_FOLDED (0x780 + 0x9c0 + 0x10 + 0x800) /* characters of the ranges */

#define FOLDED_MAX 7
#define TOO_LONG 0xff

typedef union
{
  guint64 word; /* all of it, to be read and written at once; 0: not known yet */
  struct
  {
    char text[FOLDED_MAX];
    guint8 length_1; /* bytes and 1 */
  };
} Folded;

/* What the characters fold to, filled as they are met, by any thread. */
static guint64 folded_characters[N_FOLDED];

static Folded
fold_character (gunichar character)
{
  Folded folded = { 0 };
  guint at = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      if (character >= ranges[i].first && character <= ranges[i].last)
        {
          at += character - ranges[i].first;
          folded.word = __atomic_load_n (&folded_characters[at], __ATOMIC_RELAXED);
          if (folded.word == 0)
            {
              char utf8[6];
              g_autofree char *text = fold_whole (utf8, g_unichar_to_utf8 (character, utf8));
              gsize length = strlen (text);

              folded.length_1 = TOO_LONG;
              if (length <= FOLDED_MAX)
                {
                  memcpy (folded.text, text, length);
                  folded.length_1 = length + 1;
                }
              __atomic_store_n (&folded_characters[at], folded.word, __ATOMIC_RELAXED);
            }
          return folded;
        }
      at += ranges[i].last - ranges[i].first + 1;
    }

  folded.length_1 = TOO_LONG;

  return folded;
}

/* Returns: (nullable): NULL if a character does not fold for itself. */
static char *
fold_characters (const char *text, gsize length)
{
  gsize capacity = length + sizeof (Folded);
  g_autofree char *out = g_malloc (capacity);
  const char *end = text + length;
  gsize n = 0;

  for (const char *at = text; at < end;)
    {
      Folded folded;
      gunichar character;

      if (n + sizeof (Folded) > capacity)
        out = g_realloc (out, capacity *= 2);

      if ((guchar) *at < 0x80)
        {
          if (*at == '\0')
            return NULL;
          out[n++] = g_ascii_tolower (*at++);
          continue;
        }

      character = g_utf8_get_char_validated (at, end - at);
      if ((gint32) character < 0)
        return NULL;
      folded = fold_character (character);
      if (folded.length_1 == TOO_LONG)
        return NULL;
      memcpy (out + n, folded.text, FOLDED_MAX);
      n += folded.length_1 - 1;
      at = g_utf8_next_char (at);
    }
  out[n] = '\0';

  return g_steal_pointer (&out);
}

char *
weft_text_fold (const char *text, gssize length)
{
  char *folded;

  g_return_val_if_fail (text != NULL, NULL);

  if (length < 0)
    length = (gssize) strlen (text);
  folded = fold_characters (text, (gsize) length);

  return folded != NULL ? folded : fold_whole (text, length);
}

gssize
weft_text_length (const char *text, gsize n_bytes)
{
  g_return_val_if_fail (text != NULL || n_bytes == 0, -1);

  if (n_bytes == 0)
    return 0;
  if (!g_utf8_validate_len (text, n_bytes, NULL))
    return -1;

  return g_utf8_strlen (text, (gssize) n_bytes);
}

char *
weft_text_shorten (const char *text, guint max_characters)
{
  g_autofree char *valid = NULL;
  GString *out = NULL;
  guint n = 0;
  gsize cut = 0; /* where the text ends if "…" follows */
  gboolean space = FALSE;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (max_characters > 0, NULL);

  valid = g_utf8_make_valid (text, -1);
  out = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (g_unichar_isspace (character) || g_unichar_iscntrl (character) || character == 0x2028
          || character == 0x2029)
        {
          space = out->len > 0;
          continue;
        }

      if (space)
        {
          g_string_append_c (out, ' ');
          n++;
          space = FALSE;
        }

      g_string_append_unichar (out, character);
      n++;

      if (n > max_characters)
        {
          g_string_truncate (out, cut);
          g_string_append (out, "…");
          break;
        }

      /* Never cut between a letter and its marks, nor after a space. */
      if (n < max_characters && !g_unichar_ismark (g_utf8_get_char (g_utf8_next_char (at))))
        cut = out->len;
    }

  return g_string_free_and_steal (out);
}

/* A mark belongs to the letter before it. */
static const char *
skip_marks_back (const char *text, const char *at)
{
  while (at > text && g_unichar_ismark (g_utf8_get_char (at)))
    at = g_utf8_prev_char (at);

  return at;
}

gsize
weft_text_find_head (const char *text, guint max_characters, guint max_lines)
{
  const char *half = NULL;
  const char *line = NULL;
  const char *word = NULL;
  const char *head = NULL;
  guint n_characters = 0;
  guint n_lines = 0;

  g_return_val_if_fail (text != NULL, 0);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (n_characters == max_characters / 2)
        half = at;
      if (head == NULL && n_lines == max_lines)
        head = line;
      else if (head == NULL && n_characters == max_characters)
        head = line > half ? line : word > half ? word : skip_marks_back (text, at);
      if (n_characters > max_characters + max_characters / 2 || n_lines > max_lines + max_lines / 2)
        return head - text;
      n_characters++;
      if (*at == '\n' || g_unichar_type (g_utf8_get_char (at)) == G_UNICODE_LINE_SEPARATOR
          || g_unichar_type (g_utf8_get_char (at)) == G_UNICODE_PARAGRAPH_SEPARATOR)
        {
          n_lines++;
          line = at;
        }
      else if (*at == ' ')
        {
          word = at;
        }
    }

  return 0;
}
