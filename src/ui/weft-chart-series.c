/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-series.h"
#include "ui/weft-yarn.h"

#include <math.h>

struct _WeftChartSeries
{
  GObject parent_instance;

  char *name;
  WeftChartKind kind;
  guint yarn;
  gboolean visible;

  WeftChartPoint *points;
  char **names; /* nullable; of the points */
  gsize n;
  double lo, hi; /* of y */
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_VISIBLE,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftChartSeries, weft_chart_series, G_TYPE_OBJECT)

static void
clear_points (WeftChartSeries *self)
{
  for (gsize i = 0; self->names != NULL && i < self->n; i++)
    g_free (self->names[i]);
  g_clear_pointer (&self->names, g_free);
  g_clear_pointer (&self->points, g_free);
  self->n = 0;
  self->lo = self->hi = NAN;
}

static void
weft_chart_series_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftChartSeries *self = WEFT_CHART_SERIES (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_VISIBLE:
      g_value_set_boolean (value, self->visible);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_chart_series_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  WeftChartSeries *self = WEFT_CHART_SERIES (object);

  switch (id)
    {
    case PROP_NAME:
      self->name = g_value_dup_string (value);
      break;
    case PROP_VISIBLE:
      weft_chart_series_set_visible (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_chart_series_finalize (GObject *object)
{
  WeftChartSeries *self = WEFT_CHART_SERIES (object);

  clear_points (self);
  g_free (self->name);

  G_OBJECT_CLASS (weft_chart_series_parent_class)->finalize (object);
}

static void
weft_chart_series_class_init (WeftChartSeriesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = weft_chart_series_get_property;
  object_class->set_property = weft_chart_series_set_property;
  object_class->finalize = weft_chart_series_finalize;

  properties[PROP_NAME]
      = g_param_spec_string ("name", NULL, NULL, "",
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_VISIBLE]
      = g_param_spec_boolean ("visible", NULL, NULL, TRUE,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
weft_chart_series_init (WeftChartSeries *self)
{
  self->visible = TRUE;
  self->lo = self->hi = NAN;
}

WeftChartSeries *
weft_chart_series_new (const char *name, WeftChartKind kind, guint yarn)
{
  WeftChartSeries *self;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (yarn < WEFT_N_YARNS, NULL);

  self = g_object_new (WEFT_TYPE_CHART_SERIES, "name", name, NULL);
  self->kind = kind;
  self->yarn = yarn;

  return self;
}

const char *
weft_chart_series_get_name (WeftChartSeries *self)
{
  g_return_val_if_fail (WEFT_IS_CHART_SERIES (self), NULL);

  return self->name;
}

WeftChartKind
weft_chart_series_get_kind (WeftChartSeries *self)
{
  g_return_val_if_fail (WEFT_IS_CHART_SERIES (self), WEFT_CHART_LINE);

  return self->kind;
}

guint
weft_chart_series_get_yarn (WeftChartSeries *self)
{
  g_return_val_if_fail (WEFT_IS_CHART_SERIES (self), 0);

  return self->yarn;
}

gboolean
weft_chart_series_get_visible (WeftChartSeries *self)
{
  g_return_val_if_fail (WEFT_IS_CHART_SERIES (self), FALSE);

  return self->visible;
}

void
weft_chart_series_set_visible (WeftChartSeries *self, gboolean visible)
{
  g_return_if_fail (WEFT_IS_CHART_SERIES (self));

  visible = !!visible;
  if (self->visible == visible)
    return;
  self->visible = visible;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VISIBLE]);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer points)
{
  gsize i = *(const gsize *) a, j = *(const gsize *) b;
  double x = ((WeftChartPoint *) points)[i].x, y = ((WeftChartPoint *) points)[j].x;

  return x != y ? (x > y) - (x < y) : (i > j) - (i < j);
}

/* Most come in order; those which do not are brought into it with their names. */
static void
sort (WeftChartSeries *self)
{
  g_autofree gsize *order = NULL;
  g_autofree WeftChartPoint *points = NULL;
  g_autofree char **names = NULL;
  gboolean sorted = TRUE;

  for (gsize i = 1; i < self->n && sorted; i++)
    sorted = self->points[i - 1].x <= self->points[i].x;
  if (sorted)
    return;
  order = g_new (gsize, self->n);
  for (gsize i = 0; i < self->n; i++)
    order[i] = i;
  g_sort_array (order, self->n, sizeof *order, compare, self->points);
  points = g_new (WeftChartPoint, self->n);
  names = self->names != NULL ? g_new (char *, self->n) : NULL;
  for (gsize i = 0; i < self->n; i++)
    {
      points[i] = self->points[order[i]];
      if (names != NULL)
        names[i] = self->names[order[i]];
    }
  g_free (g_steal_pointer (&self->points));
  self->points = g_steal_pointer (&points);
  g_free (self->names);
  self->names = g_steal_pointer (&names);
}

void
weft_chart_series_set_points (WeftChartSeries *self,
                              const WeftChartPoint *points,
                              gsize n,
                              const char *const *names)
{
  g_return_if_fail (WEFT_IS_CHART_SERIES (self));
  g_return_if_fail (points != NULL || n == 0);

  clear_points (self);
  self->points = g_new (WeftChartPoint, n);
  self->names = names != NULL ? g_new (char *, n) : NULL;
  for (gsize i = 0; i < n; i++)
    {
      double y = isfinite (points[i].y) ? points[i].y : NAN;

      if (!isfinite (points[i].x))
        continue;
      self->lo = fmin (self->lo, y);
      self->hi = fmax (self->hi, y);
      if (names != NULL)
        self->names[self->n] = g_strdup (names[i]);
      self->points[self->n++] = (WeftChartPoint) { points[i].x, y };
    }
  sort (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

const WeftChartPoint *
weft_chart_series_get_points (WeftChartSeries *self, gsize *n)
{
  g_return_val_if_fail (WEFT_IS_CHART_SERIES (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);

  *n = self->n;

  return self->points;
}

const char *
weft_chart_series_get_point_name (WeftChartSeries *self, gsize i)
{
  g_return_val_if_fail (WEFT_IS_CHART_SERIES (self), NULL);
  g_return_val_if_fail (i < self->n, NULL);

  return self->names != NULL ? self->names[i] : NULL;
}

void
weft_chart_series_get_range (WeftChartSeries *self, double *lo, double *hi)
{
  g_return_if_fail (WEFT_IS_CHART_SERIES (self));
  g_return_if_fail (lo != NULL);
  g_return_if_fail (hi != NULL);

  *lo = self->lo;
  *hi = self->hi;
}

double
weft_chart_series_get_last (WeftChartSeries *self)
{
  g_return_val_if_fail (WEFT_IS_CHART_SERIES (self), NAN);

  for (gsize i = self->n; i > 0; i--)
    if (!isnan (self->points[i - 1].y))
      return self->points[i - 1].y;

  return NAN;
}
