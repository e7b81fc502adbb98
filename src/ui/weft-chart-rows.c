/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-rows.h"

#include <math.h>
#include <string.h>

typedef struct
{
  double x;
  guint nth;
  guint64 hash; /* of all values there: what changed without moving */
} Line;

struct _WeftChartRows
{
  GObject parent_instance;

  WeftChartModel *model;
  GArray *lines; /* Line */
};

static GType
get_item_type (GListModel *model)
{
  return WEFT_TYPE_CHART_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return WEFT_CHART_ROWS (model)->lines->len;
}

static gpointer
get_item (GListModel *model, guint i)
{
  WeftChartRows *self = WEFT_CHART_ROWS (model);
  const Line *line;

  if (i >= self->lines->len)
    return NULL;
  line = &g_array_index (self->lines, Line, i);

  return weft_chart_row_new (self->model, line->x, line->nth);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftChartRows,
                               weft_chart_rows,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static int
compare (gconstpointer a, gconstpointer b)
{
  const Line *x = a, *y = b;

  return x->x != y->x ? (x->x > y->x) - (x->x < y->x) : (x->nth > y->nth) - (x->nth < y->nth);
}

static GArray *
list (WeftChartRows *self)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));
  guint kept = 0, n_series = weft_chart_model_get_n (self->model);

  for (guint i = 0; i < n_series; i++)
    {
      WeftChartSeries *series = weft_chart_model_get (self->model, i);
      const WeftChartPoint *points;
      gsize n;
      guint nth = 0;

      points = weft_chart_series_get_points (series, &n);
      for (gsize j = 0; j < n; j++)
        {
          Line line = { .x = points[j].x };
          guint64 bits;

          nth = j > 0 && points[j - 1].x == points[j].x ? nth + 1 : 0;
          memcpy (&bits, &points[j].y, sizeof bits);
          line.nth = nth;
          line.hash = (bits + i + 1) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
          if (weft_chart_series_get_point_name (series, j) != NULL)
            line.hash += g_str_hash (weft_chart_series_get_point_name (series, j));
          g_array_append_val (lines, line);
        }
    }
  if (n_series > 1)
    g_array_sort (lines, compare);
  for (guint i = 0; i < lines->len; i++)
    {
      Line line = g_array_index (lines, Line, i);

      if (kept > 0 && compare (&line, &g_array_index (lines, Line, kept - 1)) == 0)
        g_array_index (lines, Line, kept - 1).hash += line.hash; /* whichever is sorted first */
      else
        g_array_index (lines, Line, kept++) = line;
    }
  g_array_set_size (lines, kept);

  return lines;
}

static gboolean
is_same (const Line *a, const Line *b)
{
  return a->x == b->x && a->nth == b->nth && a->hash == b->hash;
}

static void
on_changed (WeftChartRows *self)
{
  g_autoptr (GArray) before = self->lines;
  guint first = 0, last = 0, least;

  self->lines = list (self);
  least = MIN (before->len, self->lines->len);
  while (first < least
         && is_same (&g_array_index (before, Line, first), &g_array_index (self->lines, Line, first)))
    first++;
  while (last < least - first
         && is_same (&g_array_index (before, Line, before->len - 1 - last),
                     &g_array_index (self->lines, Line, self->lines->len - 1 - last)))
    last++;
  if (before->len > first + last || self->lines->len > first + last)
    g_list_model_items_changed (G_LIST_MODEL (self), first, before->len - first - last,
                                self->lines->len - first - last);
}

static void
weft_chart_rows_finalize (GObject *object)
{
  WeftChartRows *self = WEFT_CHART_ROWS (object);

  g_signal_handlers_disconnect_by_data (self->model, self);
  g_object_unref (self->model);
  g_array_unref (self->lines);

  G_OBJECT_CLASS (weft_chart_rows_parent_class)->finalize (object);
}

static void
weft_chart_rows_class_init (WeftChartRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_chart_rows_finalize;
}

static void
weft_chart_rows_init (WeftChartRows *self)
{
}

WeftChartRows *
weft_chart_rows_new (WeftChartModel *model)
{
  WeftChartRows *self;

  g_return_val_if_fail (WEFT_IS_CHART_MODEL (model), NULL);

  self = g_object_new (WEFT_TYPE_CHART_ROWS, NULL);
  self->model = g_object_ref (model);
  self->lines = list (self);
  g_signal_connect_swapped (model, "changed", G_CALLBACK (on_changed), self);

  return self;
}
