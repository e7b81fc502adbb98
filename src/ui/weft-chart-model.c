/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-model.h"
#include "ui/weft-yarn.h"

#include <math.h>

struct _WeftChartModel
{
  GObject parent_instance;

  char *title, *axis_name;
  WeftChartAxis axis;
  WeftChartUnit unit;
  gboolean stacked;
  char **categories; /* nullable */
  GTimeZone *zone;
  double x_lo, x_hi, y_lo, y_hi; /* NaN: what the series have */
  WeftChartWords words;
  gpointer words_data;
  GDestroyNotify words_destroy;

  GPtrArray *series;
  GArray *marks; /* WeftChartMark */

  /* Of all x, found when they are asked for after a change. */
  gboolean known, days, seconds;
  double lo, hi, gap;
};

enum
{
  PROP_0,
  PROP_TITLE,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  return WEFT_TYPE_CHART_SERIES;
}

static guint
get_n_items (GListModel *model)
{
  return WEFT_CHART_MODEL (model)->series->len;
}

static gpointer
get_item (GListModel *model, guint i)
{
  GPtrArray *series = WEFT_CHART_MODEL (model)->series;

  return i < series->len ? g_object_ref (series->pdata[i]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftChartModel,
                               weft_chart_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
change (WeftChartModel *self)
{
  self->known = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
clear_mark (gpointer data)
{
  g_free (((WeftChartMark *) data)->label);
}

static void
forget (WeftChartModel *self)
{
  for (guint i = 0; i < self->series->len; i++)
    g_signal_handlers_disconnect_by_data (self->series->pdata[i], self);
  g_ptr_array_set_size (self->series, 0);
}

static void
weft_chart_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftChartModel *self = WEFT_CHART_MODEL (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_chart_model_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_TITLE:
      weft_chart_model_set_title (WEFT_CHART_MODEL (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_chart_model_dispose (GObject *object)
{
  WeftChartModel *self = WEFT_CHART_MODEL (object);

  forget (self);
  if (self->words_destroy != NULL)
    self->words_destroy (self->words_data);
  self->words = NULL;
  self->words_destroy = NULL;

  G_OBJECT_CLASS (weft_chart_model_parent_class)->dispose (object);
}

static void
weft_chart_model_finalize (GObject *object)
{
  WeftChartModel *self = WEFT_CHART_MODEL (object);

  g_ptr_array_unref (self->series);
  g_array_unref (self->marks);
  g_time_zone_unref (self->zone);
  g_strfreev (self->categories);
  g_free (self->axis_name);
  g_free (self->title);

  G_OBJECT_CLASS (weft_chart_model_parent_class)->finalize (object);
}

static void
weft_chart_model_class_init (WeftChartModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = weft_chart_model_get_property;
  object_class->set_property = weft_chart_model_set_property;
  object_class->dispose = weft_chart_model_dispose;
  object_class->finalize = weft_chart_model_finalize;

  properties[PROP_TITLE]
      = g_param_spec_string ("title", NULL, NULL, "",
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
weft_chart_model_init (WeftChartModel *self)
{
  self->title = g_strdup ("");
  self->series = g_ptr_array_new_with_free_func (g_object_unref);
  self->marks = g_array_new (FALSE, FALSE, sizeof (WeftChartMark));
  g_array_set_clear_func (self->marks, clear_mark);
  self->zone = g_time_zone_new_local ();
  self->x_lo = self->x_hi = self->y_lo = self->y_hi = NAN;
}

WeftChartModel *
weft_chart_model_new (const char *title, WeftChartAxis axis)
{
  WeftChartModel *self;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (WEFT_TYPE_CHART_MODEL, "title", title, NULL);
  self->axis = axis;

  return self;
}

void
weft_chart_model_add (WeftChartModel *self, WeftChartSeries *series)
{
  g_return_if_fail (WEFT_IS_CHART_MODEL (self));
  g_return_if_fail (WEFT_IS_CHART_SERIES (series));

  g_signal_connect_swapped (series, "changed", G_CALLBACK (change), self);
  g_signal_connect_swapped (series, "notify::visible", G_CALLBACK (change), self);
  g_ptr_array_add (self->series, g_object_ref (series));
  self->known = FALSE;
  g_list_model_items_changed (G_LIST_MODEL (self), self->series->len - 1, 0, 1);
  change (self);
}

void
weft_chart_model_clear (WeftChartModel *self)
{
  guint n;

  g_return_if_fail (WEFT_IS_CHART_MODEL (self));

  n = self->series->len;
  forget (self);
  self->known = FALSE;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
  change (self);
}

WeftChartSeries *
weft_chart_model_get (WeftChartModel *self, guint i)
{
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (self), NULL);
  g_return_val_if_fail (i < self->series->len, NULL);

  return self->series->pdata[i];
}

guint
weft_chart_model_get_n (WeftChartModel *self)
{
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (self), 0);

  return self->series->len;
}

guint
weft_chart_model_get_yarn (WeftChartModel *self, guint i)
{
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (self), 0);
  g_return_val_if_fail (i < self->series->len, 0);

  return i < WEFT_CHART_SERIES_MAX ? weft_chart_series_get_yarn (self->series->pdata[i]) : WEFT_N_YARNS - 1;
}

gboolean
weft_chart_model_is_hatched (WeftChartModel *self, guint i)
{
  WeftChartKind kind;

  g_return_val_if_fail (WEFT_IS_CHART_MODEL (self), FALSE);
  g_return_val_if_fail (i < self->series->len, FALSE);

  kind = weft_chart_series_get_kind (self->series->pdata[i]);

  return i < WEFT_CHART_SERIES_MAX && i % 2 == 1
         && (kind == WEFT_CHART_BAR || (kind == WEFT_CHART_AREA && self->stacked));
}

void
weft_chart_model_set_stacked (WeftChartModel *self, gboolean stacked)
{
  g_return_if_fail (WEFT_IS_CHART_MODEL (self));

  if (self->stacked == !!stacked)
    return;
  self->stacked = !!stacked;
  change (self);
}

gboolean
weft_chart_model_get_stacked (WeftChartModel *self)
{
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (self), FALSE);

  return self->stacked;
}

void
weft_chart_model_set_unit (WeftChartModel *self, WeftChartUnit unit)
{
  g_return_if_fail (WEFT_IS_CHART_MODEL (self));

  if (self->unit == unit)
    return;
  self->unit = unit;
  change (self);
}

WeftChartUnit
weft_chart_model_get_unit (WeftChartModel *self)
{
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (self), WEFT_CHART_UNIT_NONE);

  return self->unit;
}

void
weft_chart_model_set_words (WeftChartModel *self,
                            WeftChartWords words,
                            gpointer user_data,
                            GDestroyNotify destroy)
{
  g_return_if_fail (WEFT_IS_CHART_MODEL (self));

  if (self->words_destroy != NULL)
    self->words_destroy (self->words_data);
  self->words = words;
  self->words_data = user_data;
  self->words_destroy = destroy;
  change (self);
}

void
weft_chart_model_set_categories (WeftChartModel *self, const char *const *names)
{
  g_return_if_fail (WEFT_IS_CHART_MODEL (self));
  g_return_if_fail (names != NULL);

  g_strfreev (self->categories);
  self->categories = g_strdupv ((char **) names);
  change (self);
}

void
weft_chart_model_set_axis_name (WeftChartModel *self, const char *name)
{
  g_return_if_fail (WEFT_IS_CHART_MODEL (self));

  if (g_set_str (&self->axis_name, name))
    change (self);
}

const char *
weft_chart_model_get_axis_name (WeftChartModel *self)
{
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (self), NULL);

  return self->axis_name;
}

void
weft_chart_model_set_x_range (WeftChartModel *self, double lo, double hi)
{
  g_return_if_fail (WEFT_IS_CHART_MODEL (self));

  self->x_lo = lo;
  self->x_hi = hi;
  change (self);
}

void
weft_chart_model_set_y_range (WeftChartModel *self, double lo, double hi)
{
  g_return_if_fail (WEFT_IS_CHART_MODEL (self));

  self->y_lo = lo;
  self->y_hi = hi;
  change (self);
}

void
weft_chart_model_set_zone (WeftChartModel *self, GTimeZone *zone)
{
  g_return_if_fail (WEFT_IS_CHART_MODEL (self));

  g_time_zone_unref (self->zone);
  self->zone = zone != NULL ? g_time_zone_ref (zone) : g_time_zone_new_local ();
  change (self);
}

GTimeZone *
weft_chart_model_get_zone (WeftChartModel *self)
{
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (self), NULL);

  return self->zone;
}

void
weft_chart_model_add_mark (WeftChartModel *self, WeftChartMarkKind kind, double at, const char *label)
{
  WeftChartMark mark = { kind, at, NULL };

  g_return_if_fail (WEFT_IS_CHART_MODEL (self));
  g_return_if_fail (isfinite (at));
  g_return_if_fail (label != NULL);

  mark.label = g_strdup (label);
  g_array_append_val (self->marks, mark);
  change (self);
}

void
weft_chart_model_clear_marks (WeftChartModel *self)
{
  g_return_if_fail (WEFT_IS_CHART_MODEL (self));

  g_array_set_size (self->marks, 0);
  change (self);
}

const WeftChartMark *
weft_chart_model_get_marks (WeftChartModel *self, guint *n)
{
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);

  *n = self->marks->len;

  return (const WeftChartMark *) self->marks->data;
}

const char *
weft_chart_model_get_title (WeftChartModel *self)
{
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (self), NULL);

  return self->title;
}

void
weft_chart_model_set_title (WeftChartModel *self, const char *title)
{
  g_return_if_fail (WEFT_IS_CHART_MODEL (self));

  if (!g_set_str (&self->title, title != NULL ? title : ""))
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  change (self);
}

WeftChartAxis
weft_chart_model_get_axis (WeftChartModel *self)
{
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (self), WEFT_CHART_AXIS_NUMBER);

  return self->axis;
}

gboolean
weft_chart_model_is_empty (WeftChartModel *self)
{
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (self), TRUE);

  for (guint i = 0; i < self->series->len; i++)
    {
      double lo, hi;

      weft_chart_series_get_range (self->series->pdata[i], &lo, &hi);
      if (!isnan (lo))
        return FALSE;
    }

  return TRUE;
}

/* Once after a change: where the points are, how near two bars, and whether each stands for a day. The first
 * point that is not at midnight ends the asking of the calendar. */
static void
know (WeftChartModel *self)
{
  if (self->known)
    return;
  self->known = TRUE;
  self->lo = self->hi = self->gap = NAN;
  self->days = self->axis == WEFT_CHART_AXIS_TIME;
  self->seconds = FALSE;
  for (guint i = 0; i < self->series->len; i++)
    {
      WeftChartSeries *series = self->series->pdata[i];
      gboolean bars = weft_chart_series_get_kind (series) == WEFT_CHART_BAR;
      const WeftChartPoint *points;
      gsize n;

      points = weft_chart_series_get_points (series, &n);
      if (n == 0)
        continue;
      self->lo = fmin (self->lo, points[0].x);
      self->hi = fmax (self->hi, points[n - 1].x);
      for (gsize j = 0; j < n && self->days; j++)
        self->days = weft_chart_calendar_is_midnight (points[j].x, self->zone);
      for (gsize j = 0; j < n && !self->seconds && self->axis == WEFT_CHART_AXIS_TIME; j++)
        self->seconds = fmod (points[j].x, 60000) != 0;
      for (gsize j = 1; bars && j < n; j++)
        if (points[j].x > points[j - 1].x)
          self->gap = fmin (self->gap, points[j].x - points[j - 1].x);
    }
}

void
weft_chart_model_get_x_range (WeftChartModel *self, double *lo, double *hi)
{
  double room;
  gboolean bars = FALSE;

  g_return_if_fail (WEFT_IS_CHART_MODEL (self));
  g_return_if_fail (lo != NULL);
  g_return_if_fail (hi != NULL);

  know (self);
  *lo = self->lo;
  *hi = self->hi;
  if (self->axis == WEFT_CHART_AXIS_CATEGORY)
    {
      guint n = self->categories != NULL ? g_strv_length (self->categories) : 0;

      *lo = -0.5;
      *hi = MAX (n, isnan (self->hi) ? 1 : self->hi + 1) - 0.5;
      return;
    }
  for (guint i = 0; i < self->series->len; i++)
    bars |= weft_chart_series_get_kind (self->series->pdata[i]) == WEFT_CHART_BAR;
  room = bars && !isnan (self->gap) ? self->gap / 2 : 0; /* a bar stands around its x */
  *lo = isnan (self->x_lo) ? *lo - room : self->x_lo;
  *hi = isnan (self->x_hi) ? *hi + room : self->x_hi;
}

void
weft_chart_model_get_y_range (WeftChartModel *self, double *lo, double *hi, gboolean *fixed)
{
  g_return_if_fail (WEFT_IS_CHART_MODEL (self));
  g_return_if_fail (lo != NULL);
  g_return_if_fail (hi != NULL);
  g_return_if_fail (fixed != NULL);

  *lo = *hi = NAN;
  for (guint i = 0; i < self->series->len; i++)
    {
      WeftChartSeries *series = self->series->pdata[i];
      WeftChartKind kind = weft_chart_series_get_kind (series);
      double from, to;

      if (!weft_chart_series_get_visible (series))
        continue;
      weft_chart_series_get_range (series, &from, &to);
      *lo = fmin (*lo, from);
      *hi = fmax (*hi, to);
      if (!isnan (from) && kind != WEFT_CHART_LINE)
        {
          *lo = fmin (*lo, 0);
          *hi = fmax (*hi, 0);
        }
    }
  for (guint i = 0; i < self->marks->len; i++)
    {
      const WeftChartMark *mark = &g_array_index (self->marks, WeftChartMark, i);

      if (mark->kind == WEFT_CHART_MARK_EVENT)
        continue;
      *lo = fmin (*lo, mark->at);
      *hi = fmax (*hi, mark->at);
    }
  /* A line whose values all are far from zero shows how they differ; where zero is near, it is the ground. */
  if (*lo > 0 && *lo < *hi * 0.6)
    *lo = 0;
  *fixed = !isnan (self->y_lo) || !isnan (self->y_hi);
  if (!isnan (self->y_lo))
    *lo = self->y_lo;
  if (!isnan (self->y_hi))
    *hi = self->y_hi;
}

double
weft_chart_model_get_gap (WeftChartModel *self)
{
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (self), 0);

  know (self);
  if (self->axis == WEFT_CHART_AXIS_CATEGORY)
    return 1;

  return isnan (self->gap) ? 0 : self->gap;
}

char *
weft_chart_model_dup_x (WeftChartModel *self, double x)
{
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (self), NULL);

  if (self->axis == WEFT_CHART_AXIS_TIME)
    {
      know (self);

      return weft_chart_calendar_dup_moment (x, self->days, self->seconds, self->lo, self->hi, self->zone);
    }
  if (self->axis == WEFT_CHART_AXIS_CATEGORY && self->categories != NULL && x >= 0 && x == floor (x)
      && x < g_strv_length (self->categories))
    return g_strdup (self->categories[(guint) x]);

  return weft_chart_number_dup (x, WEFT_CHART_UNIT_NONE);
}

char *
weft_chart_model_dup_tick (WeftChartModel *self, const WeftChartScale *scale, double x)
{
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (self), NULL);
  g_return_val_if_fail (scale != NULL, NULL);

  if (self->axis == WEFT_CHART_AXIS_TIME)
    return weft_chart_calendar_dup_label (x, scale->calendar, self->zone);
  if (self->axis == WEFT_CHART_AXIS_CATEGORY)
    return weft_chart_model_dup_x (self, x);

  return weft_chart_number_dup_tick (x, scale->ticks.step, WEFT_CHART_UNIT_NONE);
}

char *
weft_chart_model_dup_value (WeftChartModel *self, double value)
{
  g_return_val_if_fail (WEFT_IS_CHART_MODEL (self), NULL);

  return self->words != NULL && !isnan (value) ? self->words (value, self->words_data)
                                               : weft_chart_number_dup (value, self->unit);
}
