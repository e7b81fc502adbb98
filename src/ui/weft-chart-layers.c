/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-layers.h"
#include "ui/weft-chart-marker.h"
#include "ui/weft-chart-reduce.h"

#include <math.h>

#define LINE_WIDTH 2.0
#define KNOT 4.0
#define DOT 3.6
#define HATCH 6.0    /* px: from line to line */
#define DENSE 6.0    /* px up and down for each px along */
#define STRAIGHT 8.0 /* px: no longer than this is left without a corner */
#define ASIDE 0.3    /* px: so far from a straight line a point may lie on it */
#define CELL 2.0     /* px: dots nearer than this to another hide it */

typedef struct
{
  WeftChartFrame *frame;
  const WeftChartPen *pen;
  GtkSnapshot *snapshot;
} Target;

static double
place_x (const Target *target, WeftChartPoint point)
{
  return weft_chart_scale_place (&target->frame->x, point.x);
}

static double
place_y (const Target *target, WeftChartPoint point)
{
  return weft_chart_scale_place (&target->frame->y, point.y);
}

static double
place_ground (const Target *target)
{
  const WeftChartScale *y = &target->frame->y;

  return weft_chart_scale_place (y, CLAMP (0, y->lo, y->hi));
}

static GArray *
reduce (const Target *target, const WeftChartPoint *points, gsize n)
{
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (WeftChartPoint));

  weft_chart_reduce (points, n, target->frame->x.lo, target->frame->x.hi,
                     (guint) fmax (target->frame->plot.size.width, 1), kept);

  return kept;
}

static GArray *
reduce_series (const Target *target, WeftChartSeries *series)
{
  const WeftChartPoint *points;
  gsize n;

  points = weft_chart_series_get_points (series, &n);

  return reduce (target, points, n);
}

/* Whether it lies on the way from @x, @y (px), where the last corner is, to the point behind it: then there
 * is no corner. */
static gboolean
is_straight (const Target *target, GArray *points, guint i, double x, double y)
{
  WeftChartPoint point = g_array_index (points, WeftChartPoint, i),
                 behind = g_array_index (points, WeftChartPoint, i + 1);
  double along_x = place_x (target, behind) - x, along_y = place_y (target, behind) - y,
         length = hypot (along_x, along_y);
  double to_x = place_x (target, point) - x, to_y = place_y (target, point) - y;

  return length < STRAIGHT && along_x * to_x + along_y * to_y >= 0 && hypot (to_x, to_y) <= length
         && fabs (along_x * to_y - along_y * to_x) < ASIDE * length;
}

/* A run is what lies between gaps; one of a single point is a dot. @ground: px: closed down to there; NaN: a
 * line. */
static GskPath *
make_runs (const Target *target, GArray *points, double ground)
{
  GskPathBuilder *builder = gsk_path_builder_new ();
  gboolean drawing = FALSE;
  double begin = 0, x = 0, y = 0;

  for (guint i = 0; i < points->len; i++)
    {
      WeftChartPoint point = g_array_index (points, WeftChartPoint, i);
      gboolean ends = i + 1 == points->len || isnan (g_array_index (points, WeftChartPoint, i + 1).y);
      double to_x = place_x (target, point), to_y = place_y (target, point);

      if (isnan (point.y))
        continue;
      if (!drawing)
        gsk_path_builder_move_to (builder, (float) to_x, (float) to_y);
      else if (ends || !is_straight (target, points, i, x, y))
        gsk_path_builder_line_to (builder, (float) to_x, (float) to_y);
      else
        continue;
      if (!drawing)
        begin = to_x;
      x = to_x;
      y = to_y;
      drawing = !ends;
      if (ends && !isnan (ground))
        {
          gsk_path_builder_line_to (builder, (float) x, (float) ground);
          gsk_path_builder_line_to (builder, (float) begin, (float) ground);
          gsk_path_builder_close (builder);
        }
    }

  return gsk_path_builder_free_to_path (builder);
}

/* A column of pixels, and how far up and down a line goes in it. */
typedef struct
{
  double x, top, bottom; /* px */
  gboolean begins;       /* behind a gap */
} Column;

/* Whether it goes up and down in every column: a stroke of that takes seconds to draw, and what is seen of it
 * is a band, whose edges cost little. A line which only has many points stays a line, with its dashes. */
static gboolean
is_dense (const Target *target, GArray *points)
{
  double way = 0, last = NAN;

  if (points->len <= target->frame->plot.size.width)
    return FALSE;
  for (guint i = 0; i < points->len; i++)
    {
      double y = place_y (target, g_array_index (points, WeftChartPoint, i));

      if (!isnan (y) && !isnan (last))
        way += fabs (y - last);
      last = y;
    }

  return way > DENSE * target->frame->plot.size.width;
}

static GArray *
make_columns (const Target *target, GArray *points)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (Column));
  gboolean drawing = FALSE;
  double last = 0;

  for (guint i = 0; i < points->len; i++)
    {
      WeftChartPoint point = g_array_index (points, WeftChartPoint, i);
      Column *before = columns->len > 0 ? &g_array_index (columns, Column, columns->len - 1) : NULL;
      double x, y;

      if (isnan (point.y))
        {
          drawing = FALSE;
          continue;
        }
      x = floor (place_x (target, point));
      y = place_y (target, point);
      if (drawing && before->x == x)
        {
          before->top = fmin (before->top, y);
          before->bottom = fmax (before->bottom, y);
        }
      else
        {
          /* It comes from where the last one ended. */
          Column column = { x, drawing ? fmin (y, last) : y, drawing ? fmax (y, last) : y, !drawing };

          g_array_append_val (columns, column);
        }
      drawing = TRUE;
      last = y;
    }

  return columns;
}

/* Steps along the tops and back along the bottoms, or along @ground; a column is two pixels wide, as a line
 * is. */
static GskPath *
make_band (GArray *columns, double ground)
{
  GskPathBuilder *builder = gsk_path_builder_new ();
  const Column *all = (const Column *) columns->data;

  for (guint from = 0, to; from < columns->len; from = to)
    {
      for (to = from + 1; to < columns->len && !all[to].begins; to++)
        ;
      gsk_path_builder_move_to (builder, (float) all[from].x, (float) all[from].top - 1);
      for (guint i = from; i < to; i++)
        {
          double top = (i > from ? fmin (all[i].top, all[i - 1].top) : all[i].top) - 1;

          gsk_path_builder_line_to (builder, (float) all[i].x, (float) top);
          gsk_path_builder_line_to (builder, (float) (i + 1 < to ? all[i + 1].x : all[i].x + 1), (float) top);
        }
      if (!isnan (ground))
        {
          gsk_path_builder_line_to (builder, (float) all[to - 1].x + 1, (float) ground);
          gsk_path_builder_line_to (builder, (float) all[from].x, (float) ground);
        }
      for (guint i = to; isnan (ground) && i > from; i--)
        {
          double bottom
              = (i - 1 > from ? fmax (all[i - 1].bottom, all[i - 2].bottom) : all[i - 1].bottom) + 1;

          gsk_path_builder_line_to (builder, (float) (i < to ? all[i].x : all[i - 1].x + 1), (float) bottom);
          gsk_path_builder_line_to (builder, (float) all[i - 1].x, (float) bottom);
        }
      gsk_path_builder_close (builder);
    }

  return gsk_path_builder_free_to_path (builder);
}

/* What lies between a line and @ground (px). */
static GskPath *
make_below (const Target *target, GArray *points, double ground)
{
  g_autoptr (GArray) columns = NULL;

  if (!is_dense (target, points))
    return make_runs (target, points, ground);
  columns = make_columns (target, points);

  return make_band (columns, ground);
}

static GskPath *
make_dots (const Target *target, GArray *points)
{
  GskPathBuilder *builder = gsk_path_builder_new ();

  for (guint i = 0; i < points->len; i++)
    {
      WeftChartPoint point = g_array_index (points, WeftChartPoint, i);
      gboolean before = i > 0 && !isnan (g_array_index (points, WeftChartPoint, i - 1).y);
      gboolean after = i + 1 < points->len && !isnan (g_array_index (points, WeftChartPoint, i + 1).y);

      if (!isnan (point.y) && !before && !after)
        gsk_path_builder_add_circle (builder,
                                     &GRAPHENE_POINT_INIT ((float) place_x (target, point),
                                                           (float) place_y (target, point)),
                                     2.5f);
    }

  return gsk_path_builder_free_to_path (builder);
}

static void
draw_thread (const Target *target, GArray *points, GskStroke *stroke, const GdkRGBA *color)
{
  if (is_dense (target, points))
    {
      g_autoptr (GArray) columns = make_columns (target, points);
      g_autoptr (GskPath) band = make_band (columns, NAN);

      gtk_snapshot_append_fill (target->snapshot, band, GSK_FILL_RULE_WINDING, color);
    }
  else
    {
      g_autoptr (GskPath) line = make_runs (target, points, NAN);
      g_autoptr (GskPath) dots = make_dots (target, points);

      /* Where a corner is a pixel from the next, nobody sees it, but each round one is an arc to draw. */
      if (points->len > target->frame->plot.size.width / 4)
        gsk_stroke_set_line_join (stroke, GSK_LINE_JOIN_BEVEL);
      gtk_snapshot_append_stroke (target->snapshot, line, stroke, color);
      gtk_snapshot_append_fill (target->snapshot, dots, GSK_FILL_RULE_WINDING, color);
    }
}

/* Lines at 45° over what is filled; they begin at multiples of their distance, so that neighbours' meet. */
static void
hatch (const Target *target, GskPath *path, const GdkRGBA *color)
{
  GskPathBuilder *builder;
  g_autoptr (GskPath) lines = NULL;
  GskStroke *stroke;
  graphene_rect_t bounds;
  double height;

  if (!gsk_path_get_bounds (path, &bounds)
      || !graphene_rect_intersection (&bounds, &target->frame->plot, &bounds))
    return;
  builder = gsk_path_builder_new ();
  height = bounds.size.height;
  for (double x = floor ((bounds.origin.x + bounds.origin.y) / HATCH) * HATCH - bounds.origin.y;
       x < bounds.origin.x + bounds.size.width + height; x += HATCH)
    {
      gsk_path_builder_move_to (builder, (float) x, bounds.origin.y);
      gsk_path_builder_line_to (builder, (float) (x - height), (float) (bounds.origin.y + height));
    }
  lines = gsk_path_builder_free_to_path (builder);
  stroke = gsk_stroke_new (1.2f);
  gtk_snapshot_push_fill (target->snapshot, path, GSK_FILL_RULE_WINDING);
  gtk_snapshot_append_stroke (target->snapshot, lines, stroke, color);
  gtk_snapshot_pop (target->snapshot);
  gsk_stroke_free (stroke);
}

static void
fill (const Target *target, GskPath *path, const GdkRGBA *color, double alpha)
{
  GdkRGBA faded = weft_chart_pen_fade (*color, alpha);

  gtk_snapshot_append_fill (target->snapshot, path, GSK_FILL_RULE_WINDING, &faded);
}

static void
draw_line (const Target *target, guint i, gboolean area)
{
  WeftChartSeries *series = weft_chart_model_get (target->frame->model, i);
  guint yarn = weft_chart_model_get_yarn (target->frame->model, i);
  g_autoptr (GArray) points = reduce_series (target, series);
  GskStroke *stroke = weft_chart_marker_new_stroke (yarn, LINE_WIDTH);

  if (area)
    {
      g_autoptr (GskPath) below = make_below (target, points, place_ground (target));

      fill (target, below, &target->pen->yarns[yarn], 0.16);
    }
  draw_thread (target, points, stroke, &target->pen->yarns[yarn]);
  gsk_stroke_free (stroke);
}

static void
draw_layer (const Target *target, guint i)
{
  WeftChartStack *stack = target->frame->stack;
  guint layer = (guint) target->frame->layers[i], yarn = weft_chart_model_get_yarn (target->frame->model, i);
  gsize n = weft_chart_stack_get_n (stack);
  g_autoptr (GArray) top = reduce (target, weft_chart_stack_get_top (stack, layer), n);
  g_autoptr (GArray) bottom = reduce (target, weft_chart_stack_get_bottom (stack, layer), n);
  g_autoptr (GskPath) area = NULL;
  GskPathBuilder *builder;
  GskStroke *stroke;
  const GdkRGBA *color = &target->pen->yarns[yarn];

  if (n == 0)
    return;
  builder = gsk_path_builder_new ();
  for (guint j = 0; j < top->len; j++)
    {
      WeftChartPoint point = g_array_index (top, WeftChartPoint, j);

      if (j == 0)
        gsk_path_builder_move_to (builder, (float) place_x (target, point), (float) place_y (target, point));
      else
        gsk_path_builder_line_to (builder, (float) place_x (target, point), (float) place_y (target, point));
    }
  for (guint j = bottom->len; j > 0; j--)
    {
      WeftChartPoint point = g_array_index (bottom, WeftChartPoint, j - 1);

      gsk_path_builder_line_to (builder, (float) place_x (target, point), (float) place_y (target, point));
    }
  gsk_path_builder_close (builder);
  area = gsk_path_builder_free_to_path (builder);
  fill (target, area, color, weft_chart_model_is_hatched (target->frame->model, i) ? 0.3 : 0.42);
  if (weft_chart_model_is_hatched (target->frame->model, i))
    {
      GdkRGBA lines = weft_chart_pen_fade (*color, target->pen->high_contrast ? 1 : 0.6);

      hatch (target, area, &lines);
    }
  stroke = gsk_stroke_new (LINE_WIDTH); /* hatching, not a dash, tells layers apart */
  gsk_stroke_set_line_join (stroke, GSK_LINE_JOIN_ROUND);
  draw_thread (target, top, stroke, color);
  gsk_stroke_free (stroke);
}

static void
add_bar (const Target *target, GskPathBuilder *builder, double middle, double from, double to, double radius)
{
  double width = target->frame->bar_width, left = middle - width / 2;
  float top = (float) fmin (from, to), height = (float) fabs (to - from);
  GskRoundedRect bar;
  graphene_size_t round, square = { 0, 0 };

  if (width > 2)
    left = floor (left + 0.5);
  radius = fmin (radius, fmin (width / 2, height));
  round = GRAPHENE_SIZE_INIT ((float) radius, (float) radius);
  if (to <= from)
    gsk_rounded_rect_init (&bar, &GRAPHENE_RECT_INIT ((float) left, top, (float) width, height), &round,
                           &round, &square, &square);
  else
    gsk_rounded_rect_init (&bar, &GRAPHENE_RECT_INIT ((float) left, top, (float) width, height), &square,
                           &square, &round, &round);
  gsk_path_builder_add_rounded_rect (builder, &bar);
}

static void
draw_bars (const Target *target, guint i)
{
  WeftChartFrame *frame = target->frame;
  WeftChartSeries *series = weft_chart_model_get (frame->model, i);
  guint yarn = weft_chart_model_get_yarn (frame->model, i);
  GskPathBuilder *builder = gsk_path_builder_new ();
  g_autoptr (GskPath) bars = NULL;
  const GdkRGBA *color = &target->pen->yarns[yarn];
  int n_bars = 0;

  for (guint j = 0; j < weft_chart_model_get_n (frame->model); j++)
    n_bars = MAX (n_bars, frame->bars[j] + 1);
  if (frame->layers[i] >= 0)
    {
      const WeftChartPoint *top = weft_chart_stack_get_top (frame->stack, (guint) frame->layers[i]);
      const WeftChartPoint *bottom = weft_chart_stack_get_bottom (frame->stack, (guint) frame->layers[i]);

      for (gsize j = 0; j < weft_chart_stack_get_n (frame->stack); j++)
        if (top[j].y != bottom[j].y)
          add_bar (target, builder, place_x (target, top[j]), place_y (target, bottom[j]),
                   place_y (target, top[j]), 2);
    }
  else
    {
      g_autoptr (GArray) points = reduce_series (target, series);
      double offset = (frame->bars[i] - (n_bars - 1) / 2.0) * frame->bar_step * (frame->mirrored ? -1 : 1);

      for (guint j = 0; j < points->len; j++)
        {
          WeftChartPoint point = g_array_index (points, WeftChartPoint, j);

          if (!isnan (point.y) && point.y != 0)
            add_bar (target, builder, place_x (target, point) + offset, place_ground (target),
                     place_y (target, point), 3);
        }
    }
  bars = gsk_path_builder_free_to_path (builder);
  if (!weft_chart_model_is_hatched (target->frame->model, i))
    gtk_snapshot_append_fill (target->snapshot, bars, GSK_FILL_RULE_WINDING, color);
  else
    {
      GskStroke *stroke = gsk_stroke_new (2);

      fill (target, bars, color, 0.3);
      if (frame->bar_width >= 5)
        {
          hatch (target, bars, color);
          /* The edge lies within the bar, as the whole bar does. */
          gtk_snapshot_push_fill (target->snapshot, bars, GSK_FILL_RULE_WINDING);
          gtk_snapshot_append_stroke (target->snapshot, bars, stroke, color);
          gtk_snapshot_pop (target->snapshot);
        }
      else
        fill (target, bars, color, 0.5);
      gsk_stroke_free (stroke);
    }
}

/* Of dots in the same cell of the screen one is drawn, however many there are. */
static void
draw_scatter (const Target *target, guint i)
{
  WeftChartFrame *frame = target->frame;
  WeftChartSeries *series = weft_chart_model_get (frame->model, i);
  guint yarn = weft_chart_model_get_yarn (frame->model, i);
  GskPathBuilder *builder = gsk_path_builder_new ();
  g_autoptr (GskPath) dots = NULL;
  guint columns = (guint) (frame->plot.size.width / CELL) + 2,
        rows = (guint) (frame->plot.size.height / CELL) + 2;
  g_autofree guint8 *taken = g_new0 (guint8, (gsize) columns * rows);
  const WeftChartPoint *points;
  gsize n;

  points = weft_chart_series_get_points (series, &n);
  for (gsize j = weft_chart_find (points, n, frame->x.lo); j < n && points[j].x <= frame->x.hi; j++)
    {
      double x = place_x (target, points[j]), y = place_y (target, points[j]);
      gsize cell;

      if (isnan (y) || y < frame->plot.origin.y - 1 || y > frame->plot.origin.y + frame->plot.size.height + 1)
        continue;
      cell = (gsize) ((y - frame->plot.origin.y + 1) / CELL) * columns
             + (gsize) ((x - frame->plot.origin.x) / CELL);
      if (!taken[cell])
        weft_chart_marker_add (builder, yarn, x, y, DOT);
      taken[cell] = TRUE;
    }
  dots = gsk_path_builder_free_to_path (builder);
  weft_chart_marker_snapshot (target->snapshot, dots, yarn, DOT, &target->pen->yarns[yarn]);
}

/* What of a line lies above a limit. */
static void
draw_passed (const Target *target, double limit)
{
  WeftChartFrame *frame = target->frame;
  double above = weft_chart_scale_place (&frame->y, limit) - frame->plot.origin.y;

  if (above < 1) /* also because GTK leaks what is clipped to nothing */
    return;
  gtk_snapshot_push_clip (target->snapshot, &GRAPHENE_RECT_INIT (frame->plot.origin.x, frame->plot.origin.y,
                                                                 frame->plot.size.width, (float) above));
  for (guint i = 0; i < weft_chart_model_get_n (frame->model); i++)
    {
      WeftChartSeries *series = weft_chart_model_get (frame->model, i);

      if (weft_chart_series_get_visible (series) && weft_chart_series_get_kind (series) == WEFT_CHART_LINE)
        {
          g_autoptr (GArray) points = reduce_series (target, series);
          g_autoptr (GskPath) passed
              = make_below (target, points, frame->plot.origin.y + frame->plot.size.height);

          fill (target, passed, &target->pen->limit, target->pen->dark ? 0.3 : 0.26);
        }
    }
  gtk_snapshot_pop (target->snapshot);
}

static void
draw (const Target *target, guint i)
{
  WeftChartSeries *series = weft_chart_model_get (target->frame->model, i);

  switch (weft_chart_series_get_kind (series))
    {
    case WEFT_CHART_LINE:
      draw_line (target, i, FALSE);
      break;
    case WEFT_CHART_AREA:
      if (target->frame->layers[i] >= 0)
        draw_layer (target, i);
      else
        draw_line (target, i, TRUE);
      break;
    case WEFT_CHART_BAR:
      draw_bars (target, i);
      break;
    case WEFT_CHART_SCATTER: /* above all others */
    default:
      g_assert_not_reached ();
    }
}

/* The thread ends in a knot: the marker of its yarn. */
static void
draw_knot (const Target *target, guint i)
{
  WeftChartSeries *series = weft_chart_model_get (target->frame->model, i);
  guint yarn = weft_chart_model_get_yarn (target->frame->model, i);
  const WeftChartPoint *points;
  GskPathBuilder *builder;
  g_autoptr (GskPath) knot = NULL;
  double x, y;
  gsize n;

  points = weft_chart_series_get_points (series, &n);
  while (n > 0 && isnan (points[n - 1].y))
    n--;
  if (n == 0 || points[n - 1].x > target->frame->x.hi || points[n - 1].x < target->frame->x.lo
      || points[n - 1].y > target->frame->y.hi || points[n - 1].y < target->frame->y.lo)
    return;
  x = place_x (target, points[n - 1]);
  y = place_y (target, points[n - 1]);
  builder = gsk_path_builder_new ();
  weft_chart_marker_add (builder, yarn, x, y, KNOT);
  knot = gsk_path_builder_free_to_path (builder);
  weft_chart_marker_snapshot (target->snapshot, knot, yarn, KNOT, &target->pen->yarns[yarn]);
}

void
weft_chart_layers_snapshot (WeftChartFrame *frame, const WeftChartPen *pen, GtkSnapshot *snapshot)
{
  static const WeftChartKind order[] = { WEFT_CHART_AREA, WEFT_CHART_BAR, WEFT_CHART_LINE };
  Target target = { frame, pen, snapshot };
  const WeftChartMark *marks;
  guint n_marks, n;

  g_return_if_fail (frame != NULL);
  g_return_if_fail (GTK_IS_SNAPSHOT (snapshot));

  n = weft_chart_model_get_n (frame->model);
  /* A line along the edge keeps its whole width, a dot its roundness. */
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT (frame->plot.origin.x - 3, frame->plot.origin.y - 3,
                                               frame->plot.size.width + 6, frame->plot.size.height + 6));
  marks = weft_chart_model_get_marks (frame->model, &n_marks);
  for (guint i = 0; i < n_marks; i++)
    if (marks[i].kind == WEFT_CHART_MARK_LIMIT)
      draw_passed (&target, marks[i].at);
  for (guint j = 0; j < G_N_ELEMENTS (order); j++)
    for (guint i = 0; i < n; i++)
      if (weft_chart_series_get_visible (weft_chart_model_get (frame->model, i))
          && weft_chart_series_get_kind (weft_chart_model_get (frame->model, i)) == order[j])
        draw (&target, i);
  gtk_snapshot_pop (snapshot);
  /* Dots and knots lie on the edge, not half behind it. */
  for (guint i = 0; i < n; i++)
    {
      WeftChartSeries *series = weft_chart_model_get (frame->model, i);

      if (!weft_chart_series_get_visible (series))
        continue;
      if (weft_chart_series_get_kind (series) == WEFT_CHART_SCATTER)
        draw_scatter (&target, i);
      else if (weft_chart_series_get_kind (series) == WEFT_CHART_LINE
               || (frame->bare && weft_chart_series_get_kind (series) == WEFT_CHART_AREA
                   && frame->layers[i] < 0))
        draw_knot (&target, i);
    }
}
