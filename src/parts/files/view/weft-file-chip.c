/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "parts/files/view/weft-file-chip.h"

#include <glib/gi18n.h>

#include "parts/files/view/weft-file-tile.h"

GtkWidget *
weft_file_chip_new (const char *name, const char *meta, gboolean problem, GdkTexture *picture, GtkWidget **remove)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name_label = gtk_label_new (name);
  GtkWidget *meta_label = gtk_label_new (meta);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *tooltip = g_strdup_printf (_ ("Remove %s"), name);

  gtk_box_append (GTK_BOX (box), weft_file_tile_new (name, picture));
  gtk_label_set_ellipsize (GTK_LABEL (name_label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (name_label), 18);
  gtk_label_set_xalign (GTK_LABEL (name_label), 0);
  gtk_label_set_xalign (GTK_LABEL (meta_label), 0);
  gtk_widget_add_css_class (meta_label, problem ? "error" : "weft-meta");
  if (problem)
    {
      gtk_widget_add_css_class (meta_label, "caption");
      gtk_label_set_wrap (GTK_LABEL (meta_label), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (meta_label), 28);
    }
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), name_label);
  gtk_box_append (GTK_BOX (words), meta_label);
  gtk_box_append (GTK_BOX (box), words);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_add_css_class (box, "weft-file-chip");
  *remove = button;

  return box;
}
