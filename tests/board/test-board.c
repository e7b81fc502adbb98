/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Boards as objects, on a real server: what one changes the other sees, only what changed is told, and however it was told
 * the board is what one who opens it now would see. */

#include "team.h"

#include "base/weft-id-map.h"
#include "features/board/client/weft-board-figures.h"
#include "features/board/client/weft-board-operations.h"
#include "features/board/client/weft-checklist.h"
#include "features/board/client/weft-lane-list.h"
#include "features/board/client/weft-onlookers.h"
#include "features/board/client/weft-project-list.h"
#include "features/board/client/weft-task-about.h"
#include "features/board/client/weft-task-difference.h"
#include "features/board/shared/weft-board-module.h"
#include "sync/weft-refusal.h"

typedef struct
{
  Team team;
  TeamDevice ada;
  TeamDevice ben;
  char *stream;
  WeftBoard *adas;
  WeftBoard *bens;
} World;

static const char *const names[] = { "To do", "Doing", "Done", NULL };

static char *
describe (WeftBoard *board)
{
  GString *out = g_string_new (NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (board));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (board), i);
      guint n_tasks = weft_project_status_get_n_tasks (status);

      g_string_append_printf (out, "%s%s:", i > 0 ? "; " : "", weft_project_status_get_name (status));
      for (guint k = 0; k < n_tasks; k++)
        {
          g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (status), k);
          const char *blocked_by = weft_task_get_blocked_by (task);

          g_string_append_printf (out, " %s", weft_task_get_title (task));
          if (blocked_by != NULL)
            g_string_append_printf (out, "!%s", blocked_by);
          if (weft_task_get_n_parts (task) > 0)
            g_string_append_printf (out, "(%u/%u)", weft_task_get_n_parts_done (task), weft_task_get_n_parts (task));
        }
    }
  return g_string_free_and_steal (out);
}

static gboolean
shows (WeftBoard *board, const char *expected)
{
  g_autofree char *shown = describe (board);

  return g_str_equal (shown, expected);
}

#define both_show(world_, text_) team_wait_until (shows ((world_)->adas, text_) && shows ((world_)->bens, text_))

static const char *
status_id (WeftBoard *board, guint index)
{
  g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (board), index);

  return weft_project_status_get_id (status);
}

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
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (projects)) == 1);
  world->adas = weft_board_new (world->ada.sync, world->stream);
  world->bens = weft_board_new (world->ben.sync, world->stream);
  both_show (world, "To do:; Doing:; Done:");
}

static void
tear_down (World *world, gconstpointer data)
{
  g_clear_object (&world->adas);
  g_clear_object (&world->bens);
  g_clear_pointer (&world->stream, g_free);
  team_leave (&world->ada);
  team_leave (&world->ben);
  team_end (&world->team);
}

static char *
add (WeftBoard *board, const char *title, const char *after)
{
  char *id;

  team_do (weft_board_create_task (board, title, status_id (board, 0), after, &id));
  team_wait_until (weft_board_find_task (board, id) != NULL);
  return id;
}

static void
move (WeftBoard *board, const char *id, guint status, const char *after)
{
  team_do (weft_board_move (board, (const char *const[]) { id, NULL }, status_id (board, status), after));
}

static void
test_together (World *world, gconstpointer data)
{
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  g_autofree char *oak = add (world->adas, "oak", wheel);
  g_autofree char *nails = add (world->adas, "nails", oak);
  WeftTask *task = weft_board_find_task (world->adas, oak);
  g_autofree char *key = NULL;

  both_show (world, "To do: wheel oak nails; Doing:; Done:");
  g_assert_true (weft_board_may_change (world->bens));
  g_assert_true (weft_board_may_arrange (world->adas));
  g_assert_false (weft_board_may_arrange (world->bens));
  key = weft_board_dup_key (world->bens, weft_board_find_task (world->bens, oak));
  g_assert_cmpstr (key, ==, "MILL-2");

  team_do (weft_sync_submit (
      world->ben.sync, world->stream, &weft_board_block_operation,
      &(WeftBoardBlock) { .ids = (const char *const[]) { wheel }, .n_ids = 1, .other = oak, .on = TRUE }));
  both_show (world, "To do: wheel!MILL-2 oak nails; Doing:; Done:");
  move (world->bens, oak, 2, NULL);
  both_show (world, "To do: wheel nails; Doing:; Done: oak");

  team_do (weft_sync_submit (
      world->ada.sync, world->stream, &weft_board_set_parent_operation,
      &(WeftBoardSetParent) { .ids = (const char *const[]) { oak, nails }, .n_ids = 2, .parent = wheel }));
  both_show (world, "To do: wheel(1/2) nails; Doing:; Done: oak");
  team_do (weft_board_delete (world->adas, (const char *const[]) { nails, NULL }));
  both_show (world, "To do: wheel(1/1); Doing:; Done: oak");
  move (world->adas, oak, 1, NULL);
  both_show (world, "To do: wheel!MILL-2(0/1); Doing: oak; Done:");

  /* It is the same object, wherever it stands. */
  g_assert_true (weft_board_find_task (world->adas, oak) == task);
}

typedef struct
{
  guint n;
  guint position;
  guint removed;
  guint added;
} Told;

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Told *told)
{
  *told = (Told) { told->n + 1, position, removed, added };
}

/* Of one card that moves, its column says two changes of one: the others keep their rows, and whoever looks at them the focus. */
static void
test_little_is_told (World *world, gconstpointer data)
{
  g_autofree char *a = add (world->adas, "a", NULL);
  g_autofree char *b = add (world->adas, "b", a);
  g_autofree char *c = add (world->adas, "c", b);
  g_autofree char *d = add (world->adas, "d", c);
  g_autoptr (WeftProjectStatus) todo = NULL;
  Told told = { 0 };

  both_show (world, "To do: a b c d; Doing:; Done:");
  todo = g_list_model_get_item (G_LIST_MODEL (world->adas), 0);
  g_signal_connect (todo, "items-changed", G_CALLBACK (on_items_changed), &told);
  move (world->bens, a, 0, c);
  both_show (world, "To do: b c a d; Doing:; Done:");
  g_assert_cmpuint (told.n, ==, 2);
  g_assert_cmpuint (told.removed + told.added, ==, 1);
  g_signal_handlers_disconnect_by_data (todo, &told);
}

static gboolean
equal (WeftBoard *one, WeftBoard *other)
{
  g_autofree char *shown = describe (other);

  return shows (one, shown);
}

static gboolean
is_as_if_read_now (WeftBoard *board)
{
  g_autoptr (WeftBoard) fresh = weft_board_new (weft_board_get_sync (board), weft_board_get_stream (board));

  team_wait_until (weft_board_get_ready (fresh));
  return equal (board, fresh);
}

/* Changes at random by both; each board is then what one that is opened now shows. */
static void
test_as_if_read_now (World *world, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  WeftBoard *boards[] = { world->adas, world->bens };

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *title = g_strdup_printf ("t%u", i);

      g_ptr_array_add (ids, add (world->adas, title, NULL));
    }
  team_wait_until (weft_board_find_task (world->bens, ids->pdata[11]) != NULL);

  for (guint i = 0; i < 120; i++)
    {
      WeftBoard *board = boards[g_rand_int_range (random, 0, 2)];
      WeftSync *sync = weft_board_get_sync (board);
      const char *id = ids->pdata[g_rand_int_range (random, 0, 12)];
      const char *other = ids->pdata[g_rand_int_range (random, 0, 12)];
      DexFuture *future;

      switch (g_rand_int_range (random, 0, 6))
        {
        case 0:
        case 1:
        case 2:
          future = weft_board_move (board, (const char *const[]) { id, NULL }, status_id (board, (guint) g_rand_int_range (random, 0, 3)),
                                    g_strcmp0 (id, other) != 0 ? other : NULL);
          break;
        case 3:
          future = weft_sync_submit (
              sync, world->stream, &weft_board_block_operation,
              &(WeftBoardBlock) {
                  .ids = (const char *const[]) { id }, .n_ids = 1, .other = other, .on = g_rand_boolean (random) });
          break;
        case 4:
          future = weft_sync_submit (
              sync, world->stream, &weft_board_set_parent_operation,
              &(WeftBoardSetParent) {
                  .ids = (const char *const[]) { id }, .n_ids = 1, .parent = g_rand_boolean (random) ? other : NULL });
          break;
        default:
          future = weft_sync_submit (
              sync, world->stream, &weft_board_archive_operation,
              &(WeftBoardArchive) { .ids = (const char *const[]) { id }, .n_ids = 1, .archived = g_rand_int_range (random, 0, 3) == 0 });
        }
      dex_future_disown (future);
      if (g_rand_int_range (random, 0, 3) == 0)
        for (guint k = 0; k < 20; k++)
          g_main_context_iteration (NULL, FALSE);
    }

  team_wait_until (weft_sync_get_n_waiting (world->ada.sync) == 0 && weft_sync_get_n_waiting (world->ben.sync) == 0);
  /* What the other one did may still be on its way. */
  team_wait_until (is_as_if_read_now (boards[0]) && is_as_if_read_now (boards[1]) && equal (boards[0], boards[1]));
}

static char *
list_linked (WeftBoard *board, const char *id, WeftTaskLink link)
{
  g_autoptr (GPtrArray) tasks = weft_board_list_linked (board, weft_board_find_task (board, id), link);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < tasks->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? " " : "", weft_task_get_title (tasks->pdata[i]));
  return g_string_free_and_steal (out);
}

static gboolean
is_linked (WeftBoard *board, const char *id, WeftTaskLink link, const char *expected)
{
  g_autofree char *listed = list_linked (board, id, link);

  return g_str_equal (listed, expected);
}

static void
link_tasks (WeftBoard *board, const char *id, WeftTaskLink link, const char *other, gboolean on)
{
  team_do (weft_board_link (board, weft_board_find_task (board, id), link, weft_board_find_task (board, other), on));
}

static gboolean
closes (WeftBoard *board, const char *id, WeftTaskLink link, const char *other)
{
  return weft_board_closes_circle (board, weft_board_find_task (board, id), link, weft_board_find_task (board, other));
}

static void
on_task_changed (WeftTask *task, guint *n)
{
  (*n)++;
}

/* Whichever end says it, both ends are told; it is taken back from either. What would close a circle is known before it is asked for. */
static void
test_links (World *world, gconstpointer data)
{
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  g_autofree char *oak = add (world->adas, "oak", wheel);
  g_autofree char *nails = add (world->adas, "nails", oak);

  both_show (world, "To do: wheel oak nails; Doing:; Done:");
  for (WeftTaskLink link = 0; link < WEFT_N_TASK_LINKS; link++)
    {
      WeftTaskLink reverse = weft_task_link_reverse (link);
      guint n_wheel = 0, n_oak = 0;

      g_signal_connect (weft_board_find_task (world->adas, wheel), "changed", G_CALLBACK (on_task_changed), &n_wheel);
      g_signal_connect (weft_board_find_task (world->adas, oak), "changed", G_CALLBACK (on_task_changed), &n_oak);
      link_tasks (world->bens, wheel, link, oak, TRUE);
      team_wait_until (n_wheel > 0 && n_oak > 0 && is_linked (world->adas, wheel, link, "oak")
                       && is_linked (world->adas, oak, reverse, "wheel") && is_linked (world->bens, oak, reverse, "wheel"));
      g_assert_cmpint (closes (world->adas, oak, link, wheel), ==, link != WEFT_TASK_RELATED_TO);
      g_assert_true (closes (world->adas, oak, link, oak));
      g_assert_false (closes (world->adas, oak, link, nails));

      n_wheel = n_oak = 0;
      link_tasks (world->bens, oak, reverse, wheel, FALSE);
      team_wait_until (n_wheel > 0 && n_oak > 0 && is_linked (world->adas, wheel, link, "")
                       && is_linked (world->adas, oak, reverse, "") && is_linked (world->bens, oak, reverse, ""));
      g_signal_handlers_disconnect_by_data (weft_board_find_task (world->adas, wheel), &n_wheel);
      g_signal_handlers_disconnect_by_data (weft_board_find_task (world->adas, oak), &n_oak);
    }

  /* By way of another one; and what the plan says is what was known before. */
  link_tasks (world->adas, wheel, WEFT_TASK_WAITS_FOR, oak, TRUE);
  link_tasks (world->adas, oak, WEFT_TASK_WAITS_FOR, nails, TRUE);
  team_wait_until (is_linked (world->adas, nails, WEFT_TASK_BLOCKS, "oak"));
  g_assert_true (closes (world->adas, nails, WEFT_TASK_WAITS_FOR, wheel));
  g_assert_true (closes (world->adas, wheel, WEFT_TASK_BLOCKS, nails));
  g_assert_false (closes (world->adas, wheel, WEFT_TASK_WAITS_FOR, nails));
  g_assert_false (closes (world->adas, nails, WEFT_TASK_PART_OF, wheel));

  /* Both have said it: one end takes back both. */
  link_tasks (world->adas, wheel, WEFT_TASK_RELATED_TO, oak, TRUE);
  team_wait_until (is_linked (world->bens, oak, WEFT_TASK_RELATED_TO, "wheel"));
  link_tasks (world->bens, oak, WEFT_TASK_RELATED_TO, wheel, TRUE);
  team_wait_until (weft_task_get_record (weft_board_find_task (world->adas, oak))->related != NULL);
  link_tasks (world->adas, wheel, WEFT_TASK_RELATED_TO, oak, FALSE);
  team_wait_until (is_linked (world->bens, oak, WEFT_TASK_RELATED_TO, "") && is_linked (world->bens, wheel, WEFT_TASK_RELATED_TO, ""));

  /* What is deleted has to do with nothing. */
  team_do (weft_board_delete (world->adas, (const char *const[]) { nails, NULL }));
  team_wait_until (is_linked (world->adas, oak, WEFT_TASK_WAITS_FOR, ""));
}

/* Each fact of several tasks at once, seen by the other one; a new label and its being put on are one undo. */
static void
test_facts (World *world, gconstpointer data)
{
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  g_autofree char *oak = add (world->adas, "oak", wheel);
  const char *const ids[] = { wheel, oak, NULL };
  const char *ben = weft_sync_get_person (world->ben.sync);
  const WeftTaskRecord *record;

  both_show (world, "To do: wheel oak; Doing:; Done:");
  team_do (weft_board_set_priority (world->adas, ids, WEFT_PRIORITY_HIGH));
  team_do (weft_board_set_estimate (world->adas, ids, 2.5));
  team_do (weft_board_set_dates (world->adas, ids, 86400000, 2 * 86400000));
  team_do (weft_board_assign (world->adas, ids, ben, TRUE));
  team_do (weft_board_label_new (world->adas, ids, "wood", "moss"));
  team_wait_until (weft_task_get_record (weft_board_find_task (world->bens, oak))->labels != NULL
                   && weft_board_get_labels (world->bens)->len == 1);
  for (guint i = 0; i < 2; i++)
    {
      record = weft_task_get_record (weft_board_find_task (world->bens, ids[i]));
      g_assert_cmpint (record->priority, ==, WEFT_PRIORITY_HIGH);
      g_assert_cmpfloat (record->estimate, ==, 2.5);
      g_assert_cmpint (record->start_at, ==, 86400000);
      g_assert_cmpint (record->due_at, ==, 2 * 86400000);
      g_assert_cmpstr (record->assignees, ==, ben);
      g_assert_cmpstr (weft_board_find_label (world->bens, record->labels)->name, ==, "wood");
    }

  team_do (weft_sync_undo (world->ada.sync));
  team_wait_until (weft_task_get_record (weft_board_find_task (world->bens, oak))->labels == NULL
                   && weft_board_get_labels (world->bens)->len == 0);
  team_do (weft_sync_undo (world->ada.sync));
  team_wait_until (weft_task_get_record (weft_board_find_task (world->bens, wheel))->assignees == NULL);

  team_do (weft_board_create_part (world->bens, "spokes", wheel));
  both_show (world, "To do: spokes wheel(0/1) oak; Doing:; Done:");
  team_do (weft_board_archive (world->adas, ids, TRUE));
  both_show (world, "To do: spokes; Doing:; Done:");
  team_do (weft_board_archive (world->bens, ids, FALSE));
  both_show (world, "To do: spokes wheel(0/1) oak; Doing:; Done:");
}

static WeftTask *
find_recurring (WeftBoard *board, guint status)
{
  g_autoptr (WeftProjectStatus) list = g_list_model_get_item (G_LIST_MODEL (board), status);

  for (guint i = 0; i < weft_project_status_get_n_tasks (list); i++)
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (weft_task_get_record (task)->recurrence != NULL)
        return task; /* held by the board */
    }
  return NULL;
}

/* Who finishes what comes again has the next one; two who do so apart have the same one. Undone, both are as they were. */
static void
test_recurring (World *world, gconstpointer data)
{
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  const char *const ids[] = { wheel, NULL };
  gint64 due_at = (g_get_real_time () / 1000 / 86400000 + 10) * 86400000;
  g_autofree char *next = NULL;

  team_do (weft_board_set_dates (world->adas, ids, 0, due_at));
  team_do (weft_board_set_recurrence (world->adas, ids, "schedule FREQ=WEEKLY UTC 0"));
  team_wait_until (weft_board_find_task (world->bens, wheel) != NULL
                   && weft_task_get_record (weft_board_find_task (world->bens, wheel))->recurrence != NULL);

  move (world->adas, wheel, 2, NULL);
  both_show (world, "To do: wheel; Doing:; Done: wheel");
  g_assert_cmpint (weft_task_get_record (find_recurring (world->bens, 0))->due_at, ==, due_at + 7 * G_GINT64_CONSTANT (86400000));
  g_assert_null (weft_task_get_record (weft_board_find_task (world->bens, wheel))->recurrence);
  team_do (weft_sync_undo (world->ada.sync));
  both_show (world, "To do: wheel; Doing:; Done:");
  g_assert_cmpstr (weft_task_get_id (find_recurring (world->bens, 0)), ==, wheel);
  team_do (weft_sync_redo (world->ada.sync));
  both_show (world, "To do: wheel; Doing:; Done: wheel");
  team_do (weft_sync_undo (world->ada.sync));
  both_show (world, "To do: wheel; Doing:; Done:");

  /* Nobody hears of the other. */
  team_stop_server (&world->team);
  move (world->adas, wheel, 2, NULL);
  move (world->bens, wheel, 2, NULL);
  team_wait_until (shows (world->adas, "To do: wheel; Doing:; Done: wheel") && shows (world->bens, "To do: wheel; Doing:; Done: wheel"));
  next = g_strdup (weft_task_get_id (find_recurring (world->adas, 0)));
  g_assert_cmpstr (weft_task_get_id (find_recurring (world->bens, 0)), ==, next);
  team_do (weft_board_set_priority (world->bens, (const char *const[]) { next, NULL }, WEFT_PRIORITY_HIGH));
  team_start_server (&world->team);
  team_wait_until (weft_board_find_task (world->adas, next) != NULL
                   && weft_task_get_record (weft_board_find_task (world->adas, next))->priority == WEFT_PRIORITY_HIGH);
  both_show (world, "To do: wheel; Doing:; Done: wheel");

  /* What Ben works with stays when Ada takes hers back. */
  team_do (weft_sync_undo (world->ada.sync));
  both_show (world, "To do: wheel wheel; Doing:; Done:");
  g_assert_cmpstr (weft_task_get_id (find_recurring (world->bens, 0)), ==, next);
  g_assert_null (weft_task_get_record (weft_board_find_task (world->bens, wheel))->recurrence);
}

/* What stands in a project's own fields: two of one card which two people fill in apart are both there; what can be chosen, and a field, come and
 * go, and come back with what stood in them. */
static void
test_fields (World *world, gconstpointer data)
{
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  g_autofree char *size = NULL;
  g_autofree char *grade = NULL;
  g_autofree char *fine = NULL;
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  const char *cursor;

  team_do (weft_board_add_field (world->adas, "Size", WEFT_FIELD_NUMBER));
  team_do (weft_board_add_field (world->adas, "Grade", WEFT_FIELD_SELECT));
  team_wait_until (weft_board_get_fields (world->bens)->len == 2);
  grade = g_strdup (((WeftProjectField *) weft_board_get_fields (world->bens)->pdata[0])->id);
  size = g_strdup (((WeftProjectField *) weft_board_get_fields (world->bens)->pdata[1])->id);
  g_assert_cmpint (weft_board_find_field (world->bens, size)->kind, ==, WEFT_FIELD_NUMBER);
  team_do (weft_board_set_option (world->adas, grade, NULL, "Fine"));
  team_wait_until (weft_board_find_field (world->bens, grade)->options != NULL);
  cursor = weft_board_find_field (world->bens, grade)->options;
  g_assert_true (weft_id_map_next (&cursor, &fine, &name));
  g_assert_cmpstr (name, ==, "Fine");

  team_wait_until (weft_board_find_task (world->bens, wheel) != NULL);
  team_do (weft_board_set_value (world->adas, wheel, size, "3.5"));
  team_do (weft_board_set_value (world->bens, wheel, grade, fine));
  team_wait_until (weft_id_map_count (weft_task_get_record (weft_board_find_task (world->adas, wheel))->field_values) == 2
                   && weft_id_map_count (weft_task_get_record (weft_board_find_task (world->bens, wheel))->field_values) == 2);

  team_do (weft_board_set_field (world->adas, size, "Width", FALSE));
  team_wait_until (g_str_equal (weft_board_find_field (world->bens, size)->name, "Width") && !weft_board_find_field (world->bens, size)->shown);
  team_do (weft_board_remove_field (world->adas, size));
  team_wait_until (weft_board_find_field (world->bens, size) == NULL);
  team_do (weft_sync_undo (world->ada.sync));
  team_wait_until (weft_board_find_field (world->bens, size) != NULL);
  value = weft_id_map_dup (weft_task_get_record (weft_board_find_task (world->bens, wheel))->field_values, size);
  g_assert_cmpstr (value, ==, "3.5");
  team_do (weft_board_set_option (world->adas, grade, fine, NULL));
  team_wait_until (weft_board_find_field (world->bens, grade)->options == NULL);
  team_do (weft_sync_undo (world->ada.sync));
  team_wait_until (weft_board_find_field (world->bens, grade)->options != NULL);

  /* Of two fields of one task each is undone by itself. */
  team_do (weft_sync_undo (world->ben.sync));
  team_wait_until (weft_id_map_count (weft_task_get_record (weft_board_find_task (world->adas, wheel))->field_values) == 1);
}

/* Who has a description open sees what another one writes, which no board tells. */
/* The lanes there are, each with its tasks by status: "Ada: wheel | ; ". */
static char *
describe_lanes (WeftBoard *board, WeftLaneList *lanes)
{
  GString *text = g_string_new (NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (lanes));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftLane) lane = g_list_model_get_item (G_LIST_MODEL (lanes), i);
      WeftPerson *person = weft_lane_get_id (lane) != NULL ? weft_people_lookup (g_object_get_data (G_OBJECT (lanes), "people"), weft_lane_get_id (lane)) : NULL;

      g_string_append_printf (text, "%s%s %u:", i > 0 ? "; " : "", person != NULL ? weft_person_get_name (person) : weft_lane_get_id (lane) != NULL ? weft_lane_get_id (lane) : "-",
                              weft_lane_get_n_tasks (lane));
      for (guint k = 0; k < g_list_model_get_n_items (G_LIST_MODEL (board)); k++)
        {
          g_autoptr (GListModel) status = g_list_model_get_item (G_LIST_MODEL (board), k);

          for (guint j = 0; j < g_list_model_get_n_items (status); j++)
            {
              g_autoptr (WeftTask) task = g_list_model_get_item (status, j);

              if (weft_lane_list_has (lanes, lane, task))
                g_string_append_printf (text, " %s/%u", weft_task_get_title (task), k);
            }
        }
    }

  return g_string_free_and_steal (text);
}

static gboolean
has_lanes (WeftBoard *board, WeftLaneList *lanes, const char *text)
{
  g_autofree char *found = describe_lanes (board, lanes);

  if (g_str_equal (found, text))
    return TRUE;
  g_test_message ("%s", found);
  return FALSE;
}

#define lanes_show(world_, lanes_, text_) team_wait_until (has_lanes ((world_)->adas, lanes_, text_))

/* A task of two people stands in the lane of each. Across lanes it leaves the one and comes into the other, to another status at the same time, by one undo. */
static void
test_lanes (World *world, gconstpointer data)
{
  g_autoptr (WeftPeople) people = weft_people_new (world->ada.sync);
  g_autoptr (WeftBoardLens) lens = weft_board_lens_new (world->adas, people);
  g_autoptr (WeftLaneList) lanes = weft_lane_list_new (lens);
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  g_autofree char *oak = add (world->adas, "oak", wheel);
  const char *wheels[] = { wheel, NULL };
  const char *oaks[] = { oak, NULL };
  const char *ada = weft_sync_get_person (world->ada.sync);
  const char *ben = weft_sync_get_person (world->ben.sync);
  WeftBoardLook look = { .text = "", .grouping = { WEFT_GROUP_ASSIGNEE } };

  g_object_set_data (G_OBJECT (lanes), "people", people);
  team_wait_until (weft_people_lookup (people, ben) != NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (lanes)), ==, 0);
  weft_board_lens_set_look (lens, &look);
  lanes_show (world, lanes, "- 2: wheel/0 oak/0");
  team_do (weft_board_assign (world->adas, wheels, ada, TRUE));
  team_do (weft_board_assign (world->adas, wheels, ben, TRUE));
  lanes_show (world, lanes, "ada 1: wheel/0; ben 1: wheel/0; - 1: oak/0");

  team_do (weft_board_move_across (world->adas, oaks, status_id (world->adas, 1), NULL, (WeftTaskGrouping) { WEFT_GROUP_ASSIGNEE }, NULL, ben));
  lanes_show (world, lanes, "ada 1: wheel/0; ben 2: wheel/0 oak/1; - 0:");
  team_do (weft_sync_undo (world->ada.sync));
  lanes_show (world, lanes, "ada 1: wheel/0; ben 1: wheel/0; - 1: oak/0");
  team_do (weft_board_move_across (world->adas, wheels, status_id (world->adas, 2), NULL, (WeftTaskGrouping) { WEFT_GROUP_ASSIGNEE }, ada, NULL));
  lanes_show (world, lanes, "- 2: oak/0 wheel/2");
  team_do (weft_sync_undo (world->ada.sync));
  lanes_show (world, lanes, "ada 1: wheel/0; ben 1: wheel/0; - 1: oak/0");
  team_do (weft_board_move_across (world->adas, wheels, NULL, NULL, (WeftTaskGrouping) { WEFT_GROUP_ASSIGNEE }, ada, ben));
  lanes_show (world, lanes, "ben 1: wheel/0; - 1: oak/0");

  look.grouping.kind = WEFT_GROUP_PRIORITY;
  weft_board_lens_set_look (lens, &look);
  lanes_show (world, lanes, "urgent 0:; high 0:; medium 0:; low 0:; none 2: wheel/0 oak/0");
  team_do (weft_board_move_across (world->adas, oaks, status_id (world->adas, 1), NULL, (WeftTaskGrouping) { WEFT_GROUP_PRIORITY }, "none", "high"));
  lanes_show (world, lanes, "urgent 0:; high 1: oak/1; medium 0:; low 0:; none 1: wheel/0");
  weft_board_lens_set_text (lens, "oak");
  lanes_show (world, lanes, "high 1: oak/1");
  weft_board_lens_set_text (lens, "");

  look.grouping.kind = WEFT_GROUP_PARENT;
  weft_board_lens_set_look (lens, &look);
  lanes_show (world, lanes, "- 2: wheel/0 oak/1");
  team_do (weft_board_move_across (world->adas, oaks, NULL, NULL, (WeftTaskGrouping) { WEFT_GROUP_PARENT }, NULL, wheel));
  team_wait_until (g_strcmp0 (weft_task_get_record (weft_board_find_task (world->bens, oak))->parent, wheel) == 0);
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (lanes)) == 2);

  look.grouping.kind = WEFT_GROUP_LABEL;
  weft_board_lens_set_look (lens, &look);
  team_do (weft_board_label_new (world->adas, oaks, "wood", "moss"));
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (lanes)) == 2);
  team_do (weft_board_move_across (world->adas, oaks, NULL, NULL, (WeftTaskGrouping) { WEFT_GROUP_LABEL }, ((WeftProjectLabel *) weft_board_get_labels (world->adas)->pdata[0])->id, NULL));
  team_wait_until (weft_task_get_record (weft_board_find_task (world->bens, oak))->labels == NULL);
  look.layout = WEFT_LAYOUT_LIST;
  weft_board_lens_set_look (lens, &look);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (lanes)), ==, 0);
}

static WeftProjectField *
find_field (WeftBoard *board, const char *name)
{
  GPtrArray *fields = weft_board_get_fields (board);

  for (guint i = 0; i < fields->len; i++)
    if (g_str_equal (((WeftProjectField *) fields->pdata[i])->name, name))
      return fields->pdata[i];

  return NULL;
}

/* The value of a field is a task's lane: it is set with the move, cleared in the lane of nothing, and both come back by one undo. Every choice has a lane;
 * a field that goes groups nothing, until it is back. */
static void
test_lanes_of_fields (World *world, gconstpointer data)
{
  g_autoptr (WeftPeople) people = weft_people_new (world->ada.sync);
  g_autoptr (WeftBoardLens) lens = weft_board_lens_new (world->adas, people);
  g_autoptr (WeftLaneList) lanes = weft_lane_list_new (lens);
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  g_autofree char *oak = add (world->adas, "oak", wheel);
  const char *both[] = { wheel, oak, NULL };
  WeftBoardLook look = { .text = "" };
  g_autofree char *fine = NULL;
  g_autofree char *rough = NULL;
  g_autofree char *name = NULL;
  g_autofree char *grade = NULL;
  g_autofree char *written = NULL;
  g_autofree char *text = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *ben = g_strdup (weft_sync_get_person (world->ben.sync));
  char *ignored;
  const char *cursor;

  g_object_set_data (G_OBJECT (lanes), "people", people);
  team_wait_until (weft_people_lookup (people, ben) != NULL);
  team_do (weft_board_add_field (world->adas, "Grade", WEFT_FIELD_SELECT));
  team_do (weft_board_add_field (world->adas, "Buyer", WEFT_FIELD_PERSON));
  team_wait_until (find_field (world->adas, "Grade") != NULL && find_field (world->adas, "Buyer") != NULL);
  grade = g_strdup (find_field (world->adas, "Grade")->id);
  team_do (weft_board_set_option (world->adas, grade, NULL, "Fine"));
  team_do (weft_board_set_option (world->adas, grade, NULL, "Rough"));
  team_wait_until (weft_id_map_count (weft_board_find_field (world->adas, grade)->options) == 2);
  cursor = weft_board_find_field (world->adas, grade)->options;
  g_assert_true (weft_id_map_next (&cursor, &fine, &name));
  g_assert_true (weft_id_map_next (&cursor, &rough, &ignored));
  g_free (ignored);

  look.grouping = weft_grouping_of_field (grade);
  weft_board_lens_set_look (lens, &look);
  empty = g_strdup_printf ("%s 0:; %s 0:; - 2: wheel/0 oak/0", fine, rough);
  lanes_show (world, lanes, empty);
  team_do (weft_board_move_across (world->adas, both, status_id (world->adas, 1), NULL, look.grouping, NULL, rough));
  text = g_strdup_printf ("%s 0:; %s 2: wheel/1 oak/1; - 0:", fine, rough);
  lanes_show (world, lanes, text);
  team_do (weft_sync_undo (world->ada.sync));
  lanes_show (world, lanes, empty);
  team_do (weft_sync_redo (world->ada.sync));
  lanes_show (world, lanes, text);
  team_wait_until (weft_id_map_count (weft_task_get_record (weft_board_find_task (world->bens, oak))->field_values) == 1);
  weft_board_lens_set_text (lens, "oak");
  g_clear_pointer (&text, g_free);
  text = g_strdup_printf ("%s 1: wheel/1 oak/1", rough);
  lanes_show (world, lanes, text);
  weft_board_lens_set_text (lens, "");

  /* One that is written in a lane is of it, and one undo takes all of it back. */
  team_do (weft_board_create_across (world->adas, "new", status_id (world->adas, 0), look.grouping, fine, &written));
  g_clear_pointer (&text, g_free);
  text = g_strdup_printf ("%s 1: new/0; %s 2: wheel/1 oak/1; - 0:", fine, rough);
  lanes_show (world, lanes, text);
  team_do (weft_sync_undo (world->ada.sync));
  team_do (weft_board_move_across (world->adas, both, status_id (world->adas, 0), NULL, look.grouping, rough, NULL));
  lanes_show (world, lanes, empty);
  team_wait_until (weft_task_get_record (weft_board_find_task (world->bens, oak))->field_values == NULL);

  team_do (weft_board_remove_field (world->adas, grade));
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (lanes)) == 0);
  g_assert_cmpint (weft_board_lens_get_look (lens)->grouping.kind, ==, WEFT_GROUP_NONE);
  team_do (weft_sync_undo (world->ada.sync));
  lanes_show (world, lanes, empty);

  look.grouping = weft_grouping_of_field (find_field (world->adas, "Buyer")->id);
  weft_board_lens_set_look (lens, &look);
  lanes_show (world, lanes, "- 2: wheel/0 oak/0");
  team_do (weft_board_move_across (world->adas, (const char *[]) { oak, NULL }, NULL, NULL, look.grouping, NULL, ben));
  lanes_show (world, lanes, "ben 1: oak/0; - 1: wheel/0");
}

static void
test_about (World *world, gconstpointer data)
{
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  g_autoptr (WeftTaskAbout) about = weft_task_about_new (world->ada.sync, world->stream, wheel);

  team_wait_until (g_strcmp0 (weft_task_about_get_text (about), "") == 0);
  team_wait_until (weft_board_find_task (world->bens, wheel) != NULL);
  team_do (weft_board_edit (world->bens, wheel, NULL, "Oak first.", ""));
  team_wait_until (g_strcmp0 (weft_task_about_get_text (about), "Oak first.") == 0);
  team_do (weft_board_edit (world->bens, wheel, NULL, "Oak first, then nails.", "Oak first."));
  team_wait_until (g_strcmp0 (weft_task_about_get_text (about), "Oak first, then nails.") == 0);
}

static void
on_told (gpointer owner, const char *message)
{
  g_object_set_data_full (owner, "told", g_strdup (message), g_free);
}

static DexFuture *
wait_for_itself (World *world, const char *id)
{
  WeftTask *task = weft_board_find_task (world->adas, id);

  return weft_board_link (world->adas, task, WEFT_TASK_WAITS_FOR, task, TRUE);
}

/* What the server refuses is told where it was asked for, and waits in the outbox only if it shall, or if nobody is there any more to be told. */
static void
test_refusals (World *world, gconstpointer data)
{
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  WeftSync *sync = world->ada.sync;

  weft_refusal_watch (sync, wait_for_itself (world, wheel), owner, on_told, FALSE);
  team_wait_until (g_object_get_data (owner, "told") != NULL);
  g_assert_cmpstr (g_object_get_data (owner, "told"), ==, "is the task itself");
  team_wait_until (weft_sync_get_n_failed (sync) == 0 && weft_sync_get_n_waiting (sync) == 0);

  g_object_set_data (owner, "told", NULL);
  weft_refusal_watch (sync, wait_for_itself (world, wheel), owner, on_told, TRUE);
  team_wait_until (g_object_get_data (owner, "told") != NULL && weft_sync_get_n_failed (sync) == 1);

  weft_refusal_watch (sync, wait_for_itself (world, wheel), owner, on_told, FALSE);
  g_clear_object (&owner);
  team_wait_until (weft_sync_get_n_failed (sync) == 2);
}

/* Figures are counted while somebody looks at them, and not else: offline as well, by one's own moves at once. */

static void
count_changes (guint *n)
{
  (*n)++;
}

static gboolean
counted (WeftBoardFigures *figures, guint open, guint finished)
{
  const WeftFigures *now = weft_board_figures_get (figures);

  return now != NULL && now->n_open == open && now->n_finished == finished;
}

static void
test_figures (World *world, gconstpointer data)
{
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  g_autofree char *oak = add (world->adas, "oak", wheel);
  g_autoptr (WeftBoardFigures) figures = weft_board_figures_new (world->ben.sync, world->stream);
  WeftFiguresChoice choice = *weft_board_figures_get_choice (figures);
  guint n_changes = 0;
  guint before;

  g_signal_connect_swapped (figures, "changed", G_CALLBACK (count_changes), &n_changes);
  both_show (world, "To do: wheel oak; Doing:; Done:");
  g_assert_null (weft_board_figures_get (figures));

  weft_board_figures_set_watched (figures, TRUE);
  team_wait_until (counted (figures, 2, 0));
  move (world->adas, oak, 2, NULL);
  team_wait_until (counted (figures, 1, 1));
  g_assert_cmpuint (weft_board_figures_get (figures)->statuses->len, ==, 3);
  g_assert_cmpuint (weft_figures_get_flow (weft_board_figures_get (figures), 2, weft_board_figures_get (figures)->days->n - 1), ==, 1);

  choice.weeks = 4;
  weft_board_figures_set_choice (figures, &choice);
  team_wait_until (weft_board_figures_get (figures)->days->n == 28);

  /* Nobody looks: nothing is counted, and when somebody looks again it is. */
  weft_board_figures_set_watched (figures, FALSE);
  before = n_changes;
  move (world->adas, wheel, 2, NULL);
  both_show (world, "To do:; Doing:; Done: wheel oak");
  g_assert_cmpuint (n_changes, ==, before);
  weft_board_figures_set_watched (figures, TRUE);
  team_wait_until (counted (figures, 0, 2));
  g_assert_null (weft_board_figures_get_error (figures));
}

/* The statuses in order, what they are taken for, and how many tasks they take. */
static char *
describe_statuses (WeftBoard *board)
{
  GString *out = g_string_new (NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (board));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (board), i);

      g_string_append_printf (out, "%s%s=%s/%u%s", i > 0 ? ", " : "", weft_project_status_get_name (status),
                              weft_category_to_wire (weft_project_status_get_category (status)), weft_project_status_get_wip (status),
                              weft_project_status_get_hard (status) ? "!" : "");
    }
  return g_string_free_and_steal (out);
}

static gboolean
has_statuses (WeftBoard *board, const char *expected)
{
  g_autofree char *described = describe_statuses (board);

  return g_str_equal (described, expected);
}

static void
test_statuses (World *world, gconstpointer data)
{
  g_autoptr (WeftProjectStatus) review = NULL;
  WeftStatusRecord record = { .name = (char *) "Checking", .category = WEFT_CATEGORY_DOING, .wip = 3, .hard = TRUE };

  /* A new one comes before what is done. */
  team_do (weft_board_add_status (world->adas, "Review"));
  team_wait_until (has_statuses (world->bens, "To do=todo/0, Doing=doing/0, Review=doing/0, Done=done/0"));
  team_wait_until (has_statuses (world->adas, "To do=todo/0, Doing=doing/0, Review=doing/0, Done=done/0"));
  review = g_list_model_get_item (G_LIST_MODEL (world->adas), 2);
  record.id = (char *) weft_project_status_get_id (review);
  team_do (weft_board_set_status (world->adas, &record));
  team_wait_until (has_statuses (world->bens, "To do=todo/0, Doing=doing/0, Checking=doing/3!, Done=done/0"));

  for (guint position = 0; position < 4; position++)
    {
      static const char *const orders[] = {
        "Checking=doing/3!, To do=todo/0, Doing=doing/0, Done=done/0",
        "To do=todo/0, Checking=doing/3!, Doing=doing/0, Done=done/0",
        "To do=todo/0, Doing=doing/0, Checking=doing/3!, Done=done/0",
        "To do=todo/0, Doing=doing/0, Done=done/0, Checking=doing/3!",
      };

      team_do (weft_board_place_status (world->adas, review, position));
      team_wait_until (has_statuses (world->adas, orders[position]) && has_statuses (world->bens, orders[position]));
    }
  team_do (weft_board_remove_status (world->adas, review));
  team_wait_until (has_statuses (world->bens, "To do=todo/0, Doing=doing/0, Done=done/0"));
  team_do (weft_sync_undo (world->ada.sync));
  team_wait_until (has_statuses (world->bens, "To do=todo/0, Doing=doing/0, Done=done/0, Checking=doing/3!"));
}

/* A hard limit refuses what is one too many; of each lane by itself it refuses nothing, as the server does not know by what a board has lanes. */
static void
test_lane_limit (World *world, gconstpointer data)
{
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  g_autofree char *oak = add (world->adas, "oak", wheel);
  g_autoptr (WeftProjectStatus) doing = g_list_model_get_item (G_LIST_MODEL (world->adas), 1);
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  const WeftStatusRecord record
      = { .id = (char *) weft_project_status_get_id (doing), .name = (char *) "Doing", .category = WEFT_CATEGORY_DOING, .wip = 1, .hard = TRUE };
  const char *oaks[] = { oak, NULL };

  team_do (weft_board_set_status (world->adas, &record));
  team_do (weft_board_move (world->adas, (const char *[]) { wheel, NULL }, record.id, NULL));
  team_wait_until (weft_project_status_is_full (doing));
  weft_refusal_watch (world->ada.sync, weft_board_move (world->adas, oaks, record.id, NULL), owner, on_told, FALSE);
  team_wait_until (g_object_get_data (owner, "told") != NULL);

  team_do (weft_board_set_lane_limit (world->adas, doing, TRUE));
  team_wait_until (weft_project_status_get_per_lane (doing) && !weft_project_status_is_full (doing));
  team_do (weft_board_move (world->adas, oaks, record.id, NULL));
  team_wait_until (weft_project_status_get_n_tasks (doing) == 2 && weft_project_status_is_over (doing));
  team_do (weft_sync_undo (world->ada.sync));
  team_wait_until (weft_project_status_get_n_tasks (doing) == 1);
  team_do (weft_sync_undo (world->ada.sync));
  team_wait_until (!weft_project_status_get_per_lane (doing) && weft_project_status_is_full (doing));
}

static void
test_project (World *world, gconstpointer data)
{
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  const char *label;

  team_do (weft_sync_submit (world->ada.sync, world->stream, &weft_board_set_project_operation,
                             &(WeftBoardSetProject) { .name = "Mill", .code = "MILL", .about = "Grinds." }));
  team_wait_until (g_str_equal (weft_board_get_about (world->adas), "Grinds."));
  team_do (weft_board_set_project (world->adas, "Windmill", "WIND", "Grinds, by wind."));
  team_wait_until (g_strcmp0 (weft_board_get_name (world->bens), "Windmill") == 0 && g_str_equal (weft_board_get_code (world->bens), "WIND"));
  g_assert_cmpstr (weft_board_get_about (world->bens), ==, "Grinds, by wind.");
  team_do (weft_board_archive_project (world->adas, TRUE));
  team_wait_until (weft_board_get_archived (world->bens));

  team_do (weft_board_label_new (world->bens, (const char *const[]) { wheel, NULL }, "wood", "moss"));
  team_wait_until (weft_board_get_labels (world->adas)->len == 1);
  label = ((WeftProjectLabel *) weft_board_get_labels (world->adas)->pdata[0])->id;
  team_do (weft_board_set_label (world->adas, label, "oak", "clay"));
  team_wait_until (weft_board_get_labels (world->bens)->len == 1
                   && g_str_equal (((WeftProjectLabel *) weft_board_get_labels (world->bens)->pdata[0])->name, "oak"));
  g_assert_cmpstr (((WeftProjectLabel *) weft_board_get_labels (world->bens)->pdata[0])->yarn, ==, "clay");
  team_do (weft_board_remove_label (world->bens, ((WeftProjectLabel *) weft_board_get_labels (world->bens)->pdata[0])->id));
  team_wait_until (weft_board_get_labels (world->adas)->len == 0);
}

/* What is put away stands in the archive and nowhere else, until it comes back or is deleted; a board opened now shows the same. */
static void
test_archive (World *world, gconstpointer data)
{
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  g_autofree char *oak = add (world->adas, "oak", wheel);
  GListModel *archive = weft_board_get_archive (world->bens);

  both_show (world, "To do: wheel oak; Doing:; Done:");
  g_assert_cmpuint (g_list_model_get_n_items (archive), ==, 0);
  team_do (weft_board_archive (world->adas, (const char *const[]) { wheel, oak, NULL }, TRUE));
  team_wait_until (g_list_model_get_n_items (archive) == 2);
  {
    g_autoptr (WeftBoard) fresh = weft_board_new (world->ben.sync, world->stream);

    team_wait_until (weft_board_get_ready (fresh));
    g_assert_cmpuint (g_list_model_get_n_items (weft_board_get_archive (fresh)), ==, 2);
  }
  team_do (weft_board_delete (world->adas, (const char *const[]) { oak, NULL }));
  team_wait_until (g_list_model_get_n_items (archive) == 1);
  team_do (weft_board_archive (world->bens, (const char *const[]) { wheel, NULL }, FALSE));
  team_wait_until (g_list_model_get_n_items (archive) == 0 && g_list_model_get_n_items (weft_board_get_archive (world->adas)) == 0);
  both_show (world, "To do: wheel; Doing:; Done:");
}

/* "hub .spokes+ rim": what stands below another with a point, what is done with a plus. */
static gboolean
lists (WeftChecklist *items, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (items));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftTaskItem) item = g_list_model_get_item (G_LIST_MODEL (items), i);
      const char *parent = weft_task_item_get_parent (item);

      g_string_append_printf (out, "%s%s%s%s", out->len > 0 ? " " : "", parent != NULL ? "." : "", weft_task_item_get_title (item),
                              weft_task_item_get_done (item) ? "+" : "");
    }
  return g_str_equal (out->str, expected);
}

static WeftTaskItem *
item_called (WeftChecklist *items, const char *title)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (items));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftTaskItem) item = g_list_model_get_item (G_LIST_MODEL (items), i);

      if (g_str_equal (weft_task_item_get_title (item), title))
        return item;
    }
  g_error ("there is no item called %s", title);
}

static void
add_item (WeftChecklist *items, const char *title, const char *parent, const char *after)
{
  g_autofree char *id = NULL;

  team_do (weft_checklist_add (items, title, parent, after, &id));
  team_wait_until (weft_checklist_find (items, id) != NULL);
}

static void
on_notify (WeftTask *task, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

#define all_list(text_) team_wait_until (lists (adas, text_) && lists (bens, text_))
#define all_count(n_, done_)                                                                                                           \
  team_wait_until (weft_task_get_n_items (weft_board_find_task (world->adas, wheel)) == (n_)                                           \
                   && weft_task_get_n_items_done (weft_board_find_task (world->adas, wheel)) == (done_)                                \
                   && weft_task_get_n_items (weft_board_find_task (world->bens, wheel)) == (n_)                                        \
                   && weft_task_get_n_items_done (weft_board_find_task (world->bens, wheel)) == (done_))

/* What one does to a checklist the other sees, and the card's numbers follow. */
static void
test_checklist (World *world, gconstpointer data)
{
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  g_autoptr (WeftChecklist) adas = NULL;
  g_autoptr (WeftChecklist) bens = NULL;
  g_autoptr (WeftTaskItem) rim = NULL;
  guint n_told = 0;

  team_wait_until (weft_board_find_task (world->bens, wheel) != NULL);
  adas = weft_checklist_new (world->adas, wheel);
  bens = weft_checklist_new (world->bens, wheel);
  g_signal_connect (weft_board_find_task (world->bens, wheel), "notify::items", G_CALLBACK (on_notify), &n_told);
  add_item (adas, "hub", NULL, NULL);
  add_item (adas, "rim", NULL, weft_task_item_get_id (item_called (adas, "hub")));
  all_list ("hub rim");
  all_count (2, 0);
  g_assert_cmpuint (n_told, >, 0);
  add_item (bens, "nave", weft_task_item_get_id (item_called (bens, "hub")), NULL);
  all_list ("hub .nave rim");
  all_count (2, 0);
  team_do (weft_checklist_tick (bens, item_called (bens, "nave"), TRUE));
  all_list ("hub+ .nave+ rim");
  all_count (2, 1);
  team_do (weft_checklist_place (adas, item_called (adas, "rim"), NULL, NULL));
  all_list ("rim hub+ .nave+");
  team_do (weft_checklist_place (adas, item_called (adas, "rim"), weft_task_item_get_id (item_called (adas, "hub")),
                                 weft_task_item_get_id (item_called (adas, "nave"))));
  all_list ("hub .nave+ .rim");
  /* Whatever it is called meanwhile. */
  rim = g_object_ref (item_called (bens, "rim"));
  team_do (weft_checklist_set_title (bens, rim, "felloe"));
  team_do (weft_checklist_assign (bens, rim, weft_sync_get_person (world->ada.sync)));
  team_do (weft_checklist_set_due (bens, rim, 86400000));
  all_list ("hub .nave+ .felloe");
  team_wait_until (weft_task_item_get_due_at (item_called (adas, "felloe")) == 86400000);
  g_assert_cmpstr (weft_task_item_get_assignee (item_called (adas, "felloe")), ==, weft_sync_get_person (world->ada.sync));
  team_do (weft_checklist_remove (adas, item_called (adas, "hub")));
  all_list ("");
  all_count (0, 0);
}

/* What is ticked by two people apart, on different items, is ticked by both when they meet; one undo takes back one's own. */
static void
test_checklist_apart (World *world, gconstpointer data)
{
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  g_autoptr (WeftChecklist) adas = NULL;
  g_autoptr (WeftChecklist) bens = NULL;

  team_wait_until (weft_board_find_task (world->bens, wheel) != NULL);
  adas = weft_checklist_new (world->adas, wheel);
  bens = weft_checklist_new (world->bens, wheel);
  add_item (adas, "hub", NULL, NULL);
  add_item (adas, "rim", NULL, weft_task_item_get_id (item_called (adas, "hub")));
  all_list ("hub rim");
  team_stop_server (&world->team);
  dex_future_disown (weft_checklist_tick (adas, item_called (adas, "hub"), TRUE));
  dex_future_disown (weft_checklist_tick (bens, item_called (bens, "rim"), TRUE));
  team_wait_until (lists (adas, "hub+ rim") && lists (bens, "hub rim+"));
  team_start_server (&world->team);
  all_list ("hub+ rim+");
  all_count (2, 2);
  team_do (weft_sync_undo (world->ben.sync));
  all_list ("hub+ rim");
  all_count (2, 1);
}

/* It is a part of the task from then on, with what stood below it; one undo puts it back. */
static void
test_checklist_made_task (World *world, gconstpointer data)
{
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  g_autoptr (WeftChecklist) adas = NULL;
  g_autoptr (WeftChecklist) bens = NULL;
  g_autoptr (WeftChecklist) part = NULL;
  g_autoptr (GPtrArray) parts = NULL;

  team_wait_until (weft_board_find_task (world->bens, wheel) != NULL);
  adas = weft_checklist_new (world->adas, wheel);
  bens = weft_checklist_new (world->bens, wheel);
  add_item (adas, "hub", NULL, NULL);
  add_item (adas, "nave", weft_task_item_get_id (item_called (adas, "hub")), NULL);
  add_item (adas, "box", weft_task_item_get_id (item_called (adas, "hub")), weft_task_item_get_id (item_called (adas, "nave")));
  team_do (weft_checklist_tick (adas, item_called (adas, "box"), TRUE));
  all_list ("hub .nave .box+");
  team_do (weft_checklist_make_task (adas, item_called (adas, "hub")));
  all_list ("");
  team_wait_until (weft_task_get_n_parts (weft_board_find_task (world->bens, wheel)) == 1);
  parts = weft_board_list_linked (world->bens, weft_board_find_task (world->bens, wheel), WEFT_TASK_HAS_PART);
  g_assert_cmpstr (weft_task_get_title (parts->pdata[0]), ==, "hub");
  part = weft_checklist_new (world->bens, weft_task_get_id (parts->pdata[0]));
  team_wait_until (lists (part, "nave box+"));
  team_do (weft_sync_undo (world->ada.sync));
  all_list ("hub .nave .box+");
  team_wait_until (weft_task_get_n_parts (weft_board_find_task (world->bens, wheel)) == 0);
}

static WeftBoardReading *
read_version (World *world, WeftReplay *replay, gint64 seq)
{
  g_autoptr (DexFuture) future = weft_board_reading_read_past (replay, seq, world->stream, TRUE);

  team_wait_until (!dex_future_is_pending (future));
  return g_value_dup_boxed (dex_future_get_value (future, NULL));
}

/* What became of tasks between the versions @from and @to: "New Warp; Moved Cloth; …". */
static char *
compare_versions (World *world, WeftReplay *replay, gint64 from, gint64 to)
{
  static const char *const kinds[] = { "New", "Moved", "Changed", "Gone" };
  WeftBoardReading *before = read_version (world, replay, from);
  WeftBoardReading *after = read_version (world, replay, to);
  g_autoptr (GListModel) list = weft_task_difference_list (before, after);
  g_autoptr (GString) out = g_string_new (NULL);

  /* What is listed keeps what it is of. */
  g_boxed_free (weft_board_reading_get_type (), before);
  g_boxed_free (weft_board_reading_get_type (), after);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (WeftTaskDifference) difference = g_list_model_get_item (list, i);

      g_string_append_printf (out, "%s%s %s", i > 0 ? "; " : "", kinds[weft_task_difference_get_kind (difference)],
                              weft_task_difference_get_after (difference)->title);
    }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* Whatever may change of a task is told, and what was changed back is not. */
static void
test_difference (World *world, gconstpointer data)
{
  g_autofree char *warp = add (world->adas, "Warp", NULL);
  g_autofree char *cloth = add (world->adas, "Cloth", warp);
  const char *ids[] = { warp, NULL };
  const char *other[] = { cloth, NULL };
  g_autoptr (WeftReplay) replay = NULL;
  gint64 made;
  gint64 head;

  both_show (world, "To do: Warp Cloth; Doing:; Done:");
  replay = weft_replay_new (world->ben.sync, world->stream);
  team_do (weft_replay_load (replay));
  made = weft_replay_get_head (replay);
  g_clear_object (&replay);

  team_do (weft_board_edit (world->adas, warp, NULL, "of linen", ""));
  team_do (weft_board_set_priority (world->adas, other, WEFT_PRIORITY_HIGH));
  team_do (weft_board_set_priority (world->adas, other, WEFT_PRIORITY_NONE));
  team_do (weft_board_move (world->adas, ids, status_id (world->adas, 1), NULL));
  team_do (weft_board_archive (world->adas, other, TRUE));
  both_show (world, "To do:; Doing: Warp; Done:");

  replay = weft_replay_new (world->ben.sync, world->stream);
  team_do (weft_replay_load (replay));
  head = weft_replay_get_head (replay);
  {
    g_autofree char *all = compare_versions (world, replay, 0, head);
    g_autofree char *since = compare_versions (world, replay, made, head);
    g_autofree char *about = compare_versions (world, replay, made, made + 1);
    g_autofree char *back = compare_versions (world, replay, made + 1, made + 3);
    g_autofree char *moved = compare_versions (world, replay, made + 3, head - 1);
    g_autofree char *nothing = compare_versions (world, replay, head, head);

    g_assert_cmpstr (all, ==, "New Warp");
    g_assert_cmpstr (since, ==, "Moved Warp; Gone Cloth");
    g_assert_cmpstr (about, ==, "Changed Warp");
    g_assert_cmpstr (back, ==, "");
    g_assert_cmpstr (moved, ==, "Moved Warp");
    g_assert_cmpstr (nothing, ==, "");
  }
}

static void
test_past (World *world, gconstpointer data)
{
  g_autofree char *warp = add (world->adas, "Warp", NULL);
  g_autofree char *cloth = add (world->adas, "Cloth", warp);
  const char *ids[] = { warp, NULL };
  g_autoptr (WeftReplay) replay = NULL;
  g_autoptr (WeftBoard) then = NULL;
  gint64 head;

  both_show (world, "To do: Warp Cloth; Doing:; Done:");
  team_do (weft_sync_submit (world->ada.sync, world->stream, &weft_board_move_operation,
                             &(WeftBoardMove) { .ids = ids, .n_ids = 1, .status = status_id (world->adas, 2) }));
  both_show (world, "To do: Cloth; Doing:; Done: Warp");
  team_do (weft_sync_submit (world->ada.sync, world->stream, &weft_board_delete_operation, &(WeftBoardDelete) { .id = cloth }));
  both_show (world, "To do:; Doing:; Done: Warp");

  replay = weft_replay_new (world->ben.sync, world->stream);
  team_do (weft_replay_load (replay));
  head = weft_replay_get_head (replay);
  then = weft_board_new_past (world->bens, replay);
  team_wait_until (shows (then, "To do:; Doing:; Done: Warp"));
  g_assert_false (weft_board_may_change (then));
  g_assert_false (weft_board_may_arrange (then));
  weft_board_show_version (then, head - 1);
  team_wait_until (shows (then, "To do: Cloth; Doing:; Done: Warp"));
  weft_board_show_version (then, 0);
  weft_board_show_version (then, head - 2);
  team_wait_until (shows (then, "To do: Warp Cloth; Doing:; Done:"));
  weft_board_show_version (then, 0);
  team_wait_until (shows (then, ""));
  g_assert_null (weft_board_get_name (then));

  /* What is done meanwhile is no past yet. */
  {
    g_autofree char *more = add (world->adas, "More", NULL);

    both_show (world, "To do: More; Doing:; Done: Warp");
  }
  weft_board_show_version (then, head);
  team_wait_until (shows (then, "To do:; Doing:; Done: Warp"));
}

static gboolean
are (GPtrArray *people, const char *only)
{
  g_autoptr (GPtrArray) held = people;

  return only == NULL ? held->len == 0 : held->len == 1 && g_str_equal (held->pdata[0], only);
}

/* Each is told that the other looks, what they have open and picked up, also by two windows apart; who goes without a word is forgotten. */
static void
test_onlookers (World *world, gconstpointer data)
{
  g_autofree char *oak = add (world->adas, "oak", NULL);
  g_autoptr (WeftOnlookers) adas = weft_onlookers_new (world->ada.sync, world->stream);
  g_autoptr (WeftOnlookers) bens = weft_onlookers_new (world->ben.sync, world->stream);
  g_autoptr (WeftOnlookers) second = weft_onlookers_new (world->ben.sync, world->stream);
  const char *ada = weft_sync_get_person (world->ada.sync);
  g_autofree char *ben = g_strdup (weft_sync_get_person (world->ben.sync));

  weft_onlookers_show (adas, TRUE);
  weft_onlookers_show (bens, TRUE);
  team_wait_until (are (weft_onlookers_list (adas, NULL), ben) && are (weft_onlookers_list (bens, NULL), ada));
  g_assert_null (weft_onlookers_find_opener (adas, oak));

  weft_onlookers_open (bens, oak);
  team_wait_until (are (weft_onlookers_list (adas, oak), ben));
  g_assert_cmpstr (weft_onlookers_find_opener (adas, oak), ==, ben);
  g_assert_cmpstr (weft_onlookers_get_opened (adas, ben), ==, oak);
  g_assert_null (weft_onlookers_find_holder (adas, oak));
  weft_onlookers_hold (bens, (const char *const[]) { oak, NULL });
  team_wait_until (g_strcmp0 (weft_onlookers_find_holder (adas, oak), ben) == 0);
  weft_onlookers_hold (bens, NULL);
  weft_onlookers_open (bens, NULL);
  team_wait_until (weft_onlookers_find_holder (adas, oak) == NULL && weft_onlookers_find_opener (adas, oak) == NULL);

  /* What one window does says nothing of the other. */
  weft_onlookers_show (second, TRUE);
  weft_onlookers_open (second, oak);
  team_wait_until (weft_onlookers_find_opener (adas, oak) != NULL);
  weft_onlookers_show (second, FALSE);
  team_wait_until (weft_onlookers_find_opener (adas, oak) == NULL);
  g_assert_true (are (weft_onlookers_list (adas, NULL), ben));

  team_close (&world->ben);
  team_wait_until (are (weft_onlookers_list (adas, NULL), NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/board/board/together", World, NULL, set_up, test_together, tear_down);
  g_test_add ("/board/board/little-is-told", World, NULL, set_up, test_little_is_told, tear_down);
  g_test_add ("/board/board/as-if-read-now", World, NULL, set_up, test_as_if_read_now, tear_down);

  g_test_add ("/board/board/onlookers", World, NULL, set_up, test_onlookers, tear_down);
  g_test_add ("/board/board/links", World, NULL, set_up, test_links, tear_down);
  g_test_add ("/board/board/facts", World, NULL, set_up, test_facts, tear_down);
  g_test_add ("/board/board/recurring", World, NULL, set_up, test_recurring, tear_down);
  g_test_add ("/board/board/lanes", World, NULL, set_up, test_lanes, tear_down);
  g_test_add ("/board/board/fields", World, NULL, set_up, test_fields, tear_down);
  g_test_add ("/board/board/lanes/fields", World, NULL, set_up, test_lanes_of_fields, tear_down);
  g_test_add ("/board/board/about", World, NULL, set_up, test_about, tear_down);

  g_test_add ("/board/board/refusals", World, NULL, set_up, test_refusals, tear_down);
  g_test_add ("/board/board/figures", World, NULL, set_up, test_figures, tear_down);

  g_test_add ("/board/board/statuses", World, NULL, set_up, test_statuses, tear_down);
  g_test_add ("/board/board/statuses/lane-limit", World, NULL, set_up, test_lane_limit, tear_down);
  g_test_add ("/board/board/project", World, NULL, set_up, test_project, tear_down);
  g_test_add ("/board/board/past", World, NULL, set_up, test_past, tear_down);
  g_test_add ("/board/board/difference", World, NULL, set_up, test_difference, tear_down);
  g_test_add ("/board/board/archive", World, NULL, set_up, test_archive, tear_down);

  g_test_add ("/board/board/checklist", World, NULL, set_up, test_checklist, tear_down);
  g_test_add ("/board/board/checklist-apart", World, NULL, set_up, test_checklist_apart, tear_down);
  g_test_add ("/board/board/checklist-made-task", World, NULL, set_up, test_checklist_made_task, tear_down);

  return g_test_run ();
}
