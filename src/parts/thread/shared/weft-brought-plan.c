/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/weft-emoji.h"
#include "base/weft-id.h"
#include "parts/thread/shared/weft-reaction.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "parts/thread/shared/weft-thread-plan-private.h"

#define DAY (G_GINT64_CONSTANT (24) * 3600 * 1000) /* ms: by which clocks may differ */

/* Whether anybody has written here themselves: what is brought stands before all that. */
static gboolean
check_fresh (WeftPlan *plan, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error,
                         "SELECT last_ordinal - coalesce (brought, 0) FROM thread WHERE stream = ?1", "");
  gint64 written;
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  written = step > 0 ? weft_statement_get_int (statement, 0) : 0;
  weft_statement_reset (statement);
  if (written > 0)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT,
                             "id: people have written here already, and what is brought stands before that");
  return TRUE;
}

/* Each of them once, as react would have made them. */
static gboolean
check_reactions (const char *reactions, GError **error)
{
  g_autoptr (GHashTable) given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *cursor = reactions;
  WeftReactionEntry one;

  while (weft_reaction_next (&cursor, &one))
    {
      g_autofree char *emoji = g_strndup (one.emoji, one.emoji_length);
      g_autofree char *person = g_strndup (one.person, WEFT_ID_LENGTH);

      if (!weft_emoji_is_valid (emoji))
        return weft_plan_refuse (error, WEFT_ERROR_INVALID, "reactions: not one emoji");
      if (!weft_id_is_valid (person))
        return weft_plan_refuse (error, WEFT_ERROR_INVALID, "reactions: not a person's id");
      if (!g_hash_table_add (given, weft_reaction_entry (emoji, person)))
        return weft_plan_refuse (error, WEFT_ERROR_INVALID, "reactions: one stands there twice");
      g_hash_table_add (kinds, g_steal_pointer (&emoji));
    }

  if (*cursor != '\0')
    return weft_plan_refuse (error, WEFT_ERROR_INVALID,
                             "reactions: expected a line feed, an emoji, a space and a person's id for each");
  if (g_hash_table_size (kinds) > WEFT_REACTION_KINDS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "reactions: %u different emoji, at most %d",
                             g_hash_table_size (kinds), WEFT_REACTION_KINDS_MAX);
  return TRUE;
}

gboolean
weft_thread_plan_bring (WeftPlan *plan, const WeftThreadBring *args, GError **error)
{
  WeftPlannedMessage message;
  gint64 ordinal = 0;
  gboolean topic;

  if (weft_plan_get_role (plan) < WEFT_ROLE_ADMIN)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED,
                             "op: only an administrator may say what was said elsewhere");
  if (args->written_at > weft_plan_get_at (plan) + DAY)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "written_at: is still to come");
  if (!check_reactions (args->reactions, error) || !_weft_thread_look_up (plan, args->id, &message, error))
    return FALSE;
  /* Somebody goes on where they were cut off. */
  if (message.found)
    return TRUE;
  if (!check_fresh (plan, error) || (args->root != NULL && !_weft_thread_find_root (plan, args->root, &ordinal, &topic, error)))
    return FALSE;

  weft_plan_emit (plan, &weft_thread_message_brought_event,
                  &(WeftThreadMessageBrought) { .id = args->id,
                                                .author = args->author,
                                                .speaker = args->speaker,
                                                .written_at = args->written_at,
                                                .text = args->text,
                                                .root = args->root,
                                                .ordinal = ordinal,
                                                .reactions = args->reactions });
  return TRUE;
}
