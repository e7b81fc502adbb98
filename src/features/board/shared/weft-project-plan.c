/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "parts/people/shared/weft-people-module.h"
#include "store/weft-plan.h"

static gboolean
check_code (const char *code, GError **error)
{
  gboolean fits = g_ascii_isupper (code[0]);

  for (const char *p = code; *p != '\0'; p++)
    fits = fits && (g_ascii_isupper (*p) || g_ascii_isdigit (*p));

  return fits
         || weft_plan_refuse (error, WEFT_ERROR_INVALID, "code: expected a capital letter, then capital letters and digits");
}

/* Whether there is a project in this stream, as there is to be. */
static gboolean
check_project (WeftPlan *plan, gboolean wanted, GError **error)
{
  gint64 n;

  if (!weft_plan_get_value (plan, &n, 0, error, "SELECT count(*) FROM project WHERE stream = ?1", ""))
    return FALSE;
  if (n > 0 && !wanted)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "stream: there is a project with this id already");
  if (n == 0 && wanted)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such project");
  return TRUE;
}

static void
emit_member (WeftPlan *plan, const char *person, WeftRole role)
{
  weft_plan_emit (plan, &weft_people_member_added_event,
                  &(WeftPeopleMemberAdded) { .person = person, .role = weft_role_to_wire (role) });
}

gboolean
weft_board_plan_create_project (WeftPlan *plan, const WeftBoardCreateProject *args, GError **error)
{
  g_autoptr (GHashTable) members = g_hash_table_new (g_str_hash, g_str_equal);
  const char *author = weft_plan_get_author (plan);

  /* A project which the server makes is in the hands of the first person in it. */
  if (weft_plan_get_role (plan) == WEFT_ROLE_SYSTEM)
    {
      if (args->n_members == 0)
        return weft_plan_refuse (error, WEFT_ERROR_INVALID, "members: 0 elements, at least 1 for a project without author");
      author = args->members[0];
    }
  if (!check_code (args->code, error) || !check_project (plan, FALSE, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_project_created_event,
                  &(WeftBoardProjectCreated) { .name = args->name, .code = args->code, .about = args->about });
  g_hash_table_add (members, (gpointer) author);
  emit_member (plan, author, WEFT_ROLE_ADMIN);
  for (guint i = 0; i < args->n_members; i++)
    if (g_hash_table_add (members, (gpointer) args->members[i]))
      emit_member (plan, args->members[i], WEFT_ROLE_MEMBER);

  return TRUE;
}

gboolean
weft_board_plan_set_project (WeftPlan *plan, const WeftBoardSetProject *args, GError **error)
{
  if (!check_code (args->code, error) || !check_project (plan, TRUE, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_project_changed_event,
                  &(WeftBoardProjectChanged) { .name = args->name, .code = args->code, .about = args->about });
  return TRUE;
}

gboolean
weft_board_plan_archive_project (WeftPlan *plan, const WeftBoardArchiveProject *args, GError **error)
{
  if (!check_project (plan, TRUE, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_project_archived_event, &(WeftBoardProjectArchived) { .archived = args->archived });
  return TRUE;
}
