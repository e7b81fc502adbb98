/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-frame.h"
#include "ui/weft-chart-reduce.h"

#include <math.h>

#define LABEL_GAP 8     /* px: between labels and what they belong to */
#define BARE_MARGIN 6   /* px: the knot at the end of a line */
#define BAR_PART 0.72   /* of the distance between two */
#define BAR_MAX 64      /* px */
#define SLOT_ALONE 48   /* px: what the only bar gets */
#define DIRECT_WIDTH 26 /* em: narrower charts have no room for values at the ends */

static gboolean
is_stacked (WeftChartModel *model, WeftChartSeries *series)
{
  WeftChartKind kind = weft_chart_series_get_kind (series);

  return weft_chart_model_get_stacked (model) && (kind == WEFT_CHART_AREA || kind == WEFT_CHART_BAR);
}

/* Who stands on whom, and beside whom. */
static void
arrange (WeftChartFrame *self)
{
  guint n = weft_chart_model_get_n (self->model);
  int layers = 0, bars = 0;
  gboolean straight = FALSE;

  self->layers = g_new (int, n);
  self->bars = g_new (int, n);
  for (guint i = 0; i < n; i++)
    {
      WeftChartSeries *series = weft_chart_model_get (self->model, i);
      const WeftChartPoint *points;
      gsize n_points;

      self->layers[i] = self->bars[i] = -1;
      if (!weft_chart_series_get_visible (series))
        continue;
      if (weft_chart_series_get_kind (series) == WEFT_CHART_BAR)
        self->bars[i] = is_stacked (self->model, series) ? 0 : bars++;
      if (!is_stacked (self->model, series))
        continue;
      if (self->stack == NULL)
        self->stack = weft_chart_stack_new ();
      points = weft_chart_series_get_points (series, &n_points);
      weft_chart_stack_add (self->stack, points, n_points);
      straight |= weft_chart_series_get_kind (series) == WEFT_CHART_AREA;
      self->layers[i] = layers++;
    }
  if (self->stack != NULL)
    weft_chart_stack_build (self->stack, straight);
  self->bar_step = MAX (bars, 1); /* how many share a slot, until it is known how wide that is */
}

static void
init_values (WeftChartFrame *self, guint at_most)
{
  double lo, hi;
  gboolean fixed;
  WeftChartUnit unit = weft_chart_model_get_unit (self->model);

  weft_chart_model_get_y_range (self->model, &lo, &hi, &fixed);
  for (guint i = 0; !fixed && self->stack != NULL && i < weft_chart_stack_get_n_layers (self->stack); i++)
    {
      const WeftChartPoint *top = weft_chart_stack_get_top (self->stack, i);

      for (gsize j = 0; j < weft_chart_stack_get_n (self->stack); j++)
        {
          lo = fmin (lo, top[j].y);
          hi = fmax (hi, top[j].y);
        }
    }
  if (fixed)
    {
      weft_chart_scale_init (&self->y, WEFT_CHART_AXIS_NUMBER, lo, hi, at_most, NULL);
      return;
    }
  if (lo == hi && lo > 0) /* one value stands on the ground, not in the air */
    lo = 0;
  if (self->bare)
    weft_chart_scale_init (&self->y, WEFT_CHART_AXIS_NUMBER, lo, hi, 0, NULL);
  else
    weft_chart_scale_init_values (&self->y, lo, hi, at_most, unit == WEFT_CHART_UNIT_COUNT ? 1 : 0);
}

static double
measure_values (WeftChartFrame *self, const WeftChartPen *pen)
{
  double widest = 0;

  for (guint i = 0; i < self->y.ticks.n; i++)
    {
      g_autofree char *text = weft_chart_number_dup_tick (self->y.ticks.values[i], self->y.ticks.step,
                                                          weft_chart_model_get_unit (self->model));
      int width;

      self->y_labels[i] = weft_chart_pen_new_text (pen, text, FALSE);
      pango_layout_get_pixel_size (self->y_labels[i], &width, NULL);
      widest = fmax (widest, width);
    }

  return widest;
}

/* How much room the values at the ends of lines take; 0: there are none. */
static double
measure_ends (WeftChartFrame *self, const WeftChartPen *pen, int width)
{
  double widest = 0;

  if (width < DIRECT_WIDTH * pen->em || weft_chart_model_get_axis (self->model) != WEFT_CHART_AXIS_TIME)
    return 0;
  for (guint i = 0; i < MIN (weft_chart_model_get_n (self->model), WEFT_CHART_SERIES_MAX); i++)
    {
      WeftChartSeries *series = weft_chart_model_get (self->model, i);
      double last = weft_chart_series_get_last (series);
      g_autofree char *text = NULL;
      g_autoptr (PangoLayout) layout = NULL;
      int end;

      if (!weft_chart_series_get_visible (series) || weft_chart_series_get_kind (series) != WEFT_CHART_LINE
          || isnan (last))
        continue;
      text = weft_chart_frame_dup_end (self, last);
      layout = weft_chart_pen_new_text (pen, text, TRUE);
      pango_layout_get_pixel_size (layout, &end, NULL);
      widest = fmax (widest, end);
    }

  return widest > 0 ? widest + LABEL_GAP + 2 : 0;
}

static void
clear_labels (PangoLayout **labels)
{
  for (guint i = 0; i < WEFT_CHART_TICKS_MAX; i++)
    g_clear_object (&labels[i]);
}

/* Whether all of them have room beside each other. */
static gboolean
label_x (WeftChartFrame *self, const WeftChartPen *pen)
{
  double end = -INFINITY;
  double slot = fabs (weft_chart_scale_place (&self->x, self->x.lo + self->x.ticks.step) - self->x.from);
  gboolean category = self->x.axis == WEFT_CHART_AXIS_CATEGORY;

  clear_labels (self->x_labels);
  for (guint i = 0; i < self->x.ticks.n; i++)
    {
      guint at = self->mirrored ? self->x.ticks.n - 1 - i : i;
      g_autofree char *text = weft_chart_model_dup_tick (self->model, &self->x, self->x.ticks.values[at]);
      double middle = weft_chart_scale_place (&self->x, self->x.ticks.values[at]);
      int width;

      self->x_labels[at] = weft_chart_pen_new_text (pen, text, FALSE);
      pango_layout_get_pixel_size (self->x_labels[at], &width, NULL);
      if (category && width > slot - pen->em / 2)
        {
          /* A name is cut rather than left out. */
          pango_layout_set_ellipsize (self->x_labels[at], PANGO_ELLIPSIZE_END);
          width = (int) fmax (slot - pen->em / 2, 1);
          pango_layout_set_width (self->x_labels[at], width * PANGO_SCALE);
          pango_layout_set_alignment (self->x_labels[at], PANGO_ALIGN_CENTER);
        }
      if (middle - width / 2.0 < end)
        return FALSE;
      end = middle + width / 2.0 + pen->em * (category ? 0.4 : 1);
    }

  return TRUE;
}

static void
init_x (WeftChartFrame *self, const WeftChartPen *pen)
{
  WeftChartAxis axis = weft_chart_model_get_axis (self->model);
  double lo, hi, from = self->plot.origin.x, to = from + self->plot.size.width;
  guint at_most;

  weft_chart_model_get_x_range (self->model, &lo, &hi);
  at_most = axis == WEFT_CHART_AXIS_CATEGORY
                ? WEFT_CHART_TICKS_MAX
                : (guint) CLAMP ((to - from) / (pen->em * 3.6), WEFT_CHART_TICKS_MIN, 12);
  if (axis == WEFT_CHART_AXIS_CATEGORY)
    at_most = (guint) CLAMP ((to - from) / (pen->em * 2.6), WEFT_CHART_TICKS_MIN, WEFT_CHART_TICKS_MAX);
  if (self->bare)
    at_most = 0;
  for (;; at_most--)
    {
      weft_chart_scale_init (&self->x, axis, lo, hi, at_most, weft_chart_model_get_zone (self->model));
      self->x.from = self->mirrored ? to : from;
      self->x.to = self->mirrored ? from : to;
      if (self->bare || label_x (self, pen) || at_most <= WEFT_CHART_TICKS_MIN)
        return;
    }
}

static void
init_bars (WeftChartFrame *self)
{
  double n = self->bar_step, gap = weft_chart_model_get_gap (self->model);
  double slot = gap > 0 ? fabs (weft_chart_scale_place (&self->x, self->x.lo + gap) - self->x.from)
                        : fmin (SLOT_ALONE / BAR_PART, self->plot.size.width);

  self->bar_step = fmin (slot * BAR_PART / n, BAR_MAX);
  self->bar_width = fmax (n > 1 && self->bar_step > 6 ? self->bar_step - 2 : self->bar_step, 1);
  if (self->bar_width > 8)
    self->bar_width = floor (self->bar_width);
}

WeftChartFrame *
weft_chart_frame_new (WeftChartModel *model, const WeftChartPen *pen, int width, int height, gboolean bare)
{
  WeftChartFrame *self;
  double top = 0, bottom = 0, left = 0, right = 0;
  const WeftChartMark *marks;
  guint n_marks;

  g_return_val_if_fail (WEFT_IS_CHART_MODEL (model), NULL);
  g_return_val_if_fail (pen != NULL, NULL);

  self = g_new0 (WeftChartFrame, 1);
  self->model = model;
  self->bare = bare;
  self->mirrored = pen->mirrored && weft_chart_model_get_axis (model) != WEFT_CHART_AXIS_TIME;
  arrange (self);
  if (bare)
    {
      top = bottom = left = right = BARE_MARGIN;
      init_values (self, WEFT_CHART_TICKS_MIN);
    }
  else
    {
      double values, ends;

      top = ceil (pen->line / 2) + 2;
      bottom = ceil (pen->line) + fmax (6, ceil (pen->line / 2) + 1);
      marks = weft_chart_model_get_marks (model, &n_marks);
      for (guint i = 0; i < n_marks; i++)
        if (marks[i].kind == WEFT_CHART_MARK_EVENT)
          top = ceil (pen->line) + 8;
      init_values (self,
                   (guint) CLAMP ((height - top - bottom) / (pen->line * 2.5) + 1, WEFT_CHART_TICKS_MIN, 8));
      values = measure_values (self, pen) + LABEL_GAP;
      ends = measure_ends (self, pen, width);
      self->direct = ends > 0;
      left = self->mirrored ? 4 : values;
      right = self->mirrored ? values : fmax (ends, 8);
    }
  self->plot
      = GRAPHENE_RECT_INIT ((float) ceil (left), (float) top, (float) fmax (floor (width - left - right), 1),
                            (float) fmax (height - top - bottom, 1));
  self->y.from = self->plot.origin.y + self->plot.size.height;
  self->y.to = self->plot.origin.y;
  init_x (self, pen);
  init_bars (self);

  return self;
}

void
weft_chart_frame_free (WeftChartFrame *self)
{
  clear_labels (self->x_labels);
  clear_labels (self->y_labels);
  g_clear_pointer (&self->stack, weft_chart_stack_free);
  g_free (self->layers);
  g_free (self->bars);
  g_free (self);
}

char *
weft_chart_frame_dup_end (WeftChartFrame *self, double value)
{
  WeftChartUnit unit;

  g_return_val_if_fail (self != NULL, NULL);

  unit = weft_chart_model_get_unit (self->model);
  if (unit == WEFT_CHART_UNIT_DURATION || unit == WEFT_CHART_UNIT_BYTES)
    return weft_chart_number_dup (value, unit);

  return weft_chart_number_dup_tick (value, unit == WEFT_CHART_UNIT_COUNT ? 1 : self->y.ticks.step / 10,
                                     WEFT_CHART_UNIT_NONE);
}

gboolean
weft_chart_frame_place (WeftChartFrame *self, guint series, gsize point, graphene_point_t *place)
{
  const WeftChartPoint *points;
  gsize n;
  double x, y;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (place != NULL, FALSE);

  points = weft_chart_series_get_points (weft_chart_model_get (self->model, series), &n);
  g_return_val_if_fail (point < n, FALSE);
  if (isnan (points[point].y))
    return FALSE;
  x = weft_chart_scale_place (&self->x, points[point].x);
  y = points[point].y;
  if (self->layers[series] >= 0)
    y = weft_chart_stack_get_top (
            self->stack,
            (guint)
                self->layers[series])[weft_chart_find (weft_chart_stack_get_top (self->stack, 0),
                                                       weft_chart_stack_get_n (self->stack), points[point].x)]
            .y;
  else if (self->bars[series] >= 0)
    {
      int n_bars = 0;

      for (guint i = 0; i < weft_chart_model_get_n (self->model); i++)
        n_bars = MAX (n_bars, self->bars[i] + 1);
      x += (self->bars[series] - (n_bars - 1) / 2.0) * self->bar_step * (self->mirrored ? -1 : 1);
    }
  graphene_point_init (place, (float) x, (float) weft_chart_scale_place (&self->y, y));

  return TRUE;
}
