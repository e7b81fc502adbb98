/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/weft-type.h"
#include "ui/weft-yarn.h"

G_BEGIN_DECLS

/** WeftCardFont: the fonts of a card (LOOK.md, Type). */
typedef enum
{
  WEFT_CARD_FONT_KEY,
  WEFT_CARD_FONT_TITLE,
  WEFT_CARD_FONT_LABEL,
  WEFT_CARD_FONT_META,
  WEFT_CARD_FONT_BLOCKED,
  WEFT_CARD_N_FONTS
} WeftCardFont;

typedef enum
{
  WEFT_CARD_ICON_BLOCKED,
  WEFT_CARD_ICON_DUE,
  WEFT_CARD_ICON_REPEAT,
  WEFT_CARD_ICON_ABOUT,
  WEFT_CARD_ICON_COMMENTS,
  WEFT_CARD_ICON_FILES,
  WEFT_CARD_ICON_PRIORITY, /* as many as there are priorities; none for the first */
  WEFT_CARD_N_ICONS = WEFT_CARD_ICON_PRIORITY + 5
} WeftCardIcon;

/**
 * WeftCardStyle:
 *
 * What all cards of a board draw with: colours, fonts, icons and heights, looked up once. The board makes it anew when the theme, the font or the
 * direction changes.
 */
typedef struct
{
  GtkWidget *widget; /* unowned: the board */
  WeftType *type;    /* of WeftCardFonts */
  GtkIconPaintable *icons[WEFT_CARD_N_ICONS];
  GTimeZone *zone;   /* the person's */
  GdkRGBA text;
  GdkRGBA dim;
  GdkRGBA card;      /* a card itself, opaque */
  GdkRGBA wash;      /* behind a label */
  GdkRGBA trough;    /* of a bar */
  GdkRGBA accent;
  GdkRGBA warn;
  GdkRGBA error;
  GdkRGBA success;
  GdkRGBA yarns[WEFT_N_YARNS];
  gboolean rtl;
  int head_height;   /* px, as all that follows */
  int label_height;
  int blocked_height;
  int meta_height;   /* of a line with icons */
} WeftCardStyle;

WeftCardStyle *weft_card_style_new (GtkWidget *widget);
void weft_card_style_free (WeftCardStyle *self);

/** weft_card_style_draw_icon: @x, @y: its left end, and the middle of its height. */
void weft_card_style_draw_icon (const WeftCardStyle *self, GtkSnapshot *snapshot, WeftCardIcon icon, double x, double y, const GdkRGBA *color);
/** weft_card_style_measure: Returns: px: how wide a short text is. */
int weft_card_style_measure (const WeftCardStyle *self, WeftCardFont font, const char *text);
/** weft_card_style_draw_text: on one line, cut where it is wider than @width px. @x, @y: as above. */
void weft_card_style_draw_text (const WeftCardStyle *self, GtkSnapshot *snapshot, WeftCardFont font, const char *text, double x, double y, int width, const GdkRGBA *color);

#define WEFT_CARD_ICON 14 /* px */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftCardStyle, weft_card_style_free)

G_END_DECLS
