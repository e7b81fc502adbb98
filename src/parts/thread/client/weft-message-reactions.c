/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-message-reactions.h"

#include <string.h>

#include "base/weft-id.h"
#include "parts/thread/shared/weft-reaction.h"
#include "sync/weft-people-stream.h"

/* What is being counted of one emoji. */
typedef struct
{
  WeftReactionEntry first; /* the emoji as it stands in the text */
  GString *names;
  guint n;
  guint n_names;
  gboolean own;
} Kind;

static void
clear_kind (gpointer data)
{
  g_string_free (((Kind *) data)->names, TRUE);
}

static Kind *
find_kind (GArray *kinds, const WeftReactionEntry *reaction)
{
  for (guint i = 0; i < kinds->len; i++)
    {
      Kind *kind = &g_array_index (kinds, Kind, i);

      if (kind->first.emoji_length == reaction->emoji_length && memcmp (kind->first.emoji, reaction->emoji, reaction->emoji_length) == 0)
        return kind;
    }
  g_array_append_val (kinds, ((Kind) { .first = *reaction, .names = g_string_new (NULL) }));
  return &g_array_index (kinds, Kind, kinds->len - 1);
}

static gboolean
add_name (WeftDatabase *database, Kind *kind, const WeftReactionEntry *reaction, GError **error)
{
  g_autofree char *person = g_strndup (reaction->person, WEFT_ID_LENGTH);
  WeftStatement *statement = weft_database_query (database, error, "SELECT name FROM person WHERE stream = " WEFT_PEOPLE_STREAM " AND id = ?1", "t", person);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0 && *weft_statement_get_text (statement, 0) != '\0')
    {
      g_autofree char *name = g_strdelimit (g_strdup (weft_statement_get_text (statement, 0)), "\t\n", ' ');

      g_string_append_printf (kind->names, "%s%s", kind->names->len > 0 ? ", " : "", name);
      kind->n_names++;
    }
  weft_statement_reset (statement);
  return TRUE;
}

gboolean
weft_message_reactions_describe (WeftDatabase *database, const char *packed, const char *person, char **described, GError **error)
{
  g_autoptr (GArray) kinds = g_array_new (FALSE, FALSE, sizeof (Kind));
  g_autoptr (GString) out = NULL;
  WeftReactionEntry reaction;

  *described = NULL;
  g_array_set_clear_func (kinds, clear_kind);
  while (weft_reaction_next (&packed, &reaction))
    {
      Kind *kind = find_kind (kinds, &reaction);
      gboolean own = strncmp (reaction.person, person, WEFT_ID_LENGTH) == 0;

      kind->n++;
      kind->own |= own;
      if (!own && kind->n_names < WEFT_REACTION_NAMES_MAX && !add_name (database, kind, &reaction, error))
        return FALSE;
    }
  if (kinds->len == 0)
    return TRUE;

  out = g_string_new (NULL);
  for (guint i = 0; i < kinds->len; i++)
    {
      const Kind *kind = &g_array_index (kinds, Kind, i);

      g_string_append_len (out, kind->first.emoji, kind->first.emoji_length);
      g_string_append_printf (out, "\t%u\t%d\t%s\n", kind->n, kind->own, kind->names->str);
    }
  *described = g_string_free (g_steal_pointer (&out), FALSE);
  return TRUE;
}

static void
reaction_free (gpointer data)
{
  WeftMessageReaction *self = data;

  g_free (self->emoji);
  g_free (self->names);
  g_free (self);
}

GPtrArray *
weft_message_reactions_parse (const char *described)
{
  GPtrArray *reactions = g_ptr_array_new_with_free_func (reaction_free);
  g_auto (GStrv) lines = g_strsplit (described != NULL ? described : "", "\n", -1);

  for (char **line = lines; *line != NULL && **line != '\0'; line++)
    {
      g_auto (GStrv) cells = g_strsplit (*line, "\t", 4);
      WeftMessageReaction *reaction = g_new0 (WeftMessageReaction, 1);

      reaction->emoji = g_strdup (cells[0]);
      reaction->n = (guint) g_ascii_strtoull (cells[1], NULL, 10);
      reaction->own = *cells[2] == '1';
      reaction->names = g_strdup (cells[3]);
      g_ptr_array_add (reactions, reaction);
    }
  return reactions;
}
