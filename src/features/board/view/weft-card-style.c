/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/view/weft-card-style.h"

#include "features/board/view/weft-task-words.h"
#include "ui/weft-icon.h"

#define LABEL 18 /* px, at least */

static const WeftTypeFont fonts[WEFT_CARD_N_FONTS] = {
  [WEFT_CARD_FONT_KEY] = { 0.78, PANGO_WEIGHT_SEMIBOLD, TRUE },
  [WEFT_CARD_FONT_TITLE] = { 0.89, PANGO_WEIGHT_MEDIUM, FALSE },
  [WEFT_CARD_FONT_LABEL] = { 0.75, PANGO_WEIGHT_MEDIUM, FALSE },
  [WEFT_CARD_FONT_META] = { 0.82, PANGO_WEIGHT_NORMAL, TRUE },
  [WEFT_CARD_FONT_BLOCKED] = { 0.85, PANGO_WEIGHT_NORMAL, FALSE },
};

static const char *const icon_names[WEFT_CARD_ICON_PRIORITY] = {
  [WEFT_CARD_ICON_BLOCKED] = "action-unavailable-symbolic",
  [WEFT_CARD_ICON_DUE] = "weft-clock-symbolic",
  [WEFT_CARD_ICON_REPEAT] = "weft-repeat-symbolic",
  [WEFT_CARD_ICON_ABOUT] = "view-list-symbolic",
  [WEFT_CARD_ICON_COMMENTS] = "weft-chat-symbolic",
  [WEFT_CARD_ICON_FILES] = "mail-attachment-symbolic",
};

static GdkRGBA
with_alpha (GdkRGBA color, double alpha)
{
  color.alpha *= alpha;
  return color;
}

/* As resources/style*.css has them. */
static void
set_colors (WeftCardStyle *self)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (self->widget));
  gboolean dark = adw_style_manager_get_dark (manager);
  gboolean high_contrast = adw_style_manager_get_high_contrast (manager);
  g_autoptr (GdkRGBA) accent = adw_style_manager_get_accent_color_rgba (manager);

  gtk_widget_get_color (self->widget, &self->text);
  self->dim = with_alpha (self->text, high_contrast ? 0.9 : dark ? 0.66 : 0.75);
  gdk_rgba_parse (&self->card, dark ? "#343438" : "#ffffff");
  self->wash = with_alpha (self->text, high_contrast ? 0.12 : 0.06);
  self->trough = with_alpha (self->text, high_contrast ? 0.3 : 0.12);
  self->accent = *accent;
  gdk_rgba_parse (&self->warn, dark ? "#ffc252" : "#734300");
  gdk_rgba_parse (&self->error, dark ? "#ff938c" : "#c30000");
  gdk_rgba_parse (&self->success, dark ? "#26a269" : "#2ec27e");
  for (guint i = 0; i < WEFT_N_YARNS; i++)
    weft_yarn_get_color (i, dark, &self->yarns[i]);
}

WeftCardStyle *
weft_card_style_new (GtkWidget *widget)
{
  WeftCardStyle *self = g_new0 (WeftCardStyle, 1);

  self->widget = widget;
  self->rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  self->zone = g_time_zone_new_local ();
  self->type = weft_type_new (widget, fonts, WEFT_CARD_N_FONTS);
  for (guint i = 0; i < WEFT_CARD_ICON_PRIORITY; i++)
    self->icons[i] = weft_icon_lookup (widget, icon_names[i]);
  for (WeftPriority i = WEFT_PRIORITY_LOW; i <= WEFT_PRIORITY_URGENT; i++)
    self->icons[WEFT_CARD_ICON_PRIORITY + i] = weft_icon_lookup (widget, weft_priority_get_icon (i));
  self->label_height = MAX (LABEL, weft_type_get_line (self->type, WEFT_CARD_FONT_LABEL) + 2);
  self->head_height = MAX (weft_type_get_line (self->type, WEFT_CARD_FONT_KEY), weft_type_get_line (self->type, WEFT_CARD_FONT_LABEL));
  self->blocked_height = MAX (WEFT_CARD_ICON, weft_type_get_line (self->type, WEFT_CARD_FONT_BLOCKED));
  self->meta_height = MAX (WEFT_CARD_ICON, weft_type_get_line (self->type, WEFT_CARD_FONT_META));
  set_colors (self);

  return self;
}

void
weft_card_style_free (WeftCardStyle *self)
{
  weft_type_free (self->type);
  for (guint i = 0; i < WEFT_CARD_N_ICONS; i++)
    g_clear_object (&self->icons[i]);
  g_time_zone_unref (self->zone);
  g_free (self);
}

void
weft_card_style_draw_icon (const WeftCardStyle *self, GtkSnapshot *snapshot, WeftCardIcon icon, double x, double y, const GdkRGBA *color)
{
  weft_icon_draw (self->icons[icon], snapshot, x, y - WEFT_CARD_ICON / 2.0, WEFT_CARD_ICON, color);
}

int
weft_card_style_measure (const WeftCardStyle *self, WeftCardFont font, const char *text)
{
  g_autoptr (PangoLayout) layout = weft_type_ref_layout (self->type, font, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

void
weft_card_style_draw_text (const WeftCardStyle *self,
                           GtkSnapshot *snapshot,
                           WeftCardFont font,
                           const char *text,
                           double x,
                           double y,
                           int width,
                           const GdkRGBA *color)
{
  g_autoptr (PangoLayout) layout = weft_type_ref_layout (self->type, font, text);
  int full;
  int height;

  pango_layout_get_pixel_size (layout, &full, &height);
  if (full > width)
    {
      g_autoptr (PangoLayout) cut = pango_layout_copy (layout);

      pango_layout_set_ellipsize (cut, PANGO_ELLIPSIZE_END);
      pango_layout_set_width (cut, MAX (width, 0) * PANGO_SCALE);
      g_set_object (&layout, cut);
    }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) floor (y - height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}
