/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include <string.h>

#include "base/weft-text.h"
#include "ui/weft-emoji-names.h"

/* What GtkEmojiChooser reads: an array of code points, name, localised name, keywords, localised keywords, group (gtkemojichooser.c). */
#define TABLE "/org/gtk/libgtk/emoji/en.data"
#define TYPE "a(aussasasu)"
#define FIRST_TONE 0x1f3fb /* stands where a skin tone may be put, of the five from here on */
#define AS_PICTURE 0xfe0f  /* behind a character that alone is one of text */

static GVariant *
get_table (void)
{
  static GVariant *table;

  if (g_once_init_enter_pointer (&table))
    {
      g_autoptr (GBytes) bytes = g_resources_lookup_data (TABLE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      GVariant *read = bytes != NULL ? g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (TYPE), bytes, FALSE))
                                     : g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("(aussasasu)"), NULL, 0));

      g_once_init_leave_pointer (&table, read);
    }
  return table;
}

static char *
write_emoji (GVariant *codes, guint tone)
{
  GString *text = g_string_new (NULL);
  gsize n = g_variant_n_children (codes);

  for (gsize i = 0; i < n; i++)
    {
      guint32 code;

      g_variant_get_child (codes, i, "u", &code);
      if (code >= FIRST_TONE && code < FIRST_TONE + WEFT_EMOJI_TONES && n > 1)
        code = tone > 0 ? FIRST_TONE + tone - 1 : 0;
      if (code != 0 && g_unichar_validate (code))
        g_string_append_unichar (text, code);
    }
  if (g_utf8_strlen (text->str, -1) == 2 && g_utf8_get_char (g_utf8_next_char (text->str)) == AS_PICTURE)
    g_string_truncate (text, (gsize) (g_utf8_next_char (text->str) - text->str));
  /* What is a picture by itself is as wide as one, and stays as everybody writes it: two who react with it have given the same. */
  if (g_utf8_strlen (text->str, -1) == 1 && !g_unichar_iswide (g_utf8_get_char (text->str)))
    g_string_append_unichar (text, AS_PICTURE);
  return g_string_free (text, FALSE);
}

/* 0: not at all; else the better the higher: the name itself, its beginning, the beginning of a word in it */
static guint
match (const char *name, const char *word)
{
  gsize length = strlen (word);

  if (g_ascii_strcasecmp (name, word) == 0)
    return 4;
  if (g_ascii_strncasecmp (name, word, length) == 0)
    return 3;
  for (const char *p = strchr (name, ' '); p != NULL; p = strchr (p + 1, ' '))
    if (g_ascii_strncasecmp (p + 1, word, length) == 0)
      return 2;
  return 0;
}

static guint
match_keywords (GVariant *keywords, const char *word)
{
  guint best = 0;

  for (gsize i = 0; i < g_variant_n_children (keywords) && best == 0; i++)
    {
      const char *keyword;

      g_variant_get_child (keywords, i, "&s", &keyword);
      best = match (keyword, word) >= 3 ? 1 : 0;
    }
  return best;
}

static gboolean
tell (GVariant *row, guint tone, WeftEmojiFound found, gpointer user_data)
{
  g_autoptr (GVariant) codes = g_variant_get_child_value (row, 0);
  g_autofree char *emoji = write_emoji (codes, MIN (tone, WEFT_EMOJI_TONES));
  const char *name;
  guint32 group;

  g_variant_get_child (row, 1, "&s", &name);
  g_variant_get_child (row, 5, "u", &group);
  return found (emoji, name, group, user_data);
}

void
weft_emoji_names_find (const char *word, guint tone, WeftEmojiFound found, gpointer user_data)
{
  GVariant *table = get_table ();
  g_autofree char *wanted = g_strdelimit (g_strdup (word), "_-", ' ');
  gsize n = g_variant_n_children (table);
  g_autofree guint8 *ranks = g_new0 (guint8, n + 1);

  if (*wanted == '\0')
    memset (ranks, 1, n);
  for (gsize i = 0; *wanted != '\0' && i < n; i++)
    {
      g_autoptr (GVariant) row = g_variant_get_child_value (table, i);
      g_autoptr (GVariant) keywords = g_variant_get_child_value (row, 3);
      const char *name;

      g_variant_get_child (row, 1, "&s", &name);
      ranks[i] = match (name, wanted);
      if (ranks[i] == 0)
        ranks[i] = match_keywords (keywords, wanted);
    }
  for (guint rank = 4; rank > 0; rank--)
    for (gsize i = 0; i < n; i++)
      if (ranks[i] == rank)
        {
          g_autoptr (GVariant) row = g_variant_get_child_value (table, i);

          if (!tell (row, tone, found, user_data))
            return;
        }
}
