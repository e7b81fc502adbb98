/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/chat/server/weft-chat-server.h"

#include <string.h>

#include "features/chat/server/weft-hanging-files.h"
#include "features/chat/server/weft-room-joining.h"
#include "features/chat/shared/weft-chat-module.h"
#include "parts/people/shared/weft-people-module.h"

static gboolean
check_person (WeftDatabase *database, guint index, const char *person, GError **error)
{
  WeftStatement *statement;
  gboolean suspended;
  int step;

  statement
      = weft_database_query (database, error, "SELECT suspended FROM person WHERE stream = ?1 AND id = ?2",
                             "tt", WEFT_STREAM_WORKSPACE, person);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "members[%u]: no such person in this workspace",
                             index);

  suspended = weft_statement_get_int (statement, 0) != 0;
  weft_statement_reset (statement);
  if (suspended)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "members[%u]: is suspended", index);
  return TRUE;
}

/* Whether the members of @room are just @people. */
static gboolean
has_members (WeftDatabase *database, const char *room, GHashTable *people, gboolean *same, GError **error)
{
  WeftStatement *statement;
  guint n = 0;
  int step;

  statement = weft_database_query (database, error, "SELECT person FROM member WHERE stream = ?1", "t", room);
  if (statement == NULL)
    return FALSE;

  *same = TRUE;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      n++;
      if (!g_hash_table_contains (people, weft_statement_get_text (statement, 0)))
        *same = FALSE;
    }

  *same = *same && n == g_hash_table_size (people);
  return step == 0;
}

/* Two people want one conversation, not one for each time somebody began to write. */
static gboolean
check_no_conversation (WeftDatabase *database, const char *kind, const char *author, GHashTable *people, GError **error)
{
  g_autofree char *own = g_strconcat ("user/", author, NULL);
  g_autoptr (GPtrArray) rooms = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement;
  int step;

  statement = weft_database_query (database, error,
                                   "SELECT r.stream FROM membership s JOIN room r ON r.stream = s.target"
                                   " WHERE s.stream = ?1 AND r.kind = ?2 ORDER BY r.stream",
                                   "tt", own, kind);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (rooms, weft_statement_dup_text (statement, 0));
  if (step < 0)
    return FALSE;

  for (guint i = 0; i < rooms->len; i++)
    {
      gboolean same;

      if (!has_members (database, rooms->pdata[i], people, &same, error))
        return FALSE;
      if (same)
        return weft_plan_refuse (error, WEFT_ERROR_EXISTS,
                                 "members: you have a conversation of these people already, %s",
                                 (const char *) rooms->pdata[i]);
    }

  return TRUE;
}

static gboolean
handle_create_room (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftChatCreateRoom *args = data;
  WeftDatabase *database = weft_handling_get_database (handling);
  const char *author = weft_handling_get_author (handling);
  g_autoptr (GHashTable) people = g_hash_table_new (g_str_hash, g_str_equal);

  /* What the server itself makes is the people's who are put into it. */
  if (g_strcmp0 (author, "system") != 0)
    g_hash_table_add (people, (gpointer) author);
  else if (args->n_members > 0)
    author = args->members[0];
  for (guint i = 0; i < args->n_members; i++)
    if (g_hash_table_add (people, (gpointer) args->members[i])
        && !check_person (database, i, args->members[i], error))
      return FALSE;

  if (strcmp (args->kind, "room") != 0 && !check_no_conversation (database, args->kind, author, people, error))
    return FALSE;

  return weft_handling_plan (handling, error);
}

static gboolean
handle_set_picture (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftChatSetPicture *args = data;

  return weft_handling_check_file_size (handling, "picture_size", args->picture, args->picture_size, error)
         && weft_handling_plan (handling, error);
}

/* Where somebody kept a room goes when they leave it. */
static gboolean
on_membership_removed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftPeopleMembershipRemoved *args = data;
  gint64 kept;

  if (!weft_database_get_value (weft_handling_get_database (handling), &kept, 0, error,
                                "SELECT count(*) FROM room_place WHERE stream = ?1 AND target = ?2", "tt",
                                stream, args->target))
    return FALSE;

  if (kept > 0)
    weft_handling_emit (handling, stream, &weft_chat_room_forgotten_event,
                        &(WeftChatRoomForgotten) { .target = args->target });
  return TRUE;
}

static const WeftReaction reactions[] = {
  { "people.membership-removed", on_membership_removed },
  { "people.member-added", weft_room_joining_on_member_added },
  { "people.member-removed", weft_room_joining_on_member_removed },
  { "thread.message-sent", weft_room_joining_on_message_sent },
  { "thread.replied", weft_room_joining_on_message_sent },
  { "thread.reply-asked", weft_room_joining_on_message_sent },
  { "thread.asked", weft_room_joining_on_message_sent },
  { "thread.poll-opened", weft_room_joining_on_message_sent },
  { "thread.message-pinned", weft_room_joining_on_pinned },
  { "thread.message-unpinned", weft_room_joining_on_pinned },
  { "chat.join-answered", weft_room_joining_on_join_answered },
  { "chat.room-changed", weft_room_joining_on_room_changed },
  { "chat.access-set", weft_room_joining_on_access_set },
  { "thread.message-deleted", weft_hanging_files_on_deleted },
  { "thread.message-restored", weft_hanging_files_on_restored },
  { "thread.message-scheduled", weft_hanging_files_on_scheduled },
  { "thread.message-unscheduled", weft_hanging_files_on_unscheduled },
  { "thread.scheduled-sent", weft_hanging_files_on_sent },
  { NULL },
};

static const WeftServerHandler handlers[] = {
  { "chat.create-room", handle_create_room },
  { "chat.join-room", weft_room_joining_join },
  { "chat.set-picture", handle_set_picture },
  { NULL },
};

const WeftServerModule weft_chat_server_module = {
  .module = &weft_chat_module,
  .handlers = handlers,
  .reactions = reactions,
};
