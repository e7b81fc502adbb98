/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames of charts, in processor time of the whole program: one of 166,650 points which are all new in each
 * frame (the figure of uPlot's benchmark, 25 ms in a browser), the same with a crosshair which moves over it,
 * 200 small ones with an area each, and 100 with four lines each, which all get a new value. As a reference,
 * the window without any of it changing. Run it with a display (Xvfb). */
#include <adwaita.h>
#include <math.h>
#include <time.h>

#include "ui/weft-chart.h"

#define POINTS 55550 /* of each of three series: 166,650 */
#define SERIES 3
#define SMALL 200
#define SMALL_POINTS 300
#define FRAMES 60

typedef struct
{
  double middle, high; /* ms: the 50th and 95th of a hundred frames */
} Figure;

static double
get_cpu (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static void
wait_frame (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  gint64 before = gdk_frame_clock_get_frame_counter (clock);

  while (gdk_frame_clock_get_frame_counter (clock) < before + 1)
    {
      gtk_widget_queue_draw (window);
      g_main_context_iteration (NULL, TRUE);
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

typedef void (*Change) (guint frame, gpointer data);

static Figure
measure (GtkWidget *window, Change change, gpointer data)
{
  double times[FRAMES];

  for (guint i = 0; i < 3; i++)
    wait_frame (window);
  for (guint i = 0; i < FRAMES; i++)
    {
      double began = get_cpu ();

      change (i, data);
      wait_frame (window);
      times[i] = get_cpu () - began;
    }
  qsort (times, FRAMES, sizeof *times, compare);

  return (Figure) { times[FRAMES / 2], times[FRAMES * 95 / 100] };
}

static void
nothing (guint frame, gpointer data)
{
}

typedef struct
{
  WeftChartSeries *series[SERIES];
  GtkWidget *chart;
  WeftChartPoint *points;
} Large;

static void
change_large (guint frame, gpointer data)
{
  Large *large = data;

  for (guint i = 0; i < SERIES; i++)
    {
      for (guint j = 0; j < POINTS; j++)
        large->points[j]
            = (WeftChartPoint) { 1.7e12 + (j + frame) * 1000.0, i * 40 + 20 * sin ((j + frame) / 4000.0)
                                                                    + (j * 2654435761u % 1000) / 100.0 };
      weft_chart_series_set_points (large->series[i], large->points, POINTS, NULL);
    }
}

static void
move_crosshair (guint frame, gpointer data)
{
  Large *large = data;

  weft_chart_set_cursor (WEFT_CHART (large->chart), 1.7e12 + (frame + 1.0) * POINTS / (FRAMES + 2) * 1000);
}

static GtkWidget *
show (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (window))
    g_main_context_iteration (NULL, TRUE);

  return window;
}

static void
measure_large (Figure *still, Figure *figure, Figure *crosshair)
{
  g_autoptr (WeftChartModel) model = weft_chart_model_new ("Large", WEFT_CHART_AXIS_TIME);
  Large large = { .points = g_new (WeftChartPoint, POINTS) };
  GtkWidget *window;

  for (guint i = 0; i < SERIES; i++)
    {
      g_autofree char *name = g_strdup_printf ("Series %u", i + 1);

      large.series[i] = weft_chart_series_new (name, WEFT_CHART_LINE,
                                               i == 0 ? 0 : 6); /* without dashes, as the other has none */
      weft_chart_model_add (model, large.series[i]);
    }
  change_large (0, &large);
  large.chart = weft_chart_new (model);
  window = show (large.chart, 1280, 600);
  *still = measure (window, nothing, NULL);
  *figure = measure (window, change_large, &large);
  *crosshair = measure (window, move_crosshair, &large);
  gtk_window_destroy (GTK_WINDOW (window));
  for (guint i = 0; i < SERIES; i++)
    g_object_unref (large.series[i]);
  g_free (large.points);
}

typedef struct
{
  WeftChartSeries *series[SMALL * 4];
  guint n;
} Wall;

static void
change_wall (guint frame, gpointer data)
{
  Wall *wall = data;
  WeftChartPoint points[SMALL_POINTS];

  for (guint i = 0; i < wall->n; i++)
    {
      for (guint j = 0; j < SMALL_POINTS; j++)
        points[j]
            = (WeftChartPoint) { 1.7e12 + (j + frame) * 1000.0, 50 + 30 * sin ((j + frame) / 20.0 + i) };
      weft_chart_series_set_points (wall->series[i], points, SMALL_POINTS, NULL);
    }
}

static Figure
measure_wall (guint n_charts, guint n_series, guint columns, WeftChartKind kind)
{
  Wall wall = { 0 };
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *window;
  Figure figure;

  gtk_grid_set_row_homogeneous (GTK_GRID (grid), TRUE);
  for (guint i = 0; i < n_charts; i++)
    {
      g_autoptr (WeftChartModel) model = weft_chart_model_new ("Small", WEFT_CHART_AXIS_TIME);
      GtkWidget *chart = weft_chart_new (model);

      for (guint j = 0; j < n_series; j++)
        {
          wall.series[wall.n] = weft_chart_series_new ("Value", kind, j == 0 ? i % 6 : j);
          weft_chart_model_add (model, wall.series[wall.n++]);
        }
      weft_chart_set_bare (WEFT_CHART (chart), TRUE);
      gtk_widget_set_hexpand (chart, TRUE);
      gtk_grid_attach (GTK_GRID (grid), chart, (int) (i % columns), (int) (i / columns), 1, 1);
    }
  change_wall (0, &wall);
  window = show (grid, 1280, 800);
  figure = measure (window, change_wall, &wall);
  gtk_window_destroy (GTK_WINDOW (window));
  for (guint i = 0; i < wall.n; i++)
    g_object_unref (wall.series[i]);

  return figure;
}

static void
print_figure (const char *name, double value, double reference, double limit)
{
  g_print ("{\"name\": \"%s, 95th of 100\", \"unit\": \"ms\", \"value\": %.1f, \"reference\": %.1f, "
           "\"limit\": %.0f, "
           "\"met\": %s}",
           name, value, reference, limit, value < limit ? "true" : "false");
}

int
main (int argc, char **argv)
{
  Figure still, large, crosshair, small, four;

  adw_init ();
  measure_large (&still, &large, &crosshair);
  small = measure_wall (SMALL, 1, 20, WEFT_CHART_AREA);
  four = measure_wall (SMALL / 2, 4, 10, WEFT_CHART_LINE);
  g_print ("{\"still_ms\": [%.2f, %.2f], \"large_ms\": [%.2f, %.2f], \"crosshair_ms\": [%.2f, %.2f], "
           "\"small_ms\": [%.2f, %.2f], "
           "\"four_ms\": [%.2f, %.2f], \"figures\": [",
           still.middle, still.high, large.middle, large.high, crosshair.middle, crosshair.high, small.middle,
           small.high, four.middle, four.high);
  print_figure ("frame with 166,650 new points", large.high, still.high, 25);
  g_print (", ");
  print_figure ("frame with 200 tiles which all changed", small.high, still.high, 25);
  g_print (", ");
  print_figure ("frame with 100 panels of four lines which all changed", four.high, still.high, 25);
  g_print ("]}\n");
  return 0;
}
