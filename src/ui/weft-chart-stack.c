/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-stack.h"
#include "ui/weft-chart-reduce.h"

#include <math.h>
#include <stdlib.h>

typedef struct
{
  const WeftChartPoint *points;
  gsize n;
  WeftChartPoint *bottom, *top;
} Layer;

struct _WeftChartStack
{
  GArray *layers; /* Layer */
  GArray *xs;     /* double: rising, each once */
};

static void
clear_layer (gpointer data)
{
  Layer *layer = data;

  g_free (layer->bottom);
  g_free (layer->top);
}

WeftChartStack *
weft_chart_stack_new (void)
{
  WeftChartStack *self = g_new0 (WeftChartStack, 1);

  self->layers = g_array_new (FALSE, TRUE, sizeof (Layer));
  g_array_set_clear_func (self->layers, clear_layer);
  self->xs = g_array_new (FALSE, FALSE, sizeof (double));

  return self;
}

void
weft_chart_stack_free (WeftChartStack *self)
{
  g_array_unref (self->layers);
  g_array_unref (self->xs);
  g_free (self);
}

void
weft_chart_stack_add (WeftChartStack *self, const WeftChartPoint *points, gsize n)
{
  Layer layer = { .points = points, .n = n };

  g_return_if_fail (self != NULL);
  g_return_if_fail (points != NULL || n == 0);

  g_array_append_val (self->layers, layer);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Most charts ask for all of their series at the same times. */
static gboolean
share_xs (WeftChartStack *self)
{
  const Layer *first = &g_array_index (self->layers, Layer, 0);

  for (guint i = 1; i < self->layers->len; i++)
    {
      const Layer *layer = &g_array_index (self->layers, Layer, i);

      if (layer->n != first->n)
        return FALSE;
      for (gsize j = 0; j < layer->n; j++)
        if (layer->points[j].x != first->points[j].x)
          return FALSE;
    }

  return TRUE;
}

static void
collect_xs (WeftChartStack *self)
{
  guint kept = 0, n = self->layers->len;
  double *xs;

  g_array_set_size (self->xs, 0);
  if (n > 1 && share_xs (self))
    n = 1;
  for (guint i = 0; i < n; i++)
    {
      const Layer *layer = &g_array_index (self->layers, Layer, i);

      for (gsize j = 0; j < layer->n; j++)
        g_array_append_val (self->xs, layer->points[j].x);
    }
  if (n > 1)
    g_array_sort (self->xs, compare);
  xs = (double *) self->xs->data;
  for (guint i = 0; i < self->xs->len; i++)
    if (kept == 0 || xs[i] != xs[kept - 1])
      xs[kept++] = xs[i];
  g_array_set_size (self->xs, kept);
}

/* @next: the first of its points at or after @x. */
static double
get_height (const Layer *layer, double x, gsize next, gboolean straight)
{
  const WeftChartPoint *before, *after;
  double y;

  if (next >= layer->n)
    return 0;
  after = &layer->points[next];
  if (after->x == x)
    y = after->y;
  else if (straight && next > 0)
    {
      before = after - 1;
      y = before->y + (after->y - before->y) * ((x - before->x) / (after->x - before->x));
    }
  else
    return 0;

  return isfinite (y) ? y : 0;
}

void
weft_chart_stack_build (WeftChartStack *self, gboolean straight)
{
  g_autofree double *up = NULL;
  g_autofree double *down = NULL;
  guint n;

  g_return_if_fail (self != NULL);

  collect_xs (self);
  n = self->xs->len;
  up = g_new0 (double, n);
  down = g_new0 (double, n);
  for (guint i = 0; i < self->layers->len; i++)
    {
      Layer *layer = &g_array_index (self->layers, Layer, i);
      gsize next = 0;

      g_free (layer->bottom);
      g_free (layer->top);
      layer->bottom = g_new (WeftChartPoint, n);
      layer->top = g_new (WeftChartPoint, n);
      for (guint j = 0; j < n; j++)
        {
          double x = g_array_index (self->xs, double, j);
          double height, *edge;

          while (next < layer->n && layer->points[next].x < x)
            next++;
          height = get_height (layer, x, next, straight);
          edge = height < 0 ? &down[j] : &up[j];
          layer->bottom[j] = (WeftChartPoint) { x, *edge };
          *edge += height;
          layer->top[j] = (WeftChartPoint) { x, *edge };
        }
    }
}

guint
weft_chart_stack_get_n_layers (WeftChartStack *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->layers->len;
}

gsize
weft_chart_stack_get_n (WeftChartStack *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->xs->len;
}

const WeftChartPoint *
weft_chart_stack_get_bottom (WeftChartStack *self, guint layer)
{
  g_return_val_if_fail (self != NULL && layer < self->layers->len, NULL);

  return g_array_index (self->layers, Layer, layer).bottom;
}

const WeftChartPoint *
weft_chart_stack_get_top (WeftChartStack *self, guint layer)
{
  g_return_val_if_fail (self != NULL && layer < self->layers->len, NULL);

  return g_array_index (self->layers, Layer, layer).top;
}
