/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/server/weft-bringing.h"

#include <string.h>

#include "base/weft-id.h"
#include "parts/thread/shared/weft-reaction.h"
#include "parts/thread/shared/weft-thread-module.h"

static gboolean
is_person (WeftHandling *handling, const char *id, gboolean *found, GError **error)
{
  gint64 n;

  if (!weft_database_get_value (weft_handling_get_database (handling), &n, 0, error,
                                "SELECT count(*) FROM person WHERE stream = ?1 AND id = ?2", "tt",
                                WEFT_STREAM_WORKSPACE, id))
    return FALSE;
  *found = n > 0;
  return TRUE;
}

static gboolean
check_administrator (WeftHandling *handling, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  WeftRole role = weft_handling_get_role (handling, WEFT_STREAM_WORKSPACE,
                                          weft_handling_get_author (handling), &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (role < WEFT_ROLE_ADMIN)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED,
                             "op: only an administrator of the workspace may say what was said elsewhere");
  return TRUE;
}

static gboolean
check_reactors (WeftHandling *handling, const char *reactions, GError **error)
{
  WeftReactionEntry one;

  while (weft_reaction_next (&reactions, &one))
    {
      g_autofree char *person = g_strndup (one.person, WEFT_ID_LENGTH);
      gboolean found;

      if (!is_person (handling, person, &found, error))
        return FALSE;
      if (!found)
        return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "reactions: no such person in this workspace");
    }
  return TRUE;
}

gboolean
weft_bringing_bring (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftThreadBring *args = data;
  gboolean found;

  if (!check_administrator (handling, error) || !is_person (handling, args->author, &found, error))
    return FALSE;
  if (!found && *args->speaker == '\0')
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND,
                             "author: no such person in this workspace, and no speaker");
  if (found && *args->speaker != '\0')
    return weft_plan_refuse (error, WEFT_ERROR_INVALID,
                             "speaker: the author is a person here and goes by their own name");

  return check_reactors (handling, args->reactions, error) && weft_handling_plan (handling, error);
}
