/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* The yarns (LOOK.md, Colour), for what draws itself; widgets take the style classes of the same names. */

#define WEFT_N_YARNS 7

/** weft_yarn_parse: @name: (nullable): "teal", … Returns: 0 to 6; 6, slate, for every other. */
guint weft_yarn_parse (const char *name);

/** weft_yarn_get_color: @yarn: 0 to 6. */
void weft_yarn_get_color (guint yarn, gboolean dark, GdkRGBA *color);

G_END_DECLS
