/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/people/server/weft-people-server.h"

#include <string.h>

#include "base/weft-text.h"
#include "parts/people/server/weft-guest-end.h"
#include "parts/people/server/weft-guest-knowledge.h"
#include "parts/people/shared/weft-people-module.h"

/* The secret's hash lets the HTTP front check an invitation; the streams are nobody's to read but the
 * server's. */
static const WeftMigration migrations[] = {
  {
      .version = 1,
      .sql = "CREATE TABLE invitation_secret ("
             "  id TEXT NOT NULL,"
             "  hash TEXT NOT NULL,"
             "  PRIMARY KEY (id)"
             ") STRICT;"
             "CREATE TABLE invitation_stream ("
             "  id TEXT NOT NULL,"
             "  stream TEXT NOT NULL,"
             "  PRIMARY KEY (id, stream)"
             ") STRICT;",
  },
  { .version = 2, .sql = WEFT_GUEST_KNOWLEDGE_MIGRATION },
  { 0 },
};

static gboolean
is_system (WeftHandling *handling)
{
  return g_strcmp0 (weft_handling_get_author (handling), "system") == 0;
}

/* The role in the one row and column of @statement; WEFT_ROLE_NONE if there is no row. */
static gboolean
read_role (WeftStatement *statement, WeftRole *role, GError **error)
{
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;

  *role = WEFT_ROLE_NONE;
  if (step > 0)
    {
      *role = weft_role_from_wire (weft_statement_get_text (statement, 0));
      weft_statement_reset (statement);
    }
  return TRUE;
}

static gboolean
find_member_role (
    WeftDatabase *database, const char *stream, const char *person, WeftRole *role, GError **error)
{
  return read_role (weft_database_query (database, error,
                                         "SELECT role FROM member WHERE stream = ?1 AND person = ?2", "tt",
                                         stream, person),
                    role, error);
}

static gboolean
handle_invite (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftPeopleInvite *args = data;
  WeftDatabase *database = weft_handling_get_database (handling);

  for (guint i = 0; i < args->n_streams; i++)
    {
      WeftRole role;

      if (!find_member_role (database, args->streams[i], weft_handling_get_author (handling), &role, error))
        return FALSE;
      if (role == WEFT_ROLE_NONE)
        return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "streams[%u]: no such stream", i);
      if (role < WEFT_ROLE_MEMBER)
        return weft_plan_refuse (error, WEFT_ERROR_DENIED,
                                 "streams[%u]: as a guest there you cannot add anyone", i);
    }

  if (!weft_handling_plan (handling, error))
    return FALSE;

  if (!weft_database_run (database, error, "INSERT INTO invitation_secret (id, hash) VALUES (?1, ?2)", "tt",
                          args->id, args->secret_hash))
    return FALSE;

  for (guint i = 0; i < args->n_streams; i++)
    if (!weft_database_run (database, error,
                            "INSERT INTO invitation_stream (id, stream) VALUES (?1, ?2)"
                            " ON CONFLICT (id, stream) DO NOTHING",
                            "tt", args->id, args->streams[i]))
      return FALSE;

  return TRUE;
}

static gboolean
handle_revoke_invitation (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftPeopleRevokeInvitation *args = data;
  WeftDatabase *database = weft_handling_get_database (handling);

  /* Without its secret an invitation opens nothing, whatever its row says. */
  return weft_handling_plan (handling, error)
         && weft_database_run (database, error, "DELETE FROM invitation_secret WHERE id = ?1", "t", args->id)
         && weft_database_run (database, error, "DELETE FROM invitation_stream WHERE id = ?1", "t", args->id);
}

static gboolean
check_login_is_free (WeftDatabase *database, const char *stream, const char *login, GError **error)
{
  g_autofree char *wanted = weft_text_fold (login, -1);
  WeftStatement *statement;
  int step;

  statement
      = weft_database_query (database, error, "SELECT login FROM person WHERE stream = ?1", "t", stream);
  if (statement == NULL)
    return FALSE;

  /* Compared as people read it, so that nobody passes for somebody else. */
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      g_autofree char *taken = weft_text_fold (weft_statement_get_text (statement, 0), -1);

      if (strcmp (wanted, taken) == 0)
        {
          weft_statement_reset (statement);
          return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "login: is taken; choose another one");
        }
    }

  return step == 0;
}

/* The streams of @invitation to which whoever made it could still add somebody. */
static GPtrArray *
list_streams (WeftDatabase *database, const char *workspace, const char *invitation, GError **error)
{
  g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement;
  int step;

  statement = weft_database_query (database, error,
                                   "SELECT s.stream FROM invitation_stream s"
                                   " JOIN invitation i ON i.stream = ?1 AND i.id = s.id"
                                   " JOIN member m ON m.stream = s.stream AND m.person = i.invited_by"
                                   " WHERE s.id = ?2 AND m.role <> 'guest' ORDER BY s.stream",
                                   "tt", workspace, invitation);
  if (statement == NULL)
    return NULL;

  while ((step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (streams, weft_statement_dup_text (statement, 0));

  return step == 0 ? g_steal_pointer (&streams) : NULL;
}

static gboolean
handle_join (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftPeopleJoin *args = data;
  WeftDatabase *database = weft_handling_get_database (handling);
  const char *workspace = weft_handling_get_stream (handling);
  g_autoptr (GPtrArray) streams = NULL;

  if (!check_login_is_free (database, workspace, args->login, error) || !weft_handling_plan (handling, error))
    return FALSE;

  streams = list_streams (database, workspace, args->invitation, error);
  if (streams == NULL)
    return FALSE;

  for (guint i = 0; i < streams->len; i++)
    {
      /* An administrator of the workspace is none of the streams by that, and a guest of it never more than one: if they become
       * a member, they are one here, too. */
      const WeftPeopleAddMember add = { .person = args->person, .role = weft_role_to_wire (WEFT_ROLE_MEMBER) };

      if (!weft_handling_run (handling, streams->pdata[i], &weft_people_add_member_operation, &add, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
handle_add_member (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftPeopleAddMember *args = data;
  WeftDatabase *database = weft_handling_get_database (handling);
  WeftStatement *statement;
  gboolean suspended;
  WeftRole role;
  int step;

  /* The system adds whom it has just let in, before their row is written. */
  if (is_system (handling))
    return weft_handling_plan (handling, error);

  if (!read_role (weft_database_query (database, error,
                                       "SELECT role FROM person WHERE stream = ?1 AND id = ?2", "tt",
                                       WEFT_STREAM_WORKSPACE, weft_handling_get_author (handling)),
                  &role, error))
    return FALSE;
  if (role < WEFT_ROLE_MEMBER)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "person: a guest of the workspace cannot add anyone");

  statement
      = weft_database_query (database, error, "SELECT suspended FROM person WHERE stream = ?1 AND id = ?2",
                             "tt", WEFT_STREAM_WORKSPACE, args->person);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "person: no such person in this workspace");

  suspended = weft_statement_get_int (statement, 0) != 0;
  weft_statement_reset (statement);
  if (suspended)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "person: is suspended");

  return weft_handling_plan (handling, error);
}

static gboolean
handle_suspend (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftPeopleSuspend *args = data;

  if (!weft_handling_plan (handling, error))
    return FALSE;

  if (args->suspended)
    weft_handling_end_sessions (handling, args->person);
  return TRUE;
}

/* That the bytes are here, and the author's to show, the engine has checked. */
static gboolean
handle_set_picture (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftPeopleSetPicture *args = data;
  gint64 size = 0;

  if (args->picture != NULL
      && !weft_database_get_value (weft_handling_get_database (handling), &size, -1, error,
                                   "SELECT size FROM blob WHERE hash = ?1", "t", args->picture))
    return FALSE;
  if (size != args->picture_size)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID,
                             "picture_size: %" G_GINT64_FORMAT ", but the file has %" G_GINT64_FORMAT " bytes",
                             args->picture_size, size);

  return weft_handling_plan (handling, error);
}

static const WeftServerHandler handlers[] = {
  { "people.invite", handle_invite },   { "people.revoke-invitation", handle_revoke_invitation },
  { "people.join", handle_join },       { "people.add-member", handle_add_member },
  { "people.suspend", handle_suspend }, { "people.set-picture", handle_set_picture },
  { "people.introduce", weft_guest_knowledge_introduce },
  { NULL },
};

/* A membership also stands in the person's own stream, which is how their programs learn what there is to
 * read. */

static gboolean
list_membership (WeftHandling *handling, const char *person, const char *target, const char *role)
{
  g_autofree char *own = g_strconcat ("user/", person, NULL);

  weft_handling_emit (handling, own, &weft_people_membership_added_event,
                      &(WeftPeopleMembershipAdded) { .target = target, .role = role });
  return TRUE;
}

static gboolean
react_member_added (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftPeopleMemberAdded *args = data;

  return list_membership (handling, args->person, stream, args->role)
         && weft_guest_knowledge_ask (handling, args->person, error)
         && weft_guest_knowledge_ask_stream (handling, stream, error);
}

static gboolean
react_member_role_changed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftPeopleMemberRoleChanged *args = data;

  return list_membership (handling, args->person, stream, args->role);
}

static gboolean
react_member_removed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftPeopleMemberRemoved *args = data;
  g_autofree char *own = g_strconcat ("user/", args->person, NULL);

  weft_handling_emit (handling, own, &weft_people_membership_removed_event,
                      &(WeftPeopleMembershipRemoved) { .target = stream });
  return weft_guest_knowledge_ask (handling, args->person, error)
         && weft_guest_knowledge_ask_stream (handling, stream, error);
}

/* Guests know of others by what is told them of it. */

static gboolean
react_person_joined (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftPeoplePersonJoined *args = data;

  return weft_role_from_wire (args->role) != WEFT_ROLE_GUEST || weft_guest_knowledge_ask_for (handling, args->person, error);
}

static gboolean
react_role_changed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftPeopleRoleChanged *args = data;

  if (weft_role_from_wire (args->role) != WEFT_ROLE_GUEST && !weft_guest_end_clear (handling, args->person, G_MAXINT64, error))
    return FALSE;

  return weft_guest_knowledge_ask_for (handling, args->person, error)
         && weft_guest_knowledge_ask_knowing (handling, args->person, error);
}

static gboolean
react_profile_changed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  return weft_guest_knowledge_ask_knowing (handling, ((const WeftPeopleProfileChanged *) data)->person, error);
}

static gboolean
react_picture_set (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  return weft_guest_knowledge_ask_knowing (handling, ((const WeftPeoplePictureSet *) data)->person, error);
}

static gboolean
react_person_suspended (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftPeoplePersonSuspended *args = data;

  /* Let in again after their time they stay. */
  if (!args->suspended && !weft_guest_end_clear (handling, args->person, weft_handling_get_at (handling), error))
    return FALSE;

  return weft_guest_knowledge_ask_knowing (handling, args->person, error);
}

static gboolean
react_guest_limited (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  return weft_guest_end_react_limited (handling, stream, data, error)
         && weft_guest_knowledge_ask_for (handling, ((const WeftPeopleGuestLimited *) data)->person, error);
}

static const WeftReaction reactions[] = {
  { "people.member-added", react_member_added },
  { "people.member-role-changed", react_member_role_changed },
  { "people.member-removed", react_member_removed },
  { "people.person-joined", react_person_joined },
  { "people.role-changed", react_role_changed },
  { "people.profile-changed", react_profile_changed },
  { "people.picture-set", react_picture_set },
  { "people.person-suspended", react_person_suspended },
  { "people.guest-limited", react_guest_limited },
  { NULL },
};

const WeftServerModule weft_people_server_module = {
  .module = &weft_people_module,
  .migrations = migrations,
  .handlers = handlers,
  .reactions = reactions,
  .unseen_by = "seen_hidden",
};
