/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * How reactions are kept: in the column `reactions` of the message, so that they come and go with its row, in the order in which they were given. Each is a
 * line feed, the emoji, a space and the person's id: as an emoji has no space in it and an id is always equally long, none is found within another.
 */

#define WEFT_REACTIONS_MAX 500      /* on one message */
#define WEFT_REACTION_KINDS_MAX 50  /* different emoji on one message */

/** WeftReactionEntry: one of them; what it points at is in the text. */
typedef struct
{
  const char *emoji;
  gsize emoji_length; /* bytes */
  const char *person; /* WEFT_ID_LENGTH bytes */
} WeftReactionEntry;

/** weft_reaction_entry: Returns: (transfer full): how one is kept. */
char *weft_reaction_entry (const char *emoji, const char *person);

/** weft_reaction_next: @cursor: (inout): where the next one begins. Returns: FALSE at the end, and where the text is none of these. */
gboolean weft_reaction_next (const char **cursor, WeftReactionEntry *reaction);

G_END_DECLS
