/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** WeftTypeFont: a font as a part of the window's, so that large text scales it too. */
typedef struct
{
  double scale; /* 1: as large as the window's */
  PangoWeight weight;
  gboolean figures; /* digits are as wide as each other */
} WeftTypeFont;

/**
 * WeftType:
 *
 * The fonts with which rows draw themselves, and the layouts of short texts which many of them share (names, times). Made anew when the
 * window's font, its scale or its direction changes.
 */
typedef struct _WeftType WeftType;

/** weft_type_new: @widget: whose font they are parts of; it must outlive them. @fonts: must stay. */
WeftType *weft_type_new (GtkWidget *widget, const WeftTypeFont *fonts, guint n_fonts);
void weft_type_free (WeftType *self);

/** weft_type_get_font: @font: an index of those given. Returns: (transfer none) */
const PangoFontDescription *weft_type_get_font (WeftType *self, guint font);
/** weft_type_get_line: Returns: px: how high a line of it is. */
int weft_type_get_line (WeftType *self, guint font);
/** weft_type_new_layout: Returns: (transfer full): a layout that wraps. */
PangoLayout *weft_type_new_layout (WeftType *self, guint font, const char *text);
/** weft_type_ref_layout: Returns: (transfer full): the layout of a short text on one line, shared: never change it. */
PangoLayout *weft_type_ref_layout (WeftType *self, guint font, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftType, weft_type_free)

G_END_DECLS
