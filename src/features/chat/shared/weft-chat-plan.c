/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/chat/shared/weft-chat-module.h"

#include <string.h>

#include "features/chat/shared/weft-chat-plan-private.h"
#include "parts/people/shared/weft-people-module.h"

#define CONVERSATION_MAX 50 /* people: more of them want a room */

gboolean
_weft_chat_plan_look_up_room (WeftPlan *plan, WeftRoomKind *kind, GError **error)
{
  WeftStatement *statement = weft_plan_query (plan, error, "SELECT kind FROM room WHERE stream = ?1", "");
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;

  if (step == 0)
    *kind = WEFT_ROOM_MISSING;
  else if (g_strcmp0 (weft_statement_get_text (statement, 0), "direct") == 0)
    *kind = WEFT_ROOM_DIRECT;
  else
    *kind = g_strcmp0 (weft_statement_get_text (statement, 0), "self") == 0 ? WEFT_ROOM_SELF : WEFT_ROOM_COMMON;

  weft_statement_reset (statement);
  return TRUE;
}

gboolean
_weft_chat_plan_has_row (WeftStatement *statement, gboolean *found, GError **error)
{
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;

  *found = step > 0;
  weft_statement_reset (statement);
  return TRUE;
}

static gboolean
is_blank (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;

  return TRUE;
}

static void
emit_member (WeftPlan *plan, const char *person, WeftRole role)
{
  weft_plan_emit (plan, &weft_people_member_added_event,
                  &(WeftPeopleMemberAdded) { .person = person, .role = weft_role_to_wire (role) });
}

gboolean
weft_chat_plan_create_room (WeftPlan *plan, const WeftChatCreateRoom *args, GError **error)
{
  g_autoptr (GHashTable) members = g_hash_table_new (g_str_hash, g_str_equal);
  const char *author = weft_plan_get_author (plan);
  gboolean own = strcmp (args->kind, "self") == 0;
  gboolean direct = own || strcmp (args->kind, "direct") == 0;
  WeftRoomKind kind;

  for (guint i = 0; i < args->n_members; i++)
    g_hash_table_add (members, (gpointer) args->members[i]);

  /* A room which the server makes is in the hands of the first person in it. */
  if (weft_plan_get_role (plan) == WEFT_ROLE_SYSTEM)
    {
      if (args->n_members == 0)
        return weft_plan_refuse (error, WEFT_ERROR_INVALID,
                                 "members: 0 elements, at least 1 for a room without author");
      author = args->members[0];
    }
  g_hash_table_remove (members, author);

  if (!direct && args->name[0] == '\0')
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "name: 0 characters, at least 1 for a room");
  if (!direct && is_blank (args->name))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "name: nothing but white space");
  if (direct && args->name[0] != '\0')
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "name: a direct conversation has none");
  if (own && g_hash_table_size (members) > 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "members: notes to oneself have nobody else in them");
  if (direct && g_hash_table_size (members) >= CONVERSATION_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "members: %u others, at most %d in a conversation; make a room",
                             g_hash_table_size (members), CONVERSATION_MAX - 1);
  if (direct && strcmp (args->access, "private") != 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "access: a direct conversation is private");
  if (direct && !own && g_hash_table_size (members) == 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "members: a direct conversation needs somebody else");

  if (!_weft_chat_plan_look_up_room (plan, &kind, error))
    return FALSE;
  if (kind != WEFT_ROOM_MISSING)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "stream: there is a room with this id already");

  if (own)
    weft_plan_emit (plan, &weft_chat_room_created_v2_event,
                    &(WeftChatRoomCreatedV2) { .kind = args->kind, .name = args->name, .topic = args->topic });
  else
    weft_plan_emit (plan, &weft_chat_room_created_event,
                    &(WeftChatRoomCreated) { .kind = args->kind, .name = args->name, .topic = args->topic });
  emit_member (plan, author, WEFT_ROLE_ADMIN);
  for (guint i = 0; i < args->n_members; i++)
    if (g_hash_table_remove (members, args->members[i]))
      emit_member (plan, args->members[i], WEFT_ROLE_MEMBER);
  if (strcmp (args->access, "private") != 0)
    weft_plan_emit (plan, &weft_chat_access_set_event, &(WeftChatAccessSet) { .access = args->access });

  return TRUE;
}

gboolean
weft_chat_plan_set_room (WeftPlan *plan, const WeftChatSetRoom *args, GError **error)
{
  WeftRoomKind kind;

  if (!_weft_chat_plan_look_up_room (plan, &kind, error))
    return FALSE;
  if (kind == WEFT_ROOM_MISSING)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such room");
  if (kind != WEFT_ROOM_COMMON)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID,
                             "name: a direct conversation goes by its members' names");

  weft_plan_emit (plan, &weft_chat_room_changed_event,
                  &(WeftChatRoomChanged) { .name = args->name, .topic = args->topic });
  return TRUE;
}
