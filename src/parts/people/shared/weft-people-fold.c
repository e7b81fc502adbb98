/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/people/shared/weft-people-module.h"

#include "store/weft-fold.h"

gboolean
weft_people_fold_workspace_founded (WeftFold *fold, const WeftPeopleWorkspaceFounded *args, GError **error)
{
  return weft_fold_run (fold, error, "INSERT INTO workspace (stream, name, founded_at) VALUES (?1, ?2, ?3)",
                        "ti", args->name, fold->at);
}

gboolean
weft_people_fold_workspace_renamed (WeftFold *fold, const WeftPeopleWorkspaceRenamed *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE workspace SET name = ?2 WHERE stream = ?1", "t", args->name);
}

gboolean
weft_people_fold_person_joined (WeftFold *fold, const WeftPeoplePersonJoined *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO person (stream, id, name, login, title, status, role, suspended, joined_at)"
      " VALUES (?1, ?2, ?3, ?4, '', '', ?5, 0, ?6)",
      "tttti", args->person, args->name, args->login, args->role, fold->at);
}

gboolean
weft_people_fold_profile_changed (WeftFold *fold, const WeftPeopleProfileChanged *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE person SET name = ?3, title = ?4, status = ?5 WHERE stream = ?1 AND id = ?2",
                        "tttt", args->person, args->name, args->title, args->status);
}

gboolean
weft_people_fold_picture_set (WeftFold *fold, const WeftPeoplePictureSet *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE person SET picture = nullif (?3, ''), picture_size = nullif (?4, 0) WHERE stream = ?1 AND id = ?2",
                        "tti", args->person, args->picture, args->size);
}

gboolean
weft_people_fold_status_changed (WeftFold *fold, const WeftPeopleStatusChanged *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO person_state (stream, person, emoji, text, text_until, quiet_until, quiet_days,"
                        " quiet_start, quiet_end, quiet_zone) VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, 0, 0, '')"
                        " ON CONFLICT (stream, person) DO UPDATE SET emoji = excluded.emoji, text = excluded.text,"
                        " text_until = excluded.text_until",
                        "ttti", args->person, args->emoji, args->text, args->until);
}

gboolean
weft_people_fold_quiet_changed (WeftFold *fold, const WeftPeopleQuietChanged *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO person_state (stream, person, emoji, text, text_until, quiet_until, quiet_days,"
                        " quiet_start, quiet_end, quiet_zone) VALUES (?1, ?2, '', '', 0, ?3, ?4, ?5, ?6, ?7)"
                        " ON CONFLICT (stream, person) DO UPDATE SET quiet_until = excluded.quiet_until,"
                        " quiet_days = excluded.quiet_days, quiet_start = excluded.quiet_start,"
                        " quiet_end = excluded.quiet_end, quiet_zone = excluded.quiet_zone",
                        "tiiiit", args->person, args->until, args->days, args->start, args->end, args->zone);
}

gboolean
weft_people_fold_seen_shown (WeftFold *fold, const WeftPeopleSeenShown *args, GError **error)
{
  if (args->on)
    return weft_fold_run (fold, error, "DELETE FROM seen_hidden WHERE stream = ?1", "");
  return weft_fold_run (fold, error, "INSERT INTO seen_hidden (stream) VALUES (?1) ON CONFLICT (stream) DO NOTHING", "");
}

gboolean
weft_people_fold_role_changed (WeftFold *fold, const WeftPeopleRoleChanged *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE person SET role = ?3 WHERE stream = ?1 AND id = ?2", "tt",
                        args->person, args->role);
}

gboolean
weft_people_fold_person_suspended (WeftFold *fold, const WeftPeoplePersonSuspended *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE person SET suspended = ?3 WHERE stream = ?1 AND id = ?2", "ti",
                        args->person, (gint64) (args->suspended ? 1 : 0));
}

gboolean
weft_people_fold_guest_limited (WeftFold *fold, const WeftPeopleGuestLimited *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE person SET guest_until = nullif (CAST (?3 AS BIGINT), 0) WHERE stream = ?1 AND id = ?2", "ti",
                        args->person, args->until);
}

gboolean
weft_people_fold_invited (WeftFold *fold, const WeftPeopleInvited *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO invitation (stream, id, role, uses_left, expires_at, invited_by, revoked)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
      "ttiit", args->id, args->role, args->uses, args->expires_at, fold->by);
}

gboolean
weft_people_fold_invitation_used (WeftFold *fold, const WeftPeopleInvitationUsed *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE invitation SET uses_left = uses_left - 1 WHERE stream = ?1 AND id = ?2", "t",
                        args->id);
}

gboolean
weft_people_fold_invitation_revoked (WeftFold *fold, const WeftPeopleInvitationRevoked *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE invitation SET revoked = 1 WHERE stream = ?1 AND id = ?2", "t",
                        args->id);
}

gboolean
weft_people_fold_member_added (WeftFold *fold, const WeftPeopleMemberAdded *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO member (stream, person, role, since) VALUES (?1, ?2, ?3, ?4)", "tti",
                        args->person, args->role, fold->at);
}

gboolean
weft_people_fold_member_removed (WeftFold *fold, const WeftPeopleMemberRemoved *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM member WHERE stream = ?1 AND person = ?2", "t",
                        args->person);
}

gboolean
weft_people_fold_member_role_changed (WeftFold *fold, const WeftPeopleMemberRoleChanged *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE member SET role = ?3 WHERE stream = ?1 AND person = ?2", "tt",
                        args->person, args->role);
}

gboolean
weft_people_fold_membership_added (WeftFold *fold, const WeftPeopleMembershipAdded *args, GError **error)
{
  /* Comes again with another role when the role in that stream changes. */
  return weft_fold_run (fold, error,
                        "INSERT INTO membership (stream, target, role, since) VALUES (?1, ?2, ?3, ?4)"
                        " ON CONFLICT (stream, target) DO UPDATE SET role = excluded.role",
                        "tti", args->target, args->role, fold->at);
}

gboolean
weft_people_fold_membership_removed (WeftFold *fold, const WeftPeopleMembershipRemoved *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM membership WHERE stream = ?1 AND target = ?2", "t",
                        args->target);
}

gboolean
weft_people_fold_group_added (WeftFold *fold, const WeftPeopleGroupAdded *args, GError **error)
{
  return weft_fold_run (fold, error, "INSERT INTO person_group (stream, id, handle, about, removed) VALUES (?1, ?2, ?3, ?4, 0)",
                        "ttt", args->id, args->handle, args->about);
}

gboolean
weft_people_fold_group_changed (WeftFold *fold, const WeftPeopleGroupChanged *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE person_group SET handle = ?3, about = ?4 WHERE stream = ?1 AND id = ?2", "ttt",
                        args->id, args->handle, args->about);
}

gboolean
weft_people_fold_group_removed (WeftFold *fold, const WeftPeopleGroupRemoved *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE person_group SET removed = 1 WHERE stream = ?1 AND id = ?2", "t", args->id);
}

gboolean
weft_people_fold_group_restored (WeftFold *fold, const WeftPeopleGroupRestored *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE person_group SET removed = 0 WHERE stream = ?1 AND id = ?2", "t", args->id);
}

gboolean
weft_people_fold_person_grouped (WeftFold *fold, const WeftPeoplePersonGrouped *args, GError **error)
{
  return weft_fold_run (fold, error, "INSERT INTO person_in_group (stream, id, person) VALUES (?1, ?2, ?3)", "tt", args->id,
                        args->person);
}

gboolean
weft_people_fold_person_ungrouped (WeftFold *fold, const WeftPeoplePersonUngrouped *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM person_in_group WHERE stream = ?1 AND id = ?2 AND person = ?3", "tt", args->id,
                        args->person);
}

gboolean
weft_people_fold_person_known (WeftFold *fold, const WeftPeoplePersonKnown *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO person (stream, id, name, login, title, status, role, suspended, joined_at, picture, picture_size, guest_until)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, nullif (?10, ''), nullif (?11, 0), nullif (CAST (?12 AS BIGINT), 0))"
      " ON CONFLICT (stream, id) DO UPDATE SET name = excluded.name, login = excluded.login, title = excluded.title,"
      " status = excluded.status, role = excluded.role, suspended = excluded.suspended, picture = excluded.picture,"
      " picture_size = excluded.picture_size, guest_until = excluded.guest_until",
      "ttttttiitii", args->person, args->name, args->login, args->title, args->status, args->role,
      (gint64) (args->suspended ? 1 : 0), args->joined_at, args->picture, args->size, args->until);
}

gboolean
weft_people_fold_person_forgotten (WeftFold *fold, const WeftPeoplePersonForgotten *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM person WHERE stream = ?1 AND id = ?2", "t", args->person);
}
