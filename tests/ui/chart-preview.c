/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every kind of chart, with made-up data: to look at while working on them, and for the journey.
 *   chart-preview [--width W] [--height H] [--dark] [--rtl] [--page NAME] */

#include <adwaita.h>
#include <math.h>

#include "ui/weft-chart.h"

#define DAY (24 * 3600e3)
#define MAY 1777593600e3 /* 1 May 2026, UTC */

static int width = 1220, height = 800;
static gboolean dark, rtl;
static char *page;

static const GOptionEntry entries[]
    = { { "width", 'w', 0, G_OPTION_ARG_INT, &width, "Width of the window", "PX" },
        { "height", 0, 0, G_OPTION_ARG_INT, &height, "Height of the window", "PX" },
        { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "Dark", NULL },
        { "rtl", 0, 0, G_OPTION_ARG_NONE, &rtl, "Right to left", NULL },
        { "page", 'p', 0, G_OPTION_ARG_STRING, &page, "board, operations, odd, states", "NAME" },
        { NULL } };

static char *
tasks (double value, gpointer user_data)
{
  g_autofree char *number = weft_chart_number_dup (value, WEFT_CHART_UNIT_COUNT);

  return g_strdup_printf (value == 1 ? "%s task" : "%s tasks", number);
}

static char *
days (double value, gpointer user_data)
{
  g_autofree char *number = weft_chart_number_dup (value, WEFT_CHART_UNIT_NONE);

  return g_strdup_printf (value == 1 ? "%s day" : "%s days", number);
}

static void
add (WeftChartModel *model,
     const char *name,
     WeftChartKind kind,
     guint yarn,
     const WeftChartPoint *points,
     gsize n)
{
  g_autoptr (WeftChartSeries) series = weft_chart_series_new (name, kind, yarn);

  weft_chart_series_set_points (series, points, n, NULL);
  weft_chart_model_add (model, series);
}

/* Something between 0 and 1 that wanders; the same each time. */
static double
wander (guint seed, guint i)
{
  return 0.5 + 0.25 * sin (i * 0.37 + seed) + 0.15 * sin (i * 1.3 + seed * 2.1)
         + 0.1 * sin (i * 4.1 + seed * 5.7);
}

static WeftChartModel *
make_flow (void)
{
  static const char *const names[] = { "Done", "Review", "Doing", "To Do" };
  WeftChartModel *model = weft_chart_model_new ("Cumulative flow", WEFT_CHART_AXIS_TIME);

  weft_chart_model_set_stacked (model, TRUE);
  weft_chart_model_set_unit (model, WEFT_CHART_UNIT_COUNT);
  weft_chart_model_set_words (model, tasks, NULL, NULL);
  weft_chart_model_set_axis_name (model, "Day");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      WeftChartPoint points[30];

      for (guint j = 0; j < G_N_ELEMENTS (points); j++)
        points[j] = (WeftChartPoint) { MAY + j * DAY,
                                       i == 0 ? round (2 + j * 32 / 29.0) : round (4 + 8 * wander (i, j)) };
      add (model, names[i], WEFT_CHART_AREA, i, points, G_N_ELEMENTS (points));
    }

  return model;
}

static WeftChartModel *
make_cycle_time (void)
{
  WeftChartModel *model = weft_chart_model_new ("Cycle time", WEFT_CHART_AXIS_TIME);
  g_autoptr (WeftChartSeries) series = weft_chart_series_new ("Cycle time", WEFT_CHART_SCATTER, 1);
  WeftChartPoint points[64];
  char *names[64];

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      points[i] = (WeftChartPoint) { MAY + i * 29 / 63 * DAY, 1 + 9 * pow (wander (i * 7, i * 3), 2) };
      names[i] = g_strdup_printf ("SHOP-%u Pack the %s", 100 + i, i % 2 == 0 ? "gift boxes" : "returns");
    }
  weft_chart_series_set_points (series, points, G_N_ELEMENTS (points), (const char *const *) names);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_free (names[i]);
  weft_chart_model_add (model, series);
  weft_chart_model_set_words (model, days, NULL, NULL);
  weft_chart_model_add_mark (model, WEFT_CHART_MARK_LINE, 3.2, "50 % within 3 days");
  weft_chart_model_add_mark (model, WEFT_CHART_MARK_LINE, 6.8, "85 % within 7 days");

  return model;
}

static WeftChartModel *
make_throughput (void)
{
  WeftChartModel *model = weft_chart_model_new ("Throughput", WEFT_CHART_AXIS_TIME);
  WeftChartPoint points[12];

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    points[i] = (WeftChartPoint) { MAY + (3.0 + 7 * i) * DAY, round (2 + 14 * wander (3, i * 2)) };
  add (model, "Done", WEFT_CHART_BAR, 0, points, G_N_ELEMENTS (points));
  weft_chart_model_set_unit (model, WEFT_CHART_UNIT_COUNT);
  weft_chart_model_set_words (model, tasks, NULL, NULL);
  weft_chart_model_add_mark (model, WEFT_CHART_MARK_LINE, 9, "Mean 9");

  return model;
}

static WeftChartModel *
make_burn_up (void)
{
  WeftChartModel *model = weft_chart_model_new ("Burn-up", WEFT_CHART_AXIS_TIME);
  WeftChartPoint scope[30], done[22], ahead[9];

  for (guint i = 0; i < G_N_ELEMENTS (scope); i++)
    scope[i] = (WeftChartPoint) { MAY + i * DAY, i < 9 ? 40 : i < 20 ? 46 : 52 };
  for (guint i = 0; i < G_N_ELEMENTS (done); i++)
    done[i] = (WeftChartPoint) { MAY + i * DAY, round (2 + i * 1.5 + 2 * wander (4, i)) };
  for (guint i = 0; i < G_N_ELEMENTS (ahead); i++)
    ahead[i] = (WeftChartPoint) { MAY + (21.0 + i) * DAY, 34 + i * 1.6 };
  add (model, "Done", WEFT_CHART_LINE, 0, done, G_N_ELEMENTS (done));
  add (model, "Scope", WEFT_CHART_LINE, 1, scope, G_N_ELEMENTS (scope));
  add (model, "Expected", WEFT_CHART_LINE, 2, ahead, G_N_ELEMENTS (ahead));
  weft_chart_model_set_unit (model, WEFT_CHART_UNIT_COUNT);
  weft_chart_model_set_words (model, tasks, NULL, NULL);
  weft_chart_model_add_mark (model, WEFT_CHART_MARK_EVENT, MAY + 9 * DAY, "Scope added");

  return model;
}

static WeftChartModel *
make_forecast (void)
{
  WeftChartModel *model = weft_chart_model_new ("Forecast", WEFT_CHART_AXIS_TIME);
  WeftChartPoint points[18];

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    points[i] = (WeftChartPoint) { MAY + (35.0 + i) * DAY, round (120 * exp (-pow ((i - 7.0) / 4, 2))) };
  add (model, "Runs that end on the day", WEFT_CHART_BAR, 4, points, G_N_ELEMENTS (points));
  weft_chart_model_set_unit (model, WEFT_CHART_UNIT_COUNT);
  weft_chart_model_add_mark (model, WEFT_CHART_MARK_EVENT, MAY + 42 * DAY, "50 %");
  weft_chart_model_add_mark (model, WEFT_CHART_MARK_EVENT, MAY + 46 * DAY, "85 %");

  return model;
}

static WeftChartModel *
make_late (void)
{
  WeftChartModel *model = weft_chart_model_new ("Late share by district", WEFT_CHART_AXIS_TIME);
  static const char *const names[] = { "District 7", "District 1", "Thủ Đức" };
  double nine = MAY + 9 * 3600e3;

  weft_chart_model_set_unit (model, WEFT_CHART_UNIT_PERCENT);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      WeftChartPoint points[61];

      for (guint j = 0; j < G_N_ELEMENTS (points); j++)
        points[j] = (WeftChartPoint) { nine + j * 180e3, 1.4 * (3 - i) * (0.4 + wander (i, j) * 0.9)
                                                             + (i == 0 && j > 42 ? (j - 42) * 0.24 : 0) };
      if (i == 2)
        points[20].y = points[21].y = points[22].y = points[40].y = points[42].y = NAN;
      add (model, names[i], WEFT_CHART_LINE, i, points, G_N_ELEMENTS (points));
    }
  weft_chart_model_set_y_range (model, 0, 10);
  weft_chart_model_add_mark (model, WEFT_CHART_MARK_LIMIT, 6, "Limit 6 %");
  weft_chart_model_add_mark (model, WEFT_CHART_MARK_EVENT, nine + 105 * 60e3, "Release 4.12");

  return model;
}

static WeftChartModel *
make_reasons (gboolean stacked)
{
  static const char *const names[] = { "Traffic", "Rain", "Not at home", "Wrong address", "Vehicle", NULL };
  static const WeftChartPoint week[] = { { 0, 38 }, { 1, 31 }, { 2, 17 }, { 3, 9 }, { 4, 5 } },
                              last[] = { { 0, 30 }, { 1, 12 }, { 2, 21 }, { 3, 11 }, { 4, -4 } };
  WeftChartModel *model
      = weft_chart_model_new (stacked ? "Reasons, stacked" : "Reasons for delay", WEFT_CHART_AXIS_CATEGORY);

  weft_chart_model_set_categories (model, names);
  weft_chart_model_set_stacked (model, stacked);
  add (model, "This week", WEFT_CHART_BAR, 1, week, G_N_ELEMENTS (week));
  add (model, "Last week", WEFT_CHART_BAR, 2, last, G_N_ELEMENTS (last));

  return model;
}

static WeftChartModel *
make_many (void)
{
  WeftChartModel *model = weft_chart_model_new ("Nine couriers", WEFT_CHART_AXIS_TIME);

  for (guint i = 0; i < 9; i++)
    {
      g_autofree char *name = g_strdup_printf ("Courier %u", i + 1);
      WeftChartPoint points[40];

      for (guint j = 0; j < G_N_ELEMENTS (points); j++)
        points[j] = (WeftChartPoint) { MAY + j * 600e3, 10 * (i + wander (i, j)) };
      add (model, name, WEFT_CHART_LINE, i % 6, points, G_N_ELEMENTS (points));
    }

  return model;
}

static WeftChartModel *
make_noise (void)
{
  WeftChartModel *model = weft_chart_model_new ("A hundred thousand samples", WEFT_CHART_AXIS_TIME);
  g_autofree WeftChartPoint *points = g_new (WeftChartPoint, 100000);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 100000; i++)
    points[i] = (WeftChartPoint) { MAY + i * 5000.0, 40 + 20 * sin (i / 9000.0) + g_rand_double (rand) * 6 };
  points[61803].y = 130;
  add (model, "Latency", WEFT_CHART_AREA, 0, points, 100000);

  return model;
}

static WeftChartModel *
make_one (const char *title, WeftChartKind kind, double value)
{
  WeftChartModel *model = weft_chart_model_new (title, WEFT_CHART_AXIS_TIME);

  add (model, "Only", kind, 0, &(WeftChartPoint) { MAY, value }, 1);

  return model;
}

static GtkWidget *
put (GtkWidget *grid, WeftChartModel *model, int column, int row)
{
  GtkWidget *card = adw_bin_new ();
  GtkWidget *chart = weft_chart_new (model);

  gtk_widget_add_css_class (card, "weft-card");
  gtk_widget_set_margin_top (chart, 8);
  gtk_widget_set_margin_bottom (chart, 10);
  gtk_widget_set_margin_start (chart, 14);
  gtk_widget_set_margin_end (chart, 14);
  gtk_widget_set_hexpand (card, TRUE);
  gtk_widget_set_vexpand (card, TRUE);
  adw_bin_set_child (ADW_BIN (card), chart);
  if (width < 600)
    {
      row = row * 3 + column;
      column = 0;
      gtk_widget_set_size_request (card, -1, 260);
    }
  gtk_grid_attach (GTK_GRID (grid), card, column, row, 1, 1);
  g_object_unref (model);

  return chart;
}

static void
fill (GtkWidget *grid)
{
  if (g_strcmp0 (page, "operations") == 0)
    {
      GtkWidget *first = put (grid, make_late (), 0, 0), *second = put (grid, make_noise (), 1, 0);

      put (grid, make_reasons (FALSE), 0, 1);
      put (grid, make_reasons (TRUE), 1, 1);
      weft_chart_set_cursor (WEFT_CHART (first), MAY + 11.5 * 3600e3);
      weft_chart_set_cursor (WEFT_CHART (second), MAY + 70 * 3600e3);
    }
  else if (g_strcmp0 (page, "odd") == 0)
    {
      put (grid, make_many (), 0, 0);
      put (grid, make_one ("One line", WEFT_CHART_LINE, 5), 1, 0);
      put (grid, make_one ("One bar", WEFT_CHART_BAR, 1), 2, 0);
      put (grid, make_one ("Huge", WEFT_CHART_SCATTER, 1e300), 0, 1);
      put (grid, make_one ("Below zero", WEFT_CHART_AREA, -3), 1, 1);
      weft_chart_set_bare (WEFT_CHART (put (grid, make_burn_up (), 2, 1)), TRUE);
    }
  else if (g_strcmp0 (page, "states") == 0)
    {
      weft_chart_set_loading (WEFT_CHART (
                                  put (grid, weft_chart_model_new ("Loading", WEFT_CHART_AXIS_TIME), 0, 0)),
                              TRUE);
      put (grid, weft_chart_model_new ("Empty", WEFT_CHART_AXIS_TIME), 1, 0);
      weft_chart_set_error (WEFT_CHART (put (grid, make_burn_up (), 0, 1)),
                            "The figures could not be read. They are tried again in a minute.");
      weft_chart_set_show_table (WEFT_CHART (put (grid, make_flow (), 1, 1)), TRUE);
    }
  else
    {
      put (grid, make_flow (), 0, 0);
      put (grid, make_cycle_time (), 1, 0);
      put (grid, make_throughput (), 2, 0);
      put (grid, make_burn_up (), 0, 1);
      put (grid, make_forecast (), 1, 1);
    }
}

static void
on_activate (GtkApplication *application, gpointer user_data)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  if (rtl)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_widget_set_margin_top (grid, 16);
  gtk_widget_set_margin_bottom (grid, 16);
  gtk_widget_set_margin_start (grid, 16);
  gtk_widget_set_margin_end (grid, 16);
  fill (grid);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), grid);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_title (GTK_WINDOW (window), "Charts");
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- look at charts");
  g_autoptr (AdwApplication) application = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL))
    return 2;
  application = ADW_APPLICATION (adw_application_new ("dev.weft.Weft", G_APPLICATION_NON_UNIQUE));
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);

  return g_application_run (G_APPLICATION (application), 0, NULL);
}
