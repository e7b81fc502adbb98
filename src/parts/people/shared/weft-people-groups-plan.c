/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/people/shared/weft-people-module.h"

#include "base/weft-mention.h"
#include "base/weft-text.h"
#include "base/weft-word.h"
#include "store/weft-plan.h"

/* Groups of people whom a message names. */

/* They come with the snapshot, and a message is looked through for all of them. */
#define GROUPS_MAX 100
#define PEOPLE_MAX 256 /* of one group */

static gboolean
is_handle (const char *handle)
{
  g_autofree char *small = g_utf8_strdown (handle, -1);

  return weft_word_is (handle) && g_str_equal (small, handle);
}

/* Who is called @folded, all of it or a word of it, would be meant by the same mention. People may be called so later: then both are. */
static gboolean
check_nobody_is_called (WeftPlan *plan, const char *folded, GError **error)
{
  WeftStatement *statement = weft_plan_query (plan, error, "SELECT name FROM person WHERE stream = ?1 AND suspended = 0", "");
  gboolean called = FALSE;
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      g_auto (GStrv) names = weft_mention_names (weft_statement_get_text (statement, 0));

      for (guint i = 0; names[i] != NULL && !called; i++)
        {
          g_autofree char *name = weft_text_fold (names[i], -1);

          called = g_str_equal (name, folded);
        }
    }
  if (step < 0)
    return FALSE;
  return !called || weft_plan_refuse (error, WEFT_ERROR_EXISTS, "handle: somebody here is called that");
}

typedef struct
{
  gboolean found;
  gboolean removed;
  char *handle; /* folded */
  int n_others; /* which are not removed */
  gboolean taken; /* one of those has the handle which is wanted */
} Groups;

static void
groups_clear (Groups *groups)
{
  g_free (groups->handle);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Groups, groups_clear)

/* @wanted: (nullable): folded; NULL: that which the group @id has */
static gboolean
read_groups (WeftPlan *plan, const char *id, const char *wanted, Groups *groups, GError **error)
{
  g_autoptr (GHashTable) handles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  WeftStatement *statement = weft_plan_query (plan, error, "SELECT id, handle, removed FROM person_group WHERE stream = ?1", "");
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      g_autofree char *handle = weft_text_fold (weft_statement_get_text (statement, 1), -1);
      gboolean removed = weft_statement_get_int (statement, 2) != 0;

      if (g_str_equal (weft_statement_get_text (statement, 0), id))
        {
          groups->found = TRUE;
          groups->removed = removed;
          groups->handle = g_steal_pointer (&handle);
        }
      else if (!removed)
        {
          groups->n_others++;
          g_hash_table_add (handles, g_steal_pointer (&handle));
        }
    }
  if (wanted == NULL)
    wanted = groups->handle;
  groups->taken = wanted != NULL && g_hash_table_contains (handles, wanted);
  return step == 0;
}

/* @n_others: how many other groups there are */
static gboolean
check_room (const Groups *groups, GError **error)
{
  return groups->n_others < GROUPS_MAX
         || weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "id: %d groups are there, the most a workspace may have", GROUPS_MAX);
}

static gboolean
check_free (const Groups *groups, GError **error)
{
  return !groups->taken || weft_plan_refuse (error, WEFT_ERROR_EXISTS, "handle: another group is called that");
}

static gboolean
check_handle (const char *handle, GError **error)
{
  if (!is_handle (handle))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID,
                             "handle: expected small letters, digits, “-” and “_”, a letter first: it is written behind an @");
  return !weft_mention_is_reserved (handle)
         || weft_plan_refuse (error, WEFT_ERROR_INVALID, "handle: “@%s” means everybody, or could be taken for it", handle);
}

static gboolean
find_group (WeftPlan *plan, const char *id, gboolean removed, Groups *groups, GError **error)
{
  if (!read_groups (plan, id, NULL, groups, error))
    return FALSE;
  return (groups->found && groups->removed == removed) || weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such group");
}

gboolean
weft_people_plan_add_group (WeftPlan *plan, const WeftPeopleAddGroup *args, GError **error)
{
  g_autofree char *folded = weft_text_fold (args->handle, -1);
  g_auto (Groups) groups = { 0 };

  if (!check_handle (args->handle, error) || !read_groups (plan, args->id, folded, &groups, error))
    return FALSE;
  if (groups.found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a group with this id already");
  if (!check_room (&groups, error) || !check_free (&groups, error) || !check_nobody_is_called (plan, folded, error))
    return FALSE;

  weft_plan_emit (plan, &weft_people_group_added_event,
                  &(WeftPeopleGroupAdded) { .id = args->id, .handle = args->handle, .about = args->about });
  return TRUE;
}

gboolean
weft_people_plan_set_group (WeftPlan *plan, const WeftPeopleSetGroup *args, GError **error)
{
  g_autofree char *folded = weft_text_fold (args->handle, -1);
  g_auto (Groups) groups = { 0 };

  if (!check_handle (args->handle, error) || !read_groups (plan, args->id, folded, &groups, error))
    return FALSE;
  if (!groups.found || groups.removed)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such group");
  /* Whoever came to be called like it stands in nobody's way who changes what it is for. */
  if (!check_free (&groups, error) || (!g_str_equal (folded, groups.handle) && !check_nobody_is_called (plan, folded, error)))
    return FALSE;

  weft_plan_emit (plan, &weft_people_group_changed_event,
                  &(WeftPeopleGroupChanged) { .id = args->id, .handle = args->handle, .about = args->about });
  return TRUE;
}

gboolean
weft_people_plan_remove_group (WeftPlan *plan, const WeftPeopleRemoveGroup *args, GError **error)
{
  g_auto (Groups) groups = { 0 };

  if (!find_group (plan, args->id, FALSE, &groups, error))
    return FALSE;

  weft_plan_emit (plan, &weft_people_group_removed_event, &(WeftPeopleGroupRemoved) { .id = args->id });
  return TRUE;
}

gboolean
weft_people_plan_restore_group (WeftPlan *plan, const WeftPeopleRestoreGroup *args, GError **error)
{
  g_auto (Groups) groups = { 0 };

  if (!find_group (plan, args->id, TRUE, &groups, error) || !check_room (&groups, error) || !check_free (&groups, error))
    return FALSE;

  weft_plan_emit (plan, &weft_people_group_restored_event, &(WeftPeopleGroupRestored) { .id = args->id });
  return TRUE;
}

/* Its people */

/* @n: (out): how many are in the group @id; @found: (out): whether @person is one of them */
static gboolean
count_people (WeftPlan *plan, const char *id, const char *person, gint64 *n, gboolean *found, GError **error)
{
  WeftStatement *statement = weft_plan_query (plan, error,
                                              "SELECT count(*), coalesce (sum (CASE WHEN person = ?3 THEN 1 ELSE 0 END), 0)"
                                              " FROM person_in_group WHERE stream = ?1 AND id = ?2",
                                              "tt", id, person);

  if (statement == NULL || weft_statement_step (statement, error) <= 0)
    return FALSE;
  *n = weft_statement_get_int (statement, 0);
  *found = weft_statement_get_int (statement, 1) != 0;
  weft_statement_reset (statement);
  return TRUE;
}

/* Whether @person can be told of what is said to a group. */
static gboolean
check_person (WeftPlan *plan, const char *person, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT suspended, CASE WHEN role = 'guest' THEN 1 ELSE 0 END FROM person WHERE stream = ?1 AND id = ?2",
                         "t", person);
  int step = statement != NULL ? weft_statement_step (statement, error) : -1;
  gboolean suspended = step > 0 && weft_statement_get_int (statement, 0) != 0;
  gboolean guest = step > 0 && weft_statement_get_int (statement, 1) != 0;

  if (step < 0)
    return FALSE;
  weft_statement_reset (statement);
  if (step == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "person: no such person in this workspace");
  if (suspended)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "person: is suspended");
  return !guest || weft_plan_refuse (error, WEFT_ERROR_DENIED, "person: is a guest, who does not read the workspace, where groups are");
}

gboolean
weft_people_plan_add_to_group (WeftPlan *plan, const WeftPeopleAddToGroup *args, GError **error)
{
  g_auto (Groups) groups = { 0 };
  gboolean found;
  gint64 n;

  if (!find_group (plan, args->id, FALSE, &groups, error) || !check_person (plan, args->person, error)
      || !count_people (plan, args->id, args->person, &n, &found, error))
    return FALSE;
  if (found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "person: is in the group already");
  if (n >= PEOPLE_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "person: %d people are in the group, the most it may have", PEOPLE_MAX);

  weft_plan_emit (plan, &weft_people_person_grouped_event, &(WeftPeoplePersonGrouped) { .id = args->id, .person = args->person });
  return TRUE;
}

gboolean
weft_people_plan_remove_from_group (WeftPlan *plan, const WeftPeopleRemoveFromGroup *args, GError **error)
{
  g_auto (Groups) groups = { 0 };
  gboolean found;
  gint64 n;

  if (!find_group (plan, args->id, FALSE, &groups, error) || !count_people (plan, args->id, args->person, &n, &found, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "person: is not in the group");

  weft_plan_emit (plan, &weft_people_person_ungrouped_event, &(WeftPeoplePersonUngrouped) { .id = args->id, .person = args->person });
  return TRUE;
}
