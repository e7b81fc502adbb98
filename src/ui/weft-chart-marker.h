/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What tells a series apart without its colour: the dash and the marker of its yarn (LOOK.md, Colour). @yarn:
 * 0 to 6. */

/** weft_chart_marker_new_stroke: Returns: (transfer full): a line with round ends, dashed as the yarn is.
 * @width: px. */
GskStroke *weft_chart_marker_new_stroke (guint yarn, double width);

/** weft_chart_marker_add: @radius: px, about: all markers look equally large. */
void weft_chart_marker_add (GskPathBuilder *builder, guint yarn, double x, double y, double radius);
/** weft_chart_marker_is_open: whether a path of such markers is stroked, not filled. */
gboolean weft_chart_marker_is_open (guint yarn);
/** weft_chart_marker_snapshot: one or many markers, as the yarn draws them. */
void weft_chart_marker_snapshot (
    GtkSnapshot *snapshot, GskPath *markers, guint yarn, double radius, const GdkRGBA *color);

G_END_DECLS
