/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-figures-charts.h"

#include <glib/gi18n.h>
#include <math.h>

#include "features/board/view/weft-figures-words.h"

#define DAY (24 * 3600e3)
#define FORECAST_POINTS 60 /* of a forecast, more or less */
#define FORECAST_PERCENT 98 /* it ends where so many of the runs have */
#define AGES_MAX 8          /* tasks, the oldest */

static const struct
{
  const char *title;
  const char *axis_name;
  WeftChartAxis axis;
} charts[WEFT_FIGURES_N_CHARTS] = {
  [WEFT_FIGURES_CHART_FORECAST] = { N_ ("Chance of Being Done"), N_ ("Day"), WEFT_CHART_AXIS_TIME },
  [WEFT_FIGURES_CHART_FLOW] = { N_ ("Cumulative Flow"), N_ ("Day"), WEFT_CHART_AXIS_TIME },
  [WEFT_FIGURES_CHART_BURN_UP] = { N_ ("Burn-Up"), N_ ("Day"), WEFT_CHART_AXIS_TIME },
  [WEFT_FIGURES_CHART_THROUGHPUT] = { N_ ("Done in a Week"), N_ ("Week From"), WEFT_CHART_AXIS_TIME },
  [WEFT_FIGURES_CHART_CYCLE] = { N_ ("Cycle Time in Days"), N_ ("Done"), WEFT_CHART_AXIS_TIME },
  [WEFT_FIGURES_CHART_LEAD] = { N_ ("Lead Time in Days"), N_ ("Done"), WEFT_CHART_AXIS_TIME },
  [WEFT_FIGURES_CHART_AGES] = { N_ ("Age of What Is in Progress, in Days"), N_ ("Task"), WEFT_CHART_AXIS_CATEGORY },
};

static char *
say_tasks (double value, gpointer user_data)
{
  return weft_figures_words_dup_amount (value, WEFT_FIGURES_TASKS);
}

static char *
say_points (double value, gpointer user_data)
{
  return weft_figures_words_dup_amount (value, WEFT_FIGURES_POINTS);
}

static char *
say_days (double value, gpointer user_data)
{
  return weft_figures_words_dup_days (value);
}

/* Series */

static WeftChartSeries *
add (GPtrArray *all, const char *name, WeftChartKind kind, guint yarn, const WeftChartPoint *points, gsize n, const char *const *names)
{
  WeftChartSeries *series = weft_chart_series_new (name, kind, yarn);

  weft_chart_series_set_points (series, points, n, names);
  g_ptr_array_add (all, series);
  return series;
}

static gboolean
is_same (WeftChartSeries *a, WeftChartSeries *b)
{
  return g_str_equal (weft_chart_series_get_name (a), weft_chart_series_get_name (b)) && weft_chart_series_get_kind (a) == weft_chart_series_get_kind (b)
         && weft_chart_series_get_yarn (a) == weft_chart_series_get_yarn (b);
}

static void
copy_points (WeftChartSeries *from, WeftChartSeries *to)
{
  gsize n;
  const WeftChartPoint *points = weft_chart_series_get_points (from, &n);
  g_autofree const char **names = g_new0 (const char *, n + 1);

  for (gsize i = 0; i < n; i++)
    names[i] = weft_chart_series_get_point_name (from, i);
  weft_chart_series_set_points (to, points, n, names);
}

/* Those which are there stay, and with them where a person stands and what they have hidden. */
static void
show (WeftChartModel *model, GPtrArray *all)
{
  gboolean same = weft_chart_model_get_n (model) == all->len;

  for (guint i = 0; i < all->len && same; i++)
    same = is_same (weft_chart_model_get (model, i), all->pdata[i]);
  if (!same)
    weft_chart_model_clear (model);
  for (guint i = 0; i < all->len; i++)
    if (same)
      copy_points (all->pdata[i], weft_chart_model_get (model, i));
    else
      weft_chart_model_add (model, all->pdata[i]);
}

static void
set_measure (WeftChartModel *model, WeftFiguresMeasure measure)
{
  weft_chart_model_set_unit (model, measure == WEFT_FIGURES_TASKS ? WEFT_CHART_UNIT_COUNT : WEFT_CHART_UNIT_NONE);
  weft_chart_model_set_words (model, measure == WEFT_FIGURES_TASKS ? say_tasks : say_points, NULL, NULL);
}

/* Each chart */

static void
fill_forecast (WeftChartModel *model, GPtrArray *all, const WeftFigures *figures, GTimeZone *zone)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (WeftChartPoint));
  guint last = MIN (weft_figures_find_end (figures, FORECAST_PERCENT), WEFT_FORECAST_DAYS_MAX);
  guint step = MAX (last / FORECAST_POINTS, 1);
  guint before = G_MAXUINT;
  guint64 ended = 0;

  if (figures->outlook != WEFT_FIGURES_FORECAST)
    return;

  for (guint day = 0; day <= last; day++)
    {
      ended += figures->forecast.ends[day];
      if (day % step == 0 || day == last)
        g_array_append_val (points, ((WeftChartPoint) { (double) weft_figures_get_day (figures, day, zone), 100.0 * ended / WEFT_FORECAST_RUNS }));
    }
  add (all, _ ("Done by then"), WEFT_CHART_AREA, 0, (const WeftChartPoint *) points->data, points->len, NULL);
  weft_chart_model_set_unit (model, WEFT_CHART_UNIT_PERCENT);
  weft_chart_model_set_y_range (model, 0, 100);
  for (guint i = 0; i < WEFT_FIGURES_N_PERCENTS; i++)
    {
      guint end = weft_figures_find_end (figures, weft_figures_percents[i]);
      g_autofree char *label = weft_chart_number_dup (weft_figures_percents[i], WEFT_CHART_UNIT_PERCENT);

      if (end < WEFT_FORECAST_NEVER && end != before)
        weft_chart_model_add_mark (model, WEFT_CHART_MARK_EVENT, (double) weft_figures_get_day (figures, end, zone), label);
      before = end;
    }
}

static void
add_flow (GPtrArray *all, const WeftFigures *figures, const char *name, const gboolean *statuses)
{
  guint n = figures->days->n - figures->first;
  g_autofree WeftChartPoint *points = g_new (WeftChartPoint, n);

  for (guint i = 0; i < n; i++)
    {
      points[i] = (WeftChartPoint) { (double) figures->days->starts[figures->first + i], 0 };
      for (guint status = 0; status <= figures->statuses->len; status++)
        if (statuses[status])
          points[i].y += weft_figures_get_flow (figures, status, figures->first + i);
    }
  add (all, name, WEFT_CHART_AREA, all->len % WEFT_CHART_SERIES_MAX, points, n, NULL);
}

/* Whether any task stood there in these weeks. */
static gboolean
is_used (const WeftFigures *figures, guint status)
{
  for (guint day = 0; day < figures->days->n; day++)
    if (weft_figures_get_flow (figures, status, day) > 0)
      return TRUE;

  return FALSE;
}

static void
fill_flow_by_category (GPtrArray *all, const WeftFigures *figures, gboolean *chosen)
{
  static const char *const names[] = { [WEFT_CATEGORY_TODO] = N_ ("To do"), [WEFT_CATEGORY_DOING] = N_ ("In progress"), [WEFT_CATEGORY_DONE] = N_ ("Done") };
  guint n = figures->statuses->len;

  for (int category = WEFT_CATEGORY_DONE; category >= (int) WEFT_CATEGORY_TODO; category--)
    {
      for (guint status = 0; status < n; status++)
        chosen[status] = ((const WeftStatusRecord *) figures->statuses->pdata[status])->category == (WeftCategory) category;
      chosen[n] = category == WEFT_CATEGORY_TODO;
      add_flow (all, figures, _ (names[category]), chosen);
    }
}

/* What is done at the bottom, as it only grows. */
static void
fill_flow (WeftChartModel *model, GPtrArray *all, const WeftFigures *figures)
{
  guint n = figures->statuses->len;
  g_autofree gboolean *chosen = g_new0 (gboolean, n + 1);
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));

  if (figures->n_tasks == 0)
    return;

  weft_chart_model_set_stacked (model, TRUE);
  set_measure (model, WEFT_FIGURES_TASKS);
  for (int category = WEFT_CATEGORY_DONE; category >= (int) WEFT_CATEGORY_TODO; category--)
    for (guint i = n; i > 0; i--)
      {
        guint status = i - 1;

        if (((const WeftStatusRecord *) figures->statuses->pdata[status])->category == (WeftCategory) category && is_used (figures, status))
          g_array_append_val (order, status);
      }
  if (is_used (figures, n))
    g_array_append_val (order, n);
  if (order->len > WEFT_CHART_SERIES_MAX)
    {
      fill_flow_by_category (all, figures, chosen);
      return;
    }
  for (guint i = 0; i < order->len; i++)
    {
      guint status = g_array_index (order, guint, i);

      chosen[status] = TRUE;
      add_flow (all, figures, status < n ? ((const WeftStatusRecord *) figures->statuses->pdata[status])->name : _ ("Elsewhere"), chosen);
      chosen[status] = FALSE;
    }
}

/* From today to where half of the runs end, as far as the chart is long. */
static void
add_expected (GPtrArray *all, const WeftFigures *figures, double done, double scope, GTimeZone *zone)
{
  guint end = weft_figures_find_end (figures, 50);
  guint shown = MIN (end, MAX ((figures->days->n - figures->first) / 2, 1));
  WeftChartPoint points[2];

  if (end >= WEFT_FORECAST_NEVER || end == 0)
    return;
  points[0] = (WeftChartPoint) { (double) weft_figures_get_day (figures, 0, zone), done };
  points[1] = (WeftChartPoint) { (double) weft_figures_get_day (figures, shown, zone), done + (scope - done) * shown / end };
  add (all, _ ("Expected"), WEFT_CHART_LINE, 2, points, 2, NULL);
}

static void
fill_burn_up (WeftChartModel *model, GPtrArray *all, const WeftFigures *figures, GTimeZone *zone)
{
  WeftFiguresMeasure measure = figures->choice.measure;
  guint n = figures->days->n - figures->first;
  g_autofree WeftChartPoint *done = g_new (WeftChartPoint, n);
  g_autofree WeftChartPoint *scope = g_new (WeftChartPoint, n);

  set_measure (model, measure);
  if (figures->scope[measure][figures->days->n - 1] <= 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      guint day = figures->first + i;
      double at = (double) figures->days->starts[day];

      done[i] = (WeftChartPoint) { at, figures->done[measure][day] };
      scope[i] = (WeftChartPoint) { at, figures->scope[measure][day] };
    }
  add (all, _ ("Done"), WEFT_CHART_LINE, 0, done, n, NULL);
  add (all, _ ("Scope"), WEFT_CHART_LINE, 1, scope, n, NULL);
  add_expected (all, figures, done[n - 1].y, scope[n - 1].y, zone);
}

static void
fill_throughput (WeftChartModel *model, GPtrArray *all, const WeftFigures *figures)
{
  WeftFiguresMeasure measure = figures->choice.measure;
  guint first = figures->first / 7;
  guint n = figures->days->n / 7 - first;
  g_autofree WeftChartPoint *points = g_new (WeftChartPoint, n);
  g_autofree char *number = NULL;
  g_autofree char *label = NULL;
  double sum = 0;
  double mean;

  set_measure (model, measure);
  for (guint i = 0; i < n; i++)
    {
      guint day = (first + i) * 7;

      points[i] = (WeftChartPoint) { (double) figures->days->starts[day], 0 };
      for (guint k = 0; k < 7; k++)
        points[i].y += figures->finished[measure][day + k];
      sum += points[i].y;
    }
  if (sum <= 0)
    return;
  add (all, _ ("Done in the week"), WEFT_CHART_BAR, 0, points, n, NULL);
  /* The days before there was a task are no part of it. */
  mean = sum * 7 / (figures->days->n - figures->first);
  number = weft_chart_number_dup (mean, WEFT_CHART_UNIT_NONE);
  /* Translators: a line across a chart: of what is done in a week */
  label = g_strdup_printf (_ ("Mean %s"), number);
  weft_chart_model_add_mark (model, WEFT_CHART_MARK_LINE, mean, label);
}

static char *
dup_name (const WeftFiguresTime *time, const char *code)
{
  return g_strdup_printf ("%s-%" G_GINT64_FORMAT " %s", code, time->number, time->title);
}

/* One line where several percentiles are the same. */
static void
mark_percentiles (WeftChartModel *model, const WeftFiguresTimes *times)
{
  for (guint i = 0; i < WEFT_FIGURES_N_PERCENTS; i++)
    {
      g_autofree char *label = NULL;

      if (i + 1 < WEFT_FIGURES_N_PERCENTS && times->percentiles[i] == times->percentiles[i + 1])
        continue;
      label = weft_chart_number_dup (weft_figures_percents[i], WEFT_CHART_UNIT_PERCENT);
      weft_chart_model_add_mark (model, WEFT_CHART_MARK_LINE, (double) times->percentiles[i] / DAY, label);
    }
}

static void
fill_times (WeftChartModel *model, GPtrArray *all, const WeftFigures *figures, const WeftFiguresTimes *times, const char *name, const char *code)
{
  guint n = times->all->len;
  g_autofree WeftChartPoint *points = g_new (WeftChartPoint, n + 1);
  g_auto (GStrv) names = g_new0 (char *, n + 1);

  weft_chart_model_set_words (model, say_days, NULL, NULL);
  if (n == 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      const WeftFiguresTime *time = &g_array_index (times->all, WeftFiguresTime, i);

      points[i] = (WeftChartPoint) { (double) figures->days->starts[weft_figures_days_find (figures->days, time->at)], (double) time->took / DAY };
      names[i] = dup_name (time, code);
    }
  add (all, name, WEFT_CHART_SCATTER, 1, points, n, (const char *const *) names);
  weft_chart_model_set_x_range (model, (double) figures->days->starts[figures->first], (double) figures->days->starts[figures->days->n - 1] + (figures->first + 1 == figures->days->n));
  mark_percentiles (model, times);
}

static void
fill_ages (WeftChartModel *model, GPtrArray *all, const WeftFigures *figures, const char *code)
{
  guint n = MIN (figures->ages.all->len, AGES_MAX);
  WeftChartPoint points[AGES_MAX];
  g_auto (GStrv) keys = g_new0 (char *, n + 1);
  g_auto (GStrv) names = g_new0 (char *, n + 1);

  weft_chart_model_set_words (model, say_days, NULL, NULL);
  if (n == 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      const WeftFiguresTime *time = &g_array_index (figures->ages.all, WeftFiguresTime, i);

      points[i] = (WeftChartPoint) { i, (double) time->took / DAY };
      keys[i] = g_strdup_printf ("%s-%" G_GINT64_FORMAT, code, time->number);
      names[i] = g_strdup (time->title);
    }
  weft_chart_model_set_categories (model, (const char *const *) keys);
  add (all, _ ("Age"), WEFT_CHART_BAR, 2, points, n, (const char *const *) names);
  if (figures->cycle.all->len > 0)
    /* Translators: a line across a chart: so many tasks were done within that time */
    weft_chart_model_add_mark (model, WEFT_CHART_MARK_LIMIT, (double) figures->cycle.percentiles[1] / DAY, _ ("85 % take less"));
}

/* Public API */

WeftChartModel *
weft_figures_chart_new_model (WeftFiguresChart chart)
{
  WeftChartModel *model;

  g_return_val_if_fail (chart < WEFT_FIGURES_N_CHARTS, NULL);

  model = weft_chart_model_new (_ (charts[chart].title), charts[chart].axis);
  weft_chart_model_set_axis_name (model, _ (charts[chart].axis_name));
  return model;
}

void
weft_figures_chart_fill (WeftFiguresChart chart, WeftChartModel *model, const WeftFigures *figures, const char *code, GTimeZone *zone)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  weft_chart_model_clear_marks (model);
  weft_chart_model_set_zone (model, zone);
  switch (chart)
    {
    case WEFT_FIGURES_CHART_FORECAST:
      fill_forecast (model, all, figures, zone);
      break;
    case WEFT_FIGURES_CHART_FLOW:
      fill_flow (model, all, figures);
      break;
    case WEFT_FIGURES_CHART_BURN_UP:
      fill_burn_up (model, all, figures, zone);
      break;
    case WEFT_FIGURES_CHART_THROUGHPUT:
      fill_throughput (model, all, figures);
      break;
    case WEFT_FIGURES_CHART_CYCLE:
      fill_times (model, all, figures, &figures->cycle, _ ("Cycle time"), code);
      break;
    case WEFT_FIGURES_CHART_LEAD:
      fill_times (model, all, figures, &figures->lead, _ ("Lead time"), code);
      break;
    case WEFT_FIGURES_CHART_AGES:
      fill_ages (model, all, figures, code);
      break;
    case WEFT_FIGURES_N_CHARTS:
    default:
      g_return_if_reached ();
    }
  show (model, all);
}

char *
weft_figures_chart_dup_empty (WeftFiguresChart chart, const WeftFigures *figures, GTimeZone *zone)
{
  g_autofree char *weeks = weft_figures_words_dup_weeks (figures->choice.weeks);

  switch (chart)
    {
    case WEFT_FIGURES_CHART_FORECAST:
      return weft_figures_words_dup_outlook (figures, zone);
    case WEFT_FIGURES_CHART_BURN_UP:
      return g_strdup (_ ("No task has an estimate."));
    case WEFT_FIGURES_CHART_CYCLE:
      if (figures->n_finished > 0)
        return g_strdup (_ ("What was done went straight from to do to done."));
      /* Translators: %s is "the last 8 weeks" */
      return g_strdup_printf (_ ("No task was done in %s."), weeks);
    case WEFT_FIGURES_CHART_THROUGHPUT:
      if (figures->n_finished > 0)
        return g_strdup (_ ("No task which was done has an estimate."));
      return g_strdup_printf (_ ("No task was done in %s."), weeks);
    case WEFT_FIGURES_CHART_LEAD:
      return g_strdup_printf (_ ("No task was done in %s."), weeks);
    case WEFT_FIGURES_CHART_AGES:
      return g_strdup (_ ("Nothing is in progress."));
    case WEFT_FIGURES_CHART_FLOW:
    case WEFT_FIGURES_N_CHARTS:
    default:
      return g_strdup (_ ("There is no task yet."));
    }
}

gboolean
weft_figures_chart_is_past (WeftFiguresChart chart)
{
  return chart == WEFT_FIGURES_CHART_FLOW || chart == WEFT_FIGURES_CHART_BURN_UP || chart == WEFT_FIGURES_CHART_THROUGHPUT
         || chart == WEFT_FIGURES_CHART_CYCLE || chart == WEFT_FIGURES_CHART_LEAD;
}
