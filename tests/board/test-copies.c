/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is made once more: a task with all that it says and nothing of what happened to it, in its project or with all of it. */

#include "team.h"

#include "base/weft-id-map.h"
#include "features/board/client/weft-board-operations.h"
#include "features/board/client/weft-checklist.h"
#include "features/board/client/weft-project-copy.h"
#include "features/board/client/weft-project-list.h"
#include "features/board/client/weft-saved-view-list.h"
#include "features/board/client/weft-task-about.h"
#include "features/board/client/weft-task-copy.h"
#include "features/board/shared/weft-board-module.h"

#define DAY 86400000

typedef struct
{
  Team team;
  TeamDevice ada;
  TeamDevice ben;
  WeftProjectList *projects;
  char *stream;
  WeftBoard *adas;
  WeftBoard *bens;
} World;

static const char *const names[] = { "To do", "Doing", "Done", NULL };

/* "To do: wheel oak; Doing:; Done:" */
static gboolean
shows (WeftBoard *board, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (board)); i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (board), i);

      g_string_append_printf (out, "%s%s:", i > 0 ? "; " : "", weft_project_status_get_name (status));
      for (guint k = 0; k < weft_project_status_get_n_tasks (status); k++)
        {
          g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (status), k);

          g_string_append_printf (out, " %s", weft_task_get_title (task));
        }
    }
  return g_str_equal (out->str, expected);
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
  team_begin (&world->team);
  team_found (&world->team, &world->ada, "ada");
  team_join (&world->team, &world->ben, "ben", &world->ada);
  world->projects = weft_project_list_new (world->ada.sync);
  team_do (weft_project_list_create (world->projects, "Mill", "MILL", names, (const char *const[]) { weft_sync_get_person (world->ben.sync), NULL },
                                     &world->stream));
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (world->projects)) == 1);
  world->adas = weft_board_new (world->ada.sync, world->stream);
  world->bens = weft_board_new (world->ben.sync, world->stream);
  both_show (world, "To do:; Doing:; Done:");
}

static void
tear_down (World *world, gconstpointer data)
{
  g_clear_object (&world->projects);
  g_clear_object (&world->adas);
  g_clear_object (&world->bens);
  g_clear_pointer (&world->stream, g_free);
  team_leave (&world->ada);
  team_leave (&world->ben);
  team_end (&world->team);
}

static guint
n_parts (WeftBoard *board, const char *id)
{
  WeftTask *task = weft_board_find_task (board, id);

  return task != NULL ? weft_task_get_n_parts (task) : 0;
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
add_item (WeftChecklist *items, const char *title, const char *parent, const char *after, char **id)
{
  team_do (weft_checklist_add (items, title, parent, after, id));
  team_wait_until (weft_checklist_find (items, *id) != NULL);
}

/* A wheel which says everything that a task may say, and of which something happened. */
static char *
add_wheel (World *world)
{
  char *wheel = add (world->adas, "wheel", NULL);
  const char *const ids[] = { wheel, NULL };
  const char *ben = weft_sync_get_person (world->ben.sync);
  g_autoptr (WeftChecklist) items = weft_checklist_new (world->adas, wheel);
  g_autofree char *hub = NULL;
  g_autofree char *nave = NULL;
  g_autofree char *box = NULL;
  g_autofree char *rim = NULL;
  g_autofree char *oak = add (world->adas, "oak", wheel);
  g_autofree char *option = NULL;
  g_autofree char *name = NULL;
  const char *grade, *smith, *cursor;

  team_do (weft_board_edit (world->adas, wheel, NULL, "Of **ash**.", ""));
  team_do (weft_board_set_priority (world->adas, ids, WEFT_PRIORITY_HIGH));
  team_do (weft_board_set_estimate (world->adas, ids, 3));
  team_do (weft_board_set_dates (world->adas, ids, DAY, 2 * DAY));
  team_do (weft_board_set_recurrence (world->adas, ids, "schedule FREQ=DAILY UTC 0"));
  team_do (weft_board_assign (world->adas, ids, ben, TRUE));
  team_do (weft_board_label_new (world->adas, ids, "cart", "teal"));
  team_do (weft_board_label_new (world->adas, ids, "gone", "rose"));
  team_do (weft_board_add_field (world->adas, "Grade", WEFT_FIELD_SELECT));
  team_do (weft_board_add_field (world->adas, "Smith", WEFT_FIELD_PERSON));
  team_wait_until (weft_board_get_fields (world->adas)->len == 2 && weft_board_get_labels (world->adas)->len == 2);
  grade = ((WeftProjectField *) weft_board_get_fields (world->adas)->pdata[0])->id;
  team_do (weft_board_set_option (world->adas, grade, NULL, "Fine"));
  team_wait_until ((cursor = ((WeftProjectField *) weft_board_get_fields (world->adas)->pdata[0])->options) != NULL);
  g_assert_true (weft_id_map_next (&cursor, &option, &name));
  grade = ((WeftProjectField *) weft_board_get_fields (world->adas)->pdata[0])->id;
  team_do (weft_board_set_value (world->adas, wheel, grade, option));
  smith = ((WeftProjectField *) weft_board_get_fields (world->adas)->pdata[1])->id;
  team_do (weft_board_set_value (world->adas, wheel, smith, ben));
  add_item (items, "hub", NULL, NULL, &hub);
  add_item (items, "nave", hub, NULL, &nave);
  add_item (items, "box", hub, nave, &box);
  add_item (items, "rim", NULL, hub, &rim);
  team_do (weft_checklist_tick (items, weft_checklist_find (items, box), TRUE));
  team_do (weft_board_link (world->adas, weft_board_find_task (world->adas, wheel), WEFT_TASK_WAITS_FOR, weft_board_find_task (world->adas, oak), TRUE));
  team_do (weft_board_remove_label (world->adas, ((WeftProjectLabel *) weft_board_get_labels (world->adas)->pdata[1])->id));
  team_wait_until (weft_board_get_labels (world->adas)->len == 1
                   && weft_task_get_n_items (weft_board_find_task (world->adas, wheel)) == 3
                   && weft_task_get_n_items_done (weft_board_find_task (world->adas, wheel)) == 1
                   && weft_task_get_blocked_by (weft_board_find_task (world->adas, wheel)) != NULL
                   && weft_id_map_count (weft_task_get_record (weft_board_find_task (world->adas, wheel))->field_values) == 2);
  return wheel;
}

/* "hub .nave .box rim" */
static gboolean
lists (WeftChecklist *items, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (items)); i++)
    {
      g_autoptr (WeftTaskItem) item = g_list_model_get_item (G_LIST_MODEL (items), i);

      g_string_append_printf (out, "%s%s%s%s", out->len > 0 ? " " : "", weft_task_item_get_parent (item) != NULL ? "." : "",
                              weft_task_item_get_title (item), weft_task_item_get_done (item) ? "+" : "");
    }
  return g_str_equal (out->str, expected);
}

/* All that the wheel says, and nothing of what happened to it. @like: of which its project is the same. */
static void
check_says_all (WeftBoard *board, const char *id, const WeftTaskRecord *like)
{
  const WeftTaskRecord *record = weft_task_get_record (weft_board_find_task (board, id));
  g_autoptr (WeftTaskAbout) about = weft_task_about_new (weft_board_get_sync (board), weft_board_get_stream (board), id);
  g_autoptr (WeftChecklist) items = weft_checklist_new (board, id);

  g_assert_cmpstr (record->title, ==, "wheel");
  g_assert_cmpint (record->priority, ==, WEFT_PRIORITY_HIGH);
  g_assert_cmpfloat (record->estimate, ==, 3);
  g_assert_cmpint (record->start_at, ==, DAY);
  g_assert_cmpint (record->due_at, ==, 2 * DAY);
  g_assert_cmpstr (record->recurrence, ==, "schedule FREQ=DAILY UTC 0");
  g_assert_cmpstr (record->assignees, ==, like->assignees);
  g_assert_cmpstr (record->labels, ==, ((WeftProjectLabel *) weft_board_get_labels (board)->pdata[0])->id);
  g_assert_cmpuint (weft_id_map_count (record->field_values), ==, 2);
  if (board != NULL && weft_board_find_task (board, like->id) != NULL)
    g_assert_cmpstr (record->field_values, ==, like->field_values);
  g_assert_null (record->blockers);
  team_wait_until (weft_task_about_get_text (about) != NULL && lists (items, "hub .nave .box rim"));
  g_assert_cmpstr (weft_task_about_get_text (about), ==, "Of **ash**.");
  g_assert_cmpuint (weft_task_get_n_items_done (weft_board_find_task (board, id)), ==, 0);
}

static char **
duplicate (WeftBoard *board, const char *const *ids)
{
  g_autoptr (DexFuture) future = weft_board_duplicate (board, ids);

  team_wait_until (!dex_future_is_pending (future));
  return g_value_dup_boxed (dex_future_get_value (future, NULL));
}

/* A copy stands below its original and says the same; several at once are one undo; what cannot come with it (a label that was taken away) is left out. */
static void
test_duplicate (World *world, gconstpointer data)
{
  g_autofree char *wheel = add_wheel (world);
  g_autofree char *cart = NULL;
  g_auto (GStrv) copies = NULL;
  WeftTask *oak, *copy;

  both_show (world, "To do: wheel oak; Doing:; Done:");
  cart = add (world->adas, "cart", NULL);
  team_do (weft_board_link (world->adas, weft_board_find_task (world->adas, wheel), WEFT_TASK_PART_OF, weft_board_find_task (world->adas, cart), TRUE));
  oak = weft_board_find_number (world->adas, 2);
  team_wait_until (n_parts (world->adas, cart) == 1 && n_parts (world->bens, cart) == 1);
  copies = duplicate (world->adas, (const char *const[]) { wheel, weft_task_get_id (oak), NULL });
  g_assert_cmpuint (g_strv_length (copies), ==, 2);
  both_show (world, "To do: cart wheel wheel oak oak; Doing:; Done:");
  check_says_all (world->bens, copies[0], weft_task_get_record (weft_board_find_task (world->bens, wheel)));
  copy = weft_board_find_task (world->bens, copies[0]);
  g_assert_cmpstr (weft_task_get_record (copy)->parent, ==, cart);
  g_assert_cmpint (weft_task_get_record (copy)->number, ==, 4);
  g_assert_cmpint (weft_task_get_record (weft_board_find_task (world->bens, copies[1]))->number, ==, 5);

  team_do (weft_sync_undo (world->ada.sync));
  both_show (world, "To do: cart wheel oak; Doing:; Done:");
  team_do (weft_sync_redo (world->ada.sync));
  both_show (world, "To do: cart wheel wheel oak oak; Doing:; Done:");
  check_says_all (world->bens, copies[0], weft_task_get_record (weft_board_find_task (world->bens, wheel)));
}

/* A card whose checklist is as long as one can be is duplicated; six of them are too much for one undo, and that is said before anything is done. */
static void
test_duplicate_large (World *world, gconstpointer data)
{
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  g_autofree WeftBoardAddItem *args = g_new0 (WeftBoardAddItem, 200);
  const WeftOperation *operations[200];
  gconstpointer each[200];
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) wheels = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 200; i++)
    {
      g_ptr_array_add (ids, weft_id_new (weft_clock_get_system ()));
      args[i] = (WeftBoardAddItem) { .id = ids->pdata[i], .parent = wheel, .title = "spoke", .after = i > 0 ? ids->pdata[i - 1] : NULL };
      operations[i] = &weft_board_add_item_operation;
      each[i] = &args[i];
    }
  team_do (weft_sync_submit_group (world->ada.sync, world->stream, operations, each, 200));
  team_wait_until (weft_task_get_n_items (weft_board_find_task (world->adas, wheel)) == 200);
  g_ptr_array_add (wheels, g_strdup (wheel));
  for (guint i = 0; i < 4; i++)
    {
      g_auto (GStrv) copies = duplicate (world->adas, (const char *const[]) { wheel, NULL });

      team_wait_until (weft_board_find_task (world->bens, copies[0]) != NULL
                       && weft_task_get_n_items (weft_board_find_task (world->bens, copies[0])) == 200);
      g_ptr_array_add (wheels, g_strdup (copies[0]));
    }
  g_ptr_array_add (wheels, NULL);
  both_show (world, "To do: wheel wheel wheel wheel wheel; Doing:; Done:");
  future = weft_board_duplicate (world->adas, (const char *const *) wheels->pdata);
  team_wait_until (!dex_future_is_pending (future));
  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE);
  both_show (world, "To do: wheel wheel wheel wheel wheel; Doing:; Done:");
}

/* A template stands in no column, counts for no limit and is part of nothing; a card made of it says all that it says. A card becomes a template and
 * is one no longer, by one undo; then it stands where it stood. */
static void
test_templates (World *world, gconstpointer data)
{
  g_autofree char *wheel = add_wheel (world);
  g_autofree char *cart = add (world->adas, "cart", NULL);
  const char *const ids[] = { wheel, NULL };
  g_autoptr (DexFuture) saved = NULL;
  g_autoptr (DexFuture) used = NULL;
  g_auto (GStrv) templates = NULL;
  g_auto (GStrv) made = NULL;
  WeftTask *task;

  team_do (weft_board_link (world->adas, weft_board_find_task (world->adas, wheel), WEFT_TASK_PART_OF, weft_board_find_task (world->adas, cart), TRUE));
  team_wait_until (n_parts (world->adas, cart) == 1);
  saved = weft_board_save_templates (world->adas, ids);
  team_wait_until (!dex_future_is_pending (saved));
  templates = g_value_dup_boxed (dex_future_get_value (saved, NULL));
  team_wait_until (g_list_model_get_n_items (weft_board_get_templates (world->bens)) == 1
                   && weft_board_find_task (world->bens, templates[0]) != NULL
                   && weft_task_get_record (weft_board_find_task (world->bens, templates[0]))->assignees != NULL);
  both_show (world, "To do: cart wheel oak; Doing:; Done:");
  task = weft_board_find_task (world->bens, templates[0]);
  g_assert_true (weft_task_get_record (task)->template);
  g_assert_null (weft_task_get_record (task)->parent);
  check_says_all (world->bens, templates[0], weft_task_get_record (weft_board_find_task (world->bens, wheel)));
  g_assert_cmpuint (n_parts (world->bens, cart), ==, 1);

  used = weft_board_use_template (world->bens, templates[0], status_id (world->bens, 1));
  team_wait_until (!dex_future_is_pending (used));
  made = g_value_dup_boxed (dex_future_get_value (used, NULL));
  both_show (world, "To do: cart wheel oak; Doing: wheel; Done:");
  check_says_all (world->adas, made[0], weft_task_get_record (weft_board_find_task (world->adas, wheel)));
  g_assert_false (weft_task_get_record (weft_board_find_task (world->adas, made[0]))->template);

  /* One that was a card. */
  team_do (weft_sync_submit (world->ada.sync, world->stream, &weft_board_set_template_operation,
                             &(WeftBoardSetTemplate) { .ids = ids, .n_ids = 1, .template = TRUE }));
  both_show (world, "To do: cart oak; Doing: wheel; Done:");
  team_wait_until (weft_board_find_task (world->bens, cart) != NULL && n_parts (world->bens, cart) == 0);
  g_assert_cmpuint (g_list_model_get_n_items (weft_board_get_templates (world->bens)), ==, 2);
  {
    g_autoptr (WeftBoard) fresh = weft_board_new (world->ben.sync, world->stream);

    team_wait_until (weft_board_get_ready (fresh));
    g_assert_true (shows (fresh, "To do: cart oak; Doing: wheel; Done:"));
    g_assert_cmpuint (g_list_model_get_n_items (weft_board_get_templates (fresh)), ==, 2);
  }
  team_do (weft_sync_undo (world->ada.sync));
  both_show (world, "To do: cart wheel oak; Doing: wheel; Done:");
  team_wait_until (g_list_model_get_n_items (weft_board_get_templates (world->bens)) == 1
                   && g_list_model_get_n_items (weft_board_get_templates (world->adas)) == 1);
}

/* What is no task is in no limit, no figure and no way of a task; a status goes from under it, and it cannot be a task there then. */
static void
test_templates_apart (World *world, gconstpointer data)
{
  g_autofree char *wheel = add (world->adas, "wheel", NULL);
  g_autofree char *oak = add (world->adas, "oak", wheel);
  g_autofree char *doing = g_strdup (status_id (world->adas, 1));
  const char *const ids[] = { wheel, NULL };
  const WeftBoardSetTemplate on = { .ids = ids, .n_ids = 1, .template = TRUE };
  const WeftBoardSetTemplate off = { .ids = ids, .n_ids = 1 };

  team_do (weft_board_link (world->adas, weft_board_find_task (world->adas, oak), WEFT_TASK_WAITS_FOR, weft_board_find_task (world->adas, wheel), TRUE));
  team_do (weft_board_set_status (world->adas, &(WeftStatusRecord) { .id = doing, .name = "Doing", .category = WEFT_CATEGORY_DOING, .wip = 1, .hard = TRUE }));
  team_do (weft_board_move (world->adas, ids, doing, NULL));
  both_show (world, "To do: oak; Doing: wheel; Done:");
  team_do (weft_sync_submit (world->ada.sync, world->stream, &weft_board_set_template_operation, &on));
  both_show (world, "To do: oak; Doing:; Done:");
  team_wait_until (weft_task_get_blocked_by (weft_board_find_task (world->adas, oak)) == NULL);
  team_do (weft_board_move (world->adas, (const char *const[]) { oak, NULL }, doing, NULL));
  team_do (weft_board_move (world->adas, (const char *const[]) { oak, NULL }, status_id (world->adas, 2), NULL));
  both_show (world, "To do:; Doing:; Done: oak");

  team_do (weft_board_remove_status (world->adas, weft_board_find_status (world->adas, doing)));
  both_show (world, "To do:; Done: oak");
  team_do (weft_sync_submit (world->ada.sync, world->stream, &weft_board_set_template_operation, &off));
  team_wait_until (weft_sync_get_n_failed (world->ada.sync) == 1);
  g_assert_true (weft_task_get_record (weft_board_find_task (world->adas, wheel))->template);
  {
    g_autoptr (DexFuture) used = weft_board_use_template (world->adas, wheel, NULL);

    team_wait_until (!dex_future_is_pending (used));
    g_assert_nonnull (dex_future_get_value (used, NULL));
  }
  both_show (world, "To do: wheel; Done: oak");
}

static char *
copy_project (WeftBoard *board, const WeftProjectCopyChoice *choice)
{
  g_autoptr (WeftProjectCopy) copy = weft_project_copy_new (board, choice);

  return team_get (weft_project_copy_run (copy));
}

/* Of a project with everything in it a copy has what was asked for, and statuses, labels and fields; cards have what they say and what they have to do with each
 * other, and nothing that happened. One undo does not take some of it away. */
static void
test_project (World *world, gconstpointer data)
{
  g_autofree char *wheel = add_wheel (world);
  g_autofree char *cart = add (world->adas, "cart", NULL);
  g_autofree char *away = add (world->adas, "away", NULL);
  g_autofree char *doing = g_strdup (status_id (world->adas, 1));
  const char *const ids[] = { wheel, NULL };
  g_autofree char *stream = NULL;
  g_autofree char *bare = NULL;
  g_autoptr (WeftBoard) copy = NULL;
  g_autoptr (WeftBoard) bens = NULL;
  g_autoptr (WeftBoard) empty = NULL;
  g_autoptr (WeftSavedViewList) views = weft_saved_view_list_new (world->ada.sync, world->stream);
  g_autoptr (WeftSavedViewList) copied = NULL;
  g_autoptr (DexFuture) saved = weft_board_save_templates (world->adas, ids);
  g_autoptr (DexFuture) undone = NULL;
  g_autoptr (GError) error = NULL;
  WeftProjectStatus *status;
  WeftTask *task;

  team_wait_until (!dex_future_is_pending (saved));
  team_do (weft_board_link (world->adas, weft_board_find_task (world->adas, wheel), WEFT_TASK_PART_OF, weft_board_find_task (world->adas, cart), TRUE));
  team_do (weft_board_archive (world->adas, (const char *const[]) { away, NULL }, TRUE));
  team_do (weft_board_set_status (world->adas, &(WeftStatusRecord) { .id = doing, .name = "Doing", .category = WEFT_CATEGORY_DOING, .wip = 4, .hard = TRUE }));
  team_do (weft_board_allow (world->adas, weft_board_find_status (world->adas, doing), status_id (world->adas, 0), TRUE));
  team_do (weft_board_set_needs (world->adas, weft_board_find_status (world->adas, doing), WEFT_NEEDS_ASSIGNEE));
  team_do (weft_saved_view_list_save (views, TRUE, "Wood", &(WeftBoardLook) { .text = "label:cart", .layout = WEFT_LAYOUT_LIST }, NULL));
  team_do (weft_saved_view_list_save (views, FALSE, "Mine", &(WeftBoardLook) { .text = "" }, NULL));
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (views)) == 2 && weft_project_status_get_needs (weft_board_find_status (world->adas, doing)) == WEFT_NEEDS_ASSIGNEE
                   && g_list_model_get_n_items (weft_board_get_templates (world->adas)) == 1 && shows (world->adas, "To do: cart wheel oak; Doing:; Done:")
                   && n_parts (world->adas, cart) == 1);

  stream = copy_project (world->adas, &(WeftProjectCopyChoice) { "Race", "Race (incomplete)", "RACE", TRUE, TRUE, TRUE, TRUE });
  copy = weft_board_new (world->ada.sync, stream);
  bens = weft_board_new (world->ben.sync, stream);
  team_wait_until (shows (copy, "To do: cart wheel oak; Doing:; Done:") && shows (bens, "To do: cart wheel oak; Doing:; Done:"));
  team_wait_until (!weft_board_get_archived (bens) && g_str_equal (weft_board_get_name (bens), "Race") && g_list_model_get_n_items (weft_board_get_templates (bens)) == 1);
  g_assert_cmpstr (weft_board_get_code (bens), ==, "RACE");
  g_assert_true (weft_board_may_change (bens));
  g_assert_false (weft_board_may_arrange (bens));
  status = weft_board_find_status (bens, status_id (bens, 1));
  g_assert_cmpuint (weft_project_status_get_wip (status), ==, 4);
  g_assert_true (weft_project_status_get_hard (status));
  g_assert_cmpint (weft_project_status_get_needs (status), ==, WEFT_NEEDS_ASSIGNEE);
  g_assert_cmpstr (weft_project_status_get_sources (status), ==, status_id (bens, 0));
  g_assert_cmpuint (weft_board_get_fields (bens)->len, ==, 2);
  g_assert_cmpuint (weft_board_get_labels (bens)->len, ==, 1);
  task = weft_board_find_number (bens, 2);
  g_assert_cmpstr (weft_task_get_title (task), ==, "wheel");
  team_wait_until (weft_task_get_blocked_by (task) != NULL && weft_task_get_record (task)->parent != NULL);
  g_assert_cmpstr (weft_task_get_blocked_by (task), ==, "RACE-3");
  g_assert_cmpstr (weft_task_get_record (task)->parent, ==, weft_task_get_id (weft_board_find_number (bens, 1)));
  g_assert_cmpuint (weft_id_map_count (weft_task_get_record (task)->field_values), ==, 2);
  g_assert_cmpstr (weft_task_get_record (task)->assignees, ==, weft_sync_get_person (world->ben.sync));
  {
    g_autoptr (WeftChecklist) items = weft_checklist_new (bens, weft_task_get_id (task));
    g_autoptr (WeftTaskAbout) about = weft_task_about_new (world->ben.sync, stream, weft_task_get_id (task));

    team_wait_until (lists (items, "hub .nave .box rim") && weft_task_about_get_text (about) != NULL);
    g_assert_cmpstr (weft_task_about_get_text (about), ==, "Of **ash**.");
  }
  copied = weft_saved_view_list_new (world->ben.sync, stream);
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (copied)) == 1);

  undone = weft_sync_undo (world->ada.sync);
  team_wait_until (!dex_future_is_pending (undone));
  g_assert_null (dex_future_get_value (undone, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DENIED);
  g_assert_true (shows (bens, "To do: cart wheel oak; Doing:; Done:"));

  /* Without anything; and a second one of the same name is another one. */
  bare = copy_project (world->adas, &(WeftProjectCopyChoice) { "Race", "Race (incomplete)", "RACE2", FALSE, FALSE, FALSE, FALSE });
  g_assert_cmpstr (bare, !=, stream);
  empty = weft_board_new (world->ada.sync, bare);
  team_wait_until (shows (empty, "To do:; Doing:; Done:") && !weft_board_get_archived (empty) && weft_board_get_labels (empty)->len == 1);
  g_assert_cmpuint (g_list_model_get_n_items (weft_board_get_templates (empty)), ==, 0);
}

static void
on_progressed (WeftProjectCopy *copy, guint *n)
{
  /* A window asks when it likes: in the middle of it. */
  if (++*n == 2)
    weft_project_copy_cancel (copy);
}

/* Of what was cancelled in the middle there is an archived half, whose name says so; the same copy once more makes the rest, and no card twice. A code which
 * another project has is told before anything else is made. */
static void
test_project_in_two (World *world, gconstpointer data)
{
  static const WeftProjectCopyChoice choice = { "Race", "Race (incomplete)", "RACE", TRUE, TRUE, TRUE, TRUE };
  g_autoptr (WeftProjectCopy) first = NULL;
  g_autoptr (WeftProjectCopy) taken = NULL;
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (DexFuture) refused = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *stream = NULL;
  g_autoptr (WeftBoard) copy = NULL;
  guint n_progressed = 0;
  g_autofree char *status = g_strdup (status_id (world->adas, 0));

  taken = weft_project_copy_new (world->adas, &(WeftProjectCopyChoice) { "Race", "Race (incomplete)", "MILL", TRUE, TRUE, TRUE, TRUE });
  refused = weft_project_copy_run (taken);
  team_wait_until (!dex_future_is_pending (refused));
  g_assert_null (dex_future_get_value (refused, &error));
  g_assert_true (g_str_has_prefix (error->message, "code: "));
  g_assert_false (weft_project_copy_get_begun (taken));
  g_clear_error (&error);
  team_wait_until (weft_sync_get_n_failed (world->ada.sync) == 0 && weft_sync_get_n_waiting (world->ada.sync) == 0);

  for (guint i = 0; i < 700; i++)
    {
      g_autofree char *title = g_strdup_printf ("spoke %u", i);

      dex_future_disown (weft_board_create_task (world->adas, title, status, NULL, NULL));
    }
  team_wait_until (weft_project_status_get_n_tasks (weft_board_find_status (world->adas, status)) == 700 && weft_sync_get_n_waiting (world->ada.sync) == 0);

  first = weft_project_copy_new (world->adas, &choice);
  g_signal_connect (first, "progressed", G_CALLBACK (on_progressed), &n_progressed);
  future = weft_project_copy_run (first);
  team_wait_until (!dex_future_is_pending (future));
  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (weft_project_copy_get_begun (first));
  g_assert_cmpfloat (weft_project_copy_get_progress (first), <, 0.9);
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (world->projects)) == 2);
  {
    g_autoptr (WeftProject) half = g_list_model_get_item (G_LIST_MODEL (world->projects), 1);

    g_assert_true (weft_project_get_archived (half));
    g_assert_cmpstr (weft_project_get_name (half), ==, "Race (incomplete)");
  }

  stream = copy_project (world->adas, &choice);
  copy = weft_board_new (world->ben.sync, stream);
  team_wait_until (weft_board_get_ready (copy) && g_list_model_get_n_items (G_LIST_MODEL (copy)) == 3 && !weft_board_get_archived (copy));
  for (guint i = 0; i < 700; i++)
    {
      g_autoptr (WeftTask) there = NULL;
      g_autofree char *title = g_strdup_printf ("spoke %u", 699 - i);
      g_autoptr (GListModel) tasks = g_list_model_get_item (G_LIST_MODEL (copy), 0);

      team_wait_until (g_list_model_get_n_items (tasks) == 700);
      there = g_list_model_get_item (tasks, i);
      g_assert_cmpstr (weft_task_get_title (there), ==, title);
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (world->projects)), ==, 2);
}

/* Without a server it is whole at once, and comes to the others when there is one. */
static void
test_project_offline (World *world, gconstpointer data)
{
  g_autofree char *wheel = add_wheel (world);
  g_autofree char *stream = NULL;
  g_autoptr (WeftBoard) adas = NULL;
  g_autoptr (WeftBoard) bens = NULL;

  both_show (world, "To do: wheel oak; Doing:; Done:");
  team_stop_server (&world->team);
  team_wait_until (weft_sync_get_state (world->ada.sync) != WEFT_SYNC_ONLINE);
  stream = copy_project (world->adas, &(WeftProjectCopyChoice) { "Race", "Race (incomplete)", "RACE", TRUE, TRUE, TRUE, TRUE });
  adas = weft_board_new (world->ada.sync, stream);
  team_wait_until (shows (adas, "To do: wheel oak; Doing:; Done:") && !weft_board_get_archived (adas));
  team_start_server (&world->team);
  bens = weft_board_new (world->ben.sync, stream);
  team_wait_until (shows (bens, "To do: wheel oak; Doing:; Done:") && !weft_board_get_archived (bens));
  g_assert_cmpstr (weft_board_get_name (bens), ==, "Race");
  team_wait_until (weft_sync_get_n_waiting (world->ada.sync) == 0);
  g_assert_cmpuint (weft_sync_get_n_failed (world->ada.sync), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add ("/board/copies/duplicate", World, NULL, set_up, test_duplicate, tear_down);
  g_test_add ("/board/copies/large", World, NULL, set_up, test_duplicate_large, tear_down);
  g_test_add ("/board/copies/templates", World, NULL, set_up, test_templates, tear_down);
  g_test_add ("/board/copies/templates-apart", World, NULL, set_up, test_templates_apart, tear_down);
  g_test_add ("/board/copies/project", World, NULL, set_up, test_project, tear_down);
  g_test_add ("/board/copies/project-in-two", World, NULL, set_up, test_project_in_two, tear_down);
  g_test_add ("/board/copies/project-offline", World, NULL, set_up, test_project_offline, tear_down);

  return g_test_run ();
}
