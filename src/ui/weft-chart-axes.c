/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-axes.h"

#include <math.h>

#define LABEL_GAP 8
#define TAG_PADDING 6
#define ROSE 3 /* the yarn of events (LOOK.md, Dashboard) */

void
weft_chart_axes_snapshot_below (WeftChartFrame *frame, const WeftChartPen *pen, GtkSnapshot *snapshot)
{
  double ground;

  g_return_if_fail (frame != NULL);
  g_return_if_fail (GTK_IS_SNAPSHOT (snapshot));

  if (frame->bare)
    return;
  for (guint i = 0; i < frame->y.ticks.n; i++)
    {
      double y = floor (weft_chart_scale_place (&frame->y, frame->y.ticks.values[i]));

      gtk_snapshot_append_color (snapshot, &pen->grid,
                                 &GRAPHENE_RECT_INIT (frame->plot.origin.x, (float) y, frame->plot.size.width,
                                                      1));
    }
  ground = floor (weft_chart_scale_place (&frame->y, CLAMP (0, frame->y.lo, frame->y.hi)));
  gtk_snapshot_append_color (snapshot, &pen->ground,
                             &GRAPHENE_RECT_INIT (frame->plot.origin.x, (float) ground,
                                                  frame->plot.size.width, 1));
}

static void
draw_labels (WeftChartFrame *frame, const WeftChartPen *pen, GtkSnapshot *snapshot)
{
  double end = frame->plot.origin.x + frame->plot.size.width,
         bottom = frame->plot.origin.y + frame->plot.size.height;
  double whole = gtk_widget_get_width (pen->widget);

  for (guint i = 0; i < frame->y.ticks.n; i++)
    {
      double y = weft_chart_scale_place (&frame->y, frame->y.ticks.values[i]);
      int width, height;

      pango_layout_get_pixel_size (frame->y_labels[i], &width, &height);
      weft_chart_pen_draw (snapshot, frame->y_labels[i],
                           frame->mirrored ? end + LABEL_GAP : frame->plot.origin.x - LABEL_GAP - width,
                           y - height / 2.0, &pen->quiet);
    }
  for (guint i = 0; i < frame->x.ticks.n; i++)
    {
      double x = weft_chart_scale_place (&frame->x, frame->x.ticks.values[i]);
      int width;

      if (frame->x_labels[i] == NULL)
        continue;
      pango_layout_get_pixel_size (frame->x_labels[i], &width, NULL);
      if (pango_layout_get_width (frame->x_labels[i]) > 0)
        width = pango_layout_get_width (frame->x_labels[i]) / PANGO_SCALE;
      weft_chart_pen_draw (snapshot, frame->x_labels[i], fmax (0, fmin (x - width / 2.0, whole - width)),
                           bottom + fmax (6, pen->line / 2 + 1), &pen->quiet);
    }
}

static void
stroke (GtkSnapshot *snapshot,
        double x0,
        double y0,
        double x1,
        double y1,
        const GdkRGBA *color,
        double width,
        double on,
        double off)
{
  GskPathBuilder *builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  GskStroke *line = gsk_stroke_new ((float) width);
  const float dash[] = { (float) on, (float) off };

  gsk_path_builder_move_to (builder, (float) x0, (float) y0);
  gsk_path_builder_line_to (builder, (float) x1, (float) y1);
  path = gsk_path_builder_free_to_path (builder);
  gsk_stroke_set_dash (line, dash, 2);
  gtk_snapshot_append_stroke (snapshot, path, line, color);
  gsk_stroke_free (line);
}

static gboolean
is_level (WeftChartFrame *frame, const WeftChartMark *mark)
{
  return mark->kind != WEFT_CHART_MARK_EVENT && mark->at >= frame->y.lo && mark->at <= frame->y.hi;
}

static const GdkRGBA *
get_level_color (const WeftChartPen *pen, const WeftChartMark *mark)
{
  return mark->kind == WEFT_CHART_MARK_LIMIT ? &pen->limit : &pen->quiet;
}

static void
draw_level (WeftChartFrame *frame, const WeftChartPen *pen, GtkSnapshot *snapshot, const WeftChartMark *mark)
{
  double y = floor (weft_chart_scale_place (&frame->y, mark->at)) + 0.5, x = frame->plot.origin.x;

  stroke (snapshot, x, y, x + frame->plot.size.width, y, get_level_color (pen, mark), 1.5, 5, 4);
}

/* They stand on the line, where it begins, or under it where there is no room above; those which would cover the ones before them
 * are left out. Above all lines, or one would go through the words of another. */
static void
draw_level_words (WeftChartFrame *frame,
                  const WeftChartPen *pen,
                  GtkSnapshot *snapshot,
                  const WeftChartMark *mark,
                  double *taken)
{
  double y = floor (weft_chart_scale_place (&frame->y, mark->at)) + 0.5, x = frame->plot.origin.x,
         end = x + frame->plot.size.width;
  g_autoptr (PangoLayout) layout = NULL;
  GdkRGBA halo = weft_chart_pen_fade (pen->surface, 0.72);
  int width, height;

  layout = weft_chart_pen_new_text (pen, mark->label, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, (int) fmax (frame->plot.size.width - 12, 1) * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, NULL, &height);
  {
    PangoRectangle ink;

    pango_layout_get_pixel_extents (layout, NULL, &ink);
    width = ink.width;
    x = frame->mirrored ? end - 6 - width : x + 6;
    y = y - height - 2 < 0 ? y + 2 : y - height - 1;
    if (fabs (y - *taken) < height)
      return;
    *taken = y;
    gtk_snapshot_append_color (snapshot, &halo,
                               &GRAPHENE_RECT_INIT ((float) x - 2, (float) y, (float) width + 4,
                                                    (float) height));
    weft_chart_pen_draw (snapshot, layout, x - ink.x, y, get_level_color (pen, mark));
  }
}

/* A dotted line under a tag; tags which would cover each other lose their words, not their lines. */
static double
draw_event (WeftChartFrame *frame,
            const WeftChartPen *pen,
            GtkSnapshot *snapshot,
            const WeftChartMark *mark,
            double taken)
{
  const GdkRGBA *color = &pen->yarns[ROSE];
  GdkRGBA halo = weft_chart_pen_fade (pen->surface, 0.6); /* it is seen on bars, too */
  double x = floor (weft_chart_scale_place (&frame->x, mark->at)) + 0.5, tag;
  double top = frame->plot.origin.y, whole = gtk_widget_get_width (pen->widget);
  g_autoptr (PangoLayout) layout = NULL;
  GskRoundedRect shape;
  GdkRGBA text;
  int width, height;

  if (mark->at < frame->x.lo || mark->at > frame->x.hi)
    return taken;
  gtk_snapshot_append_color (snapshot, &halo,
                             &GRAPHENE_RECT_INIT ((float) x - 2, (float) top, 4, frame->plot.size.height));
  stroke (snapshot, x, top - (frame->bare ? 0 : 2), x, top + frame->plot.size.height, color, 1.5, 1.5, 3);
  if (frame->bare)
    return taken;
  layout = weft_chart_pen_new_text (pen, mark->label, TRUE);
  pango_layout_get_pixel_size (layout, &width, &height);
  if (width > whole / 2)
    {
      width = (int) (whole / 2);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_width (layout, width * PANGO_SCALE);
    }
  tag = fmax (0, fmin (x - 1, whole - width - 2 * TAG_PADDING));
  if (tag < taken)
    return taken;
  gsk_rounded_rect_init_from_rect (&shape,
                                   &GRAPHENE_RECT_INIT ((float) tag, (float) (top - height - 6),
                                                        (float) (width + 2 * TAG_PADDING),
                                                        (float) height + 3),
                                   4);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_color (snapshot, color, &shape.bounds);
  gtk_snapshot_pop (snapshot);
  gdk_rgba_parse (&text, pen->dark ? "#201a1e" : "#ffffff");
  weft_chart_pen_draw (snapshot, layout, tag + TAG_PADDING, top - height - 5, &text);

  return tag + width + 2 * TAG_PADDING + 2;
}

typedef struct
{
  double y;
  PangoLayout *layout;
} End;

static int
compare_ends (gconstpointer a, gconstpointer b)
{
  double x = ((const End *) a)->y, y = ((const End *) b)->y;

  return (x > y) - (x < y);
}

/* The x of its last value. */
static double
get_end (WeftChartSeries *series)
{
  const WeftChartPoint *points;
  gsize n;

  points = weft_chart_series_get_points (series, &n);
  while (n > 0 && isnan (points[n - 1].y))
    n--;

  return n > 0 ? points[n - 1].x : NAN;
}

/* The newest values, beside the ends of their lines, pushed apart where lines end near each other; above the
 * end of a line which does not reach the edge. */
static void
draw_ends (WeftChartFrame *frame, const WeftChartPen *pen, GtkSnapshot *snapshot)
{
  End ends[WEFT_CHART_SERIES_MAX];
  guint n = 0;
  double edge = frame->plot.origin.x + frame->plot.size.width,
         bottom = frame->plot.origin.y + frame->plot.size.height;

  for (guint i = 0; i < MIN (weft_chart_model_get_n (frame->model), WEFT_CHART_SERIES_MAX); i++)
    {
      WeftChartSeries *series = weft_chart_model_get (frame->model, i);
      double last = weft_chart_series_get_last (series),
             x = weft_chart_scale_place (&frame->x, get_end (series)), y;
      g_autofree char *text = NULL;
      PangoLayout *layout;
      int width;

      if (!weft_chart_series_get_visible (series) || weft_chart_series_get_kind (series) != WEFT_CHART_LINE
          || !(last >= frame->y.lo && last <= frame->y.hi) || !(x >= frame->plot.origin.x && x <= edge + 1))
        continue;
      text = weft_chart_frame_dup_end (frame, last);
      layout = weft_chart_pen_new_text (pen, text, TRUE);
      y = weft_chart_scale_place (&frame->y, last);
      if (edge - x < 2 * LABEL_GAP)
        {
          ends[n++] = (End) { y, layout };
          continue;
        }
      pango_layout_get_pixel_size (layout, &width, NULL);
      weft_chart_pen_draw (snapshot, layout, x - width / 2.0, y < pen->line + 6 ? y + 6 : y - pen->line - 6,
                           &pen->text);
      g_object_unref (layout);
    }
  qsort (ends, n, sizeof *ends, compare_ends);
  for (guint i = 1; i < n; i++)
    ends[i].y = fmax (ends[i].y, ends[i - 1].y + pen->line);
  for (guint i = n; i > 0; i--)
    ends[i - 1].y = fmin (ends[i - 1].y, i == n ? bottom : ends[i].y - pen->line);
  for (guint i = 0; i < n; i++)
    {
      weft_chart_pen_draw (snapshot, ends[i].layout, edge + LABEL_GAP + 1, ends[i].y - pen->line / 2,
                           &pen->text);
      g_object_unref (ends[i].layout);
    }
}

void
weft_chart_axes_snapshot_above (WeftChartFrame *frame, const WeftChartPen *pen, GtkSnapshot *snapshot)
{
  const WeftChartMark *marks;
  guint n_marks;
  double taken = -1, taken_level = -INFINITY;

  g_return_if_fail (frame != NULL);
  g_return_if_fail (GTK_IS_SNAPSHOT (snapshot));

  marks = weft_chart_model_get_marks (frame->model, &n_marks);
  for (guint i = 0; i < n_marks; i++)
    if (marks[i].kind == WEFT_CHART_MARK_EVENT)
      taken = draw_event (frame, pen, snapshot, &marks[i], taken);
    else if (is_level (frame, &marks[i]))
      draw_level (frame, pen, snapshot, &marks[i]);
  for (guint i = 0; i < n_marks && !frame->bare; i++)
    if (is_level (frame, &marks[i]))
      draw_level_words (frame, pen, snapshot, &marks[i], &taken_level);
  if (frame->bare)
    return;
  draw_labels (frame, pen, snapshot);
  if (frame->direct)
    draw_ends (frame, pen, snapshot);
}
