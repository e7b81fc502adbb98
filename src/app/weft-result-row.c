/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-result-row.h"

#include "ui/weft-avatar.h"
#include "ui/weft-faces.h"

#define FACE 36 /* px: as large as a tile */

struct _WeftResultRow
{
  AdwBin parent_instance;

  GtkListItem *item; /* unowned: it holds the row */
  GtkWidget *tile;
  GtkWidget *avatar;
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *meta;
  GtkLabel *end;
  GtkLabel *text; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (WeftResultRow, weft_result_row, ADW_TYPE_BIN)

static GtkWidget *
new_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);

  return label;
}

static void
on_clicked (WeftResultRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "list.activate-item", "u",
                              gtk_list_item_get_position (self->item));
}

static void
weft_result_row_class_init (WeftResultRowClass *klass)
{
}

static void
weft_result_row_init (WeftResultRow *self)
{
}

GtkWidget *
weft_result_row_new (GtkListItem *item, gboolean is_hit)
{
  WeftResultRow *self = g_object_new (WEFT_TYPE_RESULT_ROW, NULL);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkGesture *click = gtk_gesture_click_new ();

  self->item = item;
  gtk_widget_add_css_class (GTK_WIDGET (self), "weft-prow");

  self->icon = GTK_IMAGE (gtk_image_new ());
  gtk_widget_set_halign (GTK_WIDGET (self->icon), GTK_ALIGN_CENTER);
  self->tile = adw_bin_new ();
  adw_bin_set_child (ADW_BIN (self->tile), GTK_WIDGET (self->icon));
  gtk_widget_add_css_class (self->tile, "weft-tile");
  gtk_widget_set_valign (self->tile, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), self->tile);

  self->avatar = weft_avatar_new (FACE, NULL);
  weft_avatar_set_square (WEFT_AVATAR (self->avatar), TRUE);
  gtk_widget_set_valign (self->avatar, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->avatar, FALSE);
  gtk_box_append (GTK_BOX (row), self->avatar);

  self->title = GTK_LABEL (new_label (is_hit ? "heading" : NULL));
  self->meta = GTK_LABEL (new_label ("weft-meta"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->meta), TRUE);
  self->end = GTK_LABEL (new_label ("weft-meta"));
  gtk_box_append (GTK_BOX (first), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (first), GTK_WIDGET (self->meta));
  gtk_box_append (GTK_BOX (first), GTK_WIDGET (self->end));
  gtk_box_append (GTK_BOX (lines), first);
  if (is_hit)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "weft-hit");
      self->text = GTK_LABEL (new_label (NULL));
      gtk_label_set_wrap (self->text, TRUE);
      gtk_label_set_wrap_mode (self->text, PANGO_WRAP_WORD_CHAR);
      gtk_label_set_lines (self->text, 2);
      gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->text));
    }
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (row), lines);
  adw_bin_set_child (ADW_BIN (self), row);

  g_signal_connect_swapped (click, "released", G_CALLBACK (on_clicked), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));

  return GTK_WIDGET (self);
}

void
weft_result_row_set_tile (WeftResultRow *self, const char *icon_name, const char *yarn)
{
  const char *classes[] = { "weft-tile", yarn, NULL };

  g_return_if_fail (WEFT_IS_RESULT_ROW (self));

  gtk_widget_set_css_classes (self->tile, classes);
  gtk_image_set_from_icon_name (self->icon, icon_name);
}

void
weft_result_row_set_face (WeftResultRow *self, const char *face)
{
  gboolean shown = weft_faces_lookup (weft_faces_get_default (), face) != NULL;

  g_return_if_fail (WEFT_IS_RESULT_ROW (self));

  weft_avatar_set_person (WEFT_AVATAR (self->avatar), shown ? face : NULL);
  gtk_widget_set_visible (self->avatar, shown);
  gtk_widget_set_visible (self->tile, !shown);
}

void
weft_result_row_set_title (WeftResultRow *self, const char *title, PangoAttrList *marks)
{
  g_return_if_fail (WEFT_IS_RESULT_ROW (self));

  gtk_label_set_label (self->title, title);
  gtk_label_set_attributes (self->title, marks);
}

void
weft_result_row_set_beside (WeftResultRow *self, const char *meta, const char *end)
{
  g_return_if_fail (WEFT_IS_RESULT_ROW (self));

  gtk_label_set_label (self->meta, meta != NULL ? meta : "");
  gtk_widget_set_visible (GTK_WIDGET (self->meta), meta != NULL);
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), meta == NULL);
  gtk_label_set_label (self->end, end != NULL ? end : "");
}

void
weft_result_row_set_text (WeftResultRow *self, const char *text, PangoAttrList *marks)
{
  g_return_if_fail (WEFT_IS_RESULT_ROW (self));
  g_return_if_fail (self->text != NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->text), text != NULL);
  gtk_label_set_label (self->text, text != NULL ? text : "");
  gtk_label_set_attributes (self->text, marks);
}
