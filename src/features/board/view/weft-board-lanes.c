/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-board-lanes.h"

#include "features/board/view/weft-column-head.h"

#define GAP 10   /* px between columns */
#define PAGE 700 /* px: what is seen, until it is laid out */

struct _WeftBoardLanes
{
  GtkWidget parent_instance;

  WeftBoardLens *lens;
  WeftBoard *board;
  WeftLaneList *lanes;
  WeftMakeCell make_cell;
  gpointer user_data;
  GtkAdjustment *across;
  GtkAdjustment *down;
  guint build; /* source */

  GtkWidget *box;
  GtkWidget *heads;
  GtkWidget *body; /* of WeftBoardLane */
  GtkWidget *viewport;
};

enum
{
  BEGUN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftBoardLanes, weft_board_lanes, GTK_TYPE_WIDGET)

/* Builds what is seen and half a page around it; two pages off it goes. */
static void
build (WeftBoardLanes *self)
{
  double page = gtk_adjustment_get_page_size (self->down) > 0 ? gtk_adjustment_get_page_size (self->down) : PAGE;
  double seen = gtk_adjustment_get_value (self->down);
  double y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (self->body); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      double end = y + weft_board_lane_get_room (WEFT_BOARD_LANE (child));

      if (end >= seen - page / 2 && y <= seen + page * 1.5)
        weft_board_lane_set_built (WEFT_BOARD_LANE (child), TRUE);
      else if (end < seen - page * 2 || y > seen + page * 3)
        weft_board_lane_set_built (WEFT_BOARD_LANE (child), FALSE);
      y = end;
    }
}

static gboolean
on_build (gpointer user_data)
{
  WeftBoardLanes *self = user_data;

  self->build = 0;
  build (self);
  return G_SOURCE_REMOVE;
}

/* Before the next frame, but not while this one is laid out. */
static void
build_soon (WeftBoardLanes *self)
{
  if (self->build == 0)
    self->build = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_build, self, NULL);
}

static void
on_lanes_changed (GListModel *model, guint position, guint removed, guint added, WeftBoardLanes *self)
{
  GtkWidget *before = NULL;
  GtkWidget *next = gtk_widget_get_first_child (self->body);

  for (guint i = 0; i < position; i++)
    {
      before = next;
      next = gtk_widget_get_next_sibling (next);
    }
  for (guint i = 0; i < removed; i++)
    {
      GtkWidget *gone = next;

      next = gtk_widget_get_next_sibling (next);
      gtk_box_remove (GTK_BOX (self->body), gone);
    }
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (WeftLane) lane = g_list_model_get_item (model, position + i);
      GtkWidget *child = weft_board_lane_new (self->lens, lane, self->across, self->make_cell, self->user_data);

      g_signal_connect_object (child, "folded", G_CALLBACK (build_soon), self, G_CONNECT_SWAPPED);
      gtk_box_insert_child_after (GTK_BOX (self->body), child, before);
      before = child;
    }
  build_soon (self);
}

static void
on_begun (WeftBoardLanes *self, GtkWidget *head)
{
  g_signal_emit (self, signals[BEGUN], 0, g_object_get_data (G_OBJECT (head), "status"));
}

static void
on_statuses_changed (WeftBoardLanes *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->board));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->heads)) != NULL)
    gtk_box_remove (GTK_BOX (self->heads), child);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (self->board), i);
      GtkWidget *head = weft_column_head_new (self->board, status, TRUE);

      g_object_set_data_full (G_OBJECT (head), "status", g_object_ref (status), g_object_unref);
      g_signal_connect_object (head, "begun", G_CALLBACK (on_begun), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->heads), head);
    }
  for (child = gtk_widget_get_first_child (self->body); child != NULL; child = gtk_widget_get_next_sibling (child))
    weft_board_lane_rebuild (WEFT_BOARD_LANE (child));
}

static void
weft_board_lanes_dispose (GObject *object)
{
  WeftBoardLanes *self = WEFT_BOARD_LANES (object);

  g_clear_handle_id (&self->build, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->lanes);
  g_clear_object (&self->board);
  g_clear_object (&self->lens);

  G_OBJECT_CLASS (weft_board_lanes_parent_class)->dispose (object);
}

static void
weft_board_lanes_class_init (WeftBoardLanesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_board_lanes_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  signals[BEGUN]
      = g_signal_new ("begun", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_PROJECT_STATUS);
}

static void
weft_board_lanes_init (WeftBoardLanes *self)
{
  GtkWidget *above = gtk_scrolled_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->heads = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, GAP);
  gtk_box_set_homogeneous (GTK_BOX (self->heads), TRUE);
  gtk_widget_add_css_class (self->heads, "weft-lane-columns");
  self->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_add_css_class (self->body, "weft-lanes");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->body);
  gtk_widget_set_vexpand (scroller, TRUE);
  self->viewport = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller));
  self->across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroller));
  self->down = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (above), GTK_POLICY_EXTERNAL, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_hadjustment (GTK_SCROLLED_WINDOW (above), self->across);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (above), self->heads);
  gtk_box_append (GTK_BOX (self->box), above);
  gtk_box_append (GTK_BOX (self->box), scroller);
  g_signal_connect_object (self->down, "value-changed", G_CALLBACK (build_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->down, "changed", G_CALLBACK (build_soon), self, G_CONNECT_SWAPPED);
}

GtkWidget *
weft_board_lanes_new (WeftBoardLens *lens, WeftLaneList *lanes, WeftMakeCell make_cell, gpointer user_data)
{
  WeftBoardLanes *self = g_object_new (WEFT_TYPE_BOARD_LANES, NULL);

  self->lens = g_object_ref (lens);
  self->board = g_object_ref (weft_board_lens_get_board (lens));
  self->lanes = g_object_ref (lanes);
  self->make_cell = make_cell;
  self->user_data = user_data;
  g_signal_connect_object (self->board, "items-changed", G_CALLBACK (on_statuses_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lanes, "items-changed", G_CALLBACK (on_lanes_changed), self, G_CONNECT_DEFAULT);
  on_statuses_changed (self);
  on_lanes_changed (G_LIST_MODEL (lanes), 0, 0, g_list_model_get_n_items (G_LIST_MODEL (lanes)), self);
  build (self);
  return GTK_WIDGET (self);
}

void
weft_board_lanes_show (WeftBoardLanes *self, WeftLane *lane)
{
  g_return_if_fail (WEFT_IS_BOARD_LANES (self));

  for (GtkWidget *child = gtk_widget_get_first_child (self->body); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (weft_board_lane_get_lane (WEFT_BOARD_LANE (child)) == lane)
      {
        weft_board_lane_unfold (WEFT_BOARD_LANE (child));
        return;
      }
}

void
weft_board_lanes_scroll_to (WeftBoardLanes *self, GtkWidget *cell)
{
  g_return_if_fail (WEFT_IS_BOARD_LANES (self) && GTK_IS_WIDGET (cell));
  gtk_viewport_scroll_to (GTK_VIEWPORT (self->viewport), cell, NULL);
}
