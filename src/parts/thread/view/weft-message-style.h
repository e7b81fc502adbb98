/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/weft-rich-text.h"
#include "ui/weft-type.h"
#include "ui/weft-yarn.h"

G_BEGIN_DECLS

/**
 * WeftMessageFont:
 *
 * The fonts of a message row (LOOK.md, Type), as parts of the window's font so that large text scales them all.
 */
typedef enum
{
  WEFT_MESSAGE_FONT_BODY,
  WEFT_MESSAGE_FONT_AUTHOR,
  WEFT_MESSAGE_FONT_META,
  WEFT_MESSAGE_FONT_LABEL, /* days, the unread divider, a quote's author */
  WEFT_MESSAGE_N_FONTS
} WeftMessageFont;

typedef enum
{
  WEFT_MESSAGE_ICON_WAITING,
  WEFT_MESSAGE_ICON_SENT,
  WEFT_MESSAGE_ICON_READ,
  WEFT_MESSAGE_ICON_FAILED,
  WEFT_MESSAGE_ICON_SAVED,
  WEFT_MESSAGE_ICON_COPY,
  WEFT_MESSAGE_ICON_REACT,
  WEFT_MESSAGE_N_ICONS
} WeftMessageIcon;

/**
 * WeftMessageStyle:
 *
 * What all rows of one view draw with: colours, fonts, icons and distances, looked up once, and the layouts of short texts which many
 * rows share (names, times). The view makes it anew when the theme, the font, the direction or the breakpoint changes.
 */
typedef struct
{
  GtkWidget *widget; /* unowned: the view */
  WeftType *type;    /* of WeftMessageFonts */
  GtkIconPaintable *icons[WEFT_MESSAGE_N_ICONS];
  GdkRGBA text;
  GdkRGBA dim;
  GdkRGBA line;
  GdkRGBA accent;     /* as text and strokes */
  GdkRGBA own;        /* an own bubble */
  GdkRGBA mention;    /* tint of a row which names the person */
  GdkRGBA mention_edge;
  GdkRGBA error;
  GdkRGBA yarns[WEFT_N_YARNS];
  WeftRichTextStyle rich;
  const WeftInlinePictures *pictures; /* (nullable): which stand in texts */
  gboolean high_contrast;
  gboolean rtl;
  gboolean narrow;
  gboolean use_24h;
  gboolean compact;
  int day_height;     /* px, as all that follows; of the lines with words, as large as their text */
  int unread_height;
  int saved_height;
  int meta_height;
  int placeholder_height;
  int group_gap;      /* above another author's message */
  int within_gap;     /* above another one of the same author */
  int bubble_y;       /* above and below the words of an own message */
  int avatar;
  int margin;
  int gap;            /* between avatar and text */
  guint serial;       /* another one whenever heights may be others */
} WeftMessageStyle;

WeftMessageStyle *weft_message_style_new (GtkWidget *widget, gboolean narrow, gboolean compact);
void weft_message_style_free (WeftMessageStyle *self);

/** weft_message_style_ref_layout: Returns: (transfer full): the layout of a short text on one line, shared: never change it. */
PangoLayout *weft_message_style_ref_layout (WeftMessageStyle *self, WeftMessageFont font, const char *text);

/** weft_message_style_new_layout: Returns: (transfer full): a layout that wraps. */
PangoLayout *weft_message_style_new_layout (WeftMessageStyle *self, WeftMessageFont font, const char *text);

/** weft_message_style_draw_icon: a symbolic icon of @size px at @x, @y. */
void weft_message_style_draw_icon (WeftMessageStyle *self, GtkSnapshot *snapshot, WeftMessageIcon icon, double x, double y, double size, const GdkRGBA *color);

G_END_DECLS
