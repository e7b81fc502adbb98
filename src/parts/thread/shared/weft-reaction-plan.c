/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-reaction.h"

#include <string.h>

#include "base/weft-emoji.h"
#include "base/weft-id.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "parts/thread/shared/weft-thread-plan-private.h"

/* What is on the message already, of all and of this kind. */
typedef struct
{
  guint n;
  guint n_kinds;
  gboolean known; /* somebody gave this emoji */
  gboolean given; /* the author of the plan did */
} Standing;

static gboolean
same_emoji (const WeftReactionEntry *a, const WeftReactionEntry *b)
{
  return a->emoji_length == b->emoji_length && memcmp (a->emoji, b->emoji, a->emoji_length) == 0;
}

/* Few enough that comparing each with all before it costs nothing. */
static gboolean
is_first_of_kind (const char *reactions, const WeftReactionEntry *reaction)
{
  WeftReactionEntry before;

  while (weft_reaction_next (&reactions, &before) && before.emoji != reaction->emoji)
    if (same_emoji (&before, reaction))
      return FALSE;
  return TRUE;
}

static void
take_stock (const char *reactions, const char *emoji, const char *person, Standing *standing)
{
  const WeftReactionEntry asked = { emoji, strlen (emoji), person };
  const char *cursor = reactions;
  WeftReactionEntry one;

  while (weft_reaction_next (&cursor, &one))
    {
      gboolean same = same_emoji (&one, &asked);

      standing->n++;
      standing->n_kinds += is_first_of_kind (reactions, &one);
      standing->known |= same;
      standing->given |= same && memcmp (one.person, person, WEFT_ID_LENGTH) == 0;
    }
}

static gboolean
look_up (WeftPlan *plan, const WeftThreadReact *args, Standing *standing, GError **error)
{
  WeftStatement *statement = weft_plan_query (plan, error, "SELECT reactions FROM message WHERE stream = ?1 AND id = ?2", "t", args->id);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    take_stock (weft_statement_get_text (statement, 0), args->emoji, weft_plan_get_author (plan), standing);
  weft_statement_reset (statement);
  return TRUE;
}

static void
emit (WeftPlan *plan, const char *id, const WeftThreadReact *args)
{
  if (args->on)
    weft_plan_emit (plan, &weft_thread_reacted_event, &(WeftThreadReacted) { .id = id, .emoji = args->emoji });
  else
    weft_plan_emit (plan, &weft_thread_reaction_removed_event, &(WeftThreadReactionRemoved) { .id = id, .emoji = args->emoji });
}

gboolean
weft_thread_plan_react (WeftPlan *plan, const WeftThreadReact *args, GError **error)
{
  WeftPlannedMessage message;
  Standing standing = { 0 };

  if (!weft_emoji_is_valid (args->emoji))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "emoji: not one emoji");
  if (!_weft_thread_find (plan, "id", args->id, &message, error) || !look_up (plan, args, &standing, error))
    return FALSE;
  if (message.deleted)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: the message was deleted");
  /* From another device, or pressed twice: it is so already. */
  if (standing.given == args->on)
    return TRUE;
  if (args->on && standing.n >= WEFT_REACTIONS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "id: %d reactions, the most there may be", WEFT_REACTIONS_MAX);
  if (args->on && !standing.known && standing.n_kinds >= WEFT_REACTION_KINDS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "emoji: %d different ones, the most there may be", WEFT_REACTION_KINDS_MAX);

  emit (plan, args->id, args);
  if (*message.twin != '\0')
    emit (plan, message.twin, args);
  return TRUE;
}
