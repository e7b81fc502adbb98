/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-board-column.h"

#include "features/board/view/weft-column-head.h"

struct _WeftBoardColumn
{
  GtkWidget parent_instance;

  WeftProjectStatus *status;

  GtkWidget *box;
  GtkWidget *cell;
};

G_DEFINE_FINAL_TYPE (WeftBoardColumn, weft_board_column, GTK_TYPE_WIDGET)

static void
update (WeftBoardColumn *self)
{
  if (weft_project_status_is_over (self->status))
    gtk_widget_add_css_class (self->box, "over");
  else
    gtk_widget_remove_css_class (self->box, "over");
}

static void
weft_board_column_dispose (GObject *object)
{
  WeftBoardColumn *self = WEFT_BOARD_COLUMN (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->status);

  G_OBJECT_CLASS (weft_board_column_parent_class)->dispose (object);
}

static void
weft_board_column_class_init (WeftBoardColumnClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_board_column_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "column");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
weft_board_column_init (WeftBoardColumn *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
weft_board_column_new (WeftBoard *board, WeftBoardCell *cell)
{
  WeftBoardColumn *self = g_object_new (WEFT_TYPE_BOARD_COLUMN, NULL);
  GtkWidget *head = weft_column_head_new (board, weft_board_cell_get_status (cell), FALSE);

  self->status = g_object_ref (weft_board_cell_get_status (cell));
  self->cell = GTK_WIDGET (cell);
  gtk_widget_set_vexpand (self->cell, TRUE);
  gtk_box_append (GTK_BOX (self->box), head);
  gtk_box_append (GTK_BOX (self->box), self->cell);
  g_signal_connect_object (head, "begun", G_CALLBACK (weft_board_cell_begin_card), cell, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->status, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

WeftBoardCell *
weft_board_column_get_cell (WeftBoardColumn *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_COLUMN (self), NULL);
  return WEFT_BOARD_CELL (self->cell);
}
