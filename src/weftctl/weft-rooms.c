/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include "sync/weft-people-stream.h"
#include "weftctl/weft-rooms.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  char *person;
  char *stream;
  gint64 after;
  gint64 before;
  guint limit;
} Query;

static void
query_free (gpointer data)
{
  Query *query = data;

  g_free (query->person);
  g_free (query->stream);
  g_free (query);
}

static void
room_free (gpointer data)
{
  WeftRoomRow *room = data;

  g_free (room->stream);
  g_free (room->kind);
  g_free (room->name);
  g_free (room->topic);
  g_free (room->other_login);
  g_free (room);
}

static void
message_free (gpointer data)
{
  WeftMessageRow *message = data;

  g_free (message->id);
  g_free (message->author);
  g_free (message->login);
  g_free (message->text);
  g_free (message);
}

static gpointer
read_rooms (WeftDatabase *database, gpointer user_data, GError **error)
{
  Query *query = user_data;
  g_autoptr (GPtrArray) rooms = g_ptr_array_new_with_free_func (room_free);
  WeftStatement *statement;
  int step;

  statement = weft_database_query (database, error,
                                   "SELECT room.stream, room.kind,"
                                   " CASE WHEN room.kind = 'direct' THEN"
                                   "  (SELECT group_concat (name, ', ') FROM (SELECT person.name FROM member, person"
                                   "   WHERE member.stream = room.stream AND person.stream = " WEFT_PEOPLE_STREAM " AND person.id = member.person"
                                   "   AND person.id <> ?1 ORDER BY person.name)) ELSE room.name END,"
                                   " room.topic,"
                                   " CASE WHEN room.kind = 'direct' AND (SELECT count (*) FROM member WHERE stream = room.stream) = 2 THEN"
                                   "  (SELECT person.login FROM member, person WHERE member.stream = room.stream AND person.stream = " WEFT_PEOPLE_STREAM ""
                                   "   AND person.id = member.person AND person.id <> ?1) END,"
                                   " coalesce ((SELECT last_ordinal FROM thread WHERE stream = room.stream), 0),"
                                   " coalesce ((SELECT value FROM latest WHERE stream = room.stream AND name = 'thread.read' AND person = ?1), 0),"
                                   " coalesce ((SELECT brought FROM thread WHERE stream = room.stream), 0)"
                                   " FROM room ORDER BY room.kind DESC, 3",
                                   "t", query->person);
  if (statement == NULL)
    return NULL;

  while ((step = weft_statement_step (statement, error)) > 0)
    {
      WeftRoomRow *room = g_new0 (WeftRoomRow, 1);

      room->stream = weft_statement_dup_text (statement, 0);
      room->kind = weft_statement_dup_text (statement, 1);
      room->name = weft_statement_dup_text (statement, 2);
      if (room->name == NULL)
        room->name = g_strdup ("");
      room->topic = weft_statement_dup_text (statement, 3);
      room->other_login = weft_statement_dup_text (statement, 4);
      room->last_ordinal = weft_statement_get_int (statement, 5);
      /* What was brought from elsewhere is nobody's news. */
      room->read = MAX (weft_statement_get_int (statement, 6), weft_statement_get_int (statement, 7));
      g_ptr_array_add (rooms, room);
    }

  return step < 0 ? NULL : g_steal_pointer (&rooms);
}

GPtrArray *
weft_rooms_load (WeftContext *context, GError **error)
{
  Query *query = g_new0 (Query, 1);

  query->person = g_strdup (weft_account_get_person (context->account));

  return dex_await_boxed (weft_sync_read (context->sync, read_rooms, G_TYPE_PTR_ARRAY, query, query_free), error);
}

static gpointer
read_messages (WeftDatabase *database, gpointer user_data, GError **error)
{
  Query *query = user_data;
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (message_free);
  WeftStatement *statement;
  int step;

  statement = weft_database_query (database, error,
                                   "SELECT message.id, coalesce (person.name, message.speaker, message.author), coalesce (person.login, ''), message.text,"
                                   " message.ordinal, message.at, message.deleted, message.seq"
                                   " FROM message LEFT JOIN person ON person.stream = " WEFT_PEOPLE_STREAM " AND person.id = message.author"
                                   " WHERE message.stream = ?1 AND message.ordinal > ?2 AND message.ordinal < ?3"
                                   " ORDER BY message.ordinal DESC LIMIT ?4",
                                   "tiii", query->stream, query->after, query->before, (gint64) query->limit);
  if (statement == NULL)
    return NULL;

  while ((step = weft_statement_step (statement, error)) > 0)
    {
      WeftMessageRow *message = g_new0 (WeftMessageRow, 1);

      message->id = weft_statement_dup_text (statement, 0);
      message->author = weft_statement_dup_text (statement, 1);
      message->login = weft_statement_dup_text (statement, 2);
      message->text = weft_statement_dup_text (statement, 3);
      message->ordinal = weft_statement_get_int (statement, 4);
      message->at = weft_statement_get_int (statement, 5);
      message->deleted = weft_statement_get_int (statement, 6) != 0;
      message->pending = weft_statement_get_int (statement, 7) >= WEFT_SEQ_PREDICTED;
      g_ptr_array_insert (messages, 0, message);
    }

  return step < 0 ? NULL : g_steal_pointer (&messages);
}

GPtrArray *
weft_messages_load (WeftContext *context, const char *stream, gint64 after, gint64 before, guint limit, GError **error)
{
  Query *query = g_new0 (Query, 1);

  query->stream = g_strdup (stream);
  query->after = after;
  query->before = before;
  query->limit = limit;

  return dex_await_boxed (weft_sync_read (context->sync, read_messages, G_TYPE_PTR_ARRAY, query, query_free), error);
}

static char *
get_room_name (WeftContext *context, const char *stream)
{
  g_autoptr (GPtrArray) rooms = weft_rooms_load (context, NULL);

  for (guint i = 0; rooms != NULL && i < rooms->len; i++)
    {
      const WeftRoomRow *room = rooms->pdata[i];

      if (g_str_equal (room->stream, stream))
        return g_strdup (room->name);
    }

  return g_strdup (stream);
}

void
weft_messages_print (WeftContext *context, const char *stream, GPtrArray *messages, gboolean with_room)
{
  g_autofree char *name = messages->len > 0 ? get_room_name (context, stream) : NULL;

  for (guint i = 0; i < messages->len; i++)
    {
      const WeftMessageRow *message = messages->pdata[i];

      if (context->json)
        {
          g_autoptr (GString) out = g_string_new (NULL);

          weft_json_begin (out, NULL);
          weft_json_string (out, "stream", stream);
          weft_json_string (out, "room", name);
          weft_json_int (out, "ordinal", message->ordinal);
          weft_json_string (out, "id", message->id);
          weft_json_string (out, "author", message->author);
          weft_json_string (out, "login", message->login);
          weft_json_int (out, "at", message->at);
          weft_json_string (out, "text", message->text);
          weft_json_bool (out, "deleted", message->deleted);
          weft_json_bool (out, "pending", message->pending);
          weft_json_end (out);
          printf ("%s\n", out->str);
        }
      else
        {
          g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (message->at / 1000);
          g_autofree char *time = g_date_time_format (at, "%Y-%m-%d %H:%M");
          g_auto (GStrv) lines = g_strsplit (message->deleted ? "(deleted)" : message->text, "\n", -1);

          printf ("%s%s%s  %s: %s%s\n", with_room ? name : "", with_room ? "  " : "", time, message->author, lines[0],
                  message->pending ? "  (not sent yet)" : "");
          for (char **line = lines + 1; lines[0] != NULL && *line != NULL; line++)
            printf ("    %s\n", *line);
        }
    }
  fflush (stdout);
}
