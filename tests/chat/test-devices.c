/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Chat on a real server: Ada with two devices, and Ben, over a real socket. What one makes of a room for oneself is the same on both devices, also
 * if one of them was away; and who is in no room gets nothing of it, until they join. */

#include "serve-fixture.h"

#include "features/chat/client/weft-room-directory.h"
#include "features/chat/client/weft-room-list.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/thread/client/weft-message-list.h"
#include "parts/thread/client/weft-thread.h"
#include "serve/weft-front.h"
#include "sync/weft-finder.h"

typedef struct
{
  WeftAccount *account;
  WeftSync *sync;
  WeftRoomList *rooms;
} Device;

typedef struct
{
  char *directory;
  char *socket;
  char *address;
  WeftRegistry *registry;
  WeftEngine *engine;
  WeftFront *front;
  Device ada;
  Device phone; /* Ada's second device */
  Device ben;
} World;

#define wait_until(condition_)                                                                               \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    gint64 end_ = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;                                         \
                                                                                                             \
    while (!(condition_))                                                                                    \
      {                                                                                                      \
        if (g_get_monotonic_time () > end_)                                                                  \
          g_error ("%s never came", #condition_);                                                            \
        if (!g_main_context_iteration (NULL, FALSE))                                                         \
          g_usleep (500);                                                                                    \
      }                                                                                                      \
  }                                                                                                          \
  G_STMT_END

/* Takes @future. Returns: (transfer full) (nullable): the string to which it resolves, if it is one. */
static char *
get (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value;
  char *text = NULL;

  wait_until (!dex_future_is_pending (future));
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  if (G_VALUE_HOLDS_STRING (value))
    text = g_value_dup_string (value);
  dex_unref (future);

  return text;
}

#define do_it(future_) g_free (get (future_))

static void
open_device (World *world, Device *device, const char *name)
{
  g_autofree char *directory = g_build_filename (world->directory, name, NULL);

  device->sync = weft_sync_new (world->registry, device->account, directory, NULL);
  do_it (weft_sync_open (device->sync));
  weft_sync_start (device->sync);
  wait_until (weft_sync_get_state (device->sync) == WEFT_SYNC_ONLINE);
  device->rooms = weft_room_list_new (device->sync);
}

static void
close_device (Device *device)
{
  g_clear_object (&device->rooms);
  do_it (weft_sync_close (device->sync));
  g_clear_object (&device->sync);
}

static WeftAccount *
make_account (World *world)
{
  g_autoptr (WeftTokenStore) tokens = weft_memory_token_store_new ();

  return weft_account_new (world->address, NULL, tokens, NULL);
}

static void
set_up (World *world, gconstpointer data)
{
  g_autofree char *hash = weft_secret_hash ("open sesame");
  g_autofree char *code = g_strconcat (serve_id ("invitation"), ".open sesame", NULL);
  g_autofree char *server = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  world->directory = g_dir_make_tmp ("weft-devices-XXXXXX", &error);
  g_assert_no_error (error);
  server = g_build_filename (world->directory, "server", NULL);
  world->socket = g_build_filename (world->directory, "sock", NULL);
  world->address = g_strconcat ("unix:", world->socket, NULL);
  world->registry = weft_registry_new (weft_modules);
  world->engine = weft_engine_new (world->registry, weft_server_modules, server, NULL);
  world->front = weft_front_new (world->engine, &weft_default_limits);
  weft_engine_open (world->engine, &error);
  g_assert_no_error (error);
  weft_front_start (world->front, &error);
  g_assert_no_error (error);
  weft_front_listen_unix (world->front, world->socket, &error);
  g_assert_no_error (error);

  world->ada.account = make_account (world);
  do_it (weft_account_create_workspace (world->ada.account, "Mill", "Ada", "ada", "correct horse"));
  open_device (world, &world->ada, "ada");
  world->phone.account = make_account (world);
  do_it (weft_account_sign_in (world->phone.account, "ada", "correct horse"));
  open_device (world, &world->phone, "phone");
  id = get (weft_sync_submit (world->ada.sync, WEFT_STREAM_WORKSPACE, &weft_people_invite_operation,
                              &(WeftPeopleInvite) { .id = serve_id ("invitation"),
                                                    .secret_hash = hash,
                                                    .role = "member",
                                                    .uses = 1,
                                                    .expires_at = g_get_real_time () / 1000 + 3600000 }));
  do_it (weft_sync_await (world->ada.sync, id));
  world->ben.account = make_account (world);
  do_it (weft_account_join (world->ben.account, code, "Ben", "ben", "battery staple"));
  open_device (world, &world->ben, "ben");
}

static void
tear_down (World *world, gconstpointer data)
{
  Device *devices[] = { &world->ada, &world->phone, &world->ben };

  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      close_device (devices[i]);
      g_clear_object (&devices[i]->account);
    }
  weft_front_drain (world->front, 1000);
  weft_engine_close (world->engine);
  g_clear_object (&world->front);
  g_clear_object (&world->engine);
  g_clear_object (&world->registry);
  serve_remove_directory (world->directory);
  g_free (world->directory);
  g_free (world->socket);
  g_free (world->address);
  while (g_main_context_iteration (NULL, FALSE))
    ;
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

#define both_list(world_, text_) wait_until (lists (&(world_)->ada, text_) && lists (&(world_)->phone, text_))

static char *
make_room (Device *device, const char *name, const char *access)
{
  char *stream = get (weft_chat_create_room (device->sync, "room", name, "", (const char *const[]) { NULL }, access));

  wait_until (weft_room_list_find (device->rooms, stream) != NULL);

  return stream;
}

static void
test_places (World *world, gconstpointer data)
{
  g_autofree char *looms = make_room (&world->ada, "Looms", "private");
  g_autofree char *dyes = make_room (&world->ada, "Dyes", "private");
  g_autofree char *folder = NULL;

  both_list (world, "2 Dyes, 2 Looms");
  do_it (weft_chat_pin_room (world->phone.sync, looms, TRUE));
  both_list (world, "0 Looms, 2 Dyes");
  do_it (weft_chat_mute_room (world->ada.sync, dyes, TRUE, 0));
  both_list (world, "0 Looms, 2 Dyes muted");

  /* The phone is away while it is changed, and still so when it is opened anew. */
  close_device (&world->phone);
  folder = get (weft_chat_add_folder (world->ada.sync, "Work"));
  do_it (weft_chat_file_room (world->ada.sync, dyes, folder));
  do_it (weft_chat_pin_room (world->ada.sync, looms, FALSE));
  do_it (weft_thread_send (world->ada.sync, looms, "Oil them", NULL));
  wait_until (weft_room_get_last_ordinal (weft_room_list_find (world->ada.rooms, looms)) == 1);
  weft_thread_mark_read (world->ada.sync, looms, 1);
  open_device (world, &world->phone, "phone");
  both_list (world, "1 Dyes muted, 2 Looms");

  /* Unread again on both, and read on both. */
  do_it (weft_chat_mark_unread (world->phone.sync, looms, 1));
  both_list (world, "1 Dyes muted, 2 Looms unread");
  do_it (weft_chat_mark_unread (world->ada.sync, looms, 0));
  both_list (world, "1 Dyes muted, 2 Looms");

  do_it (weft_chat_archive_room (world->phone.sync, dyes, TRUE, 0));
  both_list (world, "2 Looms, 4 Dyes muted");
  do_it (weft_chat_clear_room (world->ada.sync, looms, 1));
  both_list (world, "4 Dyes muted");
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
  WeftDatabase *database = weft_engine_acquire_reader (world->engine, &error);
  gint64 n = -1;

  weft_database_get_value (database, &n, 0, &error, sql, "tt", person, stream);
  g_assert_no_error (error);
  weft_engine_release_reader (world->engine, database);

  return n;
}

/* Who is in no room has neither its row nor its history nor a notice; of a public one no more than its name. */
static void
test_outsider (World *world, gconstpointer data)
{
  g_autofree char *secret = make_room (&world->ada, "Secret", "private");
  g_autofree char *lounge = make_room (&world->ada, "Lounge", "public");
  g_autofree char *own = g_strconcat ("user/", weft_account_get_person (world->ben.account), NULL);
  g_autoptr (WeftRoomDirectory) directory = weft_room_directory_new (world->ben.sync);
  g_autofree char *sent = NULL;

  do_it (weft_thread_send (world->ada.sync, secret, "@Ben must not know", NULL));
  sent = get (weft_thread_send (world->ada.sync, lounge, "@Ben, welcome", NULL));
  do_it (weft_sync_await (world->ada.sync, sent));
  wait_until (finds (directory, lounge));
  g_assert_false (finds (directory, secret));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (world->ben.rooms)), ==, 0);
  g_assert_cmpint (count (world, "SELECT count(*) FROM notice WHERE stream = ?1 AND link <> ?2", own, ""), ==, 0);

  do_it (weft_chat_join_room (world->ben.sync, lounge));
  wait_until (lists (&world->ben, "2 Lounge unread"));
  g_assert_cmpint (weft_room_get_last_ordinal (weft_room_list_find (world->ben.rooms, lounge)), ==, 1);
  g_assert_null (weft_room_list_find (world->ben.rooms, secret));
  wait_until (weft_listed_room_get_joined (weft_room_directory_find (directory, lounge)));
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
  g_autofree char *own = g_strconcat ("user/", weft_account_get_person (world->ada.account), NULL);
  g_autofree char *last = NULL;
  g_autofree char *root = NULL;
  g_autoptr (WeftRoomDirectory) directory = weft_room_directory_new (world->ben.sync);
  g_autoptr (WeftMessageList) room = NULL;
  g_autoptr (WeftMessageList) hers = NULL;
  g_autoptr (WeftMessageList) his = NULL;

  do_it (weft_thread_send (world->ada.sync, looms, "The old question", NULL));
  room = weft_message_list_new (world->ada.sync, looms);
  wait_until (holds (room, 0, "The old question"));
  root = g_strdup (weft_message_get_id (weft_message_list_peek (room, 0)));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("reply %u", i + 1);

      do_it (weft_thread_send (world->ada.sync, looms, "Something else", NULL));
      g_free (last);
      last = get (weft_thread_reply (world->ada.sync, looms, root, NULL, text, NULL, FALSE, NULL));
    }
  do_it (weft_sync_await (world->ada.sync, last));

  wait_until (finds (directory, looms));
  do_it (weft_chat_join_room (world->ben.sync, looms));
  wait_until (weft_room_list_find (world->ben.rooms, looms) != NULL);
  his = weft_message_list_new_thread (world->ben.sync, looms, 1);
  wait_until (weft_message_list_get_root (his) != NULL);
  g_assert_cmpstr (weft_message_get_text (weft_message_list_get_root (his)), ==, "The old question");
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (his)) == n);
  wait_until (holds (his, n - 1, "reply 100"));
  wait_until (holds (his, 0, "reply 1"));
  wait_until (holds (his, n / 2, "reply 51"));

  hers = weft_message_list_new_thread (world->phone.sync, looms, 1);
  do_it (weft_thread_reply (world->ben.sync, looms, root, NULL, "The answer", NULL, FALSE, NULL));
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (hers)) == n + 1 && holds (hers, n, "The answer"));
  g_assert_cmpint (weft_room_get_last_ordinal (weft_room_list_find (world->ben.rooms, looms)), ==, n + 1);
  g_assert_cmpint (count (world, "SELECT count(*) FROM notice WHERE stream = ?1 AND link = ?2 AND kind = 'reply'", own, looms), ==, 1);

  do_it (weft_thread_name (world->ben.sync, looms, root, "Looms of old"));
  do_it (weft_thread_resolve (world->ben.sync, looms, root, TRUE));
  wait_until (weft_message_list_get_resolved (hers) && g_strcmp0 (weft_message_list_get_title (hers), "Looms of old") == 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add ("/chat/devices/places", World, NULL, set_up, test_places, tear_down);
  g_test_add ("/chat/devices/outsider", World, NULL, set_up, test_outsider, tear_down);
  g_test_add ("/chat/devices/thread", World, NULL, set_up, test_thread, tear_down);

  return g_test_run ();
}
