/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/moderation/server/weft-moderation-server.h"

#include "parts/moderation/server/weft-moderation-deciding.h"
#include "parts/moderation/server/weft-moderation-reporting.h"
#include "parts/moderation/shared/weft-moderation-module.h"
#include "parts/moderation/shared/weft-moderation.h"
#include "parts/people/shared/weft-people-module.h"

/* Who reads reports is who administers the workspace: what changes there changes here in the same transaction, and nothing else does. */

static gboolean
is_administrator (WeftHandling *handling, const char *person, gboolean *yes, GError **error)
{
  gint64 n = 0;

  if (!weft_database_get_value (weft_handling_get_database (handling), &n, 0, error,
                                "SELECT count(*) FROM person WHERE stream = 'workspace' AND id = ?1 AND role = 'admin'", "t",
                                person))
    return FALSE;
  *yes = n > 0;
  return TRUE;
}

/* Before the first report there is nothing to belong to. */
static gboolean
follow_role (WeftHandling *handling, const char *person, const char *role, GError **error)
{
  gboolean admin = weft_role_from_wire (role) == WEFT_ROLE_ADMIN;
  gint64 n_members = 0, n_own = 0;

  if (!weft_database_get_value (weft_handling_get_database (handling), &n_members, 0, error,
                                "SELECT count(*) FROM member WHERE stream = ?1", "t", WEFT_MODERATION_STREAM)
      || !weft_database_get_value (weft_handling_get_database (handling), &n_own, 0, error,
                                   "SELECT count(*) FROM member WHERE stream = ?1 AND person = ?2", "tt",
                                   WEFT_MODERATION_STREAM, person))
    return FALSE;
  if (n_members == 0 || admin == (n_own > 0))
    return TRUE;
  if (admin)
    weft_handling_emit (handling, WEFT_MODERATION_STREAM, &weft_people_member_added_event,
                        &(WeftPeopleMemberAdded) { .person = person, .role = role });
  else
    weft_handling_emit (handling, WEFT_MODERATION_STREAM, &weft_people_member_removed_event,
                        &(WeftPeopleMemberRemoved) { .person = person });
  return TRUE;
}

static gboolean
on_role_changed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftPeopleRoleChanged *args = data;

  return follow_role (handling, args->person, args->role, error);
}

static gboolean
on_person_joined (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftPeoplePersonJoined *args = data;

  return follow_role (handling, args->person, args->role, error);
}

static gboolean
on_member_added (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftPeopleMemberAdded *args = data;
  gboolean admin;

  if (!g_str_equal (stream, WEFT_MODERATION_STREAM))
    return TRUE;
  if (!is_administrator (handling, args->person, &admin, error))
    return FALSE;
  if (!admin || weft_role_from_wire (args->role) != WEFT_ROLE_ADMIN)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "person: reports are read by the workspace's administrators, and by nobody else");
  return TRUE;
}

static gboolean
on_member_removed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftPeopleMemberRemoved *args = data;
  gboolean admin;

  if (!g_str_equal (stream, WEFT_MODERATION_STREAM))
    return TRUE;
  if (!is_administrator (handling, args->person, &admin, error))
    return FALSE;
  if (admin)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "person: an administrator of the workspace reads reports");
  return TRUE;
}

static gboolean
on_member_role_changed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftPeopleMemberRoleChanged *args = data;

  if (g_str_equal (stream, WEFT_MODERATION_STREAM) && weft_role_from_wire (args->role) != WEFT_ROLE_ADMIN)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "role: an administrator of the workspace reads reports");
  return TRUE;
}

static const WeftReaction reactions[] = {
  { "people.role-changed", on_role_changed },
  { "people.person-joined", on_person_joined },
  { "people.member-added", on_member_added },
  { "people.member-removed", on_member_removed },
  { "people.member-role-changed", on_member_role_changed },
  { "content.erased", weft_moderation_reporting_on_erased },
  { NULL },
};

static const WeftServerHandler handlers[] = {
  { "moderation.report", weft_moderation_reporting_report },
  { "moderation.withdraw", weft_moderation_reporting_withdraw },
  { "moderation.decide", weft_moderation_deciding_decide },
  { "moderation.reopen", weft_moderation_deciding_reopen },
  { "moderation.forget", weft_moderation_deciding_forget },
  { NULL },
};

const WeftServerModule weft_moderation_server_module = {
  .module = &weft_moderation_module,
  .handlers = handlers,
  .reactions = reactions,
};
