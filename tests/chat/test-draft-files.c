/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files in a tray, on a real server: Ada with two devices. What somebody puts there is there again, whatever happens to window, device and server, until it
 * went with a message, once. */

#include "team.h"

#include <glib/gstdio.h>

#include "base/weft-id.h"
#include "features/chat/client/weft-chat.h"
#include "parts/files/client/weft-text-draft.h"
#include "parts/files/view/weft-file-draft.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/thread/client/weft-saying.h"
#include "serve/weft-limits.h"

typedef struct
{
  TeamDevice at;
  const char *name;
  WeftFileDraft *draft; /* NULL while its window is closed */
  char *complaint;      /* (nullable): the last one */
} Device;

typedef struct
{
  Team team;
  Device ada;
  Device phone; /* Ada's second device */
  char *room;
} World;

static void
on_failed (WeftFileDraft *draft, const char *reason, Device *device)
{
  g_set_str (&device->complaint, reason);
}

static void
open_window (World *world, Device *device)
{
  device->draft = weft_file_draft_new ();
  g_signal_connect (device->draft, "failed", G_CALLBACK (on_failed), device);
  weft_file_draft_set_place (device->draft, device->at.sync, world->room);
}

static void
close_window (Device *device)
{
  if (device->draft != NULL)
    g_signal_handlers_disconnect_by_data (device->draft, device);
  g_clear_object (&device->draft);
}

static void
set_up (World *world, gconstpointer data)
{
  world->ada.name = "ada";
  world->phone.name = "phone";
  team_begin (&world->team);
  team_found (&world->team, &world->ada.at, "ada");
  team_sign_in (&world->team, &world->phone.at, "ada", "phone");
  world->room = team_get (weft_chat_create_room (world->ada.at.sync, "room", "Looms", "", (const char *const[]) { NULL }, "private"));
  open_window (world, &world->ada);
  open_window (world, &world->phone);
}

static void
tear_down (World *world, gconstpointer data)
{
  close_window (&world->ada);
  close_window (&world->phone);
  team_leave (&world->ada.at);
  team_leave (&world->phone.at);
  team_end (&world->team);
  g_free (world->ada.complaint);
  g_free (world->phone.complaint);
  g_free (world->room);
}

/* Returns: where it is, to be freed. */
static char *
write_file (World *world, const char *name, const char *contents)
{
  char *path = g_build_filename (world->team.directory, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
add (World *world, Device *device, const char *name)
{
  g_autofree char *path = write_file (world, name, name);

  weft_file_draft_add (device->draft, path);
  /* What was copied may go. */
  team_wait_until (!weft_file_draft_is_busy (device->draft));
  g_unlink (path);
}

static gboolean
has (Device *device, const char *place, const char *expected)
{
  g_autoptr (GArray) files = weft_file_draft_list (device->draft, place);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < files->len; i++)
    {
      const WeftDraftFile *file = &g_array_index (files, WeftDraftFile, i);

      g_string_append_printf (names, "%s%s%s", i > 0 ? ", " : "", file->name, file->refusal != NULL ? " refused" : "");
    }
  return g_str_equal (names->str, expected);
}

static gint64
count (World *world, const char *sql)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (world->team.engine, &error);
  gint64 n = -1;

  weft_database_get_value (database, &n, 0, &error, sql, "");
  g_assert_no_error (error);
  weft_engine_release_reader (world->team.engine, database);

  return n;
}

#define KEPT "SELECT count(*) FROM file WHERE stream LIKE 'user/%'"
#define IN_ROOM "SELECT count(*) FROM file WHERE stream LIKE 'room/%'"

/* As a composer does. */
static void
say (World *world, Device *device, const char *text)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  WeftSaying saying = { .id = id, .text = text };
  g_auto (GStrv) files = NULL;

  weft_sync_begin_together (device->at.sync);
  files = weft_file_draft_send (device->draft, world->room, world->room, id);
  dex_future_disown (weft_saying_send (&saying, device->at.sync, world->room, (const char *const *) files));
  weft_sync_end_together (device->at.sync);
}

static gboolean
is_quiet (Device *device)
{
  return weft_sync_get_n_waiting (device->at.sync) == 0;
}

/* On all devices, together, once on the server; and in the room when it was sent. */
static void
test_together (World *world, gconstpointer data)
{
  add (world, &world->ada, "list.txt");
  team_wait_until (has (&world->phone, world->room, "list.txt"));
  add (world, &world->phone, "plan.txt");
  add (world, &world->ada, "list.txt");
  team_wait_until (is_quiet (&world->ada) && is_quiet (&world->phone) && count (world, KEPT) == 3);
  team_wait_until (weft_file_draft_get_n (world->ada.draft) == 3 && weft_file_draft_get_n (world->phone.draft) == 3);
  g_assert_true (has (&world->ada, "room/00000000-0000-7000-8000-000000000001", ""));

  say (world, &world->ada, "these");
  g_assert_cmpuint (weft_file_draft_get_n (world->ada.draft), ==, 0);
  team_wait_until (count (world, IN_ROOM) == 3 && count (world, KEPT) == 0);
  team_wait_until (weft_file_draft_get_n (world->phone.draft) == 0 && is_quiet (&world->ada));
  /* Quotas count bytes once, wherever they are named. */
  g_assert_cmpint (count (world, "SELECT count(*) FROM blob_owner"), ==, 2);
  g_assert_cmpuint (weft_sync_get_n_failed (world->ada.at.sync), ==, 0);
}

/* Taken out it is gone everywhere, and comes back. */
static void
test_taken_out (World *world, gconstpointer data)
{
  g_autoptr (GArray) files = NULL;

  add (world, &world->ada, "list.txt");
  add (world, &world->ada, "plan.txt");
  team_wait_until (has (&world->phone, world->room, "list.txt, plan.txt"));
  files = weft_file_draft_list (world->phone.draft, world->room);
  weft_file_draft_remove (world->phone.draft, g_array_index (files, WeftDraftFile, 0).id);
  g_assert_true (has (&world->phone, world->room, "plan.txt"));
  team_wait_until (has (&world->ada, world->room, "plan.txt"));
  team_do (weft_sync_undo (world->phone.at.sync));
  team_wait_until (has (&world->ada, world->room, "plan.txt, list.txt") && has (&world->phone, world->room, "plan.txt, list.txt"));
}

/* The window is closed before it was copied, and the program before it was uploaded. */
static void
test_closed (World *world, gconstpointer data)
{
  g_autofree char *path = write_file (world, "list.txt", "list.txt");

  team_stop_server (&world->team);
  weft_file_draft_add (world->ada.draft, path);
  close_window (&world->ada);
  open_window (world, &world->ada);
  team_wait_until (has (&world->ada, world->room, "list.txt"));
  team_wait_until (weft_sync_get_n_waiting (world->ada.at.sync) > 0);
  close_window (&world->ada);
  team_close (&world->ada.at);

  team_start_server (&world->team);
  team_open (&world->team, &world->ada.at, world->ada.name);
  open_window (world, &world->ada);
  team_wait_until (has (&world->ada, world->room, "list.txt") && has (&world->phone, world->room, "list.txt"));
  team_wait_until (count (world, KEPT) == 1);
}

/* Two devices which know nothing of each other: nothing is lost, and nothing is refused to anybody. */
static void
test_apart (World *world, gconstpointer data)
{
  add (world, &world->ada, "list.txt");
  team_wait_until (has (&world->phone, world->room, "list.txt"));
  weft_sync_stop (world->phone.at.sync);
  add (world, &world->phone, "plan.txt");
  say (world, &world->ada, "here it is");
  team_wait_until (count (world, KEPT) == 0);
  add (world, &world->ada, "more.txt");
  say (world, &world->phone, "here they are");
  weft_sync_start (world->phone.at.sync);
  team_wait_until (is_quiet (&world->phone) && count (world, IN_ROOM) == 3);
  team_wait_until (has (&world->ada, world->room, "more.txt") && has (&world->phone, world->room, "more.txt"));
  g_assert_cmpuint (weft_sync_get_n_failed (world->phone.at.sync), ==, 0);
  g_assert_cmpuint (weft_sync_get_n_failed (world->ada.at.sync), ==, 0);
}

/* What the server does not take stays, and says so; it is tried again with the message, or taken out. */
static void
test_quota (World *world, gconstpointer data)
{
  WeftLimits limits = weft_default_limits;
  g_autoptr (GArray) files = NULL;

  limits.files_person = 10;
  team_stop_server (&world->team);
  world->team.limits = &limits;
  team_start_server (&world->team);
  add (world, &world->ada, "more than ten bytes.txt");
  add (world, &world->ada, "few.txt");
  team_wait_until (has (&world->ada, world->room, "few.txt, more than ten bytes.txt refused"));
  team_wait_until (has (&world->phone, world->room, "few.txt"));
  close_window (&world->ada);
  open_window (world, &world->ada);
  team_wait_until (has (&world->ada, world->room, "few.txt, more than ten bytes.txt refused"));
  files = weft_file_draft_list (world->ada.draft, world->room);
  weft_file_draft_remove (world->ada.draft, g_array_index (files, WeftDraftFile, 1).id);
  team_wait_until (has (&world->ada, world->room, "few.txt") && weft_sync_get_n_failed (world->ada.at.sync) == 0);

  add (world, &world->ada, "also too many bytes.txt");
  team_wait_until (has (&world->ada, world->room, "few.txt, also too many bytes.txt refused"));
  limits.files_person = 1000;
  team_stop_server (&world->team);
  team_start_server (&world->team);
  team_wait_until (weft_sync_get_state (world->ada.at.sync) == WEFT_SYNC_ONLINE);
  say (world, &world->ada, "now");
  team_wait_until (count (world, IN_ROOM) == 2 && count (world, KEPT) == 0);
  g_assert_cmpuint (weft_sync_get_n_failed (world->ada.at.sync), ==, 0);
  world->team.limits = NULL;
}

/* The copy is gone before it was brought; the original before it was copied. */
static void
test_vanished (World *world, gconstpointer data)
{
  g_autofree char *store = g_build_filename (world->team.directory, world->ada.name, NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "list.txt", -1);
  g_autofree char *copy = weft_file_cache_get_path (store, hash);
  g_autofree char *nothing = g_build_filename (world->team.directory, "nothing.txt", NULL);

  weft_file_draft_add (world->ada.draft, nothing);
  team_wait_until (world->ada.complaint != NULL);
  g_assert_nonnull (strstr (world->ada.complaint, "nothing.txt cannot be attached"));
  g_assert_cmpuint (weft_file_draft_get_n (world->ada.draft), ==, 0);

  team_stop_server (&world->team);
  add (world, &world->ada, "list.txt");
  team_wait_until (weft_sync_get_n_waiting (world->ada.at.sync) > 0);
  g_assert_cmpint (g_unlink (copy), ==, 0);
  team_start_server (&world->team);
  team_wait_until (has (&world->ada, world->room, "list.txt refused"));
}

/* Whoever is put out of a room keeps what they were about to say there. */
static void
test_put_out (World *world, gconstpointer data)
{
  Device ben = { .name = "ben" };
  g_autofree char *removed = NULL;

  team_join_as (&world->team, &ben.at, "ben", &world->ada.at, "member", world->room);
  open_window (world, &ben);
  add (world, &ben, "list.txt");
  team_wait_until (count (world, KEPT) == 1);
  removed = team_get (weft_sync_submit (world->ada.at.sync, world->room, &weft_people_remove_member_operation,
                                        &(WeftPeopleRemoveMember) { .person = weft_account_get_person (ben.at.account) }));
  team_do (weft_sync_await (world->ada.at.sync, removed));
  say (world, &ben, "too late");
  team_wait_until (weft_sync_get_n_failed (ben.at.sync) > 0);
  g_assert_cmpint (count (world, IN_ROOM), ==, 0);
  close_window (&ben);
  team_leave (&ben.at);
}

static gboolean
has_text (World *world, Device *device, const char *expected)
{
  g_autofree char *text = team_get (weft_text_draft_load (device->at.sync, world->room));

  return g_str_equal (text, expected);
}

/* Words which no operation carries: all of them, on all devices, one version, and never among the files. */
static void
test_text (World *world, gconstpointer data)
{
  g_autofree char *longer = g_strnfill (60000, 'x');
  g_autofree char *other = g_strnfill (20000, 'y');

  g_assert_true (has_text (world, &world->ada, ""));
  team_do (weft_text_draft_save (world->ada.at.sync, world->room, other));
  team_do (weft_text_draft_save (world->ada.at.sync, world->room, longer));
  team_wait_until (is_quiet (&world->ada) && count (world, KEPT) == 1);
  team_wait_until (has_text (world, &world->phone, longer));
  add (world, &world->phone, "list.txt");
  team_wait_until (has (&world->ada, world->room, "list.txt") && has (&world->phone, world->room, "list.txt"));
  team_do (weft_text_draft_save (world->phone.at.sync, world->room, other));
  team_wait_until (has_text (world, &world->ada, other));
  say (world, &world->ada, "the list");
  team_wait_until (count (world, IN_ROOM) == 1 && count (world, KEPT) == 1);
  team_do (weft_text_draft_save (world->ada.at.sync, world->room, ""));
  team_wait_until (count (world, KEPT) == 0 && has_text (world, &world->phone, ""));
}

/* A thread has its own. */
static void
test_thread (World *world, gconstpointer data)
{
  static const char place[] = "thread/00000000-0000-7000-8000-000000000009";

  add (world, &world->ada, "list.txt");
  weft_file_draft_set_place (world->ada.draft, world->ada.at.sync, place);
  g_assert_cmpuint (weft_file_draft_get_n (world->ada.draft), ==, 0);
  add (world, &world->ada, "plan.txt");
  team_wait_until (has (&world->phone, place, "plan.txt") && has (&world->phone, world->room, "list.txt"));
  say (world, &world->ada, "in the room");
  team_wait_until (has (&world->phone, place, "plan.txt") && has (&world->phone, world->room, ""));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/chat/draft-files/together", World, NULL, set_up, test_together, tear_down);
  g_test_add ("/chat/draft-files/taken-out", World, NULL, set_up, test_taken_out, tear_down);
  g_test_add ("/chat/draft-files/closed", World, NULL, set_up, test_closed, tear_down);
  g_test_add ("/chat/draft-files/apart", World, NULL, set_up, test_apart, tear_down);
  g_test_add ("/chat/draft-files/quota", World, NULL, set_up, test_quota, tear_down);
  g_test_add ("/chat/draft-files/vanished", World, NULL, set_up, test_vanished, tear_down);
  g_test_add ("/chat/draft-files/put-out", World, NULL, set_up, test_put_out, tear_down);
  g_test_add ("/chat/draft-files/text", World, NULL, set_up, test_text, tear_down);
  g_test_add ("/chat/draft-files/thread", World, NULL, set_up, test_thread, tear_down);
  return g_test_run ();
}
