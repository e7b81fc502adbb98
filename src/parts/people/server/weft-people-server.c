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
  /* ms: when whoever comes by it as a guest is shut out; 0 or NULL: no end */
  { .version = 3, .sql = "ALTER TABLE invitation_secret ADD COLUMN guest_until INTEGER" },
  { 0 },
};

static gboolean
is_system (WeftHandling *handling)
{
  return g_strcmp0 (weft_handling_get_author (handling), "system") == 0;
}

static gboolean
handle_invite (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftPeopleInvite *args = data;
  WeftDatabase *database = weft_handling_get_database (handling);

  for (guint i = 0; i < args->n_streams; i++)
    {
      gboolean own = weft_registry_allows (weft_handling_get_registry (handling), &weft_people_add_member_operation, args->streams[i]);
      g_autoptr (GError) local_error = NULL;
      WeftRole role = own && !is_system (handling) ? weft_handling_get_role (handling, args->streams[i], weft_handling_get_author (handling), &local_error) : WEFT_ROLE_NONE;

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (role == WEFT_ROLE_NONE)
        return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "streams[%u]: no such stream", i);
      if (role < WEFT_ROLE_MEMBER)
        return weft_plan_refuse (error, WEFT_ERROR_DENIED,
                                 "streams[%u]: as a guest there you cannot add anyone", i);
    }

  if (!weft_handling_plan (handling, error))
    return FALSE;

  if (!weft_database_run (database, error, "INSERT INTO invitation_secret (id, hash, guest_until) VALUES (?1, ?2, ?3)", "tti",
                          args->id, args->secret_hash, args->guest_until))
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

typedef struct
{
  char *inviter;
  gint64 guest_until; /* ms; 0: no end */
  GPtrArray *streams;
} Promise;

static void
promise_clear (Promise *promise)
{
  g_free (promise->inviter);
  g_clear_pointer (&promise->streams, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Promise, promise_clear)

/* Who made @invitation, and what they promised by it. */
static gboolean
read_promise (WeftDatabase *database, const char *workspace, const char *invitation, Promise *promise, GError **error)
{
  WeftStatement *statement;
  int step;

  promise->streams = g_ptr_array_new_with_free_func (g_free);
  statement = weft_database_query (database, error,
                                   "SELECT i.invited_by, coalesce (s.guest_until, 0) FROM invitation i JOIN invitation_secret s ON s.id = i.id"
                                   " WHERE i.stream = ?1 AND i.id = ?2",
                                   "tt", workspace, invitation);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "invitation: no such invitation");
  promise->inviter = weft_statement_dup_text (statement, 0);
  promise->guest_until = weft_statement_get_int (statement, 1);
  weft_statement_reset (statement);

  statement = weft_database_query (database, error, "SELECT stream FROM invitation_stream WHERE id = ?1 ORDER BY stream", "t", invitation);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (promise->streams, weft_statement_dup_text (statement, 0));

  return step == 0;
}

static gboolean
handle_join (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftPeopleJoin *args = data;
  /* An administrator of the workspace is none of the streams by that, and a guest of it never more than one: if they become
   * a member, they are one here, too. */
  const WeftPeopleAddMember add = { .person = args->person, .role = weft_role_to_wire (WEFT_ROLE_MEMBER) };
  WeftDatabase *database = weft_handling_get_database (handling);
  const char *workspace = weft_handling_get_stream (handling);
  g_auto (Promise) promise = { 0 };

  if (!check_login_is_free (database, workspace, args->login, error) || !weft_handling_plan (handling, error)
      || !read_promise (database, workspace, args->invitation, &promise, error))
    return FALSE;

  if (promise.guest_until != 0 && promise.guest_until <= weft_handling_get_at (handling))
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "invitation: the time of its guests is over; ask for a new one");
  if (promise.guest_until != 0)
    weft_handling_emit (handling, workspace, &weft_people_guest_limited_event,
                        &(WeftPeopleGuestLimited) { .person = args->person, .until = promise.guest_until });

  /* By the inviter's rights of now: whom they may add nowhere comes to the workspace all the same. */
  for (guint i = 0; i < promise.streams->len; i++)
    {
      g_autoptr (GError) refusal = NULL;

      if (!weft_handling_run_as (handling, promise.inviter, promise.streams->pdata[i], &weft_people_add_member_operation,
                                 &add, &refusal, error))
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
  int step;

  /* Whom a decision about them removed is put back by the server, also if they were shut out since. */
  if (is_system (handling))
    return weft_handling_plan (handling, error);

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

/* What guests change on their own stream is so in the workspace, too, where they are read by everybody else. */
static void
tell_workspace (WeftHandling *handling, const WeftEvent *event, gconstpointer args)
{
  if (!g_str_equal (weft_handling_get_stream (handling), WEFT_STREAM_WORKSPACE))
    weft_handling_emit (handling, WEFT_STREAM_WORKSPACE, event, args);
}

static gboolean
handle_set_profile (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftPeopleSetProfile *args = data;
  const WeftPeopleProfileChanged changed
      = { .person = weft_handling_get_author (handling), .name = args->name, .title = args->title, .status = args->status };

  if (!weft_handling_plan (handling, error))
    return FALSE;

  tell_workspace (handling, &weft_people_profile_changed_event, &changed);
  return TRUE;
}

static gboolean
handle_set_picture (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftPeopleSetPicture *args = data;

  if (!weft_handling_check_file_size (handling, "picture_size", args->picture, args->picture_size, error)
      || !weft_handling_plan (handling, error))
    return FALSE;

  tell_workspace (handling, &weft_people_picture_set_event,
                  &(WeftPeoplePictureSet) {
                      .person = weft_handling_get_author (handling),
                      .picture = args->picture != NULL ? args->picture : "",
                      .size = args->picture_size,
                  });
  return TRUE;
}

static const WeftServerHandler handlers[] = {
  { "people.invite", handle_invite },   { "people.revoke-invitation", handle_revoke_invitation },
  { "people.join", handle_join },       { "people.add-member", handle_add_member },
  { "people.suspend", handle_suspend }, { "people.set-picture", handle_set_picture },
  { "people.set-profile", handle_set_profile },
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
