/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/chat/shared/weft-chat-module.h"

#include "features/chat/shared/weft-chat-plan-private.h"

#define FOLDERS_MAX 100 /* all of them stand in a list of rooms */

/* Another person's list looks as if it did not exist, to the server's own operations too. */
static gboolean
check_own (WeftPlan *plan, GError **error)
{
  if (g_strcmp0 (weft_stream_get_id (weft_plan_get_stream (plan)), weft_plan_get_author (plan)) != 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such stream");

  return TRUE;
}

/* One keeps only rooms to which one belongs: so there are never more rows than memberships. */
static gboolean
check_target (WeftPlan *plan, const char *target, GError **error)
{
  gboolean found;

  if (!check_own (plan, error))
    return FALSE;
  if (!g_str_has_prefix (target, "room/"))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "target: expected a room");
  if (!_weft_chat_plan_has_row (weft_plan_query (plan, error, "SELECT 1 FROM membership WHERE stream = ?1 AND target = ?2",
                                 "t", target),
                &found, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "target: no such room");

  return TRUE;
}

gboolean
weft_chat_plan_pin_room (WeftPlan *plan, const WeftChatPinRoom *args, GError **error)
{
  if (!check_target (plan, args->target, error))
    return FALSE;

  weft_plan_emit (plan, &weft_chat_room_pinned_event,
                  &(WeftChatRoomPinned) { .target = args->target, .pinned = args->pinned });
  return TRUE;
}

gboolean
weft_chat_plan_archive_room (WeftPlan *plan, const WeftChatArchiveRoom *args, GError **error)
{
  if (!check_target (plan, args->target, error))
    return FALSE;

  weft_plan_emit (plan, &weft_chat_room_archived_event,
                  &(WeftChatRoomArchived) {
                      .target = args->target,
                      .archived = args->archived,
                      .ordinal = args->ordinal,
                  });
  return TRUE;
}

gboolean
weft_chat_plan_clear_room (WeftPlan *plan, const WeftChatClearRoom *args, GError **error)
{
  if (!check_target (plan, args->target, error))
    return FALSE;

  weft_plan_emit (plan, &weft_chat_room_cleared_event,
                  &(WeftChatRoomCleared) { .target = args->target, .ordinal = args->ordinal });
  return TRUE;
}

gboolean
weft_chat_plan_mark_unread (WeftPlan *plan, const WeftChatMarkUnread *args, GError **error)
{
  if (!check_target (plan, args->target, error))
    return FALSE;

  weft_plan_emit (plan, &weft_chat_room_marked_unread_event,
                  &(WeftChatRoomMarkedUnread) { .target = args->target, .ordinal = args->ordinal });
  return TRUE;
}

static gboolean
find_folder (WeftPlan *plan, const char *id, gboolean *found, GError **error)
{
  return _weft_chat_plan_has_row (weft_plan_query (plan, error, "SELECT 1 FROM room_folder WHERE stream = ?1 AND id = ?2",
                                   "t", id),
                  found, error);
}

gboolean
weft_chat_plan_file_room (WeftPlan *plan, const WeftChatFileRoom *args, GError **error)
{
  gboolean found = TRUE;

  if (!check_target (plan, args->target, error)
      || (args->folder != NULL && !find_folder (plan, args->folder, &found, error)))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "folder: no such folder");

  weft_plan_emit (plan, &weft_chat_room_filed_event,
                  &(WeftChatRoomFiled) { .target = args->target, .folder = args->folder });
  return TRUE;
}

gboolean
weft_chat_plan_set_folder (WeftPlan *plan, const WeftChatSetFolder *args, GError **error)
{
  WeftStatement *statement;
  gboolean found;
  gint64 n_folders;

  if (!check_own (plan, error) || !find_folder (plan, args->id, &found, error))
    return FALSE;

  statement = weft_plan_query (plan, error, "SELECT count(*) FROM room_folder WHERE stream = ?1", "");
  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  n_folders = weft_statement_get_int (statement, 0);
  weft_statement_reset (statement);
  if (!found && n_folders >= FOLDERS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "id: there are %d folders, the most there may be",
                             FOLDERS_MAX);

  weft_plan_emit (plan, &weft_chat_folder_named_event,
                  &(WeftChatFolderNamed) { .id = args->id, .name = args->name });
  return TRUE;
}

gboolean
weft_chat_plan_remove_folder (WeftPlan *plan, const WeftChatRemoveFolder *args, GError **error)
{
  gboolean found;

  if (!check_own (plan, error) || !find_folder (plan, args->id, &found, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such folder");

  weft_plan_emit (plan, &weft_chat_folder_removed_event, &(WeftChatFolderRemoved) { .id = args->id });
  return TRUE;
}
