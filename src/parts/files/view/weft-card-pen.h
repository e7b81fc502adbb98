/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** WeftCardPen: what cards are drawn with: the colours of a widget, as it looks now. On the stack. */
typedef struct
{
  GtkWidget *widget;
  GtkSnapshot *snapshot;
  GdkRGBA text;
  GdkRGBA dim;
  GdkRGBA line;
  GdkRGBA card;
  GdkRGBA accent;
  gboolean high_contrast;
} WeftCardPen;

WeftCardPen weft_card_pen_take (GtkWidget *widget, GtkSnapshot *snapshot);
GdkRGBA weft_card_pen_fade (GdkRGBA color, double alpha);

/** weft_card_pen_draw_text: one line, its middle at @middle, as wide as @width and no wider. */
void weft_card_pen_draw_text (const WeftCardPen *pen,
                              const char *text,
                              double scale,
                              PangoWeight weight,
                              double x,
                              double middle,
                              double width,
                              PangoAlignment alignment,
                              const GdkRGBA *color);
/** weft_card_pen_draw_icon: a symbolic one of 16 px, in the middle of @place. */
void weft_card_pen_draw_icon (const WeftCardPen *pen, const char *name, const graphene_rect_t *place);

G_END_DECLS
