/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a chart says of itself, where one walks in it, and what its axes reach. */

#include "ui/weft-chart-model.h"
#include "ui/weft-chart-walk.h"
#include "ui/weft-chart-words.h"

#include <math.h>

#define DAY (24 * 3600e3)
#define MAY 1777593600e3 /* 1 May 2026 */

static char *
tasks (double value, gpointer user_data)
{
  return g_strdup_printf ("%g tasks", value);
}

static WeftChartModel *
make (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  WeftChartModel *model = weft_chart_model_new ("Work", WEFT_CHART_AXIS_TIME);
  g_autoptr (WeftChartSeries) done = weft_chart_series_new ("Done", WEFT_CHART_LINE, 0);
  g_autoptr (WeftChartSeries) doing = weft_chart_series_new ("Doing", WEFT_CHART_LINE, 1);
  g_autoptr (WeftChartSeries) empty = weft_chart_series_new ("Lost", WEFT_CHART_LINE, 2);
  const WeftChartPoint points[] = {
    { MAY + 29 * DAY, 34 }, { MAY, 2 }, { NAN, 99 }, { MAY + 11 * DAY, 20 }, { MAY + 12 * DAY, INFINITY }
  };
  const WeftChartPoint falling[] = { { MAY, 9 }, { MAY + 10 * DAY, 4 } };

  weft_chart_model_set_zone (model, utc);
  weft_chart_model_set_words (model, tasks, NULL, NULL);
  weft_chart_series_set_points (done, points, G_N_ELEMENTS (points), NULL);
  weft_chart_series_set_points (doing, falling, G_N_ELEMENTS (falling), NULL);
  weft_chart_model_add (model, done);
  weft_chart_model_add (model, doing);
  weft_chart_model_add (model, empty);

  return model;
}

static void
test_words (void)
{
  g_autoptr (WeftChartModel) model = make ();
  g_autofree char *point = weft_chart_words_dup_point (model, 0, 1);
  g_autofree char *summary = weft_chart_words_dup_summary (model);
  g_autofree char *less = NULL;

  g_assert_cmpstr (point, ==, "Done, 12 May: 20 tasks");
  g_assert_cmpstr (summary, ==,
                   "Line chart, 3 series, 1 May to 30 May; Done rises from 2 tasks to 34 tasks; "
                   "Doing falls from 9 tasks to 4 tasks; Lost has no values");
  weft_chart_series_set_visible (weft_chart_model_get (model, 1), FALSE);
  weft_chart_model_add_mark (model, WEFT_CHART_MARK_LIMIT, 30, "Goal");
  weft_chart_model_add_mark (model, WEFT_CHART_MARK_EVENT, MAY + 3 * DAY, "Release");
  less = weft_chart_words_dup_summary (model);
  g_assert_cmpstr (
      less, ==,
      "Line chart, 3 series, 1 May to 30 May; Done rises from 2 tasks to 34 tasks; Lost has no values; "
      "Goal: 30 tasks; Release: 4 May");
}

static void
test_words_empty (void)
{
  g_autoptr (WeftChartModel) model = weft_chart_model_new ("Nothing", WEFT_CHART_AXIS_NUMBER);
  g_autofree char *summary = weft_chart_words_dup_summary (model);
  double lo, hi;
  gboolean fixed;

  g_assert_cmpstr (summary, ==, "Line chart, 0 series");
  g_assert_true (weft_chart_model_is_empty (model));
  weft_chart_model_get_x_range (model, &lo, &hi);
  g_assert_true (isnan (lo) && isnan (hi));
  weft_chart_model_get_y_range (model, &lo, &hi, &fixed);
  g_assert_true (isnan (lo) && isnan (hi) && !fixed);
}

static void
test_point_names (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (WeftChartModel) model = weft_chart_model_new ("Cycle time", WEFT_CHART_AXIS_TIME);
  g_autoptr (WeftChartSeries) series = weft_chart_series_new ("Cycle time", WEFT_CHART_SCATTER, 0);
  const WeftChartPoint points[] = { { MAY + DAY, 4 }, { MAY, 2 }, { INFINITY, 1 }, { MAY, 3 } };
  const char *const names[] = { "WEFT-2", "WEFT-1", "WEFT-0", "WEFT-3" };
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  weft_chart_model_set_zone (model, utc);
  weft_chart_series_set_points (series, points, 4, names);
  weft_chart_series_set_points (series, points, 4,
                                names); /* and again: nothing of the first is left or lost */
  weft_chart_model_add (model, series);
  g_assert_cmpstr (weft_chart_series_get_point_name (series, 0), ==, "WEFT-1");
  g_assert_cmpstr (weft_chart_series_get_point_name (series, 1), ==, "WEFT-3");
  first = weft_chart_words_dup_point (model, 0, 0);
  last = weft_chart_words_dup_point (model, 0, 2);
  g_assert_cmpstr (first, ==, "WEFT-1, 1 May: 2");
  g_assert_cmpstr (last, ==, "WEFT-2, 2 May: 4");
}

static void
check_walk (const WeftChartWalk *walk, guint series, gsize point)
{
  g_assert_true (walk->on);
  g_assert_cmpuint (walk->series, ==, series);
  g_assert_cmpuint (walk->point, ==, point);
}

static void
test_walk (void)
{
  g_autoptr (WeftChartModel) model = make ();
  WeftChartWalk walk = { 0 };

  g_assert_false (weft_chart_walk_check (&walk, model));
  g_assert_true (weft_chart_walk_step (&walk, model, 1));
  check_walk (&walk, 0, 0);
  g_assert_true (weft_chart_walk_step (&walk, model, -1)); /* no further */
  check_walk (&walk, 0, 0);
  weft_chart_walk_step (&walk, model, 1);
  weft_chart_walk_step (&walk, model, 1); /* past the gap */
  check_walk (&walk, 0, 3);
  weft_chart_walk_step (&walk, model, 10);
  check_walk (&walk, 0, 3);
  weft_chart_walk_turn (&walk, model, 1); /* to the nearest of the other */
  check_walk (&walk, 1, 1);
  weft_chart_walk_turn (&walk, model, 1); /* there is nothing in the third */
  check_walk (&walk, 1, 1);
  weft_chart_series_set_visible (weft_chart_model_get (model, 1), FALSE);
  g_assert_true (weft_chart_walk_check (&walk, model));
  check_walk (&walk, 0, 1);
  weft_chart_walk_step (&walk, model, G_MAXINT);
  check_walk (&walk, 0, 3);
  weft_chart_walk_step (&walk, model, G_MININT);
  check_walk (&walk, 0, 0);
  weft_chart_series_set_visible (weft_chart_model_get (model, 0), FALSE);
  g_assert_false (weft_chart_walk_step (&walk, model, 1));
  walk = (WeftChartWalk) { 0 };
  weft_chart_series_set_visible (weft_chart_model_get (model, 0), TRUE);
  weft_chart_walk_step (&walk, model, -1);
  check_walk (&walk, 0, 3);
  weft_chart_series_set_points (weft_chart_model_get (model, 0), NULL, 0, NULL); /* under one's feet */
  g_assert_false (weft_chart_walk_check (&walk, model));
  weft_chart_model_clear (model);
  g_assert_false (weft_chart_walk_turn (&walk, model, -1));
}

static void
count (WeftChartModel *model, guint *n)
{
  ++*n;
}

static void
test_model (void)
{
  g_autoptr (WeftChartModel) model = make ();
  g_autoptr (WeftChartSeries) bars = weft_chart_series_new ("Week", WEFT_CHART_BAR, 3);
  const WeftChartPoint points[] = { { MAY, 40 }, { MAY + 7 * DAY, 1 }, { MAY + 14 * DAY, 1 } };
  double lo, hi;
  gboolean fixed;
  guint n = 0;

  weft_chart_model_get_x_range (model, &lo, &hi);
  g_assert_cmpfloat (lo, ==, MAY);
  g_assert_cmpfloat (hi, ==, MAY + 29 * DAY);
  g_signal_connect (model, "changed", G_CALLBACK (count), &n);
  weft_chart_series_set_points (bars, points, 3, NULL);
  g_assert_cmpuint (n, ==, 0);
  weft_chart_model_add (model, bars);
  g_assert_cmpuint (n, ==, 1);
  weft_chart_series_set_visible (bars, TRUE);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpfloat (weft_chart_model_get_gap (model), ==, 7 * DAY);
  weft_chart_model_get_x_range (model, &lo, &hi); /* half a bar more */
  g_assert_cmpfloat (lo, ==, MAY - 3.5 * DAY);
  weft_chart_model_get_y_range (model, &lo, &hi, &fixed);
  g_assert_cmpfloat (lo, ==, 0);
  g_assert_cmpfloat (hi, ==, 40);
  weft_chart_series_set_visible (bars, FALSE);
  g_assert_cmpuint (n, ==, 2);
  weft_chart_model_get_y_range (model, &lo, &hi, &fixed);
  g_assert_cmpfloat (hi, ==, 34);
  weft_chart_model_add_mark (model, WEFT_CHART_MARK_LIMIT, 50, "Limit");
  weft_chart_model_set_y_range (model, -5, NAN);
  weft_chart_model_get_y_range (model, &lo, &hi, &fixed);
  g_assert_true (fixed);
  g_assert_cmpfloat (lo, ==, -5);
  g_assert_cmpfloat (hi, ==, 50);
  for (guint i = 0; i < 4; i++)
    weft_chart_model_add (model, bars);
  g_assert_cmpuint (weft_chart_model_get_yarn (model, 5), ==, 3);
  g_assert_cmpuint (weft_chart_model_get_yarn (model, 6), ==, 6); /* Other */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 8);
  weft_chart_model_clear (model);
  n = 0;
  weft_chart_series_set_visible (bars, TRUE); /* not its own any more */
  g_assert_cmpuint (n, ==, 0);
}

static void
test_categories (void)
{
  g_autoptr (WeftChartModel) model = weft_chart_model_new ("Reasons", WEFT_CHART_AXIS_CATEGORY);
  const char *const names[] = { "Traffic", "Rain", NULL };
  g_autofree char *known = NULL;
  g_autofree char *between = NULL;
  g_autofree char *outside = NULL;
  double lo, hi;

  weft_chart_model_set_categories (model, names);
  weft_chart_model_get_x_range (model, &lo, &hi);
  g_assert_cmpfloat (lo, ==, -0.5);
  g_assert_cmpfloat (hi, ==, 1.5);
  known = weft_chart_model_dup_x (model, 1);
  between = weft_chart_model_dup_x (model, 0.5);
  outside = weft_chart_model_dup_x (model, 1e18);
  g_assert_cmpstr (known, ==, "Rain");
  g_assert_cmpstr (between, ==, "0.5");
  g_assert_cmpstr (outside, ==, "1×10¹⁸");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/words", test_words);
  g_test_add_func ("/chart/words/empty", test_words_empty);
  g_test_add_func ("/chart/words/point-names", test_point_names);
  g_test_add_func ("/chart/walk", test_walk);
  g_test_add_func ("/chart/model", test_model);
  g_test_add_func ("/chart/model/categories", test_categories);
  return g_test_run ();
}
