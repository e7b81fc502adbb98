/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Guests on a real server: Ada and Ben are members, Gus is a guest of one room, each at a device of their
 * own. Gus knows whom he is with, by their newest names, and nobody else; and whatever he asks for, he learns
 * of nothing that is not his. */

#include "team.h"

#include "features/chat/client/weft-chat.h"
#include "features/chat/client/weft-room-directory.h"
#include "features/chat/client/weft-room-list.h"
#include "features/chat/shared/weft-chat-module.h"
#include "parts/content/shared/weft-content-module.h"
#include "parts/people/client/weft-people.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/thread/client/weft-message-list.h"
#include "parts/thread/client/weft-thread.h"

#define HASH "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

typedef struct
{
  TeamDevice at;
  WeftPeople *people;
  WeftRoomList *rooms;
} Device;

typedef struct
{
  Team team;
  Device ada;
  Device ben;
  Device gus;
  char *lobby;
} World;

static void
look (Device *device)
{
  device->people = weft_people_new (device->at.sync);
  device->rooms = weft_room_list_new (device->at.sync);
}

static char *
make_room (Device *device, const char *name, const char *person)
{
  const char *const people[] = { person, NULL };
  char *stream = team_get (weft_chat_create_room (device->at.sync, "room", name, "", people, "private"));

  team_wait_until (weft_room_list_find (device->rooms, stream) != NULL);
  return stream;
}

static const char *
get_id (Device *device)
{
  return weft_account_get_person (device->at.account);
}

static void
set_up (World *world, gconstpointer data)
{
  team_begin (&world->team);
  team_found (&world->team, &world->ada.at, "ada");
  team_join (&world->team, &world->ben.at, "ben", &world->ada.at);
  look (&world->ada);
  look (&world->ben);
  world->lobby = make_room (&world->ada, "Lobby", NULL);
  team_join_as (&world->team, &world->gus.at, "gus", &world->ada.at, "guest", world->lobby);
  look (&world->gus);
}

static void
tear_down (World *world, gconstpointer data)
{
  Device *devices[] = { &world->ada, &world->ben, &world->gus };

  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      g_clear_object (&devices[i]->people);
      g_clear_object (&devices[i]->rooms);
      team_leave (&devices[i]->at);
    }
  g_free (world->lobby);
  team_end (&world->team);
}

/* "name, name", in their order, of all whom the device knows. */
static gboolean
knows (Device *device, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (device->people)); i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (G_LIST_MODEL (device->people), i);

      g_string_append_printf (out, "%s%s%s", i > 0 ? ", " : "", weft_person_get_name (person),
                              g_strcmp0 (weft_person_get_role (person), "guest") == 0 ? " (guest)" : "");
    }

  return g_str_equal (out->str, expected);
}

static void
run (Device *device, const char *stream, const WeftOperation *operation, gconstpointer args)
{
  g_autofree char *id = team_get (weft_sync_submit (device->at.sync, stream, operation, args));

  team_do (weft_sync_await (device->at.sync, id));
}

#define run_op(device_, stream_, name_, type_, ...)                                                          \
  run (device_, stream_, &weft_people_##name_##_operation, &(type_) { __VA_ARGS__ })

static gboolean
says (WeftMessageList *list, guint position, const char *author, const char *text)
{
  WeftMessage *message = weft_message_list_peek (list, position);

  return message != NULL && g_strcmp0 (weft_message_get_text (message), text) == 0
         && g_strcmp0 (weft_message_get_author_name (message), author) == 0;
}

static gint64
count (World *world, const char *sql, const char *first, const char *second)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (world->team.engine, &error);
  gint64 n = -1;

  weft_database_get_value (database, &n, 0, &error, sql, "tt", first, second);
  g_assert_no_error (error);
  weft_engine_release_reader (world->team.engine, database);

  return n;
}

/* Of the room as the device lists it. */
static gboolean
is_there_as (Device *device, const char *stream, const char *role)
{
  WeftRoom *room = weft_room_list_find (device->rooms, stream);

  return room != NULL && g_strcmp0 (weft_room_get_role (room), role) == 0;
}

static void
test_names (World *world, gconstpointer data)
{
  g_autofree char *own = g_strconcat ("user/", get_id (&world->gus), NULL);
  g_autoptr (WeftMessageList) list = NULL;
  g_autofree char *other = make_room (&world->ada, "Elsewhere", get_id (&world->ben));

  /* Himself, and who invited him. */
  team_wait_until (knows (&world->gus, "ada, gus (guest)"));
  g_assert_true (weft_person_get_me (weft_people_get_me (world->gus.people)));
  team_wait_until (knows (&world->ada, "ada, ben, gus (guest)"));
  team_do (weft_thread_send (world->ada.at.sync, world->lobby, "Welcome, @gus", NULL));
  list = weft_message_list_new (world->gus.at.sync, world->lobby);
  team_wait_until (says (list, 0, "ada", "Welcome, @gus"));

  /* Somebody comes, has another name, and goes. */
  run_op (&world->ada, world->lobby, add_member, WeftPeopleAddMember, .person = get_id (&world->ben),
          .role = "member");
  team_wait_until (knows (&world->gus, "ada, ben, gus (guest)"));
  run_op (&world->ben, WEFT_STREAM_WORKSPACE, set_profile, WeftPeopleSetProfile, .name = "Benjamin",
          .title = "Weaver", .status = "");
  team_wait_until (knows (&world->gus, "ada, Benjamin, gus (guest)")
                   || knows (&world->gus, "Benjamin, ada, gus (guest)"));
  g_assert_cmpstr (weft_person_get_title (weft_people_lookup (world->gus.people, get_id (&world->ben))), ==,
                   "Weaver");
  team_do (weft_thread_send (world->ben.at.sync, world->lobby, "Hello", NULL));
  team_wait_until (says (list, 1, "Benjamin", "Hello"));
  team_wait_until (!weft_message_get_guest (weft_message_list_peek (list, 1)));

  /* What they sign in with is not told; one's own is. */
  g_assert_cmpint (count (world, "SELECT count(*) FROM person WHERE stream = ?1 AND login <> '' AND id <> ?2",
                          own, get_id (&world->gus)),
                   ==, 0);
  g_assert_cmpint (count (world,
                          "SELECT count(*) FROM person WHERE stream = ?1 AND login = 'gus' AND id = ?2", own,
                          get_id (&world->gus)),
                   ==, 1);
  g_assert_cmpint (
      count (world, "SELECT count(*) FROM person WHERE stream LIKE 'user/%' AND stream <> ?1 AND id <> ?2",
             own, ""),
      ==, 0);

  run_op (&world->ada, world->lobby, remove_member, WeftPeopleRemoveMember, .person = get_id (&world->ben));
  team_wait_until (knows (&world->gus, "ada, gus (guest)"));
}

static void
assert_refused (
    World *world, Device *device, const char *stream, const WeftOperation *operation, gconstpointer args)
{
  guint before = weft_sync_get_n_failed (device->at.sync);

  team_do (weft_sync_submit (device->at.sync, stream, operation, args));
  team_wait_until (weft_sync_get_n_failed (device->at.sync) == before + 1);
}

/* What he changes of himself others see as soon as he does, wherever they look. */
static void
test_own (World *world, gconstpointer data)
{
  const char *gus = get_id (&world->gus);
  g_autofree char *own = g_strconcat ("user/", gus, NULL);
  g_autofree char *path = g_build_filename (world->team.directory, "face", NULL);
  g_autofree char *fetched = NULL;
  g_autofree char *undo = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftFileInfo) info = NULL;
  WeftPerson *person;
  DexFuture *added;

  team_wait_until (knows (&world->gus, "ada, gus (guest)"));
  run_op (&world->gus, own, set_profile, WeftPeopleSetProfile, .name = "gustav", .title = "Dyer", .status = "");
  team_wait_until (knows (&world->gus, "ada, gustav (guest)"));
  team_wait_until (knows (&world->ada, "ada, ben, gustav (guest)"));
  team_wait_until (g_strcmp0 (weft_person_get_title (weft_people_lookup (world->ben.people, gus)), "Dyer") == 0);

  g_file_set_contents (path, "any bytes", -1, &error);
  g_assert_no_error (error);
  added = weft_sync_add_file (world->gus.at.sync, path);
  team_wait_until (!dex_future_is_pending (added));
  info = g_value_dup_boxed (dex_future_get_value (added, &error));
  g_assert_no_error (error);
  dex_unref (added);
  run_op (&world->gus, own, set_picture, WeftPeopleSetPicture, .picture = info->hash, .picture_size = info->size);
  team_wait_until ((person = weft_people_lookup (world->ben.people, gus)) != NULL && weft_person_get_picture (person) != NULL);
  g_assert_cmpstr (weft_person_get_picture (person), ==, info->hash);
  fetched = team_get (weft_sync_fetch_file (world->ben.at.sync, WEFT_STREAM_WORKSPACE, info->hash, info->size));

  /* Undone, it is as before everywhere. */
  undo = team_get (weft_sync_undo (world->gus.at.sync));
  team_wait_until ((person = weft_people_lookup (world->ben.people, gus)) != NULL && weft_person_get_picture (person) == NULL);
  /* Nobody else's, and nothing that only members have. */
  assert_refused (world, &world->gus, WEFT_STREAM_WORKSPACE, &weft_people_set_profile_operation,
                  &(WeftPeopleSetProfile) { .name = "X", .title = "", .status = "" });
  assert_refused (world, &world->ben, own, &weft_people_set_profile_operation, &(WeftPeopleSetProfile) { .name = "X", .title = "", .status = "" });

  /* Erased with him, also from where he said it. */
  run_op (&world->ada, WEFT_STREAM_WORKSPACE, suspend, WeftPeopleSuspend, .person = gus, .suspended = TRUE);
  run (&world->ada, WEFT_STREAM_WORKSPACE, &weft_content_erase_person_operation, &(WeftContentErasePerson) { .person = gus });
  g_assert_cmpint (count (world, "SELECT count(*) FROM event WHERE stored LIKE '%gustav%' AND stream <> ?1 AND stream <> ?2", "", "."), ==, 0);
  g_assert_cmpint (count (world, "SELECT count(*) FROM person WHERE name = 'gustav' AND stream <> ?1 AND stream <> ?2", "", "."), ==, 0);
  /* Nobody reads of it any more when the devices are closed. */
  team_wait_until (g_str_equal (weft_person_get_name (weft_people_lookup (world->ada.people, gus)), "")
                   && g_str_equal (weft_person_get_name (weft_people_lookup (world->ben.people, gus)), ""));
}

static void
test_erased (World *world, gconstpointer data)
{
  g_autofree char *own = g_strconcat ("user/", get_id (&world->gus), NULL);

  run_op (&world->ada, world->lobby, add_member, WeftPeopleAddMember, .person = get_id (&world->ben),
          .role = "member");
  run_op (&world->ben, WEFT_STREAM_WORKSPACE, set_profile, WeftPeopleSetProfile,
          .name = "Benjamin the weaver", .title = "", .status = "");
  team_wait_until (
      weft_people_lookup (world->gus.people, get_id (&world->ben)) != NULL
      && g_strcmp0 (weft_person_get_name (weft_people_lookup (world->gus.people, get_id (&world->ben))),
                    "Benjamin the weaver")
             == 0);
  run_op (&world->ada, WEFT_STREAM_WORKSPACE, suspend, WeftPeopleSuspend, .person = get_id (&world->ben),
          .suspended = TRUE);
  team_wait_until (weft_person_get_suspended (weft_people_lookup (world->gus.people, get_id (&world->ben))));
  run (&world->ada, WEFT_STREAM_WORKSPACE, &weft_content_erase_person_operation,
       &(WeftContentErasePerson) { .person = get_id (&world->ben) });
  team_wait_until (
      g_strcmp0 (weft_person_get_name (weft_people_lookup (world->gus.people, get_id (&world->ben))), "")
      == 0);

  /* Neither in the rows nor in what happened. */
  g_assert_cmpint (count (world, "SELECT count(*) FROM person WHERE stream = ?1 AND id = ?2 AND name <> ''",
                          own, get_id (&world->ben)),
                   ==, 0);
  g_assert_cmpint (
      count (world,
             "SELECT count(*) FROM event WHERE stream = ?1 AND stored LIKE '%Benjamin%' AND stream <> ?2",
             own, ""),
      ==, 0);
}

/* A member from now on, who reads the workspace; and a guest again. */
static void
test_roles (World *world, gconstpointer data)
{
  g_autofree char *own = g_strconcat ("user/", get_id (&world->gus), NULL);
  g_autoptr (WeftMemberList) members = weft_member_list_new (world->ada.people, world->lobby);

  team_wait_until (knows (&world->gus, "ada, gus (guest)"));
  run_op (&world->ada, world->lobby, set_member_role, WeftPeopleSetMemberRole, .person = get_id (&world->gus),
          .role = "admin");
  /* Whatever he is made here. */
  team_wait_until (g_strcmp0 (weft_member_list_get_role (members, get_id (&world->gus)), "guest") == 0);
  team_wait_until (
      is_there_as (&world->gus, world->lobby, "guest"));

  run_op (&world->ada, WEFT_STREAM_WORKSPACE, set_role, WeftPeopleSetRole, .person = get_id (&world->gus),
          .role = "member");
  team_wait_until (knows (&world->gus, "ada, ben, gus"));
  team_wait_until (
      is_there_as (&world->gus, world->lobby, "admin"));
  g_assert_cmpint (count (world, "SELECT count(*) FROM person WHERE stream = ?1 AND id <> ?2", own, ""), ==,
                   0);

  run_op (&world->ada, WEFT_STREAM_WORKSPACE, set_role, WeftPeopleSetRole, .person = get_id (&world->gus),
          .role = "guest");
  team_wait_until (knows (&world->gus, "ada, gus (guest)"));
  team_wait_until (
      is_there_as (&world->gus, world->lobby, "guest"));
}

/* What people look like he sees, too: the file is named on his own stream. */
static void
test_picture (World *world, gconstpointer data)
{
  g_autofree char *path = g_build_filename (world->team.directory, "face", NULL);
  g_autofree char *fetched = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftFileInfo) info = NULL;
  DexFuture *added;
  WeftPerson *ada;

  g_file_set_contents (path, "any bytes", -1, &error);
  g_assert_no_error (error);
  added = weft_sync_add_file (world->ada.at.sync, path);
  team_wait_until (!dex_future_is_pending (added));
  info = g_value_dup_boxed (dex_future_get_value (added, &error));
  g_assert_no_error (error);
  dex_unref (added);
  run_op (&world->ada, WEFT_STREAM_WORKSPACE, set_picture, WeftPeopleSetPicture, .picture = info->hash, .picture_size = info->size);

  team_wait_until ((ada = weft_people_lookup (world->gus.people, get_id (&world->ada))) != NULL && weft_person_get_picture (ada) != NULL);
  g_assert_cmpstr (weft_person_get_picture (ada), ==, info->hash);
  fetched = team_get (weft_sync_fetch_file (world->gus.at.sync, weft_people_get_stream (world->gus.people), info->hash, info->size));
  g_file_get_contents (fetched, &contents, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (contents, ==, "any bytes");
}

/* He asks for all that is not his. */
static void
test_hostile (World *world, gconstpointer data)
{
  g_autofree char *secret = make_room (&world->ada, "Secret", get_id (&world->ben));
  g_autofree char *lounge = team_get (weft_chat_create_room (world->ada.at.sync, "room", "Lounge", "",
                                                             (const char *const[]) { NULL }, "public"));
  g_autofree char *hers = g_strconcat ("user/", get_id (&world->ada), NULL);
  g_autoptr (WeftRoomDirectory) directory = weft_room_directory_new (world->gus.at.sync);
  const char *const streams[] = { secret, lounge, WEFT_STREAM_WORKSPACE, hers };

  team_do (weft_thread_send (world->ada.at.sync, secret, "@gus must not know", NULL));
  team_wait_until (knows (&world->gus, "ada, gus (guest)"));
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      if (g_str_has_prefix (streams[i], "room/"))
        assert_refused (world, &world->gus, streams[i], &weft_people_add_member_operation,
                        &(WeftPeopleAddMember) { .person = get_id (&world->gus), .role = "guest" });
      if (g_str_has_prefix (streams[i], "user/"))
        assert_refused (world, &world->gus, streams[i], &weft_people_introduce_operation,
                        &(WeftPeopleIntroduce) { 0 });
    }
  assert_refused (world, &world->gus, WEFT_STREAM_WORKSPACE, &weft_people_invite_operation,
                  &(WeftPeopleInvite) { .id = get_id (&world->ben),
                                        .secret_hash = HASH,
                                        .role = "guest",
                                        .uses = 1,
                                        .expires_at = G_GINT64_CONSTANT (1900000000000) });
  assert_refused (world, &world->gus, WEFT_STREAM_WORKSPACE, &weft_chat_join_room_operation,
                  &(WeftChatJoinRoom) { .room = lounge });
  assert_refused (world, &world->gus, WEFT_STREAM_WORKSPACE, &weft_people_set_role_operation,
                  &(WeftPeopleSetRole) { .person = get_id (&world->gus), .role = "admin" });
  /* Nor does he bring anybody where he is. */
  assert_refused (world, &world->gus, world->lobby, &weft_people_add_member_operation,
                  &(WeftPeopleAddMember) { .person = get_id (&world->ben), .role = "guest" });
  assert_refused (world, &world->gus, world->lobby, &weft_people_set_member_role_operation,
                  &(WeftPeopleSetMemberRole) { .person = get_id (&world->gus), .role = "admin" });
  {
    g_autofree char *own = g_strconcat ("user/", get_id (&world->gus), NULL);

    assert_refused (world, &world->gus, own, &weft_people_introduce_operation, &(WeftPeopleIntroduce) { 0 });
  }
  g_assert_true (knows (&world->gus, "ada, gus (guest)"));
  g_assert_null (weft_room_directory_find (directory, lounge));
  g_assert_null (weft_room_list_find (world->gus.rooms, secret));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (world->gus.rooms)), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add ("/chat/guests/names", World, NULL, set_up, test_names, tear_down);
  g_test_add ("/chat/guests/own", World, NULL, set_up, test_own, tear_down);
  g_test_add ("/chat/guests/erased", World, NULL, set_up, test_erased, tear_down);
  g_test_add ("/chat/guests/roles", World, NULL, set_up, test_roles, tear_down);
  g_test_add ("/chat/guests/picture", World, NULL, set_up, test_picture, tear_down);
  g_test_add ("/chat/guests/hostile", World, NULL, set_up, test_hostile, tear_down);

  return g_test_run ();
}
