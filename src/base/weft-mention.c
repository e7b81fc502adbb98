/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-mention.h"

#include <string.h>

#include "base/weft-text.h"

gboolean
weft_mention_is_word (const char *text)
{
  gunichar c = g_utf8_get_char (text);

  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '_';
}

char **
weft_mention_names (const char *name)
{
  g_auto (GStrv) words = g_strsplit_set (name, " \t", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, name); /* the longest first */
  for (guint i = 0; words[0] != NULL && words[1] != NULL && words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_strv_builder_add (builder, words[i]);

  return g_strv_builder_end (builder);
}

char **
weft_mention_own_names (const char *name, const char *const *groups)
{
  g_auto (GStrv) names = weft_mention_names (name);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_addv (builder, (const char **) names);
  if (groups != NULL)
    g_strv_builder_addv (builder, (const char **) groups);
  g_strv_builder_add_many (builder, "all", "here", NULL);

  return g_strv_builder_end (builder);
}

gboolean
weft_mention_is_reserved (const char *word)
{
  static const char *const reserved[] = { "all", "channel", "everybody", "everyone", "here", "room", "team", NULL };
  g_autofree char *folded = weft_text_fold (word, -1);

  return g_strv_contains (reserved, folded);
}

WeftMentionGroup
weft_mention_find_group (const char *text)
{
  if (weft_mention_is_in (text, (const char *const[]) { "all", NULL }))
    return WEFT_MENTION_ALL;
  if (weft_mention_is_in (text, (const char *const[]) { "here", NULL }))
    return WEFT_MENTION_HERE;

  return WEFT_MENTION_NOBODY;
}

/* Whether a word which goes on until @text ends there. */
static gboolean
ends (const char *text)
{
  return !weft_mention_is_word (*text == '-' ? text + 1 : text);
}

gsize
weft_mention_match (const char *text, const char *const *names)
{
  if (*text != '@')
    return 0;

  for (guint i = 0; names[i] != NULL; i++)
    if (names[i][0] != '\0' && g_str_has_prefix (text + 1, names[i])
        && ends (text + 1 + strlen (names[i])))
      return 1 + strlen (names[i]);

  return 0;
}

gboolean
weft_mention_is_in (const char *text, const char *const *names)
{
  for (const char *at = strchr (text, '@'); at != NULL; at = strchr (at + 1, '@'))
    if ((at == text || !weft_mention_is_word (g_utf8_find_prev_char (text, at)))
        && weft_mention_match (at, names) > 0)
      return TRUE;

  return FALSE;
}
