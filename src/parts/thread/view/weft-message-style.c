/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/view/weft-message-style.h"

#include "ui/weft-icon.h"

/* The window's is of 11 pt. */
static const WeftTypeFont fonts[WEFT_MESSAGE_N_FONTS] = {
  [WEFT_MESSAGE_FONT_BODY] = { 14.5 / 14.667, PANGO_WEIGHT_NORMAL, FALSE },
  [WEFT_MESSAGE_FONT_AUTHOR] = { 1.0, PANGO_WEIGHT_BOLD, FALSE },
  [WEFT_MESSAGE_FONT_META] = { 12 / 14.667, PANGO_WEIGHT_NORMAL, TRUE },
  [WEFT_MESSAGE_FONT_LABEL] = { 12 / 14.667, PANGO_WEIGHT_BOLD, FALSE },
};

static const char *const icon_names[WEFT_MESSAGE_N_ICONS] = {
  [WEFT_MESSAGE_ICON_WAITING] = "weft-clock-symbolic",
  [WEFT_MESSAGE_ICON_SENT] = "weft-check-symbolic",
  [WEFT_MESSAGE_ICON_READ] = "weft-checks-symbolic",
  [WEFT_MESSAGE_ICON_FAILED] = "dialog-error-symbolic",
  [WEFT_MESSAGE_ICON_SAVED] = "weft-cloud-off-symbolic",
  [WEFT_MESSAGE_ICON_COPY] = "edit-copy-symbolic",
  [WEFT_MESSAGE_ICON_REACT] = "weft-smile-symbolic",
};

static GdkRGBA
with_alpha (GdkRGBA color, double alpha)
{
  color.alpha *= alpha;
  return color;
}

static gboolean
locale_uses_24h (void)
{
  g_autoptr (GDateTime) afternoon = g_date_time_new_utc (2020, 1, 1, 15, 0, 0);
  g_autofree char *text = g_date_time_format (afternoon, "%X");

  return text == NULL || g_str_has_prefix (text, "15");
}

/* LOOK.md, Grid: compact paddings are a third less, text is never smaller. */
static void
set_distances (WeftMessageStyle *self)
{
  gboolean compact = self->compact;
  int line = weft_type_get_line (self->type, WEFT_MESSAGE_FONT_META);

  self->day_height = line + (compact ? 24 : 36);
  self->unread_height = line + (compact ? 16 : 24);
  self->saved_height = line + (compact ? 19 : 28);
  self->meta_height = line + (compact ? 4 : 6);
  self->group_gap = compact ? 9 : 14;
  self->within_gap = compact ? 3 : 4;
  self->bubble_y = compact ? 5 : 8;
  self->placeholder_height = self->group_gap + self->avatar + 2;
}

/* Code is drawn in the yarns which are told apart from text and from each other (LOOK.md, Colour). */
static void
set_rich (WeftMessageStyle *self, gboolean dark)
{
  WeftRichTextStyle *rich = &self->rich;
  const PangoFontDescription *body = weft_type_get_font (self->type, WEFT_MESSAGE_FONT_BODY);

  /* GTK gives the widget another one when it comes into a window. */
  rich->context = g_object_ref (gtk_widget_get_pango_context (self->widget));
  rich->code_context = gtk_widget_create_pango_context (self->widget);
  pango_context_set_base_dir (rich->code_context, PANGO_DIRECTION_LTR);
  rich->font = body;
  rich->meta_font = weft_type_get_font (self->type, WEFT_MESSAGE_FONT_META);
  rich->code_font = pango_font_description_copy (body);
  pango_font_description_set_family (rich->code_font, "monospace");
  if (pango_font_description_get_size_is_absolute (body))
    pango_font_description_set_absolute_size (rich->code_font, pango_font_description_get_size (body) * 13 / 14.5);
  else
    pango_font_description_set_size (rich->code_font, pango_font_description_get_size (body) * 13 / 14.5);
  rich->copy_icon = self->icons[WEFT_MESSAGE_ICON_COPY];
  rich->text = self->text;
  rich->dim = self->dim;
  rich->accent = self->accent;
  rich->line = with_alpha (self->text, self->high_contrast ? 1 : 0.25);
  rich->box = with_alpha (self->text, dark ? 0.08 : 0.06);
  rich->high_contrast = self->high_contrast;
  rich->rtl = self->rtl;
  rich->highlights[WEFT_HIGHLIGHT_KEYWORD] = self->yarns[3];
  rich->highlights[WEFT_HIGHLIGHT_STRING] = self->yarns[4];
  rich->highlights[WEFT_HIGHLIGHT_NUMBER] = self->yarns[dark ? 2 : 5];
  rich->highlights[WEFT_HIGHLIGHT_NAME] = self->yarns[1];
  rich->highlights[WEFT_HIGHLIGHT_COMMENT] = self->dim;
  rich->highlights[WEFT_HIGHLIGHT_ADDED] = self->yarns[4];
  rich->highlights[WEFT_HIGHLIGHT_REMOVED] = self->error;
}

WeftMessageStyle *
weft_message_style_new (GtkWidget *widget, gboolean narrow, gboolean compact)
{
  static guint serial;
  WeftMessageStyle *self = g_new0 (WeftMessageStyle, 1);
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  gboolean dark = adw_style_manager_get_dark (manager);
  g_autoptr (GdkRGBA) accent = adw_style_manager_get_accent_color_rgba (manager);

  self->widget = widget;
  self->narrow = narrow;
  self->rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  self->high_contrast = adw_style_manager_get_high_contrast (manager);
  self->use_24h = locale_uses_24h ();
  self->compact = compact;
  self->avatar = narrow ? 28 : compact ? 30 : 36;
  self->margin = narrow ? 12 : 20;
  self->gap = narrow ? 10 : 12;
  self->serial = ++serial;

  self->type = weft_type_new (widget, fonts, WEFT_MESSAGE_N_FONTS);
  for (guint i = 0; i < WEFT_MESSAGE_N_ICONS; i++)
    self->icons[i] = weft_icon_lookup (widget, icon_names[i]);

  set_distances (self);

  gtk_widget_get_color (widget, &self->text);
  self->dim = with_alpha (self->text, self->high_contrast ? 1 : dark ? 0.66 : 0.75);
  self->line = with_alpha (self->text, self->high_contrast ? 0.5 : 0.1);
  adw_rgba_to_standalone (accent, dark, &self->accent);
  self->own = with_alpha (*accent, dark ? 0.3 : 0.13);
  self->mention = with_alpha (*accent, dark ? 0.28 : 0.15);
  self->mention_edge = *accent;
  gdk_rgba_parse (&self->error, dark ? "#ff938c" : "#c30000");
  for (guint i = 0; i < G_N_ELEMENTS (self->yarns); i++)
    weft_yarn_get_color (i, dark, &self->yarns[i]);
  set_rich (self, dark);
  return self;
}

void
weft_message_style_free (WeftMessageStyle *self)
{
  weft_type_free (self->type);
  for (guint i = 0; i < WEFT_MESSAGE_N_ICONS; i++)
    g_clear_object (&self->icons[i]);
  pango_font_description_free (self->rich.code_font);
  g_clear_object (&self->rich.context);
  g_clear_object (&self->rich.code_context);
  g_free (self);
}

PangoLayout *
weft_message_style_ref_layout (WeftMessageStyle *self, WeftMessageFont font, const char *text)
{
  return weft_type_ref_layout (self->type, font, text);
}

PangoLayout *
weft_message_style_new_layout (WeftMessageStyle *self, WeftMessageFont font, const char *text)
{
  return weft_type_new_layout (self->type, font, text);
}

void
weft_message_style_draw_icon (WeftMessageStyle *self, GtkSnapshot *snapshot, WeftMessageIcon icon, double x, double y, double size, const GdkRGBA *color)
{
  weft_icon_draw (self->icons[icon], snapshot, x, y, size, color);
}
