/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/chat/server/weft-room-joining.h"

#include <string.h>

#include "features/chat/shared/weft-chat-module.h"
#include "parts/people/shared/weft-people-module.h"

static gboolean
is_room (const char *stream)
{
  return g_str_has_prefix (stream, "room/");
}

static gboolean
count (WeftHandling *handling, gint64 *n, const char *sql, const char *stream, const char *person, GError **error)
{
  return weft_database_get_value (weft_handling_get_database (handling), n, 0, error, sql, "tt", stream, person);
}

/* The texts of the first row of @statement; NULL where there is none. */
static gboolean
read_texts (WeftStatement *statement, char **texts, int n_texts, GError **error)
{
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  for (int i = 0; i < n_texts; i++)
    texts[i] = step > 0 ? weft_statement_dup_text (statement, i) : NULL;
  weft_statement_reset (statement);
  return TRUE;
}

/* What the room says about joining it, and what its administrators decided: by what they are called in room_setup. */
static gboolean
read_setup (WeftHandling *handling, const char *stream, const char *sql, char **value, GError **error)
{
  return read_texts (weft_database_query (weft_handling_get_database (handling), error, sql, "t", stream), value, 1, error);
}

/* ── the list of rooms to join ───────────────────────────────────────────────────────────────────────── */

static void
list_room (WeftHandling *handling, const char *stream, const char *name, const char *topic, const char *access)
{
  weft_handling_emit (handling, WEFT_STREAM_WORKSPACE, &weft_chat_room_listed_event,
                      &(WeftChatRoomListed) { .room = stream, .name = name, .topic = topic, .access = access });
}

static gboolean
unlist_room (WeftHandling *handling, const char *stream, GError **error)
{
  gint64 listed;

  if (!count (handling, &listed, "SELECT count(*) FROM listed_room WHERE room = ?1 AND stream = ?2", stream, WEFT_STREAM_WORKSPACE, error))
    return FALSE;
  if (listed > 0)
    weft_handling_emit (handling, WEFT_STREAM_WORKSPACE, &weft_chat_room_unlisted_event,
                        &(WeftChatRoomUnlisted) { .room = stream });
  return TRUE;
}

gboolean
weft_room_joining_on_access_set (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftChatAccessSet *args = data;
  char *texts[2] = { NULL, NULL };
  g_autofree char *name = NULL;
  g_autofree char *topic = NULL;

  if (strcmp (args->access, "private") == 0)
    return unlist_room (handling, stream, error);

  if (!read_texts (weft_database_query (weft_handling_get_database (handling), error,
                                        "SELECT name, topic FROM room WHERE stream = ?1", "t", stream),
                   texts, 2, error))
    return FALSE;
  name = texts[0];
  topic = texts[1];
  if (name != NULL)
    list_room (handling, stream, name, topic, args->access);
  return TRUE;
}

gboolean
weft_room_joining_on_room_changed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftChatRoomChanged *args = data;
  g_autofree char *access = NULL;

  if (!read_setup (handling, stream, "SELECT access FROM room_setup WHERE stream = ?1", &access, error))
    return FALSE;
  if (access != NULL && strcmp (access, "private") != 0)
    list_room (handling, stream, args->name, args->topic, access);
  return TRUE;
}

/* ── joining ─────────────────────────────────────────────────────────────────────────────────────────── */

gboolean
weft_room_joining_join (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftChatJoinRoom *args = data;
  const char *author = weft_handling_get_author (handling);
  g_autofree char *own = g_strconcat ("user/", author, NULL);
  g_autofree char *access = NULL;
  gint64 member;
  gint64 members;
  gint64 asked;

  if (!weft_handling_plan (handling, error))
    return FALSE;
  if (g_strcmp0 (author, "system") == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "author: no such person in this workspace");
  if (!read_setup (handling, args->room, "SELECT access FROM room_setup WHERE stream = ?1", &access, error)
      || !count (handling, &member, "SELECT count(*) FROM member WHERE stream = ?1 AND person = ?2", args->room, author, error)
      || !count (handling, &members, "SELECT count(*) FROM member WHERE stream = ?1 AND person <> ?2", args->room, "", error)
      || !count (handling, &asked, "SELECT count(*) FROM join_request WHERE stream = ?1 AND person = ?2", args->room, author, error))
    return FALSE;
  if (access == NULL || strcmp (access, "private") == 0 || members == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "room: no such room");
  if (member > 0)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "room: you are a member already");
  if (strcmp (access, "public") == 0)
    {
      weft_handling_emit (
          handling, args->room, &weft_people_member_added_event,
          &(WeftPeopleMemberAdded) { .person = author, .role = weft_role_to_wire (WEFT_ROLE_MEMBER) });
      return TRUE;
    }

  if (asked > 0)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "room: you have asked already");
  weft_handling_emit (handling, args->room, &weft_chat_join_asked_event, &(WeftChatJoinAsked) { .person = author });
  weft_handling_emit (handling, own, &weft_chat_room_asked_event,
                      &(WeftChatRoomAsked) { .target = args->room, .waiting = TRUE });
  return TRUE;
}

gboolean
weft_room_joining_on_join_answered (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftChatJoinAnswered *args = data;
  g_autofree char *own = g_strconcat ("user/", args->person, NULL);

  weft_handling_emit (handling, own, &weft_chat_room_asked_event,
                      &(WeftChatRoomAsked) { .target = stream, .waiting = FALSE });
  return TRUE;
}

/* ── who may ─────────────────────────────────────────────────────────────────────────────────────────── */

/* Whether the author has at least the role which the room's setup names. */
static gboolean
check_permission (WeftHandling *handling, const char *stream, const char *sql, const char *field, GError **error)
{
  g_autofree char *least = NULL;
  g_autoptr (GError) local_error = NULL;
  WeftRole role;

  if (g_strcmp0 (weft_handling_get_author (handling), "system") == 0)
    return TRUE;
  if (!read_setup (handling, stream, sql, &least, error))
    return FALSE;
  if (least == NULL || strcmp (least, "guest") == 0)
    return TRUE;

  role = weft_handling_get_role (handling, stream, weft_handling_get_author (handling), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (role < weft_role_from_wire (least))
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "%s: in this room it takes the role %s", field, least);
  return TRUE;
}

gboolean
weft_room_joining_on_message_sent (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  return !is_room (stream)
         || check_permission (handling, stream, "SELECT post FROM room_setup WHERE stream = ?1",
                              "op", error);
}

gboolean
weft_room_joining_on_pinned (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  return !is_room (stream)
         || check_permission (handling, stream, "SELECT pin FROM room_setup WHERE stream = ?1", "id", error);
}

gboolean
weft_room_joining_on_member_added (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftPeopleMemberAdded *args = data;
  g_autofree char *kind = NULL;
  gboolean joins = g_strcmp0 (args->person, weft_handling_get_author (handling)) == 0;
  gint64 members;
  gint64 asked;

  if (!is_room (stream))
    return TRUE;
  if (!joins
      && !check_permission (handling, stream, "SELECT invite FROM room_setup WHERE stream = ?1",
                            "person", error))
    return FALSE;
  if (!read_setup (handling, stream, "SELECT kind FROM room WHERE stream = ?1", &kind, error)
      || !count (handling, &members, "SELECT count(*) FROM member WHERE stream = ?1 AND person <> ?2", stream,
                 args->person, error)
      || !count (handling, &asked, "SELECT count(*) FROM join_request WHERE stream = ?1 AND person = ?2", stream,
                 args->person, error))
    return FALSE;
  if (!joins && g_strcmp0 (kind, "self") == 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "person: notes to oneself are nobody else's");
  if (members >= WEFT_ROOM_MEMBERS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "person: there are %d members, the most there may be",
                             WEFT_ROOM_MEMBERS_MAX);
  /* Whoever is added by somebody else in the meantime waits for no answer. */
  if (asked > 0)
    weft_handling_emit (handling, stream, &weft_chat_join_answered_event,
                        &(WeftChatJoinAnswered) { .person = args->person, .accepted = TRUE });
  return TRUE;
}

/* A room without people is nobody's to let anyone into. */
gboolean
weft_room_joining_on_member_removed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftPeopleMemberRemoved *args = data;
  gint64 others;

  if (!is_room (stream))
    return TRUE;
  if (!count (handling, &others, "SELECT count(*) FROM member WHERE stream = ?1 AND person <> ?2", stream, args->person, error))
    return FALSE;
  return others > 0 || unlist_room (handling, stream, error);
}
