/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/weft-yarn.h"

G_BEGIN_DECLS

/** WeftChartPen: what a chart is drawn with: its widget's colours and text, as it looks now. A plain value.
 */
typedef struct
{
  GtkWidget *widget;
  double em;         /* px: the size of the axes' text */
  double line;       /* px: how high a line of it is */
  guint text_serial; /* of its Pango context: another font, or another size */
  gboolean dark, high_contrast, mirrored;
  GdkRGBA text, quiet, grid, ground, crosshair, surface, limit;
  GdkRGBA yarns[WEFT_N_YARNS];
} WeftChartPen;

/** weft_chart_pen_update: takes what @widget looks like now. @self: zero at first. Returns: whether it looks
 * different from before. */
gboolean weft_chart_pen_update (WeftChartPen *self, GtkWidget *widget);
/** weft_chart_pen_fade: Returns: @color, with so much of its opacity. */
GdkRGBA weft_chart_pen_fade (GdkRGBA color, double alpha);

/** weft_chart_pen_new_text: Returns: (transfer full): @text in the axes' size with tabular figures. */
PangoLayout *weft_chart_pen_new_text (const WeftChartPen *self, const char *text, gboolean bold);
/** weft_chart_pen_draw: @x, @y: px: the text's corner at the top left. */
void
weft_chart_pen_draw (GtkSnapshot *snapshot, PangoLayout *layout, double x, double y, const GdkRGBA *color);

G_END_DECLS
