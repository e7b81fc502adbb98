/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/client/weft-chat.h"

#include "base/weft-id.h"
#include "features/chat/shared/weft-chat-module.h"
#include "parts/notices/shared/weft-notices-module.h"

static DexFuture *
hand_on (DexFuture *future, gpointer user_data)
{
  return dex_future_new_for_string (user_data);
}

DexFuture *
weft_chat_create_room (WeftSync *sync, const char *kind, const char *name, const char *topic, const char *const *members, const char *access)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autofree char *stream = g_strconcat ("room/", id, NULL);
  WeftChatCreateRoom args = { .kind = kind, .name = name, .topic = topic, .members = members, .n_members = g_strv_length ((char **) members), .access = access };

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  return dex_future_then (weft_sync_submit (sync, stream, &weft_chat_create_room_operation, &args), hand_on, g_strdup (stream), g_free);
}

DexFuture *
weft_chat_set_room (WeftSync *sync, const char *stream, const char *name, const char *topic)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  return weft_sync_submit (sync, stream, &weft_chat_set_room_operation, &(WeftChatSetRoom) { .name = name, .topic = topic });
}

DexFuture *
weft_chat_convert_room (WeftSync *sync, const char *stream, const char *name)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  return weft_sync_submit (sync, stream, &weft_chat_convert_room_operation, &(WeftChatConvertRoom) { .name = name });
}

DexFuture *
weft_chat_set_access (WeftSync *sync, const char *stream, const char *access)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  return weft_sync_submit (sync, stream, &weft_chat_set_access_operation, &(WeftChatSetAccess) { .access = access });
}

DexFuture *
weft_chat_describe_room (WeftSync *sync, const char *stream, const char *about, const char *emblem, const char *yarn)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  return weft_sync_submit (sync, stream, &weft_chat_describe_room_operation,
                           &(WeftChatDescribeRoom) { .about = about, .emblem = emblem, .yarn = yarn });
}

DexFuture *
weft_chat_set_picture (WeftSync *sync, const char *stream, const char *hash, gint64 size)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  return weft_sync_submit (sync, stream, &weft_chat_set_picture_operation, &(WeftChatSetPicture) { .picture = hash, .picture_size = size });
}

DexFuture *
weft_chat_set_permissions (WeftSync *sync, const char *stream, const char *post, const char *invite, const char *pin)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  return weft_sync_submit (sync, stream, &weft_chat_set_permissions_operation,
                           &(WeftChatSetPermissions) { .post = post, .invite = invite, .pin = pin });
}

static DexFuture *
await (DexFuture *future, gpointer user_data)
{
  return weft_sync_await (user_data, g_value_get_string (dex_future_get_value (future, NULL)));
}

DexFuture *
weft_chat_join_room (WeftSync *sync, const char *stream)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  return dex_future_then (weft_sync_submit (sync, WEFT_STREAM_WORKSPACE, &weft_chat_join_room_operation, &(WeftChatJoinRoom) { .room = stream }), await,
                          g_object_ref (sync), g_object_unref);
}

DexFuture *
weft_chat_answer_join (WeftSync *sync, const char *stream, const char *person, gboolean accepted)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  return weft_sync_submit (sync, stream, &weft_chat_answer_join_operation, &(WeftChatAnswerJoin) { .person = person, .accepted = accepted });
}

static DexFuture *
submit_own (WeftSync *sync, const WeftOperation *operation, gconstpointer args)
{
  g_autofree char *own = NULL;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  own = g_strconcat ("user/", weft_sync_get_person (sync), NULL);
  return weft_sync_submit (sync, own, operation, args);
}

DexFuture *
weft_chat_pin_room (WeftSync *sync, const char *room, gboolean pinned)
{
  return submit_own (sync, &weft_chat_pin_room_operation, &(WeftChatPinRoom) { .target = room, .pinned = pinned });
}

DexFuture *
weft_chat_set_level (WeftSync *sync, const char *room, const char *level)
{
  return submit_own (sync, &weft_notices_set_level_operation, &(WeftNoticesSetLevel) { .target = room, .level = level });
}

DexFuture *
weft_chat_mute_room (WeftSync *sync, const char *room, gboolean muted, gint64 until)
{
  return submit_own (sync, &weft_notices_mute_operation, &(WeftNoticesMute) { .target = room, .muted = muted, .until = until });
}

DexFuture *
weft_chat_archive_room (WeftSync *sync, const char *room, gboolean archived, gint64 ordinal)
{
  return submit_own (sync, &weft_chat_archive_room_operation,
                     &(WeftChatArchiveRoom) { .target = room, .archived = archived, .ordinal = ordinal });
}

DexFuture *
weft_chat_clear_room (WeftSync *sync, const char *room, gint64 ordinal)
{
  return submit_own (sync, &weft_chat_clear_room_operation, &(WeftChatClearRoom) { .target = room, .ordinal = ordinal });
}

DexFuture *
weft_chat_mark_unread (WeftSync *sync, const char *room, gint64 ordinal)
{
  return submit_own (sync, &weft_chat_mark_unread_operation, &(WeftChatMarkUnread) { .target = room, .ordinal = ordinal });
}

DexFuture *
weft_chat_file_room (WeftSync *sync, const char *room, const char *folder)
{
  return submit_own (sync, &weft_chat_file_room_operation, &(WeftChatFileRoom) { .target = room, .folder = folder });
}

DexFuture *
weft_chat_rename_folder (WeftSync *sync, const char *folder, const char *name)
{
  return submit_own (sync, &weft_chat_set_folder_operation, &(WeftChatSetFolder) { .id = folder, .name = name });
}

DexFuture *
weft_chat_add_folder (WeftSync *sync, const char *name)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());

  return dex_future_then (weft_chat_rename_folder (sync, id, name), hand_on, g_strdup (id), g_free);
}

DexFuture *
weft_chat_remove_folder (WeftSync *sync, const char *folder)
{
  return submit_own (sync, &weft_chat_remove_folder_operation, &(WeftChatRemoveFolder) { .id = folder });
}
