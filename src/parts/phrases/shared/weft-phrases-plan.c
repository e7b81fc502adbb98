/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/phrases/shared/weft-phrases-module.h"

#include "base/weft-word.h"
#include "store/weft-plan.h"

/* They come with the snapshot. */
#define PHRASES_MAX 50       /* of one person */
#define TEAM_PHRASES_MAX 100 /* of the workspace */

static gboolean
is_team (WeftPlan *plan)
{
  return g_str_equal (weft_plan_get_stream (plan), WEFT_STREAM_WORKSPACE);
}

/* The team's are its administrators' to write. Another person's settings look as if they did not exist, to administrators too. */
static gboolean
check_writes (WeftPlan *plan, GError **error)
{
  if (is_team (plan))
    return weft_plan_get_role (plan) >= WEFT_ROLE_ADMIN
           || weft_plan_refuse (error, WEFT_ERROR_DENIED, "stream: the team's quick replies are written by administrators");
  if (g_strcmp0 (weft_stream_get_id (weft_plan_get_stream (plan)), weft_plan_get_author (plan)) != 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such stream");
  return TRUE;
}

/* @found: (out): whether @id is there; @n: (out): how many others there are. None of those may be called
 * @name (nullable), in letters of any size. */
static gboolean
look (WeftPlan *plan, const char *id, const char *name, gboolean *found, int *n, GError **error)
{
  g_autofree char *wanted = name != NULL ? g_utf8_casefold (name, -1) : NULL;
  gboolean taken = FALSE;
  WeftStatement *statement;
  int step;

  if (!check_writes (plan, error))
    return FALSE;
  if (name != NULL && !weft_word_is (name))
    return weft_plan_refuse (
        error, WEFT_ERROR_INVALID,
        "name: expected letters, digits, “-” and “_”, a letter first: it is written behind a slash");

  *found = FALSE;
  *n = 0;
  statement = weft_plan_query (plan, error, "SELECT id, name FROM phrase WHERE stream = ?1", "");
  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      if (g_str_equal (weft_statement_get_text (statement, 0), id))
        {
          *found = TRUE;
          continue;
        }
      (*n)++;
      if (wanted != NULL)
        {
          g_autofree char *other = g_utf8_casefold (weft_statement_get_text (statement, 1), -1);

          taken |= g_str_equal (other, wanted);
        }
    }
  if (step < 0)
    return FALSE;
  if (taken)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "name: another quick reply is called that");
  return TRUE;
}

gboolean
weft_phrases_plan_keep (WeftPlan *plan, const WeftPhrasesKeep *args, GError **error)
{
  gboolean found;
  int n;

  if (!look (plan, args->id, args->name, &found, &n, error))
    return FALSE;
  if (found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a quick reply with this id already");
  if (n >= (is_team (plan) ? TEAM_PHRASES_MAX : PHRASES_MAX))
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "id: %d quick replies are kept, the most %s may have", n,
                             is_team (plan) ? "a team" : "one");

  weft_plan_emit (plan, &weft_phrases_phrase_kept_event,
                  &(WeftPhrasesPhraseKept) { .id = args->id, .name = args->name, .text = args->text });
  return TRUE;
}

gboolean
weft_phrases_plan_set (WeftPlan *plan, const WeftPhrasesSet *args, GError **error)
{
  gboolean found;
  int n;

  if (!look (plan, args->id, args->name, &found, &n, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such quick reply");

  weft_plan_emit (plan, &weft_phrases_phrase_changed_event,
                  &(WeftPhrasesPhraseChanged) { .id = args->id, .name = args->name, .text = args->text });
  return TRUE;
}

gboolean
weft_phrases_plan_drop (WeftPlan *plan, const WeftPhrasesDrop *args, GError **error)
{
  gboolean found;
  int n;

  if (!look (plan, args->id, NULL, &found, &n, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such quick reply");

  weft_plan_emit (plan, &weft_phrases_phrase_dropped_event, &(WeftPhrasesPhraseDropped) { .id = args->id });
  return TRUE;
}
