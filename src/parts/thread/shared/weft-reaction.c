/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-reaction.h"

#include <string.h>

#include "base/weft-id.h"

char *
weft_reaction_entry (const char *emoji, const char *person)
{
  return g_strdup_printf ("\n%s %s", emoji, person);
}

gboolean
weft_reaction_next (const char **cursor, WeftReactionEntry *reaction)
{
  const char *text = *cursor;
  gsize length;

  if (text == NULL || *text != '\n')
    return FALSE;
  text++;
  length = strcspn (text, " \n");
  if (length == 0 || text[length] != ' ' || strcspn (text + length + 1, "\n") != WEFT_ID_LENGTH)
    return FALSE;

  *reaction = (WeftReactionEntry) { text, length, text + length + 1 };
  *cursor = reaction->person + WEFT_ID_LENGTH;
  return TRUE;
}
