/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-task-header.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-look-words.h"
#include "features/board/view/weft-task-line.h"

struct _WeftTaskHeader
{
  GtkWidget parent_instance;

  WeftBoardLens *lens;
  GtkWidget *buttons[WEFT_N_TASK_COLUMNS];
  GtkWidget *arrows[WEFT_N_TASK_COLUMNS];
  WeftSortKind sorts[WEFT_N_TASK_COLUMNS];
};

G_DEFINE_FINAL_TYPE (WeftTaskHeader, weft_task_header, GTK_TYPE_WIDGET)

static void
update (WeftTaskHeader *self)
{
  const WeftBoardLook *look = weft_board_lens_get_look (self->lens);

  for (guint i = 0; i < WEFT_N_TASK_COLUMNS; i++)
    {
      gboolean sorts = look->sort.kind == self->sorts[i];

      gtk_widget_set_visible (self->arrows[i], sorts);
      gtk_image_set_from_icon_name (GTK_IMAGE (self->arrows[i]), look->descending ? "pan-down-symbolic" : "pan-up-symbolic");
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      !sorts             ? ""
                                      : look->descending ? _ ("Sorted the other way round")
                                                         : _ ("Sorted"),
                                      -1);
    }
}

static void
on_clicked (WeftTaskHeader *self, GtkWidget *button)
{
  WeftBoardLook look = *weft_board_lens_get_look (self->lens);

  for (guint i = 0; i < WEFT_N_TASK_COLUMNS; i++)
    if (self->buttons[i] == button)
      {
        look.descending = look.sort.kind == self->sorts[i] && !look.descending;
        look.sort = (WeftTaskSort) { self->sorts[i], NULL };
        weft_board_lens_set_look (self->lens, &look);
        return;
      }
}

static GtkSizeRequestMode
weft_task_header_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
weft_task_header_measure (
    GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  WeftTaskHeader *self = WEFT_TASK_HEADER (widget);
  WeftTaskColumn columns[WEFT_N_TASK_COLUMNS];

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL || (for_size >= 0 && !weft_task_columns_place (for_size, columns)))
    return;
  gtk_widget_measure (self->buttons[0], GTK_ORIENTATION_VERTICAL, -1, minimum, natural, NULL, NULL);
}

static void
weft_task_header_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WeftTaskHeader *self = WEFT_TASK_HEADER (widget);
  WeftTaskColumn columns[WEFT_N_TASK_COLUMNS];
  gboolean shown = weft_task_columns_place (width, columns);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (guint i = 0; i < WEFT_N_TASK_COLUMNS; i++)
    {
      int minimum;

      gtk_widget_set_child_visible (self->buttons[i], shown);
      if (!shown)
        continue;
      gtk_widget_measure (self->buttons[i], GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_size_allocate (self->buttons[i],
                                &(GtkAllocation) { mirrored ? width - columns[i].x - columns[i].width : columns[i].x, 0,
                                                   MAX (columns[i].width, minimum), height },
                                -1);
    }
}

static void
weft_task_header_dispose (GObject *object)
{
  WeftTaskHeader *self = WEFT_TASK_HEADER (object);

  for (guint i = 0; i < WEFT_N_TASK_COLUMNS; i++)
    g_clear_pointer (&self->buttons[i], gtk_widget_unparent);
  g_clear_object (&self->lens);

  G_OBJECT_CLASS (weft_task_header_parent_class)->dispose (object);
}

static void
weft_task_header_class_init (WeftTaskHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_task_header_dispose;
  widget_class->get_request_mode = weft_task_header_get_request_mode;
  widget_class->measure = weft_task_header_measure;
  widget_class->size_allocate = weft_task_header_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
weft_task_header_init (WeftTaskHeader *self)
{
  WeftTaskColumn columns[WEFT_N_TASK_COLUMNS];

  weft_task_columns_place (0, columns);
  for (guint i = 0; i < WEFT_N_TASK_COLUMNS; i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
      GtkWidget *label = gtk_label_new (weft_sort_get_label (columns[i].sort));

      self->sorts[i] = columns[i].sort;
      self->buttons[i] = gtk_button_new ();
      self->arrows[i] = gtk_image_new ();
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (box), label);
      gtk_box_append (GTK_BOX (box), self->arrows[i]);
      gtk_button_set_child (GTK_BUTTON (self->buttons[i]), box);
      gtk_widget_add_css_class (self->buttons[i], "flat");
      gtk_widget_add_css_class (self->buttons[i], "weft-task-head");
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, weft_sort_get_label (columns[i].sort), -1);
      g_signal_connect_swapped (self->buttons[i], "clicked", G_CALLBACK (on_clicked), self);
      gtk_widget_set_parent (self->buttons[i], GTK_WIDGET (self));
    }
}

GtkWidget *
weft_task_header_new (WeftBoardLens *lens)
{
  WeftTaskHeader *self = g_object_new (WEFT_TYPE_TASK_HEADER, NULL);

  self->lens = g_object_ref (lens);
  g_signal_connect_object (lens, "arranged", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
