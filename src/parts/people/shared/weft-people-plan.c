/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/people/shared/weft-people-module.h"

#include <string.h>

#include "store/weft-plan.h"

/* The integers of the first row of @statement, FALSE in @found if there is none. */
static gboolean
read_row (WeftStatement *statement, gint64 *values, int n_values, gboolean *found, GError **error)
{
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;

  *found = step > 0;
  for (int i = 0; i < n_values; i++)
    values[i] = *found ? weft_statement_get_int (statement, i) : 0;

  weft_statement_reset (statement);
  return TRUE;
}

static gboolean
refuse_role_above_own (WeftPlan *plan, const char *role, GError **error)
{
  if (weft_role_from_wire (role) <= weft_plan_get_role (plan))
    return TRUE;

  return weft_plan_refuse (error, WEFT_ERROR_DENIED, "role: %s is above your own, %s", role,
                           weft_role_to_wire (weft_plan_get_role (plan)));
}

/* The workspace */

gboolean
weft_people_plan_found_workspace (WeftPlan *plan, const WeftPeopleFoundWorkspace *args, GError **error)
{
  WeftStatement *statement = weft_plan_query (plan, error, "SELECT 1 FROM workspace WHERE stream = ?1", "");
  gboolean found;

  if (!read_row (statement, NULL, 0, &found, error))
    return FALSE;
  if (found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "stream: the workspace is founded already");

  weft_plan_emit (plan, &weft_people_workspace_founded_event,
                  &(WeftPeopleWorkspaceFounded) { .name = args->name });
  weft_plan_emit (plan, &weft_people_person_joined_event,
                  &(WeftPeoplePersonJoined) {
                      .person = args->person,
                      .name = args->person_name,
                      .login = args->login,
                      .role = weft_role_to_wire (WEFT_ROLE_ADMIN),
                  });
  return TRUE;
}

gboolean
weft_people_plan_rename_workspace (WeftPlan *plan, const WeftPeopleRenameWorkspace *args, GError **error)
{
  WeftStatement *statement = weft_plan_query (plan, error, "SELECT 1 FROM workspace WHERE stream = ?1", "");
  gboolean found;

  if (!read_row (statement, NULL, 0, &found, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: the workspace is not founded yet");

  weft_plan_emit (plan, &weft_people_workspace_renamed_event,
                  &(WeftPeopleWorkspaceRenamed) { .name = args->name });
  return TRUE;
}

/* People */

typedef struct
{
  gboolean is_admin;
  gboolean suspended;
} Person;

static gboolean
find_person (WeftPlan *plan, const char *field, const char *id, Person *person, GError **error)
{
  WeftStatement *statement;
  gint64 values[2];
  gboolean found;

  statement = weft_plan_query (plan, error,
                               "SELECT CASE WHEN role = 'admin' THEN 1 ELSE 0 END, suspended"
                               " FROM person WHERE stream = ?1 AND id = ?2",
                               "t", id);
  if (!read_row (statement, values, 2, &found, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "%s: no such person in this workspace", field);

  person->is_admin = values[0] != 0;
  person->suspended = values[1] != 0;
  return TRUE;
}

/* Whether the workspace keeps an administrator who can sign in when @id is none any more. */
static gboolean
check_another_admin (WeftPlan *plan, const char *field, const char *id, GError **error)
{
  WeftStatement *statement;
  gboolean found;

  statement = weft_plan_query (plan, error,
                               "SELECT 1 FROM person WHERE stream = ?1 AND id <> ?2 AND role = 'admin'"
                               " AND suspended = 0 LIMIT 1",
                               "t", id);
  if (!read_row (statement, NULL, 0, &found, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (
        error, WEFT_ERROR_CONFLICT,
        "%s: this is the last administrator of the workspace; make somebody else one first", field);
  return TRUE;
}

gboolean
weft_people_plan_join (WeftPlan *plan, const WeftPeopleJoin *args, GError **error)
{
  WeftStatement *statement;
  gint64 values[4];
  gboolean found;
  gboolean same;
  int step;

  statement = weft_plan_query (plan, error, "SELECT 1 FROM person WHERE stream = ?1 AND id = ?2", "t",
                               args->person);
  if (!read_row (statement, NULL, 0, &found, error))
    return FALSE;
  if (found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "person: is in the workspace already");

  statement = weft_plan_query (
      plan, error,
      "SELECT i.uses_left, i.expires_at, i.revoked, COALESCE (p.suspended, 0), i.role"
      " FROM invitation i LEFT JOIN person p ON p.stream = i.stream AND p.id = i.invited_by"
      " WHERE i.stream = ?1 AND i.id = ?2",
      "t", args->invitation);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "invitation: no such invitation");

  for (int i = 0; i < 4; i++)
    values[i] = weft_statement_get_int (statement, i);
  same = g_strcmp0 (weft_statement_get_text (statement, 4), args->role) == 0;
  weft_statement_reset (statement);

  if (values[2] != 0)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "invitation: it was taken back; ask for a new one");
  if (values[3] != 0)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED,
                             "invitation: who made it is suspended; ask somebody else for a new one");
  if (values[0] <= 0)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "invitation: it is used up; ask for a new one");
  if (values[1] <= weft_plan_get_at (plan))
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "invitation: it has expired; ask for a new one");
  if (!same)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "role: the invitation is for another role");

  weft_plan_emit (plan, &weft_people_person_joined_event,
                  &(WeftPeoplePersonJoined) {
                      .person = args->person,
                      .name = args->name,
                      .login = args->login,
                      .role = args->role,
                  });
  weft_plan_emit (plan, &weft_people_invitation_used_event,
                  &(WeftPeopleInvitationUsed) { .id = args->invitation });
  return TRUE;
}

gboolean
weft_people_plan_set_profile (WeftPlan *plan, const WeftPeopleSetProfile *args, GError **error)
{
  Person person;

  if (!find_person (plan, "author", weft_plan_get_author (plan), &person, error))
    return FALSE;

  weft_plan_emit (plan, &weft_people_profile_changed_event,
                  &(WeftPeopleProfileChanged) {
                      .person = weft_plan_get_author (plan),
                      .name = args->name,
                      .title = args->title,
                      .status = args->status,
                  });
  return TRUE;
}

gboolean
weft_people_plan_set_picture (WeftPlan *plan, const WeftPeopleSetPicture *args, GError **error)
{
  Person person;

  if ((args->picture != NULL) != (args->picture_size > 0))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "picture_size: a picture has bytes, and none has none");
  if (!find_person (plan, "author", weft_plan_get_author (plan), &person, error))
    return FALSE;

  weft_plan_emit (plan, &weft_people_picture_set_event,
                  &(WeftPeoplePictureSet) {
                      .person = weft_plan_get_author (plan),
                      .picture = args->picture != NULL ? args->picture : "",
                      .size = args->picture_size,
                  });
  return TRUE;
}

gboolean
weft_people_plan_set_status (WeftPlan *plan, const WeftPeopleSetStatus *args, GError **error)
{
  Person person;

  if (!find_person (plan, "author", weft_plan_get_author (plan), &person, error))
    return FALSE;

  weft_plan_emit (plan, &weft_people_status_changed_event,
                  &(WeftPeopleStatusChanged) {
                      .person = weft_plan_get_author (plan),
                      .emoji = args->emoji,
                      .text = args->text,
                      .until = args->until,
                  });
  return TRUE;
}

gboolean
weft_people_plan_set_quiet (WeftPlan *plan, const WeftPeopleSetQuiet *args, GError **error)
{
  Person person;

  if (!find_person (plan, "author", weft_plan_get_author (plan), &person, error))
    return FALSE;
  if (args->days != 0 && *args->zone == '\0')
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "zone: hours of the week are those of a time zone");
  if (args->days != 0 && args->start == args->end)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "end: the same as start");

  weft_plan_emit (plan, &weft_people_quiet_changed_event,
                  &(WeftPeopleQuietChanged) {
                      .person = weft_plan_get_author (plan),
                      .until = args->until,
                      .days = args->days,
                      .start = args->start,
                      .end = args->end,
                      .zone = args->zone,
                  });
  return TRUE;
}

gboolean
weft_people_plan_show_seen (WeftPlan *plan, const WeftPeopleShowSeen *args, GError **error)
{
  if (g_strcmp0 (weft_stream_get_id (weft_plan_get_stream (plan)), weft_plan_get_author (plan)) != 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such stream");

  weft_plan_emit (plan, &weft_people_seen_shown_event, &(WeftPeopleSeenShown) { .on = args->on });
  return TRUE;
}

gboolean
weft_people_plan_set_role (WeftPlan *plan, const WeftPeopleSetRole *args, GError **error)
{
  gboolean stays = weft_role_from_wire (args->role) == WEFT_ROLE_ADMIN;
  Person person;

  if (!find_person (plan, "person", args->person, &person, error))
    return FALSE;
  if (person.is_admin && !stays && !check_another_admin (plan, "role", args->person, error))
    return FALSE;

  weft_plan_emit (plan, &weft_people_role_changed_event,
                  &(WeftPeopleRoleChanged) { .person = args->person, .role = args->role });
  return TRUE;
}

gboolean
weft_people_plan_suspend (WeftPlan *plan, const WeftPeopleSuspend *args, GError **error)
{
  Person person;

  if (!find_person (plan, "person", args->person, &person, error))
    return FALSE;
  if (args->suspended && strcmp (args->person, weft_plan_get_author (plan)) == 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "person: you cannot suspend yourself");
  if (args->suspended && person.is_admin && !check_another_admin (plan, "person", args->person, error))
    return FALSE;

  weft_plan_emit (plan, &weft_people_person_suspended_event,
                  &(WeftPeoplePersonSuspended) { .person = args->person, .suspended = args->suspended });
  return TRUE;
}

/* Invitations */

gboolean
weft_people_plan_invite (WeftPlan *plan, const WeftPeopleInvite *args, GError **error)
{
  WeftStatement *statement;
  gboolean found;

  if (!refuse_role_above_own (plan, args->role, error))
    return FALSE;
  if (args->expires_at <= weft_plan_get_at (plan))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "expires_at: lies in the past");
  if (args->guest_until != 0 && weft_role_from_wire (args->role) != WEFT_ROLE_GUEST)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "guest_until: only guests have an end");
  if (args->guest_until != 0 && args->guest_until <= weft_plan_get_at (plan))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "guest_until: lies in the past");

  statement = weft_plan_query (plan, error, "SELECT 1 FROM invitation WHERE stream = ?1 AND id = ?2", "t",
                               args->id);
  if (!read_row (statement, NULL, 0, &found, error))
    return FALSE;
  if (found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is an invitation with this id already");

  weft_plan_emit (plan, &weft_people_invited_event,
                  &(WeftPeopleInvited) {
                      .id = args->id,
                      .role = args->role,
                      .uses = args->uses,
                      .expires_at = args->expires_at,
                  });
  return TRUE;
}

gboolean
weft_people_plan_revoke_invitation (WeftPlan *plan, const WeftPeopleRevokeInvitation *args, GError **error)
{
  WeftStatement *statement;
  gint64 values[2];
  gboolean found;

  statement = weft_plan_query (plan, error,
                               "SELECT revoked, CASE WHEN invited_by = ?3 THEN 1 ELSE 0 END FROM invitation"
                               " WHERE stream = ?1 AND id = ?2",
                               "tt", args->id, weft_plan_get_author (plan));
  if (!read_row (statement, values, 2, &found, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such invitation");
  if (!values[1] && weft_plan_get_role (plan) < WEFT_ROLE_ADMIN)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED,
                             "id: only who made an invitation or an administrator may take it back");
  if (values[0])
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: the invitation was taken back already");

  weft_plan_emit (plan, &weft_people_invitation_revoked_event,
                  &(WeftPeopleInvitationRevoked) { .id = args->id });
  return TRUE;
}

/* Members of a stream */

static gboolean
find_member (WeftPlan *plan, const char *field, const char *person, gboolean *is_admin, GError **error)
{
  WeftStatement *statement;
  gint64 admin;
  gboolean found;

  statement = weft_plan_query (plan, error,
                               "SELECT CASE WHEN role = 'admin' THEN 1 ELSE 0 END FROM member"
                               " WHERE stream = ?1 AND person = ?2",
                               "t", person);
  if (!read_row (statement, &admin, 1, &found, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "%s: is no member here", field);

  *is_admin = admin != 0;
  return TRUE;
}

/* Whether the stream keeps an administrator when @person is none any more. */
static gboolean
check_another_member_admin (WeftPlan *plan, const char *field, const char *person, GError **error)
{
  WeftStatement *statement;
  gboolean found;

  statement
      = weft_plan_query (plan, error,
                         "SELECT 1 FROM member WHERE stream = ?1 AND person <> ?2 AND role = 'admin' LIMIT 1",
                         "t", person);
  if (!read_row (statement, NULL, 0, &found, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT,
                             "%s: this is the last administrator here; make somebody else one first", field);
  return TRUE;
}

gboolean
weft_people_plan_add_member (WeftPlan *plan, const WeftPeopleAddMember *args, GError **error)
{
  WeftStatement *statement;
  gboolean found;

  if (!refuse_role_above_own (plan, args->role, error))
    return FALSE;

  statement = weft_plan_query (plan, error, "SELECT 1 FROM member WHERE stream = ?1 AND person = ?2", "t",
                               args->person);
  if (!read_row (statement, NULL, 0, &found, error))
    return FALSE;
  if (found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "person: is a member already");

  weft_plan_emit (plan, &weft_people_member_added_event,
                  &(WeftPeopleMemberAdded) { .person = args->person, .role = args->role });
  return TRUE;
}

gboolean
weft_people_plan_remove_member (WeftPlan *plan, const WeftPeopleRemoveMember *args, GError **error)
{
  gboolean is_admin;

  if (!find_member (plan, "person", args->person, &is_admin, error))
    return FALSE;
  if (is_admin && !check_another_member_admin (plan, "person", args->person, error))
    return FALSE;

  weft_plan_emit (plan, &weft_people_member_removed_event,
                  &(WeftPeopleMemberRemoved) { .person = args->person });
  return TRUE;
}

gboolean
weft_people_plan_leave (WeftPlan *plan, const WeftPeopleLeave *args, GError **error)
{
  const char *author = weft_plan_get_author (plan);
  WeftStatement *statement;
  gboolean is_admin;
  gboolean others;

  if (!find_member (plan, "author", author, &is_admin, error))
    return FALSE;

  statement = weft_plan_query (plan, error, "SELECT 1 FROM member WHERE stream = ?1 AND person <> ?2 LIMIT 1",
                               "t", author);
  if (!read_row (statement, NULL, 0, &others, error))
    return FALSE;

  /* The last person of all may turn off the light. */
  if (is_admin && others && !check_another_member_admin (plan, "author", author, error))
    return FALSE;

  weft_plan_emit (plan, &weft_people_member_removed_event, &(WeftPeopleMemberRemoved) { .person = author });
  return TRUE;
}

gboolean
weft_people_plan_set_member_role (WeftPlan *plan, const WeftPeopleSetMemberRole *args, GError **error)
{
  gboolean stays = weft_role_from_wire (args->role) == WEFT_ROLE_ADMIN;
  gboolean is_admin;

  if (!find_member (plan, "person", args->person, &is_admin, error))
    return FALSE;
  if (is_admin && !stays && !check_another_member_admin (plan, "role", args->person, error))
    return FALSE;

  weft_plan_emit (plan, &weft_people_member_role_changed_event,
                  &(WeftPeopleMemberRoleChanged) { .person = args->person, .role = args->role });
  return TRUE;
}

/* Guests */

gboolean
weft_people_plan_limit_guest (WeftPlan *plan, const WeftPeopleLimitGuest *args, GError **error)
{
  WeftStatement *statement = weft_plan_query (plan, error, "SELECT CASE WHEN role = 'guest' THEN 1 ELSE 0 END FROM person WHERE stream = ?1 AND id = ?2",
                                              "t", args->person);
  gint64 guest;
  gboolean found;

  if (!read_row (statement, &guest, 1, &found, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "person: no such person in this workspace");
  if (guest == 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "person: is no guest");
  if (args->guest_until != 0 && args->guest_until <= weft_plan_get_at (plan))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "guest_until: lies in the past");

  weft_plan_emit (plan, &weft_people_guest_limited_event,
                  &(WeftPeopleGuestLimited) { .person = args->person, .until = args->guest_until });
  return TRUE;
}

/* What there is to tell only the server knows: it stands on other streams. */
gboolean
weft_people_plan_introduce (WeftPlan *plan, const WeftPeopleIntroduce *args, GError **error)
{
  return TRUE;
}
