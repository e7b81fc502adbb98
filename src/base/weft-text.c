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

static gboolean
is_ascii (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] - 1u > 0x7e)
      return FALSE;

  return TRUE;
}

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

char *
weft_text_fold (const char *text, gssize length)
{
  g_autofree char *valid = NULL;
  g_autofree char *bare = NULL;
  g_autofree char *lower = NULL;
  g_autofree char *bare_lower = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (length < 0)
    length = (gssize) strlen (text);

  if (is_ascii (text, (gsize) length))
    return g_ascii_strdown (text, length);

  valid = g_utf8_make_valid (text, length);
  bare = without_marks (valid);
  lower = g_utf8_casefold (bare, -1);
  /* Folding the case of some letters makes new ones that decompose. */
  bare_lower = without_marks (lower);
  return with_typed_letters (bare_lower);
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
