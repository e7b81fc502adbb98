/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/weft-icon.h"

GtkIconPaintable *
weft_icon_lookup (GtkWidget *widget, const char *name)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));

  return gtk_icon_theme_lookup_icon (theme, name, NULL, 16, gtk_widget_get_scale_factor (widget), gtk_widget_get_direction (widget),
                                     GTK_ICON_LOOKUP_PRELOAD);
}

void
weft_icon_draw (GtkIconPaintable *icon, GtkSnapshot *snapshot, double x, double y, double size, const GdkRGBA *color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, size, size, color, 1);
  gtk_snapshot_restore (snapshot);
}
