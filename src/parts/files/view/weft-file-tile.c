/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/files/view/weft-file-tile.h"

#include "parts/files/view/weft-file-words.h"

#define TILE 36 /* px */

GtkWidget *
weft_file_tile_new (const char *name, GdkTexture *picture)
{
  g_autofree char *letters = NULL;
  GtkWidget *tile;

  if (picture != NULL)
    {
      tile = gtk_image_new_from_paintable (GDK_PAINTABLE (picture));
      gtk_image_set_pixel_size (GTK_IMAGE (tile), TILE);
      gtk_widget_set_overflow (tile, GTK_OVERFLOW_HIDDEN);
      gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
  else
    {
      letters = weft_file_dup_tile (name);
      tile = gtk_label_new (letters);
      gtk_widget_set_size_request (tile, TILE, TILE);
    }
  gtk_widget_add_css_class (tile, "weft-file-tile");

  return tile;
}
