/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Chat on a real server: Ada with two devices, and Ben, over a real socket. What one makes of a room for oneself is the same on both devices, also
 * if one of them was away; and who is in no room gets nothing of it, until they join. */

#include "team.h"

#include "features/chat/client/weft-room-directory.h"
#include "features/chat/client/weft-room-list.h"
#include "parts/thread/client/weft-message-list.h"
#include "parts/thread/client/weft-thread.h"
#include "sync/weft-finder.h"

typedef struct
{
  TeamDevice at;
  WeftRoomList *rooms;
} Device;

typedef struct
{
  Team team;
  Device ada;
  Device phone; /* Ada's second device */
  Device ben;
} World;

static void
list_rooms (Device *device)
{
  device->rooms = weft_room_list_new (device->at.sync);
}

static void
open_device (World *world, Device *device, const char *name)
{
  team_open (&world->team, &device->at, name);
  list_rooms (device);
}

static void
close_device (Device *device)
{
  g_clear_object (&device->rooms);
  team_close (&device->at);
}

static void
set_up (World *world, gconstpointer data)
{
  team_begin (&world->team);
  team_found (&world->team, &world->ada.at, "ada");
  team_sign_in (&world->team, &world->phone.at, "ada", "phone");
  team_join (&world->team, &world->ben.at, "ben", &world->ada.at);
  list_rooms (&world->ada);
  list_rooms (&world->phone);
  list_rooms (&world->ben);
}

static void
tear_down (World *world, gconstpointer data)
{
  Device *devices[] = { &world->ada, &world->phone, &world->ben };

  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      g_clear_object (&devices[i]->rooms);
      team_leave (&devices[i]->at);
    }
  team_end (&world->team);
}

/* "section name", marks, a room each, as the device lists them. */
static gboolean
lists (Device *device, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (device->rooms)); i++)
    {
      g_autoptr (WeftRoom) room = g_list_model_get_item (G_LIST_MODEL (device->rooms), i);

      g_string_append_printf (out, "%s%d %s%s%s", i > 0 ? ", " : "", weft_room_get_section (room), weft_room_get_name (room),
                              weft_room_get_muted (room) ? " muted" : "", weft_room_get_n_unread (room) > 0 ? " unread" : "");
    }

  return g_str_equal (out->str, expected);
}

#define both_list(world_, text_) team_wait_until (lists (&(world_)->ada, text_) && lists (&(world_)->phone, text_))

static char *
make_room (Device *device, const char *name, const char *access)
{
  char *stream = team_get (weft_chat_create_room (device->at.sync, "room", name, "", (const char *const[]) { NULL }, access));

  team_wait_until (weft_room_list_find (device->rooms, stream) != NULL);

  return stream;
}

static void
test_places (World *world, gconstpointer data)
{
  g_autofree char *looms = make_room (&world->ada, "Looms", "private");
  g_autofree char *dyes = make_room (&world->ada, "Dyes", "private");
  g_autofree char *folder = NULL;
  g_autofree char *draft = NULL;

  both_list (world, "2 Dyes, 2 Looms");
  team_do (weft_chat_pin_room (world->phone.at.sync, looms, TRUE));
  both_list (world, "0 Looms, 2 Dyes");
  team_do (weft_chat_mute_room (world->ada.at.sync, dyes, TRUE, 0));
  both_list (world, "0 Looms, 2 Dyes muted");

  team_do (weft_thread_save_draft (world->ada.at.sync, looms, "half a thought", ""));
  team_wait_until (weft_room_get_draft (weft_room_list_find (world->phone.rooms, looms)));
  draft = team_get (weft_thread_load_draft (world->phone.at.sync, looms));
  g_assert_cmpstr (draft, ==, "half a thought");
  team_do (weft_thread_save_draft (world->phone.at.sync, looms, "", "half a thought"));
  team_wait_until (!weft_room_get_draft (weft_room_list_find (world->ada.rooms, looms)));

  /* The phone is away while it is changed, and still so when it is opened anew. */
  close_device (&world->phone);
  folder = team_get (weft_chat_add_folder (world->ada.at.sync, "Work"));
  team_do (weft_chat_file_room (world->ada.at.sync, dyes, folder));
  team_do (weft_chat_pin_room (world->ada.at.sync, looms, FALSE));
  team_do (weft_thread_send (world->ada.at.sync, looms, "Oil them", NULL));
  team_wait_until (weft_room_get_last_ordinal (weft_room_list_find (world->ada.rooms, looms)) == 1);
  weft_thread_mark_read (world->ada.at.sync, looms, 1);
  open_device (world, &world->phone, "phone");
  both_list (world, "1 Dyes muted, 2 Looms");

  /* Unread again on both, and read on both. */
  team_do (weft_chat_mark_unread (world->phone.at.sync, looms, 1));
  both_list (world, "1 Dyes muted, 2 Looms unread");
  team_do (weft_chat_mark_unread (world->ada.at.sync, looms, 0));
  both_list (world, "1 Dyes muted, 2 Looms");

  team_do (weft_chat_archive_room (world->phone.at.sync, dyes, TRUE, 0));
  both_list (world, "2 Looms, 4 Dyes muted");
  team_do (weft_chat_clear_room (world->ada.at.sync, looms, 1));
  both_list (world, "4 Dyes muted");
}

/* What a device has on the list of what was overwritten, oldest first. */
static gpointer
read_lost (WeftDatabase *database, gpointer user_data, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error, "SELECT mine FROM conflict WHERE op = 'thread.save-draft' AND object = ?1 ORDER BY at, id", "t", (const char *) user_data);
  GString *lost = g_string_new (NULL);

  while (statement != NULL && weft_statement_step (statement, error) > 0)
    {
      g_autofree char *text = weft_statement_dup_text (statement, 0);

      g_string_append_printf (lost, "%s%s", lost->len > 0 ? ", " : "", text);
    }

  return g_string_free (lost, FALSE);
}

static gboolean
has_lost (Device *device, const char *stream, const char *expected)
{
  g_autofree char *lost = team_get (weft_sync_read (device->at.sync, read_lost, G_TYPE_STRING, g_strdup (stream), g_free));

  return g_str_equal (lost, expected);
}

static gboolean
has_draft (Device *device, const char *stream, const char *expected)
{
  g_autofree char *draft = team_get (weft_thread_load_draft (device->at.sync, stream));

  return g_str_equal (draft, expected);
}

/* Two devices write in one room and do not know of each other: the newest wins, and the other is kept. */
static void
test_drafts (World *world, gconstpointer data)
{
  g_autofree char *looms = make_room (&world->ada, "Looms", "private");

  team_wait_until (weft_room_list_find (world->phone.rooms, looms) != NULL);
  team_do (weft_thread_save_draft (world->ada.at.sync, looms, "on the desk", ""));
  team_wait_until (has_draft (&world->phone, looms, "on the desk"));
  /* The phone shows what was there before. */
  team_do (weft_thread_save_draft (world->phone.at.sync, looms, "on the way", ""));
  team_wait_until (has_draft (&world->ada, looms, "on the way") && has_lost (&world->ada, looms, "on the desk") && has_lost (&world->phone, looms, "on the desk"));
  /* It goes on there, and nothing more is lost of it; nor of what only grows. */
  team_do (weft_thread_save_draft (world->phone.at.sync, looms, "on the way home", "on the way"));
  team_wait_until (has_draft (&world->ada, looms, "on the way home"));
  team_do (weft_thread_save_draft (world->ada.at.sync, looms, "now on the way home", "on the desk"));
  team_wait_until (has_draft (&world->phone, looms, "now on the way home"));
  g_assert_true (has_lost (&world->phone, looms, "on the desk"));
  /* What one device sends takes nothing from the other. */
  team_do (weft_thread_save_draft (world->ada.at.sync, looms, "", "something else"));
  team_wait_until (has_draft (&world->phone, looms, "") && has_lost (&world->phone, looms, "on the desk, now on the way home"));
}

static gboolean
finds (WeftRoomDirectory *directory, const char *stream)
{
  return weft_room_directory_find (directory, stream) != NULL;
}

static gint64
count (World *world, const char *sql, const char *person, const char *stream)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (world->team.engine, &error);
  gint64 n = -1;

  weft_database_get_value (database, &n, 0, &error, sql, "tt", person, stream);
  g_assert_no_error (error);
  weft_engine_release_reader (world->team.engine, database);

  return n;
}

/* Who is in no room has neither its row nor its history nor a notice; of a public one no more than its name. */
static void
test_outsider (World *world, gconstpointer data)
{
  g_autofree char *secret = make_room (&world->ada, "Secret", "private");
  g_autofree char *lounge = make_room (&world->ada, "Lounge", "public");
  g_autofree char *own = g_strconcat ("user/", weft_account_get_person (world->ben.at.account), NULL);
  g_autoptr (WeftRoomDirectory) directory = weft_room_directory_new (world->ben.at.sync);
  g_autofree char *sent = NULL;

  team_do (weft_thread_send (world->ada.at.sync, secret, "@Ben must not know", NULL));
  sent = team_get (weft_thread_send (world->ada.at.sync, lounge, "@Ben, welcome", NULL));
  team_do (weft_sync_await (world->ada.at.sync, sent));
  team_wait_until (finds (directory, lounge));
  g_assert_false (finds (directory, secret));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (world->ben.rooms)), ==, 0);
  g_assert_cmpint (count (world, "SELECT count(*) FROM notice WHERE stream = ?1 AND link <> ?2", own, ""), ==, 0);

  team_do (weft_chat_join_room (world->ben.at.sync, lounge));
  team_wait_until (lists (&world->ben, "2 Lounge unread"));
  g_assert_cmpint (weft_room_get_last_ordinal (weft_room_list_find (world->ben.rooms, lounge)), ==, 1);
  g_assert_null (weft_room_list_find (world->ben.rooms, secret));
  team_wait_until (weft_listed_room_get_joined (weft_room_directory_find (directory, lounge)));
}

static gboolean
holds (WeftMessageList *list, guint position, const char *text)
{
  g_autoptr (WeftMessage) message = g_list_model_get_item (G_LIST_MODEL (list), position);

  return message != NULL && !weft_message_get_placeholder (message) && g_strcmp0 (weft_message_get_text (message), text) == 0;
}

/* Who comes late holds neither the message nor the replies of an old thread: they come in pages when it is opened, and it is one thread for all. The room has
 * no news of it, and who began it hears of the reply. */
static void
test_thread (World *world, gconstpointer data)
{
  const guint n = 100;
  g_autofree char *looms = make_room (&world->ada, "Looms", "public");
  g_autofree char *own = g_strconcat ("user/", weft_account_get_person (world->ada.at.account), NULL);
  g_autofree char *last = NULL;
  g_autofree char *root = NULL;
  g_autoptr (WeftRoomDirectory) directory = weft_room_directory_new (world->ben.at.sync);
  g_autoptr (WeftMessageList) room = NULL;
  g_autoptr (WeftMessageList) hers = NULL;
  g_autoptr (WeftMessageList) his = NULL;

  team_do (weft_thread_send (world->ada.at.sync, looms, "The old question", NULL));
  room = weft_message_list_new (world->ada.at.sync, looms);
  team_wait_until (holds (room, 0, "The old question"));
  root = g_strdup (weft_message_get_id (weft_message_list_peek (room, 0)));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("reply %u", i + 1);

      team_do (weft_thread_send (world->ada.at.sync, looms, "Something else", NULL));
      g_free (last);
      last = team_get (weft_thread_reply (world->ada.at.sync, looms, root, NULL, text, NULL, FALSE, NULL));
    }
  team_do (weft_sync_await (world->ada.at.sync, last));

  team_wait_until (finds (directory, looms));
  team_do (weft_chat_join_room (world->ben.at.sync, looms));
  team_wait_until (weft_room_list_find (world->ben.rooms, looms) != NULL);
  his = weft_message_list_new_thread (world->ben.at.sync, looms, 1);
  team_wait_until (weft_message_list_get_root (his) != NULL);
  g_assert_cmpstr (weft_message_get_text (weft_message_list_get_root (his)), ==, "The old question");
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (his)) == n);
  team_wait_until (holds (his, n - 1, "reply 100"));
  team_wait_until (holds (his, 0, "reply 1"));
  team_wait_until (holds (his, n / 2, "reply 51"));

  hers = weft_message_list_new_thread (world->phone.at.sync, looms, 1);
  team_do (weft_thread_reply (world->ben.at.sync, looms, root, NULL, "The answer", NULL, FALSE, NULL));
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (hers)) == n + 1 && holds (hers, n, "The answer"));
  team_wait_until (weft_room_get_last_ordinal (weft_room_list_find (world->ben.rooms, looms)) == n + 1);
  g_assert_cmpint (count (world, "SELECT count(*) FROM notice WHERE stream = ?1 AND link = ?2 AND kind = 'reply'", own, looms), ==, 1);

  team_do (weft_thread_name (world->ben.at.sync, looms, root, "Looms of old"));
  team_do (weft_thread_resolve (world->ben.at.sync, looms, root, TRUE));
  team_wait_until (weft_message_list_get_resolved (hers) && g_strcmp0 (weft_message_list_get_title (hers), "Looms of old") == 0);
}

static gboolean
shows (WeftMessageList *list, const char *described)
{
  WeftMessage *message = weft_message_list_peek (list, 0);

  return message != NULL && g_strcmp0 (weft_message_get_reactions (message), described) == 0;
}

/* Without the server: two people, and one of them on two devices, give and take back. It comes to the same for all: each emoji once a person. */
static void
test_reactions (World *world, gconstpointer data)
{
  g_autofree char *looms = make_room (&world->ada, "Looms", "public");
  g_autoptr (WeftRoomDirectory) directory = weft_room_directory_new (world->ben.at.sync);
  g_autoptr (WeftMessageList) hers = weft_message_list_new (world->ada.at.sync, looms);
  g_autoptr (WeftMessageList) phones = NULL;
  g_autoptr (WeftMessageList) his = NULL;
  g_autofree char *id = NULL;

  team_do (weft_thread_send (world->ada.at.sync, looms, "The new loom is here", NULL));
  team_wait_until (holds (hers, 0, "The new loom is here"));
  id = g_strdup (weft_message_get_id (weft_message_list_peek (hers, 0)));
  team_wait_until (finds (directory, looms));
  team_do (weft_chat_join_room (world->ben.at.sync, looms));
  team_wait_until (weft_room_list_find (world->ben.rooms, looms) != NULL && weft_room_list_find (world->phone.rooms, looms) != NULL);
  phones = weft_message_list_new (world->phone.at.sync, looms);
  his = weft_message_list_new (world->ben.at.sync, looms);
  team_wait_until (holds (phones, 0, "The new loom is here") && holds (his, 0, "The new loom is here"));
  team_do (weft_thread_react (world->ben.at.sync, looms, id, "🎉", TRUE));
  team_wait_until (shows (hers, "🎉\t1\t0\tben\n") && shows (phones, "🎉\t1\t0\tben\n"));

  team_stop_server (&world->team);
  team_do (weft_thread_react (world->ada.at.sync, looms, id, "👍", TRUE));
  team_do (weft_thread_react (world->phone.at.sync, looms, id, "👍", TRUE));
  team_do (weft_thread_react (world->phone.at.sync, looms, id, "❤️", TRUE));
  team_do (weft_thread_react (world->phone.at.sync, looms, id, "❤️", FALSE));
  team_do (weft_thread_react (world->ben.at.sync, looms, id, "👍", TRUE));
  team_do (weft_thread_react (world->ben.at.sync, looms, id, "🎉", FALSE));
  team_wait_until (shows (his, "👍\t1\t1\t\n"));
  team_start_server (&world->team);
  team_wait_until (shows (hers, "👍\t2\t1\tben\n") && shows (phones, "👍\t2\t1\tben\n") && shows (his, "👍\t2\t1\tada\n"));
  team_wait_until (weft_sync_get_n_waiting (world->phone.at.sync) == 0 && weft_sync_get_n_waiting (world->ada.at.sync) == 0);
  g_assert_cmpuint (weft_sync_get_n_failed (world->phone.at.sync), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add ("/chat/devices/places", World, NULL, set_up, test_places, tear_down);
  g_test_add ("/chat/devices/drafts", World, NULL, set_up, test_drafts, tear_down);
  g_test_add ("/chat/devices/outsider", World, NULL, set_up, test_outsider, tear_down);
  g_test_add ("/chat/devices/thread", World, NULL, set_up, test_thread, tear_down);
  g_test_add ("/chat/devices/reactions", World, NULL, set_up, test_reactions, tear_down);

  return g_test_run ();
}
