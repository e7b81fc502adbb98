/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The widget itself, on a display: what it keeps, what it lets go, and what it draws of data that nobody
 * should have. */

#include <adwaita.h>
#include <math.h>

#include "ui/weft-chart-frame.h"
#include "ui/weft-chart-layers.h"
#include "ui/weft-chart-plot.h"
#include "ui/weft-chart-rows.h"
#include "ui/weft-chart.h"

#define DAY (24 * 3600e3)
#define MAY 1777593600e3

static GtkWidget *
show (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_width (child) == 0)
    g_main_context_iteration (NULL, TRUE);

  return window;
}

static WeftChartModel *
make (WeftChartKind kind, guint n_series, guint n)
{
  WeftChartModel *model = weft_chart_model_new ("Chart", WEFT_CHART_AXIS_TIME);

  for (guint i = 0; i < n_series; i++)
    {
      g_autoptr (WeftChartSeries) series = weft_chart_series_new ("Series", kind, i % 7);
      g_autofree WeftChartPoint *points = g_new (WeftChartPoint, n);

      for (guint j = 0; j < n; j++)
        points[j] = (WeftChartPoint) { MAY + j * DAY, (i + 1) * (1 + j % 5) };
      weft_chart_series_set_points (series, points, n, NULL);
      weft_chart_model_add (model, series);
    }

  return model;
}

static GskRenderNode *
draw (GtkWidget *widget)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);

  return gtk_snapshot_free_to_node (snapshot);
}

static GskRenderNode *
get_first (GskRenderNode *node)
{
  return gsk_render_node_get_node_type (node) == GSK_CONTAINER_NODE
                 && gsk_container_node_get_n_children (node) > 0
             ? gsk_container_node_get_child (node, 0)
             : node;
}

static gboolean
holds (GskRenderNode *node, GskRenderNode *part)
{
  if (node == part)
    return TRUE;
  if (gsk_render_node_get_node_type (node) != GSK_CONTAINER_NODE)
    return FALSE;
  for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
    if (holds (gsk_container_node_get_child (node, i), part))
      return TRUE;

  return FALSE;
}

/* The paths stay the same while only the crosshair moves, and are made again for other data. */
static void
test_kept (void)
{
  g_autoptr (WeftChartModel) model = make (WEFT_CHART_LINE, 2, 30);
  GtkWidget *plot = weft_chart_plot_new (model);
  GtkWidget *window = show (plot, 600, 300);
  GskRenderNode *first = draw (plot), *second, *third;

  weft_chart_plot_set_cursor (WEFT_CHART_PLOT (plot), MAY + 3 * DAY);
  gtk_test_widget_wait_for_draw (plot);
  second = draw (plot);
  g_assert_true (holds (second, get_first (first)) || holds (second, first));
  g_assert_true (first != second);
  weft_chart_series_set_points (weft_chart_model_get (model, 0), &(WeftChartPoint) { MAY, 3 }, 1, NULL);
  gtk_test_widget_wait_for_draw (plot);
  third = draw (plot);
  g_assert_false (holds (third, get_first (first)) || holds (third, first));
  gsk_render_node_unref (first);
  gsk_render_node_unref (second);
  gsk_render_node_unref (third);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_hostile (void)
{
  static const double values[]
      = { NAN, INFINITY, -INFINITY, 0, -0.0, 1e300, -1e300, 1.7e308, 5e-324, 1, -1, MAY };
  static const int sizes[][2] = { { 1, 1 }, { 40, 30 }, { 160, 110 }, { 500, 300 } };
  GtkWidget *label = gtk_label_new ("");
  GtkWidget *window = show (label, 100, 100);
  WeftChartPen pen = { 0 };

  weft_chart_pen_update (&pen, label);
  for (guint seed = 0; seed < 300; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (WeftChartModel) model
          = weft_chart_model_new ("", (WeftChartAxis) g_rand_int_range (rand, 0, 3));
      guint n_series = (guint) g_rand_int_range (rand, 0, 9);

      g_test_message ("seed %u", seed);
      weft_chart_model_set_stacked (model, g_rand_boolean (rand));
      weft_chart_model_set_unit (model, (WeftChartUnit) g_rand_int_range (rand, 0, 5));
      for (guint i = 0; i < n_series; i++)
        {
          g_autoptr (WeftChartSeries) series
              = weft_chart_series_new ("s", (WeftChartKind) g_rand_int_range (rand, 0, 4), i % 7);
          guint n = (guint) g_rand_int_range (rand, 0, 20);
          WeftChartPoint points[20];

          for (guint j = 0; j < n; j++)
            {
              points[j].x = g_rand_boolean (rand) ? MAY + j * DAY
                                                  : values[g_rand_int_range (rand, 0, G_N_ELEMENTS (values))];
              points[j].y
                  = g_rand_boolean (rand) ? j : values[g_rand_int_range (rand, 0, G_N_ELEMENTS (values))];
            }
          weft_chart_series_set_points (series, points, n, NULL);
          weft_chart_series_set_visible (series, g_rand_int_range (rand, 0, 5) > 0);
          weft_chart_model_add (model, series);
        }
      weft_chart_model_add_mark (model, WEFT_CHART_MARK_LIMIT, g_rand_boolean (rand) ? 3 : 1e300, "limit");
      weft_chart_model_add_mark (model, WEFT_CHART_MARK_EVENT, g_rand_boolean (rand) ? MAY : -1e300, "event");
      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        {
          g_autoptr (WeftChartFrame) frame = weft_chart_frame_new (model, &pen, sizes[i][0], sizes[i][1],
                                                                   g_rand_int_range (rand, 0, 4) == 0);
          GtkSnapshot *snapshot = gtk_snapshot_new ();
          GskRenderNode *node;

          g_assert_cmpfloat (frame->plot.size.width, >=, 1);
          g_assert_cmpfloat (frame->y.lo, <, frame->y.hi);
          weft_chart_layers_snapshot (frame, &pen, snapshot);
          node = gtk_snapshot_free_to_node (snapshot);
          if (node != NULL)
            {
              graphene_rect_t bounds;

              gsk_render_node_get_bounds (node, &bounds);
              g_assert_true (isfinite (bounds.size.width) && isfinite (bounds.size.height));
              gsk_render_node_unref (node);
            }
          for (guint k = 0; k < n_series; k++)
            {
              gsize n;

              weft_chart_series_get_points (weft_chart_model_get (model, k), &n);
              for (gsize j = 0; weft_chart_series_get_visible (weft_chart_model_get (model, k)) && j < n; j++)
                {
                  graphene_point_t place;

                  if (weft_chart_frame_place (frame, k, j, &place))
                    g_assert_true (isfinite (place.x) && isfinite (place.y));
                }
            }
        }
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What is drawn of many points covers, in each column of pixels, all that any of them reaches. */
static void
test_band (void)
{
  GtkWidget *label = gtk_label_new ("");
  GtkWidget *window = show (label, 100, 100);
  g_autoptr (GskRenderer) renderer = gsk_cairo_renderer_new ();
  g_autoptr (GError) error = NULL;
  WeftChartPen pen = { 0 };

  weft_chart_pen_update (&pen, label);
  gsk_renderer_realize_for_display (renderer, gtk_widget_get_display (label), &error);
  g_assert_no_error (error);
  for (guint seed = 0; seed < 12; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (WeftChartModel) model = weft_chart_model_new ("", WEFT_CHART_AXIS_NUMBER);
      g_autoptr (WeftChartSeries) series = weft_chart_series_new ("s", WEFT_CHART_LINE, 0);
      guint n = (guint) g_rand_int_range (rand, 3000, 40000);
      g_autofree WeftChartPoint *points = g_new (WeftChartPoint, n);
      g_autoptr (WeftChartFrame) frame = NULL;
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      GskRenderNode *node;
      g_autoptr (GdkTexture) texture = NULL;
      g_autofree guint32 *pixels = g_new0 (guint32, 400 * 200);

      g_test_message ("seed %u", seed);
      for (guint i = 0; i < n; i++)
        points[i] = (WeftChartPoint) { i, sin (i * 20.0 / n) + g_rand_double (rand) * (seed % 3) / 2 };
      points[g_rand_int_range (rand, 0, (int) n)].y = 9; /* one that stands out */
      weft_chart_series_set_points (series, points, n, NULL);
      weft_chart_model_add (model, series);
      frame = weft_chart_frame_new (model, &pen, 400, 200, FALSE);
      weft_chart_layers_snapshot (frame, &pen, snapshot);
      node = gtk_snapshot_free_to_node (snapshot);
      texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, 400, 200));
      gdk_texture_download (texture, (guchar *) pixels, 400 * 4);
      gsk_render_node_unref (node);
      for (guint i = 0; i < n; i++)
        {
          guint x = (guint) weft_chart_scale_place (&frame->x, points[i].x),
                y = (guint) weft_chart_scale_place (&frame->y, points[i].y);

          g_assert_cmpuint (pixels[MIN (y, 199) * 400 + MIN (x, 399)] >> 24, >, 100);
        }
    }
  gsk_renderer_unrealize (renderer);
  gtk_window_destroy (GTK_WINDOW (window));
}

static guint
count_texts (GskRenderNode *node)
{
  guint n = 0;

  switch ((int) gsk_render_node_get_node_type (node))
    {
    case GSK_TEXT_NODE:
      return 1;
    case GSK_TRANSFORM_NODE:
      return count_texts (gsk_transform_node_get_child (node));
    case GSK_CLIP_NODE:
      return count_texts (gsk_clip_node_get_child (node));
    case GSK_CONTAINER_NODE:
      for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
        n += count_texts (gsk_container_node_get_child (node, i));
      return n;
    default:
      return 0;
    }
}

static guint
draw_texts (GtkWidget *plot)
{
  GskRenderNode *node;
  guint n;

  gtk_test_widget_wait_for_draw (plot);
  node = draw (plot);
  n = count_texts (node);
  gsk_render_node_unref (node);

  return n;
}

/* The words of two lines so near that they would cover each other: one of them is left out, its line is not. */
static void
test_levels (void)
{
  g_autoptr (WeftChartModel) model = make (WEFT_CHART_SCATTER, 4, 30);
  GtkWidget *plot = weft_chart_plot_new (model);
  GtkWidget *window = show (plot, 600, 300);
  guint none = draw_texts (plot);

  weft_chart_model_add_mark (model, WEFT_CHART_MARK_LINE, 5, "Five");
  weft_chart_model_add_mark (model, WEFT_CHART_MARK_LINE, 15, "Fifteen");
  g_assert_cmpuint (draw_texts (plot), ==, none + 2);
  weft_chart_model_clear_marks (model);
  weft_chart_model_add_mark (model, WEFT_CHART_MARK_LINE, 5, "Five");
  weft_chart_model_add_mark (model, WEFT_CHART_MARK_LINE, 5.2, "More");
  weft_chart_model_add_mark (model, WEFT_CHART_MARK_LINE, 15, "Fifteen");
  g_assert_cmpuint (draw_texts (plot), ==, none + 2);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_states (void)
{
  g_autoptr (WeftChartModel) model = weft_chart_model_new ("Chart", WEFT_CHART_AXIS_TIME);
  GtkWidget *chart = weft_chart_new (model);
  GtkWidget *window = show (chart, 360, 300);
  g_autoptr (WeftChartSeries) series = weft_chart_series_new ("Done", WEFT_CHART_BAR, 0);

  weft_chart_set_show_table (WEFT_CHART (chart), TRUE);
  g_assert_false (weft_chart_get_show_table (WEFT_CHART (chart))); /* of nothing there is no table */
  weft_chart_model_add (model, series);
  weft_chart_series_set_points (series, &(WeftChartPoint) { MAY, 2 }, 1, NULL);
  gtk_widget_activate_action (chart, "chart.show-table", NULL);
  g_assert_true (weft_chart_get_show_table (WEFT_CHART (chart)));
  weft_chart_set_error (WEFT_CHART (chart), "It went away.");
  g_assert_false (weft_chart_get_show_table (WEFT_CHART (chart)));
  weft_chart_set_error (WEFT_CHART (chart), NULL);
  weft_chart_set_loading (WEFT_CHART (chart), TRUE);
  weft_chart_set_cursor (WEFT_CHART (chart), MAY);
  g_assert_cmpfloat (weft_chart_get_cursor (WEFT_CHART (chart)), ==, MAY);
  weft_chart_model_clear (model);
  weft_chart_set_bare (WEFT_CHART (chart), TRUE);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
count (GListModel *list, guint at, guint removed, guint added, guint *changed)
{
  *changed += removed + added;
}

static void
test_rows (void)
{
  g_autoptr (WeftChartModel) model = make (WEFT_CHART_LINE, 2, 4);
  g_autoptr (WeftChartRows) rows = weft_chart_rows_new (model);
  g_autoptr (WeftChartRow) row = NULL;
  g_autofree char *value = NULL;
  g_autofree char *none = NULL;
  const WeftChartPoint points[]
      = { { MAY, 1 }, { MAY + DAY, 2 }, { MAY + DAY, 9 }, { MAY + 2 * DAY, NAN }, { MAY + 3 * DAY, 4 } };
  guint changed = 0;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, 4);
  g_signal_connect (rows, "items-changed", G_CALLBACK (count), &changed);
  weft_chart_series_set_visible (weft_chart_model_get (model, 0), FALSE);
  g_assert_cmpuint (changed, ==, 0); /* the values are the same */
  weft_chart_series_set_points (weft_chart_model_get (model, 0), points, G_N_ELEMENTS (points), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, 5);
  g_assert_cmpuint (changed, <=, 3); /* not the first, not the last, nor the second */
  row = g_list_model_get_item (G_LIST_MODEL (rows), 2);
  value = weft_chart_row_dup_value (row, 0);
  none = weft_chart_row_dup_value (row, 1);
  g_assert_cmpstr (value, ==, "9");
  g_assert_cmpstr (none, ==, "");
}

static void
test_let_go (void)
{
  WeftChartModel *model = make (WEFT_CHART_AREA, 8, 10);
  WeftChartSeries *series = g_object_ref (weft_chart_model_get (model, 0));
  GtkWidget *chart = weft_chart_new (model);
  GtkWidget *window = show (chart, 500, 300);

  weft_chart_set_show_table (WEFT_CHART (chart), TRUE);
  g_object_add_weak_pointer (G_OBJECT (model), (gpointer *) &model);
  g_object_add_weak_pointer (G_OBJECT (chart), (gpointer *) &chart);
  g_object_unref (model);
  g_assert_nonnull (model);
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (chart);
  g_assert_null (model);
  weft_chart_series_set_points (series, NULL, 0, NULL); /* nobody listens any more */
  g_object_unref (series);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/chart/widget/kept", test_kept);
  g_test_add_func ("/chart/widget/hostile", test_hostile);
  g_test_add_func ("/chart/widget/band", test_band);
  g_test_add_func ("/chart/widget/levels", test_levels);
  g_test_add_func ("/chart/widget/states", test_states);
  g_test_add_func ("/chart/widget/rows", test_rows);
  g_test_add_func ("/chart/widget/let-go", test_let_go);
  return g_test_run ();
}
