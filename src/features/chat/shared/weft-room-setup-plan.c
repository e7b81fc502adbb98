/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/chat/shared/weft-chat-module.h"

#include "features/chat/shared/weft-chat-plan-private.h"
#include "parts/people/shared/weft-people-module.h"

static gboolean
check_common (WeftPlan *plan, const char *field, GError **error)
{
  WeftRoomKind kind;

  if (!_weft_chat_plan_look_up_room (plan, &kind, error))
    return FALSE;
  if (kind == WEFT_ROOM_MISSING)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such room");
  if (kind != WEFT_ROOM_COMMON)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "%s: only a room has it, not a conversation", field);

  return TRUE;
}

gboolean
weft_chat_plan_convert_room (WeftPlan *plan, const WeftChatConvertRoom *args, GError **error)
{
  WeftRoomKind kind;

  if (!_weft_chat_plan_look_up_room (plan, &kind, error))
    return FALSE;
  if (kind == WEFT_ROOM_MISSING)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such room");
  if (kind != WEFT_ROOM_DIRECT)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "stream: is no conversation of several people");

  weft_plan_emit (plan, &weft_chat_room_converted_event, &(WeftChatRoomConverted) { .name = args->name });
  return TRUE;
}

gboolean
weft_chat_plan_set_access (WeftPlan *plan, const WeftChatSetAccess *args, GError **error)
{
  if (!check_common (plan, "access", error))
    return FALSE;

  weft_plan_emit (plan, &weft_chat_access_set_event, &(WeftChatAccessSet) { .access = args->access });
  return TRUE;
}

gboolean
weft_chat_plan_describe_room (WeftPlan *plan, const WeftChatDescribeRoom *args, GError **error)
{
  if (!check_common (plan, "about", error))
    return FALSE;

  weft_plan_emit (plan, &weft_chat_room_described_event,
                  &(WeftChatRoomDescribed) { .about = args->about, .emblem = args->emblem, .yarn = args->yarn });
  return TRUE;
}

gboolean
weft_chat_plan_set_picture (WeftPlan *plan, const WeftChatSetPicture *args, GError **error)
{
  if ((args->picture != NULL) != (args->picture_size > 0))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "picture_size: a picture has bytes, and none has none");
  if (!check_common (plan, "picture", error))
    return FALSE;

  weft_plan_emit (plan, &weft_chat_picture_set_event,
                  &(WeftChatPictureSet) { .picture = args->picture != NULL ? args->picture : "", .size = args->picture_size });
  return TRUE;
}

gboolean
weft_chat_plan_set_permissions (WeftPlan *plan, const WeftChatSetPermissions *args, GError **error)
{
  if (!check_common (plan, "post", error))
    return FALSE;

  weft_plan_emit (plan, &weft_chat_permissions_set_event,
                  &(WeftChatPermissionsSet) { .post = args->post, .invite = args->invite, .pin = args->pin });
  return TRUE;
}

/* What comes of it on the room's stream is the server's to say. */
gboolean
weft_chat_plan_join_room (WeftPlan *plan, const WeftChatJoinRoom *args, GError **error)
{
  gboolean found;

  if (!_weft_chat_plan_has_row (weft_plan_query (plan, error, "SELECT 1 FROM listed_room WHERE stream = ?1 AND room = ?2",
                                                 "t", args->room),
                                &found, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "room: no such room");

  return TRUE;
}

gboolean
weft_chat_plan_answer_join (WeftPlan *plan, const WeftChatAnswerJoin *args, GError **error)
{
  gboolean asked;
  gboolean member;

  if (!_weft_chat_plan_has_row (weft_plan_query (plan, error,
                                                 "SELECT 1 FROM join_request WHERE stream = ?1 AND person = ?2", "t",
                                                 args->person),
                                &asked, error)
      || !_weft_chat_plan_has_row (
          weft_plan_query (plan, error, "SELECT 1 FROM member WHERE stream = ?1 AND person = ?2", "t", args->person),
          &member, error))
    return FALSE;
  if (!asked)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "person: has not asked, or has an answer already");

  weft_plan_emit (plan, &weft_chat_join_answered_event,
                  &(WeftChatJoinAnswered) { .person = args->person, .accepted = args->accepted });
  if (args->accepted && !member)
    weft_plan_emit (
        plan, &weft_people_member_added_event,
        &(WeftPeopleMemberAdded) { .person = args->person, .role = weft_role_to_wire (WEFT_ROLE_MEMBER) });
  return TRUE;
}
