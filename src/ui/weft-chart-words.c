/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-words.h"

#include <glib/gi18n.h>
#include <math.h>

char *
weft_chart_words_dup_point (WeftChartModel *model, guint i, gsize point)
{
  WeftChartSeries *series = weft_chart_model_get (model, i);
  const WeftChartPoint *points;
  const char *name;
  g_autofree char *x = NULL;
  g_autofree char *value = NULL;
  gsize n;

  g_return_val_if_fail (series != NULL, NULL);
  points = weft_chart_series_get_points (series, &n);
  g_return_val_if_fail (point < n, NULL);

  name = weft_chart_series_get_point_name (series, point);
  x = weft_chart_model_dup_x (model, points[point].x);
  value = weft_chart_model_dup_value (model, points[point].y);
  if (name != NULL && weft_chart_model_get_n (model) > 1)
    /* Translators: a point of a chart by ear: its name, its series, its day or time or category, its value */
    return g_strdup_printf (_ ("%1$s, %2$s, %3$s: %4$s"), name, weft_chart_series_get_name (series), x,
                            value);
  /* Translators: a point of a chart by ear: its series (or its own name), its day or time or category, its
   * value: "Done, 12 May: 34 tasks" */
  return g_strdup_printf (_ ("%1$s, %2$s: %3$s"), name != NULL ? name : weft_chart_series_get_name (series),
                          x, value);
}

/* What most of its series are. */
static const char *
get_kind (WeftChartModel *model)
{
  guint n[4] = { 0 };
  guint most = 0;

  for (guint i = 0; i < weft_chart_model_get_n (model); i++)
    n[weft_chart_series_get_kind (weft_chart_model_get (model, i))]++;
  for (guint i = 1; i < G_N_ELEMENTS (n); i++)
    if (n[i] > n[most])
      most = i;
  switch (most)
    {
    case WEFT_CHART_AREA:
      return weft_chart_model_get_stacked (model) ? _ ("Stacked area chart") : _ ("Area chart");
    case WEFT_CHART_BAR:
      return weft_chart_model_get_stacked (model) ? _ ("Stacked bar chart") : _ ("Bar chart");
    case WEFT_CHART_SCATTER:
      return _ ("Scatter chart");
    case WEFT_CHART_LINE:
    default:
      return _ ("Line chart");
    }
}

static void
append_series (GString *text, WeftChartModel *model, WeftChartSeries *series)
{
  const char *name = weft_chart_series_get_name (series);
  const WeftChartPoint *points;
  double first = NAN, last, lo, hi;
  gsize n;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  points = weft_chart_series_get_points (series, &n);
  for (gsize i = 0; i < n && isnan (first); i++)
    first = points[i].y;
  weft_chart_series_get_range (series, &lo, &hi);
  last = weft_chart_series_get_last (series);
  if (isnan (first))
    {
      /* Translators: of a series of a chart, by its name */
      g_string_append_printf (text, _ ("%s has no values"), name);
      return;
    }
  if (lo != hi && weft_chart_series_get_kind (series) != WEFT_CHART_LINE
      && weft_chart_series_get_kind (series) != WEFT_CHART_AREA)
    {
      first = lo;
      last = hi;
    }
  from = weft_chart_model_dup_value (model, first);
  to = weft_chart_model_dup_value (model, last);
  if (lo == hi)
    /* Translators: a series of a chart, and its only value */
    g_string_append_printf (text, _ ("%1$s stays at %2$s"), name, from);
  else if (weft_chart_series_get_kind (series) == WEFT_CHART_BAR
           || weft_chart_series_get_kind (series) == WEFT_CHART_SCATTER)
    /* Translators: a series of a chart, its smallest and its largest value */
    g_string_append_printf (text, _ ("%1$s lies between %2$s and %3$s"), name, from, to);
  else if (first == last)
    {
      g_autofree char *least = weft_chart_model_dup_value (model, lo);
      g_autofree char *most = weft_chart_model_dup_value (model, hi);

      /* Translators: a series of a chart, the value it begins and ends with, its smallest and its largest */
      g_string_append_printf (text, _ ("%1$s ends as it begins, at %2$s, between %3$s and %4$s"), name, from,
                              least, most);
    }
  else
    /* Translators: a series of a chart, its first and its last value: "Done rises from 2 to 34" */
    g_string_append_printf (text,
                            first < last ? _ ("%1$s rises from %2$s to %3$s")
                                         : _ ("%1$s falls from %2$s to %3$s"),
                            name, from, to);
}

static void
append_mark (GString *text, WeftChartModel *model, const WeftChartMark *mark)
{
  g_autofree char *at = mark->kind == WEFT_CHART_MARK_EVENT ? weft_chart_model_dup_x (model, mark->at)
                                                            : weft_chart_model_dup_value (model, mark->at);

  /* Translators: what a line across a chart is called, and where it is: "85 % of tasks: 9 days" */
  g_string_append_printf (text, _ ("%1$s: %2$s"), mark->label, at);
}

char *
weft_chart_words_dup_summary (WeftChartModel *model)
{
  GString *text = g_string_new (NULL);
  guint n = weft_chart_model_get_n (model), told = 0, n_marks;
  const WeftChartMark *marks;

  g_return_val_if_fail (WEFT_IS_CHART_MODEL (model), NULL);

  /* Translators: the kind of a chart, and how many series it has: "Line chart, 3 series" */
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%1$s, %2$u series", "%1$s, %2$u series", n),
                          get_kind (model), n);
  if (!weft_chart_model_is_empty (model))
    {
      double lo = INFINITY, hi = -INFINITY;
      g_autofree char *from = NULL;
      g_autofree char *to = NULL;

      for (guint i = 0; i < n; i++)
        {
          gsize n_points;
          const WeftChartPoint *points
              = weft_chart_series_get_points (weft_chart_model_get (model, i), &n_points);

          if (n_points == 0)
            continue;
          lo = fmin (lo, points[0].x);
          hi = fmax (hi, points[n_points - 1].x);
        }
      from = weft_chart_model_dup_x (model, lo);
      to = weft_chart_model_dup_x (model, hi);
      g_string_append (text, ", ");
      if (lo == hi)
        g_string_append (text, from);
      else
        /* Translators: a range of days, times or categories: "1 May to 30 May" */
        g_string_append_printf (text, _ ("%1$s to %2$s"), from, to);
    }
  for (guint i = 0; i < n && told < WEFT_CHART_SERIES_MAX; i++)
    if (weft_chart_series_get_visible (weft_chart_model_get (model, i)))
      {
        g_string_append (text, "; ");
        append_series (text, model, weft_chart_model_get (model, i));
        told++;
      }
  marks = weft_chart_model_get_marks (model, &n_marks);
  for (guint i = 0; i < n_marks; i++)
    {
      g_string_append (text, "; ");
      append_mark (text, model, &marks[i]);
    }

  return g_string_free_and_steal (text);
}
