/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "parts/files/view/weft-card-pen.h"

#include <adwaita.h>
#include <math.h>

GdkRGBA
weft_card_pen_fade (GdkRGBA color, double alpha)
{
  color.alpha *= alpha;

  return color;
}

WeftCardPen
weft_card_pen_take (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  g_autoptr (GdkRGBA) accent = adw_style_manager_get_accent_color_rgba (manager);
  gboolean dark = adw_style_manager_get_dark (manager);
  WeftCardPen pen = { .widget = widget,
                      .snapshot = snapshot,
                      .high_contrast = adw_style_manager_get_high_contrast (manager) };

  gtk_widget_get_color (widget, &pen.text);
  pen.dim = weft_card_pen_fade (pen.text, pen.high_contrast ? 1 : dark ? 0.66 : 0.75);
  pen.line = weft_card_pen_fade (pen.text, pen.high_contrast ? 0.8 : 0.12);
  pen.card = weft_card_pen_fade (pen.text, dark ? 0.08 : 0.04);
  adw_rgba_to_standalone (accent, dark, &pen.accent);

  return pen;
}

void
weft_card_pen_draw_text (const WeftCardPen *pen,
                         const char *text,
                         double scale,
                         PangoWeight weight,
                         double x,
                         double middle,
                         double width,
                         PangoAlignment alignment,
                         const GdkRGBA *color)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (pen->widget, text);
  PangoAttrList *attributes = pango_attr_list_new ();
  int height;

  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_MIDDLE);
  pango_layout_set_width (layout, (int) MAX (width, 1) * PANGO_SCALE);
  /* At the edge where the interface begins: Pango turns an alignment round where a line's direction is not
   * that of its context. */
  if (alignment == PANGO_ALIGN_LEFT && pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL)
    alignment = PANGO_ALIGN_RIGHT;
  pango_layout_set_alignment (layout, alignment);
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (pen->snapshot);
  gtk_snapshot_translate (pen->snapshot,
                          &GRAPHENE_POINT_INIT ((float) x, (float) round (middle - height / 2.0)));
  gtk_snapshot_append_layout (pen->snapshot, layout, color);
  gtk_snapshot_restore (pen->snapshot);
}

void
weft_card_pen_draw_icon (const WeftCardPen *pen, const char *name, const graphene_rect_t *place)
{
  g_autoptr (GtkIconPaintable) icon
      = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (pen->widget)),
                                    name, NULL, 16, gtk_widget_get_scale_factor (pen->widget),
                                    gtk_widget_get_direction (pen->widget), 0);

  gtk_snapshot_save (pen->snapshot);
  gtk_snapshot_translate (pen->snapshot,
                          &GRAPHENE_POINT_INIT (place->origin.x + (place->size.width - 16) / 2,
                                                place->origin.y + (place->size.height - 16) / 2));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), pen->snapshot, 16, 16, &pen->text,
                                            1);
  gtk_snapshot_restore (pen->snapshot);
}
