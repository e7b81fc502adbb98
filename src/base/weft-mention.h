/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Naming a person in a text: an @ at the beginning of a word, and behind it all of their name or one word of it; a hyphen between letters belongs to
 * the word, so that "@all-hands" names a group and not everybody. A group of people is named likewise, by its handle. The same on both ends. */

/** weft_mention_names: Returns: (transfer full): what may follow an @ to name @name: all of it, and each of its words. */
char **weft_mention_names (const char *name);

/** weft_mention_match: Returns: the bytes of the mention which begins at @text, its @ included; 0 if none of @names does. */
gsize weft_mention_match (const char *text, const char *const *names);

/** weft_mention_is_in: whether @text names somebody who goes by one of @names. */
gboolean weft_mention_is_in (const char *text, const char *const *names);

/** weft_mention_own_names: @groups: (nullable): handles of the groups they are in. Returns: (transfer full): what names a person to themselves: their names, their
 * groups' and everybody's. */
char **weft_mention_own_names (const char *name, const char *const *groups);

/** weft_mention_is_reserved: whether people would take @word, written in any way, for everybody. */
gboolean weft_mention_is_reserved (const char *word);

typedef enum
{
  WEFT_MENTION_NOBODY,
  WEFT_MENTION_HERE, /* @here: everybody who is connected */
  WEFT_MENTION_ALL,  /* @all: everybody */
} WeftMentionGroup;

/** weft_mention_find_group: Returns: the widest circle that @text names. */
WeftMentionGroup weft_mention_find_group (const char *text);

/** weft_mention_is_word: whether the character at @text belongs to a word. */
gboolean weft_mention_is_word (const char *text);

G_END_DECLS
