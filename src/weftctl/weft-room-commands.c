/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/weft-id.h"
#include "features/chat/shared/weft-chat-module.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "weftctl/weft-command.h"
#include "weftctl/weft-files.h"
#include "weftctl/weft-past.h"
#include "weftctl/weft-rooms.h"

static char *topic;
static char **members;
static char **files;
static gboolean public_room;
static gboolean direct;
static int limit = 20;
static gint64 before = G_MAXINT64;
static char *version;
static char *earlier;

/* rooms */

static int
run_rooms (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autoptr (GPtrArray) rooms = NULL;
  g_autoptr (GError) offline = NULL;

  if (argc != 0)
    return weft_command_usage (error, "no arguments");

  if (!weft_context_wait_online (context, &offline))
    fprintf (stderr, "weftctl: %s. This is what is cached.\n", offline->message);

  rooms = weft_rooms_load (context, error);
  if (rooms == NULL)
    return -1;

  for (guint i = 0; i < rooms->len; i++)
    {
      const WeftRoomRow *room = rooms->pdata[i];
      gint64 unread = MAX (room->last_ordinal - room->read, 0);

      if (context->json)
        {
          g_autoptr (GString) out = g_string_new (NULL);

          weft_json_begin (out, NULL);
          weft_json_string (out, "stream", room->stream);
          weft_json_string (out, "kind", room->kind);
          weft_json_string (out, "name", room->name);
          weft_json_string (out, "topic", room->topic);
          weft_json_int (out, "messages", room->last_ordinal);
          weft_json_int (out, "unread", unread);
          weft_json_end (out);
          printf ("%s\n", out->str);
        }
      else
        {
          printf ("%s%s%s%s", g_str_equal (room->kind, "direct") ? "@" : "#", room->name, room->topic[0] != '\0' ? "  " : "", room->topic);
          if (unread > 0)
            printf ("  (%" G_GINT64_FORMAT " unread)", unread);
          printf ("\n");
        }
    }

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_rooms_command = {
  .name = "rooms",
  .arguments = "",
  .min_arguments = 0,
  .max_arguments = 0,
  .summary = "List your rooms",
  .needs_store = TRUE,
  .run = run_rooms,
};

/* create-room */

static const GOptionEntry create_room_entries[] = {
  { "topic", 't', 0, G_OPTION_ARG_STRING, &topic, "What it is about", "TEXT" },
  { "public", 'p', 0, G_OPTION_ARG_NONE, &public_room, "Everybody in the workspace may join it", NULL },
  { "member", 'm', 0, G_OPTION_ARG_STRING_ARRAY, &members, "Somebody's login; may be given several times", "LOGIN" },
  { "direct", 'd', 0, G_OPTION_ARG_NONE, &direct, "A direct conversation with the members; takes no name", NULL },
  { NULL },
};

static int
run_create_room (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) people = NULL;
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autofree char *stream = g_strconcat ("room/", id, NULL);
  WeftChatCreateRoom args;

  if (argc != (direct ? 0 : 1))
    return weft_command_usage (error, direct ? "no arguments with --direct" : "one argument: the room's name");
  if (!weft_context_wait_online (context, error))
    return -1;

  for (char **member = members; member != NULL && *member != NULL; member++)
    {
      char *person = weft_context_find_person (context, *member, error);

      if (person == NULL)
        return -1;
      g_strv_builder_take (builder, person);
    }
  people = g_strv_builder_end (builder);

  args = (WeftChatCreateRoom) {
    .kind = direct ? "direct" : "room",
    .name = direct ? "" : argv[0],
    .topic = topic != NULL ? topic : "",
    .members = (const char *const *) people,
    .n_members = g_strv_length (people),
    .access = public_room ? "public" : "private",
  };
  if (!weft_context_submit (context, stream, &weft_chat_create_room_operation, &args, error))
    return -1;
  printf ("%s\n", stream);

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_create_room_command = {
  .name = "create-room",
  .arguments = "NAME",
  .min_arguments = 0,
  .max_arguments = 1,
  .summary = "Make a room, and print its id",
  .entries = create_room_entries,
  .needs_store = TRUE,
  .run = run_create_room,
};

/* send */

static char *
read_text (int argc, char **argv, GError **error)
{
  g_autoptr (GString) text = NULL;
  char buffer[4096];
  gsize n;

  if (argc > 1 || !g_str_equal (argv[0], "-"))
    return g_strjoinv (" ", argv);

  text = g_string_new (NULL);
  while ((n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    g_string_append_len (text, buffer, n);
  while (text->len > 0 && text->str[text->len - 1] == '\n')
    g_string_truncate (text, text->len - 1);
  if (!g_utf8_validate (text->str, text->len, NULL))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "text: not UTF-8");
      return NULL;
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const GOptionEntry send_entries[] = {
  { "file", 'f', 0, G_OPTION_ARG_FILENAME_ARRAY, &files, "A file to go with it; may be given several times", "PATH" },
  { NULL },
};

static int
run_send (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *stream = NULL;
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;

  if (argc < (files != NULL ? 1 : 2))
    return weft_command_usage (error, "two arguments: the room and the text, - to read it from standard input");

  stream = weft_context_find_room (context, argv[0], &local_error);
  if (stream == NULL)
    {
      /* Perhaps this copy has never been connected. */
      if (!weft_context_wait_online (context, NULL))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return -1;
        }
      g_clear_error (&local_error);
      stream = weft_context_find_room (context, argv[0], error);
      if (stream == NULL)
        return -1;
    }

  if (argc > 1 && (text = read_text (argc - 1, argv + 1, error)) == NULL)
    return -1;

  if (!weft_files_send (context, stream, id, text, (const char *const *) files, &local_error))
    {
      if (!g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return -1;
        }
      fprintf (stderr, "weftctl: %s. The message waits in the outbox and goes with the next command.\n", local_error->message);
      return WEFT_EXIT_UNREACHABLE;
    }
  if (context->json)
    printf ("{\"stream\":\"%s\",\"id\":\"%s\"}\n", stream, id);

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_send_command = {
  .name = "send",
  .arguments = "ROOM TEXT…",
  .min_arguments = 1,
  .max_arguments = -1,
  .summary = "Write a message",
  .entries = send_entries,
  .description = "ROOM is a room's name, its id, or @LOGIN for the conversation with that person. - as TEXT reads standard input.\n"
                 "With --file no text is needed. A file that broke off goes on where it stood, also with the next command.\n"
                 "Without a connection the message is kept in the outbox, and the exit code is 4.",
  .needs_store = TRUE,
  .run = run_send,
};

/* edit */

static int
run_edit (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *stream = NULL;
  g_autofree char *text = read_text (argc - 2, argv + 2, error);

  if (text == NULL || !weft_context_wait_online (context, error))
    return -1;
  stream = weft_context_find_room (context, argv[0], error);
  if (stream == NULL
      || !weft_context_submit (context, stream, &weft_thread_edit_operation, &(WeftThreadEdit) { .id = argv[1], .text = text }, error))
    return -1;

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_edit_command = {
  .name = "edit",
  .arguments = "ROOM ID TEXT…",
  .min_arguments = 3,
  .max_arguments = -1,
  .summary = "Change a message of yours",
  .description = "ID is the message's, as history --json shows it. - as TEXT reads standard input.",
  .needs_store = TRUE,
  .run = run_edit,
};

/* read */

static int
run_read (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autoptr (GPtrArray) rooms = NULL;
  g_autofree char *stream = NULL;

  if (!weft_context_wait_online (context, error))
    return -1;
  stream = weft_context_find_room (context, argv[0], error);
  rooms = stream != NULL ? weft_rooms_load (context, error) : NULL;
  if (rooms == NULL)
    return -1;
  for (guint i = 0; i < rooms->len; i++)
    {
      const WeftRoomRow *room = rooms->pdata[i];

      if (g_str_equal (room->stream, stream))
        weft_sync_set_latest (context->sync, stream, &weft_thread_read_latest, room->last_ordinal);
    }
  /* Marks go out once a second. */
  dex_await (dex_timeout_new_msec (1500), NULL);

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_read_command = {
  .name = "read",
  .arguments = "ROOM",
  .min_arguments = 1,
  .max_arguments = 1,
  .summary = "Mark a room as read, on all of your devices",
  .needs_store = TRUE,
  .run = run_read,
};

/* history */

static const GOptionEntry history_entries[] = {
  { "limit", 'n', 0, G_OPTION_ARG_INT, &limit, "How many messages [20]", "N" },
  { "at", 0, 0, G_OPTION_ARG_STRING, &version, "Everything as it was then: a time, or the number of a change as activity shows it", "VERSION" },
  { "diff", 0, 0, G_OPTION_ARG_STRING, &earlier, "What is different, with --at or now, from what was then", "VERSION" },
  { "before", 'b', 0, G_OPTION_ARG_INT64, &before, "Only those with a number below this", "NUMBER" },
  { NULL },
};

/* Times are made into numbers by an answer without items. */
static gboolean
find_version (WeftContext *context, const char *stream, const char *text, gint64 *seq, GError **error)
{
  WeftQuestion question = { .stream = stream, .what = "rows", .from = -1, .to = -1, .cursor = G_MAXINT64, .limit = 1 };
  g_autofree char *answer = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (!weft_past_parse_version (text, seq, &question.at, error))
    return FALSE;
  if (*seq >= 0)
    return TRUE;
  answer = dex_await_string (weft_sync_ask (context->sync, &question), error);
  if (answer == NULL || (root = weft_json_parse (answer, strlen (answer), error)) == NULL)
    return FALSE;
  *seq = json_object_get_int_member (json_node_get_object (root), "seq");

  return TRUE;
}

static int
print_past (WeftContext *context, const char *stream, GError **error)
{
  WeftQuestion question = { .stream = stream, .what = earlier != NULL ? "changes" : "rows", .from = -1, .to = -1, .at = -1 };

  if (!weft_context_wait_online (context, error) || (version != NULL && !find_version (context, stream, version, &question.to, error))
      || (earlier != NULL && !find_version (context, stream, earlier, &question.from, error)))
    return -1;

  return weft_past_print (context, question, NULL, 0, error);
}

static int
run_history (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *stream = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GError) offline = NULL;
  gboolean online;

  if (argc != 1)
    return weft_command_usage (error, "one argument: the room");
  if (limit < 1)
    return weft_command_usage (error, "--limit is at least 1");

  online = weft_context_wait_online (context, &offline);
  stream = weft_context_find_room (context, argv[0], error);
  if (stream == NULL)
    return -1;
  if (version != NULL || earlier != NULL)
    return print_past (context, stream, error);
  if (!online)
    fprintf (stderr, "weftctl: %s. This is what is cached.\n", offline->message);
  else
    (void) dex_await (weft_sync_load_page (context->sync, stream, weft_thread_message_table.name, before, limit), NULL);

  messages = weft_messages_load (context, stream, 0, before, limit, error);
  if (messages == NULL)
    return -1;
  weft_messages_print (context, stream, messages, FALSE);

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_history_command = {
  .name = "history",
  .arguments = "ROOM",
  .min_arguments = 1,
  .max_arguments = 1,
  .summary = "Print the last messages of a room",
  .entries = history_entries,
  .needs_store = TRUE,
  .run = run_history,
};

/* tail */

typedef struct
{
  char *stream;
  gint64 last;
} Tailed;

static void
tailed_free (gpointer data)
{
  Tailed *tailed = data;

  g_free (tailed->stream);
  g_free (tailed);
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, gpointer user_data)
{
  DexPromise **news = user_data;

  if (*news != NULL && dex_future_is_pending (DEX_FUTURE (*news)))
    dex_promise_resolve_boolean (*news, TRUE);
}

static int
run_tail (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autoptr (GPtrArray) rooms = g_ptr_array_new_with_free_func (tailed_free);
  DexPromise *news = NULL;
  gulong handler;

  if (argc < 1)
    return weft_command_usage (error, "at least one argument: a room");
  if (!weft_context_wait_online (context, error))
    return -1;

  for (int i = 0; i < argc; i++)
    {
      Tailed *tailed = g_new0 (Tailed, 1);
      g_autoptr (GPtrArray) messages = NULL;

      g_ptr_array_add (rooms, tailed);
      tailed->stream = weft_context_find_room (context, argv[i], error);
      if (tailed->stream == NULL || (messages = weft_messages_load (context, tailed->stream, 0, WEFT_SEQ_PREDICTED, 10, error)) == NULL)
        return -1;
      weft_messages_print (context, tailed->stream, messages, argc > 1);
      if (messages->len > 0)
        tailed->last = ((WeftMessageRow *) messages->pdata[messages->len - 1])->ordinal;
    }

  handler = g_signal_connect (context->sync, "changed", G_CALLBACK (on_changed), &news);
  for (;;)
    {
      news = dex_promise_new ();
      for (guint i = 0; i < rooms->len; i++)
        {
          Tailed *tailed = rooms->pdata[i];
          g_autoptr (GPtrArray) messages = weft_messages_load (context, tailed->stream, tailed->last, WEFT_SEQ_PREDICTED, 1000, error);

          if (messages == NULL)
            {
              g_signal_handler_disconnect (context->sync, handler);
              dex_clear (&news);
              return -1;
            }
          weft_messages_print (context, tailed->stream, messages, argc > 1);
          if (messages->len > 0)
            tailed->last = ((WeftMessageRow *) messages->pdata[messages->len - 1])->ordinal;
        }
      (void) dex_await (dex_ref (DEX_FUTURE (news)), NULL);
      dex_clear (&news);
    }
}

const WeftCommand weft_tail_command = {
  .name = "tail",
  .arguments = "ROOM…",
  .min_arguments = 1,
  .max_arguments = -1,
  .summary = "Print the last messages of rooms, and every new one, until interrupted",
  .needs_store = TRUE,
  .run = run_tail,
};
