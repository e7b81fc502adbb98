/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-walk.h"
#include "ui/weft-chart-reduce.h"

#include <math.h>

gboolean
weft_chart_walk_find (WeftChartSeries *series, double x, gsize *point)
{
  const WeftChartPoint *points;
  gsize n, right;
  gssize left;

  g_return_val_if_fail (WEFT_IS_CHART_SERIES (series), FALSE);
  g_return_val_if_fail (point != NULL, FALSE);

  points = weft_chart_series_get_points (series, &n);
  right = weft_chart_find (points, n, x);
  left = (gssize) right - 1;
  while (right < n && isnan (points[right].y))
    right++;
  while (left >= 0 && isnan (points[left].y))
    left--;
  if (right >= n && left < 0)
    return FALSE;
  if (right >= n || (left >= 0 && x - points[left].x < points[right].x - x))
    right = (gsize) left;
  *point = right;

  return TRUE;
}

static gboolean
is_seen (WeftChartModel *model, guint i)
{
  WeftChartSeries *series = weft_chart_model_get (model, i);
  gsize point;

  return weft_chart_series_get_visible (series) && weft_chart_walk_find (series, 0, &point);
}

static gboolean
find_seen (WeftChartModel *model, guint *series)
{
  for (guint i = 0; i < weft_chart_model_get_n (model); i++)
    if (is_seen (model, i))
      {
        *series = i;
        return TRUE;
      }

  return FALSE;
}

gboolean
weft_chart_walk_check (WeftChartWalk *self, WeftChartModel *model)
{
  const WeftChartPoint *points;
  gsize n;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (model), FALSE);

  if (!self->on)
    return FALSE;
  if (self->series >= weft_chart_model_get_n (model) || !is_seen (model, self->series))
    {
      self->on = find_seen (model, &self->series);
      if (!self->on)
        return FALSE;
    }
  points = weft_chart_series_get_points (weft_chart_model_get (model, self->series), &n);
  self->point = MIN (self->point, n - 1);

  return weft_chart_walk_find (weft_chart_model_get (model, self->series), points[self->point].x,
                               &self->point)
         || (self->on = FALSE);
}

gboolean
weft_chart_walk_step (WeftChartWalk *self, WeftChartModel *model, int by)
{
  const WeftChartPoint *points;
  gsize n;
  gboolean ahead = by > 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (model), FALSE);
  g_return_val_if_fail (by != 0, FALSE);

  if (!self->on)
    {
      gboolean first = by == G_MININT || (ahead && by != G_MAXINT);

      self->on = find_seen (model, &self->series)
                 && weft_chart_walk_find (weft_chart_model_get (model, self->series),
                                          first ? -INFINITY : INFINITY, &self->point);
      return self->on;
    }
  if (!weft_chart_walk_check (self, model))
    return FALSE;
  points = weft_chart_series_get_points (weft_chart_model_get (model, self->series), &n);
  for (gint64 left = ABS ((gint64) by); left > 0; left--)
    {
      gsize next = self->point;

      do
        next = ahead ? next + 1 : next - 1; /* before the first it is larger than any */
      while (next < n && isnan (points[next].y));
      if (next >= n)
        break;
      self->point = next;
    }

  return TRUE;
}

gboolean
weft_chart_walk_turn (WeftChartWalk *self, WeftChartModel *model, int by)
{
  const WeftChartPoint *points;
  gsize n;
  gint64 next;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (model), FALSE);
  g_return_val_if_fail (by != 0, FALSE);

  if (!self->on)
    return weft_chart_walk_step (self, model, 1);
  if (!weft_chart_walk_check (self, model))
    return FALSE;
  points = weft_chart_series_get_points (weft_chart_model_get (model, self->series), &n);
  next = self->series;
  do
    next += by > 0 ? 1 : -1;
  while (next >= 0 && next < weft_chart_model_get_n (model) && !is_seen (model, (guint) next));
  if (next < 0 || next >= weft_chart_model_get_n (model))
    return TRUE;
  self->series = (guint) next;

  return weft_chart_walk_find (weft_chart_model_get (model, self->series), points[self->point].x,
                               &self->point);
}
