/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/chat/shared/weft-chat-module.h"

#include "store/weft-fold.h"

gboolean
weft_chat_fold_room_created (WeftFold *fold, const WeftChatRoomCreated *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO room (stream, kind, name, topic, created_by, created_at)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                        "tttti", args->kind, args->name, args->topic, fold->by, fold->at);
}

gboolean
weft_chat_fold_room_created_v2 (WeftFold *fold, const WeftChatRoomCreatedV2 *args, GError **error)
{
  return weft_chat_fold_room_created (
      fold, &(WeftChatRoomCreated) { .kind = args->kind, .name = args->name, .topic = args->topic }, error);
}

gboolean
weft_chat_fold_room_changed (WeftFold *fold, const WeftChatRoomChanged *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE room SET name = ?2, topic = ?3 WHERE stream = ?1", "tt",
                        args->name, args->topic);
}
