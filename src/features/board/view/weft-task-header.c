/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-task-header.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-look-words.h"
#include "features/board/view/weft-task-columns.h"

struct _WeftTaskHeader
{
  GtkWidget parent_instance;

  WeftBoardLens *lens;
  GArray *columns;    /* of WeftTaskColumn */
  GPtrArray *buttons; /* of each */
};

G_DEFINE_FINAL_TYPE (WeftTaskHeader, weft_task_header, GTK_TYPE_WIDGET)

static void
on_clicked (WeftTaskHeader *self, GtkWidget *button)
{
  WeftBoardLook look = *weft_board_lens_get_look (self->lens);
  WeftTaskSort sort;
  guint i;

  if (!g_ptr_array_find (self->buttons, button, &i))
    return;
  sort = g_array_index (self->columns, WeftTaskColumn, i).sort;
  look.descending = weft_sort_equal (look.sort, sort) && !look.descending;
  look.sort = sort;
  weft_board_lens_set_look (self->lens, &look);
}

static GtkWidget *
make_button (WeftTaskHeader *self)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *arrow = gtk_image_new ();

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), arrow);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "weft-task-head");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  return button;
}

static void
update_button (WeftTaskHeader *self, GtkWidget *button, WeftTaskSort sort)
{
  const WeftBoardLook *look = weft_board_lens_get_look (self->lens);
  g_autofree char *name = weft_sort_describe (weft_board_lens_get_board (self->lens), sort);
  gboolean sorts = weft_sort_equal (look->sort, sort);
  GtkWidget *label = gtk_widget_get_first_child (gtk_button_get_child (GTK_BUTTON (button)));
  GtkWidget *arrow = gtk_widget_get_next_sibling (label);

  gtk_label_set_text (GTK_LABEL (label), name);
  gtk_widget_set_visible (arrow, sorts);
  gtk_image_set_from_icon_name (GTK_IMAGE (arrow), look->descending ? "pan-down-symbolic" : "pan-up-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  !sorts             ? ""
                                  : look->descending ? _ ("Sorted the other way round")
                                                     : _ ("Sorted"),
                                  -1);
}

/* A button for each column there is; those which stay keep the focus. */
static void
update (WeftTaskHeader *self)
{
  weft_task_columns_list (self->lens, self->columns);
  while (self->buttons->len > self->columns->len)
    gtk_widget_unparent (g_ptr_array_steal_index (self->buttons, self->buttons->len - 1));
  while (self->buttons->len < self->columns->len)
    g_ptr_array_add (self->buttons, make_button (self));
  for (guint i = 0; i < self->columns->len; i++)
    update_button (self, self->buttons->pdata[i], g_array_index (self->columns, WeftTaskColumn, i).sort);
  gtk_widget_queue_resize (GTK_WIDGET (self));
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

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL || (for_size >= 0 && !weft_task_columns_have_room (for_size)))
    return;
  gtk_widget_measure (self->buttons->pdata[0], GTK_ORIENTATION_VERTICAL, -1, minimum, natural, NULL, NULL);
}

static void
weft_task_header_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WeftTaskHeader *self = WEFT_TASK_HEADER (widget);
  gboolean shown = weft_task_columns_have_room (width);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  weft_task_columns_place (self->columns, width);
  for (guint i = 0; i < self->columns->len; i++)
    {
      const WeftTaskColumn *column = &g_array_index (self->columns, WeftTaskColumn, i);
      GtkWidget *button = self->buttons->pdata[i];
      int minimum, own;

      gtk_widget_set_child_visible (button, shown && column->width > 0);
      if (!shown || column->width == 0)
        continue;
      gtk_widget_measure (button, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      own = MAX (column->width, minimum);
      gtk_widget_size_allocate (button, &(GtkAllocation) { mirrored ? width - column->x - own : column->x, 0, own, height }, -1);
    }
}

static void
weft_task_header_dispose (GObject *object)
{
  WeftTaskHeader *self = WEFT_TASK_HEADER (object);

  while (self->buttons->len > 0)
    gtk_widget_unparent (g_ptr_array_steal_index (self->buttons, self->buttons->len - 1));
  g_clear_object (&self->lens);

  G_OBJECT_CLASS (weft_task_header_parent_class)->dispose (object);
}

static void
weft_task_header_finalize (GObject *object)
{
  WeftTaskHeader *self = WEFT_TASK_HEADER (object);

  g_ptr_array_unref (self->buttons);
  g_array_unref (self->columns);

  G_OBJECT_CLASS (weft_task_header_parent_class)->finalize (object);
}

static void
weft_task_header_class_init (WeftTaskHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_task_header_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_task_header_finalize;
  widget_class->get_request_mode = weft_task_header_get_request_mode;
  widget_class->measure = weft_task_header_measure;
  widget_class->size_allocate = weft_task_header_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
weft_task_header_init (WeftTaskHeader *self)
{
  self->columns = g_array_new (FALSE, FALSE, sizeof (WeftTaskColumn));
  self->buttons = g_ptr_array_new ();
}

GtkWidget *
weft_task_header_new (WeftBoardLens *lens)
{
  WeftTaskHeader *self = g_object_new (WEFT_TYPE_TASK_HEADER, NULL);

  self->lens = g_object_ref (lens);
  g_signal_connect_object (lens, "arranged", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_board_lens_get_board (lens), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
