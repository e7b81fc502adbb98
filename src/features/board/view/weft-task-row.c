/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/view/weft-task-row.h"

#define LIFTED 0.35 /* LOOK.md, Board */

struct _WeftTaskRow
{
  GtkWidget parent_instance;

  GtkWidget *above; /* (nullable), as below: most cards never have one */
  GtkWidget *card;
  GtkWidget *below;
};

G_DEFINE_FINAL_TYPE (WeftTaskRow, weft_task_row, GTK_TYPE_WIDGET)

static void
weft_task_row_dispose (GObject *object)
{
  WeftTaskRow *self = WEFT_TASK_ROW (object);

  g_clear_pointer (&self->above, gtk_widget_unparent);
  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_clear_pointer (&self->below, gtk_widget_unparent);

  G_OBJECT_CLASS (weft_task_row_parent_class)->dispose (object);
}

static void
weft_task_row_class_init (WeftTaskRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_task_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
weft_task_row_init (WeftTaskRow *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 8);
}

GtkWidget *
weft_task_row_new (WeftPeople *people)
{
  WeftTaskRow *self = g_object_new (WEFT_TYPE_TASK_ROW, NULL);

  self->card = weft_task_card_new (people);
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

WeftTaskCard *
weft_task_row_get_card (WeftTaskRow *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_ROW (self), NULL);
  return WEFT_TASK_CARD (self->card);
}

static void
set_slot (WeftTaskRow *self, GtkWidget **slot, int height, GtkWidget *behind)
{
  if (height == 0)
    {
      g_clear_pointer (slot, gtk_widget_unparent);
      return;
    }
  if (*slot == NULL)
    {
      *slot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
      gtk_widget_add_css_class (*slot, "weft-slot");
      gtk_widget_insert_after (*slot, GTK_WIDGET (self), behind);
    }
  gtk_widget_set_size_request (*slot, -1, height);
}

void
weft_task_row_set_slots (WeftTaskRow *self, int above, int below)
{
  g_return_if_fail (WEFT_IS_TASK_ROW (self));

  set_slot (self, &self->above, above, NULL);
  set_slot (self, &self->below, below, self->card);
}

void
weft_task_row_set_lifted (WeftTaskRow *self, gboolean lifted)
{
  g_return_if_fail (WEFT_IS_TASK_ROW (self));
  gtk_widget_set_opacity (self->card, lifted ? LIFTED : 1);
}
