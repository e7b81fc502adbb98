/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/weft-id.h"
#include "features/chat/shared/weft-chat-module.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "sync/weft-address.h"
#include "sync/weft-http.h"
#include "weftctl/weft-command.h"
#include "weftctl/weft-scenario.h"

#define READ_MIN 0.4     /* s until a teammate on the page has read a message */
#define READ_MAX 1.6
#define ANSWER_MIN 2.0   /* s until somebody answers the person at the desk */
#define ANSWER_MAX 4.0
#define TYPING_AGAIN 3.0 /* s between two signs of typing */
#define SEND_TIMEOUT 60  /* s */

static double speed = 1;
static gboolean loop;
static gboolean once;

/* One of the people, signed in. */
typedef struct
{
  const WeftScenePerson *person;
  WeftAccount *account;
  WeftSync *sync;
} Actor;

typedef struct
{
  WeftContext *context;
  WeftScenario *scenario;
  char *directory;
  GKeyFile *memory;      /* passwords, rooms made, history written */
  char *memory_path;
  GPtrArray *actors;     /* of Actor, in the order of people */
  GHashTable *rooms;     /* key → stream */
  GHashTable *seen;      /* stream → gint64*: last ordinal that was looked at for answers */
  char *desk;            /* the desk person's id */
  guint next_answer;
  DexPromise *news;
} Play;

static void
actor_free (gpointer data)
{
  Actor *actor = data;

  g_clear_object (&actor->sync);
  g_clear_object (&actor->account);
  g_free (actor);
}

static void
play_clear (Play *play)
{
  g_clear_pointer (&play->actors, g_ptr_array_unref);
  g_clear_pointer (&play->rooms, g_hash_table_unref);
  g_clear_pointer (&play->seen, g_hash_table_unref);
  g_clear_pointer (&play->memory, g_key_file_unref);
  g_clear_pointer (&play->scenario, weft_scenario_free);
  dex_clear (&play->news);
  g_free (play->memory_path);
  g_free (play->directory);
  g_free (play->desk);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Play, play_clear)

static gboolean
remember (Play *play, GError **error)
{
  gsize length;
  g_autofree char *data = g_key_file_to_data (play->memory, &length, NULL);

  return g_file_set_contents_full (play->memory_path, data, length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static void
pause_for (double seconds)
{
  dex_await (dex_timeout_new_msec ((int) MAX (seconds * 1000 / speed, 1)), NULL);
}

static Actor *
find_actor (Play *play, const char *login)
{
  for (guint i = 0; i < play->actors->len; i++)
    {
      Actor *actor = play->actors->pdata[i];

      if (g_str_equal (actor->person->login, login))
        return actor;
    }

  return NULL;
}

static Actor *
find_desk (Play *play)
{
  return find_actor (play, play->scenario->desk->login);
}

static gboolean
submit (Actor *actor, const char *stream, const WeftOperation *operation, gconstpointer args, GError **error)
{
  g_autofree char *id = dex_await_string (weft_sync_submit (actor->sync, stream, operation, args), error);

  return id != NULL &&
         dex_await (dex_future_first (weft_sync_await (actor->sync, id), dex_timeout_new_seconds (SEND_TIMEOUT), NULL), error);
}

static DexFuture *
on_submitted (DexFuture *future, gpointer user_data)
{
  return weft_sync_await (user_data, g_value_get_string (dex_future_get_value (future, NULL)));
}

/* Resolves when the server has the message. */
static DexFuture *
say_later (Actor *actor, const char *stream, const char *text, const char *reply_to, const char *id)
{
  WeftThreadSend args = { .id = id, .text = text, .reply_to = reply_to };

  return dex_future_then (weft_sync_submit (actor->sync, stream, &weft_thread_send_operation, &args), on_submitted,
                          g_object_ref (actor->sync), g_object_unref);
}

static gboolean
say (Actor *actor, const char *stream, const char *text, GError **error)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());

  return dex_await (dex_future_first (say_later (actor, stream, text, NULL, id), dex_timeout_new_seconds (SEND_TIMEOUT), NULL), error);
}

static void
type_for (Actor *actor, const char *stream, double seconds)
{
  for (; seconds > 0; seconds -= TYPING_AGAIN)
    {
      weft_sync_set_latest_object (actor->sync, stream, &weft_thread_typing_latest, "{}");
      pause_for (MIN (seconds, TYPING_AGAIN));
    }
}

/* ── people ─────────────────────────────────────────────────────────────────────────────────────────── */

static gboolean
is_founded (Play *play, gboolean *founded, GError **error)
{
  g_autoptr (WeftAddress) address = weft_address_parse (play->context->address, error);
  g_autoptr (SoupSession) session = NULL;
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (address == NULL)
    return FALSE;

  session = weft_address_new_session (address, "weftctl/" WEFT_VERSION);
  message = weft_address_new_message (address, "GET", "/v1");
  answer = dex_await_boxed (weft_http_send (session, message), error);
  if (answer == NULL || (node = weft_json_parse (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), error)) == NULL)
    return FALSE;

  *founded = weft_json_has (json_node_get_object (node), "name");

  return TRUE;
}

static char *
get_password (Play *play, const char *login, gboolean make)
{
  char *password = g_key_file_get_string (play->memory, "passwords", login, NULL);

  if (password == NULL && make)
    {
      password = weft_secret_new (18);
      g_key_file_set_string (play->memory, "passwords", login, password);
    }

  return password;
}

static gboolean
wait_online (Actor *actor, GError **error)
{
  for (guint i = 0; i < 300; i++)
    {
      WeftSyncState state = weft_sync_get_state (actor->sync);

      if (state == WEFT_SYNC_ONLINE)
        return TRUE;
      if (state == WEFT_SYNC_SIGNED_OUT || state == WEFT_SYNC_UPDATE_NEEDED)
        break;
      dex_await (dex_timeout_new_msec (50), NULL);
    }

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "%s: %s", actor->person->name,
               weft_sync_get_reason (actor->sync) != NULL ? weft_sync_get_reason (actor->sync) : "the server does not answer");

  return FALSE;
}

static gboolean
open_actor (Play *play, Actor *actor, GError **error)
{
  /* A folder for each id: a workspace founded anew has other people. */
  g_autofree char *directory = g_build_filename (play->directory, weft_account_get_person (actor->account), NULL);

  actor->sync = weft_sync_new (play->context->registry, actor->account, directory, NULL);
  if (!dex_await (weft_sync_open (actor->sync), error))
    return FALSE;
  weft_sync_start (actor->sync);

  return wait_online (actor, error);
}

static char *
invite (Play *play, Actor *owner, guint uses, GError **error)
{
  g_autofree char *id = weft_id_random ();
  g_autofree char *secret = weft_secret_new (24);
  g_autofree char *hash = weft_secret_hash (secret);
  WeftPeopleInvite args = {
    .id = id,
    .secret_hash = hash,
    .role = "member",
    .uses = uses,
    .expires_at = g_get_real_time () / 1000 + 3600 * 1000,
  };

  if (!submit (owner, WEFT_STREAM_WORKSPACE, &weft_people_invite_operation, &args, error))
    return NULL;

  return g_strconcat (id, ".", secret, NULL);
}

static gboolean
sign_in_owner (Play *play, GError **error)
{
  Actor *desk = find_desk (play);
  g_autofree char *password = NULL;
  gboolean founded = FALSE;

  if (!is_founded (play, &founded, error))
    return FALSE;

  if (!founded)
    {
      /* What is remembered belongs to another workspace. */
      g_key_file_remove_group (play->memory, "rooms", NULL);
      g_key_file_remove_group (play->memory, "done", NULL);
      password = get_password (play, desk->person->login, TRUE);

      return remember (play, error) &&
             dex_await (weft_account_create_workspace (desk->account, play->scenario->workspace, desk->person->name, desk->person->login,
                                                       password), error) &&
             open_actor (play, desk, error);
    }

  password = get_password (play, desk->person->login, FALSE);
  if (password != NULL && dex_await (weft_account_sign_in (desk->account, desk->person->login, password), NULL))
    return open_actor (play, desk, error);

  return dex_await (weft_account_sign_in_local (desk->account), error) && open_actor (play, desk, error);
}

static gboolean
sign_in_others (Play *play, GError **error)
{
  Actor *desk = find_desk (play);
  g_autofree char *code = NULL;

  for (guint i = 0; i < play->actors->len; i++)
    {
      Actor *actor = play->actors->pdata[i];
      g_autofree char *password = NULL;

      if (actor == desk)
        continue;

      password = get_password (play, actor->person->login, FALSE);
      if (password == NULL || !dex_await (weft_account_sign_in (actor->account, actor->person->login, password), NULL))
        {
          g_clear_pointer (&password, g_free);
          g_key_file_remove_key (play->memory, "passwords", actor->person->login, NULL);
          password = get_password (play, actor->person->login, TRUE);
          if (code == NULL && (code = invite (play, desk, play->actors->len, error)) == NULL)
            return FALSE;
          if (!remember (play, error) ||
              !dex_await (weft_account_join (actor->account, code, actor->person->name, actor->person->login, password), error))
            return FALSE;
        }
      if (!open_actor (play, actor, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
set_profiles (Play *play, GError **error)
{
  if (g_key_file_has_key (play->memory, "done", "profiles", NULL))
    return TRUE;

  for (guint i = 0; i < play->actors->len; i++)
    {
      Actor *actor = play->actors->pdata[i];
      WeftPeopleSetProfile args = { .name = actor->person->name, .title = actor->person->title, .status = "" };

      if (!submit (actor, WEFT_STREAM_WORKSPACE, &weft_people_set_profile_operation, &args, error))
        return FALSE;
    }

  g_key_file_set_boolean (play->memory, "done", "profiles", TRUE);

  return remember (play, error);
}

/* ── rooms and what was said ────────────────────────────────────────────────────────────────────────── */

static gboolean
make_rooms (Play *play, GError **error)
{
  Actor *desk = find_desk (play);

  for (guint i = 0; i < play->scenario->rooms->len; i++)
    {
      const WeftSceneRoom *room = play->scenario->rooms->pdata[i];
      char *stream = g_key_file_get_string (play->memory, "rooms", room->key, NULL);

      if (stream == NULL)
        {
          g_autoptr (GPtrArray) members = g_ptr_array_new ();
          g_autofree char *id = weft_id_new (weft_clock_get_system ());
          WeftChatCreateRoom args = { 0 };

          for (guint m = 0; m < room->members->len; m++)
            {
              Actor *actor = find_actor (play, room->members->pdata[m]);

              if (actor != desk)
                g_ptr_array_add (members, (gpointer) weft_account_get_person (actor->account));
            }
          args.kind = room->name != NULL ? "room" : "direct";
          args.name = room->name != NULL ? room->name : "";
          args.topic = room->topic;
          args.access = room->name != NULL ? room->access : "private";
          args.members = (const char *const *) members->pdata;
          args.n_members = members->len;

          stream = g_strconcat ("room/", id, NULL);
          g_hash_table_insert (play->rooms, (gpointer) room->key, stream);
          if (!submit (desk, stream, &weft_chat_create_room_operation, &args, error))
            return FALSE;
          g_key_file_set_string (play->memory, "rooms", room->key, stream);
          if (!remember (play, error))
            return FALSE;
        }
      else
        {
          g_hash_table_insert (play->rooms, (gpointer) room->key, stream);
        }
    }

  return TRUE;
}

/* The server's clock, if it lets us set it (weftd --demo): ms to add to it, at most 0. */
static void
set_server_offset (int fd, gint64 offset)
{
  if (fd >= 0 && pwrite (fd, &offset, sizeof offset, 0) != sizeof offset)
    g_info ("The server's clock cannot be set: %s", g_strerror (errno));
}

static int
open_server_clock (Play *play)
{
  g_autofree char *path = NULL;

  if (!g_str_has_prefix (play->context->address, "unix:"))
    return -1;

  path = g_strconcat (play->context->address + strlen ("unix:"), ".clock", NULL);

  return g_open (path, O_WRONLY | O_CLOEXEC, 0);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const WeftSceneLine *first = *(const WeftSceneLine *const *) a;
  const WeftSceneLine *second = *(const WeftSceneLine *const *) b;

  if (first->day != second->day)
    return first->day - second->day;

  /* The sort is stable: lines of one minute stay in order. */
  return first->minute - second->minute;
}

/* Seconds since 1970 at which @line was said, if today is @now's day. */
static gint64
get_time_of_line (const WeftSceneLine *line, GDateTime *now)
{
  g_autoptr (GDateTime) midnight = g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now),
                                                          g_date_time_get_day_of_month (now), 0, 0, 0);
  g_autoptr (GDateTime) day = g_date_time_add_days (midnight, line->day);
  g_autoptr (GDateTime) at = g_date_time_add_minutes (day, line->minute);

  return g_date_time_to_unix (at);
}

/* What was said in one room so far. */
typedef struct
{
  GPtrArray *ids;        /* of the messages */
  const WeftScenePerson *by; /* of the last one */
  DexFuture *last;       /* the server has it */
} Told;

static void
told_free (gpointer data)
{
  Told *told = data;

  g_ptr_array_unref (told->ids);
  dex_clear (&told->last);
  g_free (told);
}

static gboolean
wait_for_last (Told *told, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (told->last != NULL)
    (void) dex_await (dex_future_first (dex_ref (told->last), dex_timeout_new_seconds (SEND_TIMEOUT), NULL), &local_error);
  dex_clear (&told->last);

  /* Said when the play was begun before, and cut off. */
  if (local_error == NULL || g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_EXISTS))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/* What was said before one looks. In a room, one waits for what another has said; rooms do not wait for each other. */
/* In the order in which it was said. */
static GPtrArray *
dup_history (Play *play)
{
  GPtrArray *lines = g_ptr_array_new ();

  for (guint i = 0; i < play->scenario->history->len; i++)
    g_ptr_array_add (lines, &g_array_index (play->scenario->history, WeftSceneLine, i));
  g_ptr_array_sort (lines, compare_lines);
  return lines;
}

/* Of the message which is the line @number of its room, from 0. */
static char *
dup_line_id (const char *stream, guint number)
{
  g_autofree char *name = g_strdup_printf ("line %u", number);

  return weft_id_derive (stream, name);
}

static gboolean
tell_lines (Play *play, int clock, GHashTable *said, GError **error)
{
  GHashTableIter iter;
  gpointer value;
  g_autoptr (GPtrArray) lines = dup_history (play);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  gint64 shift = 0;

  /* Early in the morning, what is said to be of today was yesterday. */
  if (lines->len > 0 && get_time_of_line (lines->pdata[lines->len - 1], now) > g_date_time_to_unix (now) - 60)
    shift = 24 * 3600;

  for (guint i = 0; i < lines->len; i++)
    {
      const WeftSceneLine *line = lines->pdata[i];
      const char *stream = g_hash_table_lookup (play->rooms, line->room->key);
      Told *told = g_hash_table_lookup (said, line->room);
      const char *reply_to = NULL;
      char *id = dup_line_id (stream, told->ids->len);

      if (line->reply > 0 && line->reply <= told->ids->len)
        reply_to = told->ids->pdata[told->ids->len - line->reply];
      g_ptr_array_add (told->ids, id);
      if (told->by != line->by && !wait_for_last (told, error))
        return FALSE;

      set_server_offset (clock, (get_time_of_line (line, now) - shift) * 1000 - g_get_real_time () / 1000);
      told->by = line->by;
      dex_clear (&told->last);
      told->last = say_later (find_actor (play, line->by->login), stream, line->text, reply_to, id);
    }

  g_hash_table_iter_init (&iter, said);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!wait_for_last (value, error))
      return FALSE;

  return TRUE;
}

static void
react_to (Play *play, const char *stream, const char *id, JsonArray *reactions)
{
  for (guint i = 0; reactions != NULL && i < json_array_get_length (reactions); i++)
    {
      g_auto (GStrv) words = g_strsplit (json_array_get_string_element (reactions, i), " ", 2);
      WeftThreadReact args = { .id = id, .emoji = words[0], .on = TRUE };

      dex_future_disown (weft_sync_submit (find_actor (play, words[1])->sync, stream, &weft_thread_react_operation, &args));
    }
}

/* What people made of what was said there. */
static void
react_in (Play *play, const WeftSceneRoom *room)
{
  const char *stream = g_hash_table_lookup (play->rooms, room->key);
  g_autoptr (GPtrArray) lines = dup_history (play);
  guint n = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const WeftSceneLine *line = lines->pdata[i];
      g_autofree char *id = line->room == room ? dup_line_id (stream, n++) : NULL;

      if (id != NULL)
        react_to (play, stream, id, line->reactions);
    }
}

static gboolean
tell_history (Play *play, GError **error)
{
  g_autoptr (GHashTable) said = NULL;
  gboolean told;
  int clock;

  if (g_key_file_has_key (play->memory, "done", "history", NULL))
    return TRUE;

  said = g_hash_table_new_full (NULL, NULL, NULL, told_free);
  for (guint i = 0; i < play->scenario->rooms->len; i++)
    {
      Told *told_room = g_new0 (Told, 1);

      told_room->ids = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (said, play->scenario->rooms->pdata[i], told_room);
    }

  clock = open_server_clock (play);
  told = tell_lines (play, clock, said, error);
  set_server_offset (clock, 0);
  if (clock >= 0)
    close (clock);
  if (!told)
    return FALSE;

  /* The others have read all of it, the person at the desk not quite. */
  for (guint i = 0; i < play->scenario->rooms->len; i++)
    {
      const WeftSceneRoom *room = play->scenario->rooms->pdata[i];
      const char *stream = g_hash_table_lookup (play->rooms, room->key);
      gint64 last = ((Told *) g_hash_table_lookup (said, room))->ids->len;

      for (guint m = 0; m < room->members->len && last > 0; m++)
        {
          Actor *actor = find_actor (play, room->members->pdata[m]);
          gint64 read = actor == find_desk (play) ? last - room->unread : last;

          weft_sync_set_latest (actor->sync, stream, &weft_thread_delivered_latest, last);
          weft_sync_set_latest (actor->sync, stream, &weft_thread_read_latest, MAX (read, 0));
        }
    }

  /* Marks go out once a second; and by then everybody holds what was said. */
  dex_await (dex_timeout_new_msec (1500), NULL);
  for (guint i = 0; i < play->scenario->rooms->len; i++)
    react_in (play, play->scenario->rooms->pdata[i]);
  g_key_file_set_boolean (play->memory, "done", "history", TRUE);

  return remember (play, error);
}

/* ── what is said while one watches ─────────────────────────────────────────────────────────────────── */

typedef struct
{
  char *stream;
  gint64 ordinal;
  gint64 last;
  gboolean by_desk;
} NewMessage;

typedef struct
{
  char *desk;
  GHashTable *seen;      /* stream → ordinal, a copy */
} NewsQuery;

static void
new_message_clear (gpointer data)
{
  g_free (((NewMessage *) data)->stream);
}

static void
news_query_free (gpointer data)
{
  NewsQuery *query = data;

  g_free (query->desk);
  g_hash_table_unref (query->seen);
  g_free (query);
}

/* The newest message of each room and whether the desk person wrote after what was seen. */
static gpointer
read_news (WeftDatabase *database, gpointer user_data, GError **error)
{
  NewsQuery *query = user_data;
  g_autoptr (GArray) news = g_array_new (FALSE, TRUE, sizeof (NewMessage));
  WeftStatement *statement;
  int step;

  g_array_set_clear_func (news, new_message_clear);
  statement = weft_database_query (database, error,
                                   "SELECT stream, last_ordinal,"
                                   " (SELECT max (ordinal) FROM message WHERE message.stream = thread.stream AND author = ?1) FROM thread",
                                   "t", query->desk);
  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      const char *stream = weft_statement_get_text (statement, 0);
      gint64 *seen = g_hash_table_lookup (query->seen, stream);
      NewMessage message = { .last = weft_statement_get_int (statement, 1), .ordinal = weft_statement_get_int (statement, 2) };

      if (seen != NULL && message.last <= *seen)
        continue;
      message.stream = g_strdup (stream);
      message.by_desk = seen != NULL && message.ordinal > *seen;
      g_array_append_val (news, message);
    }

  return step < 0 ? NULL : g_steal_pointer (&news);
}

static gpointer
copy_ordinal (gconstpointer ordinal)
{
  return g_memdup2 (ordinal, sizeof (gint64));
}

static GArray *
load_news (Play *play, Actor *actor, GError **error)
{
  NewsQuery *query = g_new0 (NewsQuery, 1);
  GHashTableIter iter;
  gpointer stream;
  gpointer ordinal;

  query->desk = g_strdup (play->desk);
  query->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_iter_init (&iter, play->seen);
  while (g_hash_table_iter_next (&iter, &stream, &ordinal))
    g_hash_table_insert (query->seen, g_strdup (stream), copy_ordinal (ordinal));

  return dex_await_boxed (weft_sync_read (actor->sync, read_news, G_TYPE_ARRAY, query, news_query_free), error);
}

static const WeftSceneRoom *
find_room_of_stream (Play *play, const char *stream)
{
  for (guint i = 0; i < play->scenario->rooms->len; i++)
    {
      const WeftSceneRoom *room = play->scenario->rooms->pdata[i];

      if (g_strcmp0 (g_hash_table_lookup (play->rooms, room->key), stream) == 0)
        return room;
    }

  return NULL;
}

typedef struct
{
  Play *play;
  const WeftSceneRoom *room;
  char *stream;
  gint64 last;
  gboolean answer;
} Reaction;

static void
reaction_free (gpointer data)
{
  Reaction *reaction = data;

  g_free (reaction->stream);
  g_free (reaction);
}

/* Everybody in the room reads; somebody answers the person at the desk. */
static DexFuture *
reaction_fiber (gpointer data)
{
  Reaction *reaction = data;
  Play *play = reaction->play;
  const WeftSceneLine *answer = NULL;
  double wait = g_random_double_range (ANSWER_MIN, ANSWER_MAX);
  double spent = 0;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < reaction->room->members->len; i++)
    {
      Actor *actor = find_actor (play, reaction->room->members->pdata[i]);

      if (actor->sync != NULL)
        weft_sync_set_latest (actor->sync, reaction->stream, &weft_thread_delivered_latest, reaction->last);
    }
  for (guint i = 0; i < reaction->room->members->len; i++)
    {
      Actor *actor = find_actor (play, reaction->room->members->pdata[i]);
      double read = g_random_double_range (READ_MIN, READ_MAX) / reaction->room->members->len;

      pause_for (read);
      spent += read;
      if (actor->sync != NULL)
        weft_sync_set_latest (actor->sync, reaction->stream, &weft_thread_read_latest, reaction->last);
    }

  if (!reaction->answer)
    return dex_future_new_for_boolean (TRUE);

  for (guint i = 0; i < play->scenario->answers->len && answer == NULL; i++)
    {
      const WeftSceneLine *line = &g_array_index (play->scenario->answers, WeftSceneLine,
                                                  (play->next_answer + i) % play->scenario->answers->len);

      if (line->room == reaction->room)
        {
          answer = line;
          play->next_answer = (play->next_answer + i + 1) % play->scenario->answers->len;
        }
    }
  if (answer == NULL)
    return dex_future_new_for_boolean (TRUE);

  type_for (find_actor (play, answer->by->login), reaction->stream, MAX (wait - spent, 0.5));
  if (!say (find_actor (play, answer->by->login), reaction->stream, answer->text, &error))
    g_info ("%s could not answer: %s", answer->by->name, error->message);

  return dex_future_new_for_boolean (TRUE);
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, gpointer user_data)
{
  Play *play = user_data;

  if (play->news != NULL && dex_future_is_pending (DEX_FUTURE (play->news)))
    dex_promise_resolve_boolean (play->news, TRUE);
}

/* Watches through everybody's eyes: each teammate holds the rooms they are in. */
static DexFuture *
watch_fiber (gpointer data)
{
  Play *play = data;

  for (guint i = 0; i < play->actors->len; i++)
    {
      Actor *actor = play->actors->pdata[i];

      if (actor->sync != NULL)
        g_signal_connect (actor->sync, "changed", G_CALLBACK (on_changed), play);
    }

  for (;;)
    {
      dex_clear (&play->news);
      play->news = dex_promise_new ();

      for (guint i = 0; i < play->actors->len; i++)
        {
          Actor *actor = play->actors->pdata[i];
          g_autoptr (GArray) news = actor->sync != NULL ? load_news (play, actor, NULL) : NULL;

          for (guint n = 0; news != NULL && n < news->len; n++)
            {
              const NewMessage *message = &g_array_index (news, NewMessage, n);
              const WeftSceneRoom *room = find_room_of_stream (play, message->stream);
              gboolean known = g_hash_table_contains (play->seen, message->stream);
              Reaction *reaction;

              g_hash_table_insert (play->seen, g_strdup (message->stream), copy_ordinal (&message->last));
              if (room == NULL || !known)
                continue;
              reaction = g_new0 (Reaction, 1);
              reaction->play = play;
              reaction->room = room;
              reaction->stream = g_strdup (message->stream);
              reaction->last = message->last;
              reaction->answer = message->by_desk;
              dex_future_disown (dex_scheduler_spawn (NULL, 0, reaction_fiber, reaction, reaction_free));
            }
        }

      (void) dex_await (dex_ref (DEX_FUTURE (play->news)), NULL);
    }

  return NULL;
}

static void
play_timeline (Play *play)
{
  do
    for (guint i = 0; i < play->scenario->timeline->len; i++)
      {
        const WeftSceneLine *line = &g_array_index (play->scenario->timeline, WeftSceneLine, i);
        const char *stream = g_hash_table_lookup (play->rooms, line->room->key);
        Actor *actor = find_actor (play, line->by->login);
        g_autoptr (GError) error = NULL;

        pause_for (line->after);
        type_for (actor, stream, line->typing);
        if (!say (actor, stream, line->text, &error))
          g_info ("%s could not write: %s", line->by->name, error->message);
      }
  while (play->scenario->timeline->len > 0 && !once && (loop || play->scenario->loop));
}

static const GOptionEntry play_entries[] = {
  { "speed", 's', 0, G_OPTION_ARG_DOUBLE, &speed, "How many times as fast [1]", "X" },
  { "loop", 0, 0, G_OPTION_ARG_NONE, &loop, "Begin again at the end, whatever the scenario says", NULL },
  { "once", 0, 0, G_OPTION_ARG_NONE, &once, "End at the end, whatever the scenario says", NULL },
  { NULL },
};

static int
run_play (WeftContext *context, int argc, char **argv, GError **error)
{
  g_auto (Play) play = { .context = context };
  Actor *desk;

  if (argc != 1)
    return weft_command_usage (error, "one argument: the scenario");
  if (!(speed > 0 && speed <= 10000))
    return weft_command_usage (error, "--speed is above 0, at most 10000");
  if (weft_context_get_account (context, error) == NULL)
    return -1;

  play.scenario = weft_scenario_load (argv[0], error);
  if (play.scenario == NULL)
    return -1;

  play.directory = g_build_filename (context->state, "play", NULL);
  play.memory_path = g_build_filename (play.directory, "memory", NULL);
  play.memory = g_key_file_new ();
  play.rooms = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  play.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_mkdir_with_parents (play.directory, 0700);
  g_key_file_load_from_file (play.memory, play.memory_path, G_KEY_FILE_NONE, NULL);

  play.actors = g_ptr_array_new_with_free_func (actor_free);
  for (guint i = 0; i < play.scenario->people->len; i++)
    {
      Actor *actor = g_new0 (Actor, 1);

      actor->person = &g_array_index (play.scenario->people, WeftScenePerson, i);
      actor->account = weft_account_new (context->address, NULL, context->tokens, NULL);
      g_ptr_array_add (play.actors, actor);
    }

  desk = find_desk (&play);
  if (!sign_in_owner (&play, error))
    return -1;
  play.desk = g_strdup (weft_account_get_person (desk->account));
  if (!sign_in_others (&play, error) || !set_profiles (&play, error) || !make_rooms (&play, error) || !tell_history (&play, error))
    return -1;

  /* The person at the desk is somebody real from now on. */
  (void) dex_await (weft_sync_close (desk->sync), NULL);
  g_clear_object (&desk->sync);

  dex_future_disown (dex_scheduler_spawn (NULL, 0, watch_fiber, &play, NULL));
  play_timeline (&play);

  /* Some fibers may still react; they stand on what we hold. */
  fflush (NULL);
  for (guint i = 0; i < play.actors->len; i++)
    {
      Actor *actor = play.actors->pdata[i];

      if (actor->sync != NULL)
        g_signal_handlers_disconnect_by_data (actor->sync, &play);
    }
  _Exit (WEFT_EXIT_FINE);
}

const WeftCommand weft_play_command = {
  .name = "play",
  .arguments = "SCENARIO",
  .min_arguments = 1,
  .max_arguments = 1,
  .summary = "Play the people of a scenario, as for a demo",
  .description = "Founds the workspace if the server has none, lets the people join, makes the rooms, and writes what was said before. Then\n"
                 "they go on writing, read what is written, and answer the person at the desk. Their passwords are made up and kept in the\n"
                 "state directory.",
  .entries = play_entries,
  .run = run_play,
};
