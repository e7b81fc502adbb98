/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include "weftctl/weft-bring-words.h"

#include <string.h>

#include "base/weft-emoji.h"
#include "base/weft-mrkdwn.h"
#include "parts/thread/shared/weft-reaction.h"

#define REACTIONS_BYTES 8000 /* characters, says thread.bring */
#define EMOJI_MAX 32
#define FILE_NAME_MAX 120

void
weft_bring_reactions_init (WeftBringReactions *self, WeftBringing *bringing, const char *where)
{
  *self = (WeftBringReactions) {
    .bringing = bringing,
    .where = where,
    .text = g_string_new (NULL),
    .given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
}

void
weft_bring_reactions_clear (WeftBringReactions *self)
{
  g_string_free (self->text, TRUE);
  g_hash_table_unref (self->given);
  g_hash_table_unref (self->kinds);
}

/* Of those in common use the picture; others are called as they are there, as pictures of one's own are. */
static char *
find_emoji (WeftBringReactions *self, const char *name)
{
  const char *tone = strstr (name, "::");
  g_autofree char *plain = tone != NULL ? g_strndup (name, (gsize) (tone - name)) : g_strdup (name);
  const char *found = weft_mrkdwn_find_emoji (plain);
  g_autofree char *own = NULL;

  if (found != NULL)
    return g_strdup (found);
  own = g_strdup_printf (":%s:", plain);
  if (g_utf8_strlen (own, -1) > EMOJI_MAX || !weft_emoji_is_valid (own))
    return NULL;
  return g_steal_pointer (&own);
}

void
weft_bring_reactions_add (WeftBringReactions *self, const char *name, const char *key)
{
  WeftBringReport *report = weft_bringing_get_report (self->bringing);
  const WeftBringPerson *person = weft_bringing_find_person (self->bringing, key);
  g_autofree char *emoji = find_emoji (self, name);
  g_autofree char *entry = NULL;

  if (emoji == NULL)
    {
      weft_bring_report_addf (report, "reaction: no emoji that there is here", "%s: %s", self->where, name);
      return;
    }
  if (person == NULL || person->person == NULL)
    {
      weft_bring_report_addf (report, "reaction: of somebody who is nobody here", "%s: %s", self->where,
                              name);
      return;
    }

  entry = weft_reaction_entry (emoji, person->person);
  if (g_hash_table_contains (self->given, entry))
    return;
  if (self->text->len + strlen (entry) > REACTIONS_BYTES
      || (!g_hash_table_contains (self->kinds, emoji)
          && g_hash_table_size (self->kinds) >= WEFT_REACTION_KINDS_MAX))
    {
      weft_bring_report_addf (report, "reaction: more than a message has here", "%s: %s", self->where, name);
      return;
    }
  if (*emoji == ':')
    weft_bring_report_addf (report, "reaction: its picture does not come, only its name", "%s: %s",
                            self->where, emoji);
  g_string_append (self->text, entry);
  g_hash_table_add (self->kinds, g_steal_pointer (&emoji));
  g_hash_table_add (self->given, g_steal_pointer (&entry));
}

void
weft_bring_append_file (GString *text, const char *name)
{
  g_autofree char *line = weft_bringing_line (name, FILE_NAME_MAX);

  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append_c (text, '\n');
  g_string_append (text, "📎 ");
  weft_mrkdwn_escape (text, *line != '\0' ? line : "?", -1);
}
