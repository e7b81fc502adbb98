/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-reduce.h"
#include "ui/weft-chart-row.h"

#include <math.h>

struct _WeftChartRow
{
  GObject parent_instance;

  WeftChartModel *model;
  double x;
  guint nth;
};

G_DEFINE_FINAL_TYPE (WeftChartRow, weft_chart_row, G_TYPE_OBJECT)

static void
weft_chart_row_finalize (GObject *object)
{
  g_object_unref (WEFT_CHART_ROW (object)->model);

  G_OBJECT_CLASS (weft_chart_row_parent_class)->finalize (object);
}

static void
weft_chart_row_class_init (WeftChartRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_chart_row_finalize;
}

static void
weft_chart_row_init (WeftChartRow *self)
{
}

WeftChartRow *
weft_chart_row_new (WeftChartModel *model, double x, guint nth)
{
  WeftChartRow *self;

  g_return_val_if_fail (WEFT_IS_CHART_MODEL (model), NULL);

  self = g_object_new (WEFT_TYPE_CHART_ROW, NULL);
  self->model = g_object_ref (model);
  self->x = x;
  self->nth = nth;

  return self;
}

static gboolean
find (WeftChartRow *self, guint series, gsize *point)
{
  const WeftChartPoint *points;
  gsize n;

  if (series >= weft_chart_model_get_n (self->model))
    return FALSE;
  points = weft_chart_series_get_points (weft_chart_model_get (self->model, series), &n);
  *point = weft_chart_find (points, n, self->x) + self->nth;

  return *point < n && points[*point].x == self->x;
}

char *
weft_chart_row_dup_x (WeftChartRow *self)
{
  g_return_val_if_fail (WEFT_IS_CHART_ROW (self), NULL);

  return weft_chart_model_dup_x (self->model, self->x);
}

char *
weft_chart_row_dup_name (WeftChartRow *self)
{
  gsize point;

  g_return_val_if_fail (WEFT_IS_CHART_ROW (self), NULL);

  for (guint i = 0; i < weft_chart_model_get_n (self->model); i++)
    if (find (self, i, &point))
      {
        const char *name = weft_chart_series_get_point_name (weft_chart_model_get (self->model, i), point);

        if (name != NULL)
          return g_strdup (name);
      }

  return g_strdup ("");
}

char *
weft_chart_row_dup_value (WeftChartRow *self, guint series)
{
  const WeftChartPoint *points;
  gsize n, point;

  g_return_val_if_fail (WEFT_IS_CHART_ROW (self), NULL);

  if (!find (self, series, &point))
    return g_strdup ("");
  points = weft_chart_series_get_points (weft_chart_model_get (self->model, series), &n);

  return isnan (points[point].y)
             ? g_strdup ("")
             : weft_chart_number_dup (points[point].y, weft_chart_model_get_unit (self->model));
}
