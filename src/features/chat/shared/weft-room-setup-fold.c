/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/chat/shared/weft-chat-module.h"

#include "store/weft-fold.h"

/* What a room's administrators decided, and who comes to be in it. */

#define SETUP "INSERT INTO room_setup (stream, access, about, emblem, yarn, post, invite, pin) VALUES (?1, "
#define UPDATE " ON CONFLICT (stream) DO UPDATE SET "

gboolean
weft_chat_fold_room_converted (WeftFold *fold, const WeftChatRoomConverted *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE room SET kind = 'room', name = ?2 WHERE stream = ?1", "t", args->name);
}

gboolean
weft_chat_fold_picture_set (WeftFold *fold, const WeftChatPictureSet *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE room SET picture = nullif (?2, ''), picture_size = nullif (?3, 0) WHERE stream = ?1", "ti",
                        args->picture, args->size);
}

gboolean
weft_chat_fold_access_set (WeftFold *fold, const WeftChatAccessSet *args, GError **error)
{
  return weft_fold_run (fold, error,
                        SETUP "?2, '', '', 'teal', 'guest', 'member', 'member')" UPDATE "access = excluded.access",
                        "t", args->access);
}

gboolean
weft_chat_fold_room_described (WeftFold *fold, const WeftChatRoomDescribed *args, GError **error)
{
  return weft_fold_run (fold, error,
                        SETUP "'private', ?2, ?3, ?4, 'guest', 'member', 'member')" UPDATE
                              "about = excluded.about, emblem = excluded.emblem, yarn = excluded.yarn",
                        "ttt", args->about, args->emblem, args->yarn);
}

gboolean
weft_chat_fold_permissions_set (WeftFold *fold, const WeftChatPermissionsSet *args, GError **error)
{
  return weft_fold_run (fold, error,
                        SETUP "'private', '', '', 'teal', ?2, ?3, ?4)" UPDATE
                              "post = excluded.post, invite = excluded.invite, pin = excluded.pin",
                        "ttt", args->post, args->invite, args->pin);
}

gboolean
weft_chat_fold_join_asked (WeftFold *fold, const WeftChatJoinAsked *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO join_request (stream, person, asked_at) VALUES (?1, ?2, ?3)"
                        " ON CONFLICT (stream, person) DO NOTHING",
                        "ti", args->person, fold->at);
}

gboolean
weft_chat_fold_join_answered (WeftFold *fold, const WeftChatJoinAnswered *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM join_request WHERE stream = ?1 AND person = ?2", "t", args->person);
}

gboolean
weft_chat_fold_room_asked (WeftFold *fold, const WeftChatRoomAsked *args, GError **error)
{
  if (!args->waiting)
    return weft_fold_run (fold, error, "DELETE FROM asked_room WHERE stream = ?1 AND target = ?2", "t", args->target);

  return weft_fold_run (fold, error,
                        "INSERT INTO asked_room (stream, target, asked_at) VALUES (?1, ?2, ?3)"
                        " ON CONFLICT (stream, target) DO NOTHING",
                        "ti", args->target, fold->at);
}

gboolean
weft_chat_fold_room_listed (WeftFold *fold, const WeftChatRoomListed *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO listed_room (stream, room, name, topic, access) VALUES (?1, ?2, ?3, ?4, ?5)"
      " ON CONFLICT (stream, room) DO UPDATE SET name = excluded.name, topic = excluded.topic, access = excluded.access",
      "tttt", args->room, args->name, args->topic, args->access);
}

gboolean
weft_chat_fold_room_unlisted (WeftFold *fold, const WeftChatRoomUnlisted *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM listed_room WHERE stream = ?1 AND room = ?2", "t", args->room);
}
