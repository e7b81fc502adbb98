/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-marker.h"
#include "ui/weft-chart-swatch.h"
#include "ui/weft-text-scale.h"
#include "ui/weft-yarn.h"

#include <adwaita.h>

#define LINE_WIDTH 20
#define BOX 11

struct _WeftChartSwatch
{
  GtkWidget parent_instance;

  WeftChartKind kind;
  guint yarn;
  gboolean hatched;
};

G_DEFINE_FINAL_TYPE (WeftChartSwatch, weft_chart_swatch, GTK_TYPE_WIDGET)

static void
weft_chart_swatch_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  gboolean line = WEFT_CHART_SWATCH (widget)->kind == WEFT_CHART_LINE;

  *minimum = *natural
      = weft_text_scale (orientation == GTK_ORIENTATION_HORIZONTAL && line ? LINE_WIDTH : BOX);
}

static void
snapshot_line (
    WeftChartSwatch *self, GtkSnapshot *snapshot, double width, double height, const GdkRGBA *color)
{
  GskPathBuilder *builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  GskStroke *stroke = weft_chart_marker_new_stroke (self->yarn, 2);

  gsk_path_builder_move_to (builder, 1, (float) (height / 2));
  gsk_path_builder_line_to (builder, (float) width - 1, (float) (height / 2));
  path = gsk_path_builder_free_to_path (builder);
  gtk_snapshot_append_stroke (snapshot, path, stroke, color);
  gsk_stroke_free (stroke);
}

static void
snapshot_box (
    WeftChartSwatch *self, GtkSnapshot *snapshot, double size, double x, double y, const GdkRGBA *color)
{
  GskRoundedRect box;
  GdkRGBA faded = *color;
  GskStroke *stroke = gsk_stroke_new (1.5f);
  GskPathBuilder *builder = gsk_path_builder_new ();
  g_autoptr (GskPath) lines = NULL;

  gsk_rounded_rect_init_from_rect (&box,
                                   &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) size, (float) size), 3);
  for (double at = x - size; at < x + 2 * size; at += 4)
    {
      gsk_path_builder_move_to (builder, (float) (at + size), (float) y);
      gsk_path_builder_line_to (builder, (float) at, (float) (y + size));
    }
  lines = gsk_path_builder_free_to_path (builder);
  if (self->hatched)
    faded.alpha = 0.3f;
  gtk_snapshot_push_rounded_clip (snapshot, &box);
  gtk_snapshot_append_color (snapshot, &faded, &box.bounds);
  if (self->hatched)
    gtk_snapshot_append_stroke (snapshot, lines, stroke, color);
  gtk_snapshot_pop (snapshot);
  if (self->hatched)
    gtk_snapshot_append_border (snapshot, &box, (const float[]) { 1, 1, 1, 1 },
                                (const GdkRGBA[]) { *color, *color, *color, *color });
  gsk_stroke_free (stroke);
}

static void
weft_chart_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftChartSwatch *self = WEFT_CHART_SWATCH (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget),
         size = weft_text_scale (BOX);
  GdkRGBA color;

  weft_yarn_get_color (self->yarn,
                       adw_style_manager_get_dark (
                           adw_style_manager_get_for_display (gtk_widget_get_display (widget))),
                       &color);
  if (self->kind == WEFT_CHART_LINE)
    snapshot_line (self, snapshot, width, height, &color);
  else if (self->kind == WEFT_CHART_SCATTER)
    {
      GskPathBuilder *builder = gsk_path_builder_new ();
      g_autoptr (GskPath) marker = NULL;

      weft_chart_marker_add (builder, self->yarn, width / 2, height / 2, size * 0.38);
      marker = gsk_path_builder_free_to_path (builder);
      weft_chart_marker_snapshot (snapshot, marker, self->yarn, size * 0.38, &color);
    }
  else
    snapshot_box (self, snapshot, size, (width - size) / 2, (height - size) / 2, &color);
}

static void
weft_chart_swatch_class_init (WeftChartSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = weft_chart_swatch_measure;
  widget_class->snapshot = weft_chart_swatch_snapshot;
  gtk_widget_class_set_css_name (widget_class, "weft-chart-swatch");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
weft_chart_swatch_init (WeftChartSwatch *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
weft_chart_swatch_new (WeftChartKind kind, guint yarn, gboolean hatched)
{
  GtkWidget *self = g_object_new (WEFT_TYPE_CHART_SWATCH, NULL);

  weft_chart_swatch_set (WEFT_CHART_SWATCH (self), kind, yarn, hatched);

  return self;
}

void
weft_chart_swatch_set (WeftChartSwatch *self, WeftChartKind kind, guint yarn, gboolean hatched)
{
  g_return_if_fail (WEFT_IS_CHART_SWATCH (self));
  g_return_if_fail (yarn < WEFT_N_YARNS);

  self->kind = kind;
  self->yarn = yarn;
  self->hatched = hatched;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
