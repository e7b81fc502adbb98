/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/chat/shared/weft-chat-module.h"

#include "store/weft-fold.h"

/* Where a person keeps their rooms: rows of user/<id>. */

#define PLACE "INSERT INTO room_place (stream, target, pinned, archived, cleared, unread, folder)"
#define UPDATE " ON CONFLICT (stream, target) DO UPDATE SET "

gboolean
weft_chat_fold_room_pinned (WeftFold *fold, const WeftChatRoomPinned *args, GError **error)
{
  return weft_fold_run (fold, error,
                        PLACE " VALUES (?1, ?2, ?3, 0, 0, 0, '')" UPDATE "pinned = excluded.pinned", "ti",
                        args->target, (gint64) args->pinned);
}

gboolean
weft_chat_fold_room_archived (WeftFold *fold, const WeftChatRoomArchived *args, GError **error)
{
  return weft_fold_run (fold, error,
                        PLACE " VALUES (?1, ?2, 0, ?3, 0, 0, '')" UPDATE "archived = excluded.archived", "ti",
                        args->target, args->archived ? args->ordinal + 1 : 0);
}

gboolean
weft_chat_fold_room_cleared (WeftFold *fold, const WeftChatRoomCleared *args, GError **error)
{
  return weft_fold_run (fold, error,
                        PLACE " VALUES (?1, ?2, 0, 0, ?3, 0, '')" UPDATE "cleared = excluded.cleared", "ti",
                        args->target, args->ordinal);
}

gboolean
weft_chat_fold_room_marked_unread (WeftFold *fold, const WeftChatRoomMarkedUnread *args, GError **error)
{
  return weft_fold_run (fold, error,
                        PLACE " VALUES (?1, ?2, 0, 0, 0, ?3, '')" UPDATE "unread = excluded.unread", "ti",
                        args->target, args->ordinal);
}

gboolean
weft_chat_fold_room_filed (WeftFold *fold, const WeftChatRoomFiled *args, GError **error)
{
  return weft_fold_run (fold, error,
                        PLACE " VALUES (?1, ?2, 0, 0, 0, 0, ?3)" UPDATE "folder = excluded.folder", "tt",
                        args->target, args->folder != NULL ? args->folder : "");
}

gboolean
weft_chat_fold_room_forgotten (WeftFold *fold, const WeftChatRoomForgotten *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM room_place WHERE stream = ?1 AND target = ?2", "t",
                        args->target);
}

gboolean
weft_chat_fold_folder_named (WeftFold *fold, const WeftChatFolderNamed *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO room_folder (stream, id, name) VALUES (?1, ?2, ?3)"
                        " ON CONFLICT (stream, id) DO UPDATE SET name = excluded.name",
                        "tt", args->id, args->name);
}

gboolean
weft_chat_fold_folder_removed (WeftFold *fold, const WeftChatFolderRemoved *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM room_folder WHERE stream = ?1 AND id = ?2", "t", args->id)
         && weft_fold_run (fold, error, "UPDATE room_place SET folder = '' WHERE stream = ?1 AND folder = ?2",
                           "t", args->id);
}
