/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A board on a display, while somebody else changes it: what moves is seen going there, and nothing where nothing is to move. */

#include "team.h"

#include <adwaita.h>

#include "features/board/client/weft-board-operations.h"
#include "features/board/client/weft-project-list.h"
#include "features/board/shared/weft-board-module.h"
#include "features/board/view/weft-board-view.h"
#include "features/board/view/weft-card-flights.h"

typedef struct
{
  Team team;
  TeamDevice ada;
  TeamDevice ben;
  char *stream;
  char *oak;
  char *elm;
  WeftBoard *adas;
  WeftBoard *bens;
  GtkWidget *window;
  GtkWidget *view;
  GtkWidget *flights;
} World;

static const char *const names[] = { "To do", "Doing", "Done", NULL };

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static const char *
status_id (WeftBoard *board, guint index)
{
  g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (board), index);

  return weft_project_status_get_id (status);
}

static char *
add (WeftBoard *board, const char *title)
{
  char *id;

  team_do (weft_board_create_task (board, title, status_id (board, 0), NULL, &id));
  team_wait_until (weft_board_find_task (board, id) != NULL);
  return id;
}

static gboolean
is_drawn (GtkWidget *widget)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  gboolean drawn;

  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  drawn = node != NULL;
  g_clear_pointer (&node, gsk_render_node_unref);
  return drawn;
}

/* Something of the board was drawn since, so that all that was told is shown. */
static void
wait_frames (World *world, guint n)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (world->view);
  gint64 first = gdk_frame_clock_get_frame_counter (clock);

  while (gdk_frame_clock_get_frame_counter (clock) < first + n)
    {
      gtk_widget_queue_draw (world->view);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (WeftProjectList) projects = NULL;
  WeftBoardLens *lens;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  team_begin (&world->team);
  team_found (&world->team, &world->ada, "ada");
  team_join (&world->team, &world->ben, "ben", &world->ada);
  projects = weft_project_list_new (world->ada.sync);
  team_do (weft_project_list_create (projects, "Mill", "MILL", names, (const char *const[]) { weft_sync_get_person (world->ben.sync), NULL }, &world->stream));
  world->adas = weft_board_new (world->ada.sync, world->stream);
  world->bens = weft_board_new (world->ben.sync, world->stream);
  team_wait_until (weft_board_get_ready (world->adas) && weft_board_get_ready (world->bens) && g_list_model_get_n_items (G_LIST_MODEL (world->bens)) == 3);
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (world->adas)) == 3);
  world->oak = add (world->adas, "oak");
  world->elm = add (world->adas, "elm");
  team_wait_until (weft_board_find_task (world->bens, world->elm) != NULL && weft_sync_get_n_waiting (world->ada.sync) == 0);
  lens = weft_board_lens_new (world->adas, weft_people_new (world->ada.sync));
  world->view = weft_board_view_new (lens);
  world->flights = find (world->view, WEFT_TYPE_CARD_FLIGHTS);
  world->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (world->window), 900, 500);
  gtk_window_set_child (GTK_WINDOW (world->window), world->view);
  gtk_window_present (GTK_WINDOW (world->window));
  while (gtk_widget_get_width (world->flights) == 0)
    g_main_context_iteration (NULL, TRUE);
  wait_frames (world, 3);
  g_object_unref (weft_board_lens_get_people (lens));
  g_object_unref (lens);
}

static void
tear_down (World *world, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (world->window));
  g_clear_object (&world->adas);
  g_clear_object (&world->bens);
  g_clear_pointer (&world->stream, g_free);
  g_clear_pointer (&world->oak, g_free);
  g_clear_pointer (&world->elm, g_free);
  team_leave (&world->ada);
  team_leave (&world->ben);
  team_end (&world->team);
}

static void
move (WeftBoard *board, const char *id, guint status)
{
  team_do (weft_board_move (board, (const char *const[]) { id, NULL }, status_id (board, status), NULL));
}

static gboolean
stands_in (World *world, const char *id, guint status)
{
  return g_str_equal (weft_task_get_record (weft_board_find_task (world->adas, id))->status, status_id (world->adas, status));
}

static WeftTaskRow *
find_row (GtkWidget *widget, const char *id)
{
  if (WEFT_IS_TASK_ROW (widget))
    {
      WeftTask *task = weft_task_card_get_task (weft_task_row_get_card (WEFT_TASK_ROW (widget)));

      return task != NULL && g_str_equal (weft_task_get_id (task), id) ? WEFT_TASK_ROW (widget) : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      WeftTaskRow *row = find_row (child, id);

      if (row != NULL)
        return row;
    }

  return NULL;
}

/* What somebody else moves goes to its place above the columns, and is there in the end; what stays is still. */
static void
test_flies (World *world, gconstpointer data)
{
  g_assert_false (is_drawn (world->flights));
  move (world->bens, world->oak, 1);
  team_wait_until (stands_in (world, world->oak, 1));
  wait_frames (world, 1);
  g_assert_true (is_drawn (world->flights));
  g_assert_false (is_drawn (GTK_WIDGET (find_row (world->view, world->oak))));
  g_assert_true (is_drawn (GTK_WIDGET (find_row (world->view, world->elm))));
  team_wait_until (!is_drawn (world->flights));
  g_assert_true (is_drawn (GTK_WIDGET (find_row (world->view, world->oak))));

  /* In its column as well, and what comes back by undo. */
  team_do (weft_board_move (world->bens, (const char *const[]) { world->elm, NULL }, status_id (world->bens, 1), world->oak));
  team_wait_until (stands_in (world, world->elm, 1));
  team_wait_until (!is_drawn (world->flights));
  team_do (weft_board_move (world->bens, (const char *const[]) { world->oak, NULL }, status_id (world->bens, 1), world->elm));
  team_wait_until (is_drawn (world->flights));
  team_wait_until (!is_drawn (world->flights));
  move (world->adas, world->oak, 2);
  team_wait_until (stands_in (world, world->oak, 2));
  team_wait_until (!is_drawn (world->flights));
  team_do (weft_sync_undo (world->ada.sync));
  team_wait_until (is_drawn (world->flights));
  team_wait_until (!is_drawn (world->flights));
}

static guint
count_nodes (GskRenderNode *node)
{
  guint n = 1;

  for (guint i = 0; node != NULL && gsk_render_node_get_node_type (node) == GSK_CONTAINER_NODE && i < gsk_container_node_get_n_children (node); i++)
    n += count_nodes (gsk_container_node_get_child (node, i));
  return n;
}

static guint
count_parts (GtkWidget *widget)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  guint n;

  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  n = count_nodes (node);
  g_clear_pointer (&node, gsk_render_node_unref);
  return n;
}

static void
rename_oak (World *world, WeftBoard *board, const char *title)
{
  team_do (weft_sync_submit (weft_board_get_sync (board), world->stream, &weft_board_edit_operation, &(WeftBoardEdit) { .id = world->oak, .title = title }));
  team_wait_until (g_str_equal (weft_task_get_title (weft_board_find_task (world->adas, world->oak)), title));
  wait_frames (world, 2);
}

/* What somebody else changes is tinted for a moment; what one changes oneself is not. */
static void
test_tinted (World *world, gconstpointer data)
{
  GtkWidget *row = GTK_WIDGET (find_row (world->view, world->oak));
  guint n = count_parts (row);

  rename_oak (world, world->bens, "beech");
  g_assert_cmpuint (count_parts (row), >, n);
  g_assert_false (is_drawn (world->flights));
  team_wait_until (count_parts (row) == n);
  rename_oak (world, world->adas, "ash");
  g_assert_cmpuint (count_parts (row), ==, n);
}

/* Who wants nothing to move sees it where it is, at once. */
static void
test_still (World *world, gconstpointer data)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  move (world->bens, world->oak, 1);
  team_wait_until (stands_in (world, world->oak, 1));
  for (guint i = 0; i < 5; i++)
    {
      wait_frames (world, 1);
      g_assert_false (is_drawn (world->flights));
      g_assert_true (is_drawn (GTK_WIDGET (find_row (world->view, world->oak))));
    }
}

/* The board goes while a card is on its way. */
static void
test_gone (World *world, gconstpointer data)
{
  move (world->bens, world->oak, 1);
  team_wait_until (stands_in (world, world->oak, 1));
  wait_frames (world, 1);
  g_assert_true (is_drawn (world->flights));
  gtk_window_set_child (GTK_WINDOW (world->window), NULL);
  move (world->bens, world->elm, 1);
  team_wait_until (stands_in (world, world->elm, 1));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/board/motion/flies", World, NULL, set_up, test_flies, tear_down);
  g_test_add ("/board/motion/tinted", World, NULL, set_up, test_tinted, tear_down);
  g_test_add ("/board/motion/still", World, NULL, set_up, test_still, tear_down);
  g_test_add ("/board/motion/gone", World, NULL, set_up, test_gone, tear_down);

  return g_test_run ();
}
