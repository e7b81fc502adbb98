/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Symbolic icons, for rows which draw themselves. */

/** weft_icon_lookup: @widget: whose scale and direction it is for. Returns: (transfer full) */
GtkIconPaintable *weft_icon_lookup (GtkWidget *widget, const char *name);
/** weft_icon_draw: of @size px, at @x, @y. */
void weft_icon_draw (GtkIconPaintable *icon, GtkSnapshot *snapshot, double x, double y, double size, const GdkRGBA *color);

G_END_DECLS
