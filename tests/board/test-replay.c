/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A project at any moment: two people do at random what one does to a board, each on a device of their own, and whatever came of it, what a client
 * makes of the log is at every version what the server's rows were then, and at the last what everybody's are now. */

#include "team.h"

#include <string.h>

#include "features/board/client/weft-board-operations.h"
#include "features/board/client/weft-project-list.h"
#include "features/board/shared/weft-board-module.h"
#include "parts/content/shared/weft-content-module.h"
#include "serve/weft-past.h"
#include "store/weft-rows.h"
#include "sync/weft-replay.h"

typedef struct
{
  Team team;
  TeamDevice ada;
  TeamDevice ben;
  char *stream;
  WeftBoard *adas;
  WeftBoard *bens;
  GRand *random;
  GPtrArray *tasks; /* of char* */
} World;

static const char *const names[] = { "To do", "Doing", "Done", NULL };

static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (WeftProjectList) projects = NULL;

  team_begin (&world->team);
  team_found (&world->team, &world->ada, "ada");
  team_join (&world->team, &world->ben, "ben", &world->ada);
  projects = weft_project_list_new (world->ada.sync);
  team_do (weft_project_list_create (projects, "Mill", "MILL", names, (const char *const[]) { weft_sync_get_person (world->ben.sync), NULL },
                                     &world->stream));
  world->adas = weft_board_new (world->ada.sync, world->stream);
  world->bens = weft_board_new (world->ben.sync, world->stream);
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (world->adas)) == 3 && g_list_model_get_n_items (G_LIST_MODEL (world->bens)) == 3);
  world->random = g_rand_new_with_seed (4711);
  world->tasks = g_ptr_array_new_with_free_func (g_free);
}

static void
tear_down (World *world, gconstpointer data)
{
  g_ptr_array_unref (world->tasks);
  g_rand_free (world->random);
  g_clear_object (&world->adas);
  g_clear_object (&world->bens);
  g_clear_pointer (&world->stream, g_free);
  team_leave (&world->ada);
  team_leave (&world->ben);
  team_end (&world->team);
}

static guint
upto (World *world, guint n)
{
  return (guint) g_rand_int_range (world->random, 0, (int) n);
}

static const char *
pick_status (World *world)
{
  g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (world->adas), upto (world, 3));

  return weft_project_status_get_id (status);
}

/* Whatever is refused is refused to both: it stands in no log. */
static void
forget (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  dex_future_get_value (future, &error);
  dex_unref (future);
}

static void
do_something (World *world)
{
  TeamDevice *device = upto (world, 2) == 0 ? &world->ada : &world->ben;
  WeftBoard *board = device == &world->ada ? world->adas : world->bens;
  const char *ids[3] = { NULL };
  WeftSync *sync = device->sync;

  if (world->tasks->len < 3 || upto (world, 5) == 0)
    {
      g_autofree char *title = g_strdup_printf ("Card %u “đơn”", world->tasks->len);
      char *id = NULL;

      forget (weft_board_create_task (board, title, pick_status (world), NULL, &id));
      g_ptr_array_add (world->tasks, id);
      return;
    }

  ids[0] = world->tasks->pdata[upto (world, world->tasks->len)];
  ids[1] = world->tasks->pdata[upto (world, world->tasks->len)];
  if (g_str_equal (ids[0], ids[1]))
    ids[1] = NULL;
  switch (upto (world, 6))
    {
    case 0:
    case 1:
      forget (weft_sync_submit (sync, world->stream, &weft_board_move_operation,
                                &(WeftBoardMove) { .ids = ids, .n_ids = ids[1] != NULL ? 2 : 1, .status = pick_status (world) }));
      break;
    case 2:
      forget (weft_sync_submit (sync, world->stream, &weft_board_set_priority_operation,
                                &(WeftBoardSetPriority) { .ids = ids, .n_ids = 1, .priority = upto (world, 2) == 0 ? "high" : "low" }));
      break;
    case 3:
      forget (weft_sync_submit (sync, world->stream, &weft_board_delete_operation, &(WeftBoardDelete) { .id = ids[0] }));
      break;
    case 4:
      forget (weft_sync_submit (sync, world->stream, &weft_board_restore_operation, &(WeftBoardRestore) { .id = ids[0] }));
      break;
    default:
      forget (weft_sync_submit (sync, world->stream, &weft_board_edit_operation,
                                &(WeftBoardEdit) { .id = ids[0], .title = "Another", .about = "Said" }));
    }
}

static void
do_much (World *world, guint n)
{
  for (guint i = 0; i < n; i++)
    do_something (world);
  team_wait_until (weft_sync_get_n_waiting (world->ada.sync) == 0 && weft_sync_get_n_waiting (world->ben.sync) == 0);
}

static gpointer
digest (WeftDatabase *database, gpointer user_data, GError **error)
{
  World *world = user_data;

  return weft_rows_digest (database, world->team.registry, world->stream, FALSE, error);
}

/* Of the server's log, by the server. */
static char *
server_digest (World *world, gint64 seq)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (world->team.engine, &error);
  g_autoptr (WeftDatabase) rows = NULL;
  WeftHead head;
  char *told;

  g_assert_no_error (error);
  weft_log_read_head (database, world->stream, &head, &error);
  g_assert_no_error (error);
  rows = weft_past_open (database, world->team.registry, world->stream, &head, seq >= 0 ? seq : head.head, NULL, &error);
  g_assert_no_error (error);
  told = weft_rows_digest (rows, world->team.registry, world->stream, FALSE, &error);
  g_assert_no_error (error);
  weft_engine_release_reader (world->team.engine, database);
  return told;
}

static WeftReplay *
load (World *world, TeamDevice *device)
{
  WeftReplay *replay = weft_replay_new (device->sync, world->stream);

  team_do (weft_replay_load (replay));
  return replay;
}

static char *
replay_digest (World *world, WeftReplay *replay, gint64 seq)
{
  return team_get (weft_replay_read (replay, seq, digest, G_TYPE_STRING, world, NULL));
}

static void
assert_version (World *world, WeftReplay *replay, gint64 seq)
{
  g_autofree char *expected = server_digest (world, seq);
  g_autofree char *got = replay_digest (world, replay, seq);

  g_assert_cmpstr (got, ==, expected);
}

static void
test_every_version (World *world, gconstpointer data)
{
  g_autoptr (WeftReplay) replay = NULL;
  g_autofree char *now = NULL;
  g_autofree char *last = NULL;

  do_much (world, 120);
  replay = load (world, &world->ben);
  g_assert_cmpint (weft_replay_get_floor (replay), ==, 0);
  g_assert_cmpint (weft_replay_get_head (replay), >, 60);

  for (gint64 seq = 0; seq <= weft_replay_get_head (replay); seq++)
    assert_version (world, replay, seq);
  for (guint i = 0; i < 60; i++)
    assert_version (world, replay, upto (world, (guint) weft_replay_get_head (replay) + 1));

  /* Nobody is waiting for anything: the rows of now are those of the last version, on either end. */
  last = replay_digest (world, replay, weft_replay_get_head (replay));
  now = team_get (weft_sync_read (world->ben.sync, digest, G_TYPE_STRING, world, NULL));
  g_assert_cmpstr (last, ==, now);

  /* Times lead to versions, and back. */
  for (gint64 seq = 1; seq <= weft_replay_get_head (replay); seq++)
    {
      gint64 at = weft_replay_get_time (replay, seq);

      g_assert_cmpint (weft_replay_find (replay, at), >=, seq);
      g_assert_cmpint (weft_replay_find (replay, at - 1), <, seq);
    }
  g_assert_cmpint (weft_replay_find (replay, 0), ==, 0);
  g_assert_cmpint (weft_replay_find (replay, G_MAXINT64), ==, weft_replay_get_head (replay));
}

/* Over more than a slice of events, forward, back and across. */
static void
test_slices (World *world, gconstpointer data)
{
  g_autoptr (WeftReplay) replay = NULL;
  g_autoptr (GPtrArray) tasks = NULL;

  do_much (world, 40);
  tasks = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < 3; i++)
    {
      char *id = NULL;

      forget (weft_board_create_task (world->adas, "Reckoned", pick_status (world), NULL, &id));
      g_ptr_array_add (tasks, id);
    }
  for (guint i = 0; i < 1200; i++)
    {
      const char *ids[] = { tasks->pdata[i % 3], NULL };

      forget (weft_sync_submit (world->ada.sync, world->stream, &weft_board_set_estimate_operation,
                                &(WeftBoardSetEstimate) { .ids = ids, .n_ids = 1, .estimate = i }));
    }
  team_wait_until (weft_sync_get_n_waiting (world->ada.sync) == 0);
  replay = load (world, &world->ben);
  g_assert_cmpint (weft_replay_get_head (replay), >, 1200);
  for (guint i = 0; i < 40; i++)
    assert_version (world, replay, upto (world, (guint) weft_replay_get_head (replay) + 1));
  assert_version (world, replay, 0);
  assert_version (world, replay, 500);
  assert_version (world, replay, 1000);
  assert_version (world, replay, 999);
}

/* Where the server has forgotten the beginning, history begins where it did. */
static void
test_trimmed (World *world, gconstpointer data)
{
  g_autoptr (WeftReplay) replay = NULL;
  g_autoptr (GError) error = NULL;

  do_much (world, 60);
  /* What is on offer for who begins holds a floor down; a server that begins offers nothing. */
  team_stop_server (&world->team);
  team_wait_until (weft_sync_get_state (world->ada.sync) != WEFT_SYNC_ONLINE);
  team_start_server (&world->team);
  weft_engine_trim (world->team.engine, world->stream, 40, NULL, &error);
  g_assert_no_error (error);
  team_wait_until (weft_sync_get_state (world->ada.sync) == WEFT_SYNC_ONLINE);
  replay = load (world, &world->ada);
  g_assert_cmpint (weft_replay_get_floor (replay), ==, 40);
  for (gint64 seq = 40; seq <= weft_replay_get_head (replay); seq++)
    assert_version (world, replay, seq);

  weft_engine_trim (world->team.engine, world->stream, G_MAXINT64, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&replay);
  replay = load (world, &world->ada);
  g_assert_cmpint (weft_replay_get_floor (replay), ==, weft_replay_get_head (replay));
  assert_version (world, replay, weft_replay_get_head (replay));
}

static void
on_outdated (WeftReplay *replay, gboolean *outdated)
{
  *outdated = TRUE;
}

/* What is erased is erased in what somebody looks at, too. */
static void
test_erased (World *world, gconstpointer data)
{
  g_autoptr (WeftReplay) replay = NULL;
  g_autofree char *id = NULL;
  g_autofree char *rows = NULL;
  gboolean outdated = FALSE;
  g_autoptr (GError) error = NULL;
  DexFuture *read;

  team_do (weft_board_create_task (world->adas, "Secret", pick_status (world), NULL, &id));
  do_much (world, 3);
  replay = load (world, &world->ben);
  g_signal_connect (replay, "outdated", G_CALLBACK (on_outdated), &outdated);
  do_much (world, 5);
  g_assert_false (outdated);
  rows = g_strconcat ("task:", id, NULL);
  team_do (weft_sync_submit (world->ada.sync, world->stream, &weft_content_erase_operation, &(WeftContentErase) { .rows = rows }));
  team_wait_until (outdated);
  read = weft_replay_read (replay, 1, digest, G_TYPE_STRING, world, NULL);
  team_wait_until (!dex_future_is_pending (read));
  g_assert_null (dex_future_get_value (read, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  dex_unref (read);

  g_clear_object (&replay);
  replay = load (world, &world->ben);
  for (gint64 seq = 0; seq <= weft_replay_get_head (replay); seq++)
    assert_version (world, replay, seq);
}

/* Without a connection it is said so; who does not read the project learns what they would of none. */
static void
test_refused (World *world, gconstpointer data)
{
  g_autoptr (WeftReplay) replay = NULL;
  g_autoptr (WeftReplay) none = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *load;

  none = weft_replay_new (world->ben.sync, "project/019a81f0-0000-7000-8000-00000000b0ff");
  load = weft_replay_load (none);
  team_wait_until (!dex_future_is_pending (load));
  g_assert_null (dex_future_get_value (load, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  dex_unref (load);

  weft_sync_stop (world->ben.sync);
  team_wait_until (weft_sync_get_state (world->ben.sync) == WEFT_SYNC_OFFLINE);
  replay = weft_replay_new (world->ben.sync, world->stream);
  load = weft_replay_load (replay);
  team_wait_until (!dex_future_is_pending (load));
  g_assert_null (dex_future_get_value (load, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
  dex_unref (load);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add ("/board/replay/every-version", World, NULL, set_up, test_every_version, tear_down);
  g_test_add ("/board/replay/slices", World, NULL, set_up, test_slices, tear_down);
  g_test_add ("/board/replay/trimmed", World, NULL, set_up, test_trimmed, tear_down);
  g_test_add ("/board/replay/erased", World, NULL, set_up, test_erased, tear_down);
  g_test_add ("/board/replay/refused", World, NULL, set_up, test_refused, tear_down);
  return g_test_run ();
}
