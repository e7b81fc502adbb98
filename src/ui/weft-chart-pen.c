/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-pen.h"

#include <adwaita.h>
#include <math.h>

#define SCALE 0.79 /* of 11 pt: 11.6 px (LOOK.md, Type) */

GdkRGBA
weft_chart_pen_fade (GdkRGBA color, double alpha)
{
  color.alpha *= (float) alpha;

  return color;
}

static void
set_colors (WeftChartPen *self)
{
  self->quiet = weft_chart_pen_fade (self->text, self->high_contrast ? 1 : self->dark ? 0.66 : 0.75);
  self->grid = weft_chart_pen_fade (self->text, self->high_contrast ? 0.35 : 0.09);
  self->ground = weft_chart_pen_fade (self->text, self->high_contrast ? 0.8 : 0.24);
  self->crosshair = weft_chart_pen_fade (self->text, self->high_contrast ? 1 : 0.5);
  gdk_rgba_parse (&self->surface, self->dark ? "#343437" : "#ffffff");
  gdk_rgba_parse (&self->limit, self->dark ? "#ff938c" : "#c30000"); /* libadwaita's error colour */
  for (guint i = 0; i < WEFT_N_YARNS; i++)
    weft_yarn_get_color (i, self->dark, &self->yarns[i]);
}

gboolean
weft_chart_pen_update (WeftChartPen *self, GtkWidget *widget)
{
  AdwStyleManager *manager;
  gboolean dark, high_contrast, mirrored, same;
  guint serial;
  GdkRGBA text;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);

  manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  dark = adw_style_manager_get_dark (manager);
  high_contrast = adw_style_manager_get_high_contrast (manager);
  mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  serial = pango_context_get_serial (gtk_widget_get_pango_context (widget));
  gtk_widget_get_color (widget, &text);
  same = self->widget == widget && self->dark == dark && self->high_contrast == high_contrast
         && self->mirrored == mirrored && self->text_serial == serial && gdk_rgba_equal (&self->text, &text);
  if (same)
    return FALSE;
  self->widget = widget;
  self->dark = dark;
  self->high_contrast = high_contrast;
  self->mirrored = mirrored;
  self->text_serial = serial;
  self->text = text;
  set_colors (self);
  {
    g_autoptr (PangoLayout) layout = weft_chart_pen_new_text (self, "0", FALSE);
    int height;

    pango_layout_get_pixel_size (layout, NULL, &height);
    self->line = height;
    self->em = height / 1.25;
  }

  return TRUE;
}

PangoLayout *
weft_chart_pen_new_text (const WeftChartPen *self, const char *text, gboolean bold)
{
  PangoLayout *layout;
  PangoAttrList *attributes;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  layout = gtk_widget_create_pango_layout (self->widget, text);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_scale_new (SCALE));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);

  return layout;
}

void
weft_chart_pen_draw (GtkSnapshot *snapshot, PangoLayout *layout, double x, double y, const GdkRGBA *color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (x), (float) round (y)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}
