/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-marker.h"
#include "ui/weft-yarn.h"

#include <math.h>

enum
{
  DISC,
  SQUARE,
  TRIANGLE,
  DIAMOND,
  RING,
  CROSS,
};

static const float dashes[WEFT_N_YARNS][4]
    = { { 0 }, { 7, 5 }, { 1.5, 5 }, { 10, 4, 2, 4 }, { 14, 4 }, { 4, 3 }, { 0 } };

GskStroke *
weft_chart_marker_new_stroke (guint yarn, double width)
{
  GskStroke *stroke = gsk_stroke_new ((float) width);
  gsize n = 0;

  g_return_val_if_fail (yarn < WEFT_N_YARNS, stroke);

  while (n < 4 && dashes[yarn][n] > 0)
    n++;
  if (n > 0)
    gsk_stroke_set_dash (stroke, dashes[yarn], n);
  /* A round end makes a dash longer than the gap behind it is wide. */
  gsk_stroke_set_line_cap (stroke, n == 0 || yarn == TRIANGLE ? GSK_LINE_CAP_ROUND : GSK_LINE_CAP_BUTT);
  gsk_stroke_set_line_join (stroke, GSK_LINE_JOIN_ROUND);

  return stroke;
}

gboolean
weft_chart_marker_is_open (guint yarn)
{
  return yarn == RING || yarn == CROSS;
}

static void
add_polygon (GskPathBuilder *builder, double x, double y, const double (*corners)[2], guint n, double radius)
{
  for (guint i = 0; i < n; i++)
    {
      float px = (float) (x + corners[i][0] * radius), py = (float) (y + corners[i][1] * radius);

      if (i == 0)
        gsk_path_builder_move_to (builder, px, py);
      else
        gsk_path_builder_line_to (builder, px, py);
    }
  gsk_path_builder_close (builder);
}

void
weft_chart_marker_add (GskPathBuilder *builder, guint yarn, double x, double y, double radius)
{
  static const double square[][2] = { { -0.9, -0.9 }, { 0.9, -0.9 }, { 0.9, 0.9 }, { -0.9, 0.9 } };
  static const double triangle[][2] = { { 0, -1.15 }, { 1.15, 0.9 }, { -1.15, 0.9 } };
  static const double diamond[][2] = { { 0, -1.3 }, { 1.3, 0 }, { 0, 1.3 }, { -1.3, 0 } };

  g_return_if_fail (builder != NULL);
  g_return_if_fail (yarn < WEFT_N_YARNS);

  switch (yarn)
    {
    case SQUARE:
      add_polygon (builder, x, y, square, G_N_ELEMENTS (square), radius);
      break;
    case TRIANGLE:
      add_polygon (builder, x, y, triangle, G_N_ELEMENTS (triangle), radius);
      break;
    case DIAMOND:
      add_polygon (builder, x, y, diamond, G_N_ELEMENTS (diamond), radius);
      break;
    case CROSS:
      gsk_path_builder_move_to (builder, (float) (x - radius * 0.85), (float) (y - radius * 0.85));
      gsk_path_builder_line_to (builder, (float) (x + radius * 0.85), (float) (y + radius * 0.85));
      gsk_path_builder_move_to (builder, (float) (x - radius * 0.85), (float) (y + radius * 0.85));
      gsk_path_builder_line_to (builder, (float) (x + radius * 0.85), (float) (y - radius * 0.85));
      break;
    case RING:
      gsk_path_builder_add_circle (builder, &GRAPHENE_POINT_INIT ((float) x, (float) y),
                                   (float) (radius * 0.85));
      break;
    case DISC:
    default:
      gsk_path_builder_add_circle (builder, &GRAPHENE_POINT_INIT ((float) x, (float) y), (float) radius);
      break;
    }
}

void
weft_chart_marker_snapshot (
    GtkSnapshot *snapshot, GskPath *markers, guint yarn, double radius, const GdkRGBA *color)
{
  g_return_if_fail (GTK_IS_SNAPSHOT (snapshot));
  g_return_if_fail (markers != NULL);

  if (weft_chart_marker_is_open (yarn))
    {
      GskStroke *stroke = gsk_stroke_new ((float) fmax (1.5, radius * 0.45));

      gsk_stroke_set_line_cap (stroke, GSK_LINE_CAP_ROUND);
      gtk_snapshot_append_stroke (snapshot, markers, stroke, color);
      gsk_stroke_free (stroke);
    }
  else
    gtk_snapshot_append_fill (snapshot, markers, GSK_FILL_RULE_WINDING, color);
}
